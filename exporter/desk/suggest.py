"""Names of actors and places that begin with some letters: what the team used before, then the dictionaries.

What the team used is read from the store now and then, in the background: two hundred thousand events are counted
in a second, and a new name is known the next minute.
"""

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.coders.dictionary.lexicon import fold, lexicon
from exporter.store import Store

MOST = 12
"""Suggestions at a time."""

_FRESH = 60.0
"""Seconds for which what the team used is taken as it was read."""

Suggestion = dict[str, Any]
"""`value` and `label` (what is shown beside it), `used` (events of the team) and `fills` (columns with their values)."""


@dataclass(frozen=True, slots=True)
class _Name:
    key: str
    words: tuple[str, ...]
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

    def actors(self, letters: str) -> list[Suggestion]:
        """Actors, the team's first; each fills its type and country."""
        self._refresh()
        key = fold(letters)
        return _once([*_matching(self._actors, key), *_matching(self._listed, key)]) if key else []

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
    """The actors of the dictionary by every name of theirs, the present holders of an office before earlier ones."""
    entries = [entry for same in lexicon().entries.values() for entry in same]
    entries.sort(key=lambda e: (e.until is not None, len(e.alias)))
    return [
        _name(e.alias, order, _actor(e.actor, e.actor_type, e.country, 0, e.alias))
        for order, e in enumerate(entries)
    ]


def _name(name: str, order: int, told: Suggestion) -> _Name:
    key = fold(name)
    return _Name(key, tuple(key.split()), order, told)


def _matching(names: Iterable[_Name], key: str) -> list[Suggestion]:
    """Names that begin with the letters, then those with a word that does."""
    begin, inside = [], []
    for name in names:
        if name.key.startswith(key):
            begin.append(name)
            if len(begin) >= 4 * MOST:
                break
        elif len(inside) < MOST and (f" {key}" in name.key):
            inside.append(name)
    begin.sort(key=lambda name: (name.key != key, name.order))
    return [name.told for name in (*begin, *inside)]


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
