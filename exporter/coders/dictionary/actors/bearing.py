"""What the words beside people or a country say that they do or bear: stones in a riot, missiles, an attack."""

from exporter.coders.dictionary.actors.look import backing
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token


def is_wielded(adjective: Token) -> bool:
    """What a state's forces use or do: `Russian missiles`, `the Turkish attack on X`, `the US bombing of X`."""
    if adjective.dep_ not in ("amod", "compound", "nmod") or backing(adjective):
        return False
    what = adjective.head.lemma_.lower()
    aimed = any(child.lower_ in ("on", "against") for child in adjective.head.rights)
    bombing = what == "bombing" and any(child.lower_ == "of" for child in adjective.head.rights)
    if what == "fire" and adjective.head.tag_ == "NNS":
        return False  # `Australian bush fires`
    armed = any(
        child.lemma_.lower() in _WIELDED for child in adjective.head.lefts
    )  # `a Ukrainian drone attack`
    return what in _WIELDED or bombing or (what in ("attack", "assault") and (aimed or armed))


def riots(head: Token) -> bool:
    """`stone-throwing youths`, `a rioting crowd`"""
    doings = [
        child for child in head.lefts if child.dep_ in ("amod", "compound") and child.lower_ in _RIOTING
    ]
    return any(
        child.lower_ not in _THROWING or any(thing.lower_ in _MISSILES for thing in child.lefts)
        for child in doings
    )


_THROWING = frozenset({"hurling", "pelting", "throwing"})
_RIOTING = _THROWING | {"rampaging", "rioting", "violent"}
_MISSILES = frozenset({"bottle", "brick", "bricks", "rock", "rocks", "stone", "stones"})
_WIELDED = words("wielded")
