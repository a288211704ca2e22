"""Places as coders write them in notes: `Moura (Djenne, Mopti)`, `near Orikhiv, Zaporizhia`."""

import re
from dataclasses import replace

from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.lexicon import fold, words
from exporter.coders.dictionary.places import Place
from exporter.coders.dictionary.places.names import AROUND, place_key, split_generic, unaccented
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
    for bracket, inside in names.asides.items():
        named = _BEFORE_BRACKET.search(passage, 0, bracket)
        if named is None or fold(named["name"]) in names.lexicon.entries:
            continue
        name, start = named["name"], named.start("name")
        head, _, rest = name.partition(" ")
        if rest and head.lower() in _HEADS:
            name, start = rest, start + len(head) + 1  # `Kibbutz Be'eri`
        if place := _lying_in(names, name, _units(inside)):
            words = Words(names.offset + start, names.offset + start + len(name))
            found.append(Where(place, words, 0))
    if not found and (beside := _with_units(names, passage)):
        return [beside]
    return found or _units_alone(names)


def _units(inside: str) -> list[str]:
    """The units in brackets; `Antananarivo - Arrondissement 2` lies in Antananarivo."""
    return [unit.split(" - ")[0].strip() for unit in inside.split(",")]


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
    city, dash, _ = name.partition("-")
    around = within or (city if dash else None) or next(iter(names.asides.values()), None)
    if place is None and around:
        place = names.beside_known(name, around)
    towns = [place for place in names.gazetteer.candidates(name) if place.kind == "place"]
    if place is None and len({town.iso3 for town in towns}) == 1:
        place = max(towns, key=lambda town: town.population)
    return Where(_called(place, name), Words(start, start + len(name)), 0) if place else None


def _units_alone(names: PlaceNames) -> list[Where]:
    """The unit in brackets itself, where nothing before it is known: `Dalsing Sarai police station (Samastipur)`."""
    for bracket, inside in names.asides.items():
        units = _units(inside)
        for n, unit in enumerate(units):
            place = names.gazetteer.resolve(
                unit, countries=names.votes, within=", ".join(units[n + 1 :]) or None
            )
            if place and (place.iso3 in names.votes or not names.votes or len(units) > n + 1):
                start = names.offset + bracket + 1
                return [Where(place, Words(start, start + len(inside)), _UNIT_ALONE)]
    return []


_UNIT_ALONE = 8
"""As near as what the paragraph said before."""


def _with_units(names: PlaceNames, passage: str) -> Where | None:
    """The first place with its units behind commas: `near Orikhiv, Zaporizhia`, `at Kero, Raman, Yala`."""
    for named in _WITH_UNITS.finditer(passage):
        name, start = named["name"], named.start("name")
        head, _, rest = name.partition(" ")
        if rest and head.lower() in _HEADS:
            name, start = rest, start + len(head) + 1  # `Barangay Kamamburingan`
        units = _known_units(names, named["units"])
        if not units or not _is_unnamed(names, name):
            continue
        behind = bool(named["behind"])
        place = _lying_in(names, name, units, village=behind)
        certain = any(map(names.only_division, units))
        known = place is not None and (place.population > 0 or certain or _is_spoken_of(names, place))
        if place and known and place.kind in ("place", "admin2"):
            return Where(place, Words(names.offset + start, names.offset + start + len(name)), 0)
    return None


def _is_spoken_of(names: PlaceNames, place: Place) -> bool:
    """Whether the note may be about the country of a place: `American registration` makes it none of another."""
    return place.iso3 in names.votes or sum(names.votes.values()) < 1


def _known_units(names: PlaceNames, listed: str) -> list[str]:
    """The units behind a name, up to the last that is a division of a country: `, Dezful, Khuzestan, US forces`."""
    units = [unit.strip().removeprefix("the ") for unit in listed.split(",") if unit.strip()]
    while units and not _divisions(names, units[-1], ("admin1", "region")):
        units.pop()
    return units


def _divisions(names: PlaceNames, unit: str, kinds: tuple[str, ...]) -> list[Place]:
    """The divisions of that name, without the word that says what they are."""
    bare = split_generic(place_key(unit))
    every = (*names.gazetteer.candidates(unit), *(names.gazetteer.candidates(bare[0]) if bare else ()))
    return [place for place in every if place.kind in kinds]


