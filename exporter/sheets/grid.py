"""A workbook as plain cells: where they are, what is in them, and whether that is a formula or an error."""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape

from exporter.errors import ExporterError, UsageError
from exporter.sheets.guard import check_file

_MOST_ROWS = 20_000
_MOST_COLUMNS = 500
"""What stands further out was not written by a person."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is in a cell; `kind` is `value`, `formula` or `error`."""

    value: Any
    kind: str = "value"

    @property
    def text(self) -> str:
        """What is in it as text, without spaces around it."""
        return str(self.value).strip()


@dataclass(frozen=True)
class Grid:
    """A sheet: its cells that are not empty, by row and column from 1, and its merged ranges likewise."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @cached_property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """All rows that are not empty, the first first."""
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items(), key=lambda one: one[0]):
            found.setdefault(row, {})[column] = cell
        return found


def place(row: int, column: int) -> str:
    """A cell as spreadsheets call it, such as `F7`."""
    return f"{get_column_letter(column)}{row}"


def read_grids(path: Path) -> list[Grid]:
    """All sheets of a workbook.

    Raises:
        UsageError: It is no workbook, or one that must not be opened (see `guard`).
    """
    merged = check_file(path)
    try:
        with warnings.catch_warnings():
            # What of Excel's own the library does not know is none of our business.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
            try:
                return [_grid(page, merged) for page in book.worksheets]
            finally:
                book.close()
    except ExporterError:
        raise
    # A broken workbook breaks the library anywhere, in any way.
    except Exception as error:
        raise UsageError(
            f"{path} cannot be read as a workbook: {type(error).__name__}: {error}.",
            "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx).",
        ) from error


def _grid(page: Any, merged: Mapping[str, Any]) -> Grid:
    # What the sheet says of its own size is often wrong.
    page.reset_dimensions()
    # Nothing else says which part of the archive it is.
    ranges = merged.get(page._worksheet_path.lstrip("/"), ())
    return Grid(page.title, dict(_cells(page)), tuple(_bounds(one) for one in ranges))


def _cells(page: Any) -> Iterator[tuple[tuple[int, int], Cell]]:
    for row, cells in enumerate(page.iter_rows(max_row=_MOST_ROWS), 1):
        for column, cell in enumerate(cells[:_MOST_COLUMNS], 1):
            value = cell.value
            if value is None:
                continue
            if cell.data_type == "f":
                yield (row, column), Cell(getattr(value, "text", None) or str(value), "formula")
            elif cell.data_type == "e":
                yield (row, column), Cell(str(value), "error")
            elif not isinstance(value, str):
                yield (row, column), Cell(value)
            elif value.strip():
                yield (row, column), Cell(unescape(value).replace("\r\n", "\n").replace("\r", "\n"))


def _bounds(text: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of a range."""
    left, top, right, bottom = range_boundaries(text)
    return top or 1, left or 1, bottom or top or 1, right or left or 1
