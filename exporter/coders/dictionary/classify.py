"""What kind of event a trigger and its sides make: the pattern says what is likely, the sides decide."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.actors import Actor, unidentified
from exporter.coders.dictionary.draft import ABDUCTION, EVENT_TYPE_OF, VIOLENT, Draft
from exporter.coders.dictionary.generic import STATE, TYPES
from exporter.coders.dictionary.lexicon import Pattern, words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger
from exporter.coders.dictionary.weapons import ON_FOOT, closer, weapon_kind

_CROWD = frozenset({"protesters", "rioters"})
_OF_BANDS = frozenset({"ambush", "assassinate", "execute", "fire", "open", "raid", "shoot"})
"""What a crowd does not do: who does it bears arms."""
MEN = frozenset(
    {
        "Criminals",
        "Individuals",
        "Men",
        "Persons",
        "Robbers",
        "Suspects",
        "Thieves",
        "Traffickers",
        "Young men",
        "Youths",
    }
)
"""What the report calls those of whom it knows nothing more."""


def kind_of(
    trigger: Trigger, effects: Sequence[Trigger], side1: Sequence[Actor], side2: Sequence[Actor]
) -> tuple[str, str]:
    """Sub event type and CAMEO code of what a trigger and those that belong to it tell."""
    sub, code = classify(trigger.pattern, side1, side2)
    by_effect = (agent for effect in effects for agent in effect.agents)
    if sub == "Attack" and any(effect.pattern.cameo_code == "186" for effect in effects):
        code = "186"  # What one word leaves open another may say: `shot dead in an ambush`.
    if sub == "Attack" and any(e.pattern.sub_event_type == "Sexual violence" for e in effects):
        return "Sexual violence", "1821"  # `raped and injured a girl`
    sub, code = closer(sub, code, trigger.clause, trigger.pattern.kind)
    if trigger.nominal and sub == "Attack":
        sub, code = next((kind for agent in trigger.agents if (kind := weapon_kind(agent))), (sub, code))
    if sub == "Shelling/artillery/missile attack" and any(_fought_too(trigger, effect) for effect in effects):
        return "Armed clash", "190"
    if trigger.nominal and _pattern_fights(trigger) and any(c.lower_ == "armed" for c in trigger.token.lefts):
        return "Armed clash", "190"  # `an armed clash between two families`
    if sub in ("Armed clash", "Attack") and any(map(_kills_himself, (*trigger.agents, *by_effect))):
        return "Suicide bomb", "1831"
    by_manner = _by_manner(trigger, sub, side1, side2)
    return by_manner or _kind_of_crowd(trigger, effects, (*side1, *side2)) or (sub, code)


def _by_manner(
    trigger: Trigger, sub: str, side1: Sequence[Actor], side2: Sequence[Actor]
) -> tuple[str, str] | None:
    """What an act is by how it was done: ground that was taken without a fight, people who fought with sticks."""
    if trigger.pattern.kind == "territory" and _unopposed(trigger.clause):
        return "Non-violent transfer of territory", "0874"
    hand_to_hand = sub in ("Armed clash", "Attack") and trigger.pattern.kind == "mutual"
    return ("Mob violence", "180") if hand_to_hand and _by_hand(trigger.clause, side1, side2) else None


def _unopposed(verb: Token) -> bool:
    """`took control of the oilfield without a fight`"""
    links = (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "without")
    return any(t.lemma_.lower() in _FIGHT for link in links for t in link.children) or any(
        c.lower_ in ("peacefully", "unopposed") for c in verb.children
    )


_FIGHT = frozenset({"battle", "bloodshed", "clash", "fight", "fighting", "opposition", "resistance", "shot"})


def _pattern_fights(trigger: Trigger) -> bool:
    return trigger.pattern.kind == "mutual" and bool(trigger.pattern.armed)


def _fought_too(trigger: Trigger, effect: Trigger) -> bool:
    """`shelled and clashed with them`"""
    return _pattern_fights(effect) and trigger.token in (effect.token.head, *effect.token.children)


def _kind_of_crowd(
    trigger: Trigger, effects: Sequence[Trigger], parties: Sequence[Actor]
) -> tuple[str, str] | None:
    """What a crowd's doings are that its word leaves open; None where it says all, or there is no crowd."""
    if trigger.pattern.kind == "riot":
        # `threw stones at each other`
        mutual = trigger.pattern.sub_event_type == "Violent demonstration" and _mutually(trigger.clause)
        return ("Mob violence", "180") if mutual else None
    if trigger.pattern.sub_event_type != "Peaceful protest" or any(a.role == "rioters" for a in parties):
        return None
    deadly = any(_died_in(trigger.token, effect.token) for effect in effects)
    by_force = any(_is_force(actor) or actor.role == "state" for actor in parties)
    hurt = any(effect.agents and effect.pattern.lemma in _SHOOTING for effect in effects)
    if by_force and (hurt or (deadly and any(map(_is_force, parties)))):
        return "Excessive force against protesters", "175"  # `police shot two students during a march`
    violently = any(child.lower_ == "violently" for child in trigger.clause.children)
    return ("Violent demonstration", "145") if deadly or violently else None


