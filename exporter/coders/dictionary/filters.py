"""What did not happen: negated, future, hypothetical, feared, habitual or long past.

Each filter gives the reason in words, or None where it has no objection. Attribution (`police said`) is no
objection: it is a source.
"""

from datetime import date

from exporter.coders.dictionary.draft import EVENT_TYPE_OF, VIOLENT
from exporter.coders.dictionary.given import is_given
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger

BACKGROUND = "background"
"""How the reasons begin for which an event is not of this report but long past."""

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
# `denied attacking`, `refrained from attacking`
_NOT_DONE = words("verbs_of_not_doing")
_TRYING = words("verbs_of_trying")
_TRIALS = words("trials")
# `another attack` happened like the first; `another round of talks` may be only wished.
_SOFT = frozenset({"another", "further", "more", "new", "renewed", "similar"})
_HABITUAL = words("habitual")
_PAST = words("past")


def objection(trigger: Trigger, *, headline: bool, dated: bool = False) -> str | None:
    """Why the trigger tells of nothing that happened, or None.

    The present tells of what happens in general, but in a headline and beside a date (`10 June. Rebels seize
    the town`) of what did.
    """
    verb = trigger.clause
    if counted := _counted(trigger):
        return counted
    if is_given(trigger):
        return _tried(trigger) or _looked_back(trigger)
    return (
        _tried(trigger)
        or _known(trigger)
        or _negated(trigger)
        or _conditional(verb)
        or _unreal_verb(trigger)
        or _wished(verb)
        or _charged_with(trigger)
        or _only_felt(verb)
        or _unreal_noun(trigger)
        or _of_that_kind(trigger)
        or _habitual(trigger, news=headline or dated)
    )


def _only_felt(verb: Token) -> str | None:
    """`The Church feels targeted by the law.`"""
    felt = any(c.dep_ == "auxpass" and c.lower_ in ("feel", "feels", "felt") for c in verb.children)
    return "not said to have happened" if felt else None


def _known(trigger: Trigger) -> str | None:
    """What a sentence takes for known: `despite a truce that both had announced`."""
    verb = trigger.clause
    had = verb.dep_ == "relcl" and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)
    return "told as known already" if had and trigger.pattern.kind == "accord" else None


def _counted(trigger: Trigger) -> str | None:
    """`it was the third attack this month`, `the fourth reporter killed this year`: how often, and not once more."""
    noun = trigger.token.head if trigger.token.dep_ == "acl" else trigger.token
    if noun.dep_ not in ("appos", "attr", "npadvmod", "oprd"):
        return None
    return "counts such events" if any(child.lower_ in _ORDINALS for child in noun.lefts) else None


_ORDINALS = frozenset(
    {
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "umpteenth",
    }
)


def too_old(last: date | None, published: date, horizon: int) -> str | None:
    """Why an event of that date is no event of this report, which reaches so many days back."""
    if last is not None and (published - last).days > horizon:
        return f"{BACKGROUND}: {last.year}, more than {horizon} days before publication"
    return None


def _negated(trigger: Trigger) -> str | None:
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


def _conditional(verb: Token) -> str | None:
    for token in (verb, *_up(verb)):
        marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
        if marks & {"if", "unless", "whether", "lest"}:
            return "conditional"
        if "like" in marks:
            return "not real (like)"  # `it was like a bomb had exploded`
        if token.dep_ in ("relcl", "ROOT"):
            break
    return None


def _unreal_verb(trigger: Trigger) -> str | None:
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


def _charged_with(trigger: Trigger) -> str | None:
    """`55 people were arrested for taking part in protests`"""
    clause = trigger.clause
    reason = clause.dep_ == "pcomp" and clause.head.lower_ == "for" and clause.head.head.lemma_ in _ARRESTING
    return "what somebody was arrested for" if reason and trigger.nominal else None


def _wished(verb: Token) -> str | None:
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
    if trigger.pattern.kind != "effect" or token.dep_ != "xcomp" or over.lemma_ not in ("try", "attempt"):
        return False
    real = over.tag_ == "VBD" and not any(c.dep_ == "neg" for c in over.children)
    return real and bool(trigger.agents and trigger.targets)


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


