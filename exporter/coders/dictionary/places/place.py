"""A place, and how places lie to each other."""

from dataclasses import dataclass, replace
from typing import Literal

from exporter.coders.dictionary.places.distance import distance
from exporter.coders.dictionary.places.names import place_key

GeoPrecision = Literal["place", "area", "region", "country"]
PRECISIONS: tuple[GeoPrecision, ...] = ("place", "area", "region", "country")
"""From the finest."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its divisions, its coordinates and how exactly they are known."""

    name: str
    country: str
    iso3: str
    admin1: str | None
    admin2: str | None
    latitude: float
    longitude: float
    geo_precision: GeoPrecision
    population: int
    kind: str


def lowered(place: Place, precision: GeoPrecision) -> Place:
    """The place with a precision no finer than the one given."""
    if PRECISIONS.index(place.geo_precision) >= PRECISIONS.index(precision):
        return place
    return replace(place, geo_precision=precision)


def holds(holder: Place, place: Place) -> bool:
    """Whether one place contains another, by its divisions or by the distance."""
    same = holder.iso3 == place.iso3
    # `Beirut (Beirut)` is a town in its region.
    larger = {"place": {"admin1", "region", "country"}}.get(holder.kind, {"country"})
    abroad = holder.kind == "place" and not same  # Mandera in Kenya holds no place of Somalia
    if holder == place or abroad or (place.kind in larger and holder.kind != "country"):
        return False
    if holder.kind == "country":
        return same
    if holder.kind == "admin1":
        return same and holder.admin1 == place.admin1
    if holder.kind == "admin2":
        return same and (holder.admin1, holder.admin2) == (place.admin1, place.admin2)
    if holder.kind == "region" and same and place.admin1 is not None:
        # Darfur holds South Darfur.
        named = f" {place_key(holder.name)} " in f" {place_key(place.admin1)} "
        if named or holder.admin1 == place.admin1:
            return True
    reach = {"place": 50, "area": 120, "region": 350, "country": 1000}[holder.geo_precision]
    return apart(holder, place) < reach


def apart(one: Place, other: Place) -> float:
    """Kilometres between two places."""
    return distance(one.latitude, one.longitude, other.latitude, other.longitude)
