"""Keeping codings: new events get ids, known ones are revised, those no longer coded are deleted.

Everything of one article happens in the caller's one transaction.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa

from exporter.articles.article import Article
from exporter.coders.coding import Coding
from exporter.store import schema
from exporter.store.further import COLUMN, values_of
from exporter.store.further import same as same_value
from exporter.store.matching import match
from exporter.store.revisions import note_revision
from exporter.store.work_tables import queue

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What keeping a coding did to the events, as ids; `skipped` where the coding was kept before."""

    created: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: bool = False


def keep_article(connection: sa.Connection, article: Article, now: datetime) -> None:
    """Insert the article, into the queue of people too, or bring a known one up to date."""
    values = {
        "sha256": article.sha256,
        "text": article.text,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "url": article.url,
        "language": article.language,
    }
    table = schema.articles
    listed = {name: values[name] for name in ("title", "source", "published")}
    changed = connection.execute(sa.update(table).where(table.c.article_id == article.id).values(**values))
    if changed.rowcount == 0:
        connection.execute(table.insert().values(article_id=article.id, added_at=now, **values))
        connection.execute(
            queue.insert().values(
                article_id=article.id, state="new", wanted=1, version=1, changed_at=now, **listed
            )
        )
    else:
        connection.execute(sa.update(queue).where(queue.c.article_id == article.id).values(**listed))


def keep_coding(connection: sa.Connection, coding: Coding, now: datetime) -> int:
    """Insert the coding record and give its number."""
    inserted = connection.execute(
        schema.codings.insert().values(
            article_id=coding.article.id,
            coder_name=coding.coder_name,
            coder_version=coding.coder_version,
            sha256=coding.article.sha256,
            record=json.dumps(coding.record(), ensure_ascii=False),
            recorded_at=now,
        )
    )
    key = inserted.inserted_primary_key
    return int(key[0]) if key else 0


def judged(connection: sa.Connection, article_id: str) -> bool:
    """Whether people have had the last word on an article, or two of them wait for a third."""
    state = connection.execute(sa.select(queue.c.state).where(queue.c.article_id == article_id)).scalar()
    return state not in (None, "new", "in work")


def quotes_of(coding: Coding, number: int) -> list[Row]:
    """The evidence of an event of a coding as rows."""
    return [
        {"column": column, "start": e.start, "end": e.end, "quote": e.quote, "article_id": coding.article.id}
        for column, found in coding.events[number].evidence.items()
        for e in found
    ]


def keep_events(
    connection: sa.Connection, coding: Coding, rows: pl.DataFrame, *, now: datetime, review: str, who: str
) -> Outcome:
    """Bring the events of one article in line with a coding of it.

    Rows that a person has touched (review other than `machine`) are neither changed nor deleted, and a new
    row that matches one is not added beside it. Events of other coders are left alone; a new row that matches
    one of them is not added either.
    """
    events = schema.events
    known = [
        dict(row)
        for row in connection.execute(
            sa.select(events).where(events.c.article_id == coding.article.id).order_by(events.c.event_id)
        ).mappings()
    ]
    fresh = rows.to_dicts()
    pairs = match([_as_coded(connection, row) for row in known], fresh)
    created, revised, unchanged = [], [], []
    why = f"coded by {coding.coder}"
    for number, row in enumerate(fresh):
        quotes = quotes_of(coding, row["event_number"])
        old = known[pairs[number]] if number in pairs else None
        values = values_of(row, None if old is None else old[COLUMN])
        if old is None:
            values |= {"review": review, "recorded_at": now, "updated_at": now}
            created.append(create_event(connection, coding, values, quotes, who=who, why=why))
        elif _mine(old, coding):
            event_id = old["event_id"]
            # A newer version of the coder that says the same has changed nothing but its name.
            same = all(same_value(old, values, name) for name in values if name != "coder")
            same &= not _keep_source(connection, event_id, coding.article)
            if same and _quotes(connection, event_id) == _sorted(quotes):
                unchanged.append(event_id)
                continue
            update_event(
                connection, event_id, values | {"updated_at": now}, quotes,
                article_id=coding.article.id, who=who, why=f"{why} again",
            )  # fmt: skip
            revised.append(event_id)
        else:
            unchanged.append(old["event_id"])
    gone = [old for index, old in enumerate(known) if index not in pairs.values() and _mine(old, coding)]
    for old in gone:
        delete_event(
            connection, old["event_id"], who=who, reason=f"no longer coded by {coding.coder}", now=now
        )
    return Outcome(tuple(created), tuple(revised), tuple(old["event_id"] for old in gone), tuple(unchanged))


