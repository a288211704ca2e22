"""A coder's note: one short paragraph that opens with its day, and tells of one event.

`On 8 June 2022, in Villa Yapacani (Santa Cruz), residents staged a demonstration. Police dispersed them.` What such
a note adds to its event, the dead, the arrests, what led to it, is no event of its own.
"""

import re
from calendar import month_name
from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.draft import Draft
from exporter.coders.dictionary.layout import Layout
from exporter.coders.dictionary.merge import days_agree, places_agree

LONGEST = 900
"""Characters of a note; what is longer is a report."""

ONE_NOTE = "joined: a note tells of one event"

_DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:{'|'.join(filter(None, month_name))})"
_OPENING = re.compile(
    rf"""\s*(?:[A-Z][\w /-]{{2,40}}:\s+)?                       # `Property destruction: `
    (?:(?:As\sreported\s)?(?:On|on|Around|About|Between|From|By)\s(?:or\saround\s|the\s(?:night|morning)\sof\s)?)?
    (?:{_DAY}|\d{{1,2}}\sand\s{_DAY})""",
    re.VERBOSE,
)
_FIGHTS = frozenset(
    {"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots"}
)


def is_note(layout: Layout) -> bool:
    """Whether a text is a coder's note."""
    return len(layout.passages) == 1 and len(layout.text) <= LONGEST and bool(_OPENING.match(layout.text))


def one_event(events: Sequence[Draft]) -> list[Draft]:
    """The note's event with what the others say of it; those of another day or place stay apart."""
    if len(events) < 2:
        return list(events)
    chief = max(events, key=_rank)
    apart: list[Draft] = []
    for other in events:
        if other is chief:
            continue
        if days_agree(chief.when, other.when) and places_agree(chief.where, other.where):
            chief = _with(chief, other)
        else:
            apart.append(other)
    return sorted([chief, *apart], key=lambda draft: draft.sentences[0].start)


def _rank(draft: Draft) -> tuple[bool, bool, int]:
    """What the first sentence tells in its main clause comes first, a fight before what follows from it."""
    return (
        draft.main and draft.lead,
        draft.event_type in _FIGHTS,
        -min(words.start for words in draft.triggers),
    )


def _with(chief: Draft, other: Draft) -> Draft:
    fewer = chief.deaths is None or (other.deaths and other.deaths.count.best > chief.deaths.count.best)
    deadly = other.violent or other.event_type == "Riots"
    return replace(
        chief,
        sentences=tuple(dict.fromkeys((*chief.sentences, *other.sentences))),
        when=chief.when or other.when,
        where=chief.where or other.where,
        deaths=other.deaths if fewer and deadly and other.deaths else chief.deaths,
        side2=chief.side2 or (other.side2 if chief.violent and other.violent else ()),
        rules=(*chief.rules, ONE_NOTE),
    )
