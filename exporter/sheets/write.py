"""Workbooks to be filled in: a sheet per article, with dropdowns, notes and locked cells.

The text stands on the left, in lines that can be copied; beside it the events and, below them, the quotes. What is
wrong with rows that came back stands in a column of its own.
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_range_abs

from exporter.codebook.asked import GROUPS
from exporter.errors import UsageError
from exporter.sheets.carry import packed
from exporter.sheets.choices import FOLLOWING, Declared, choices, declared
from exporter.sheets.guard import check_file
from exporter.sheets.parts import (
    ARTICLE,
    AT,
    CARRIED,
    CODED,
    CODES,
    COLUMNS,
    EVENT,
    EVENT_ID,
    GUIDE,
    LISTS,
    MARK,
    PROBLEMS,
    QUOTE,
    QUOTED,
    REMARK,
    ROWS,
    Row,
    Sheet,
)
from exporter.validation.whole import written_whole

MOST_ARTICLES = 200
"""Articles of a workbook: nobody finds their way among more sheets."""

_LINE = 84
"""Characters of a line of the text."""

_SIDE = 2
"""The column in which the events begin; those before it hold the text and some room."""

_HEADER = 4
"""The row of the header of the events."""

_QUOTES_PER_ROW = 4

_LISTED_IN_NOTE = 8
"""Lists of no more codes are told in the note of the header; the others on the sheet of codes."""

_MOST_CHARACTERS = 32_000
"""Characters of a cell: spreadsheets hold 32,767, and those beyond U+FFFF count twice."""


def write_workbook(sheets: Iterable[Sheet], path: Path, *, rows: int = ROWS) -> int:
    """Write a workbook; it is there whole or not at all.

    Args:
        sheets: The articles, with rows that are filled in already.
        path: The file.
        rows: Rows for events of each article.

    Returns:
        The number of articles.

    Raises:
        UsageError: There are no articles, or too much for one workbook, or the file cannot be written.
    """
    every = list(sheets)
    if not every:
        raise UsageError("There are no articles to make sheets of.", "Name some that can be read.")
    if len(every) > MOST_ARTICLES:
        raise UsageError(
            f"{len(every)} articles are more than the {MOST_ARTICLES} of one workbook.",
            "Make several workbooks, of some of the articles each.",
        )
    with written_whole(path) as part:
        try:
            with xlsxwriter.Workbook(str(part), _PLAIN) as workbook:
                _Writer(workbook, rows).write(every)
        except FileCreateError as error:
            cause = error.args[0] if error.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
        try:
            check_file(part)
        except UsageError as error:
            raise UsageError(
                f"The workbook of {len(every)} articles would be larger than what is read again.",
                "Make several workbooks, of some of the articles each, or with fewer --rows.",
            ) from error
    return len(every)


# Text stands as text: nothing becomes a formula, a link or a number.
_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}

_ALLOWED = {"format_columns": True, "format_rows": True}
"""What may be done with a protected sheet besides filling it in."""


class _Writer:
    """Writes one workbook; formats are made once."""

    def __init__(self, workbook: xlsxwriter.Workbook, rows: int) -> None:
        self.book = workbook
        self.rows = rows
        self.ranges: dict[tuple[str, str], str] = {}
        self._formats: dict[tuple[Any, ...], Any] = {}

    def write(self, sheets: Sequence[Sheet]) -> None:
        guide = self.book.add_worksheet(GUIDE)
        names = [_name(number, sheet) for number, sheet in enumerate(sheets, 1)]
        pages = [self.book.add_worksheet(name) for name in names]
        self._codes(self.book.add_worksheet(CODES))
        self._lists(self.book.add_worksheet(LISTS))
        self._carried(self.book.add_worksheet(CARRIED), sheets, names)
        self._guide(guide, sheets, names)
        for page, sheet in zip(pages, sheets, strict=True):
            _Page(self, page, sheet).write()
        guide.activate()

    def format(self, **facts: Any) -> Any:
        """A format, the same for the same facts."""
        key = tuple(sorted(facts.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **facts})
        return self._formats[key]

    def _guide(self, page: Any, sheets: Sequence[Sheet], names: Sequence[str]) -> None:
        page.hide_gridlines(2)
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 100)
        page.write_string(0, 0, "Coding sheets", self.format(bold=True, font_size=16))
        row = 2
        mending = any(sheet.wrong for sheet in sheets)
        for title, words in [*(_MENDING if mending else ()), *_STEPS]:
            page.write_string(row, 0, title, self.format(bold=True))
            page.write_string(row, 1, words, self.format(text_wrap=True))
            row += 1
        row += 1
        page.write_string(row, 0, "Sheets", self.format(bold=True))
        for name, sheet in zip(names, sheets, strict=True):
            row += 1
            page.write_url(row, 0, f"internal:'{name}'!A1", self.format(font_color="#0b5394"), name)
            article = sheet.article
            told = " · ".join((article.published.isoformat(), article.source, article.title or ""))
            page.write_string(row, 1, told[:_MOST_CHARACTERS], self.format())
        page.protect("", _ALLOWED)

    def _codes(self, page: Any) -> None:
        """All codes with their definitions, to be read."""
        for column, width in enumerate((26, 40, 100)):
            page.set_column(column, column, width)
        for column, title in enumerate(("column", "code", "meaning")):
            page.write_string(0, column, title, self.format(bold=True, bottom=1))
        page.freeze_panes(1, 0)
        row = 1
        for one in declared().values():
            for choice in choices(one.listed) if one.listed and one.column != "country" else ():
                page.write_string(row, 0, one.column, self.format())
                page.write_string(row, 1, choice.value, self.format())
                page.write_string(row, 2, choice.definition, self.format(text_wrap=True))
                row += 1
        page.autofilter(0, 0, row - 1, 2)
        page.protect("", {**_ALLOWED, "autofilter": True})

    def _lists(self, page: Any) -> None:
        """What the dropdowns offer, out of sight."""
        listed = {one.listed for one in declared().values() if one.listed}
        for column, key in enumerate(sorted(listed)):
            shown = [choice.shown for choice in choices(key)]
            page.write_column(0, column, shown)
            self.ranges[key] = f"={LISTS}!{xl_range_abs(0, column, len(shown) - 1, column)}"
        column = len(listed)
        page.write_column(0, column, COLUMNS)
        self.ranges["columns", ""] = f"={LISTS}!{xl_range_abs(0, column, len(COLUMNS) - 1, column)}"
        page.protect()
        page.hide()

    def _carried(self, page: Any, sheets: Sequence[Sheet], names: Sequence[str]) -> None:
        page.write_string(0, 0, MARK)
        for row, (sheet, name) in enumerate(zip(sheets, names, strict=True), 1):
            for column, cell in enumerate(packed(sheet, name)):
                page.write_string(row, column, cell)
        page.protect()
        page.very_hidden()


class _Page:
    """Writes the sheet of one article."""

    def __init__(self, writer: _Writer, page: Any, sheet: Sheet) -> None:
        self.writer, self.page, self.sheet = writer, page, sheet
        self.format = writer.format
        first = [EVENT, *([PROBLEMS] if sheet.wrong else [])]
        linked = any(EVENT_ID in row.cells for row in sheet.rows)
        self.columns = [*first, *COLUMNS, *([EVENT_ID] if linked else [])]
        self.quoted = [*first, QUOTED, AT, QUOTE]
        self.numbers = _numbers(sheet, max(writer.rows, len(sheet.rows)))

    def write(self) -> None:
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
        self.page.protect("", _ALLOWED)

    def _top(self) -> None:
        article, page, side = self.sheet.article, self.page, _SIDE
        told = " · ".join(filter(None, (article.source, article.published.isoformat(), article.url)))
        page.write_string(0, 0, (article.title or article.id)[:_MOST_CHARACTERS], self.format(bold=True))
        page.write_string(1, 0, told[:_MOST_CHARACTERS], self.format(italic=True))
        taken = len(self.sheet.taken)
        if taken:
            page.write_string(2, 0, f"Events of this article that are taken already: {taken}.", self.format())
        for row, (label, value) in enumerate(
            ((ARTICLE, article.id), (CODED, self.sheet.coded), (REMARK, self.sheet.remark))
        ):
            page.write_string(row, side, label, self.format(bold=True))
            entry = self._entry() if row else self.format(num_format="@")
            page.write_string(row, side + 1, value[:_MOST_CHARACTERS], entry)
        page.data_validation(
            1, side + 1, 1, side + 1,
            {"validate": "list", "source": ["yes", "no"], "error_title": "Coded?", "error_message": "yes or no."},
        )  # fmt: skip
        page.write_comment(1, side, _CODED_NOTE, _NOTE)
        page.write_comment(2, side, "What you want to say about this article. It goes on record.", _NOTE)

    def _text(self) -> None:
        self.page.set_column(0, 0, _LINE)
        self.page.set_column(1, 1, 2)
        self.page.write_string(_HEADER, 0, "Text", self._head())
        for number, line in enumerate(_lines(self.sheet.article.text), 1):
            self.page.write_string(_HEADER + number, 0, line, self.format())

    def _header(self, at: int, columns: Sequence[str]) -> None:
        groups = {names[0]: title for title, names in GROUPS.items()}
        for number, column in enumerate(columns, _SIDE):
            one = declared().get(column)
            self.page.write_string(at, number, column, self._head(required=_needed(one)))
            note = _note(one) if one else _OWN_NOTES[column]
            self.page.write_comment(at, number, note, {**_NOTE, "height": 90 + 14 * note.count("\n")})
            self.page.set_column(number, number, _width(column))
            if column in groups and at:
                self.page.write_string(at - 1, number, groups[column], self.format(bold=True))

    def _cells(self, at: int, columns: Sequence[str], row: Row, given: dict[str, Any]) -> None:
        for number, column in enumerate(columns, _SIDE):
            value = row.cells.get(column, given.get(column))
            if column == PROBLEMS:
                told = "\n".join(f"{p.column or 'row'}: {p.message}. {p.remedy}" for p in row.problems)
                look = self.format(text_wrap=True, font_color="#990000")
            elif column == EVENT and column in given and column not in row.wrong:
                told, look = value, self.format(font_color="#666666")
            else:
                told, look = value, self._entry(column, value, wrong=column in row.wrong)
            _put(self.page, at, number, told, look)

    def _quotes(self, at: int) -> None:
        for number, column in enumerate(self.quoted, _SIDE):
            self.page.write_string(at, number, column, self._head(required=column in (QUOTED, QUOTE)))
            note = _OWN_NOTES[EVENT if column == EVENT else column]
            self.page.write_comment(at, number, note, _NOTE)
        rows = max(len(self.sheet.quotes) + self.writer.rows, len(self.numbers) * _QUOTES_PER_ROW)
        for offset in range(rows):
            row = self.sheet.quotes[offset] if offset < len(self.sheet.quotes) else Row({})
            self._cells(at + 1 + offset, self.quoted, row, {})
        at_column = _SIDE + self.quoted.index(QUOTED)
        self._dropdown(at + 1, at + rows, at_column, self.writer.ranges["columns", ""], strict=True)

    def _dropdowns(self, first: int, last: int) -> None:
        for number, name in enumerate(self.columns, _SIDE):
            one = declared().get(name)
            if one is None:
                continue
            if one.listed:
                plain = all(choice.shown == choice.value for choice in choices(one.listed))
                self._dropdown(first, last, number, self.writer.ranges[one.listed], strict=plain)
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

    def _head(self, *, required: bool = False) -> Any:
        return self.format(bold=True, bottom=1, bg_color="#cfe2f3" if required else "#eeeeee")

    def _entry(self, column: str = "", value: Any = None, *, wrong: bool = False) -> Any:
        """The look of a cell to be filled in; what stands there already keeps its own kind, right or wrong."""
        one = declared().get(column)
        kind = one.kind if one else "number" if column in (AT, EVENT) else "text"
        shape = {"date": "yyyy-mm-dd", "number": "General", "text": "@"}[kind]
        match value:
            case datetime() if kind != "date" or value.time() != time(0):
                shape = "yyyy-mm-dd hh:mm:ss"
            case date() if kind != "date":
                shape = "yyyy-mm-dd"
            case time():
                shape = "hh:mm:ss"
            case timedelta():
                shape = "[h]:mm:ss"
            case int() | float() if kind == "date":
                shape = "General"
        colour = "#f4cccc" if wrong else "#fffbe6"
        return self.format(locked=False, num_format=shape, bg_color=colour, border=1, border_color="#d9d9d9")


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

_CODED_NOTE = (
    "yes: the article is coded; choose it, too, where it tells of no event.\n"
    "no: you are not done, nothing is read.\n"
    "Empty: rows that are filled in are read. Where rows came filled in, nothing is read before you say yes."
)

_OWN_NOTES = {
    EVENT: "Number of the event in this sheet; quotes refer to it.",
    PROBLEMS: "What was wrong when the sheet was read. Mend it in the row; this column is not read.",
    EVENT_ID: "The event of the store that this row is. Leave it as it is.",
    QUOTED: "The column of the event whose value the quote supports.",
    AT: "Only where the same words stand in the text several times: at which character about. Mostly empty.",
    QUOTE: "Words of the text, copied from it. White space and the shape of quotation marks do not matter.",
}

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


def _note(one: Declared) -> str:
    """What the codebook says of a column."""
    parts = [one.title, one.definition]
    if one.unit:
        parts.append(f"Unit: {one.unit}.")
    if not one.required:
        parts.append("May be empty.")
    elif one.column in FOLLOWING:
        parts.append(f"May be left empty where it follows from {FOLLOWING[one.column]}.")
    listed = choices(one.listed) if one.listed else ()
    if 0 < len(listed) <= _LISTED_IN_NOTE:
        parts += [f"{choice.value}: {choice.definition}" for choice in listed]
    elif listed:
        parts.append("Choose from the list; the sheet Codes has what the codes mean.")
    return "\n".join(parts)


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


def _put(page: Any, row: int, column: int, value: Any, look: Any) -> None:
    """A value as what it is; text never becomes anything else."""
    match value:
        case None | "":
            page.write_blank(row, column, None, look)
        case bool():
            page.write_boolean(row, column, value, look)
        case int() | float():
            page.write_number(row, column, value, look)
        case datetime() | date() | time() | timedelta():
            page.write_datetime(row, column, value, look)
        case _:
            page.write_string(row, column, _cut(str(value)), look)


def _cut(text: str) -> str:
    return text if len(text.encode("utf-16-le")) // 2 <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS // 2]


def _numbers(sheet: Sheet, rows: int) -> list[int]:
    """The numbers of the events, those of the filled rows first; taken events keep theirs."""
    used = {row.cells[EVENT] for row in sheet.rows if isinstance(row.cells.get(EVENT), int)}
    used |= {typed.number for typed in sheet.taken}
    free: Callable[[], int] = iter(n for n in range(1, rows + len(used) + 1) if n not in used).__next__
    given = [row.cells.get(EVENT) for row in sheet.rows]
    first = [number if isinstance(number, int) else free() for number in given]
    return [*first, *(free() for _ in range(rows - len(first)))]


def _name(number: int, sheet: Sheet) -> str:
    """A name that spreadsheets accept: 31 characters, some signs left out, no two alike."""
    kept = "".join(
        " " if letter in "[]:*?/\\'" or not letter.isprintable() else letter for letter in sheet.article.id
    )
    name = f"{number} {' '.join(kept.split())}"
    while len(name.encode("utf-16-le")) > 62:
        name = name[:-1]
    return name.strip()


def _lines(text: str) -> list[str]:
    """The text in lines of the sheet's width."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += textwrap.wrap(paragraph, _LINE - 4, break_on_hyphens=False) or [""]
    return lines