def _unreal_noun(trigger: Trigger) -> str | None:
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
    if known or over.lower_ == "without":
        return "negated" if not known else "told as known already (despite)"
    if over.dep_ in ("prep", "pcomp") or over.pos_ == "ADP":
        over = over.head
    verbal = over.pos_ == "VERB" and (over.lemma_ == "call" or token.dep_ == "nsubjpass")
    if over.lemma_.lower() in _UNREAL_NOUNS and over != token and not verbal:
        return f"not said to have happened ({over.text})"
    if _governed(token) and trigger.clause.lemma_ in _UNREAL_VERBS:
        return f"not said to have happened ({trigger.clause.text})"
    return None


def _of_that_kind(trigger: Trigger) -> str | None:
    """`the group has carried out similar attacks`"""
    perfect = any(c.lower_ in ("has", "have") and c.dep_ == "aux" for c in trigger.clause.children)
    several = trigger.token.tag_ == "NNS" and any(c.lower_ == "similar" for c in trigger.token.lefts)
    return "general statement" if perfect and several and trigger.nominal else None


def _governed(token: Token) -> bool:
    """Whether a noun is what its verb is about: `cancelled the march`, `called for a march`.

    Not so what is only the cause or the time: `suspended as a result of the attack`, `called the attack cowardly`.
    """
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


def _tried(trigger: Trigger) -> str | None:
    """What a court deals with is past: `sentenced for the murder of`, `the trial of those accused of`."""
    courts = any(agent.lemma_.lower() in _COURTS for agent in trigger.agents)
    if courts and trigger.pattern.sub_event_type == "Arrests":
        return f"{BACKGROUND}: what a court deals with ({trigger.token.text})"  # `a court jailed five`
    for token in trigger.token.ancestors:
        if token.lemma_ in ("do", "serve") and any(
            child.dep_ == "dobj" and child.lemma_ in _IN_PRISON for child in token.children
        ):
            return f"{BACKGROUND}: what a court deals with ({token.text})"
        if token.pos_ == "VERB" and any(c.dep_ == "dobj" and c.lemma_ == "guilt" for c in token.children):
            return f"{BACKGROUND}: what a court deals with (guilt)"  # `admitted his guilt in eight murders`
        if token.lemma_.lower() in (_TRYING if token.pos_ == "VERB" else _TRIALS) and token != trigger.token:
            return f"{BACKGROUND}: what a court deals with ({token.text})"
    return None


_IN_PRISON = frozenset({"month", "sentence", "term", "time", "year"})
_COURTS = frozenset({"court", "judge", "jury", "tribunal"})


def _looked_back(trigger: Trigger) -> str | None:
    around = _clause_text(trigger.token)
    return BACKGROUND if any(phrase in around for phrase in _PAST) else None


def _habitual(trigger: Trigger, *, news: bool) -> str | None:
    around = _clause_text(trigger.token)
    if any(phrase in around for phrase in _HABITUAL):
        return "habitual"
    if past := _looked_back(trigger):
        return past
    verb = trigger.clause
    present = verb.tag_ in ("VBZ", "VBP") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    going_on = verb.tag_ in ("VBG", "VBN") and any(
        c.lower_ in ("is", "are") for c in verb.children if c.dep_ == "aux"
    )
    aiming = going_on and trigger.pattern.lemma == "target"  # `terrorists are targeting political leaders`
    if (present or aiming or (going_on and verb.dep_ == "relcl")) and not trigger.nominal and not news:
        return "general statement"
    return None


def _clause_text(token: Token) -> str:
    """The words of the smallest clause around a token."""
    while token.dep_ not in ("ROOT", "relcl", "advcl", "ccomp", "conj") and token.head != token:
        token = token.head
    return token.doc[token.left_edge.i : token.right_edge.i + 1].text.lower()


def _up(token: Token) -> list[Token]:
    return (
        [ancestor for ancestor in token.ancestors if ancestor.pos_ in ("VERB", "AUX")][:1]
        if token.dep_ in ("conj", "xcomp", "auxpass")
        else []
    )
