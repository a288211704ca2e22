"""What did not happen: negated, future, hypothetical, feared, habitual or long past.

Each filter gives the reason in words, or None where it has no objection. Attribution (`police said`) is no
objection: it is a source.
"""

import re
from calendar import day_name, month_name
from datetime import date

from exporter.coders.dictionary.counts import ORDINALS
from exporter.coders.dictionary.given import is_given
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.negation import negated
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger
from exporter.coders.dictionary.unreal import charged_with, unreal_noun, unreal_verb, wished

BACKGROUND = "background"
"""How the reasons begin for which an event is not of this report but long past."""

COURT = f"{BACKGROUND}: what a court deals with"

_TRYING = words("verbs_of_trying")
_TRIALS = words("trials")
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
        or negated(trigger)
        or _conditional(verb)
        or unreal_verb(trigger)
        or wished(verb)
        or charged_with(trigger)
        or _only_felt(verb)
        or unreal_noun(trigger)
        or _broken(trigger)
        or _fell_down(trigger)
        or _left(trigger)
        or _fled(trigger)
        or _at_large(trigger)
        or _of_that_kind(trigger)
        or _habitual(trigger, news=headline or dated)
    )


def _fell_down(trigger: Trigger) -> str | None:
    """`the missile was intercepted; debris damaged two houses`"""
    fallen = any(token.lemma_.lower() in _REMNANTS for token in trigger.agents)
    return "done by what fell down" if fallen and trigger.pattern.sub_event_type == _DAMAGE else None


_DAMAGE = "Looting/property destruction"
_REMNANTS = frozenset({"debris", "remnant", "wreckage"})


def _only_felt(verb: Token) -> str | None:
    """`The Church feels targeted by the law.`"""
    felt = any(c.dep_ == "auxpass" and c.lower_ in ("feel", "feels", "felt") for c in verb.children)
    return "not said to have happened" if felt else None


def _known(trigger: Trigger) -> str | None:
    """What a sentence takes for known: `a truce that both had announced`, `it is not clear who killed him`."""
    verb = trigger.clause
    if verb.dep_ in ("ccomp", "csubj", "pcomp") and any(
        c.lower_ == "who" and c.dep_ == "nsubj" for c in verb.children
    ):
        return "told as known already (who did it is asked)"
    when = verb.dep_ in ("relcl", "advcl") and any(c.lower_ == "when" for c in verb.children)
    if when and any(token.lower_ == "since" for token in (verb.head.head, *verb.head.children)):
        return "told as known already (since then)"  # `since 2013, when rebels ousted the president`
    had = verb.dep_ == "relcl" and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)
    if verb.dep_ == "relcl" and trigger.pattern.kind == "accord" and _by_the_way(verb):
        return "told as known already"
    # `near a checkpoint that the gunmen had set up`
    aside = trigger.pattern.kind == "accord" or trigger.pattern.sub_event_type == _BASE
    return "told as known already" if had and aside else None


def _by_the_way(clause: Token) -> bool:
    """`the deal the two signed in Doha`: which one is meant, without a day."""
    definite = any(child.lower_ == "the" for child in clause.head.lefts)
    before = clause.doc[clause.left_edge.i - 1].text if clause.left_edge.i else ""
    dated = any(token.text in _DAYS for token in clause.subtree)
    return definite and before != "," and not dated


_DAYS = frozenset({*day_name, *month_name, "yesterday", "today"})
_BASE = "Headquarters or base established"


def _at_large(trigger: Trigger) -> str | None:
    """`the death in battle of a rebel leader`: no battle of its own."""
    noun = trigger.token
    bare = noun.dep_ == "pobj" and noun.head.lower_ == "in" and not any(noun.lefts) and not any(noun.rights)
    known = trigger.nominal and noun.lemma_ in ("battle", "combat")
    return "general statement" if bare and known and noun.head.head.pos_ == "NOUN" else None


def _fled(trigger: Trigger) -> str | None:
    """`refugees, many of whom fled fighting in the east, were vaccinated`"""
    fled = trigger.nominal and trigger.token.dep_ == "dobj" and trigger.clause.lemma_ in ("escape", "flee")
    return "said by the way" if fled and trigger.clause.dep_ == "relcl" else None


def _left(trigger: Trigger) -> str | None:
    """`was shot as he left a rally`: where somebody came from, and no news of the rally."""
    noun = trigger.token
    left = trigger.nominal and noun.dep_ == "dobj" and noun.head.lemma_ in ("attend", "leave")
    dependent = noun.head.dep_ in ("acl", "advcl", "pcomp", "relcl")
    return (
        "only where somebody had been" if left and dependent and trigger.pattern.kind == "protest" else None
    )


def _broken(trigger: Trigger) -> str | None:
    """`the ceasefire collapsed in July`: what ends is not agreed on then."""
    ended = trigger.token.dep_ == "nsubj" and trigger.token.head.lemma_ in _ENDING
    return "told as known already (it ended)" if ended and trigger.pattern.kind == "accord" else None


_ENDING = frozenset({"break", "collapse", "crumble", "end", "expire", "fail", "fray", "unravel"})


def _counted(trigger: Trigger) -> str | None:
    """`it was the third attack this month`, `the fourth reporter killed this year`: how often, and not once more."""
    noun = trigger.token.head if trigger.token.dep_ == "acl" else trigger.token
    if noun.dep_ not in ("appos", "attr", "npadvmod", "oprd"):
        return None
    before = noun.doc[noun.left_edge.i : noun.i]
    counted = any(token.lower_ in OFTEN or _NTH.fullmatch(token.lower_) for token in before)
    return "counts such events" if counted else None


