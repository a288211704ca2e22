"""Places as coders write them in notes: `Moura (Djenne, Mopti)`, `near Orikhiv, Zaporizhia`."""

import re
from dataclasses import replace

from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.lexicon import fold, words
from exporter.coders.dictionary.places import Place
from exporter.coders.dictionary.places.names import AROUND, unaccented
from exporter.coders.dictionary.where.names import PlaceNames


def noted(names: PlaceNames, passage: str, note: str) -> list[Where]:
    """The places that a passage names with the units that they lie in: `Moura (Djenne, Mopti)`.

    Args:
        names: Looks names up.
        passage: The note without its asides, which `names` has.
        note: The note as it was written.
    """
    if coded := _coded_to(names, note):
        return [coded]
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


def _coded_to(names: PlaceNames, note: str) -> Where | None:
    """The place that the coder chose: `(coded to Kushk, Dezful, Khuzestan)`, `coded as Sugapa district`."""
    told = _CODED_TO.search(note)
    if told is None:
        return None
    group = "name" if told["name"] else "unit"
    start, name = told.start(group), told[group]
    if not _is_unnamed(names, name):
        return None  # `coded to Al Shabaab`
    units = [unit.strip() for unit in told["units"].split(",") if unit.strip()]
    within = ", ".join(units) or None
    place = names.gazetteer.resolve(name, countries=names.votes, within=within)
    if place and place.iso3 not in names.votes and names.votes:
        place = None
    around = within or next(iter(names.asides.values()), None)
    if place is None and around:
        place = names.beside_known(name, around)
    return Where(_called(place, name), Words(start, start + len(name)), 0) if place else None


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
    if not divided or (place and place.kind not in ("place", "admin2")):
        return None
    words = Words(names.offset + named.start("name"), names.offset + named.end("name"))
    if place and names.gazetteer.may_hold(place, unit):
        return Where(_called(place, name), words, 0)
    # A village in no gazetteer, or one whose namesakes lie elsewhere: `near Basan, Zaporizhia`.
    holder = names.gazetteer.resolve(unit, countries=names.votes)
    known = holder is not None and holder.kind in ("admin1", "region") and holder.iso3 in names.votes
    behind = _BEHIND_PREPOSITION.search(passage, 0, named.start("name"))
    village = names.beside_known(name, unit) if known and behind and _is_unnamed(names, name) else None
    return Where(village, words, 0) if village else None


def _is_unnamed(names: PlaceNames, name: str) -> bool:
    """Whether a name is not that of a country, of its people or of anybody in the lists of actors."""
    nationality = names.lexicon.nationality(name)
    town = nationality is None or nationality.kind == "capital"
    return town and fold(name) not in names.lexicon.entries


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
_BEHIND_PREPOSITION = re.compile(r"\b(?:in|near|at|around|outside|over|of)\s$")
_UNIT = r"[^\W\d_a-z][^\s.,;:()\[\]]*"
_WITH_UNIT = re.compile(
    rf"(?P<name>{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,3}}),\s(?P<unit>{_UNIT}(?:\s{_UNIT})?)"
)
# `(coded to the Qatari capital Doha)`, `[coded to Pajimar at GP2]`; `coded as Sugapa district`, but not `as IRGC`
_CHOSEN = rf"{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,3}}"
_CODED_TO = re.compile(
    rf"""\bcoded\s(?:
        (?:to|at|in)\s(?:(?:[^\W\d]+\s){{1,3}}(?:capital|town|city|village|location)\s(?:of\s)?|the\s)?(?P<name>{_CHOSEN})
        |as\s(?P<unit>{_CHOSEN})\s(?:{"|".join(sorted(map(re.escape, _HEADS)))})\b
    )(?P<units>(?:,\s{_LINK}{_UNIT}(?:\s{_LINK}{_UNIT}){{0,3}}){{0,3}})""",
    re.VERBOSE,
)
