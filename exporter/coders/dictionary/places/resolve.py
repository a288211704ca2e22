"""Choosing the place that a name means: the containing unit, the countries of the context, population.

Every namesake gets a score, about the tenth power of its inhabitants, raised where the context names
its country, its surroundings or its kind. Small places that nothing in the context supports are
refused: common words and surnames are names of villages somewhere.
"""

import math
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.places.distance import distance
from exporter.coders.dictionary.places.gather import ARTICLES, NEAR, OTHER, OWN
from exporter.coders.dictionary.places.index import connect, ensure_index
from exporter.coders.dictionary.places.names import (
    GENERICS,
    is_direction,
    place_key,
    split_around,
    split_direction,
    split_direction_behind,
    split_generic,
)

GeoPrecision = Literal["place", "area", "region", "country"]
_ORDER: tuple[GeoPrecision, ...] = ("place", "area", "region", "country")
_NO_VOTES: Mapping[str, float] = MappingProxyType({})

# A place below the first number needs a context that names its country; so does below the second a
# district, or a place that bears the name beside quite another.
_SMALL = 15_000
_SMALL_OTHER = 100_000
# What `within` cannot hold must be a city that everyone knows by its bare name.
_ELSEWHERE = 500_000
_BORDERLAND = 150.0
"""Kilometres from a unit's chief town within which a place may lie in it, whatever its own unit is called."""

_COUNTRY = 8.4  # above the state of Georgia, unless only the United States are named
_REGION = 7.5  # those of our own list are in the news
_SITE = 5.5
_CAPITAL = 0.9
_WANTED = 3.0  # the kind that a word such as `province` asks for
_NAMED = 2.0  # the context names the country
_VOTES = 1.0  # in proportion to its votes
_ABOUT = 1.5  # the context is about this country and hardly any other
_CLOSE = 0.5  # a town of a country that the context names, so close behind a town of another, is meant
_MUCH = 6.0  # so many votes that a share of them tells what the context is about
_BESIDE = 1.5  # near a place already found
_TIE = {OWN: 0.0, NEAR: -0.3, OTHER: -1.5}
_LEVEL = {"admin1": -1.0, "admin2": -1.8}
# Countries of settlers, whose smaller towns are named after places that the news means more often.
_NAMED_AFTER = frozenset({"USA", "CAN", "AUS", "NZL"})
_AFTER = -0.5
_TOWN = 300_000
# City and country in one: the name means the city.
_CITY_STATES = frozenset({"HKG", "SGP", "MAC", "MCO", "GIB", "VAT"})

_SELECT = """
select n.tie, p.name, p.iso3, p.lat, p.lon, p.population, a.name, b.name, p.kind, p.precision, p.capital
from names n join places p on p.id = n.place
left join divisions a on a.id = p.admin1 left join divisions b on b.id = p.admin2
where n.key = ?
"""
_BEGINNING = """
select min(n.tie), p.name, p.iso3, p.lat, p.lon, p.population, a.name, b.name, p.kind, p.precision, p.capital
from names n join places p on p.id = n.place
left join divisions a on a.id = p.admin1 left join divisions b on b.id = p.admin2
where n.key >= ? and n.key < ? group by p.id
order by p.kind not in ('country', 'region', 'site'), p.population desc limit ?
"""
_SECOND = """
select distinct n.key from names n join places p on p.id = n.place
where n.key >= ? and n.key < ? and (p.population >= ? or p.kind in ('country', 'region'))
"""


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


@dataclass(frozen=True, slots=True)
class _Namesake:
    """A place that bears the name, and how it bears it."""

    place: Place
    tie: int
    capital: bool

    @property
    def size(self) -> float:
        """The score without any context."""
        place = self.place
        if place.kind == "country":
            return 0.0 if place.iso3 in _CITY_STATES else _COUNTRY
        if self.listed:
            return _REGION if place.kind == "region" else _SITE
        score = math.log10(place.population + 100) + _TIE[self.tie] + _LEVEL.get(place.kind, 0.0)
        if place.iso3 in _NAMED_AFTER and place.population < _TOWN:
            score += _AFTER
        return score + _CAPITAL * self.capital

    @property
    def listed(self) -> bool:
        """Whether it is of our own list of regions and sites."""
        return self.place.kind in {"region", "site"}


