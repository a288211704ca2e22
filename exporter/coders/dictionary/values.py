"""The columns of an event that follow from what was read: its days, its place, its count of deaths, its notes.

One for all machine coders, so that the same reading gives the same row whoever found the words.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from exporter.codebook.codelists import mapping
from exporter.coders.coding import Value
from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.draft import When
from exporter.coders.dictionary.lexicon import Lexicon
from exporter.coders.dictionary.places import Place

# Without a date in the text, a report tells of the week before it.
GUESSED_DAYS = 6

_MAX_DAYS = {str(code): int(str(days)) for code, days in mapping("time_precisions", "max_days").items()}


def week_before(published: date) -> When:
    """The guess where a report gives no date."""
    return When(published - timedelta(days=GUESSED_DAYS), published, "week", None)


def values_of_days(when: When) -> dict[str, Value]:
    """The dates of an event, with the finest precision that the range and the words allow."""
    span = (when.last - when.first).days
    precision = next(
        (p for p, most in _MAX_DAYS.items() if span < most and _no_finer(p, when.precision)), "year"
    )
    last = when.last if span < _MAX_DAYS["year"] else when.first + timedelta(days=_MAX_DAYS["year"] - 1)
    return {"event_date": when.first, "event_date_end": last, "time_precision": precision}


def _no_finer(precision: str, said: str) -> bool:
    order = list(_MAX_DAYS)
    return order.index(precision) >= order.index(said)


def values_of_count(count: Count | None) -> dict[str, Value]:
    """The deaths of an event; all missing where nothing is said of them."""
    return {
        "fatalities": count.best if count else None,
        "fatalities_low": count.low if count else None,
        "fatalities_high": count.high if count else None,
    }


def values_of_place(place: Place) -> dict[str, Value]:
    """The columns that say where an event happened."""
    return {
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "location": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geo_precision": place.geo_precision,
    }


def values_of_side(
    number: str, side: Sequence[Actor], country: str, lexicon: Lexicon, *, violent: bool
) -> dict[str, Value]:
    """The columns of one side of an event in a country: its first actor, and the others beside it.

    Soldiers abroad are external forces where they use arms.
    """
    columns = (f"actor{number}", f"actor{number}_type", f"actor{number}_country", f"assoc_actor_{number}")
    if not side:
        return dict.fromkeys(columns)
    lead = side[0]
    abroad = lead.actor_type == "State forces" and lead.country != country and violent
    # Beside a known group, gunmen of whom nothing more is told are the same people.
    known = any(a.role == "named" for a in side)
    others = [a.title(lexicon) for a in side[1:] if not (known and a.role in ("armed", "rebels"))]
    groups = [group for a in side for group in a.groups(lexicon)]
    name = lead.title(lexicon)
    assoc = "; ".join(dict.fromkeys(other for other in (*groups, *others) if other != name)) or None
    kind = "External/Other forces" if abroad else lead.actor_type
    return dict(zip(columns, (name, kind, lead.country, assoc), strict=True))


def notes_on(values: Mapping[str, Value], when: When, place: Place, source: str) -> str:
    """One or two sentences in words of our own, from the coded values."""
    spot = f"in {place.name}" if place.name == place.country else f"in {place.name} ({place.country})"
    day = _say_when(when)
    actor1, actor2 = values["actor1"], values.get("actor2")
    act = str(values["sub_event_type"])
    between = f"{actor1} and {actor2}" if actor2 else f"{actor1}"
    text = f"{day}, {spot}: {act} ({values['event_type']}) involving {between}."
    deaths = values.get("fatalities")
    if deaths is None:
        return text
    if deaths == 0:
        return f"{text} {source} reports that nobody was killed."
    low, high = values.get("fatalities_low"), values.get("fatalities_high")
    bound = (
        "at least "
        if low is not None and high is None
        else "up to "
        if high is not None and low is None
        else "about "
        if low is None
        else ""
    )
    return f"{text} {source} reports {bound}{deaths} {'death' if deaths == 1 else 'deaths'}."


def _say_when(when: When) -> str:
    if when.words is None:
        return f"In the week to {_day(when.last)}"
    return (
        f"On {_day(when.first)}"
        if when.first == when.last
        else f"Between {_day(when.first)} and {_day(when.last)}"
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
