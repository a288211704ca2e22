"""The rows of a sheet: events that are right, and rows to be mended with what is wrong in which cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exporter.articles.article import Article
from exporter.coders.coding import Evidence
from exporter.coders.locate import LONGEST, Text
from exporter.coders.typed import judge_typed
from exporter.sheets.carry import Carried
from exporter.sheets.choices import FOLLOWING, completed
from exporter.sheets.grid import Cell, Grid, place
from exporter.sheets.parts import (
    AT,
    COLUMNS,
    EVENT,
    EVENT_ID,
    PROBLEMS,
    QUOTE,
    QUOTED,
    Problem,
    Row,
    Typed,
)
from exporter.sheets.values import refused, typed

Cells = Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Where things are in a sheet.

    Attributes:
        grid: The sheet, and `rows` its rows.
        header: The row of the header of the events.
        columns: Where each column of the events is.
        ignored: Columns beside them that were told already.
        below: The row of the header of the quotes, if there is one.
        quoted: Where each column of the quotes is.
    """

    grid: Grid
    rows: Mapping[int, Cells]
    header: int
    columns: Mapping[str, int]
    ignored: frozenset[int]
    below: int | None
    quoted: Mapping[str, int]


@dataclass(slots=True)
class _Line:
    """A row while it is read."""

    at: int
    cells: dict[str, Cell]
    number: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    event_id: str | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        return any(one.severity == "error" for one in self.problems)


@dataclass(slots=True)
class _Quote(_Line):
    """A row of quotes while it is read."""

    column: str | None = None
    found: Evidence | None = None


def read_rows(
    table: Table, carried: Carried
) -> tuple[tuple[Typed, ...], tuple[Row, ...], tuple[Row, ...], tuple[Problem, ...]]:
    """The events that are right, the rows of events and of quotes that are to be mended, and every problem.

    A row is taken with all its quotes or not at all. What was taken before comes first among its equals: events stand
    in the order of their numbers.
    """
    reader = _Reader(table, carried)
    lines, quotes = reader.events(), reader.quotes()
    reader.number(lines)
    reader.locate(lines, quotes)
    return reader.sort(lines, quotes)


