"""Which rows and columns of a table are asked for, checked against the codebook before anything is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

import polars as pl

from exporter.codebook.codelists import codelist
from exporter.codebook.export import polars_schema
from exporter.codebook.tables import Table, tables
from exporter.errors import DataError, UsageError


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for of a table.

    Attributes:
        table: Name of the table.
        columns: The columns, in the order in which they are wanted.
        where: The values that a row must have to be wanted, sorted, by column; nothing where every row is.
        project: The table as a project declares it, with its own columns and codes; none for the codebook's.
        apart: Columns that the file does not hold, since its path tells them.
    """

    table: str
    columns: tuple[str, ...]
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    project: Table | None = None
    apart: tuple[str, ...] = ()

    @property
    def schema(self) -> pl.Schema:
        """The columns that the table has, with their types."""
        return polars_schema(self.project or self.table)

    @property
    def whole(self) -> bool:
        """Whether every row and column is asked for."""
        return not self.where and {*self.columns, *self.apart} >= set(self.schema)


def select(
    table: str | Table,
    columns: Iterable[str] | None,
    countries: Iterable[str] | None,
    years: Iterable[int] | None = None,
) -> Selection:
    """What is asked for of a table; countries and years are those of events.

    A table of a project's own (`exporter.codebook.project`) brings its columns and codes.

    Raises:
        UsageError: There is no such table, column, country or year; the message names the nearest that there are.
    """
    project = table if isinstance(table, Table) else None
    name = table.name if isinstance(table, Table) else table
    if name not in tables():
        raise UsageError(f"There is no table {name!r}.", _nearest(name, list(tables())))
    chosen = Selection(name, _columns(table, columns), project=project)
    where: dict[str, tuple[Any, ...]] = {}
    if countries is not None:
        where["country"] = country_names(countries)
    if years is not None:
        where["year"] = _years(years)
    return replace(chosen, where=where)


def country_names(countries: Iterable[str]) -> tuple[str, ...]:
    """The code list's names of countries that are given by name or by ISO 3166-1 alpha-3 code, in any case.

    Raises:
        UsageError: There is no such country.
    """
    given = _listed(countries, "countries")
    listed = codelist("countries").select("code", "iso3").rows()
    known = {name.casefold(): name for name, _ in listed} | {iso3.casefold(): name for name, iso3 in listed}
    for country in given:
        if country.casefold() not in known:
            names = [name for name, _ in listed]
            raise UsageError(f"There is no country {country!r} in the code list.", _nearest(country, names))
    return tuple(sorted({known[country.casefold()] for country in given}))


def _years(years: Iterable[int]) -> tuple[int, ...]:
    given = [years] if isinstance(years, int) else list(years)
    for year in given:
        if not isinstance(year, int) or isinstance(year, bool):
            raise UsageError(f"{year!r} is no year.", "Write years as whole numbers, such as 2020.")
    if not given:
        raise UsageError("years is an empty list.", "Name some, or leave years out to get all.")
    return tuple(sorted(set(given)))


def _columns(table: str | Table, columns: Iterable[str] | None) -> tuple[str, ...]:
    there = list(polars_schema(table))
    if columns is None:
        return tuple(there)
    wanted = _listed(columns, "columns")
    for name in wanted:
        if name not in there:
            named = table.name if isinstance(table, Table) else table
            raise UsageError(f"{named} has no column {name!r}.", _nearest(name, there))
    return tuple(dict.fromkeys(wanted))


def _listed(given: Iterable[str], what: str) -> list[str]:
    """The values as a list; one bare text is most likely a list of one that lost its brackets."""
    values = [given] if isinstance(given, str) else list(given)
    if not values:
        raise UsageError(f"{what} is an empty list.", f"Name some, or leave {what} out to get all.")
    return values


def _nearest(given: str, there: Sequence[str]) -> str:
    folded = {name.casefold(): name for name in there}
    near = [folded[name] for name in get_close_matches(given.casefold(), folded, n=3, cutoff=0.6)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    few = ", ".join(there[:50])
    return f"There are: {few}{', ...' if len(there) > 50 else ''}."


def with_codebook_types(frame: pl.DataFrame, selection: Selection, where: str) -> pl.DataFrame:
    """The wanted columns with the codebook's types: an older release may have fewer codes in its lists.

    Raises:
        DataError: A column is missing, or a value is not one that the codebook allows.
    """
    schema = selection.schema
    wanted = {name: schema[name] for name in selection.columns}
    if dict(frame.schema) == wanted:
        return frame.select(list(wanted))
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise DataError(
            f"{where}: the column {missing[0]} is missing.",
            "Read it with polars.read_parquet: it is not a table of this codebook.",
        )
    try:
        return frame.select(pl.col(name).cast(kind) for name, kind in wanted.items())
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"{where} does not fit this codebook: {reason}", "Read it with polars.read_parquet."
        ) from error
