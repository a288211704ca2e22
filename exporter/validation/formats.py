"""What a file can hold: how each format is recognised, read and checked.

The codebook's tables and coding records stand here. A format of another project is one more `TableFormat`,
given to `check_files` beside them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from exporter.codebook.export import polars_schema
from exporter.codebook.tables import Table, tables
from exporter.errors import UsageError
from exporter.validation.inputs import Batch, Part, columns_of, read_batches


@dataclass(frozen=True)
class TableFormat:
    """A table with a pandera model.

    Attributes:
        table: Its declaration; its name is the name of the format.
        title: What it is called for people.
        recognise: Says of a file whether it is of this format; none: by its name, then by its columns.
        read: Reads a file as frames, a batch at a time; none: as any file of rows.
    """

    table: Table
    title: str
    recognise: Callable[[Path], bool] | None = None
    read: Callable[[Path], Iterable[pl.DataFrame]] | None = None

    @property
    def name(self) -> str:
        """The name by which `--format` asks for it."""
        return self.table.name

    @property
    def checks(self) -> int:
        """How many checks a row goes through."""
        columns = self.table.model.to_schema().columns.values()
        single: int = sum(1 + len(one.checks) + (not one.nullable) + one.unique for one in columns)
        return single + len(self.table.rules)

    def batches(self, part: Part) -> Iterator[Batch]:
        """The rows of a file, a batch at a time."""
        if self.read is None:
            yield from read_batches(part)
        else:
            before = 0
            for frame in self.read(part.path):
                yield Batch(frame, before)
                before += frame.height


@dataclass(frozen=True)
class RecordFormat:
    """Coding records, one a line, with a JSON Schema.

    Attributes:
        events: The table whose coded columns the events of a record have.
    """

    events: Table
    name: str = "codings"
    title: str = "coding records"
    checks: int = 1


Format = TableFormat | RecordFormat

TITLES = {
    "events": "events",
    "sources": "sources of events",
    "evidence": "evidence of events",
    "deletions": "deleted events",
}


def formats(own: Sequence[Table] = ()) -> tuple[Format, ...]:
    """The formats of the codebook; `own` tables of a project stand in for those of the same name."""
    every = {**tables(), **{table.name: table for table in own}}
    held = (TableFormat(table, TITLES.get(name, name)) for name, table in every.items())
    return (*held, RecordFormat(every["events"]))


def format_of(part: Part, known: Sequence[Format], told: str | None = None) -> Format:
    """The format of a file: the one that the user names, else the one that it looks like.

    Raises:
        UsageError: There is no format of that name, or the file looks like none.
    """
    by_name = {one.name: one for one in known}
    if told is not None:
        if told not in by_name:
            raise UsageError(f"There is no format {told!r}.", f"The formats are: {', '.join(by_name)}.")
        return by_name[told]
    for one in known:
        if isinstance(one, TableFormat) and one.recognise is not None and one.recognise(part.path):
            return one
    found = columns_of(part)
    if {"article", "coder", "events"} <= set(found) and part.kind == "jsonl" and "codings" in by_name:
        return by_name["codings"]
    own = [one for one in known if isinstance(one, TableFormat) and one.recognise is None]
    named = next((one for one in own if one.name == part.stem), None)
    return named or _most_alike(part, found, own, list(by_name))


def _most_alike(part: Part, found: list[str], own: list[TableFormat], names: list[str]) -> Format:
    """The table that shares most columns with a file, measured by all columns of the two."""

    def alike(one: TableFormat) -> float:
        columns = set(polars_schema(one.table))
        return len(columns & set(found)) / len(columns | set(found))

    best = max(own, key=alike, default=None)
    if best is None or alike(best) < 0.2:
        shown = ", ".join(found[:5])
        raise UsageError(
            f"{part.name} looks like no format that is known (its columns begin {shown}).",
            f"Name the format with --format: {', '.join(names)}.",
        )
    return best
