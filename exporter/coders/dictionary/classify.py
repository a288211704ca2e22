"""What kind of event a trigger and its sides make: the pattern says what is likely, the sides decide."""

from collections.abc import Sequence

from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.draft import ABDUCTION, SIEGE
from exporter.coders.dictionary.lexicon import Pattern, words
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
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger
from exporter.coders.dictionary.weapons import ON_FOOT, closer, weapon_kind

_OF_BANDS = frozenset({"ambush", "assassinate", "execute", "fire", "open", "raid", "shoot"})
"""What a crowd does not do: who does it bears arms."""


def kind_of(
    trigger: Trigger, effects: Sequence[Trigger], side1: Sequence[Actor], side2: Sequence[Actor]
) -> tuple[str, str]:
    """Sub event type and CAMEO code of what a trigger and those that belong to it tell."""
    sub, code = classify(trigger.pattern, side1, side2)
    by_effect = [agent for effect in effects for agent in effect.agents]
    if sub == "Attack" and any(effect.pattern.cameo_code == "186" for effect in effects):
        code = "186"  # What one word leaves open another may say: `shot dead in an ambush`.
    if sub == "Attack" and any(e.pattern.sub_event_type == "Sexual violence" for e in effects):
        return "Sexual violence", "1821"  # `raped and injured a girl`
    sub, code = closer(sub, code, trigger.clause, trigger.pattern.kind)
    if sub == "Shelling/artillery/missile attack" and any(map(_from_the_air, by_effect)):
        return "Air/drone strike", "195"  # `aircraft killed seven people when a missile hit their house`
    if trigger.nominal and sub == "Attack":
        sub, code = next((kind for agent in trigger.agents if (kind := weapon_kind(agent))), (sub, code))
    if sub == "Shelling/artillery/missile attack" and any(_fought_too(trigger, effect) for effect in effects):
        return "Armed clash", "190"
    if trigger.nominal and _pattern_fights(trigger) and any(c.lower_ == "armed" for c in trigger.token.lefts):
        return "Armed clash", "190"  # `an armed clash between two families`
    if sub in ("Armed clash", "Attack") and any(map(_kills_himself, (*trigger.agents, *by_effect))):
        return "Suicide bomb", "1831"
    by_manner = _by_manner(trigger, sub, effects, side1, side2) or _while_clearing(trigger, sub, side1)
    return by_manner or _kind_of_crowd(trigger, effects, (*side1, *side2)) or (sub, code)


_FIRING = frozenset({"fire", "open", "shoot"})


def _sacked(trigger: Trigger, sub: str, effects: Sequence[Trigger], side2: Sequence[Actor]) -> bool:
    """`gunmen overran a village and killed 15 people`: they came to kill and not to hold it."""
    village = trigger.pattern.lemma == "overrun" and any(t.lemma_ in _VILLAGES for t in trigger.targets)
    taken = sub == "Non-state actor overtakes territory" and village
    return taken and any(e.pattern.kind == "effect" for e in effects) and all_civil(side2)


_VILLAGES = frozenset({"camp", "community", "farm", "hamlet", "settlement", "village"})


def _by_manner(
    trigger: Trigger,
    sub: str,
    effects: Sequence[Trigger],
    side1: Sequence[Actor],
    side2: Sequence[Actor],
) -> tuple[str, str] | None:
    """What an act is by how it was done: ground that was taken without a fight, people who fought with sticks."""
    if _sacked(trigger, sub, effects, side2):
        return "Attack", "180"
    if sub == "Grenade" and any(verb.lemma_ in _FIRING for verb in trigger.token.conjuncts):
        # `hurled grenades and fired at the post`
        return ("Armed clash", "190") if fights(leading(side2)) else ("Attack", "180")
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


def _from_the_air(agent: Token) -> bool:
    weapon = weapon_kind(agent)
    return weapon is not None and weapon[0] == "Air/drone strike"


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
    harm = [trigger.token.head.head, *(effect.token for effect in effects)]
    deadly = any(_died_in(trigger.token, verb) for verb in harm) or any(
        _died_while(trigger, effect) for effect in effects
    )
    by_force = any(is_force(actor) or actor.role == "state" for actor in parties)
    hurt = any(effect.agents and effect.pattern.lemma in _SHOOTING for effect in effects)
    if by_force and (hurt or (deadly and any(map(is_force, parties)))):
        return "Excessive force against protesters", "175"  # `police shot two students during a march`
    how = {child.lower_ for child in trigger.clause.children}
    turned = trigger.clause.lemma_ in _BECOMING and bool(how & _VIOLENT) and not by_force
    violently = turned or "violently" in how
    return ("Violent demonstration", "145") if deadly or violently else None


