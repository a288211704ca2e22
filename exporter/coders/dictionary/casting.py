"""The roles that the sides of an event have by its kind, and stand-ins where the report names nobody."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.actors import Actor, unidentified
from exporter.coders.dictionary.draft import ABDUCTION, EVENT_TYPE_OF, SIEGE, VIOLENT, Draft
from exporter.coders.dictionary.generic import STATE, TYPES
from exporter.coders.dictionary.party_sorts import (
    CROWD,
    MEN,
    all_civil,
    fights,
    is_civil,
    is_force,
    is_state,
    leading,
)


def cast(draft: Draft) -> Draft:
    """Give the sides the roles that this kind of event has, and stand-ins where the text names nobody."""
    draft = _weighed(_abducted_and_killed(draft))
    kind = EVENT_TYPE_OF[draft.sub_event_type]
    side1, side2 = _in_their_roles(draft, kind)
    side1 = _not_their_own(side1, side2)
    if draft.sub_event_type == "Attack" and fights(leading(side1)) and is_force(leading(side2)):
        draft, kind = replace(draft, sub_event_type="Armed clash", cameo_code="190"), "Battles"
    trigger = draft.triggers[0]
    if kind == "Protests":
        # `soldiers demonstrated for their pay`: the crowd themselves, where nobody else is told of.
        if side2 or draft.sub_event_type != "Peaceful protest":
            side1, side2 = _forces_second(side1, side2)
        side1 = _crowd("protesters", side1, trigger.start, trigger.end)
    elif draft.sub_event_type == "Violent demonstration":
        side1, side2 = _crowd_first(side1, side2)
        side1 = _crowd("rioters", side1, trigger.start, trigger.end)
    elif draft.sub_event_type == "Mob violence":
        both = draft.kind == "mutual" and all_civil((*side1, *side2))
        side1 = _crowd("rioters", side1, trigger.start, trigger.end)
        side2 = tuple(map(_set_upon, side2))
        if both and side2:
            side2 = _crowd("rioters", side2, trigger.start, trigger.end)
    elif not side1 and side2 and draft.sub_event_type == "Change to group/activity":
        side1, side2 = side2, ()  # `troops were moved to the border`
    elif not side1 and (acting := _unknown_doer(draft, kind)):
        side1 = (unidentified(acting, trigger.start, trigger.end),)
    if kind in _ON_PEOPLE or draft.sub_event_type == "Mob violence":
        side2 = _unarmed(side2)
    if kind == "Protests":
        # An office before which people stand has done nothing to them.
        side2 = tuple(a for a in side2 if a.role != "government" or a.many)
    role = "" if side2 else _stand_in(draft, kind)
    if role:
        side2 = (unidentified(role, trigger.start, trigger.end),)
    return replace(draft, side1=side1, side2=side2)


def _abducted_and_killed(draft: Draft) -> Draft:
    """Whoever was abducted and killed was attacked: so ACLED's codebook has it."""
    killed = draft.deaths is not None and draft.deaths.count.best > 0
    if draft.sub_event_type != ABDUCTION or not killed or not all_civil(draft.side2):
        return draft
    return replace(draft, sub_event_type="Attack", cameo_code="180").noting("abducted and killed")


def _weighed(draft: Draft) -> Draft:
    """Armed sides that all sentences together make are a clash; who died is why people march in peace."""
    killed = draft.deaths is not None and draft.deaths.count.best > 0
    if draft.cameo_code == SIEGE and killed:
        draft = replace(draft, sub_event_type="Attack", cameo_code="190")  # a siege that cost lives
    if (kind := _by_manner(draft, killed=killed)) is not None:
        return kind
    if draft.sub_event_type == "Attack":
        return _attack(draft)
    if draft.sub_event_type == "Protest with intervention" and killed:
        return replace(draft, sub_event_type="Excessive force against protesters", cameo_code="175")
    return replace(draft, deaths=None) if draft.sub_event_type == "Peaceful protest" else draft


def _by_manner(draft: Draft, *, killed: bool) -> Draft | None:
    """What the way in which people fight or are searched makes of it; None where that is nothing else."""
    if _between_herders(draft) and killed:
        return replace(draft, sub_event_type="Armed clash", cameo_code="193")
    if _searched(draft):
        return replace(draft, sub_event_type="Other", cameo_code="170", kind="act")
    if draft.kind == "mutual" and draft.event_type == "Battles" and _bystander(draft):
        return replace(draft, sub_event_type="Attack", cameo_code="180")
    return None


