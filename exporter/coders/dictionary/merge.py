"""One event once: drafts of several sentences that tell of the same event become one.

Two drafts are the same event where nothing that both say contradicts: kind, days, place and actors. A draft that
points back (`the attack`) and fits nothing told before is dropped: there is nothing in it to code.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, hypot, radians

from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.casualties import sum_counts
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.draft import ABDUCTION, Deaths, Draft, When, Where
from exporter.coders.dictionary.generic import STATE
from exporter.coders.dictionary.places import Place

NEAR_KM = 30.0
NEXT = 20
"""Characters between a sentence and the next, paragraph breaks included."""

# The vaguest kinds of violence: any closer kind may be what they mean.
_GENERIC = frozenset({"Attack", "Armed clash"})
_CROWDS = frozenset({"Protests", "Riots"})
# From the air and from the ground are not the same.
_UNLIKE = (
    {"Air/drone strike", "Shelling/artillery/missile attack"},
    {"Grenade", "Shelling/artillery/missile attack"},
)
_TERRITORY = frozenset({"Government regains territory", "Non-state actor overtakes territory"})


def merge(drafts: Sequence[Draft]) -> tuple[list[Draft], list[Draft]]:
    """Events in the order of their first telling, and the drafts that only point at something not told."""
    events: list[Draft] = []
    adrift: list[Draft] = []
    for draft in drafts:
        if _bare(draft):
            adrift.append(draft)
            continue
        fitting = [index for index, event in enumerate(events) if same_event(event, draft)]
        if draft.also and _placed(draft):
            # `he also reported that men killed a farmer in X`: not what was told without a place.
            fitting = [index for index in fitting if events[index].where]
        if not fitting and events and _only_hurt(draft):
            adrift.append(draft)  # `two others were wounded`
            continue
        if fitting and not (draft.another and not draft.told_before):
            best = max(fitting, key=lambda index: (_agreement(events[index], draft), index))
            events[best] = combine(events[best], draft)
        elif _says_something(draft) or (events and _goes_off(draft)):
            events.append(draft)
        else:
            adrift.append(draft)
    return events, adrift


def _bare(draft: Draft) -> bool:
    """A noun that says nothing of any one event: `an end to kidnapping and torture`."""
    says = draft.when or draft.where or draft.deaths or draft.side1 or draft.side2
    return (
        draft.nominal
        and draft.kind == "effect"
        and not (says or draft.told_before or draft.lead or draft.headline)
    )


def _burned_in(one: Draft, other: Draft) -> bool:
    """Whether something was burned in an attack: `they opened fire on the villagers and burned their houses`."""
    told_there = other.kind == "burn" and one.violent and other.sentences[0] in one.sentences
    return told_there and bool(other.whom & _HOMES) and _side_agrees(one.side1, other.side1)


_HOMES = frozenset({"home", "house", "hut"})


def _only_counts(draft: Draft) -> bool:
    """Whether a draft says no more than how many died, neither when nor where nor by whom: a part of the toll."""
    return draft.kind == "effect" and not (draft.when or draft.where or draft.side1 or draft.another)


def _only_hurt(draft: Draft) -> bool:
    """Whether a draft says no more than that people came to harm, neither when nor where nor by whom, and alive."""
    return (
        draft.kind == "effect"
        and draft.lemma in _HURTING
        and draft.deaths is None
        and not (_dated(draft) or _placed(draft) or draft.side1)
    )


_HURTING = frozenset({"hurt", "injure", "maim", "wound"})


def same_event(one: Draft, other: Draft) -> bool:
    """Whether nothing that both say contradicts."""
    if _burned_in(one, other):
        return True
    alike = _kinds_agree(one, other) and days_agree(one.when, other.when)
    if not alike or _other_sites(one, other):
        return False
    if one.violent and other.violent and _same_victims(one, other):
        return True
    placed = places_agree(one.where, other.where)
    if placed and _is_reply(one, other) and _are_attackers(other.side2):
        return True  # `An engineer killed four colleagues. The attacker was shot dead by police.`
    if one.kind == "mutual" and _only_counts(other):
        return True
    return placed and _actors_agree(one, other) and _deaths_agree(one, other) and _bound_together(one, other)


def _other_sites(one: Draft, other: Draft) -> bool:
    """Whether each befell somebody or something else that is told of as new: `a bank`, later `a police station`."""
    return (
        one.violent
        and other.violent
        and bool(one.sites and other.sites)
        and not (one.whom & other.whom or other.told_before or one.headline)
    )


def combine(one: Draft, other: Draft) -> Draft:
    """One draft with the best of two that tell of the same event, the earlier first."""
    closer = other if _closer_kind(other, one) else one
    reply = _is_reply(one, other)
    if reply:
        # `Rebels stormed a hotel. Police shot dead all four attackers.`
        other = replace(other, side1=(), side2=(*one.side2, *other.side1), deaths=_as_well(other.deaths))
    return replace(
        one,
        sub_event_type=closer.sub_event_type,
        cameo_code=closer.cameo_code,
        kind=closer.kind,
        lemma=closer.lemma,
        triggers=(
            *closer.triggers,
            *(t for t in (*one.triggers, *other.triggers) if t not in closer.triggers),
        ),
        sentences=(*one.sentences, *(s for s in other.sentences if s not in one.sentences)),
        side1=_with_words(_sides(one.side1, other.side1, avoid=one.side2), one.side1, other.side1),
        side2=other.side2
        if reply
        else _with_words(_sides(one.side2, other.side2, avoid=one.side1), one.side2, other.side2),
        whom=one.whom | other.whom,
        sites=one.sites | other.sites,
        when=_better_when(one.when, other.when),
        where=_better_where(one.where, other.where),
        deaths=better_deaths(one.deaths, other.deaths),
        nominal=one.nominal and other.nominal,
        told_before=one.told_before and other.told_before,
        given=one.given or other.given,
        headline=one.headline and other.headline,
        lead=one.lead or other.lead,
        perfect=one.perfect and other.perfect,
        own_words=one.own_words and other.own_words,
        main=one.main or other.main,
        aside=one.aside and other.aside,
        rules=(*one.rules, *other.rules, "merged: same kind, day, place and actors"),
    )


def _as_well(deaths: Deaths | None) -> Deaths | None:
    return replace(deaths, more=True) if deaths else None


def _is_reply(one: Draft, other: Draft) -> bool:
    """Whether the second is what forces did to the attackers of the first."""
    forces = bool(other.side1) and all(a.actor_type == STATE or a.role == "state" for a in other.side1)
    struck = bool(other.side2) and all(a.role in ("armed", "rebels") for a in other.side2)
    band = any(a.armed and a.actor_type != STATE for a in one.side1)
    return forces and struck and (band or _are_attackers(other.side2))


def _are_attackers(side: Sequence[Actor]) -> bool:
    """Whether those are meant who did what was told before: `the attacker was shot dead by police`."""
    return bool(side) and all(actor.called in ("Assailants", "Attackers") for actor in side)


# -- agreement -------------------------------------------------------------------------------------------


def _kinds_agree(one: Draft, other: Draft) -> bool:
    if one.sub_event_type == other.sub_event_type:
        return True
    if one.violent and other.violent:
        return _harm_agrees(one, other)
    return one.event_type in _CROWDS and other.event_type in _CROWDS and (other.told_before or one.headline)


def _harm_agrees(one: Draft, other: Draft) -> bool:
    """Whether two acts of violence of different kinds may be one."""
    kinds = {one.sub_event_type, other.sub_event_type}
    abducted = ABDUCTION in kinds
    if abducted and not (_follow(one, other) or one.whom & other.whom or other.told_before):
        return False
    # Those who hold hostages may fight elsewhere; `an air strike killed four`, told apart from the fighting.
    elsewhere = abducted or (other.kind == "blast" and other.deaths and other.paragraph != one.paragraph)
    if "mutual" in (one.kind, other.kind) and elsewhere and not other.told_before:
        return False
    remote = one.event_type == other.event_type == "Explosions/Remote violence"
    if remote and kinds in _UNLIKE and not other.told_before:
        return False
    return remote or "Attack" in kinds or bool(kinds & _GENERIC and not kinds & _TERRITORY)


def days_agree(one: When | None, other: When | None) -> bool:
    """Whether two dates overlap; one that is not known agrees with any."""
    return one is None or other is None or (one.first <= other.last and other.first <= one.last)


def places_agree(one: Where | None, other: Where | None) -> bool:
    """Whether two places are one, near each other, or one lies in the other; an unknown one agrees with any."""
    if one is None or other is None:
        return True
    a, b = one.place, other.place
    if a.iso3 != b.iso3:
        return False
    names = {name for name in (a.name, *_holding(a, b)) if name} & {b.name}
    names |= {name for name in (b.name, *_holding(b, a)) if name} & {a.name}
    return bool(names) or "country" in (a.kind, b.kind) or _kilometres(one, other) <= NEAR_KM


def _holding(inner: Place, outer: Place) -> tuple[str | None, ...]:
    """The units that a place lies in, where the other may be one: Barranca lies in the region of Lima, not the city."""
    return () if outer.kind == inner.kind == "place" else (inner.admin1, inner.admin2)


def _kilometres(one: Where, other: Where) -> float:
    a, b = one.place, other.place
    north = (a.latitude - b.latitude) * 111.0
    east = (a.longitude - b.longitude) * 111.0 * cos(radians(a.latitude))
    return hypot(north, east)


def _actors_agree(one: Draft, other: Draft) -> bool:
    mutual = one.kind in ("mutual", "accord") or other.kind in ("mutual", "accord")
    if mutual:
        first, second = _names(one.actors), _names(other.actors)
        return not first or not second or bool(first & second)
    sides = ((one.side1, other.side1), (one.side2, other.side2))
    return all(_side_agrees(a, b) for a, b in sides)


def _side_agrees(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    first, second = _names(one), _names(other)
    return not first or not second or bool(first & second)


def _names(actors: Sequence[Actor]) -> set[tuple[str, str | None]]:
    """Actors by who they are: named ones by name, a state's hands by its country, others by role and country."""
    return {
        (actor.name, None)
        if actor.role == "named"
        else ("state", actor.country)
        if actor.role in ("state", "government")
        else (actor.role, actor.country)
        for actor in actors
        if actor.specific
    }


