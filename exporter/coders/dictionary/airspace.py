"""Whose planes struck where a report names nobody: in some countries, in some years, only others fly."""

from dataclasses import replace
from datetime import date

from exporter.coders.dictionary.actors import unidentified
from exporter.coders.dictionary.draft import Draft
from exporter.coders.dictionary.lexicon import airspaces

FLOWN = "side 1: who alone flies over that country (airspace.csv)"


def with_flier(draft: Draft, country: str, day: date, text: str) -> Draft:
    """An air strike with the forces of the state whose planes fly there, where nobody is said to have flown.

    Args:
        draft: The event.
        country: ISO 3166-1 alpha-3 of the country where it was.
        day: The day on which it was.
        text: The report as it is read.
    """
    unnamed = all(actor.role == "military" and not actor.country for actor in draft.side1)
    if draft.sub_event_type != "Air/drone strike" or not unnamed:
        return draft
    drone = any("drone" in text[words.start : words.end].lower() for words in draft.sentences)
    by = next((over.by for over in airspaces() if over.holds(country, day, drone=drone)), None)
    if by is None or any(actor.country == by for actor in draft.side2):
        return draft
    first = draft.triggers[0]
    planes = draft.side1 or (unidentified("military", first.start, first.end),)
    return replace(draft, side1=tuple(replace(plane, country=by) for plane in planes)).noting(FLOWN)
