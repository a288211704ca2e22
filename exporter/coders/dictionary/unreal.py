"""What is only meant, wished, planned or feared: by its verb, by the verb over it, by the noun it hangs on."""

from exporter.coders.dictionary.draft import EVENT_TYPE_OF, VIOLENT
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger

_MODALS = words("modals")
# Infinitives under these verbs did happen; under all others they are wished, planned or feared.
_FACTUAL = words("factual_verbs")
_REPORTING = words("verbs_of_reporting")
_UNREAL_VERBS = words("unreal_verbs")
_ARRESTING = words("verbs_of_arresting")
_UNREAL_NOUNS = words("unreal_nouns")
# `accused of kidnapping`, `aimed at capturing`, `without bombing`
_UNREAL_GERUNDS = words("unreal_gerunds")
_UNREAL_ADJECTIVES = words("unreal_adjectives")
# `another attack` happened like the first; `another round of talks` may be only wished.
_SOFT = frozenset({"another", "further", "more", "new", "renewed", "similar"})


def unreal_verb(trigger: Trigger) -> str | None:
    """`may attack`, `plans to attack`, `was nearly attacked`, `Attack them`."""
    verb = trigger.clause
    chain = [verb, *(_joined_verb(verb))]
    for token in chain:
        auxiliaries = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
        if auxiliaries & _MODALS:
            return "future or hypothetical"
        own = token == verb or not {c.dep_ for c in verb.children} & {"nsubj", "nsubjpass"}
        agreed = token.head.lemma_ == "agree" and trigger.pattern.sub_event_type in _AGREED_ON
        stepped_in = token.dep_ == "advcl" or token.head.lemma_ in _STEPPING_IN
        if trigger.pattern.sub_event_type == _INTERVENTION and stepped_in:
            continue  # `shot into the air to disperse them`: they stepped in
        if (
            "to" in auxiliaries
            and own
            and not (_is_factual(token) or _attempted(trigger, token) or (agreed and token.dep_ == "xcomp"))
        ):
            return "not said to have happened"
    if verb.dep_ == "pcomp":
        accused = verb.head.head.lemma_ in _UNREAL_VERBS | _UNREAL_NOUNS | {"accuse", "guilty", "suspect"}
        means = verb.head.lower_ == "by"  # `violated the truce by shelling the town`
        if verb.head.lower_ in _UNREAL_GERUNDS or (accused and not means):
            return "not said to have happened"
    hurt = trigger.pattern.kind == "effect"  # who was nearly killed was attacked
    if any(c.dep_ == "advmod" and c.lower_ in _NEARLY for c in verb.children) and not (
        trigger.nominal or hurt
    ):
        return "only nearly happened"
    ordered = verb
    while ordered.dep_ in ("xcomp", "conj") and ordered.head.pos_ == "VERB":
        ordered = ordered.head
    if ordered.dep_ == "ROOT" and ordered.tag_ == "VB":
        alone = not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in ordered.children)
        return "ordered, not said to have happened" if alone else None
    return None


def charged_with(trigger: Trigger) -> str | None:
    """`55 people were arrested for taking part in protests`"""
    clause = trigger.clause
    reason = clause.dep_ == "pcomp" and clause.head.lower_ == "for" and clause.head.head.lemma_ in _ARRESTING
    return (
        "what somebody was arrested for" if trigger.nominal and (reason or _charge(trigger.token)) else None
    )


def _charge(crime: Token) -> bool:
    """`arrested on charges of murder, rape and robbery`"""
    over = [token for token in crime.ancestors if token.lemma_ in ("charge", "suspicion")]
    return any(token.dep_ == "pobj" and token.head.lower_ in ("on", "under", "with") for token in over)


def wished(verb: Token) -> str | None:
    """`demanded that he be set free`"""
    plain = verb.tag_ == "VB" or any(c.lower_ == "be" for c in verb.children)
    wish = verb.dep_ == "ccomp" and plain and verb.head.lemma_ in _UNREAL_VERBS
    return "not said to have happened" if wish else None


_INTERVENTION = "Protest with intervention"
_STEPPING_IN = frozenset({"charge", "fire", "launch", "release", "shoot", "spray", "throw", "use"})
_AGREED_ON = frozenset({"Agreement", "Diplomatic cooperation"})
"""To agree to these is to do them: `agreed to restore relations`."""
_NEARLY = frozenset({"almost", "nearly"})


def _is_factual(token: Token) -> bool:
    governor = token.head
    if governor.lemma_ == "be" or governor.lower_ == "going":
        return False  # `the presidents are to meet next week`, `is going to demand`
    if token.dep_ in ("xcomp", "ccomp"):
        # `rebels are believed to have killed five farmers`
        done = governor.lemma_ in _REPORTING and any(c.lower_ == "have" for c in token.children)
        return (done or governor.lemma_ in _FACTUAL) and not any(
            c.lower_ in _MODALS for c in governor.children
        )
    return False