def _deaths_agree(one: Draft, other: Draft) -> bool:
    """Two exact counts that differ are two events, unless the second says that it speaks of the first.

    So it does where both have a day or a place in common, or where it follows at once without either: a part
    of the toll, or a later one.
    """
    if one.deaths is None or other.deaths is None or one.headline or other.told_before or other.known:
        return True
    same = one.deaths.count.best == other.deaths.count.best
    anchored = (one.where and other.where) or (
        one.when and other.when and one.when.words and other.when.words
    )
    follows = 0 <= other.sentences[0].start - max(s.end for s in one.sentences) <= NEXT
    goes_on = follows and not other.where and not other.when
    return same or bool(anchored) or goes_on


def _bound_together(one: Draft, other: Draft) -> bool:
    """Whether something that both say, or their standing together, makes them one.

    What says neither when nor where agrees with anything: it belongs to what was told before, unless each names
    somebody else whom it befell.
    """
    crowds = one.event_type in _CROWDS and other.event_type in _CROWDS
    if not ((one.violent and other.violent) or crowds) or one.headline or _follow(one, other):
        return True
    if one.whom & other.whom:
        return True
    if not (_dated(other) or _placed(other)):
        things = one.kind in ("blast", "burn") and one.deaths is None and bool(one.whom)
        return not (other.given and (things or (_names_of_victims(one) and _names_of_victims(other))))
    if other.told_before and not other.given:
        return True
    named = {n for n in _names(one.actors) & _names(other.actors) if n[1] is None}
    toll = one.deaths and other.deaths and one.deaths.count.best == other.deaths.count.best > 0
    return bool((_dated(one) and _dated(other)) or (_placed(one) and _placed(other)) or named or toll)


