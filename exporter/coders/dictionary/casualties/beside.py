"""The words next to a verb or state, for where the parse gives no victims."""

from exporter.coders.dictionary.casualties.fates import STATES, Fate
from exporter.coders.dictionary.casualties.findings import Findings
from exporter.coders.dictionary.casualties.grammar import following, is_negated, is_passive
from exporter.coders.dictionary.casualties.groups import Group, is_of_toll
from exporter.coders.dictionary.casualties.numbers import count_around, is_measure, is_numeric, is_year
from exporter.coders.dictionary.casualties.words import NOT_HUMAN
from exporter.coders.dictionary.counts import read_count
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token

_CUTS = frozenset({",", ";", ":", "by", "in", "at", "who"})
_SKIPPED_BEFORE = words("skipped_before_participles")


def read_beside(kept: Findings, verb: Token, fate: Fate) -> bool:
    """Second chance on the words next to the verb where the parse gave no victims."""
    if verb.dep_ == "acl" and is_of_toll(verb.head):
        return True
    after = window_after(verb) if not is_passive(verb) else None
    if after is not None:
        kept.add_all(fate, verb, [after], negated=is_negated(verb))
        return True
    if verb.lower_.endswith(("ed", "slain", "hurt", "shot", "beaten", "burnt")):
        group = group_before(kept, verb)
        if group is not None:
            kept.add_all(fate, verb, [group], negated=is_negated(verb))
            return True
    return verb.lower_ not in STATES


def group_before(kept: Findings, verb: Token) -> Group | None:
    """The number and noun right before the participle, past helping words."""
    place = verb.i - 1
    while place > kept.sent.start and kept.doc[place].lower_ in _SKIPPED_BEFORE:
        place -= 1
    passed = place < verb.i - 1
    while place > kept.sent.start and kept.doc[place].lower_ == "more":
        place -= 1
    if place < kept.sent.start:
        return None
    noun = kept.doc[place]
    if noun.lower_ in NOT_HUMAN or noun.pos_ not in {"NOUN", "NUM", "PROPN", "ADJ"}:
        return None
    for edge in range(place, max(kept.sent.start, place - 8) - 1, -1):
        word = kept.doc[edge]
        if word.lower_ in _CUTS or word.pos_ in {"VERB", "AUX"}:
            return None
        if is_numeric(word) and word.lower_ not in {"a", "an", "no"}:
            found = count_around(word, max(kept.sent.start, edge - 6), edge)
            clear = found and not is_year(word, found) and (passed or found[0].best > 1 or noun is word)
            return Group(noun, found[0], found[1], place) if found and clear else None
    return None


def read_adjacent(kept: Findings, token: Token, fate: Fate) -> bool:
    """`3 dead and 10 wounded`: the number right before the word is its own, whatever the parse."""
    if token.i <= kept.sent.start or (token.dep_ == "amod" and token.head.i > token.i):
        return False
    back = 2 if kept.doc[token.i - 1].lower_ in {"more", "others", "other"} else 1
    number = kept.doc[max(token.i - back, kept.sent.start)]
    if not is_numeric(number) or number.lower_ in {"a", "an", "no", "both"}:
        return False
    found = count_around(number, max(kept.sent.start, number.i - 6), token.i - 1)
    if found is None or found[2] != token.i - 1 or is_year(number, found):
        return False
    if following(token) in NOT_HUMAN:
        return True
    group = Group(number, *found)
    kept.add_all(fate, token, [group], negated=False)
    return True


def window_after(verb: Token) -> Group | None:
    """The number right after the verb, with the noun it counts."""
    doc, first = verb.doc, verb.i + 1
    for last in range(min(first + 7, verb.sent.end - 1), first - 1, -1):
        count = read_count(doc[first : last + 1].text)
        if count is None or count.best < 2 or is_measure(doc[first], doc[last]):
            continue
        counted = doc[last]
        for place in range(last + 1, min(last + 4, verb.sent.end)):
            if doc[place].pos_ not in {"NOUN", "ADJ", "PROPN"}:
                break
            counted = doc[place]
        if counted.lower_ in NOT_HUMAN or is_year(doc[last], (count, first, last)):
            return None
        if counted.lower_ in STATES:
            return None
        return Group(counted, count, first, counted.i)
    return None
