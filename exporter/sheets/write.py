"""Workbooks to be filled in: a sheet per article, with dropdowns, notes and locked cells.

The text stands on the left, in lines that can be copied; beside it the events and, below them, the quotes. What is
wrong with rows that came back stands in a column of its own.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_range_abs

from exporter.errors import UsageError
from exporter.sheets.article_page import ArticlePage
from exporter.sheets.carry import packed
from exporter.sheets.choices import choices, declared
from exporter.sheets.guard import check_file
from exporter.sheets.guide import write_guide
from exporter.sheets.looks import Looks, protect
from exporter.sheets.parts import CARRIED, CODES, COLUMNS, GUIDE, LISTS, MARK, ROWS, Sheet
from exporter.validation.whole import written_whole

MOST_ARTICLES = 200
"""Articles of a workbook: nobody finds their way among more sheets."""


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


class _Writer:
    """Writes one workbook, its sheets in order."""

    def __init__(self, workbook: xlsxwriter.Workbook, rows: int) -> None:
        self.book = workbook
        self.rows = rows
        self.ranges: dict[tuple[str, str], str] = {}
        self.looks = Looks(workbook)

    def write(self, sheets: Sequence[Sheet]) -> None:
        guide = self.book.add_worksheet(GUIDE)
        names = [_name(number, sheet) for number, sheet in enumerate(sheets, 1)]
        pages = [self.book.add_worksheet(name) for name in names]
        self._codes(self.book.add_worksheet(CODES))
        self._lists(self.book.add_worksheet(LISTS))
        self._carried(self.book.add_worksheet(CARRIED), sheets, names)
        write_guide(guide, self.looks, sheets, names)
        for page, sheet in zip(pages, sheets, strict=True):
            ArticlePage(page, sheet, self.looks, self.ranges, self.rows).write()
        guide.activate()

    def _codes(self, page: Any) -> None:
        """All codes with their definitions, to be read."""
        for column, width in enumerate((26, 40, 100)):
            page.set_column(column, column, width)
        for column, title in enumerate(("column", "code", "meaning")):
            page.write_string(0, column, title, self.looks.format(bold=True, bottom=1))
        page.freeze_panes(1, 0)
        row = 1
        for one in declared().values():
            for choice in choices(one.listed) if one.listed and one.column != "country" else ():
                page.write_string(row, 0, one.column, self.looks.format())
                page.write_string(row, 1, choice.value, self.looks.format())
                page.write_string(row, 2, choice.definition, self.looks.format(text_wrap=True))
                row += 1
        page.autofilter(0, 0, row - 1, 2)
        protect(page, autofilter=True)

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


def _name(number: int, sheet: Sheet) -> str:
    """A name that spreadsheets accept: 31 characters, some signs left out, no two alike."""
    kept = "".join(
        " " if letter in "[]:*?/\\'" or not letter.isprintable() else letter for letter in sheet.article.id
    )
    name = f"{number} {' '.join(kept.split())}"
    while len(name.encode("utf-16-le")) > 62:
        name = name[:-1]
    return name.strip()
