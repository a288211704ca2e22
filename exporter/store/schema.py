"""The tables of the store; those of events, sources and evidence are derived from the codebook."""

from typing import Any

import polars as pl
import sqlalchemy as sa

from exporter.codebook.export import polars_schema

VERSION = 6
"""Version of this layout; a store made by a later one is not touched, one made by
an earlier one is brought up to date (see `migrations`)."""

metadata = sa.MetaData()

_TYPES: dict[type[pl.DataType], Any] = {
    pl.String: sa.Text,
    pl.Enum: sa.Text,
    pl.Date: sa.Date,
    pl.Datetime: sa.DateTime,
    pl.Int16: sa.SmallInteger,
    pl.Int32: sa.Integer,
    pl.Float64: sa.Double,
    pl.Boolean: sa.Boolean,
}


def _columns(table: str, *, without: tuple[str, ...] = ()) -> list[sa.Column[Any]]:
    kinds = polars_schema(table)
    return [sa.Column(name, _TYPES[kind.base_type()]) for name, kind in kinds.items() if name not in without]


about = sa.Table("about", metadata, sa.Column("schema_version", sa.Integer, nullable=False))

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("title", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("published", sa.Date, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("added_at", sa.DateTime, nullable=False),
)

codings = sa.Table(
    "codings",
    metadata,
    sa.Column("coding_id", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), nullable=False),
    sa.Column("coder_name", sa.Text, nullable=False),
    sa.Column("coder_version", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    sa.UniqueConstraint("article_id", "coder_name", "coder_version", "sha256"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("event_id", sa.Text, primary_key=True),
    *_columns("events", without=("event_id",)),
    # Where the event was coded first, and by whom: what a later coding of the same article may revise.
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), nullable=False, index=True),
    sa.Column("coder_name", sa.Text, nullable=False),
    # The values of columns that a project adds, as a JSON object; null where there are none.
    sa.Column("further", sa.Text),
    # What may be the same event as one that is being coded.
    sa.Index("ix_events_iso3_event_date", "iso3", "event_date"),
)

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("event_id", sa.ForeignKey("events.event_id"), primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), primary_key=True),
    *_columns("sources", without=("event_id", "article_id")),
    # Which events an article is among the reports of.
    sa.Index("ix_sources_article_id", "article_id"),
)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("evidence_id", sa.Integer, primary_key=True),
    sa.Column("event_id", sa.ForeignKey("events.event_id"), nullable=False, index=True),
    *_columns("evidence", without=("event_id",)),
)

serials = sa.Table(
    "serials",
    metadata,
    sa.Column("iso3", sa.Text, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("event_id", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    # The event with its sources and evidence after the change, as JSON; null where it was deleted.
    sa.Column("snapshot", sa.Text),
    sqlite_autoincrement=True,
)

deletions = sa.Table(
    "deletions",
    metadata,
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("revision", sa.ForeignKey("revisions.revision"), nullable=False),
    sa.Column("created", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("replaced_by", sa.Text),
)

releases = sa.Table(
    "releases",
    metadata,
    sa.Column("dataset", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("last_revision", sa.Integer, nullable=False),
    sa.Column("recorded_at", sa.DateTime, nullable=False),
    # What was said of the dataset when it was released, as JSON; null where nothing was.
    sa.Column("about", sa.Text),
    # Its further formats, joined by commas.
    sa.Column("also", sa.Text),
    # What the codebook said then, as JSON; null where an earlier layout recorded the release.
    sa.Column("codebook", sa.Text),
    # What its project adds to the codebook, as JSON; null where it adds nothing.
    sa.Column("definitions", sa.Text),
    # The last coding that its agreement of coders counts; null where an earlier layout recorded the release.
    sa.Column("last_coding", sa.Integer),
    # The SHA-256 of its SHA256SUMS; null until the release stands in its place.
    sa.Column("checksum", sa.Text),
)