@dataclass(frozen=True, slots=True)
class _Context:
    """What the text around a name says of where it may be."""

    votes: Mapping[str, float]
    holders: tuple[Place, ...]
    near: Place | None
    wanted: tuple[str, ...] = ()

    def named(self, iso3: str) -> bool:
        """Whether anything in the context names the country."""
        return (
            self.votes.get(iso3, 0) > 0
            or any(h.iso3 == iso3 for h in self.holders)
            or (self.near is not None and self.near.iso3 == iso3)
        )

    def score(self, namesake: _Namesake) -> float:
        place = namesake.place
        score = namesake.size
        if self.named(place.iso3):
            score += _NAMED
        top = max(self.votes.values(), default=0.0)
        if top > 0:
            votes, total = max(0.0, self.votes.get(place.iso3, 0.0)), sum(self.votes.values())
            score += _VOTES * votes / top
            if place.iso3 not in _NAMED_AFTER:
                score += _ABOUT * votes / max(total, _MUCH)
        if self.near is not None and _apart(place, self.near) < 150:
            score += _BESIDE
        if place.kind in self.wanted:
            # In the order of the wish: a district is rather a second-level division than a first.
            score += _WANTED - 0.5 * self.wanted.index(place.kind)
        return score

    def admits(self, namesake: _Namesake) -> bool:
        """Whether the place is known enough, or named enough, to be meant."""
        place = namesake.place
        if place.kind in {"country", "region", "site", "admin1"}:
            return True
        if self.named(place.iso3):
            return True
        floor = _SMALL_OTHER if namesake.tie == OTHER or place.kind == "admin2" else _SMALL
        return place.population >= (_ELSEWHERE if self.holders else floor)


