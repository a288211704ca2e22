"""What an event leaves unsaid and the event told before it, in the same paragraph, says: its day and place."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.draft import Draft, Where
from exporter.coders.dictionary.merging import days_agree
from exporter.coders.dictionary.weapons import instruments

DAY_BEFORE = "date: that of the event told before"
PLACE_BEFORE = "place: that of the event told before"
TOWN_BEFORE = "place: the town that the paragraph named before"
SAME_TOWN = "place: the city, that of the event told before"
ATTACKER_BEFORE = "side 1: the foreign army that fires from afar, as told before"
FOE_BEFORE = "side 1: the army that fights that of the country, as told before"
ACTOR_BEFORE = "side 1: who did several such acts, as told before"

_FROM_AFAR = frozenset({"Air/drone strike", "Shelling/artillery/missile attack"})
_STATE = frozenset({"government", "military", "state"})
# Ranks behind every place that the sentence itself names.
_NEAR = 8


def in_context(
    events: Sequence[Draft], text: str, spot: Callable[[Draft], Where | None] = lambda _: None
) -> list[Draft]:
    """The events of a text, each with the day and the place that its paragraph has told by then.

    `spot` finds the town that the paragraph has named by then, where no event told before has a place. Who did several
    acts, as the report sums them up, did each of them where nobody else is named.
    """
    placed = [_in_same_town(event, events, text) for event in events]
    filled = [_filled(event, _before(event, placed), spot) for event in placed]
    attacked = [_with_attacker(event, filled[:index]) for index, event in enumerate(filled)]
    return [_with_actor(event, attacked[:index]) for index, event in enumerate(attacked)]


def _with_attacker(event: Draft, told: Sequence[Draft]) -> Draft:
    """Whose weapons they are that nobody is named for, where the report has named a foreign army that uses such ones.

    `Russia fired missiles at Odesa. ... Ten drones struck the Kharkiv region.`
    """
    unnamed = all(
        a.country is None and a.called.lower().removesuffix("s") in instruments() for a in event.side1
    )
    if event.sub_event_type in _FROM_AFAR and not event.side1 and (foe := _foe(event, told)):
        return replace(event, side1=(foe,)).noting(FOE_BEFORE)
    if event.sub_event_type not in _FROM_AFAR or not unnamed:
        return event
    for other in reversed(told):
        here = event.where.place.iso3 if event.where else None
        abroad = tuple(a for a in other.side1 if a.country and a.country != here and a.role in _STATE)
        if other.sub_event_type in _FROM_AFAR and abroad and _in_one_country(other, event):
            return replace(event, side1=abroad).noting(ATTACKER_BEFORE)
    return event


def _foe(event: Draft, told: Sequence[Draft]) -> Actor | None:
    """The army that fights that of the country which is hit: `A and B exchanged fire. B's city came under shelling.`"""
    here = event.where.place.iso3 if event.where else None
    for other in reversed(told):
        if other.kind != "mutual" or other.event_type != "Battles":
            continue
        armies = [a for a in (*other.side1, *other.side2) if a.country and a.role in _STATE]
        foes = [a for a in armies if a.country != here]
        if len({a.country for a in armies}) == 2 and len({a.country for a in foes}) == 1:
            return foes[0]
    return None


def _in_one_country(one: Draft, other: Draft) -> bool:
    """Whether two events were in one country, as far as that is told."""
    return not (one.where and other.where) or one.where.place.iso3 == other.where.place.iso3


def _with_actor(event: Draft, told: Sequence[Draft]) -> Draft:
    if event.side1 or not event.violent:
        return event
    for other in reversed(told):
        doers = tuple(actor for actor in other.side1 if actor.armed)
        alike = other.several and other.violent and days_agree(other.when, event.when)
        if doers and alike and _in_one_country(other, event):
            return replace(event, side1=doers).noting(ACTOR_BEFORE)
    return event


def _in_same_town(event: Draft, events: Sequence[Draft], text: str) -> Draft:
    """An event in `the same village`, or in `the city`, which the report has told of by then."""
    here = event.sentences[0]
    said = _SAME.search(text, here.start, here.end)
    if event.where is not None or said is None:
        return event
    told = [o.where for o in events if o.where and o.sentences[0].start < here.start]
    towns = [where for where in told if where.place.kind == "place"]
    if not towns:
        return event
    return replace(event, where=replace(towns[-1], near=_NEAR)).noting(SAME_TOWN)


_SAME = re.compile(
    r"\b(?:(?:the\ssame|this|that)\s(?:area|city|neighbou?rhood|place|town|village)|the\s(?:city|town|village))\b"
    r"(?![’']s|\s(?:of|called|council|hall|named))",
    re.IGNORECASE,
)


def _before(event: Draft, events: Sequence[Draft]) -> list[Draft]:
    """Events that the paragraph has told before this one, the last first."""
    here = event.sentences[0].start
    told = [
        (max(starts), other)
        for other in events
        if other is not event
        and (starts := [s.start for s in other.sentences if event.paragraph <= s.start <= here])
    ]
    return [other for _, other in sorted(told, key=lambda pair: -pair[0])]


def _filled(event: Draft, before: Sequence[Draft], spot: Callable[[Draft], Where | None]) -> Draft:
    # What is told as known already, `the murder of the priests`, was not done on the day of this news.
    if event.when is None and not event.perfect and not event.given:
        # Nor on another day that its own sentence names, which then is that of something else.
        here = event.sentences[0]
        when = next((o.when for o in before if o.when and o.when.words and o.sentences[0] != here), None)
        if when:
            event = replace(event, when=when).noting(DAY_BEFORE)
    if event.where is None:
        # Words are said where they are said, and not where that was which they are about.
        talk = event.event_type == "Diplomatic exchange"
        alike = (o for o in before if not talk or o.event_type == event.event_type)
        where = next((other.where for other in alike if other.where), None)
        rule = PLACE_BEFORE if where else TOWN_BEFORE
        where = where or (None if talk else spot(event))
        if where:
            event = replace(event, where=replace(where, near=_NEAR)).noting(rule)
    return event
