"""The sheet of one article: its text on the left, the events beside it and, below them, the quotes."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from exporter.codebook.asked import GROUPS
from exporter.sheets.choices import FOLLOWING, Declared, choices, declared
from exporter.sheets.looks import MOST_CHARACTERS, Looks, protect, put
from exporter.sheets.notes import CODED_NOTE, OWN_NOTES, REMARK_NOTE, note
from exporter.sheets.parts import (
    ARTICLE,
    AT,
    CODED,
    COLUMNS,
    EVENT,
    EVENT_ID,
    PROBLEMS,
    QUOTE,
    QUOTED,
    REMARK,
    Row,
    Sheet,
)

_LINE = 84
"""Characters of a line of the text."""

_SIDE = 2
"""The column in which the events begin; those before it hold the text and some room."""

_HEADER = 4
"""The row of the header of the events."""

_QUOTES_PER_ROW = 4


class ArticlePage:
    """Writes the sheet of one article."""

    def __init__(
        self, page: Any, sheet: Sheet, looks: Looks, ranges: Mapping[tuple[str, str], str], rows: int
    ) -> None:
        """Prepare to write.

        Args:
            page: The empty sheet of the workbook.
            sheet: The article, with rows that are filled in already.
            looks: The formats of the workbook.
            ranges: Where the values of each list of the dropdowns stand.
            rows: Rows for events.
        """
        self.page, self.sheet, self.looks, self.ranges, self.rows = page, sheet, looks, ranges, rows
        first = [EVENT, *([PROBLEMS] if sheet.wrong else [])]
        linked = any(EVENT_ID in row.cells for row in sheet.rows)
        self.columns = [*first, *COLUMNS, *([EVENT_ID] if linked else [])]
        self.quoted = [*first, QUOTED, AT, QUOTE]
        self.numbers = _numbers(sheet, max(rows, len(sheet.rows)))

    def write(self) -> None:
        """Write the text, the events, and the quotes below them."""
        self._top()
        self._text()
        last = _HEADER + len(self.numbers)
        self._header(_HEADER, self.columns)
        for offset, number in enumerate(self.numbers):
            row = self.sheet.rows[offset] if offset < len(self.sheet.rows) else Row({})
            self._cells(_HEADER + 1 + offset, self.columns, row, {EVENT: number})
        self._dropdowns(_HEADER + 1, last)
        self._quotes(last + 2)
        self.page.freeze_panes(_HEADER + 1, 1)
        self.page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        protect(self.page)

    def _top(self) -> None:
        article, page, side = self.sheet.article, self.page, _SIDE
        told = " · ".join(filter(None, (article.source, article.published.isoformat(), article.url)))
        page.write_string(0, 0, (article.title or article.id)[:MOST_CHARACTERS], self.looks.format(bold=True))
        page.write_string(1, 0, told[:MOST_CHARACTERS], self.looks.format(italic=True))
        taken = len(self.sheet.taken)
        if taken:
            page.write_string(
                2, 0, f"Events of this article that are taken already: {taken}.", self.looks.format()
            )
        for row, (label, value) in enumerate(
            ((ARTICLE, article.id), (CODED, self.sheet.coded), (REMARK, self.sheet.remark))
        ):
            page.write_string(row, side, label, self.looks.format(bold=True))
            entry = self.looks.entry() if row else self.looks.format(num_format="@")
            page.write_string(row, side + 1, value[:MOST_CHARACTERS], entry)
        page.data_validation(
            1, side + 1, 1, side + 1,
            {"validate": "list", "source": ["yes", "no"], "error_title": "Coded?", "error_message": "yes or no."},
        )  # fmt: skip
        page.write_comment(1, side, CODED_NOTE, _NOTE)
        page.write_comment(2, side, REMARK_NOTE, _NOTE)

    def _text(self) -> None:
        self.page.set_column(0, 0, _LINE)
        self.page.set_column(1, 1, 2)
        self.page.write_string(_HEADER, 0, "Text", self.looks.head())
        for number, line in enumerate(_lines(self.sheet.article.text), 1):
            self.page.write_string(_HEADER + number, 0, line, self.looks.format())

    def _header(self, at: int, columns: Sequence[str]) -> None:
        groups = {names[0]: title for title, names in GROUPS.items()}
        for number, column in enumerate(columns, _SIDE):
            one = declared().get(column)
            self.page.write_string(at, number, column, self.looks.head(required=_needed(one)))
            told = note(one) if one else OWN_NOTES[column]
            self.page.write_comment(at, number, told, {**_NOTE, "height": 90 + 14 * told.count("\n")})
            self.page.set_column(number, number, _width(column))
            if column in groups and at:
                self.page.write_string(at - 1, number, groups[column], self.looks.format(bold=True))

    def _cells(self, at: int, columns: Sequence[str], row: Row, given: dict[str, Any]) -> None:
        for number, column in enumerate(columns, _SIDE):
            value = row.cells.get(column, given.get(column))
            if column == PROBLEMS:
                told = "\n".join(f"{p.column or 'row'}: {p.message}. {p.remedy}" for p in row.problems)
                look = self.looks.format(text_wrap=True, font_color="#990000")
            elif column == EVENT and column in given and column not in row.wrong:
                told, look = value, self.looks.format(font_color="#666666")
            else:
                told, look = value, self.looks.entry(column, value, wrong=column in row.wrong)
            put(self.page, at, number, told, look)

    def _quotes(self, at: int) -> None:
        for number, column in enumerate(self.quoted, _SIDE):
            self.page.write_string(at, number, column, self.looks.head(required=column in (QUOTED, QUOTE)))
            self.page.write_comment(at, number, OWN_NOTES[column], _NOTE)
        rows = max(len(self.sheet.quotes) + self.rows, len(self.numbers) * _QUOTES_PER_ROW)
        for offset in range(rows):
            row = self.sheet.quotes[offset] if offset < len(self.sheet.quotes) else Row({})
            self._cells(at + 1 + offset, self.quoted, row, {})
        at_column = _SIDE + self.quoted.index(QUOTED)
        self._dropdown(at + 1, at + rows, at_column, self.ranges["columns", ""], strict=True)

    def _dropdowns(self, first: int, last: int) -> None:
        for number, name in enumerate(self.columns, _SIDE):
            one = declared().get(name)
            if one is None:
                continue
            if one.listed:
                plain = all(choice.shown == choice.value for choice in choices(one.listed))
                self._dropdown(first, last, number, self.ranges[one.listed], strict=plain)
            elif one.kind == "date":
                self.page.data_validation(first, number, last, number, _DAYS)
            elif one.kind == "number":
                whole = one.unit == "deaths"
                self.page.data_validation(first, number, last, number, _COUNTS if whole else _DEGREES)

    def _dropdown(self, first: int, last: int, column: int, source: str, *, strict: bool) -> None:
        """A dropdown; where it shows more than the code, the code alone may be typed, too."""
        facts = {
            "validate": "list", "source": source, "show_error": strict,
            "error_title": "Not in the list", "error_message": "Choose one of the list; see the sheet Codes.",
        }  # fmt: skip
        self.page.data_validation(first, column, last, column, facts)


_DAYS = {
    "validate": "date", "criteria": "between", "minimum": date(1930, 1, 1), "maximum": date(2100, 1, 1),
    "error_type": "warning", "error_title": "No usual day", "error_message": "A day is written as 2016-05-16.",
}  # fmt: skip
_COUNTS = {
    "validate": "integer", "criteria": ">=", "value": 0, "error_title": "No count",
    "error_message": "A whole number; empty where the article does not say.",
}  # fmt: skip
_DEGREES = {
    "validate": "decimal", "criteria": "between", "minimum": -180, "maximum": 180, "error_title": "No degrees",
    "error_message": "Degrees as a decimal number; west and south are negative.",
}  # fmt: skip

_NOTE = {"author": "codebook", "width": 330, "height": 110}


def _needed(one: Declared | None) -> bool:
    """Whether people have to fill a column in."""
    return one is not None and one.required and one.column not in FOLLOWING


def _width(column: str) -> int:
    if column in (EVENT, AT):
        return 9
    if column == PROBLEMS:
        return 60
    one = declared().get(column)
    if one is None:
        return 14
    if column == "notes":
        return 60
    return 30 if one.listed and len(choices(one.listed)) > 10 else 26 if one.kind == "text" else 14


def _numbers(sheet: Sheet, rows: int) -> list[int]:
    """The numbers of the events, those of the filled rows first; taken events keep theirs."""
    used = {row.cells[EVENT] for row in sheet.rows if isinstance(row.cells.get(EVENT), int)}
    used |= {typed.number for typed in sheet.taken}
    free: Callable[[], int] = iter(n for n in range(1, rows + len(used) + 1) if n not in used).__next__
    given = [row.cells.get(EVENT) for row in sheet.rows]
    first = [number if isinstance(number, int) else free() for number in given]
    return [*first, *(free() for _ in range(rows - len(first)))]


def _lines(text: str) -> list[str]:
    """The text in lines of the sheet's width."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += textwrap.wrap(paragraph, _LINE - 4, break_on_hyphens=False) or [""]
    return lines
