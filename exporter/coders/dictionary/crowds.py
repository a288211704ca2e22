"""One demonstration, one event: what the crowd did in it and what the police did about it belong to it.

After ACLED's codebook: police or soldiers who break up a protest make it a protest with intervention, those who
shoot at it or kill make it excessive force, and a crowd that burns, fights or throws stones makes it a riot.
"""

from collections.abc import Sequence
from dataclasses import replace

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.draft import Deaths, Draft, Words
from exporter.coders.dictionary.merging import better_where, places_agree
from exporter.coders.dictionary.party_sorts import is_state

_DEMONSTRATIONS = frozenset({"Protests", "Riots"})
_BY_CROWD = frozenset({"Looting/property destruction", "Armed clash", "Attack", "Mob violence"})
_BY_FORCE = frozenset({"Arrests", "Attack", "Armed clash", "Grenade", "Other"})
_CROWD = frozenset({"protesters", "rioters", "civilians"})
_FORCES = frozenset({"police", "military", "private_security"})
# Words of lethal force, where the report counts no deaths.
_LIVE_FIRE = frozenset({"shoot", "open", "fire", "kill"})

NEXT = 3
"""Characters between a sentence and the next within a paragraph."""


def join_crowds(events: Sequence[Draft], adrift: Sequence[Draft] = ()) -> list[Draft]:
    """The events, each demonstration with what its crowd and the forces did.

    `adrift` are drafts that say too little to be events of their own, such as `Police dispersed them.`
    """
    joined: list[Draft] = list(events)
    loose = list(adrift)
    for crowd in events:
        if crowd.event_type not in _DEMONSTRATIONS or crowd.motive or crowd not in joined:
            continue
        while True:
            index = joined.index(crowd)
            other = next((e for e in (*joined, *loose) if e is not crowd and _belongs(e, crowd)), None)
            if other is None:
                break
            crowd = _with(crowd, other)  # noqa: PLW2901 (it grows until nothing more belongs to it)
            joined[index] = crowd
            (loose if other in loose else joined).remove(other)
    return [_as_protest(event) for event in joined]


def _as_protest(event: Draft) -> Draft:
    """Where nothing but their arrest is told of demonstrators, they demonstrated, and police stepped in."""
    crowd = bool(event.side2) and all(a.role == "protesters" for a in event.side2)
    if event.sub_event_type != "Arrests" or not crowd or not _has(event.side1, _FORCES):
        return event
    sub, code = _coded("Protest with intervention")
    return replace(
        event, sub_event_type=sub, cameo_code=code, kind="protest", side1=event.side2, side2=event.side1
    ).noting("demonstrators were arrested: a protest with intervention")


def _belongs(other: Draft, crowd: Draft) -> bool:
    """Whether an event told in the same breath is part of the demonstration."""
    if other.another or other.motive or not _same_spot(other, crowd):
        return False
    if other.given and not other.side1 and any(actor.person for actor in other.side2):
        return False  # `judges went on strike following the murder of Carlos Valencia`
    if not (_same_breath(other, crowd) or _of_the_crowd(other, crowd)):
        return False
    if other.event_type in _DEMONSTRATIONS:
        return True
    # `six people were arrested`; one man may be whom they demonstrate for
    several = not other.side2 or any(a.many or a.label == "Activists" for a in other.side2)
    arrested = other.sub_event_type == "Arrests" and not other.side1 and several
    crowd_held = other.sub_event_type == "Arrests" and all(a.role in _CROWD for a in other.side2)
    by_state = crowd_held and any(map(is_state, other.side1))
    if other.sub_event_type in _BY_FORCE and (arrested or by_state or _has(other.side1, _FORCES)):
        return not any(a.armed for a in other.side2 if a.role not in _FORCES and a not in crowd.side1)
    by_crowd = not other.side1 or all(a.role in _CROWD or a.role == "named" for a in other.side1)
    armed = any(a.role == "named" and a.actor_type != "Civilians" for a in other.side1)
    return other.sub_event_type in _BY_CROWD and by_crowd and not armed


def _of_the_crowd(other: Draft, crowd: Draft) -> bool:
    """Whether police detained those who demonstrated, wherever the report tells it: `more than 800 were detained`."""
    placed = other.where is None or (crowd.where and other.where.place.name == crowd.where.place.name)
    return (
        other.sub_event_type == "Arrests"
        and bool(placed)
        and all(actor.role in _CROWD and not actor.person for actor in other.side2)
    )