class Gazetteer:
    """Looks up names in the index of places, which is built at the first use if it is not there.

    Args:
        path: The index.
        regions: Whether the names of our own list of regions are known.
    """

    def __init__(self, path: Path | None = None, *, regions: bool = True) -> None:
        self.path = path or ensure_index()
        self._regions = regions
        self._connection: sqlite3.Connection = connect(self.path)
        self._names = {str(iso3): str(name) for iso3, name in mapping("countries", "code", "iso3").items()}
        self._namesakes = lru_cache(maxsize=20_000)(self._fetch)

    def __reduce__(self) -> "tuple[partial[Gazetteer], tuple[Path]]":
        return partial(type(self), regions=self._regions), (self.path,)

    def close(self) -> None:
        """Close the index."""
        self._namesakes.cache_clear()
        self._connection.close()

    def candidates(self, name: str) -> tuple[Place, ...]:
        """All places of that very name: regions of our list and countries first, then by population."""
        return tuple(n.place for n in self._namesakes(place_key(_bare(name))))

    def beginning(self, letters: str, limit: int = 20) -> tuple[Place, ...]:
        """The places with a name that begins so: regions of our list and countries first, then by population."""
        key = place_key(letters)
        if not key:
            return ()
        rows = self._connection.execute(_BEGINNING, (key, key + "\uffff", limit))
        return tuple(dict.fromkeys(self._namesake(row).place for row in rows))

    def second_words(self, first: str, population: int) -> frozenset[str]:
        """The words that follow this one in names of countries, regions and places of so many people."""
        rows = self._connection.execute(_SECOND, (f"{first} ", f"{first}!", population))
        return frozenset(str(key).split(" ")[1] for (key,) in rows)

    def country(self, iso3: str) -> Place:
        """The country as a place.

        Raises:
            KeyError: There is no country of that code.
        """
        name = self._names[iso3]
        return next(
            n.place
            for n in self._namesakes(place_key(name))
            if n.place.kind == "country" and n.place.iso3 == iso3
        )

    def resolve(
        self,
        name: str,
        *,
        countries: Mapping[str, float] = _NO_VOTES,
        within: str | None = None,
        near: Place | None = None,
    ) -> Place | None:
        """The place that the name means in its context, or None where that cannot be told.

        Args:
            name: As the text has it: `Kunduz`, `Kunduz province`, `the village of X`, `northern Mali`.
            countries: Votes of the context by ISO 3166-1 alpha-3 code; only their proportions count.
            within: The unit that contains it by the text: a country, `Borno state`, `Darfur`.
            near: A place already found in the same text.
        """
        key = place_key(_bare(name))
        if not key or (is_direction(key) and not (countries or within)):
            return None
        context = _Context(countries, self._holders(within, countries), near)
        if found := self._find(key, context):
            return found
        head, comma, rest = _bare(name).partition(",")
        if comma and head.strip() and rest.strip():
            # `Vienna, Virginia`: what follows the comma contains what stands before it.
            return self.resolve(head, countries=countries, within=within or rest.strip(), near=near)
        return None

    def may_lie_in(self, place: Place, within: str) -> bool:
        """Whether a unit of the name that the text gives lies in the same country as the place."""
        holders = self._holders(within, _NO_VOTES)
        return not holders or any(holder.iso3 == place.iso3 for holder in holders)

    def lies_in(self, place: Place, within: str) -> bool:
        """Whether a unit of that name is known in the country of the place."""
        return any(holder.iso3 == place.iso3 for holder in self._holders(within, _NO_VOTES))

    def may_hold(self, place: Place, within: str) -> bool:
        """Whether a place lies in a unit of the name that the text gives, or about as near; unknown units hold all."""
        holders = self._holders(within, _NO_VOTES)
        return not holders or any(
            _holds(holder, place) or (holder.iso3 == place.iso3 and _apart(holder, place) < _BORDERLAND)
            for holder in holders
        )

    def _find(self, key: str, context: _Context, depth: int = 0) -> Place | None:
        """The place of a key, tried whole first, then without its article, generic word or direction."""
        generic = split_generic(key)
        whole = self._choose(key, context)
        if depth > 3 or (whole and not (generic and whole.kind == "place")):
            return whole
        if generic:
            found = self._of_kind(*generic, context, depth + 1)
            return whole if whole and (found is None or found.kind == "place") else found
        for article in ("the ", *ARTICLES):
            if key.startswith(article):
                return self._find(key.removeprefix(article), context, depth + 1)
        around, direction = split_around(key), split_direction(key) or split_direction_behind(key)
        found = self._find((around or direction or "").removeprefix("the "), context, depth + 1)
        if found and (around or found.geo_precision == "place"):
            return lowered(found, "area")
        if found and found.geo_precision != "area":
            # A part of a country or region is known better than the whole of the country.
            return replace(found, geo_precision="region")
        return found

    def _of_kind(self, bare: str, word: str, context: _Context, depth: int) -> Place | None:
        """The place of a name before or after a word such as `province` or `city of`."""
        asked = replace(context, wanted=GENERICS[word])
        found = self._choose(bare, asked) or self._find(bare, asked, depth)
        if found and found.kind == "place" and "place" not in asked.wanted:
            # The text means the division, of which only the town is known.
            return lowered(found, "area")
        return found

    def _choose(self, key: str, context: _Context) -> Place | None:
        """The best of the namesakes of a key, or None where none is likely enough."""
        namesakes = self._namesakes(key)
        if context.holders:
            namesakes = _inside(namesakes, context.holders) or namesakes
        if "place" in context.wanted and len(context.wanted) == 1:
            namesakes = tuple(n for n in namesakes if n.place.kind in {"place", "site"}) or namesakes
        ranked = sorted(
            (n for n in namesakes if context.admits(n)),
            key=lambda n: (-context.score(n), -n.place.population),
        )
        if not ranked:
            return None
        best = ranked[0]
        if not context.named(best.place.iso3) and best.place.kind != "country":
            close = (n for n in ranked if context.score(n) >= context.score(best) - _CLOSE)
            meant = (n for n in close if context.named(n.place.iso3) and n.place.iso3 not in _NAMED_AFTER)
            best = next(meant, best)
        return _shown(best.place)

    def _holders(self, within: str | None, votes: Mapping[str, float]) -> tuple[Place, ...]:
        """The units that `within` may mean: those worth containing something, the likeliest first."""
        if not within:
            return ()
        key = place_key(_bare(within)).removeprefix("the ")
        tries: list[str] = [key]
        if generic := split_generic(key):
            tries.append(generic[0])
        if bare := split_around(key):
            tries.append(bare)
        if bare := split_direction(key) or split_direction_behind(key):
            tries.append(bare)
        for candidate in tries:
            found = [n for n in self._namesakes(candidate) if n.place.kind != "place" or n.size > 4.5]
            if found:
                context = _Context(votes, (), None, GENERICS[generic[1]] if generic else ())
                found.sort(key=lambda n: -context.score(n))
                return tuple(n.place for n in found)
        _, comma, rest = within.rpartition(",")
        return self._holders(rest, votes) if comma else ()

    def _fetch(self, key: str) -> tuple[_Namesake, ...]:
        found = [self._namesake(row) for row in self._connection.execute(_SELECT, (key,))]
        found = [n for n in found if self._regions or not n.listed]
        found.sort(
            key=lambda n: (not n.listed, n.place.kind != "country", -n.place.population, n.tie, n.place.iso3)
        )
        return tuple(found)

    def _namesake(self, row: tuple[object, ...]) -> _Namesake:
        tie, name, iso3, lat, lon, population, admin1, admin2, kind, precision, capital = row
        place = Place(
            name=str(name),
            country=self._names[str(iso3)],
            iso3=str(iso3),
            admin1=None if admin1 is None else str(admin1),
            admin2=None if admin2 is None else str(admin2),
            latitude=int(str(lat)) / 1e5,
            longitude=int(str(lon)) / 1e5,
            geo_precision=next(p for p in _ORDER if p == precision),
            population=int(str(population)),
            kind=str(kind),
        )
        return _Namesake(place, int(str(tie)), bool(capital))


