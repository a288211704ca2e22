"""Whether two places that are told of may be one."""

from exporter.coders.dictionary.draft import Where
from exporter.coders.dictionary.places import Place, apart

NEAR_KM = 30.0


def places_agree(one: Where | None, other: Where | None) -> bool:
    """Whether two places are one, near each other, or one lies in the other; an unknown one agrees with any."""
    if one is None or other is None:
        return True
    a, b = one.place, other.place
    if a.iso3 != b.iso3:
        return False
    if (unsettled(a) and b.kind in UNITS) or (unsettled(b) and a.kind in UNITS):
        return True
    common = {name for name in (a.name, *_holding(a, b)) if name} & {b.name}
    common |= {name for name in (b.name, *_holding(b, a)) if name} & {a.name}
    wide = {"region", "admin1"} & {a.kind, b.kind}
    region = bool(wide) and a.admin1 is not None and a.admin1 == b.admin1
    return bool(common) or region or "country" in (a.kind, b.kind) or apart(a, b) <= NEAR_KM


def unsettled(place: Place) -> bool:
    """Whether it is a village that no gazetteer has, of which not even the first-level unit is known."""
    unheard_of = place.kind == "place" and place.population == 0
    return unheard_of and (place.geo_precision == "country" or place.admin1 is None)


UNITS = frozenset({"admin1", "admin2", "region"})
"""Kinds of places that others lie in."""


def _holding(inner: Place, outer: Place) -> tuple[str | None, ...]:
    """The units that a place lies in, where the other may be one: Barranca lies in the region of Lima, not the city."""
    return () if outer.kind == inner.kind == "place" else (inner.admin1, inner.admin2)


def by_its_unit(headline: Where | None, told: Where | None) -> bool:
    """Whether a headline means the state by a name that a town has as well: `abduct 11 in Kaduna`."""
    if headline is None or told is None:
        return True
    return (headline.place.iso3, headline.place.name) == (told.place.iso3, told.place.admin1)
