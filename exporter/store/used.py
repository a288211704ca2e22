"""What the team has used before: names of actors and places, and events that may be the same as a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from exporter.codebook.codelists import mapping
from exporter.store import schema
from exporter.store.matching import agreement

# As in the check of events told twice: gazetteers differ by that much, time zones and night editions by a day.
NEAR_DEGREES = 0.25
NEAR_DAYS = 1

_MOST = 200
"""Events of one country, day and type that are looked at."""


@dataclass(frozen=True, slots=True)
class UsedActor:
    """An actor of events in the store."""

    name: str
    actor_type: str
    country: str | None
    events: int


@dataclass(frozen=True, slots=True)
class UsedPlace:
    """A place of events in the store."""

    location: str
    country: str
    admin1: str | None
    admin2: str | None
    latitude: float
    longitude: float
    geo_precision: str
    events: int


def used_actors(connection: sa.Connection) -> list[UsedActor]:
    """The actors of all events, those of most events first."""
    e = schema.events.c
    sides = [
        sa.select(name.label("name"), kind.label("kind"), land.label("land"), sa.func.count().label("events"))
        .where(name.is_not(None), kind.is_not(None))
        .group_by(name, kind, land)
        for name, kind, land in (
            (e.actor1, e.actor1_type, e.actor1_country),
            (e.actor2, e.actor2_type, e.actor2_country),
        )
    ]
    both = sa.union_all(*sides).subquery()
    counted = (
        sa.select(both.c.name, both.c.kind, both.c.land, sa.func.sum(both.c.events).label("events"))
        .group_by(both.c.name, both.c.kind, both.c.land)
        .order_by(sa.desc("events"), both.c.name)
    )
    return [UsedActor(name, kind, land, int(n)) for name, kind, land, n in connection.execute(counted)]


def used_places(connection: sa.Connection) -> list[UsedPlace]:
    """The places of all events, those of most events first."""
    e = schema.events.c
    what = (e.location, e.country, e.admin1, e.admin2, e.latitude, e.longitude, e.geo_precision)
    counted = (
        sa.select(*what, sa.func.count().label("events"))
        .group_by(*what)
        .order_by(sa.desc("events"), e.location)
    )
    return [UsedPlace(*row) for row in connection.execute(counted)]


def likely_same(
    connection: sa.Connection, row: Mapping[str, Any], article_id: str, limit: int = 5
) -> list[dict[str, Any]]:
    """Events of other articles that may be the one in `row`, the likeliest first.

    Those of its country and type, a day around it at the most, at its place or within about 25 km of it.

    Args:
        connection: To the store.
        row: At least the columns that `matching.agreement` compares, with latitude and longitude.
        article_id: The article that is being coded; its own events are left out.
        limit: At most so many.
    """
    e, day = schema.events.c, timedelta(days=NEAR_DAYS)
    iso3 = mapping("countries", "iso3").get(row["country"])
    s = schema.sources.c
    told = sa.exists().where(s.event_id == e.event_id, s.article_id == article_id)
    chosen = (
        sa.select(schema.events)
        .where(
            e.iso3 == iso3,
            # Long events are rare; those of up to two months are found by their first day.
            e.event_date.between(row["event_date"] - timedelta(days=62), row["event_date_end"] + day),
            e.event_date_end >= row["event_date"] - day,
            e.event_type == row["event_type"],
            sa.or_(
                e.location == row["location"],
                sa.and_(
                    e.latitude.between(row["latitude"] - NEAR_DEGREES, row["latitude"] + NEAR_DEGREES),
                    e.longitude.between(row["longitude"] - NEAR_DEGREES, row["longitude"] + NEAR_DEGREES),
                ),
            ),
            e.article_id != article_id,
            ~told,
        )
        .limit(_MOST)
    )
    found = [dict(one) for one in connection.execute(chosen).mappings()]
    mine = {**row, "iso3": iso3}
    return sorted(found, key=lambda one: (-agreement(one, mine), one["event_id"]))[:limit]
