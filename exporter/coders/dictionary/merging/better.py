"""One draft with the best of two that tell of the same event: kind, sides, day, place and deaths."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.actors import Actor, camp_of
from exporter.coders.dictionary.casualties import sum_counts
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.draft import ABDUCTION, SIEGE, Deaths, Draft, When, Where
from exporter.coders.dictionary.generic import STATE
from exporter.coders.dictionary.merging.same_event import GENERIC, is_part, is_reply, names
from exporter.coders.dictionary.merging.same_place import UNITS, unsettled
from exporter.coders.dictionary.party_sorts import fights, leading
from exporter.coders.dictionary.places import PRECISIONS


def combine(one: Draft, other: Draft) -> Draft:
    """One draft with the best of two that tell of the same event, the earlier first."""
    if _own_dead(one, other):
        other = replace(other, side2=(), deaths=_as_well(other.deaths))
    if _the_other_way_round(one, other):
        other = replace(other, side1=other.side2, side2=other.side1)
    closer = other if _closer_kind(other, one) else one
    reply = is_reply(one, other)
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
        where=_where(one, other),
        deaths=_deaths(one, other),
        nominal=one.nominal and other.nominal,
        told_before=one.told_before and other.told_before,
        given=one.given or other.given,
        headline=one.headline and other.headline,
        lead=one.lead or other.lead,
        perfect=one.perfect and other.perfect,
        own_words=one.own_words and other.own_words,
        main=one.main or other.main,
        aside=one.aside and other.aside,
        motive=one.motive and other.motive,
        spread=(one.spread or other.spread) and not is_part(one, other),
        rules=(*one.rules, *other.rules, "merged: same kind, day, place and actors"),
    )


def _the_other_way_round(one: Draft, other: Draft) -> bool:
    """`Fighting between the army and X resumed. The rebels attacked a post.`"""
    if one.kind != "mutual" or one.event_type != "Battles" or not other.side2:
        return False
    camps = [camp_of(side) for side in (one.side1, one.side2, other.side1)]
    return camps in (["state", "armed", "armed"], ["armed", "state", "state"])


def _where(one: Draft, other: Draft) -> Where | None:
    """The place of both; a headline may call by its capital or its state what the report gives the name of."""
    there = other.where
    if is_part(one, other):
        return there
    if other.says_where and there is not None and there.place.kind == "place":
        return there  # `in a hamlet south of Algiers`, then `the killings took place at Sidi Salem`
    if not one.headline or there is None:
        return better_where(one.where, there)
    wide = there.place.kind in ("admin1", "country") or (
        there.place.kind == "region" and not there.place.admin1
    )
    return better_where(there, one.where) if wide or there.near > _IN_SENTENCE else there


def _deaths(one: Draft, other: Draft) -> Deaths | None:
    """Those of both; what the headline counted the report counts again, whatever it calls the dead."""
    if _part_of_sum(one, other):
        return other.deaths
    if one.deaths is None or other.deaths is None or not one.headline:
        return better_deaths(one.deaths, other.deaths)
    if one.several or one.deaths.count.best == other.deaths.count.best:
        return other.deaths  # `air strikes kill six`: all of them
    if other.lead and _is_about(one.deaths.count) and not _is_about(other.deaths.count):
        return other.deaths  # `nearly 40 dead`, then `killed 38 people`
    return better_deaths(one.deaths, other.deaths)


def _is_about(count: Count) -> bool:
    """Whether a count is told as open below: `nearly 40`, `some 50`."""
    return count.low != count.best


def _own_dead(one: Draft, other: Draft) -> bool:
    """`Gunmen of X killed 147 students. Four gunmen died`: those of the attackers themselves."""
    died = other.deaths is not None and bool(other.side2) and not other.side1
    theirs = all(actor.role in ("armed", "rebels") and not actor.specific for actor in other.side2)
    attackers = any(actor.armed and actor.actor_type != STATE for actor in one.side1)
    return died and theirs and attackers and bool(one.side2) and not any(a.armed for a in one.side2)


def _part_of_sum(one: Draft, other: Draft) -> bool:
    """Whether the first summed several attacks up, and the second tells one: `six died in two attacks`.

    The total is told again in the parts, and is not counted twice.
    """
    if is_part(one, other):
        return True
    summed = one.several and one.lead and one.where is not None and not (other.several or other.told_before)
    closer = (
        other.where is not None and one.where is not None and other.where.place.name != one.where.place.name
    )
    return (
        summed
        and closer
        and one.deaths is not None
        and other.deaths is not None
        and (other.deaths.count.best < one.deaths.count.best)
    )


def _as_well(deaths: Deaths | None) -> Deaths | None:
    return replace(deaths, more=True) if deaths else None


def _closer_kind(one: Draft, other: Draft) -> bool:
    """Whether the first says more closely than the second what happened; who shells while he fights, fights."""
    here = one.sentences[0] in other.sentences
    if other.sub_event_type == "Looting/property destruction" and one.sub_event_type == "Attack" and here:
        return True  # `set cars alight and beat a man`
    if SIEGE in (one.cameo_code, other.cameo_code):
        return one.violent  # `troops laid siege to a house`, in which they then fight
    if one.aside and not other.aside:
        return False  # `fired after explosive devices were hurled at them`
    if _is_the_fight(one, other):
        return True
    own_words = other.headline and not one.headline  # the report says it in its own words
    taken = other.sub_event_type == "Armed clash" and one.sub_event_type == ABDUCTION
    if not own_words and (_in_the_fight(one, other) or taken):
        return False  # `raided an army post and abducted three soldiers`
    vague = own_words or other.sub_event_type in GENERIC
    return vague and one.sub_event_type not in GENERIC and one.violent


def _is_the_fight(one: Draft, other: Draft) -> bool:
    """`two rebels gunned down`, then `killed in an exchange of fire`; `shelled and clashed with them`."""
    if one.kind != "mutual":
        return False
    if other.sub_event_type in _IN_FIGHTS and one.sentences[0] in other.sentences:
        return True
    hit = leading(other.side2)
    both = other.headline and all(fights(leading(side)) for side in (one.side1, one.side2))
    clash = one.sub_event_type == "Armed clash" and other.sub_event_type == "Attack"
    return clash and bool(hit is None or hit.armed or both)


def _in_the_fight(one: Draft, other: Draft) -> bool:
    """Whether weapons of which the first tells were used in the fight of the second: `they answered with grenades`."""
    if other.kind != "mutual":
        return False
    if one.sub_event_type == _DEVICE and not (one.when or one.where or one.deaths):
        return True  # `in the fighting they set off explosives`
    elsewhere = one.when not in (None, other.when) or one.where not in (None, other.where)
    thrown = one.sub_event_type == "Grenade" and not elsewhere and one.deaths is None
    together = thrown or one.sentences[0] in other.sentences or other.deaths is not None
    return one.sub_event_type in _IN_FIGHTS and together


def _sides(one: Sequence[Actor], other: Sequence[Actor], avoid: Sequence[Actor]) -> tuple[Actor, ...]:
    known = names(one) | names(avoid)
    if one and any(a.specific for a in one):
        added = [a for a in other if a.specific and not names([a]) & known]
        return (*one, *added)
    specific = [a for a in other if a.specific and not names([a]) & names(avoid)]
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


def _better_when(one: When | None, other: When | None) -> When | None:
    if one is None or other is None:
        return one or other
    return other if _LENGTHS.index(other.precision) < _LENGTHS.index(one.precision) else one


def better_where(one: Where | None, other: Where | None) -> Where | None:
    """The closer of two places of one event, the first in doubt."""
    if one is None or other is None:
        return one or other
    if settled := _within(one, other) or _within(other, one):
        return settled
    closer = PRECISIONS.index(other.place.geo_precision) < PRECISIONS.index(one.place.geo_precision)
    within = one.place.kind == "country" and other.near <= _IN_SENTENCE
    village = one.place.kind in ("admin1", "region") and other.place.kind == "place"
    return other if (closer or village) and (other.near <= 2 or within) else one


def _within(village: Where, unit: Where) -> Where | None:
    """A village that no gazetteer has, of which another sentence names the unit or the country that it lies in."""
    if not unsettled(village.place) or village.place.iso3 != unit.place.iso3:
        return None
    if unit.place.kind == "country":
        return village
    if unit.place.kind not in UNITS:
        return None
    if village.place.geo_precision != "country":
        return replace(village, place=replace(village.place, admin1=unit.place.admin1))
    place = replace(unit.place, name=village.place.name, kind="place", population=0)
    return replace(village, place=place)


def better_deaths(one: Deaths | None, other: Deaths | None) -> Deaths | None:
    """A later, larger toll takes the place of an earlier one; who died as well, or on the other side, is added.

    Who died as well is added to those counted last: in `Ten died. Six farmers were killed. Two others died, too.` to
    the six.
    """
    known = [deaths for deaths in (one, other) if deaths is not None]
    standing = [deaths for deaths in known if not deaths.early] or known
    if len(standing) < 2:
        return next(iter(standing), None)
    one, other = standing
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


_DEVICE = "Remote explosive/landmine/IED"
_IN_FIGHTS = frozenset({"Grenade", "Shelling/artillery/missile attack"})
_CROWD = frozenset({"protesters", "rioters"})
_MOST = 8
"""Actors of a side that are kept."""
_LENGTHS = ("day", "week", "month", "year")
_IN_SENTENCE = 4
"""Where the report has named the country alone, a town is better that stands somewhere in the sentence."""
