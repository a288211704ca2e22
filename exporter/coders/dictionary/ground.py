"""Taking ground is for forces: crowds occupy, power is seized, persons are captured, and nobody takes a date."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.actors import Actor, ActorFinder
from exporter.coders.dictionary.lexicon import Lexicon, Pattern
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger
from exporter.coders.dictionary.where import PlaceFinder

# What only forces can do: take ground and leave it.
GROUND = frozenset(
    {
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Non-violent transfer of territory",
    }
)
_POWER = frozenset({"government", "power", "state"})
_COUP = Pattern("coup", "verb", "", frozenset(), "Other", "", "150", "act", "")
_OCCUPYING = Pattern("occupy", "verb", "", frozenset(), "Peaceful protest", "", "144", "protest", "")


def taken(trigger: Trigger, lexicon: Lexicon, actors: ActorFinder, places: PlaceFinder) -> Trigger | None:
    """The trigger as what its words make it, where they speak of ground that is taken; None where nothing is."""
    if trigger.pattern.lemma == "enter" and trigger.pattern.sub_event_type in GROUND and not _left(trigger):
        return None  # who enters a village may only raid it
    of_ground = _of_people(trigger, lexicon, actors, places)
    return _of_crowd(of_ground, actors) if of_ground else None


def _of_people(
    trigger: Trigger, lexicon: Lexicon, actors: ActorFinder, places: PlaceFinder
) -> Trigger | None:
    """The trigger, where ground is taken; where it is a person who is, the pattern of the verb for people."""
    if trigger.pattern.kind != "territory" or trigger.pattern.wants != "place":
        return trigger
    if not trigger.targets:
        return None  # `captured on 2 May by troops`: the date was taken for ground
    named = [token for token in trigger.targets if token.pos_ == "PROPN"]
    if not named or any(places.at(t) or not actors.victim(t) for t in named):
        return trigger
    same = lexicon.patterns[trigger.pattern.pos, trigger.pattern.lemma]
    pattern = next((pattern for pattern in same if pattern.wants == "person"), None)
    return replace(trigger, pattern=pattern) if pattern else None


def _of_crowd(trigger: Trigger, actors: ActorFinder) -> Trigger:
    """The trigger; where demonstrators occupy what forces would take, they demonstrate; power is no ground."""
    if trigger.pattern.sub_event_type not in GROUND:
        return trigger
    held = (t for t in trigger.token.subtree if t.dep_ == "pobj" and t.head.lower_ == "of")
    if any(t.lemma_ in _POWER and not _named(t) for t in held):
        return replace(trigger, pattern=_COUP)  # `took control of the government`
    who = [actor for token in trigger.agents for actor in actors.of(token)]
    crowd = bool(who) and all(actor.role in ("protesters", "rioters") for actor in who)
    return replace(trigger, pattern=_OCCUPYING) if crowd else trigger


def _named(noun: Token) -> bool:
    """`the capital of Gezira state`"""
    return any(child.dep_ == "compound" for child in noun.lefts)


def _left(trigger: Trigger) -> bool:
    """Whether others left, or nobody withstood: `entered the town after the rebels withdrew`."""
    sent = trigger.token.sent
    pulled = any(t.lemma_ == "pull" and any(c.lower_ in ("back", "out") for c in t.rights) for t in sent)
    return pulled or any(t.lemma_.lower() in _LEAVING or t.lower_ in _FREELY for t in sent)


_LEAVING = frozenset(
    {"abandon", "evacuate", "flee", "leave", "retreat", "surrender", "withdraw", "withdrawal"}
)
_FREELY = frozenset({"fight", "opposition", "peacefully", "resistance", "shot", "unopposed"}) | {
    *("accord", "agreement", "ceasefire", "deal", "truce")
}


def no_force(trigger: Trigger, side1: Sequence[Actor], side2: Sequence[Actor]) -> bool:
    """Whether ground is said to be taken or left, and no force stands on the side that takes or leaves it."""
    if trigger.pattern.sub_event_type not in GROUND or (not side1 and trigger.pattern.kind == "territory"):
        return False
    if trigger.pattern.kind == "territory" and side2 and all(actor.role == "civilians" for actor in side2):
        return True  # `drove out the aid workers`
    moved = side2 if trigger.pattern.kind != "territory" else ()
    return not any(
        actor.armed or actor.role == "state" or (actor.role == "government" and not actor.civilian)
        for actor in (*side1, *moved)
    )