def _died_in(crowd: Token, harm: Token) -> bool:
    """`two people were killed in protests`, which were not peaceful then."""
    within = crowd.dep_ == "pobj" and crowd.head.lower_ in ("in", "during", "at")
    return within and crowd.head.head == harm and harm.lemma_ in _DEADLY


_DEADLY = frozenset({"die", "kill"})
_SHOOTING = frozenset({"kill", "shoot", "wound"})


def classify(pattern: Pattern, side1: Sequence[Actor], side2: Sequence[Actor]) -> tuple[str, str]:
    """Sub event type and CAMEO code of a pattern, given who acts on whom."""
    first, second = _first(side1), _first(side2)
    if riot := _thrown(pattern, first) or _riot(pattern, side1, side2):
        return riot
    fight = pattern.kind == "mutual" and bool(pattern.armed)
    if pattern.lemma == "encounter" and not any(actor.armed for actor in (*side1, *side2)):
        return "Consultation or visit", "040"  # `an encounter between the ministers`
    if fight and second and second.role == "civilians" and not _all_civil(side1):
        return "Attack", "180"
    if by_whom := _by_state_or_not(pattern, first):
        return by_whom
    if pattern.armed and pattern.kind != "territory" and _fights(first) and _fights(second):
        # The codes of assaults on people; between armed sides it is the use of force in general.
        return pattern.armed, "190" if pattern.cameo_code in ("180", "182", "193") else pattern.cameo_code
    return pattern.sub_event_type, pattern.cameo_code


def _by_state_or_not(pattern: Pattern, first: Actor | None) -> tuple[str, str] | None:
    """What is another kind of event where a state does it than where others do; None for all other acts."""
    if pattern.sub_event_type == "Arrests" and first and first.armed and not _is_state(first):
        return "Abduction/forced disappearance", "181"  # `rebels captured two soldiers`
    taken = pattern.sub_event_type == "Arrests" and pattern.lemma == "lead"
    if taken and first and first.role == "civilians":
        return "Abduction/forced disappearance", "181"  # `was led away by five people in camouflage`
    seized = pattern.sub_event_type == ABDUCTION and pattern.lemma in ("pick", "seize")
    if seized and first and first.role == "police":
        return "Arrests", "173"  # `officers seized an armed man`, `police picked up seven men`
    if pattern.kind == "territory" and _is_state(first):
        return "Government regains territory", pattern.cameo_code
    if pattern.lemma == "bomb" and not _is_state(first):
        return "Remote explosive/landmine/IED", "183"
    return None


def _thrown(pattern: Pattern, first: Actor | None) -> tuple[str, str] | None:
    """`demonstrators threw petrol bombs at soldiers`"""
    by_crowd = first is not None and first.role in _CROWD
    thrown = by_crowd and pattern.kind == "blast" and pattern.lemma in _THROWING
    return ("Violent demonstration", "145") if thrown else None


