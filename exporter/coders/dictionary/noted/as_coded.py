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
    if made.sub_event_type == "Abduction/forced disappearance" and (died or said.tells("hurt")):
        made = coded(made, "Attack", "abducted and killed or hurt", said.words("hurt"))
    made = _with_deaths(made, said)
    return [made if event is chief else event for event in events]


def _of_kind(chief: Draft, said: Said) -> Draft:
    """The event as the kind that the note's label, its crowd or what it leaves unsaid make of it."""
    if said.sub_event_type:
        return coded(chief, said.sub_event_type, "the note's label says what it is", said.label)
    if _is_left(chief, said):
        why = "the note tells of no fight"
        return coded(chief, "Non-violent transfer of territory", why, said.words("unopposed"))
    if _is_ruin(chief, said):
        why = "things were destroyed, and nobody came to harm"
        return coded(chief, "Looting/property destruction", why, said.words("destroyed"))
    return _of_crowd(chief, said)


def _is_left(chief: Draft, said: Said) -> bool:
    """Whether ground changed hands for which nobody fought."""
    return said.tells("unopposed") and chief.deaths is None and chief.sub_event_type in _TAKEN


def _is_ruin(chief: Draft, said: Said) -> bool:
    """Whether an attack destroyed things and hurt nobody: `stormed the site and destroyed equipment`."""
    on_people = chief.deaths is not None or said.tells("crowd", "harmed") or any(a.armed for a in chief.side2)
    return chief.sub_event_type == "Attack" and said.tells("destroyed") and not on_people


def _of_crowd(chief: Draft, said: Said) -> Draft:
    """What people did together, as the note tells of them and of what the forces did about it."""
    if said.tells("petrol") and said.tells("protest") and chief.event_type == "Explosions/Remote violence":
        return coded(chief, "Violent demonstration", "thrown in a demonstration", said.words("petrol"))
    if said.tells("crowd") and chief.violent and not any(a.role in _FORCES for a in chief.actors):
        return coded(chief, "Mob violence", _SIZE, said.words("crowd"))
    sub, sign = _demonstration(chief, said)
    if sub:
        return coded(chief, sub, "what the note says of the crowd and of the forces", said.words(sign))
    if said.tells("crowd") and chief.event_type != "Riots" and chief.sub_event_type not in _WITH_FORCES:
        return _gathered(chief, said)
    return chief


def _demonstration(chief: Draft, said: Said) -> tuple[str, str]:
    """What a demonstration is by what else the note says of it, and by which sign; empty where by none."""
    if chief.event_type not in CROWDS:
        return "", ""
    if said.tells("mob") and not said.tells("fires", "protest"):
        return "Mob violence", "mob"
    if said.tells("shot at") and said.tells("protest") and not said.tells("rampaged"):
        return EXCESSIVE, "shot at"
    if chief.event_type == "Riots":
        return "", ""
    signs = [sign for sign in _OF_PROTESTS if said.tells(sign)]
    if not signs or (signs[0] == "forces" and chief.sub_event_type != "Peaceful protest"):
        return "", ""
    return _OF_PROTESTS[signs[0]], signs[0]


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
        sub = "Violent demonstration" if said.tells("protest") else "Mob violence"
    gathered = replace(chief, side1=people, side2=forces)
    return gathered if sub == chief.sub_event_type else coded(gathered, sub, _SIZE, said.words("crowd"))


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


_OF_PROTESTS = {
    **dict.fromkeys(("fires", "mob", "rioters", "rioted"), "Violent demonstration"),
    "shot at": EXCESSIVE,
    "forces": "Protest with intervention",
}
"""What a sign makes of a protest, the weightiest first."""
_SIZE = "the note gives the size of a crowd"
_WITH_FORCES = frozenset({EXCESSIVE, "Protest with intervention"})
_ATTACKS = frozenset({"Armed clash", "Attack"})
_TAKEN = frozenset(
    {
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Non-violent transfer of territory",
    }
)
_FORCES = frozenset({"police", "military"})
