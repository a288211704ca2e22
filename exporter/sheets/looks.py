"""How cells look, and how a value gets into one."""

from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter

from exporter.sheets.choices import declared
from exporter.sheets.parts import AT, EVENT

MOST_CHARACTERS = 32_000
"""Characters of a cell: spreadsheets hold 32,767, and those beyond U+FFFF count twice."""


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[Any, ...], Any] = {}

    def format(self, **facts: Any) -> Any:
        """A format, the same for the same facts."""
        key = tuple(sorted(facts.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **facts})
        return self._formats[key]

    def head(self, *, required: bool = False) -> Any:
        """The look of a header; blue where the column has to be filled in."""
        return self.format(bold=True, bottom=1, bg_color="#cfe2f3" if required else "#eeeeee")

    def entry(self, column: str = "", value: Any = None, *, wrong: bool = False) -> Any:
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


def put(page: Any, row: int, column: int, value: Any, look: Any) -> None:
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
    return text if len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS else text[: MOST_CHARACTERS // 2]


def protect(page: Any, **more: bool) -> None:
    """Protect a sheet that people use; its columns and rows may be made wider all the same."""
    page.protect("", {"format_columns": True, "format_rows": True, **more})