_NTH = re.compile(r"\d+(?:st|nd|rd|th|d)")


OFTEN = frozenset(ORDINALS) - {"second"} | {"umpteenth"}
"""Of what has happened before: `the third attack this month`; the second may be the other of two."""


def too_old(last: date | None, published: date, horizon: int) -> str | None:
    """Why an event of that date is no event of this report, which reaches so many days back."""
    if last is not None and (published - last).days > horizon:
        return f"{BACKGROUND}: {last.year}, more than {horizon} days before publication"
    return None


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


def _of_that_kind(trigger: Trigger) -> str | None:
    """`the group has carried out similar attacks`"""
    perfect = any(c.lower_ in ("has", "have") and c.dep_ == "aux" for c in trigger.clause.children)
    several = trigger.token.tag_ == "NNS" and any(c.lower_ == "similar" for c in trigger.token.lefts)
    return "general statement" if perfect and several and trigger.nominal else None


def _tried(trigger: Trigger) -> str | None:
    """What a court deals with is past: `sentenced for the murder of`, `the trial of those accused of`."""
    courts = any(agent.lemma_.lower() in _COURTS for agent in trigger.agents)
    crime = any(child.lower_ == "for" for child in trigger.token.subtree)
    if courts and (trigger.pattern.sub_event_type == "Arrests" or crime):
        return f"{COURT} ({trigger.token.text})"  # `a court jailed five`
    for token in trigger.token.ancestors:
        if _told_apart(token, trigger.token):
            continue  # `two dead in unrest after a politician was sentenced`
        if told := _by_law(token, trigger):
            return told
    return None


def _by_law(token: Token, trigger: Trigger) -> str | None:
    """What a word over that which is told says of a court; None where that is nothing."""
    objects = {child.lemma_ for child in token.children if child.dep_ == "dobj"}
    others = {child.lemma_ for child in token.children if child.dep_ != "nsubj"}
    told = trigger.token
    if token.lemma_ in _SERVING and objects & _IN_PRISON:
        word = token.text
    elif token.pos_ == "VERB" and "guilt" in objects:
        word = "guilt"  # `admitted his guilt in eight murders`
    elif token.lemma_ == "charge" and told.dep_ == "pcomp" and told.head.lower_ == "for":
        word = "charged"  # `was charged with femicide for stabbing his wife`
    elif token.lemma_ == "tell" and others & _COURTS:
        word = "court"  # `the prosecution had told the court that`
    elif token.lemma_.lower() in (_TRYING if token.pos_ == "VERB" else _TRIALS) and token != told:
        word = token.text
    else:
        return None
    return f"{COURT} ({word})"


def _told_apart(verb: Token, told: Token) -> bool:
    """Whether a verb stands in a clause of its own behind what is told: `... after he was sentenced`."""
    return any(c.lower_ in _LINKING and c.dep_ in ("mark", "advmod") and c.i > told.i for c in verb.lefts)


_LINKING = frozenset({"after", "as", "since", "when", "while"})
_SERVING = frozenset({"award", "do", "face", "get", "hand", "impose", "receive", "serve"})
_IN_PRISON = frozenset({"life", "month", "sentence", "term", "time", "year"})
_COURTS = frozenset({"court", "judge", "jury", "tribunal"})


def _looked_back(trigger: Trigger) -> str | None:
    around = _clause_text(trigger.token)
    marked = _REMEMBERING if trigger.pattern.kind == "protest" else ()
    return BACKGROUND if any(phrase in around for phrase in _PAST if phrase not in marked) else None


# `marched on the anniversary of the coup` is news, as what they remember is not
_REMEMBERING = frozenset({"anniversary", "commemorat", "memorial"})


def _habitual(trigger: Trigger, *, news: bool) -> str | None:
    around = _clause_text(trigger.token)
    if any(phrase in around for phrase in _HABITUAL):
        return "habitual"
    if past := _looked_back(trigger):
        return past
    verb = trigger.clause
    perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children)
    if perfect and trigger.pattern.sub_event_type == "Other" and _FOR_LONG.search(around):
        return "habitual or long drawn out"  # `the town has been encircled for more than 500 days`
    whenever = trigger.token.dep_ == "advcl" and any(
        c.lower_ in ("if", "when", "whenever") for c in verb.lefts
    )
    if whenever and any(c.dep_ == "auxpass" and c.lower_ in ("are", "is") for c in verb.lefts):
        return "general statement"  # `when a worker of one is gunned down, the reply follows`
    present = verb.tag_ in ("VBZ", "VBP") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    going_on = verb.tag_ in ("VBG", "VBN") and any(
        c.lower_ in ("is", "are") for c in verb.children if c.dep_ == "aux"
    )
    aiming = going_on and trigger.pattern.lemma == "target"  # `terrorists are targeting political leaders`
    if (present or aiming or (going_on and verb.dep_ == "relcl")) and not trigger.nominal and not news:
        return "general statement"
    return None


_FOR_LONG = re.compile(
    r"\bfor (?:[a-z]+ ){0,2}(?:\d{2,}|[a-z]+) (?:months|weeks|years)\b|\bfor (?:[a-z]+ ){0,2}\d{2,} days\b"
)


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