def _same_breath(other: Draft, crowd: Draft) -> bool:
    """In one sentence with it, or in the next."""
    first = min(sentence.start for sentence in crowd.sentences)
    last = max(sentence.end for sentence in crowd.sentences)
    # `A woman was shot. Another died when police broke up the sit-in.`
    told_apart = other.side1 or other.nominal or other.given or other.headline
    before = other.kind == "effect" and not told_apart
    if crowd.headline and other.lead:
        return True
    return bool(set(other.sentences) & set(crowd.sentences)) or any(
        0 <= sentence.start - last <= NEXT or (before and 0 <= first - sentence.end <= NEXT)
        for sentence in other.sentences
    )


def _same_spot(other: Draft, crowd: Draft) -> bool:
    if other.when and crowd.when and other.when.first != crowd.when.first:
        return False
    return places_agree(other.where, crowd.where)


def _has(side: Sequence[Actor], roles: frozenset[str]) -> bool:
    return any(actor.role in roles for actor in side)


def _with(crowd: Draft, other: Draft) -> Draft:
    """The demonstration with a part of it."""
    every = (*crowd.side1, *crowd.side2, *other.side1, *other.side2)
    arresting = other.side1 if other.sub_event_type == "Arrests" else ()
    forces = tuple(dict.fromkeys(a for a in every if a.role in _FORCES or (a in arresting and is_state(a))))
    people = tuple(dict.fromkeys(actor for actor in every if actor not in forces))
    victims: tuple[Actor, ...] = ()
    if crowd.sub_event_type == "Mob violence":
        victims = tuple(actor for actor in crowd.side2 if actor in people)
        people = tuple(actor for actor in people if actor not in victims)
    deaths = _more(crowd.deaths, other.deaths)
    sub, code = _kind(crowd, other, forces, deaths)
    lead = crowd if crowd.sub_event_type == sub or other.sub_event_type != sub else other
    return replace(
        crowd,
        sub_event_type=sub,
        cameo_code=code,
        kind="riot" if sub in ("Violent demonstration", "Mob violence") else "protest",
        triggers=_merged(lead.triggers, (*crowd.triggers, *other.triggers)),
        sentences=_merged(crowd.sentences, other.sentences),
        side1=people,
        side2=(*victims, *forces),
        when=crowd.when or other.when,
        where=better_where(crowd.where, other.where),
        deaths=deaths,
        lead=crowd.lead or other.lead,
        rules=(*crowd.rules, *other.rules, "joined: the crowd's and the forces' acts in one demonstration"),
    )


def _kind(crowd: Draft, other: Draft, forces: Sequence[Actor], deaths: Deaths | None) -> tuple[str, str]:
    riots = [e for e in (crowd, other) if e.event_type == "Riots"]
    by_crowd = other.sub_event_type in _BY_CROWD and not _has(other.side1, _FORCES)
    if (
        by_crowd
        and not other.side1
        and (_suffered(crowd, other) or _has((*crowd.side1, *crowd.side2), _FORCES))
    ):
        by_crowd = other.kind != "effect"  # `fired live bullets to disperse students, killing one`
    if riots or by_crowd:
        demonstrating = any(e.event_type == "Protests" or e.sub_event_type == _RIOT for e in (crowd, other))
        mob = any(e.sub_event_type == "Mob violence" for e in riots) and not demonstrating
        return _coded("Mob violence" if mob else _RIOT)
    shot = other.sub_event_type == "Attack" and other.lemma in _LIVE_FIRE
    subs = {crowd.sub_event_type, other.sub_event_type}
    if "Excessive force against protesters" in subs or (forces and (shot or (deaths and deaths.count.best))):
        return _coded("Excessive force against protesters")
    if forces or subs & {"Arrests", "Protest with intervention"}:
        return _coded("Protest with intervention")
    return crowd.sub_event_type, crowd.cameo_code


def _suffered(crowd: Draft, other: Draft) -> bool:
    """Whether it befell the crowd: `soldiers fired on the crowd; two protesters were killed`."""
    shot_at = crowd.sub_event_type == _EXCESSIVE
    return other.kind == "effect" and (shot_at or _has(other.side2, frozenset({"protesters"})))


_RIOT = "Violent demonstration"
_EXCESSIVE = "Excessive force against protesters"


def _coded(sub: str) -> tuple[str, str]:
    return sub, str(mapping("sub_event_types", "cameo_code")[sub])


def _more(one: Deaths | None, other: Deaths | None) -> Deaths | None:
    if one is None or other is None:
        return one or other
    return other if other.count.best > one.count.best else one


def _merged(first: Sequence[Words], rest: Sequence[Words]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys((*first, *rest)))
