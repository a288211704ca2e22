"""Choosing the place that a name means: the containing unit, the countries of the context, population."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import MappingProxyType

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.places.index import connect, ensure_index
from exporter.coders.dictionary.places.likely import NAMED_AFTER, Context, Namesake
from exporter.coders.dictionary.places.names import (
    GENERICS,
    is_direction,
    place_key,
    sound,
    split_around,
    split_direction,
    split_direction_behind,
    split_generic,
)
from exporter.coders.dictionary.places.place import PRECISIONS, Place, apart, holds, lowered
from exporter.coders.dictionary.places.row import OTHER
from exporter.coders.dictionary.places.spelling import ARTICLES

_NO_VOTES: Mapping[str, float] = MappingProxyType({})

_OF_COUNTRIES = frozenset({"republic", "region", "territory", "zone"})
"""Words that stand behind the names of countries, too: `the Niger Republic`."""
_BORDERLAND = 150.0
"""Kilometres from a unit's chief town within which a place may lie in it, whatever its own unit is called."""
_ALIKE = 0.88
"""So much of two spellings of a name must be the same letters in the same order."""
_CLOSE = 0.5  # a town of a country that the context names, so close behind a town of another, is meant

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
_CAPITAL = """
select 0, p.name, p.iso3, p.lat, p.lon, p.population, a.name, b.name, p.kind, p.precision, p.capital
from places p left join divisions a on a.id = p.admin1 left join divisions b on b.id = p.admin2
where p.capital = 1
"""
_SOUND = "select key from sounds where sound = ?"
_SECOND = """
select distinct n.key from names n join places p on p.id = n.place
where n.key >= ? and n.key < ? and (p.population >= ? or p.kind in ('country', 'region'))
"""


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

    def alike(self, name: str) -> tuple[Place, ...]:
        """The places whose names are spelt much like one that no place has: `Shashamene` for `Shashamane`."""
        key = place_key(_bare(name))
        return tuple(
            n.place for other in self._keys_alike(key) for n in self._namesakes(other) if n.tie < OTHER
        )

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

    def capital(self, iso3: str) -> Place | None:
        """The capital of a country; None where it is the country itself."""
        return self._capitals.get(iso3)

    @cached_property
    def _capitals(self) -> dict[str, Place]:
        found = (self._namesake(row).place for row in self._connection.execute(_CAPITAL))
        return {place.iso3: place for place in found}

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
        context = Context(countries, self._holders(within, countries), near)
        if found := self._find(key, context):
            return found
        head, comma, rest = _bare(name).partition(",")
        if comma and head.strip() and rest.strip():
            # `Vienna, Virginia`: what follows the comma contains what stands before it.
            return self.resolve(head, countries=countries, within=within or rest.strip(), near=near)
        return self._spelt_otherwise(key, context)

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
            holds(holder, place) or (holder.iso3 == place.iso3 and apart(holder, place) < _BORDERLAND)
            for holder in holders
        )

    def _find(self, key: str, context: Context, depth: int = 0) -> Place | None:
        """The place of a key, tried whole first, then without its article, generic word or direction."""
        generic = split_generic(key)
        whole = self._choose(key, context)
        if depth > 3 or (whole and not (generic and whole.kind == "place")):
            return whole
        if generic:
            found = self._of_kind(*generic, context, depth + 1)
            town = whole and (found is None or found.kind in {"place", "country"})  # `Port of Spain`
            return whole if town else _as_division(found, GENERICS[generic[1]])
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

    def _of_kind(self, bare: str, word: str, context: Context, depth: int) -> Place | None:
        """The place of a name before or after a word such as `province` or `city of`."""
        asked = replace(context, wanted=GENERICS[word])
        found = self._choose(bare, asked) or self._find(bare, asked, depth)
        if found and found.kind == "country" and word not in _OF_COUNTRIES:
            found = self._division(bare, asked) or found
        if found and found.kind == "place" and "place" not in asked.wanted:
            # The text means the division, of which only the town is known.
            return lowered(found, "area")
        return found

    def _spelt_otherwise(self, key: str, context: Context) -> Place | None:
        """A place whose name the text spells in a way of its own: `Qalqiliyah`, `Makhmour`.

        Only in the countries that the context names, only where the consonants are the same, and never for the
        name of another place.
        """
        for other in self._keys_alike(key):
            known = tuple(n for n in self._namesakes(other) if context.named(n.place.iso3) and n.tie < OTHER)
            if known:
                return max(known, key=context.score).place
        return None

    def _keys_alike(self, key: str) -> list[str]:
        """The names that sound like one which no place has and are spelt much like it, the likest first."""
        if self._namesakes(key):
            return []
        like = self._connection.execute(_SOUND, (sound(key),)).fetchall()
        near = ((SequenceMatcher(None, key, other, autojunk=False).ratio(), other) for (other,) in like)
        return [other for _, other in sorted((one for one in near if one[0] >= _ALIKE), reverse=True)]

    def _division(self, key: str, context: Context) -> Place | None:
        """The division of a name that a country has as well: `Niger state`, `Luxembourg province`."""
        divisions = [n for n in self._namesakes(key) if n.place.kind in context.wanted]
        return max(divisions, key=context.score).place if divisions else None

    def _choose(self, key: str, context: Context) -> Place | None:
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
            meant = (n for n in close if context.named(n.place.iso3) and n.place.iso3 not in NAMED_AFTER)
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
                context = Context(votes, (), None, GENERICS[generic[1]] if generic else ())
                found.sort(key=lambda n: -context.score(n))
                return tuple(n.place for n in found)
        # `Lagunillas, Merida state, Venezuela`: the narrowest first.
        first, comma, rest = within.partition(",")
        wide = self._holders(rest, votes) if comma else ()
        lands = {unit.iso3 for unit in wide}
        return (*(unit for unit in self._holders(first, votes) if unit.iso3 in lands), *wide) if wide else ()

    def _fetch(self, key: str) -> tuple[Namesake, ...]:
        found = [self._namesake(row) for row in self._connection.execute(_SELECT, (key,))]
        found = [n for n in found if self._regions or not n.listed]
        found.sort(
            key=lambda n: (not n.listed, n.place.kind != "country", -n.place.population, n.tie, n.place.iso3)
        )
        return tuple(found)

    def _namesake(self, row: tuple[object, ...]) -> Namesake:
        tie, name, iso3, lat, lon, population, admin1, admin2, kind, precision, capital = row
        place = Place(
            name=str(name),
            country=self._names[str(iso3)],
            iso3=str(iso3),
            admin1=None if admin1 is None else str(admin1),
            admin2=None if admin2 is None else str(admin2),
            latitude=int(str(lat)) / 1e5,
            longitude=int(str(lon)) / 1e5,
            geo_precision=next(p for p in PRECISIONS if p == precision),
            population=int(str(population)),
            kind=str(kind),
        )
        return Namesake(place, int(str(tie)), bool(capital))


def _as_division(found: Place | None, wanted: tuple[str, ...]) -> Place | None:
    """What `Belgorod region` means, of which only the town is known: no town, but what others lie in."""
    if found is None or found.kind != "place" or "place" in wanted:
        return found
    return replace(found, kind=wanted[0])


def _shown(place: Place) -> Place:
    """A site of our own list is a place like any other to those who ask."""
    return replace(place, kind="place") if place.kind == "site" else place


def _bare(name: str) -> str:
    """The name without a possessive and the signs around it."""
    name = name.strip().strip('.,;:()[]"“”')
    for ending in ("'s", "\u2019s"):
        name = name.removesuffix(ending)
    return name


def _inside(namesakes: Iterable[Namesake], holders: tuple[Place, ...]) -> tuple[Namesake, ...]:
    """Those of the namesakes that lie in the first of the holders that holds any."""
    namesakes = tuple(namesakes)
    for holder in holders:
        if found := tuple(n for n in namesakes if holds(holder, n.place)):
            return found
    return ()
