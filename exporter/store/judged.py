"""What people say of an article becomes its events: revised, created, joined to others, or taken out.

Unlike a machine's coding, a person's is the last word on the article: what the machine found there and the person
did not keep is deleted, with its revisions and the reason on record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
import sqlalchemy as sa

from exporter.coders.coding import Coding
from exporter.coders.frame import WORLDWIDE
from exporter.errors import UsageError
from exporter.store import schema
from exporter.store.further import COLUMN, same, values_of
from exporter.store.matching import match
from exporter.store.revisions import note_revision
from exporter.store.writing import (
    Outcome,
    Row,
    create_event,
    delete_event,
    quotes_of,
    update_event,
)

_SCALES = ("International", "Regional", "National", "Subnational", "Local partner", "New media", "Other")
"""Reaches of outlets, the widest first."""


@dataclass(frozen=True, slots=True)
class Link:
    """Which event of the store an event of a coding is.

    Attributes:
        event_id: The event of this article that it revises.
        same_as: The event, of any article, that it is one more report of.
    """

    event_id: str | None = None
    same_as: str | None = None


def keep_judged(
    connection: sa.Connection,
    coding: Coding,
    rows: pl.DataFrame,
    links: Sequence[Link],
    *,
    now: datetime,
    review: str,
    who: str,
    why: str,
) -> Outcome:
    """Bring the events of one article in line with what a person says of it.

    Args:
        connection: In a transaction that writes.
        coding: What the person says.
        rows: Its rows, all valid, in the order of the coding's events.
        links: For each event of the coding which one of the store it is.
        now: The time of the change.
        review: `reviewed` or `adjudicated`.
        who: The person.
        why: The reason on record.

    Raises:
        UsageError: An event that is named as the same does not exist.
    """
    article_id = coding.article.id
    known = _known(connection, article_id)
    fresh = rows.to_dicts()
    joined = {number: link.same_as for number, link in enumerate(links) if link.same_as}
    pairs = _pairs(known, fresh, links, joined)
    created: list[str] = []
    revised: list[str] = []
    unchanged: list[str] = []
    for number, row in enumerate(fresh):
        quotes = quotes_of(coding, number)
        if number in joined:
            event_id = joined[number]
            changed = _join(connection, coding, event_id, quotes, now=now, review=review, who=who)
            (revised if changed else unchanged).append(event_id)
            continue
        old = known.get(pairs[number]) if number in pairs else None
        values = values_of(row, None if old is None else old[COLUMN])
        values |= {"coder": who, "review": review, "updated_at": now}
        if old is None:
            values["recorded_at"] = now
            created.append(create_event(connection, coding, values, quotes, who=who, why=why))
        elif _same(connection, old, values, quotes, article_id):
            unchanged.append(old["event_id"])
        else:
            event_id = old["event_id"]
            values |= reports(connection, event_id)
            update_event(connection, event_id, values, quotes, article_id=article_id, who=who, why=why)
            revised.append(event_id)
    gone = []
    for event_id in sorted(known.keys() - set(pairs.values())):
        if _hand_over(connection, event_id, article_id, now=now, who=who):
            revised.append(event_id)
            continue
        reason = f"not among the events that {who} found in the article"
        delete_event(connection, event_id, who=who, reason=reason, now=now, replaced_by=_heir(joined))
        gone.append(event_id)
    for event_id in sorted(_joined_before(connection, article_id) - set(joined.values())):
        _part(connection, event_id, article_id, now=now, who=who)
    return Outcome(tuple(created), tuple(revised), tuple(gone), tuple(unchanged))


def reports(connection: sa.Connection, event_id: str) -> Row:
    """The columns of an event that follow from the articles that report it."""
    table = schema.sources
    found = connection.execute(
        sa.select(table.c.source, table.c.url, table.c.published)
        .where(table.c.event_id == event_id)
        .order_by(table.c.published, table.c.article_id)
    ).all()
    outlets = list(dict.fromkeys(row.source for row in found))
    old = connection.execute(
        sa.select(schema.events.c.source_scale).where(schema.events.c.event_id == event_id)
    ).scalar_one()
    scales = {old, *("International" for outlet in outlets if outlet in WORLDWIDE)}
    return {
        "source": "; ".join(outlets),
        "source_scale": next((scale for scale in _SCALES if scale in scales), "Unknown"),
        "source_url": found[0].url,
        "source_date": found[0].published,
        "article_count": len(found),
        "source_count": len(outlets),
    }


def _known(connection: sa.Connection, article_id: str) -> dict[str, Row]:
    events = schema.events
    found = connection.execute(
        sa.select(events).where(events.c.article_id == article_id).order_by(events.c.event_id)
    )
    return {row["event_id"]: dict(row) for row in found.mappings()}


def _pairs(
    known: Mapping[str, Row], fresh: Sequence[Row], links: Sequence[Link], joined: Mapping[int, str]
) -> dict[int, str]:
    """The event of the store for the number of each row that has one: as linked, else the likeliest."""
    pairs: dict[int, str] = {}
    for number, link in enumerate(links):
        if number not in joined and link.event_id in known and link.event_id not in pairs.values():
            pairs[number] = str(link.event_id)
    rest = [event_id for event_id in known if event_id not in pairs.values()]
    open_rows = [number for number in range(len(fresh)) if number not in pairs and number not in joined]
    found = match([known[event_id] for event_id in rest], [fresh[number] for number in open_rows])
    return pairs | {open_rows[new]: rest[old] for new, old in found.items()}


def _same(connection: sa.Connection, old: Row, values: Row, quotes: Sequence[Row], article_id: str) -> bool:
    """Whether a person's row says of an event what stands there, by the same person and on the same words."""
    ignored = {
        "updated_at",
        "article_count",
        "source_count",
        "source",
        "source_scale",
        "source_url",
        "source_date",
    }
    if any(not same(old, values, name) for name in values if name not in ignored):
        return False
    table = schema.evidence
    found = connection.execute(
        sa.select(table.c.column, table.c.start, table.c.end).where(
            table.c.event_id == old["event_id"], table.c.article_id == article_id
        )
    )
    return {tuple(row) for row in found} == {(q["column"], q["start"], q["end"]) for q in quotes}


