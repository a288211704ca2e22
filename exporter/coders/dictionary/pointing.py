"""What only points back to an act told before, and says when and where it was.

`It happened on 5 July in Callao`, `the crime perpetrated on 12 January in Guatemala`, `the incident occurred at dawn`,
`he was hit on a road outside Khan Younis`.
"""

import re

from exporter.coders.dictionary.lexicon import Pattern, words
from exporter.coders.dictionary.tokens import Span, Token
from exporter.coders.dictionary.triggers import Trigger

_DEEDS = words("deeds") | {"event", "strike"}
_DOING = words("verbs_of_doing")
_POINTING = frozenset({"it", "that", "these", "this", "those"})
_DEFINITE = frozenset({"that", "the", "these", "this", "those"})
_GOING_ON = frozenset({"are", "be", "being", "is"})
# It points by none but these words, and most sentences have none of them.
_POINTS = re.compile(
    r"\b(?:it|that|these|this|those|was|were|" + "|".join(sorted(_DEEDS)) + ")", re.IGNORECASE
)
_HITTING = words("verbs_of_befalling")
_THEM = frozenset({"he", "it", "she", "they"})
_OCCURRING = frozenset({"come", "happen", "occur", "take"})

POINTED = "when and where: told of the same act elsewhere"


def pointing(sentence: Span) -> Trigger | None:
    """The verb by which a sentence points back to an act, as a trigger of any kind."""
    if not _POINTS.search(sentence.text):
        return None
    for verb in sentence:
        if (
            verb.pos_ == "VERB"
            and verb.tag_ in ("VBD", "VBN")
            and (_occurred(verb) or _was_done(verb) or _was_hit(verb))
        ):
            pattern = Pattern(verb.lemma_.lower(), "verb", "", frozenset(), "Attack", "", "180", "act", "")
            return Trigger(verb, verb, pattern, (), (), verb)
    return None


def _occurred(verb: Token) -> bool:
    """`it happened`, `the incident took place`"""
    if verb.lemma_ not in _OCCURRING or verb.dep_ == "relcl":
        return False
    if any(child.dep_ in ("aux", "neg") for child in verb.children):
        return False
    place = verb.lemma_ != "take" or any(c.dep_ == "dobj" and c.lower_ == "place" for c in verb.children)
    deeds = [child for child in verb.children if child.dep_ == "nsubj" and _is_deed(child)]
    if verb.lemma_ == "come":  # `the strike on Wednesday came as families sat down to eat`
        return any(deed.pos_ == "NOUN" for deed in deeds)
    return place and bool(deeds)


def _was_done(verb: Token) -> bool:
    """`the crime perpetrated by X`, `the crime was committed by X`"""
    if verb.lemma_ not in _DOING or verb.tag_ != "VBN" or any(c.lower_ in _GOING_ON for c in verb.lefts):
        return False
    reduced = verb.dep_ == "acl" and _is_deed(verb.head)
    return reduced or any(c.dep_ in ("nsubj", "nsubjpass") and _is_deed(c) for c in verb.children)


def _was_hit(verb: Token) -> bool:
    """`he was hit outside X`, `the lead vehicle was struck near Y`: whom it befell is known already."""
    if verb.lemma_ not in _HITTING or verb.tag_ != "VBN" or verb.dep_ == "relcl":
        return False
    lefts = list(verb.lefts)
    past = any(c.dep_ == "auxpass" and c.lower_ in ("was", "were") for c in lefts)
    if not past or any(c.dep_ in ("aux", "neg") for c in lefts):
        return False
    who = next((c for c in lefts if c.dep_ == "nsubjpass"), None)
    named = who is not None and any(c.dep_ == "det" and c.lower_ == "the" for c in who.lefts)
    return named or (who is not None and who.lower_ in _THEM)


def _is_deed(token: Token) -> bool:
    if token.lemma_.lower() not in _DEEDS:
        return token.lower_ in _POINTING
    return any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in token.lefts)