def _riot(pattern: Pattern, side1: Sequence[Actor], side2: Sequence[Actor]) -> tuple[str, str] | None:
    """What people without arms do who fight, burn or set upon others; None where nothing of the kind is told."""
    first, second = _first(side1), _first(side2)
    fight = pattern.kind == "mutual" and bool(pattern.armed)
    if fight and first and _all_civil((*side1, *side2)) and (side2 or first.many):
        return "Mob violence", "180"  # `villagers fought each other`: crowds and no armed groups
    unarmed = first is not None and first.role in {*_CROWD, "civilians"}
    crowd_fights = fight and (
        any(actor.role in _CROWD for actor in (*side1, *side2)) or (unarmed and _is_state(second))
    )
    rioting = first is not None and first.role == "rioters" and pattern.kind == "protest"
    burning = pattern.kind == "burn" and unarmed
    if burning and first and first.role != "protesters" and second and second.role == "civilians":
        return "Mob violence", "180"  # `a mob burned the house of a trader`
    if crowd_fights or rioting or burning:
        return "Violent demonstration", "145"
    if first and first.role in _CROWD and pattern.sub_event_type == "Attack":
        # Demonstrators who turn on the police riot; a mob that turns on people is one.
        stormed = second is None and pattern.lemma in ON_FOOT
        against_state = stormed or _is_state(second) or first.role == "protesters"
        return ("Violent demonstration", "145") if against_state else ("Mob violence", "180")
    if (
        first
        and first.role == "civilians"
        and first.many
        and first.called not in MEN
        and pattern.sub_event_type == "Attack"
        and pattern.lemma not in _OF_BANDS
    ):
        of_state = _is_state(second) and not (second and second.civilian)  # a mayor who is beaten up is a man
        return ("Violent demonstration", "145") if of_state else ("Mob violence", pattern.cameo_code)
    return None


_THROWING = frozenset({"hurl", "lob", "throw", "toss"})


def _kills_himself(agent: Token) -> bool:
    """`a suicide car bomber`."""
    return agent.lemma_ == "bomber" and any(child.lower_ == "suicide" for child in agent.lefts)


def _mutually(verb: Token) -> bool:
    words = {token.lower_ for token in verb.subtree}
    return {"each", "other"} <= words or {"one", "another"} <= words


def _by_hand(verb: Token, *sides: Sequence[Actor]) -> bool:
    """Whether people who are no force fight with what is at hand: `activists of two parties clashed with sticks`."""
    forces = ("state", "government", "military", "police", "rebels", "communal")
    if any(a.role in forces or (a.armed and a.role == "named") for side in sides for a in side):
        return False
    held = (
        t for c in verb.children if c.dep_ == "prep" and c.lower_ in ("with", "using") for t in c.children
    )
    return any(t.lemma_.lower() in _AT_HAND for thing in held for t in (thing, *thing.conjuncts))


_AT_HAND = words("weapons_at_hand")


def _fights(actor: Actor | None) -> bool:
    return actor is not None and (actor.armed or actor.role == "state")


def cast(draft: Draft) -> Draft:
    """Give the sides the roles that this kind of event has, and stand-ins where the text names nobody."""
    draft = _weighed(draft)
    kind = EVENT_TYPE_OF[draft.sub_event_type]
    side1, side2 = _in_their_roles(draft, kind)
    if draft.sub_event_type == "Attack" and _fights(_first(side1)) and _is_force(_first(side2)):
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
        both = draft.kind == "mutual" and _all_civil((*side1, *side2))
        side1 = _crowd("rioters", side1, trigger.start, trigger.end)
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


