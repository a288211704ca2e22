"""Tables of the store as frames with the codebook's types, now or as of an earlier revision."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import polars as pl
import sqlalchemy as sa

from exporter.codebook.export import polars_schema
from exporter.codebook.tables import Table
from exporter.store import further, schema
from exporter.store.work_tables import submissions

By = Literal["coders", "people", "third"]
"""Whose codings: all coders' (a third who has seen the others' work is none), only people's, or only thirds'."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release that the store knows of: it holds everything up to `last_revision`.

    Attributes:
        dataset: Name of the dataset.
        version: Its version.
        last_revision: The last revision that it holds.
        about: What was said of the dataset then, as JSON; None where nothing was.
        also: The further formats that it was written in, joined by commas.
        codebook: What the codebook said then, as the JSON of a snapshot; None where it was not kept.
        definitions: What its project adds to the codebook (`codebook.definitions`); None where it adds nothing.
        checksum: The SHA-256 of its SHA256SUMS; None until it was written whole.
        last_coding: The last coding that its agreement of coders counts; None where it counts none.
    """

    dataset: str
    version: str
    last_revision: int
    about: str | None = None
    also: str | None = None
    codebook: str | None = None
    checksum: str | None = None
    last_coding: int | None = None
    definitions: str | None = None


def current(connection: sa.Connection, declared: Table) -> pl.DataFrame:
    """The events, sources or evidence as they are now."""
    name = declared.name
    kinds = polars_schema(name)
    table = schema.metadata.tables[name]
    more = [table.c[further.COLUMN]] if name == "events" else []
    found = connection.execute(sa.select(*(table.c[column] for column in kinds), *more)).fetchall()
    stored = {**_stored(kinds), **{one.name: pl.String for one in more}}
    frame = pl.DataFrame(found, schema=stored, orient="row")
    if more:
        rows = [further.read(text) for text in frame[further.COLUMN]]
        frame = frame.drop(further.COLUMN).with_columns(further.series(rows, declared))
    return _typed(frame, declared)


def as_of(connection: sa.Connection, declared: Table, revision: int) -> pl.DataFrame:
    """The events, sources or evidence as they were after a revision, from the snapshots."""
    table = schema.revisions
    latest = (
        sa.select(sa.func.max(table.c.revision))
        .where(table.c.revision <= revision)
        .group_by(table.c.event_id)
    )
    found = connection.execute(
        sa.select(table.c.snapshot).where(table.c.revision.in_(latest), table.c.snapshot.is_not(None))
    ).scalars()
    name = declared.name
    rows = [row for snapshot in found for row in json.loads(snapshot)[name]]
    kinds = polars_schema(name)
    texts = {column: pl.String if kind.is_temporal() else kind for column, kind in _stored(kinds).items()}
    frame = pl.DataFrame([{key: row.get(key) for key in texts} for row in rows], schema=texts)
    dates = [pl.col(c).str.to_date() for c, kind in kinds.items() if kind == pl.Date]
    times = [pl.col(c).str.to_datetime() for c, kind in kinds.items() if kind.base_type() == pl.Datetime]
    own = further.series([further.read(row.get(further.COLUMN)) for row in rows], declared)
    return _typed(frame.with_columns(*dates, *times, *(own if name == "events" else ())), declared)


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


def codings(
    connection: sa.Connection, last: int | None, coder: str | None, several: bool, by: By
) -> Iterator[tuple[dict[str, Any], datetime]]:
    """The last coding of each article by each coder, as records with their time, by article and coder.

    Args:
        connection: To the store.
        last: The last coding that counts; all where it is None.
        coder: Only those of this one.
        several: Only articles that several have coded.
        by: Whose count.
    """
    table = schema.codings
    of_third = sa.select(submissions.c.coding_id).where(submissions.c.part == "third")
    of_coder = sa.select(submissions.c.coding_id).where(submissions.c.part == "coder")
    counts: sa.ColumnElement[bool] = {
        "coders": table.c.coding_id.not_in(of_third),
        "people": table.c.coding_id.in_(of_coder),
        "third": table.c.coding_id.in_(of_third),
    }[by]
    if last is not None:
        counts = sa.and_(counts, table.c.coding_id <= last)
    latest = (
        sa.select(sa.func.max(table.c.coding_id))
        .where(counts)
        .group_by(table.c.article_id, table.c.coder_name)
    )
    chosen = sa.select(table.c.record, table.c.recorded_at).where(table.c.coding_id.in_(latest))
    if coder is not None:
        chosen = chosen.where(table.c.coder_name == coder)
    if several:
        counted = sa.func.count(table.c.coder_name.distinct())
        shared = sa.select(table.c.article_id).where(counts).group_by(table.c.article_id).having(counted > 1)
        chosen = chosen.where(table.c.article_id.in_(shared))
    found = connection.execution_options(yield_per=500).execute(
        chosen.order_by(table.c.article_id, table.c.coder_name)
    )
    for record, at in found:
        yield json.loads(record), at


def sort(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Rows in the order of the codebook's files: events by country, date and id, the others by id."""
    serial = pl.col("event_id").str.slice(3).cast(pl.Int64)
    land = pl.col("event_id").str.head(3)
    first = (pl.col("country").cast(pl.String), "event_date") if name == "events" else ()
    rest = [column for column in frame.columns if column != "event_id"] if name != "events" else []
    return frame.sort(*first, land, serial, *rest)


def _stored(kinds: pl.Schema) -> dict[str, pl.DataType | type[pl.DataType]]:
    """The types as the database gives them: codes as text, times without a zone."""
    return {
        name: pl.String
        if kind.base_type() == pl.Enum
        else pl.Datetime("us")
        if kind.base_type() == pl.Datetime
        else kind
        for name, kind in kinds.items()
    }


def _typed(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    kinds = polars_schema(table)
    times = [
        pl.col(c).dt.replace_time_zone("UTC") for c, kind in kinds.items() if kind.base_type() == pl.Datetime
    ]
    # A code that the codebook has given up since stays readable, as text.
    lost = [
        column
        for column, kind in kinds.items()
        if (isinstance(kind, pl.Enum) and frame[column].dtype == pl.String)
        and frame[column].cast(kind, strict=False).null_count() > frame[column].null_count()
    ]
    # So does a further value that its column can no longer hold.
    lost += [c for c, kind in kinds.items() if frame.schema[c] == pl.String and not _is_text(kind)]
    wanted = pl.Schema({c: pl.String() if c in lost else kind for c, kind in kinds.items()})
    return sort(frame.with_columns(times).cast(wanted), table.name)


def _is_text(kind: pl.DataType) -> bool:
    return kind.base_type() in (pl.String, pl.Enum)
