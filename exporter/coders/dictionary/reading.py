"""A report ready to be read: cut up, with its places and its dateline."""

from collections.abc import Callable
from dataclasses import dataclass

from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.layout import Layout, Passage
from exporter.coders.dictionary.tokens import Doc
from exporter.coders.dictionary.where import PlaceFinder


@dataclass(frozen=True)
class Reading:
    """A report ready to be read, whoever reads it: cut up, with what its places are looked up by.

    Attributes:
        layout: Its text and its parts.
        places: Finds places in it; has the gazetteer, the lists and the countries that it speaks of.
        dateline: The place of its dateline, or None.
        parse: The grammar of a passage.
    """

    layout: Layout
    places: PlaceFinder
    dateline: Where | None
    parse: Callable[[str], Doc]


def section_of(passage: Passage, places: PlaceFinder) -> Where | None:
    """The place that a paragraph is headed with: `Aleppo province: ...`, `Adwa, Tigray. ...`."""
    if passage.section is None:
        return None
    name, start, end = passage.section
    first, _, rest = name.partition(", ")
    place = places.resolve(first, rest or None) or (places.beside_known(first, rest) if rest else None)
    return Where(place, Words(start, end), 9) if place else None


def dateline_of(layout: Layout, places: PlaceFinder) -> Where | None:
    """The place that a report was sent from, or None."""
    if layout.dateline is None:
        return None
    name, start, end = layout.dateline
    first, _, rest = name.partition(",")
    first = first.partition("/")[0]  # `BEIRUT/THE HAGUE`
    country = places.lexicon.nationality(first.strip())
    place = (
        places.gazetteer.country(country.iso3)
        if country and country.kind == "name" and not rest
        else places.gazetteer.resolve(first.strip(), countries=places.votes, within=rest.strip() or None)
    )
    holder = places.lexicon.nationality(rest.strip()) if place is None and rest else None
    if holder:
        place = places.gazetteer.country(holder.iso3)  # `NO CITY (PERU)`
    return Where(place, Words(start, end), 9) if place else None