def _weighed(draft: Draft) -> Draft:
    """Armed sides that all sentences together make are a clash; who died is why people march in peace."""
    if _searched(draft):
        return replace(draft, sub_event_type="Other", cameo_code="170", kind="act")
    sides = _first(draft.side1), _first(draft.side2)
    forces = (
        sides[1] is not None
        and sides[1].armed
        and (sides[1].actor_type == STATE or sides[1].role in ("named", "rebels"))
    )
    state = sides[1] is not None and sides[1].actor_type == STATE
    unknown = not draft.side1 and not (draft.kind == "effect" and state)
    if draft.sub_event_type == "Attack" and (
        all(side and side.armed for side in sides) or (forces and unknown)
    ):
        return replace(draft, sub_event_type="Armed clash", cameo_code="190")
    on_crowd = sides[1] is not None and sides[1].role == "protesters"
    if draft.sub_event_type == "Attack" and on_crowd and _is_force(sides[0]):
        return replace(draft, sub_event_type="Excessive force against protesters", cameo_code="175")
    killed = draft.deaths is not None and draft.deaths.count.best > 0
    if draft.sub_event_type == "Protest with intervention" and killed:
        return replace(draft, sub_event_type="Excessive force against protesters", cameo_code="175")
    return replace(draft, deaths=None) if draft.sub_event_type == "Peaceful protest" else draft


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
        return "military"
    if draft.cameo_code.startswith(_RESTRAINTS):
        return "government"
    return "armed" if kind in VIOLENT or kind == "Strategic developments" else ""


def _stand_in(draft: Draft, kind: str) -> str:
    """Who stands at the receiving end where the text names nobody; empty where that is nobody."""
    harmed = draft.sub_event_type == "Looting/property destruction"
    robbed = harmed and (draft.lemma in _ROBBING or not any(map(_is_state, draft.side1)))
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
    return replace(unidentified("armed", actor.start, actor.end), country=actor.country, called=actor.called)


def _in_their_roles(draft: Draft, kind: str) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Both sides as those who use force, or as governments where none is used."""
    side1, side2 = draft.side1, draft.side2
    if kind in VIOLENT:
        side1 = tuple(map(_armed, side1))
    forceful = kind in VIOLENT or draft.sub_event_type == "Excessive force against protesters"
    as_state = "military" if forceful else "government"
    side1 = tuple(actor.as_state(as_state) for actor in side1)
    side2 = tuple(actor.as_state(as_state) for actor in side2)
    if kind in ("Battles", "Explosions/Remote violence"):
        side1 = tuple(map(_in_arms, side1))
    if kind == "Battles" and draft.kind == "mutual" and _all_civil((*side1, *side2)):
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


def _of_kin(actor: Actor) -> Actor:
    """Families or villages that fight with arms are communal militias."""
    return (
        replace(actor, role="communal", actor_type=TYPES["communal"]) if actor.role == "civilians" else actor
    )


def _crowd(role: str, side: Sequence[Actor], start: int, end: int) -> tuple[Actor, ...]:
    """Demonstrators first, those they are beside them: `Protesters (Peru)` with `Students (Peru)`."""
    generic = {"protesters", "rioters", "civilians", "prisoners"}
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
    forces = tuple(actor for actor in (*side1, *side2) if actor.role in ("police", "military"))
    if not forces:
        return tuple(side1), tuple(side2)
    return tuple(a for a in (*side1, *side2) if a not in forces), forces


def _crowd_first(
    side1: Sequence[Actor], side2: Sequence[Actor]
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """A riot's actor 1 is the crowd, even where the police are named first."""
    every = (*side1, *side2)
    crowd = tuple(actor for actor in every if actor.role in _CROWD or _is_civil(actor))
    return crowd, tuple(actor for actor in every if actor not in crowd)


def _first(side: Sequence[Actor]) -> Actor | None:
    return side[0] if side else None


def _is_force(actor: Actor | None) -> bool:
    return actor is not None and actor.armed and actor.actor_type == STATE


def _is_state(actor: Actor | None) -> bool:
    return actor is not None and (actor.actor_type == STATE or actor.role == "state")


def _all_civil(side: Sequence[Actor]) -> bool:
    return bool(side) and all(_is_civil(actor) for actor in side)


def _is_civil(actor: Actor) -> bool:
    """Whether somebody bears no arms: people, prisoners, a party or a union by its name."""
    rival = actor.role == "rioters" and actor.called.startswith("Rival")  # `two rival groups clashed`
    party = actor.role == "named" and actor.actor_type == "Civilians"
    return rival or party or actor.role in ("civilians", "prisoners")