def _died_in(crowd: Token, harm: Token) -> bool:
    """`two people were killed in protests`, which were not peaceful then."""
    within = crowd.dep_ == "pobj" and crowd.head.lower_ in ("in", "during", "at")
    dead = harm.lemma_ in _DEADLY or (
        harm.lemma_ in _HURTING and any(t.lemma_ == "die" for t in harm.ancestors)
    )
    return within and crowd.head.head == harm and dead  # `died after he was hit in the head during a march`


def _died_while(protest: Trigger, effect: Trigger) -> bool:
    """`nine people have been killed as students protested`"""
    below = protest.clause.dep_ == "advcl" and protest.clause.head == effect.clause
    meanwhile = any(c.lower_ in ("as", "when", "while") for c in protest.clause.lefts)
    return below and meanwhile and effect.pattern.lemma in _DEADLY


def _while_clearing(trigger: Trigger, sub: str, side1: Sequence[Actor]) -> tuple[str, str] | None:
    """`was shot dead as police tried to clear demonstrators from a bridge`"""
    if sub != "Attack" or side1 or trigger.pattern.kind != "effect" or trigger.nominal:
        return None
    for clause in trigger.clause.rights:
        meanwhile = clause.dep_ == "advcl" and any(c.lower_ in ("as", "when", "while") for c in clause.lefts)
        police = any(c.dep_ == "nsubj" and c.lemma_.lower() in _POLICE for c in clause.lefts)
        if meanwhile and police and any(t.lemma_.lower() in _PROTESTING for t in clause.subtree):
            return "Excessive force against protesters", "175"
    return None


_POLICE = frozenset({"force", "officer", "police", "policeman", "soldier", "troop"})
_PROTESTING = frozenset(
    {"demo", "demonstration", "demonstrator", "march", "marcher", "protest", "protester", "rally"}
)
_BECOMING = frozenset({"become", "grow", "turn"})
_VIOLENT = frozenset({"riotous", "ugly", "violent"})
_DEADLY = frozenset({"die", "kill", "murder"})
_HURTING = frozenset({"beat", "hit", "injure", "shoot", "stab", "strike", "wound"})
_SHOOTING = frozenset({"kill", "murder", "shoot", "wound"})


def classify(pattern: Pattern, side1: Sequence[Actor], side2: Sequence[Actor]) -> tuple[str, str]:
    """Sub event type and CAMEO code of a pattern, given who acts on whom."""
    first, second = leading(side1), leading(side2)
    if riot := _thrown(pattern, first) or _barred(pattern, first) or _riot(pattern, side1, side2):
        return riot
    fight = pattern.kind == "mutual" and bool(pattern.armed)
    if pattern.lemma == "encounter" and not any(actor.armed for actor in (*side1, *side2)):
        return "Consultation or visit", "040"  # `an encounter between the ministers`
    bystander = not side1 and len(side2) == 1  # `a reporter was killed in a shootout`
    if fight and second and second.role == "civilians" and (bystander or not all_civil(side1)):
        return "Attack", "180"
    if by_whom := _by_state_or_not(pattern, first):
        return by_whom
    if pattern.armed and pattern.kind != "territory" and fights(first) and fights(second):
        # The codes of assaults on people; between armed sides it is the use of force in general.
        by_arms = pattern.cameo_code in ("180", "182") or (
            pattern.cameo_code == "193" and pattern.kind != "mutual"
        )
        return pattern.armed, "190" if by_arms else pattern.cameo_code
    return pattern.sub_event_type, pattern.cameo_code


def _by_state_or_not(pattern: Pattern, first: Actor | None) -> tuple[str, str] | None:
    """What is another kind of event where a state does it than where others do; None for all other acts."""
    if pattern.sub_event_type == "Arrests" and first and first.armed and not is_state(first):
        return "Abduction/forced disappearance", "181"  # `rebels captured two soldiers`
    taken = pattern.sub_event_type == "Arrests" and pattern.lemma == "lead"
    if taken and first and first.role == "civilians":
        return "Abduction/forced disappearance", "181"  # `was led away by five people in camouflage`
    seized = pattern.sub_event_type == ABDUCTION and pattern.lemma in ("pick", "seize")
    if seized and first and first.role == "police":
        return "Arrests", "173"  # `officers seized an armed man`, `police picked up seven men`
    if pattern.kind == "territory" and first is not None and (first.armed or is_state(first)):
        # `the army drove the rebels out of X`; rebels who recapture it overtake it once more
        holder = "Government regains territory" if is_state(first) else "Non-state actor overtakes territory"
        return holder, pattern.cameo_code
    if pattern.lemma == "bomb" and not is_state(first):
        return "Remote explosive/landmine/IED", "183"
    return None