def _dated(draft: Draft) -> bool:
    return draft.when is not None and draft.when.words is not None


def _placed(draft: Draft) -> bool:
    return draft.where is not None and draft.where.place.kind != "country"


def _same_victims(one: Draft, other: Draft) -> bool:
    """Nobody is killed twice, whatever suspects and tolls the report names beside.

    So much for those known by name; of others (`the priests`) the same holds where the words take it for known.
    """
    if not one.kind == other.kind == "effect":
        return False
    if _names_of_victims(one) & _names_of_victims(other):
        return True
    known = (one.given or other.given) and bool(one.whom & other.whom)
    return known and places_agree(one.where, other.where)


def _names_of_victims(draft: Draft) -> set[str]:
    return {word for word in draft.whom if word[0].isupper()}


def _follow(one: Draft, other: Draft) -> bool:
    """Whether one is told right after the other, or in its sentence."""
    here = other.sentences[0]
    return here in one.sentences or 0 <= here.start - max(s.end for s in one.sentences) <= NEXT


def _agreement(one: Draft, other: Draft) -> int:
    """How much two compatible drafts have in common."""
    shared = _names(one.actors) & _names(other.actors)
    return (
        3 * bool(one.whom & other.whom)
        + 2 * bool(one.where and other.where)
        + 2 * bool(one.when and other.when)
        + 2 * len(shared)
        + (one.sub_event_type == other.sub_event_type)
        + (one.event_type == other.event_type)
    )


def _goes_off(draft: Draft) -> bool:
    """`a second bomb went off`: where and when, the report has told before."""
    return draft.another and draft.kind == "blast" and draft.main and not (draft.told_before or draft.given)


