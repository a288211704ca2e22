"""Codings that come from people, and those that machines made: kept and read. Functions on a connection."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from exporter.codebook.tables import Table
from exporter.coders.coding import Coding, from_record
from exporter.coders.frame import event_frame
from exporter.errors import DataError
from exporter.store import schema, writing
from exporter.store.drafts import ChangedError, read_draft
from exporter.store.judged import Link
from exporter.store.work_tables import submissions
from exporter.validation import check_record, validate


@dataclass(frozen=True, slots=True)
class Submission:
    """A coding that a person has handed in, with the events of the store that its events are."""

    person: str
    part: str
    at: datetime
    why: str | None
    coding: Coding
    links: tuple[Link, ...] = field(default_factory=tuple)


def keep(
    connection: sa.Connection,
    coding: Coding,
    links: Sequence[Link],
    *,
    table: str | Table,
    draft: int | None,
    part: str,
    why: str | None,
    now: datetime,
) -> Coding:
    """Check a coding and keep it in the next version of its person.

    Raises:
        DataError: The coding breaks its schema, misquotes the article, or a row breaks the codebook.
        ChangedError: The draft has another version.
    """
    person, article = coding.coder_name, coding.article
    there = read_draft(connection, article.id, person)
    if draft is not None and there.version != draft:
        raise ChangedError(there.version, there.content, [])
    codings, articles = schema.codings, schema.articles
    before = connection.execute(
        sa.select(sa.func.count()).where(codings.c.article_id == article.id, codings.c.coder_name == person)
    ).scalar_one()
    made = Coding(article, person, str(before + 1), coding.events, coding.skipped)
    text = connection.execute(
        sa.select(articles.c.text).where(articles.c.article_id == article.id)
    ).scalar_one()
    check_record(made.record(), text, table)
    _check_rows(made, table)
    coding_id = writing.keep_coding(connection, made, now)
    told = [{"event_id": link.event_id, "same_as": link.same_as} for link in links]
    connection.execute(
        submissions.insert().values(
            article_id=article.id, person=person, part=part, coding_id=coding_id, at=now, why=why,
            links=json.dumps(told),
        )
    )  # fmt: skip
    return made


def handed_in(connection: sa.Connection, article_id: str, *, every: bool) -> list[Submission]:
    """The codings that people have handed in, the first in first; only the last of each where not `every`."""
    table, codings = submissions, schema.codings
    last = (
        sa.select(sa.func.max(table.c.submission_id))
        .where(table.c.article_id == article_id)
        .group_by(table.c.person, table.c.part)
    )
    chosen = (
        sa.select(table, codings.c.record, schema.articles.c.text)
        .join(codings, codings.c.coding_id == table.c.coding_id)
        .join(schema.articles, schema.articles.c.article_id == table.c.article_id)
        .where(table.c.article_id == article_id)
        .order_by(table.c.submission_id)
    )
    if not every:
        chosen = chosen.where(table.c.submission_id.in_(last))
    return [_submission(row) for row in connection.execute(chosen).mappings()]


def machine_coding(connection: sa.Connection, article_id: str) -> Coding | None:
    """What a machine said of the present text of an article last."""
    codings, articles = schema.codings, schema.articles
    people = sa.select(submissions.c.coding_id).where(submissions.c.article_id == article_id)
    chosen = (
        sa.select(codings.c.record, articles.c.text)
        .join(articles, articles.c.article_id == codings.c.article_id)
        .where(
            codings.c.article_id == article_id,
            codings.c.sha256 == articles.c.sha256,
            codings.c.coding_id.not_in(people),
        )
        .order_by(codings.c.coding_id.desc())
        .limit(1)
    )
    row = connection.execute(chosen).first()
    return None if row is None else from_record(json.loads(row.record), row.text)


def filled(links: Sequence[Link], coding: Coding) -> list[Link]:
    """A link for each event: those that have none are new."""
    return [*links, *(Link() for _ in coding.events[len(links) :])]


def _check_rows(coding: Coding, table: str | Table) -> None:
    frame = event_frame([coding], table)
    known = [name for name in frame.columns if name not in ("article_id", "event_number")]
    checked = validate(frame.select(known), table, only=known)
    if not checked.ok:
        problem = checked.problems.filter(severity="error").row(0, named=True)
        raise DataError(
            f"Event {problem['row']}, {problem['column']}: {problem['message']} (value: {problem['value']}).",
            problem["remedy"],
        )


def _submission(row: Any) -> Submission:
    coding = from_record(json.loads(row["record"]), row["text"])
    links = tuple(Link(**link) for link in json.loads(row["links"]))
    return Submission(row["person"], row["part"], row["at"], row["why"], coding, tuple(filled(links, coding)))