class _Reader:
    def __init__(self, table: Table, carried: Carried) -> None:
        self.table = table
        self.article: Article = carried.article
        self.before = {one.number: one for one in carried.taken}
        self.loose: list[Problem] = []

    def problem(
        self, at: int, column: str, cell: Cell | None, message: str, remedy: str, severity: str = "error"
    ) -> Problem:
        places = self.table.quoted if self.table.below and at > self.table.below else self.table.columns
        side = places.get(column, places.get(EVENT, min(places.values(), default=1)))
        value = None if cell is None else cell.text
        return Problem(self.table.grid.name, place(at, side), column, value, message, remedy, severity)

    # -- events --------------------------------------------------------------------------------------------

    def events(self) -> list[_Line]:
        """The rows of events that are not empty."""
        table = self.table
        names = {column: name for name, column in table.columns.items()}
        side = min(names)
        lines = []
        for at, found in table.rows.items():
            if at <= table.header or (table.below and at >= table.below):
                continue
            cells = {names[column]: cell for column, cell in found.items() if column in names}
            for column in found.keys() - names.keys() - table.ignored:
                if column > side:
                    told = "it stands in no column and was not read"
                    remedy = "Move it into the column that it belongs to, or delete it."
                    self.loose.append(
                        Problem(table.grid.name, place(at, column), None, found[column].text, told, remedy)
                    )
            line = _Line(at, cells)
            if set(cells) - {EVENT, PROBLEMS}:
                self._event(line)
                lines.append(line)
        return lines

    def _event(self, line: _Line) -> None:
        self._merged(line, self.table.columns)
        for name, cell in line.cells.items():
            if name in COLUMNS:
                line.values[name], wrong = typed(name, cell)
            elif name == EVENT_ID:
                line.event_id, wrong = cell.text, refused(cell)
            else:
                continue
            if wrong:
                line.problems.append(self.problem(line.at, name, cell, *wrong))
        told = {one.column for one in line.problems}
        line.values = completed({k: v for k, v in line.values.items() if k not in told and v})
        judged = judge_typed(line.values, self.article)
        wrong_columns = told | {one["column"] for one in judged.problems if one["severity"] == "error"}
        for one in judged.problems:
            name = one["column"]
            # Of what follows from a wrong value nobody need hear that it is missing.
            follows = name not in line.cells and FOLLOWING.get(name) in wrong_columns
            if name in told or follows:
                continue
            line.problems.append(
                self.problem(
                    line.at, name, line.cells.get(name), one["message"], one["remedy"], one["severity"]
                )
            )

    def _merged(self, line: _Line, places: Mapping[str, int]) -> None:
        for top, left, bottom, right in self.table.grid.merged:
            if not top <= line.at <= bottom:
                continue
            names = [name for name, column in places.items() if left <= column <= right]
            if names:
                told = f"merged cells, {place(top, left)} to {place(bottom, right)}, cannot be read"
                remedy = "Unmerge them, and write each value into its own cell."
                line.problems.append(self.problem(line.at, names[0], None, told, remedy))

    def number(self, lines: Sequence[_Line]) -> None:
        """Number the events; a number that stands twice, or is none, is a problem of the row."""
        for line in lines:
            cell = line.cells.get(EVENT)
            if cell is not None:
                line.number = _whole(cell)
                if line.number is None:
                    told, remedy = "it is no number of an event", "Write a whole number, 1 or more."
                    line.problems.append(self.problem(line.at, EVENT, cell, told, remedy))
        counted = Counter(line.number for line in lines if line.number)
        for line in lines:
            cell = line.cells.get(EVENT)
            if line.number and (counted[line.number] > 1 or line.number in self.before):
                told = f"the number {line.number} stands twice; quotes cannot tell the events apart"
                line.problems.append(self.problem(line.at, EVENT, cell, told, "Give each event its own."))
        free = (n for n in range(1, len(lines) + len(counted) + len(self.before) + 1)
                if n not in counted and n not in self.before)  # fmt: skip
        for line in lines:
            if EVENT not in line.cells:
                line.number = next(free)

    # -- quotes --------------------------------------------------------------------------------------------

    def quotes(self) -> list[_Quote]:
        """The rows of quotes that are not empty."""
        table = self.table
        if table.below is None:
            return []
        names = {column: name for name, column in table.quoted.items()}
        quotes = []
        for at, found in table.rows.items():
            cells = {names[column]: cell for column, cell in found.items() if column in names}
            if at > table.below and set(cells) & {QUOTED, AT, QUOTE}:
                quotes.append(_Quote(at, cells))
        return quotes

    def locate(self, lines: Sequence[_Line], quotes: Sequence[_Quote]) -> None:
        """Find the quotes in the text, those of what happened first: the others stand near them."""
        text = Text(self.article.text)
        known = {line.number for line in lines} | set(self.before)
        for quote in quotes:
            self._merged(quote, self.table.quoted)
            self._read_quote(quote, known)
        near: dict[int, int] = {}
        for quote in sorted(quotes, key=lambda one: one.column != "sub_event_type"):
            if quote.wrong or quote.number is None:
                continue
            quote.found = self._find(text, quote, near.get(quote.number, 0))
            if quote.found and quote.column == "sub_event_type":
                near.setdefault(quote.number, quote.found.start)

    def _read_quote(self, quote: _Quote, known: set[int | None]) -> None:
        event, column, words = (quote.cells.get(name) for name in (EVENT, QUOTED, QUOTE))

        def tell(name: str, cell: Cell | None, message: str, remedy: str) -> None:
            quote.problems.append(self.problem(quote.at, name, cell, message, remedy))

        quote.number = _whole(event) if event else None
        if quote.number not in known or quote.number is None:
            told = (
                "there is no event of this number" if event else "it does not say which event it belongs to"
            )
            tell(EVENT, event, told, "Write the number that stands before the event.")
        quote.column = column.text.casefold() if column else None
        if quote.column not in COLUMNS:
            told = "there is no such column" if column else "it does not say which column it supports"
            tell(QUOTED, column, told, "Choose the column from the list.")
        wrong = (
            refused(words, quoted=True) if words else ("there are no words", "Copy the words from the text.")
        )
        if wrong:
            tell(QUOTE, words, *wrong)

    def _find(self, text: Text, quote: _Quote, near: int) -> Evidence | None:
        cell, at = quote.cells[QUOTE], _whole(quote.cells.get(AT), least=0)
        words = str(cell.value)
        if at is not None and text.text.startswith(words, at):
            return Evidence.of(text.text, at, at + len(words))
        found = text.find(words, near if at is None else at)
        if found is None:
            told, remedy = "these words do not stand in the text", "Copy them from the text of this sheet."
            if len(words) > LONGEST:
                told, remedy = f"a quote of more than {LONGEST} characters", "Quote the words that matter."
            quote.problems.append(self.problem(quote.at, QUOTE, cell, told, remedy))
        return found

    # -- what is taken -------------------------------------------------------------------------------------

    def sort(
        self, lines: Sequence[_Line], quotes: Sequence[_Quote]
    ) -> tuple[tuple[Typed, ...], tuple[Row, ...], tuple[Row, ...], tuple[Problem, ...]]:
        """Part what is taken from what is to be mended."""
        bad = {quote.number for quote in quotes if quote.wrong}
        mend = [line for line in lines if line.wrong or line.number in bad]
        mended = {line.number for line in mend}
        taken = [
            Typed(line.number, line.values, self._evidence(line.number, quotes), line.event_id)
            for line in lines
            if line.number is not None and line.number not in mended
        ]
        taken += [self._more(one, quotes) for one in self.before.values()]
        kept = [quote for quote in quotes if quote.wrong or quote.number in mended]
        told = [*self.loose, *(problem for one in (*lines, *quotes) for problem in one.problems)]
        return (
            tuple(sorted(taken, key=lambda one: one.number)),
            tuple(_row(line) for line in mend),
            tuple(_row(quote) for quote in kept),
            tuple(told),
        )

    def _evidence(self, number: int, quotes: Sequence[_Quote]) -> dict[str, tuple[Evidence, ...]]:
        found: dict[str, list[Evidence]] = {}
        for quote in quotes:
            if (
                quote.number == number
                and quote.column
                and quote.found
                and quote.found not in found.get(quote.column, ())
            ):
                found.setdefault(quote.column, []).append(quote.found)
        return {column: tuple(found[column]) for column in COLUMNS if column in found}

    def _more(self, before: Typed, quotes: Sequence[_Quote]) -> Typed:
        """An event that was taken before, with the quotes that have come to it."""
        evidence = dict(before.evidence)
        for column, found in self._evidence(before.number, quotes).items():
            evidence[column] = tuple(dict.fromkeys((*evidence.get(column, ()), *found)))
        return Typed(before.number, before.values, evidence, before.event_id)


def _row(line: _Line) -> Row:
    """A row as it goes back: what was in its cells, with its number and where its words were found."""
    cells: dict[str, Any] = {name: cell.value for name, cell in line.cells.items() if name != PROBLEMS}
    if line.number is not None:
        cells[EVENT] = line.number
    if isinstance(line, _Quote) and line.found is not None:
        cells |= {AT: line.found.start, QUOTE: line.found.quote}
    return Row(cells, tuple(line.problems))


def _whole(cell: Cell | None, least: int = 1) -> int | None:
    """The whole number in a cell, or none."""
    if cell is None or cell.kind != "value" or isinstance(cell.value, bool):
        return None
    try:
        number = int(cell.value) if not isinstance(cell.value, float) else int(cell.value // 1)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number >= least and str(number) == cell.text.removesuffix(".0") else None
