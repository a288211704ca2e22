"""The first sheet of a workbook: what to do, and where the articles are."""

from collections.abc import Sequence
from typing import Any

from exporter.sheets.looks import MOST_CHARACTERS, Looks, protect
from exporter.sheets.parts import Sheet


def write_guide(page: Any, looks: Looks, sheets: Sequence[Sheet], names: Sequence[str]) -> None:
    """Say what to do in which order, and link the sheets of the articles."""
    page.hide_gridlines(2)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, "Coding sheets", looks.format(bold=True, font_size=16))
    row = 2
    mending = any(sheet.wrong for sheet in sheets)
    for title, words in [*(_MENDING if mending else ()), *_STEPS]:
        page.write_string(row, 0, title, looks.format(bold=True))
        page.write_string(row, 1, words, looks.format(text_wrap=True))
        row += 1
    row += 1
    page.write_string(row, 0, "Sheets", looks.format(bold=True))
    for name, sheet in zip(names, sheets, strict=True):
        row += 1
        page.write_url(row, 0, f"internal:'{name}'!A1", looks.format(font_color="#0b5394"), name)
        article = sheet.article
        told = " · ".join((article.published.isoformat(), article.source, article.title or ""))
        page.write_string(row, 1, told[:MOST_CHARACTERS], looks.format())
    protect(page)


_STEPS = (
    (
        "1. Read",
        "Each article has a sheet: the text on the left, events on the right. Yellow cells are yours.",
    ),
    (
        "2. One row per event",
        (
            "Columns with a blue header may not be empty. Point at a header to read what the column means; the sheet "
            "Codes says what every code means. Cells with a list open with Alt and the arrow down."
        ),
    ),
    (
        "3. What may stay empty",
        (
            "event_date_end and time_precision where the day is known; event_type and cameo_code, which follow from "
            "sub_event_type. fatalities where the article does not say: 0 means that it says that nobody died."
        ),
    ),
    (
        "4. Quotes",
        (
            "Below the events: the number of the event, the column, and the words of the text that support its value. "
            "Copy them from the text; a quote may go on over several lines."
        ),
    ),
    ("5. coded?", "Choose yes when an article is done; choose it, too, where the article tells of no event."),
    (
        "6. Hand in",
        (
            "Save as .xlsx and read it with `exporter sheet read`. What is wrong comes back as a workbook with the "
            "problems in a column, and nothing is lost."
        ),
    ),
)

_MENDING = (
    (
        "To be mended",
        (
            "These rows could not be taken. What is wrong stands in the column problems, the cells are red. Mend them "
            "and read this workbook as you did the first; what was taken before comes along."
        ),
    ),
)
