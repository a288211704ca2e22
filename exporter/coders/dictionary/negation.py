"""What is denied: `nobody was hurt`, `denied attacking`, `dismissed a report that`."""

from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger

# `denied attacking`, `refrained from attacking`
_NOT_DONE = words("verbs_of_not_doing")


def negated(trigger: Trigger) -> str | None:
    """Whether its clause says no to the trigger, or somebody denies it; the reason in words, or None."""
    reached = {trigger.token, trigger.clause}
    if trigger.token.dep_ == "pobj" and (trigger.agents or trigger.targets):
        reached = {trigger.token}  # `no motive is known for the killing of a lawyer`
    for token in reached:
        # `no one was killed in the attack` denies the deaths, not the attack.
        about = token == trigger.token or not trigger.nominal
        if any(_denies(child) or (about and _nobody(child)) for child in token.children):
            return "negated"
    by = trigger.token.head
    if trigger.token.dep_ == "pcomp" and any(child.dep_ == "neg" for child in by.head.children):
        return "negated"  # `it is not by burning schools that`
    return _denied(trigger)


def _denies(child: Token) -> bool:
    """`not`, `never`, `no`, or a subject of `neither ... nor`."""
    if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ == "no"):
        return True
    return child.dep_ == "nsubj" and any(c.lower_ in ("neither", "nor") for c in child.children)


def _nobody(child: Token) -> bool:
    """`nobody`, `no one`, `no soldiers`."""
    no = child.lower_ in ("nobody", "none", "nothing") or any(c.lower_ == "no" for c in child.children)
    return no and child.dep_ in ("nsubj", "nsubjpass", "dobj")


def _denied(trigger: Trigger) -> str | None:
    """`denied attacking`, `denied that it attacked`, `ruled out an attack`, `refrained from attacking`."""
    over = trigger.clause.head.lemma_ if trigger.clause.dep_ in ("ccomp", "xcomp") else ""
    if (
        over == "deny"
        or _reported_in_vain(trigger.clause)
        or (trigger.clause.lemma_ in ("deny", "rule") and trigger.token != trigger.clause)
    ):
        return "denied"
    if trigger.token.dep_ in ("xcomp", "ccomp") and trigger.token.tag_ == "VBG" and over in _NOT_DONE:
        return "negated"
    return None


def _reported_in_vain(clause: Token) -> bool:
    """`dismissed a report that their troops had exchanged fire`"""
    while clause.dep_ == "conj":
        clause = clause.head
    noun = clause.head
    said = clause.dep_ in ("acl", "ccomp", "relcl") and noun.pos_ == "NOUN" and noun.lemma_.lower() in _CLAIMS
    return said and noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in _DENYING


_CLAIMS = frozenset(
    {"accusation", "allegation", "charge", "claim", "report", "rumor", "rumour", "suggestion"}
)
_DENYING = frozenset({"deny", "dismiss", "refute", "reject"})
