"""Places as coders write them in notes: `Moura (Djenne, Mopti)`, `near Orikhiv, Zaporizhia`."""

import re
from dataclasses import replace

from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.lexicon import fold, words
from exporter.coders.dictionary.places import Place
from exporter.coders.dictionary.places.names import AROUND, unaccented
from exporter.coders.dictionary.where.names import PlaceNames


def noted(names: PlaceNames, passage: str) -> list[Where]:
    """The places that a passage names with the units that they lie in: `Moura (Djenne, Mopti)`."""
    found: list[Where] = []
    if not names.asides and (beside := _with_unit(names, passage)):
        return [beside]
    for bracket, inside in names.asides.items():
        named = _BEFORE_BRACKET.search(passage, 0, bracket)
        if named is None or fold(named["name"]) in names.lexicon.entries:
            continue
        name, start = named["name"], named.start("name")
        head, _, rest = name.partition(" ")
        if rest and head.lower() in _HEADS:
            name, start = rest, start + len(head) + 1  # `Kibbutz Be'eri`
        if place := _noted(names, name, inside):
            words = Words(names.offset + start, names.offset + start + len(name))
            found.append(Where(place, words, 0))
    return found or _units_alone(names)


def _units_alone(names: PlaceNames) -> list[Where]:
    """The unit in brackets itself, where nothing before it is known: `Dalsing Sarai police station (Samastipur)`."""
    for bracket, inside in names.asides.items():
        units = [unit.strip() for unit in inside.split(",")]
        for n, unit in enumerate(units):
            place = names.gazetteer.resolve(
                unit, countries=names.votes, within=", ".join(units[n + 1 :]) or None
            )
            if place and (names.leader in (None, place.iso3) or len(units) > n + 1):
                start = names.offset + bracket + 1
                return [Where(place, Words(start, start + len(inside)), _UNIT_ALONE)]
    return []


_UNIT_ALONE = 8
"""As near as what the paragraph said before."""


def _with_unit(names: PlaceNames, passage: str) -> Where | None:
    """The first place with its unit behind a comma: `near Orikhiv, Zaporizhia`."""
    named = _WITH_UNIT.search(passage)
    if named is None:
        return None
    name, unit = named["name"], named["unit"]
    place = names.gazetteer.resolve(name, countries=names.votes, within=unit)
    divided = any(known.kind in ("admin1", "region") for known in names.gazetteer.candidates(unit))
    if not divided or place is None or place.kind not in ("place", "admin2"):
        return None
    if not names.gazetteer.may_hold(place, unit):
        return None
    words = Words(names.offset + named.start("name"), names.offset + named.end("name"))
    return Where(_called(place, name), words, 0)


def _noted(names: PlaceNames, name: str, inside: str) -> Place | None:
    units = [unit.strip() for unit in inside.split(",")]
    holders = [
        names.gazetteer.resolve(unit, countries=names.votes, within=", ".join(units[n + 1 :]) or None)
        for n, unit in enumerate(units)
    ]
    if not any(holders):
        only = next((unit for unit in map(names.only_division, units) if unit), None)
        return replace(only, name=name, geo_precision="area", kind="place", population=0) if only else None
    place = names.gazetteer.resolve(name, countries=names.votes, within=inside)
    if place is None or not names.gazetteer.may_hold(place, inside):
        return names.beside_known(name, inside)
    return _called(place, name)


def _called(place: Place, name: str) -> Place:
    """A place by the name that a coder gives it, where the gazetteer has another spelling."""
    same = unaccented(place.name).casefold() == unaccented(name).casefold()
    return place if same else replace(place, name=name)


_HEADS = words("place_heads")
# A name right before a bracket, with what kind of place it is behind it or not: `Gwoza town (`.
_CAPITAL = r"[^\W\d_a-z][^\s,;:()\[\]]*"
_LINK = r"(?:(?:al|an|ash|az|bin|da|das|de|del|do|dos|du|e|el|ez|la|las|le|les|los|of|sur|the|wa|y)\s){0,3}"
_BEFORE_BRACKET = re.compile(
    rf"(?:^|(?<=[\s(]))(?P<name>{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,5}})"
    rf"(?:\s(?:{'|'.join(sorted(map(re.escape, _HEADS | AROUND), key=len, reverse=True))}))?\s?$"
)
_UNIT = r"[^\W\d_a-z][^\s.,;:()\[\]]*"
_WITH_UNIT = re.compile(
    rf"(?P<name>{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,3}}),\s(?P<unit>{_UNIT}(?:\s{_UNIT})?)"
)