_BASE = "Headquarters or base established"


def _barred(pattern: Pattern, first: Actor | None) -> tuple[str, str] | None:
    """`residents set up roadblocks`, `students laid siege to parliament`"""
    people = first is not None and first.role in {*CROWD, "civilians"}
    if pattern.cameo_code == SIEGE:
        people = people and first is not None and first.many
        return ("Peaceful protest", "144") if people else None
    return ("Peaceful protest", "144") if pattern.sub_event_type == _BASE and people else None


def _thrown(pattern: Pattern, first: Actor | None) -> tuple[str, str] | None:
    """`demonstrators threw petrol bombs at soldiers`"""
    by_crowd = first is not None and first.role in CROWD
    by_people = first is not None and first.role == "civilians" and first.many
    homemade = pattern.sub_event_type == "Remote explosive/landmine/IED"
    thrower = by_crowd or (by_people and homemade)  # `workers hurled petrol bombs at the police`
    thrown = thrower and pattern.kind == "blast" and pattern.lemma in _THROWING
    return ("Violent demonstration", "145") if thrown else None


def _riot(pattern: Pattern, side1: Sequence[Actor], side2: Sequence[Actor]) -> tuple[str, str] | None:
    """What people without arms do who fight, burn or set upon others; None where nothing of the kind is told."""
    first, second = leading(side1), leading(side2)
    fight = pattern.kind == "mutual" and bool(pattern.armed)
    by_hand = pattern.lemma not in ("exchange", "fire")  # who exchanges fire bears arms
    if fight and by_hand and first and all_civil((*side1, *side2)) and (side2 or first.many):
        return "Mob violence", "180"  # `villagers fought each other`: crowds and no armed groups
    unarmed = first is not None and (first.role in {*CROWD, "civilians"} or _is_party(first))
    people = second is not None and ((second.role == "civilians" and second.many) or _is_party(second))
    resisted = is_force(first) and people
    crowd_fights = fight and (
        any(actor.role in CROWD for actor in (*side1, *side2))
        or (unarmed and (is_state(second) or _keeps_peace(second)))
        or (resisted and pattern.lemma in _SCUFFLING)  # `police clashed with workers`
    )
    rioting = pattern.kind == "protest" and any(actor.role == "rioters" for actor in (*side1, *side2))
    burning = pattern.kind == "burn" and (unarmed or (first is not None and first.role == "prisoners"))
    if burning and first and first.role != "protesters" and second and second.role == "civilians":
        return "Mob violence", "180"  # `a mob burned the house of a trader`
    # `police fired on rioters`
    shot_at = (
        is_force(first)
        and second is not None
        and second.role == "rioters"
        and pattern.sub_event_type == "Attack"
    )
    if crowd_fights or rioting or burning or shot_at:
        return "Violent demonstration", "145"
    if first and first.role in {*CROWD, "prisoners"} and pattern.sub_event_type == "Attack":
        # Demonstrators who turn on the police riot; a mob that turns on people is one.
        stormed = second is None and pattern.lemma in ON_FOOT
        guards = first.role == "prisoners" and second is not None and second.armed
        against_state = stormed or guards or is_state(second) or first.role == "protesters"
        return ("Violent demonstration", "145") if against_state else ("Mob violence", "180")
    if (
        first
        and first.role == "civilians"
        and first.many
        and first.called not in MEN
        and pattern.sub_event_type == "Attack"
        and pattern.lemma not in _OF_BANDS
    ):
        of_state = is_state(second) and not (second and second.civilian)  # a mayor who is beaten up is a man
        return ("Violent demonstration", "145") if of_state else ("Mob violence", pattern.cameo_code)
    return None


def _keeps_peace(actor: Actor | None) -> bool:
    """A force of several states: `the crowd clashed with NATO soldiers`."""
    return actor is not None and actor.armed and actor.actor_type == "External/Other forces"


def _is_party(actor: Actor) -> bool:
    """A party or a union by its name, that has no arms."""
    return actor.role == "named" and is_civil(actor)


_SCUFFLING = frozenset({"clash", "scuffle"})
_THROWING = frozenset({"hurl", "lob", "throw", "toss"})


def _kills_himself(agent: Token) -> bool:
    """`a suicide car bomber`."""
    before = {child.lower_ for child in agent.lefts}
    # `another bomber drove his car at a convoy`
    driving = (
        agent.dep_ == "nsubj"
        and agent.head.lemma_ in ("drive", "ram")
        and bool(before & {"another", "second"})
    )
    return agent.lemma_ == "bomber" and ("suicide" in before or driving)


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