def lowered(place: Place, precision: GeoPrecision) -> Place:
    """The place with a precision no finer than the one given."""
    if _ORDER.index(place.geo_precision) >= _ORDER.index(precision):
        return place
    return replace(place, geo_precision=precision)


def _shown(place: Place) -> Place:
    """A site of our own list is a place like any other to those who ask."""
    return replace(place, kind="place") if place.kind == "site" else place


def _bare(name: str) -> str:
    """The name without a possessive and the signs around it."""
    name = name.strip().strip('.,;:()[]"“”')
    for ending in ("'s", "\u2019s"):
        name = name.removesuffix(ending)
    return name


def _inside(namesakes: Iterable[_Namesake], holders: tuple[Place, ...]) -> tuple[_Namesake, ...]:
    """Those of the namesakes that lie in the first of the holders that holds any."""
    namesakes = tuple(namesakes)
    for holder in holders:
        if found := tuple(n for n in namesakes if _holds(holder, n.place)):
            return found
    return ()


def _holds(holder: Place, place: Place) -> bool:
    """Whether one place contains another, by its divisions or by the distance."""
    same = holder.iso3 == place.iso3
    # `Beirut (Beirut)` is a town in its region.
    larger = {"place": {"admin1", "region", "country"}}.get(holder.kind, {"country"})
    if holder == place or (place.kind in larger and holder.kind != "country"):
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
    return _apart(holder, place) < reach


def _apart(one: Place, other: Place) -> float:
    return distance(one.latitude, one.longitude, other.latitude, other.longitude)
