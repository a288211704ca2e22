"""Whether a number runs over a time or a war and not over one event."""

import re

from exporter.coders.dictionary.casualties.grammar import antecedent_of, child_of
from exporter.coders.dictionary.tokens import Token

_WAR = r"(civil )?(war|conflict|insurgency|rebellion|uprising|unrest|decade|century|guerrilla war)"
_RUNNING = re.compile(
    r"\b(since (the )?((early|late|mid) ?-? ?)?([a-z]+ )?[0-9]{4}s?|since (the )?(start|"
    r"beginning|outbreak|then|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"last|independence|"
    r"fighting|war|conflict|mid|early|late|violence|it)\b|(so far|earlier) this (year|month)|"
    r"this (year|month)|"
    r"so far|to date|(every|each|per|last) year|a year\b|annually|every (month|week|day)|"
    r"each (month|week|day)|"
    rf"(in|during|over|throughout) (the|a|this|that|its)( \S+){{0,2}} {_WAR}\b|"
    r"(in|over|during) (the )?(past|last|previous|recent)( \S+)? (years|months|weeks|decades|decade|year)|"
    r"in (the )?(early|late|mid)( -)? [0-9]{4}s|in the [0-9]{4}s|in recent (years|months|weeks)|"
    r"(in|over|during) (more than |nearly |about |almost |over )?\S+ (years|decades) of|"
    r"over (more than |nearly |about |almost )?\S+ (years|decades)|"
    r"in (more than |nearly |about |almost |over )?(\w+) (years|decades|months))"
)
_RECORD = re.compile(
    r"\b(worst|deadliest|bloodiest|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|biggest|largest|highest|\w+est)\b[^,;]*$"
)


_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|dawn|midnight"
# `have died since the president sent the army`
_SINCE = re.compile(rf"\bsince (?!(last |early |late )?({_DAYS})\b)")


def is_total(trigger: Token) -> bool:
    """Whether the number runs over a time or a war and not over one event."""
    clause = trigger
    for _ in range(5):
        if clause.pos_ in {"VERB", "AUX"} or clause.head == clause:
            break
        clause = clause.head
    while clause.dep_ == "conj" and child_of(clause, "nsubj", "nsubjpass") is None and clause.head != clause:
        if _is_running(clause):
            return True
        clause = clause.head
    return _is_running(trigger) or _is_running(clause) or _is_war(clause)


def _is_running(clause: Token) -> bool:
    words = words_of_clause(clause)
    perfect = any(c.dep_ == "aux" and c.lower_ in {"have", "has"} for c in clause.children)
    found = _RUNNING.search(words) or (_SINCE.search(clause.sent.text.lower()) if perfect else None)
    return found is not None and not _RECORD.search(words[: found.start()])


def _is_war(clause: Token) -> bool:
    """`a war that claimed 30,000 lives`."""
    subject = child_of(clause, "nsubj")
    if subject is None:
        return False
    return antecedent_of(subject, clause).lower_ in {"war", "conflict", "insurgency", "rebellion", "wars"}


def words_of_clause(verb: Token) -> str:
    """The words of the verb's clause without its subject and without other clauses."""
    left_out: set[int] = set()
    for token in verb.subtree:
        other = token.dep_ in {"nsubj", "nsubjpass", "relcl", "conj", "ccomp", "parataxis"}
        if (other and token.head == verb) or token.dep_ == "relcl":
            left_out.update(inner.i for inner in token.subtree)
    left_out.discard(verb.i)
    kept = [token.lower_ for token in verb.subtree if token.i not in left_out and token.i != verb.i]
    return " ".join(kept)
