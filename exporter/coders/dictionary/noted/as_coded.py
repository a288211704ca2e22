"""The event of a note as its coder's own words about it have it."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.draft import CROWDS, Deaths, Draft
from exporter.coders.dictionary.noted.one_event import EXCESSIVE, coded, rank
from exporter.coders.dictionary.noted.said import Said


def as_coded(events: Sequence[Draft], said: Said) -> list[Draft]:
    """The events of a note, the chief one as its coder's own words about it have it."""
    if not events:
        return []
    chief = max(events, key=rank)
    made = _of_kind(chief, said)
    died = made.deaths is not None and made.deaths.count.best > 0
    if made.sub_event_type == "Abduction/forced disappearance" and (died or said.hurt):
        made = coded(made, "Attack", "abducted and killed or hurt")
    made = _with_deaths(made, said)
    return [made if event is chief else event for event in events]


def _of_kind(chief: Draft, said: Said) -> Draft:
    """The event as the kind that the note's label, its crowd or what it leaves unsaid make of it."""
    if said.sub_event_type:
        same = said.sub_event_type == chief.sub_event_type
        return chief if same else coded(chief, said.sub_event_type, "the note's label says what it is")
    if sub := _ground(chief, said):
        return coded(chief, sub, "the note tells of no fight")
    if sub := _ruin(chief, said):
        return coded(chief, sub, "things were destroyed, and nobody came to harm")
    return _of_crowd(chief, said)


def _ground(chief: Draft, said: Said) -> str:
    """What ground that nobody fought for is."""
    fought = chief.deaths is not None or chief.sub_event_type not in _TAKEN
    return "Non-violent transfer of territory" if said.unopposed and not fought else ""


def _ruin(chief: Draft, said: Said) -> str:
    """What an attack is that destroyed things and hurt nobody: `stormed the site and destroyed equipment`."""
    on_things = chief.sub_event_type == "Attack" and chief.deaths is None and not said.crowd
    on_things = on_things and not any(actor.armed for actor in chief.side2)
    return "Looting/property destruction" if on_things and said.destroyed and not said.harmed else ""


def _of_crowd(chief: Draft, said: Said) -> Draft:
    """What people did together, as the note tells of them and of what the forces did about it."""
    if said.petrol and said.protest and chief.event_type == "Explosions/Remote violence":
        return coded(chief, "Violent demonstration", "thrown in a demonstration")
    if said.crowd and chief.violent and not any(a.role in _FORCES for a in chief.actors):
        return coded(chief, "Mob violence", "the note gives the size of a crowd")
    if sub := _demonstration(chief, said):
        return coded(chief, sub, "what the note says of the crowd and of the forces")
    if said.crowd and chief.event_type != "Riots" and chief.sub_event_type not in _WITH_FORCES:
        return _gathered(chief, said)
    return chief


def _demonstration(chief: Draft, said: Said) -> str:
    """What a demonstration is by what else the note says of it; empty where that changes nothing."""
    if chief.event_type in CROWDS and said.mob and not (said.fires or said.protest):
        return "Mob violence"
    if chief.event_type in CROWDS and said.shot_at and said.protest and not said.rampaged:
        return EXCESSIVE
    if chief.event_type != "Protests":
        return ""
    if said.fires or said.mob or said.rioters:
        return "Violent demonstration"
    if said.shot_at:
        return EXCESSIVE
    return "Protest with intervention" if said.forces and chief.sub_event_type == "Peaceful protest" else ""


def _gathered(chief: Draft, said: Said) -> Draft:
    """An event of a crowd, whatever the sentences say that it was; soldiers may be the crowd of a protest."""
    themselves = chief.event_type == "Protests" and not chief.side2
    forces = tuple(a for a in (*chief.side1, *chief.side2) if a.role in _FORCES and not themselves)
    people = tuple(a for a in (*chief.side1, *chief.side2) if a not in forces)
    sub = "Protest with intervention" if forces else "Peaceful protest"
    if forces and chief.deaths and chief.deaths.count.best:
        sub = EXCESSIVE
    attacked = chief.sub_event_type in _ATTACKS and any(a not in forces for a in chief.side1)
    if forces and (chief.kind == "mutual" or attacked):
        # `refugees tried to cross the border, and police clashed with them`, `youths attacked a guard`
        sub = "Violent demonstration" if said.protest else "Mob violence"
    return coded(replace(chief, side1=people, side2=forces), sub, "the note gives the size of a crowd")


def _with_deaths(event: Draft, said: Said) -> Draft:
    """The event with the deaths that its coder counted, or with its share of those of several events."""
    if said.deaths is not None:
        event = replace(event, deaths=said.deaths).noting("deaths: those that the note's coder counted")
    if said.shares == 1 or event.deaths is None:
        return event
    share = round(event.deaths.count.best / said.shares)
    return replace(event, deaths=Deaths(Count(share, share, share), event.deaths.words)).noting(
        f"deaths: shared out among {said.shares} events, as the note says"
    )


_WITH_FORCES = frozenset({EXCESSIVE, "Protest with intervention"})
_ATTACKS = frozenset({"Armed clash", "Attack"})
_TAKEN = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
_FORCES = frozenset({"police", "military"})
