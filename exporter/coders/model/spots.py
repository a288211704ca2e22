"""Where: the place that the quoted words name, by the gazetteer; coordinates never come from a model."""

import re
from collections.abc import Iterator
from dataclasses import replace

from exporter.coders.coding import Evidence
from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.lexicon import fold, words
from exporter.coders.dictionary.places import Place
from exporter.coders.model.answer import Found
from exporter.coders.model.report import Report, fold_words

_LONGEST_NAME = 60
_NAME = re.compile(r"[^\W\d_a-z][\w'’-]*(?:\s(?:of|de|del|la|el|al|the|[^\W\d_a-z][\w'’-]*))*")


def read_spot(report: Report, found: Found) -> tuple[Where | None, list[str]]:
    """The place of an event and what is doubtful about it; None where the words name no place that is known."""
    for quote in found.quotes["location"]:
        for name in _names(report, found, quote):
            place, doubts = _resolved(report, name, found)
            if place:
                return Where(place, Words(quote.start, quote.end), 0), doubts
    for quote in found.quotes["location"]:
        place, doubts = _otherwise(report, found, quote)
        if place:
            return Where(place, Words(quote.start, quote.end), 0), doubts
    return None, []


def _names(report: Report, found: Found, quote: Evidence) -> Iterator[str]:
    """What to look up, the model's own name for the place first, where it stands in the quoted words."""
    tried = []
    if _stands_in(found.location, quote.quote):
        tried.append(found.location)
    if len(quote.quote) <= _LONGEST_NAME:
        tried.append(quote.quote)
    tried += [match[0] for match in _NAME.finditer(quote.quote)]
    yield from dict.fromkeys(name for name in tried if not _is_nobody(report, name))


def _is_nobody(report: Report, name: str) -> bool:
    """`Capital`, `Police` and `Red Cross` are towns somewhere, too; people of a country are no country."""
    key = fold(name.removeprefix("the ").removeprefix("The "))
    if name == name.lower() != name.upper() or key in words("never_places") or key in words("place_heads"):
        return True
    named = report.lexicon.nationality(name)
    demonym = named is not None and named.kind == "demonym"
    return demonym or key in report.lexicon.agents or key in report.lexicon.entries


def _stands_in(name: str, quote: str) -> bool:
    return f" {fold_words(name)} " in f" {fold_words(quote)} "


def _resolved(report: Report, name: str, found: Found) -> tuple[Place | None, list[str]]:
    gazetteer, votes = report.places.gazetteer, report.places.votes
    named = report.lexicon.nationality(name)
    if named and named.kind == "name":
        known = gazetteer.candidates(name)
        if not known or known[0].kind == "country" or known[0].iso3 != found.iso3:
            return _told(gazetteer.country(named.iso3), found)
    within = found.admin1 if found.admin1 and report.names(found.admin1) else None
    plain = gazetteer.resolve(name, countries=votes, within=within)
    if found.iso3 is None or (plain and plain.iso3 == found.iso3):
        return plain, []
    country = report.lexicon.country(found.iso3)
    inside = gazetteer.resolve(name, countries=votes, within=within or country)
    if inside is None or inside.iso3 != found.iso3:
        inside = gazetteer.resolve(name, countries=votes, within=country)
    if inside and inside.iso3 == found.iso3 and (plain is None or votes.get(found.iso3)):
        # A namesake in a country that the report speaks of, or the only place of that name.
        return inside, [] if plain is None else [f"country: the gazetteer would rather say {plain.country}"]
    return _told(plain, found) if plain else (None, [])


def _told(place: Place, found: Found) -> tuple[Place, list[str]]:
    if found.iso3 is None or place.iso3 == found.iso3:
        return place, []
    return place, [f"country: the gazetteer says {place.country}, the model {found.iso3}"]


def _otherwise(report: Report, found: Found, quote: Evidence) -> tuple[Place | None, list[str]]:
    """A capital that is not named, a place that no gazetteer has, a name in another language."""
    gazetteer = report.places.gazetteer
    iso3 = found.iso3 or report.places.leader
    if iso3 is None:
        return None, []
    if report.english and "capital" in quote.quote.lower():
        place = report.places.gazetteer.capital(iso3)
        return place, [] if place and fold(place.name) == fold(found.location) else ["location: not named"]
    country = report.lexicon.country(iso3)
    if not report.english:
        place = gazetteer.resolve(found.location, countries=report.places.votes, within=country)
        if place and place.iso3 == iso3:
            return place, ["location: named by the model in English, quoted in another language"]
    if not _stands_in(found.location, quote.quote):
        return None, []
    unit = gazetteer.resolve(found.admin1, within=country) if found.admin1 else None
    holder = unit if unit and unit.iso3 == iso3 else gazetteer.country(iso3)
    exact = "area" if holder.geo_precision == "place" else holder.geo_precision
    place = replace(holder, name=found.location, geo_precision=exact, kind="place", population=0)
    return place, [f"location: not in the gazetteer; the coordinates are those of {holder.name}"]
