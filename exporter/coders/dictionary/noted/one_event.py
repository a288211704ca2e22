"""The one event of a note, with what its other sentences say of it."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.draft import CROWDS, EVENT_TYPE_OF, Draft, Words
from exporter.coders.dictionary.merging import days_agree, places_agree

ONE_NOTE = "joined: a note tells of one event"
EXCESSIVE = "Excessive force against protesters"


def one_event(events: Sequence[Draft]) -> list[Draft]:
    """The note's event with what the others say of it; those of another day or place stay apart."""
    if len(events) < 2:
        return list(events)
    chief = max(events, key=rank)
    fights = any(e.sub_event_type == "Armed clash" and e.kind == "mutual" for e in events)
    if fights and chief.sub_event_type in _SHELLING:
        chief = coded(chief, "Armed clash", "shelled while they fought")
        events = [chief if event.triggers == chief.triggers else event for event in events]
    arrests = next((e for e in events if e.sub_event_type == "Arrests" and e.lead and e.side1), None)
    crowd = next((e for e in events if e.event_type in CROWDS), None)
    if chief.sub_event_type == "Arrests" and crowd and crowd.triggers[0].start < chief.triggers[0].start:
        chief = crowd
    if chief.lemma == "raid" and arrests and chief.deaths is None:
        chief = arrests  # `police raided a house and detained three activists`
    if chief.sub_event_type == "Disrupted weapons use":
        # `a bomb was found; the explosion killed a woman`
        deadly = (e for e in events if e.event_type == _BLASTS and e.deaths and e.deaths.count.best)
        chief = next(deadly, chief)
    apart: list[Draft] = []
    for other in events:
        if other is chief:
            continue
        if not days_agree(chief.when, other.when) and other.event_type in _FIGHTS and other.main:
            apart.append(other)
        elif places_agree(chief.where, other.where) and days_agree(chief.when, other.when):
            chief = _with(chief, other)
        else:
            sentences = tuple(dict.fromkeys((*chief.sentences, *other.sentences)))
            chief = replace(chief, sentences=sentences).noting(BESIDE)
    return sorted([chief, *apart], key=lambda draft: draft.sentences[0].start)


def coded(draft: Draft, sub: str, why: str, words: Words | None = None) -> Draft:
    """A draft as one of another kind, with the reason and the words that say so."""
    code = str(mapping("sub_event_types", "cameo_code")[sub])
    same = EVENT_TYPE_OF[sub] == draft.event_type
    first, *rest = draft.triggers
    triggers = (first, words, *rest) if words and words not in draft.triggers else draft.triggers
    kind = draft.kind if same else "act"
    return replace(draft, sub_event_type=sub, cameo_code=code, kind=kind, triggers=triggers).noting(why)


BESIDE = "passed over: a note tells of one event, and this went before it or came of it"
_BLASTS = "Explosions/Remote violence"
_FIGHTS = frozenset(
    {"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots"}
)
_SHELLING = frozenset({"Grenade", "Shelling/artillery/missile attack"})


def rank(draft: Draft) -> tuple[bool, bool, bool, int]:
    """What the first sentence tells in its main clause comes first, a fight before what follows from it."""
    burned = draft.sub_event_type == "Looting/property destruction"  # `set fire to the school, killing 42`
    return (
        draft.lead and (draft.main or (draft.violent and bool(draft.deaths))) and not burned,
        draft.main and draft.lead,
        draft.event_type in _FIGHTS,
        -min(words.start for words in draft.triggers),
    )


def _with(chief: Draft, other: Draft) -> Draft:
    if chief.violent and other.sub_event_type == EXCESSIVE:
        # `soldiers raided the camp; ten protesters were killed`
        forces = tuple(a for a in chief.side1 if a.role not in ("protesters", "civilians"))
        chief = replace(coded(chief, EXCESSIVE, ONE_NOTE), side1=other.side1 or other.side2, side2=forces)
    fewer = chief.deaths is None or (other.deaths and other.deaths.count.best > chief.deaths.count.best)
    deadly = other.violent or other.event_type in CROWDS
    return replace(
        chief,
        sentences=tuple(dict.fromkeys((*chief.sentences, *other.sentences))),
        when=chief.when or other.when,
        where=chief.where or other.where,
        side1=chief.side1 or (other.side1 if chief.violent and other.violent else ()),
        deaths=other.deaths if fewer and deadly and other.deaths else chief.deaths,
        side2=chief.side2 or (other.side2 if chief.violent and other.violent else ()),
        rules=(*chief.rules, ONE_NOTE),
    )
