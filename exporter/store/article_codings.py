"""Articles and the codings of them: which are there, and keeping one with its events. Functions on a connection."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import polars as pl
import sqlalchemy as sa

from exporter.articles.article import Article
from exporter.coders.coding import Coding
from exporter.store import schema, writing
from exporter.store.work_tables import submissions
from exporter.store.writing import Outcome

By = Literal["coders", "people", "third"]
"""Whose codings: all coders' (a third who has seen the others' work is none), only people's, or only thirds'."""


def has_coding(connection: sa.Connection, article: Article, coder_name: str, coder_version: str) -> bool:
    """Whether this text of the article has been coded by this coder in this version."""
    table = schema.codings
    found = connection.execute(
        sa.select(table.c.coding_id).where(
            table.c.article_id == article.id,
            table.c.coder_name == coder_name,
            table.c.coder_version == coder_version,
            table.c.sha256 == article.sha256,
        )
    )
    return found.first() is not None


def has_codings(
    connection: sa.Connection, keys: Sequence[tuple[str, str, str, str]]
) -> set[tuple[str, str, str, str]]:
    """Those of some codings (article id, coder's name and version, SHA-256 of the text) that are there."""
    table = schema.codings
    names = (table.c.article_id, table.c.coder_name, table.c.coder_version, table.c.sha256)
    wanted = {key[0] for key in keys}
    found = connection.execute(sa.select(*names).where(table.c.article_id.in_(wanted)))
    return {(row[0], row[1], row[2], row[3]) for row in found} & set(keys)


def add(
    connection: sa.Connection,
    coding: Coding,
    rows: pl.DataFrame,
    now: datetime,
    *,
    review: str,
    who: str | None,
) -> Outcome:
    """Keep a coding and its events, as `Store.add` says."""
    if has_coding(connection, coding.article, coding.coder_name, coding.coder_version):
        return Outcome(skipped=True)
    writing.keep_article(connection, coding.article, now)
    writing.keep_coding(connection, coding, now)
    if review == "machine" and writing.judged(connection, coding.article.id):
        return Outcome()
    return writing.keep_events(connection, coding, rows, now=now, review=review, who=who or coding.coder)


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


def last_coding(connection: sa.Connection) -> int:
    """The number of the last coding; 0 where there is none."""
    return connection.execute(sa.select(sa.func.max(schema.codings.c.coding_id))).scalar() or 0


def article_of(connection: sa.Connection, article_id: str) -> Article | None:
    """An article with its text, or None."""
    table = schema.articles
    row = connection.execute(sa.select(table).where(table.c.article_id == article_id)).mappings().first()
    return None if row is None else _article(dict(row))


def articles(connection: sa.Connection) -> Iterator[Article]:
    """All articles, by id."""
    found = connection.execute(sa.select(schema.articles).order_by(schema.articles.c.article_id))
    yield from (_article(dict(row)) for row in found.mappings())


def _article(row: Mapping[str, Any]) -> Article:
    return Article(
        id=row["article_id"],
        text=row["text"],
        published=row["published"],
        source=row["source"],
        title=row["title"],
        url=row["url"],
        language=row["language"],
    )