def _join(
    connection: sa.Connection,
    coding: Coding,
    event_id: str,
    quotes: Sequence[Row],
    *,
    now: datetime,
    review: str,
    who: str,
) -> bool:
    """Add an article to the reports of an event; whether anything has changed."""
    article, table = coding.article, schema.sources
    there = connection.execute(
        sa.select(schema.events.c.review).where(schema.events.c.event_id == event_id)
    ).scalar()
    if there is None:
        raise UsageError(
            f"There is no event {event_id} any more, of which this article was said to be one more report.",
            "Take `same event` back, or choose another.",
        )
    found = sa.and_(table.c.event_id == event_id, table.c.article_id == article.id)
    if connection.execute(sa.select(table.c.event_id).where(found)).first() is not None:
        return False
    connection.execute(
        table.insert().values(
            event_id=event_id, article_id=article.id, source=article.source, url=article.url,
            published=article.published, title=article.title,
        )
    )  # fmt: skip
    # A person has looked at it; what was adjudicated stays so.
    reviewed = there if there == "adjudicated" else review
    values = reports(connection, event_id) | {"updated_at": now, "review": reviewed}
    why = f"{article.id} reports the same event"
    update_event(connection, event_id, values, quotes, article_id=article.id, who=who, why=why)
    return True


def _joined_before(connection: sa.Connection, article_id: str) -> set[str]:
    """Events of other articles that this one is among the reports of."""
    sources, events = schema.sources, schema.events
    found = connection.execute(
        sa.select(sources.c.event_id)
        .join(events, events.c.event_id == sources.c.event_id)
        .where(sources.c.article_id == article_id, events.c.article_id != article_id)
    )
    return set(found.scalars())


def _part(
    connection: sa.Connection,
    event_id: str,
    article_id: str,
    *,
    now: datetime,
    who: str,
    owner: str | None = None,
) -> None:
    """Take an article from the reports of an event that others report too; one of these may come to own it."""
    for table in (schema.evidence, schema.sources):
        connection.execute(
            sa.delete(table).where(table.c.event_id == event_id, table.c.article_id == article_id)
        )
    values = reports(connection, event_id) | {"updated_at": now}
    if owner is not None:
        values["article_id"] = owner
    connection.execute(sa.update(schema.events).where(schema.events.c.event_id == event_id).values(**values))
    note_revision(
        connection, event_id, now, "update", who=who, why=f"{article_id} does not report this event"
    )


def _hand_over(connection: sa.Connection, event_id: str, article_id: str, *, now: datetime, who: str) -> bool:
    """Leave an event to the other articles that report it; False where there are none."""
    table = schema.sources
    heir = connection.execute(
        sa.select(table.c.article_id)
        .where(table.c.event_id == event_id, table.c.article_id != article_id)
        .order_by(table.c.published, table.c.article_id)
    ).scalar()
    if heir is None:
        return False
    _part(connection, event_id, article_id, now=now, who=who, owner=heir)
    return True


def _heir(joined: Mapping[int, str]) -> str | None:
    """What a deleted event was replaced by, where that is plain: the one event that the article was joined to."""
    different = set(joined.values())
    return different.pop() if len(different) == 1 else None
