"""A workbook that comes back: which sheet is whose, and what each says of its article.

Nothing is taken on trust: sheets are known by the article in them and columns by their headers, wherever they stand
now, so that what was moved or renamed is found again and what is gone is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporter.coders.typed import judge_typed
from exporter.errors import DataError
from exporter.sheets.carry import Carried, unpacked
from exporter.sheets.grid import Cell, Grid, place, read_grids
from exporter.sheets.parts import (
    ARTICLE,
    CARRIED,
    CODED,
    COLUMNS,
    EVENT,
    EVENT_ID,
    MARK,
    OWN,
    PROBLEMS,
    QUOTE,
    QUOTED,
    REMARK,
    Problem,
    Sheet,
)
from exporter.sheets.rows import Table, read_rows

_AGAIN = "Make the sheet anew with `exporter sheet new`, and copy the rows into it."
_YES = frozenset({"yes", "y", "x", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_ENOUGH = 3
"""Columns of the codebook that make a row of cells a header."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a workbook says.

    Attributes:
        sheets: The sheets that are coded, with their events and what of them is to be mended.
        waiting: The names of sheets that nobody says are coded: they are passed over.
        problems: Everything that was found, in the order of the sheets.
    """

    sheets: tuple[Sheet, ...]
    waiting: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> bool:
        """Whether anything is wrong, beside warnings."""
        return any(one.severity == "error" for one in self.problems)

    @property
    def to_mend(self) -> tuple[Sheet, ...]:
        """The sheets with rows that could not be taken."""
        return tuple(sheet for sheet in self.sheets if sheet.to_mend)


def read_workbook(path: Path) -> Read:
    """Read a workbook of sheets.

    Raises:
        UsageError: It is no workbook, or one that must not be opened.
        DataError: It is a workbook, but has not the articles that `exporter sheet new` puts into it.
    """
    grids = read_grids(path)
    problems: list[Problem] = []
    carried = _carried(grids, path, problems)
    found = _by_article(grids, carried, problems)
    sheets: list[Sheet] = []
    waiting: list[str] = []
    for article_id, one in carried.items():
        grid = found.get(article_id)
        if grid is None:
            continue
        sheet = _sheet(grid, one, problems, waiting)
        if sheet is not None:
            sheets.append(sheet)
            problems += sheet.problems
    return Read(tuple(sheets), tuple(waiting), tuple(problems))


def _carried(grids: Sequence[Grid], path: Path, problems: list[Problem]) -> dict[str, Carried]:
    """The articles that the workbook was made with, by id."""
    hidden = next((grid for grid in grids if (first := grid.cells.get((1, 1))) and first.text == MARK), None)
    if hidden is None:
        raise DataError(
            f"{path} has no hidden sheet of articles: it is no workbook of coding sheets, or has lost it.",
            _AGAIN,
        )
    found: dict[str, Carried] = {}
    for number, cells in hidden.rows.items():
        if number == 1:
            continue
        try:
            one = unpacked(str(cells[column].value) for column in sorted(cells))
            if any(judge_typed(typed.values, one.article).row is None for typed in one.taken):
                raise ValueError("taken")
        except ValueError:
            told = "the hidden sheet of articles was changed here; one article cannot be read"
            problems.append(Problem(hidden.name, place(number, 1), None, None, told, _AGAIN))
        else:
            found[one.article.id] = one
    return found


def _by_article(
    grids: Sequence[Grid], carried: Mapping[str, Carried], problems: list[Problem]
) -> dict[str, Grid]:
    """The sheet of each article, whatever it is called now."""
    claims: dict[str, list[Grid]] = {}
    for grid in grids:
        if grid.name in OWN or not grid.cells or grid.cells.get((1, 1), Cell("")).text == MARK:
            continue
        label = _label(grid, ARTICLE)
        named = grid.cells.get((label[0], label[1] + 1)) if label else _any_of(grid, carried)
        if named and named.text in carried:
            claims.setdefault(named.text, []).append(grid)
        elif label or _header(grid):
            told = (
                f"its article, {named.text}, is none of this workbook"
                if named
                else "it does not say of which article it is"
            )
            remedy = (
                f"Write the article's id beside `{ARTICLE}`, as the hidden sheet {CARRIED} has it. {_AGAIN}"
            )
            problems.append(Problem(grid.name, None, None, None, told, remedy))
        else:
            told = "it is no coding sheet of this workbook and was not read"
            remedy = "Nothing is to be done where it holds notes of your own."
            problems.append(Problem(grid.name, None, None, None, told, remedy, "warning"))
    for article_id, one in carried.items():
        sheets = claims.get(article_id, [])
        if not sheets:
            told = f"the sheet of the article {article_id} is gone; it was not read"
            remedy = f"Nothing is to be done where it was taken out on purpose. {_AGAIN}"
            problems.append(Problem(one.name, None, None, None, told, remedy))
        elif len(sheets) > 1:
            names = ", ".join(grid.name for grid in sheets)
            told = f"several sheets are of the article {article_id} ({names}); none of them was read"
            problems.append(Problem(one.name, None, None, None, told, "Delete all but the one that counts."))
    return {article_id: sheets[0] for article_id, sheets in claims.items() if len(sheets) == 1}


def _any_of(grid: Grid, carried: Mapping[str, Carried]) -> Cell | None:
    """The cell above the events that holds the id of an article, where its label was deleted with its column."""
    header = _header(grid)
    if header is None:
        return None
    return next((cell for at, cell in grid.cells.items() if at[0] < header and cell.text in carried), None)


def _label(grid: Grid, label: str) -> tuple[int, int] | None:
    """Where a label of the top of the sheet stands, if there is something to the right of it."""
    last = _header(grid) or 10
    for (row, column), cell in grid.cells.items():
        # A title may read like a label, but nothing stands beside it.
        if row < last and cell.text.casefold() == label and (row, column + 1) in grid.cells:
            return row, column
    return None


def _header(grid: Grid) -> int | None:
    """The row of the header of the events."""
    for number, cells in grid.rows.items():
        if sum(cell.text.casefold() in COLUMNS for cell in cells.values()) >= _ENOUGH:
            return number
    return None


def _sheet(grid: Grid, carried: Carried, problems: list[Problem], waiting: list[str]) -> Sheet | None:
    """What the sheet of an article says; None where it cannot be read, or waits since nobody says that it is coded."""
    said, remark = _beside(grid, CODED), _beside(grid, REMARK)
    word = said[1].text.casefold() if said else ""
    if word in _NO:
        waiting.append(grid.name)
        return None
    if said and word not in _YES:
        told, remedy = "neither yes nor no", "Choose yes where the article is coded, no where it is not."
        problems.append(Problem(grid.name, place(*said[0]), CODED, said[1].text, told, remedy))
    header = _header(grid)
    if header is None:
        told = "it has no header with the columns of the events; nothing was read"
        problems.append(Problem(grid.name, None, None, None, told, _AGAIN))
        return None
    found: list[Problem] = []
    table = _table(grid, header, found)
    if table is None:
        problems += found
        return None
    taken, rows, quotes, wrong = read_rows(table, carried)
    filled = bool(taken or rows or quotes) and not carried.proposed
    if word not in _YES and not filled:
        problems += found
        waiting.append(grid.name)
        return None
    return Sheet(
        article=carried.article, name=grid.name, coded="yes" if word in _YES else "",
        remark=remark[1].text if remark else "",
        taken=taken, rows=rows, quotes=quotes, problems=(*found, *wrong),
    )  # fmt: skip


def _beside(grid: Grid, label: str) -> tuple[tuple[int, int], Cell] | None:
    """What stands to the right of a label, and where."""
    at = _label(grid, label)
    cell = grid.cells.get((at[0], at[1] + 1)) if at else None
    return ((at[0], at[1] + 1), cell) if at and cell else None


def _table(grid: Grid, header: int, problems: list[Problem]) -> Table | None:
    """Where the columns are; None where that cannot be told."""
    rows = grid.rows
    known = (EVENT, PROBLEMS, EVENT_ID, *COLUMNS)
    columns: dict[str, int] = {}
    other: dict[int, str] = {}
    for column, cell in rows[header].items():
        name = cell.text.casefold()
        if name not in known:
            other[column] = cell.text
        elif name in columns:
            other_place = place(header, columns[name])
            told = f"the column {name} is here and in {other_place}; nothing of the sheet was read"
            problems.append(
                Problem(grid.name, place(header, column), name, None, told, "Delete one of them.")
            )
            return None
        else:
            columns[name] = column
    side = min(columns.values())
    for column, name in other.items():
        if column > side:
            told = "it is no column of the codebook and was not read"
            remedy = "Delete it, or put what it says into notes or tags."
            problems.append(Problem(grid.name, place(header, column), name, None, told, remedy))
    for name in (EVENT, *COLUMNS):
        if name not in columns:
            told = f"the column {name} is gone"
            remedy = f"Write {name} at the head of the column that holds it. {_AGAIN}"
            problems.append(Problem(grid.name, place(header, side), name, None, told, remedy))
    below = next((n for n, cells in rows.items() if n > header and _is_quotes(cells)), None)
    if below is None:
        told = "the table of quotes is gone"
        remedy = f"Write {EVENT}, {QUOTED} and {QUOTE} at the heads of its columns, below the events."
        problems.append(Problem(grid.name, None, None, None, told, remedy))
    quoted = {cell.text.casefold(): column for column, cell in rows[below].items()} if below else {}
    ignored = frozenset(column for column in other if column > side)
    return Table(grid, rows, header, columns, ignored, below, quoted)


def _is_quotes(cells: Mapping[int, Cell]) -> bool:
    texts = {cell.text.casefold() for cell in _short(cells)}
    return QUOTED in texts and QUOTE in texts


def _short(cells: Mapping[int, Cell]) -> Iterator[Cell]:
    return (cell for cell in cells.values() if isinstance(cell.value, str))