def _says_something(draft: Draft) -> bool:
    """Whether a draft that fits no event told before is more than a mention of something told elsewhere.

    A noun needs two of day, place, deaths and a known actor, a verb one; the first sentence is news in itself.
    """
    if draft.given and draft.side2:
        return True
    if draft.nominal and draft.several and not (draft.when or draft.where or draft.deaths or draft.lead):
        return False  # `the attacks on farmers` sums up
    facts = (
        draft.when is not None,
        draft.where is not None,
        draft.deaths is not None,
        any(actor.specific for actor in draft.actors) or bool(draft.side2 and (draft.side1 or draft.violent)),
        draft.lead,
        draft.kind == "blast" and bool(draft.whom) and not draft.side2,
    )
    return sum(facts) >= (2 if draft.told_before or draft.nominal else 1)


# -- the better of two -----------------------------------------------------------------------------------


def _closer_kind(one: Draft, other: Draft) -> bool:
    """Whether the first says more closely than the second what happened; who shells while he fights, fights."""
    together = one.sentences[0] in other.sentences
    if other.kind == "mutual" and one.sub_event_type in _IN_FIGHTS and together:
        return False
    return other.sub_event_type in _GENERIC and one.sub_event_type not in _GENERIC and one.violent


_IN_FIGHTS = frozenset({"Grenade", "Shelling/artillery/missile attack"})


def _sides(one: Sequence[Actor], other: Sequence[Actor], avoid: Sequence[Actor]) -> tuple[Actor, ...]:
    known = _names(one) | _names(avoid)
    if one and any(a.specific for a in one):
        added = [a for a in other if a.specific and not _names([a]) & known]
        return (*one, *added)
    specific = [a for a in other if a.specific and not _names([a]) & _names(avoid)]
    if specific:
        return tuple(specific)
    # `attacked a farm`, later `killed a peasant`: the second says whom.
    says_more = all(a.anybody for a in one) and any(not a.anybody for a in other)
    return tuple(other) if says_more else tuple(one) or tuple(other)


def _with_words(side: Sequence[Actor], *told: Sequence[Actor]) -> tuple[Actor, ...]:
    """A side with what else it was called: `a peasant` and `Juan Perez`, the ELN and `guerrillas`."""
    if not side or any(actor.role in _CROWD for actor in side):
        return tuple(side)
    kept = list(side)
    for actor in (actor for actors in told for actor in actors):
        persons = " ".join(other.person for other in kept)
        called = {"", *(other.called for other in kept)}
        says_more = actor.person not in persons if actor.person else actor.called not in called
        if says_more and not actor.specific and len(kept) < _MOST:
            kept.append(actor)
    return tuple(kept)


_CROWD = frozenset({"protesters", "rioters"})
_MOST = 8
"""Actors of a side that are kept."""

_ORDER = ("day", "week", "month", "year")


def _better_when(one: When | None, other: When | None) -> When | None:
    if one is None or other is None:
        return one or other
    return other if _ORDER.index(other.precision) < _ORDER.index(one.precision) else one


_EXACT = ("place", "area", "region", "country")
_IN_SENTENCE = 4
"""Where the report has named the country alone, a town is better that stands somewhere in the sentence."""


def _better_where(one: Where | None, other: Where | None) -> Where | None:
    if one is None or other is None:
        return one or other
    closer = _EXACT.index(other.place.geo_precision) < _EXACT.index(one.place.geo_precision)
    within = one.place.kind == "country" and other.near <= _IN_SENTENCE
    village = one.place.kind in ("admin1", "region") and other.place.kind == "place"
    return other if (closer or village) and (other.near <= 2 or within) else one


def better_deaths(one: Deaths | None, other: Deaths | None) -> Deaths | None:
    """A later, larger toll takes the place of an earlier one; who died as well, or on the other side, is added.

    Who died as well is added to those counted last: in `Ten died. Six farmers were killed. Two others died, too.` to
    the six.
    """
    if one is None or other is None:
        return one or other
    if other.more:
        counted = sum_counts([one.counted or one.count, other.count])
        if counted.best <= one.count.best:
            return replace(one, counted=counted, beside=(*one.beside, other.words))
        return replace(_added(one, other, counted), counted=None)
    camps = {name: _larger(one.camps.get(name), other.camps.get(name)) for name in {*one.camps, *other.camps}}
    whole = sum_counts(list(camps.values())) if camps else other.count
    if camps and "" not in camps and whole.best > max(one.count.best, other.count.best):
        return replace(_added(one, other, whole), camps=camps)
    if other.count.best > one.count.best:
        return replace(other, camps=camps, counted=None)
    return replace(one, camps=camps, counted=other.count)


def _added(one: Deaths, other: Deaths, count: Count) -> Deaths:
    return replace(one, count=count, beside=(*one.beside, other.words, *other.beside))


def _larger(one: Count | None, other: Count | None) -> Count:
    known = [count for count in (one, other) if count is not None]
    return max(known, key=lambda count: count.best)