def _attack(draft: Draft) -> Draft:
    """An attack, as the kind that it is by who acts on whom."""
    sides = leading(draft.side1), leading(draft.side2)
    forces = sides[1] is not None and _would_be_fought(sides[1])
    state = sides[1] is not None and sides[1].actor_type == STATE
    unknown = not draft.side1 and not (draft.kind == "effect" and state)
    if sides[0] is not None and sides[0].role == "rioters":
        return replace(draft, sub_event_type="Mob violence", cameo_code="180")
    if all(side and side.armed for side in sides) or (forces and unknown):
        return replace(draft, sub_event_type="Armed clash", cameo_code="190")
    on_crowd = sides[1] is not None and sides[1].role == "protesters"
    if on_crowd and (is_force(sides[0]) or not draft.side1):
        return replace(draft, sub_event_type="Excessive force against protesters", cameo_code="175")
    return draft


def _between_herders(draft: Draft) -> bool:
    """Whether herders fight: over cattle they do so with rifles."""
    mob = draft.sub_event_type == "Mob violence" and draft.kind == "mutual"
    return mob and any(actor.label == "Pastoralists" for actor in draft.actors)


def _would_be_fought(actor: Actor) -> bool:
    """Whether who is killed, nobody knows by whom, is no bystander: `two militants were killed`; a robber may be."""
    known = actor.actor_type == STATE or actor.role in ("named", "rebels")
    return actor.armed and (known or (actor.role == "armed" and actor.called in _FIGHTERS))


_FIGHTERS = frozenset({"Extremists", "Fighters", "Insurgents", "Jihadists", "Militants", "Terrorists"})


def _bystander(draft: Draft) -> bool:
    """Whether of a fight nobody is named but one who was no party to it: `a reporter was killed in a shootout`."""
    return not draft.side1 and len(draft.side2) == 1 and not draft.side2[0].many and all_civil(draft.side2)


def _searched(draft: Draft) -> bool:
    """Whether police came in and hurt nobody that the report knows of: `police raided the offices of a newspaper`."""
    police = bool(draft.side1) and all(actor.role == "police" for actor in draft.side1)
    home = bool(draft.whom & _HOMES)  # `raided the home of the attacker`
    hurt = draft.deaths is not None or any(
        (actor.armed and not home) or actor.person for actor in draft.side2
    )
    return draft.sub_event_type in _RAIDS and draft.lemma == "raid" and police and not hurt


_RAIDS = frozenset({"Armed clash", "Attack"})
_HOMES = frozenset({"apartment", "flat", "home", "house"})


def _unknown_doer(draft: Draft, kind: str) -> str:
    """Who acts where the text names nobody; empty where that cannot be told."""
    if draft.sub_event_type == "Arrests":
        return "police"
    if draft.sub_event_type == "Air/drone strike":
        return "armed" if is_force(leading(draft.side2)) else "military"
    if draft.cameo_code.startswith(_RESTRAINTS):
        return "government"
    return "armed" if kind in VIOLENT or kind == "Strategic developments" else ""


def _stand_in(draft: Draft, kind: str) -> str:
    """Who stands at the receiving end where the text names nobody; empty where that is nobody."""
    harmed = draft.sub_event_type == "Looting/property destruction"
    robbed = harmed and (draft.lemma in _ROBBING or not any(map(is_state, draft.side1)))
    lives = draft.deaths is not None and draft.deaths.count.best > 0
    struck = kind == "Explosions/Remote violence" and lives
    if kind == "Violence against civilians" or robbed or struck:
        return "civilians"
    if draft.sub_event_type == "Non-state actor overtakes territory":
        return "military"
    return "armed" if kind == "Battles" else ""


_RESTRAINTS = "172"
"""Curfews, bans and states of emergency, which none but a government imposes."""
_ROBBING = frozenset({"loot", "pillage", "plunder", "ransack", "rob", "steal"})
_ON_PEOPLE = frozenset({"Violence against civilians", "Explosions/Remote violence"})


def _unarmed(side: Sequence[Actor]) -> tuple[Actor, ...]:
    """A mayor or a judge whom violence befalls is a civilian, as ACLED has it, with whom he acts for beside him."""
    if not side or side[0].role != "government" or not side[0].civilian:
        return tuple(side)
    first = side[0]
    person = replace(first, role="civilians", name="", actor_type="Civilians")
    return (person, replace(first, label="", called="", person=""), *side[1:])


def _armed(actor: Actor) -> Actor:
    """Men of whom nothing else is told bear arms where they use violence: `two men on a motorcycle`."""
    if actor.role != "civilians" or actor.called not in MEN:
        return actor
    return _in_their_arms(actor)


_WITH_GUNS = frozenset({"fire", "open", "shoot"})


