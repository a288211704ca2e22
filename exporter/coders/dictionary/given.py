"""What the words take for done: `the murder of the six priests` was one, whatever the sentence says of it.

Who condemns, investigates or denies to have done a certain act of violence leaves no doubt that there was one. It
is certain where both the act and whom it befell are: `the attack on a town` may be any, `the attack on the town` is
one.
"""

from calendar import day_name, month_name

from exporter.coders.dictionary.draft import EVENT_TYPE_OF, VIOLENT
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.sides import befallen
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_DOING = words("verbs_of_doing")
# `the attack took place`: what is said of such an act is that it was done, or not.
_OCCURRING = words("verbs_of_occurring")
# What is planned, ordered or prevented need not have been done.
_BRINGING_ABOUT = words("verbs_of_bringing_about")
_MERELY_MEANT = words("merely_meant_nouns")
_ANYBODY = words("words_for_anybody")
_ACCUSING = words("verbs_of_accusing")


def is_given(trigger: Trigger) -> bool:
    """Whether a trigger is an act of violence that the sentence takes for done."""
    if EVENT_TYPE_OF[trigger.pattern.sub_event_type] not in VIOLENT or trigger.pattern.kind == "mutual":
        return False
    if befallen(trigger.token):
        return _certain(trigger.token.head)
    return _certain_act(trigger) if trigger.nominal else _accused_of(trigger)


def _certain_act(trigger: Trigger) -> bool:
    token = trigger.token
    whose = [child for child in token.lefts if child.dep_ == "poss"]
    definite = any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.lefts)
    if not (whose or definite) or not any(_certain(victim) for victim in trigger.targets):
        return False
    if _is_dated(token):
        return True
    over, verb = token.head, token.head
    if over.dep_ in ("prep", "agent"):
        over = verb = over.head
    if over.lemma_.lower() in _MERELY_MEANT or over.lower_ == "without":
        return False
    if token.dep_ == "dobj" and verb.lemma_ in _DOING:
        return False
    if token.dep_ in ("dobj", "nsubjpass") or token.head.dep_ == "prep":
        return verb.lemma_ not in _BRINGING_ABOUT or _not_prevented(verb)
    return not (token.dep_ == "nsubj" and verb.lemma_ in _OCCURRING)


def _is_dated(token: Token) -> bool:
    """`the assassination in February of the general was plotted abroad`"""
    links = (c for c in token.rights if c.dep_ == "prep" and c.lower_ in ("in", "on"))
    return any(t.text.capitalize() in _CALENDAR for link in links for t in link.children)


_CALENDAR = frozenset({*month_name, *day_name} - {""})


def _not_prevented(verb: Token) -> bool:
    """`could not prevent the killing of two farmers`: they were killed."""
    in_vain = verb.head.lemma_ == "fail" or any(child.dep_ == "neg" for child in verb.children)
    return verb.lemma_ in _PREVENTING and in_vain


_PREVENTING = frozenset({"prevent", "avert", "stop", "foil", "thwart", "halt"})


def _certain(victim: Token) -> bool:
    """`the priests`, `six priests`, `its mayor`, `Oscar Romero`, and not `priests` or `a priest`."""
    if victim.lemma_.lower() in _ANYBODY:
        return any(child.dep_ == "nummod" for child in victim.children)
    # `Salvadorans` are anybody, Romero is not.
    return (victim.pos_ == "PROPN" and victim.tag_ != "NNPS") or any(
        (child.dep_ == "det" and child.lower_ in _DEFINITE) or child.dep_ in ("nummod", "poss")
        for child in victim.children
    )


def _accused_of(trigger: Trigger) -> bool:
    """`accused of murdering the priests`: who is to blame is open, the murder is not."""
    verb = trigger.token
    if verb.dep_ != "pcomp" or verb.head.dep_ != "prep":
        return False
    return verb.head.head.lemma_ in _ACCUSING and any(_certain(victim) for victim in trigger.targets)
