"""Tables of the store as frames with the codebook's types, now or as of an earlier revision."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import polars as pl
import sqlalchemy as sa

from exporter.codebook.export import polars_schema
from exporter.codebook.tables import Table
from exporter.store import further, schema

Kinds = dict[str, pl.DataType]
"""Columns and their types."""

Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)

PART = 50_000
"""Rows that are read from the database at a time."""


def table(connection: sa.Connection, declared: Table, revision: int | None) -> pl.DataFrame:
    """The events, sources or evidence, in order: now, or as they were after a revision."""
    rows = pl.concat(_parts(connection, declared, revision))
    return sort(_typed(rows, declared), declared.name)


def scan(
    connection: sa.Connection, declared: Table, revision: int | None, folder: Path, above: int
) -> pl.DataFrame | pl.LazyFrame:
    """The same, in no order and read from Parquet files in a folder where there are more rows than `above`."""
    held: list[pl.DataFrame] = []
    rows = written = 0
    for part in _parts(connection, declared, revision):
        held.append(part)
        rows += part.height
        if rows > above:
            folder.mkdir(parents=True, exist_ok=True)
            for frame in held:
                frame.write_parquet(folder / f"{written:06}.parquet", compression="lz4", statistics=False)
                written += 1
            held = []
    if written:
        return _typed(pl.scan_parquet(folder), declared)
    return sort(_typed(pl.concat(held), declared), declared.name)


def _parts(connection: sa.Connection, declared: Table, revision: int | None) -> Iterator[pl.DataFrame]:
    """The rows in the types of the database, some at a time, a project's columns as text."""
    kinds = _stored(polars_schema(declared.name))
    if declared.name == "events":
        kinds[further.COLUMN] = pl.String()
    found = (
        _now(connection, declared.name, kinds)
        if revision is None
        else _then(connection, declared.name, kinds, revision)
    )
    yield further.spread(pl.DataFrame(schema=kinds), declared)
    for part in found:
        yield further.spread(part, declared)


def _now(connection: sa.Connection, name: str, kinds: Kinds) -> Iterator[pl.DataFrame]:
    kept = schema.metadata.tables[name]
    found = connection.execution_options(yield_per=PART).execute(sa.select(*(kept.c[c] for c in kinds)))
    for rows in found.partitions():
        yield pl.DataFrame([tuple(row) for row in rows], schema=kinds, orient="row")


def _then(connection: sa.Connection, name: str, kinds: Kinds, revision: int) -> Iterator[pl.DataFrame]:
    """From the snapshots, which hold an event with all that belongs to it."""
    kept = schema.revisions
    latest = (
        sa.select(sa.func.max(kept.c.revision)).where(kept.c.revision <= revision).group_by(kept.c.event_id)
    )
    chosen = sa.select(kept.c.snapshot).where(kept.c.revision.in_(latest), kept.c.snapshot.is_not(None))
    found = connection.execution_options(yield_per=PART).execute(chosen).scalars()
    texts = {column: pl.String() if kind.is_temporal() else kind for column, kind in kinds.items()}
    dates = [pl.col(c).str.to_date() for c, kind in kinds.items() if kind == pl.Date]
    times = [
        pl.col(c).str.to_datetime(time_unit="us")
        for c, kind in kinds.items()
        if kind.base_type() == pl.Datetime
    ]
    for snapshots in found.partitions():
        rows = [row for snapshot in snapshots for row in json.loads(snapshot)[name]]
        # Snapshots of an earlier layout lack what came later.
        cells = [{column: row.get(column) for column in texts} for row in rows]
        yield pl.DataFrame(cells, schema=texts).with_columns(*dates, *times)


def deletions(
    connection: sa.Connection, revision: int, known: Mapping[str, int], version: str
) -> pl.DataFrame:
    """Events that earlier releases held and that are gone.

    Args:
        connection: To the store.
        revision: The last revision that counts.
        known: The last revision of each release recorded before, the earliest first.
        version: Which release the deletions since the last one belong to.
    """
    table = schema.deletions
    found = connection.execute(sa.select(table).where(table.c.revision <= revision)).mappings()
    rows = [
        {
            "event_id": row["event_id"],
            "version": next((v for v, last in known.items() if row["revision"] <= last), version),
            "reason": row["reason"],
            "replaced_by": row["replaced_by"],
        }
        for row in found
        # An event that no release ever held was never published, so that nobody misses it.
        if any(row["created"] <= last < row["revision"] for last in known.values())
    ]
    return sort(pl.DataFrame(rows, schema=polars_schema("deletions")), "deletions")


def sort(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Rows in the order of the codebook's files: events by country, date and id, the others by id."""
    serial = pl.col("event_id").str.slice(3).cast(pl.Int64)
    land = pl.col("event_id").str.head(3)
    first = (pl.col("country").cast(pl.String), "event_date") if name == "events" else ()
    rest = [column for column in frame.columns if column != "event_id"] if name != "events" else []
    return frame.sort(*first, land, serial, *rest)


def _stored(kinds: pl.Schema) -> Kinds:
    """The types as the database gives them: codes as text, times without a zone."""
    return {
        name: pl.String()
        if kind.base_type() == pl.Enum
        else pl.Datetime("us")
        if kind.base_type() == pl.Datetime
        else kind
        for name, kind in kinds.items()
    }


def _typed(rows: Rows, declared: Table) -> Rows:
    """Rows of the database in the codebook's types.

    A code that the codebook has given up since, or a project's value that its column can no longer hold, leaves the
    column as text, so that it is seen and told.
    """
    kinds, stored = polars_schema(declared), _stored(polars_schema(declared.name))
    typed = {
        c: further.typed(c, kind) if c not in stored else pl.col(c).cast(kind, strict=False)
        for c, kind in kinds.items()
        if c not in stored or isinstance(kind, pl.Enum)
    }
    unread = [(one.is_null() & pl.col(c).is_not_null()).any().alias(c) for c, one in typed.items()]
    (lost,) = rows.lazy().select(pl.lit(0), *unread).collect(engine="streaming").to_dicts()
    times = [pl.col(c).dt.replace_time_zone("UTC") for c in stored if kinds[c].base_type() == pl.Datetime]
    kept = (one for c, one in typed.items() if not lost[c])
    return rows.with_columns(*times, *kept).select(list(kinds))