def _shooter(actor: Actor) -> Actor:
    """Somebody without forces who opens fire bears arms: `a former student opened fire at a school`."""
    if actor.role != "civilians" or actor.many or actor.person:
        return actor
    return _in_their_arms(actor)


def _in_their_arms(actor: Actor) -> Actor:
    """Somebody of whom nothing else is known, as one who bears arms."""
    return replace(unidentified("armed", actor.start, actor.end), country=actor.country, called=actor.called)


def _bomber(actor: Actor) -> Actor:
    """Whoever blows himself up is no bystander: `two girls with explosives strapped to their bodies`."""
    if actor.role != "civilians":
        return actor
    return _in_their_arms(actor)


def _in_their_roles(draft: Draft, kind: str) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Both sides as those who use force, or as governments where none is used."""
    side1, side2 = draft.side1, draft.side2
    if kind in VIOLENT:
        side1 = tuple(map(_armed, side1))
    if draft.sub_event_type == "Suicide bomb":
        side1 = tuple(map(_bomber, side1))
    if draft.sub_event_type == "Attack" and draft.lemma in _WITH_GUNS:
        side1 = tuple(map(_shooter, side1))
    forceful = kind in VIOLENT or draft.sub_event_type == "Excessive force against protesters"
    as_state = "military" if forceful else "government"
    side1 = tuple(actor.as_state(as_state) for actor in side1)
    side2 = tuple(actor.as_state(as_state) for actor in side2)
    if kind in ("Battles", "Explosions/Remote violence"):
        side1 = tuple(map(_in_arms, side1))
    if kind == "Battles" and draft.kind == "mutual" and all_civil((*side1, *side2)):
        side1, side2 = tuple(map(_of_kin, side1)), tuple(map(_of_kin, side2))
    return side1, tuple(map(_in_arms, side2)) if kind == "Battles" else side2


def _in_arms(actor: Actor) -> Actor:
    """A government that fights or bombs does so by its army: `government air strikes`."""
    if (
        actor.role != "government"
        or actor.civilian
        or actor.label
        or actor.called
        or not (actor.country or not actor.name)
    ):
        return actor
    return replace(actor, role="military", name="")


def _not_their_own(side1: tuple[Actor, ...], side2: Sequence[Actor]) -> tuple[Actor, ...]:
    """Drones that nobody is said to have sent are not those of the forces that they hit: `a drone struck the base`."""
    unknown = all(a.called == "Drones" and a.country is None for a in side1)
    return tuple(_somebody(a) for a in side1) if unknown and is_force(leading(side2)) else side1


def _somebody(actor: Actor) -> Actor:
    return unidentified("armed", actor.start, actor.end)


def _set_upon(actor: Actor) -> Actor:
    """Thieves and kidnappers whom a mob sets upon are people without arms."""
    somebody = actor.role == "armed" and actor.called and not actor.own
    return replace(actor, role="civilians", actor_type="Civilians", label="") if somebody else actor


def _of_kin(actor: Actor) -> Actor:
    """Families or villages that fight with arms are communal militias."""
    return (
        replace(actor, role="communal", actor_type=TYPES["communal"]) if actor.role == "civilians" else actor
    )


def _crowd(role: str, side: Sequence[Actor], start: int, end: int) -> tuple[Actor, ...]:
    """Demonstrators first, those they are beside them: `Protesters (Peru)` with `Students (Peru)`."""
    generic = {"protesters", "rioters", "civilians", "prisoners"}
    if role == "protesters":
        side = [actor for actor in side if actor.role != "armed"]  # `among them Islamists`
    first = next((actor for actor in side if actor.role in generic), None)
    lead = (
        replace(first, role=role, label="", called="", actor_type=role.capitalize())
        if first
        else unidentified(role, start, end)
    )
    labelled = [actor for actor in side if actor.label and actor.role in generic]
    return (lead, *labelled, *(actor for actor in side if actor.role not in generic))


def _forces_second(
    side1: Sequence[Actor], side2: Sequence[Actor]
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """A protest's actor 2 is the police or whoever else steps in."""
    forces = tuple(a for a in (*side1, *side2) if a.role in ("police", "military") or is_force(a))
    if not forces:
        return tuple(side1), tuple(side2)
    return tuple(a for a in (*side1, *side2) if a not in forces), forces


def _crowd_first(
    side1: Sequence[Actor], side2: Sequence[Actor]
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """A riot's actor 1 is the crowd, even where the police are named first."""
    every = (*side1, *side2)
    crowd = tuple(actor for actor in every if actor.role in CROWD or is_civil(actor))
    return crowd, tuple(actor for actor in every if actor not in crowd)