def _is_unnamed(names: PlaceNames, name: str) -> bool:
    """Whether a name is not that of a country, of its people or of anybody in the lists of actors."""
    nationality = names.lexicon.nationality(name)
    town = nationality is None or nationality.kind == "capital"
    return town and fold(name) not in names.lexicon.entries


def _lying_in(names: PlaceNames, name: str, units: list[str], *, village: bool = True) -> Place | None:
    """The place of a name in the units that a note gives; a village in no gazetteer is where its unit is."""
    names = _of_one_country(names, units)
    inside = ", ".join(units)
    if not any(
        names.gazetteer.resolve(unit, countries=names.votes, within=", ".join(units[n + 1 :]) or None)
        for n, unit in enumerate(units)
    ):
        only = next((unit for unit in map(names.only_division, units) if unit and village), None)
        return replace(only, name=name, geo_precision="area", kind="place", population=0) if only else None
    place = names.gazetteer.resolve(name, countries=names.votes, within=inside)
    if place is None or not names.gazetteer.may_hold(place, inside):
        return names.beside_known(name, inside) if village else None
    return _called(place, name)


def _of_one_country(names: PlaceNames, units: list[str]) -> PlaceNames:
    """The names with a vote for the only country that has all the units: `Beja Nord, Beja` are Tunisia's."""
    each = [{place.iso3 for place in _divisions(names, unit, _DIVISIONS)} for unit in units]
    lands = set.intersection(*known) if (known := [lands for lands in each if lands]) else set()
    if len(lands) != 1 or lands & names.votes.keys():
        return names
    return replace(names, votes={**names.votes, lands.pop(): max(names.votes.values(), default=0.0) + 1.0})


def _called(place: Place, name: str) -> Place:
    """A place by the name that a coder gives it, where the gazetteer has another spelling."""
    same = unaccented(place.name).casefold() == unaccented(name).casefold()
    return place if same else replace(place, name=name)


_HEADS = words("place_heads")
_GENERIC = _HEADS | AROUND | {"settlement"}
# A name right before a bracket, with what kind of place it is behind it or not: `Gwoza town (`.
_ARTICLE = rf"(?:(?:{'|'.join(sorted(words('arabic_articles')))})-)?"
_CAPITAL = rf"{_ARTICLE}[^\W\d_a-z][^\s,;:()\[\]]*"
_LINK = r"(?:(?:al|an|ash|az|bin|da|das|de|del|do|dos|du|e|el|ez|la|las|le|les|los|of|sur|the|wa|y)\s){0,3}"
_BEFORE_BRACKET = re.compile(
    rf"(?:^|(?<=[\s(]))(?P<name>{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,5}})"
    rf"(?:\s(?:{'|'.join(sorted(map(re.escape, _GENERIC), key=len, reverse=True))}))?\s?$"
)
_DIVISIONS = ("admin1", "admin2", "region")
_CHOSEN = rf"{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,3}}"
_PART = rf"{_ARTICLE}[^\W\d_a-z][^\s.,;:()\[\]]*"
_UNIT = rf"{_PART}(?:\s{_LINK}{_PART}){{0,3}}"
_KIND = rf"(?:\s(?:{'|'.join(sorted(map(re.escape, _GENERIC), key=len, reverse=True))}))?"
_WITH_UNITS = re.compile(
    rf"(?P<behind>\b(?:in|near|at|around|outside|over|of)\s)?\b(?P<name>{_CHOSEN}){_KIND}(?P<units>(?:,\s(?:the\s)?{_LINK}{_UNIT}{_KIND}){{1,4}})"
)
# `(coded to the Qatari capital Doha)`, `[coded to Pajimar at GP2]`; `coded as Sugapa district`, but not `as IRGC`
_CODED_TO = re.compile(
    rf"""\b[Cc]oded\s(?:
        (?:to|at|in)\s(?:(?:[^\W\d]+\s){{1,3}}(?:capital|town|city|village|location)\s(?:of\s)?|the\s)?(?P<name>{_CHOSEN})
        |as\s(?P<unit>{_CHOSEN})(?:\s(?:{"|".join(sorted(map(re.escape, _HEADS)))})\b|(?=,\s{_CAPITAL}|\)))
    )(?P<units>(?:,\s{_LINK}{_UNIT}){{0,3}})""",
    re.VERBOSE,
)
