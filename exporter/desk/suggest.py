"""Names of actors and places that begin with some letters: what the team used before, then the dictionaries.

What the team used is read from the store now and then, in the background: two hundred thousand events are counted
in a second, and a new name is known the next minute.
"""

import heapq
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.generic import NAMES, TYPES
from exporter.coders.dictionary.lexicon import fold, lexicon
from exporter.store import Store

MOST = 12
"""Suggestions at a time."""

_FRESH = 60.0
"""Seconds for which what the team used is taken as it was read."""

Suggestion = dict[str, Any]
"""`value` and `label` (shown beside it), `used` (events of the team) and `fills` (columns with their values)."""


@dataclass(frozen=True, slots=True)
class _Name:
    key: str
    order: int
    told: Suggestion


class Suggestions:
    """Looks names up; one for a server."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._read_at: float | None = None
        self._actors: list[_Name] = []
        self._places: list[_Name] = []
        self._listed = _listed_actors()
        self._gazetteer: Any = None
        self._without = False

    def actors(self, letters: str, country: str = "") -> list[Suggestion]:
        """Actors, the team's first, those of the event's country before others; each fills its type and country."""
        self._refresh()
        key, iso3 = fold(letters), str(mapping("countries", "iso3").get(country, ""))
        if not key:
            return []
        return _once([*_matching(self._actors, key, iso3), *_matching(self._listed, key, iso3)])

    def places(self, letters: str) -> list[Suggestion]:
        """Places, the team's first; each fills its country, divisions, coordinates and precision."""
        self._refresh()
        key = fold(letters)
        if len(key) < 2:
            return []
        return _once([*_matching(self._places, key)[: MOST // 2], *self._gazetteer_places(letters)])

    def _gazetteer_places(self, letters: str) -> list[Suggestion]:
        with self._lock:
            if self._gazetteer is None and not self._without:
                try:
                    from exporter.coders.dictionary.places import Gazetteer  # noqa: PLC0415 (an extra)

                    self._gazetteer = Gazetteer()
                except ModuleNotFoundError:
                    self._without = True
            if self._gazetteer is None:
                return []
            found = [*self._gazetteer.candidates(letters)[:MOST], *self._gazetteer.beginning(letters, MOST)]
        return [
            _place(p.name, p.country, p.admin1, p.admin2, p.latitude, p.longitude, p.geo_precision, 0)
            for p in found
        ]

    def _refresh(self) -> None:
        """Read what the team used: at once the first time, later in the background."""
        now = time.monotonic()
        with self._lock:
            first = self._read_at is None
            if not first and now - (self._read_at or 0) < _FRESH:
                return
            self._read_at = now
        if first:
            self._read()
        else:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        work = self._store.work
        self._actors = [
            _name(one.name, order, _actor(one.name, one.actor_type, one.country, one.events))
            for order, one in enumerate(work.used_actors())
        ]
        self._places = [
            _name(p.location, order, _place(p.location, p.country, p.admin1, p.admin2, p.latitude, p.longitude,
                                            p.geo_precision, p.events))
            for order, p in enumerate(work.used_places())
        ]  # fmt: skip


def _listed_actors() -> list[_Name]:
    """The actors of the dictionary by every name of theirs, the present holders of an office before earlier ones.

    Those without a name of their own come first, for every country: `Protesters (Bolivia)`.
    """
    countries = lexicon().countries.items()
    generic = [
        (NAMES[role].format(country), TYPES[role], iso3) for role in NAMES for iso3, country in countries
    ]
    entries = [entry for same in lexicon().entries.values() for entry in same]
    entries.sort(key=lambda e: (e.until is not None, len(e.alias)))
    unnamed = (_name(name, 0, _actor(name, kind, iso3, 0)) for name, kind, iso3 in dict.fromkeys(generic))
    named = (
        _name(e.alias, order, _actor(e.actor, e.actor_type, e.country, 0, e.alias))
        for order, e in enumerate(entries)
    )
    return [*unnamed, *named]


def _name(name: str, order: int, told: Suggestion) -> _Name:
    return _Name(fold(name), order, told)


def _matching(names: Iterable[_Name], key: str, iso3: str = "") -> list[Suggestion]:
    """Names that begin with the letters, then those with a word that does; those of a country first."""
    begin: list[_Name] = []
    inside: list[_Name] = []
    for name in names:
        if name.key.startswith(key):
            begin.append(name)
        elif f" {key}" in name.key:
            inside.append(name)

    def rank(name: _Name) -> tuple[bool, bool, int]:
        return (name.key != key, name.told["fills"]["country"] != iso3, name.order)

    return [name.told for name in (*heapq.nsmallest(MOST, begin, rank), *heapq.nsmallest(MOST, inside, rank))]


def _once(found: Sequence[Suggestion]) -> list[Suggestion]:
    seen: dict[Any, Suggestion] = {}
    for one in found:
        seen.setdefault((one["value"], tuple(one["fills"].values())), one)
    return list(seen.values())[:MOST]


def _actor(name: str, kind: str, country: str | None, used: int, alias: str = "") -> Suggestion:
    label = ", ".join(part for part in (kind, country or "") if part)
    if alias and fold(alias) != fold(name):
        label = f"{alias}; {label}"
    return {
        "value": name, "label": label, "used": used,
        "fills": {"type": kind, "country": country or ""},
    }  # fmt: skip


def _place(
    name: str, country: str, admin1: str | None, admin2: str | None, latitude: float, longitude: float,
    precision: str, used: int,
) -> Suggestion:  # fmt: skip
    label = ", ".join(part for part in (admin2, admin1, country) if part and part != name)
    return {
        "value": name,
        "label": f"{label} ({precision})" if precision != "place" else label,
        "used": used,
        "fills": {
            "country": country, "admin1": admin1 or "", "admin2": admin2 or "", "latitude": str(latitude),
            "longitude": str(longitude), "geo_precision": precision,
        },
    }  # fmt: skip
