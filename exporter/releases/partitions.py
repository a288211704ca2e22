"""The partitions of a table: a folder for each value of some columns, named as Hive names them.

`events/country=Kenya/year=2020/part-0.parquet`: what stands in the path does not stand in the file again, as Polars,
DuckDB, Arrow and Spark expect it. Sources and evidence lie where their event lies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, unquote

import polars as pl

from exporter.codebook.export import polars_schema
from exporter.codebook.tables import REFERENCES, Table, table_of, tables
from exporter.errors import DataError, UsageError

COLUMNS = ("country", "iso3", "region", "year", "event_type")
"""Columns of the events that a release may be partitioned by: each has a value in every row, and few in all."""

FILE = "part-0.parquet"
"""The file in the folder of a partition."""

LISTED = "partitions.csv"
"""The list of all partitions in a release that has them, with rows, bytes and checksum of each."""

COMPANIONS = tuple(one.child for one in REFERENCES if one.parent == "events" and one.present)
"""The tables whose rows lie in the partition of their event."""

PARTED = ("events", *COMPANIONS)
"""The tables that have partitions where a release has them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A partition of a table.

    Attributes:
        path: Its file, from the release's folder on, with `/` between folders.
        values: The value of each column that the table is partitioned by.
    """

    path: str
    values: Mapping[str, str]


def partition_columns(given: str | Sequence[str]) -> tuple[str, ...]:
    """The columns to partition by, given as a list or joined by commas.

    Raises:
        UsageError: A column is none of `COLUMNS`, or stands twice.
    """
    names = [name.strip() for name in given.split(",")] if isinstance(given, str) else list(given)
    columns = tuple(name for name in names if name)
    for name in columns:
        if name not in COLUMNS:
            raise UsageError(
                f"A release is not partitioned by {name!r}.",
                f"Name some of {', '.join(COLUMNS)}, such as country,year.",
            )
        if columns.count(name) > 1:
            raise UsageError(f"{name} is named twice to partition by.", "Name it once.")
    return columns


def part_of(table: str, values: Mapping[str, Any]) -> Part:
    """The partition of a table with these values."""
    texts = {name: str(value) for name, value in values.items()}
    folders = [f"{name}={quote(text, safe='')}" for name, text in texts.items()]
    return Part("/".join([table, *folders, FILE]), MappingProxyType(texts))


def every_part(table: str, columns: Sequence[str]) -> str:
    """A pattern of the paths of all partitions of a table."""
    return "/".join([table, *(f"{name}=*" for name in columns), FILE])


def parts_in(paths: Iterable[str], table: str | Table) -> list[Part]:
    """The partitions of a table among the files of a release, in the order of their values; none in a plain one.

    Raises:
        DataError: A path names other columns than the others.
    """
    name = table_of(table).name
    found = [_read(path) for path in paths if path.startswith(f"{name}/") and path.endswith(f"/{FILE}")]
    columns = tuple(found[0].values) if found else ()
    for part in found:
        if tuple(part.values) != columns or not set(columns) <= set(COLUMNS) or not columns:
            raise DataError(
                f"{part.path} is no partition as the others are.", "Get the release again from where it was."
            )
    ranks = {column: _ranks(column, table) for column in columns}
    return sorted(
        found, key=lambda part: [ranks[one].get(text, (1, text)) for one, text in part.values.items()]
    )


def parts_of(folder: Path, table: str | Table) -> list[Part]:
    """The partitions of a table in the folder of a release; none in a plain one."""
    top = folder / table_of(table).name
    paths = (path.relative_to(folder).as_posix() for path in top.glob(f"**/{FILE}")) if top.is_dir() else ()
    return parts_in(paths, table)


def scan_parts(folder: Path, parts: Sequence[Part], table: str | Table) -> pl.LazyFrame:
    """The rows of some partitions, as they would stand in the file of a plain release."""
    schema = polars_schema(table)
    if not parts:
        return pl.LazyFrame(schema=schema)
    # The paths give texts and whole numbers; the codebook says what they are.
    hive = {name: pl.Int64() if name == "year" else pl.String() for name in parts[0].values}
    rows = pl.scan_parquet([folder / part.path for part in parts], hive_partitioning=True, hive_schema=hive)
    there = rows.collect_schema()
    kept = [name for name in schema if name in there]
    return rows.select(
        pl.col(name).cast(schema[name]) if name in hive else pl.col(name)
        for name in [*kept, *(name for name in there if name not in schema and name not in hive)]
    )


def _read(path: str) -> Part:
    pairs = [folder.partition("=") for folder in PurePosixPath(path).parts[1:-1]]
    return Part(path, MappingProxyType({name: unquote(value) for name, _, value in pairs}))


def _ranks(column: str, table: str | Table) -> dict[str, tuple[int, Any]]:
    """The place of each value of a column; values that are not listed come in the order of the alphabet."""
    if column == "year":
        return {str(year): (0, year) for year in range(-9999, 10_000)}
    kind = polars_schema(table if table_of(table).name == "events" else tables()["events"])[column]
    codes = kind.categories.to_list() if isinstance(kind, pl.Enum) else []
    return {code: (0, place) for place, code in enumerate(codes)}
