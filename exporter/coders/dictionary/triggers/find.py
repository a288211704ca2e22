"""All words of a sentence that tell of an event; the longest match of the pattern list wins."""

from collections.abc import Set

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.lexicon import Lexicon
from exporter.coders.dictionary.sides import befallen
from exporter.coders.dictionary.tokens import Span, Token
from exporter.coders.dictionary.triggers.nouns import noun_trigger
from exporter.coders.dictionary.triggers.trigger import Trigger, is_subject
from exporter.coders.dictionary.triggers.verbs import verb_trigger


def find_triggers(
    sentence: Span, lexicon: Lexicon, actors: ActorFinder, apart: Set[int] = frozenset()
) -> list[Trigger]:
    """All triggers of a sentence, in order of their words.

    `apart` are the words that say something else, such as a date: `27 March` is no march.
    """
    found: list[Trigger] = []
    covered: set[int] = set(apart)
    # Nouns of several words before single ones, so that `suicide bomb attack` is not an `attack` too.
    words = [
        t for t in sentence if t.pos_ in _TELLING or t.tag_ == "VBG" or (t.pos_ == "ADJ" and befallen(t))
    ]
    for token in sorted(words, key=lambda t: (t.pos_ not in ("NOUN", "PROPN", "ADJ"), t.i)):
        trigger = (
            noun_trigger(token, lexicon, actors) if _is_noun(token) else verb_trigger(token, lexicon, actors)
        )
        if _is_month(token):
            continue
        if trigger is None or covered & set(range(trigger.first.i, trigger.token.i + 1)):
            continue
        found.append(trigger)
        covered |= set(range(trigger.first.i, trigger.token.i + 1))
    throwing = {trigger.token for trigger in found if trigger.pattern.kind == "riot"}
    told = (t for t in found if not (t.pattern.kind == "blast" and _is_thrown(t.token, throwing)))
    return sorted(told, key=lambda trigger: trigger.token.i)


def _is_thrown(weapon: Token, throwing: Set[Token]) -> bool:
    """Whether a weapon is what a crowd throws, which is told by that: `threw firebombs and stones at the police`."""
    return any(thing.dep_ == "dobj" and thing.head in throwing for thing in (weapon, *weapon.conjuncts))


def _is_month(token: Token) -> bool:
    """`on March 26`, whatever else is made of the day."""
    return token.text == "March" and token.i + 1 < token.sent.end and token.doc[token.i + 1].pos_ == "NUM"


def _is_noun(token: Token) -> bool:
    mistagged = token.dep_ == "pobj" and token.tag_ == "VBZ"  # `in air force strikes`
    return (
        mistagged
        or token.pos_ in ("NOUN", "PROPN")
        or (token.tag_ == "VBG" and (token.dep_ in ("dobj", "pobj", "compound") or is_subject(token)))
    )


_TELLING = frozenset({"NOUN", "PROPN", "VERB", "AUX"})