def update_event(
    connection: sa.Connection,
    event_id: str,
    values: Mapping[str, Any],
    quotes: Sequence[Row] | None,
    *,
    who: str,
    why: str,
    article_id: str | None = None,
) -> None:
    """Change an event, and its evidence from one article where any is given, and keep the revision."""
    events, evidence = schema.events, schema.evidence
    connection.execute(sa.update(events).where(events.c.event_id == event_id).values(**values))
    if quotes is not None:
        connection.execute(
            sa.delete(evidence).where(evidence.c.event_id == event_id, evidence.c.article_id == article_id)
        )
        _insert_quotes(connection, event_id, quotes)
    note_revision(connection, event_id, values["updated_at"], "update", who=who, why=why)


def delete_event(
    connection: sa.Connection,
    event_id: str,
    *,
    who: str,
    reason: str,
    now: datetime,
    replaced_by: str | None = None,
) -> None:
    """Take an event out; its revisions stay, and its id is never given again."""
    revisions = schema.revisions
    created = connection.execute(
        sa.select(sa.func.min(revisions.c.revision)).where(revisions.c.event_id == event_id)
    ).scalar_one()
    for table in (schema.evidence, schema.sources, schema.events):
        connection.execute(sa.delete(table).where(table.c.event_id == event_id))
    inserted = connection.execute(
        revisions.insert().values(
            event_id=event_id, at=now, who=who, why=reason, action="delete", snapshot=None
        )
    )
    key = inserted.inserted_primary_key
    connection.execute(
        schema.deletions.insert().values(
            event_id=event_id,
            revision=key[0] if key else None,
            created=created,
            reason=reason,
            replaced_by=replaced_by,
        )
    )


def create_event(
    connection: sa.Connection, coding: Coding, values: Row, quotes: Sequence[Row], *, who: str, why: str
) -> str:
    """Give an event its id and keep it with its source, its evidence and its first revision."""
    article = coding.article
    event_id = _next_id(connection, values["iso3"])
    owner = {"article_id": article.id, "coder_name": coding.coder_name}
    connection.execute(schema.events.insert().values(event_id=event_id, **values, **owner))
    connection.execute(
        schema.sources.insert().values(
            event_id=event_id,
            article_id=article.id,
            source=article.source,
            url=article.url,
            published=article.published,
            title=article.title,
        )
    )
    _insert_quotes(connection, event_id, quotes)
    note_revision(connection, event_id, values["recorded_at"], "create", who=who, why=why)
    return event_id


def _keep_source(connection: sa.Connection, event_id: str, article: Article) -> bool:
    """Bring what is known of an event's article up to date; whether anything has changed."""
    table = schema.sources
    values = {name: getattr(article, name) for name in ("source", "url", "published", "title")}
    found = sa.and_(table.c.event_id == event_id, table.c.article_id == article.id)
    old = connection.execute(sa.select(*(table.c[name] for name in values)).where(found)).mappings().one()
    if dict(old) == values:
        return False
    connection.execute(sa.update(table).where(found).values(**values))
    return True


def _mine(old: Mapping[str, Any], coding: Coding) -> bool:
    """Whether this coder may revise an event: it coded it, and no person has touched it since."""
    return bool(old["coder_name"] == coding.coder_name and old["review"] == "machine")


def _as_coded(connection: sa.Connection, row: Row) -> Row:
    """The row that a coder is compared with: where a person has touched it, what the machine said last."""
    if row["review"] == "machine":
        return row
    table = schema.revisions
    snapshots = connection.execute(
        sa.select(table.c.snapshot)
        .where(table.c.event_id == row["event_id"])
        .order_by(table.c.revision.desc())
    ).scalars()
    for snapshot in snapshots:
        said: Row = json.loads(snapshot)["events"][0]
        if said["review"] == "machine":
            days = {name: date.fromisoformat(said[name]) for name in ("event_date", "event_date_end")}
            return said | days
    return row


def _next_id(connection: sa.Connection, iso3: str) -> str:
    """The next id of a country; serials only ever grow, so that no id comes twice."""
    serials = schema.serials
    changed = connection.execute(
        sa.update(serials).where(serials.c.iso3 == iso3).values(last=serials.c.last + 1)
    )
    if changed.rowcount == 0:
        connection.execute(serials.insert().values(iso3=iso3, last=1))
    last = connection.execute(sa.select(serials.c.last).where(serials.c.iso3 == iso3)).scalar_one()
    return f"{iso3}{last}"


def _insert_quotes(connection: sa.Connection, event_id: str, quotes: Iterable[Row]) -> None:
    rows = [{"event_id": event_id, **quote} for quote in quotes]
    if rows:
        connection.execute(schema.evidence.insert(), rows)


def _quotes(connection: sa.Connection, event_id: str) -> list[tuple[Any, ...]]:
    found = connection.execute(
        sa.select(schema.evidence).where(schema.evidence.c.event_id == event_id)
    ).mappings()
    return _sorted([dict(row) for row in found])


def _sorted(quotes: Iterable[Row]) -> list[tuple[Any, ...]]:
    return sorted((q["column"], q["article_id"], q["start"], q["end"], q["quote"]) for q in quotes)
