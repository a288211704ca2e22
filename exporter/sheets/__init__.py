"""Coding in spreadsheets: workbooks to be filled in, and what comes back in them.

    make       articles, with or without a machine's proposals -> sheets
    write      sheets -> a workbook with dropdowns, notes and locked cells: a guide (guide), a page for each
               article (article_page) with the notes of its headers (notes), and how cells look (looks)
    guard      whether a file may be opened at all
    grid       a workbook -> plain cells
    read       cells -> sheets, wherever things stand now
    rows       rows -> events that are right, and rows to be mended
    values     a cell -> a value as text
    choices    the codes that are offered, and those that are meant
    carry      the articles, and the events taken so far, out of sight in the workbook
    parts      what writer and reader both know
    hand_in    sheets -> codings, and into the store

What somebody types is judged as on the coding page (`exporter.coders.typed`).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from exporter.articles.article import Article
from exporter.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from exporter.sheets.read import Read
    from exporter.store import Store

_WHAT, _EXTRA = "Coding in sheets", "sheet"


def new_workbook(
    articles: Iterable[Article], path: Path, *, proposals: "Store | None" = None, rows: int | None = None
) -> int:
    """Make a workbook with a sheet per article, and give the number of articles.

    Args:
        articles: The articles.
        path: The workbook; it must not be there yet, since somebody may have filled it in.
        proposals: A store with what a machine found, to fill rows in beforehand.
        rows: Rows for the events of each article.

    Raises:
        UsageError: The file is there, or there are no articles or too many.
        MissingExtraError: The packages that write workbooks are not installed.
    """
    try:
        from exporter.sheets.parts import ROWS, Sheet  # noqa: PLC0415 (an extra)
        from exporter.sheets.write import write_workbook  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError(_WHAT, _EXTRA) from error
    _must_be_new(path)
    if proposals is None:
        return write_workbook(map(Sheet, articles), path, rows=rows or ROWS)
    from exporter.sheets.make import proposed_sheets  # noqa: PLC0415 (needs a store)

    return write_workbook(proposed_sheets(articles, proposals), path, rows=rows or ROWS)


def read_workbook(path: Path, *, rest: Path | None = None) -> "Read":
    """Read a workbook that was filled in, and write what is to be mended into another.

    Args:
        path: The workbook.
        rest: The workbook of the rows that could not be taken; it must not be there yet, and is made only where there
            are such rows.

    Raises:
        UsageError: It is no workbook, one that must not be opened, or the other one is there already.
        DataError: It has not the articles that `new_workbook` puts into it.
        MissingExtraError: The packages that read and write workbooks are not installed.
    """
    try:
        from exporter.sheets.read import read_workbook as read  # noqa: PLC0415 (an extra)
        from exporter.sheets.write import write_workbook  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtraError(_WHAT, _EXTRA) from error
    if rest is not None:
        _must_be_new(rest)
    found = read(path)
    if rest is not None and found.to_mend:
        write_workbook(found.to_mend, rest)
    return found


def rest_of(path: Path) -> Path:
    """Where the rows to be mended go if nobody says: beside the workbook, under a name that is free."""
    stem = path.stem.split(".rejects")[0]
    names = (f"{stem}.rejects{'' if number == 1 else f'-{number}'}.xlsx" for number in range(1, 10_000))
    return next(place for name in names if not (place := path.parent / name).exists())


def _must_be_new(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path} does not end in .xlsx.", "Name a workbook, such as coding.xlsx.")
    if path.exists():
        raise UsageError(
            f"{path} is there already, and somebody may have filled it in.",
            "Choose another name, or move it away.",
        )