def _attempted(trigger: Trigger, token: Token) -> bool:
    """`gunmen tried to kill the bishop`: who tries to has attacked."""
    over = token.head
    harming = trigger.pattern.kind == "effect" or trigger.pattern.lemma in _ON_THE_WAY_IN
    if not harming or token.dep_ != "xcomp" or over.lemma_ not in ("try", "attempt"):
        return False
    real = over.tag_ == "VBD" and not any(c.dep_ == "neg" for c in over.children)
    return real and bool(trigger.agents and trigger.targets)


_ON_THE_WAY_IN = frozenset({"overrun", "storm"})
"""Who tries to do this has begun to fight: `protesters tried to storm the airport`."""


def _joined_verb(verb: Token) -> list[Token]:
    """The verbs that a joined verb shares its auxiliaries with: `will attack and burn`."""
    found = []
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        own = any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for c in verb.children)
        if own:
            break
        verb = verb.head
        found.append(verb)
    return found


def unreal_noun(trigger: Trigger) -> str | None:
    """`a planned attack`, `the threat of an attack`, `called for a march`."""
    if not trigger.nominal:
        return None
    token = trigger.token
    # What is part of a name says nothing of the noun: `a Fridays for Future rally`.
    adjectives = {
        c.lower_ for c in token.lefts if c.dep_ in ("amod", "det", "compound") and c.pos_ != "PROPN"
    }
    unreal = adjectives & _UNREAL_ADJECTIVES
    soft = bool(trigger.agents) or EVENT_TYPE_OF[trigger.pattern.sub_event_type] in VIOLENT
    if unreal and not (unreal <= _SOFT and soft):
        return f"not said to have happened ({min(unreal)})"
    over = token.head
    known = over.lower_ == "despite" and trigger.pattern.kind == "accord"  # `exchanged fire despite a truce`
    if known or over.lower_ in _LIKE_OR_NOT or _ended_at_large(token):
        return (
            "told as known already (despite)" if known else _LIKE_OR_NOT.get(over.lower_, "general statement")
        )
    if over.dep_ in ("prep", "pcomp") or over.pos_ == "ADP":
        over = over.head
    verbal = over.pos_ == "VERB" and (over.lemma_ == "call" or token.dep_ == "nsubjpass")
    over_now = trigger.pattern.kind == "protest" and token.dep_ == "nsubj" and _went_off(trigger.clause)
    if over.lemma_.lower() in _UNREAL_NOUNS and over != token and not (verbal or over_now):
        return f"not said to have happened ({over.text})"
    if _governed(token) and trigger.clause.lemma_ in _UNREAL_VERBS and not over_now:
        return f"not said to have happened ({trigger.clause.text})"
    return None


_LIKE_OR_NOT = {"like": "not real (like)", "without": "negated"}
"""`a bang like a bomb`, `without a fight`"""


def _ended_at_large(noun: Token) -> bool:
    """`in return for ending attacks`"""
    ended = noun.dep_ == "dobj" and noun.head.lemma_ in ("cease", "end", "halt", "stop")
    at_large = noun.tag_ == "NNS" and not any(c.dep_ in ("det", "nummod", "poss") for c in noun.lefts)
    return ended and at_large


def _went_off(clause: Token) -> bool:
    """`a march ended without incident`; that a strike ended does not say when it was."""
    return clause.lemma_ == "end" and any(
        c.lower_ in ("peacefully", "with", "without") for c in clause.rights
    )


def _governed(token: Token) -> bool:
    """Whether a noun is what its verb is about: `cancelled the march`, `called for a march`.

    Not so what is only the cause or the time: `suspended as a result of the attack`, `called the attack cowardly`.
    """
    if token.dep_ == "oprd" and token.head.lemma_ == "call":
        return not any(c.dep_ == "dobj" for c in token.head.children)  # `had called a bandh`, so parsed
    if token.dep_ == "dobj":
        return not (token.head.lemma_ == "call" and any(c.dep_ == "oprd" for c in token.head.children))
    if token.dep_ == "nsubjpass":
        # `had been planned for months` looks back from what was done in the end; `was planned and carried out by X`
        done = any(verb.lemma_ in _CARRYING_OUT for verb in token.head.conjuncts)
        return not (done or any(c.dep_ == "aux" and c.lower_ == "had" for c in token.head.children))
    return (
        token.dep_ == "pobj" and token.head.head.pos_ in ("VERB", "AUX") and token.head.lower_ not in _ASIDE
    )


_CARRYING_OUT = frozenset({"carry", "commit", "execute", "perpetrate"})
_ASIDE = frozenset(
    {"after", "amid", "because", "before", "despite", "during", "following", "since", "till", "until"}
)
