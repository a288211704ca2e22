"""What is asked for of a table, before it is known which columns the table has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from exporter.codebook.project import Project
from exporter.codebook.tables import Table, tables
from exporter.errors import UsageError
from exporter.loaders.partitioned import told_by_path
from exporter.loaders.selection import Selection, select
from exporter.releases.partitions import Part


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for of whatever table."""

    columns: Iterable[str] | None
    countries: Iterable[str] | None
    years: Iterable[int] | None

    def __post_init__(self) -> None:
        for name in ("columns", "countries", "years"):
            given = getattr(self, name)
            # An iterator can be read once, and this is read more than once.
            if given is not None and not isinstance(given, str | int):
                object.__setattr__(self, name, list(given))


def read_asked(
    read: Callable[[Selection], pl.DataFrame],
    table: str | Table,
    asked: Asked,
    parts: Callable[[str], Sequence[Part]],
) -> pl.DataFrame:
    """A table by way of `read`; where neither table nor path tells what is asked, by the ids of such events.

    Raises:
        UsageError: There is no such table, column, country or year.
    """
    name = name_of(table)
    selection = select(table, asked.columns, asked.countries, asked.years)
    if name == "events" or not selection.where:
        return read(selection)
    if name == "deletions":
        raise UsageError(
            "deletions has no countries and years: its events are gone.",
            "Load all of it: it is the smallest table.",
        )
    if told_by_path(parts(name), selection):
        return read(selection)
    ids = read(select("events", ["event_id"], asked.countries, asked.years))["event_id"]
    return read(replace(selection, where={**selection.where, "event_id": tuple(ids.sort())}))


def declared(table: str | Table, project: Callable[[], Project]) -> str | Table:
    """The table as the release's own project declares it, where the caller has not brought one."""
    return table if isinstance(table, Table) else project().by_name.get(table, table)


def name_of(table: str | Table) -> str:
    """The name of a table."""
    return table.name if isinstance(table, Table) else table


def named(table: str | Table, file: str) -> str | Table:
    """The table that a file holds: the one its own name says, which may be the one that is asked for."""
    return file if file in tables() and file != name_of(table) else table
