"""Tolls: `a death toll of 14`, `the toll rose to 14`."""

from exporter.coders.dictionary.casualties.fates import NOUNS, STATES, Fate
from exporter.coders.dictionary.casualties.findings import Findings
from exporter.coders.dictionary.casualties.grammar import following, is_hypothetical
from exporter.coders.dictionary.casualties.groups import Group
from exporter.coders.dictionary.casualties.numbers import is_measure, is_year
from exporter.coders.dictionary.casualties.words import NOT_HUMAN, TOLLS, listed
from exporter.coders.dictionary.counts import ORDINALS, Count, read_count
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token

_BRINGS = listed("bring brings bringing brought raise raises raising raised push pushes pushing pushed")
_PUTTING = frozenset({"place", "put", "set"})
_STANDS = words("verbs_of_tolls")


def read_toll(kept: Findings, token: Token) -> None:
    """`a death toll of 14`, `the toll rose to 14`, `bringing to 45 the number of people killed`."""
    fate = _toll_fate(kept, token)
    if fate is None or is_hypothetical(token.head):
        return
    # `the toll in Sunday's attack on a post in Bannu, in the north-west, reached nine`
    told = token.head.i + 2 if token.dep_ == "nsubj" and token.head.i > token.i else 0
    window = kept.doc[token.i + 1 : min(max(token.i + 14, told), kept.sent.end)]
    brought = next(
        (verb for verb in kept.doc[max(token.i - 7, kept.sent.start) : token.i] if verb.lower_ in _BRINGS),
        None,
    )
    place = token.i
    if brought is not None:
        spots = [
            word.i for word in kept.doc[brought.i : min(token.i + 12, kept.sent.end)] if word.lower_ == "to"
        ]
    else:
        spots = [
            word.i for word in window
            if word.lower_ in _STANDS | {"of", ":"} and (word.lower_ != "of" or word.i == token.i + 1)
        ]  # fmt: skip
    for spot in spots:
        group = _number_after(kept, spot, token)
        if group is None:
            continue
        total = brought is not None
        kept.add(fate, min(place, brought.i if brought is not None else place), token, group, total=total)
        return


def read_ordinal(kept: Findings, token: Token) -> None:
    """`a third victim has died of her wounds`, `pulled a fifteenth body from the rubble`: so many are dead by then."""
    number = ORDINALS.get(token.lower_)
    noun = token.head
    if number is None or token.dep_ != "amod" or noun.tag_ != "NN":
        return
    verb = noun.head
    found = noun.lemma_ == "body" and verb.lemma_ in _FINDING
    died = noun.dep_ == "nsubj" and verb.lemma_ in _DYING and noun.lemma_ in _ONE_OF_THEM
    if found or died:
        kept.found = [one for one in kept.found if one.victims != noun]
        kept.forget("killed", noun)
        group = Group(noun, Count(number, number, number), token.i, token.i)
        kept.add("killed", token.i, noun, group)


_DYING = frozenset({"die", "perish", "succumb"})
_FINDING = frozenset({"discover", "find", "pull", "recover", "retrieve"})
_ONE_OF_THEM = frozenset(
    {"child", "man", "officer", "person", "policeman", "protester", "soldier", "victim", "woman"}
)


def _toll_fate(kept: Findings, token: Token) -> Fate | None:
    counted = STATES.get(token.lower_)
    if counted and token.head.lemma_ in _PUTTING and kept.doc[token.i - 1].lower_ == "the":
        return counted  # `police put the dead at six`
    if token.lower_ not in TOLLS or (token.lower_ == "total" and following(token) == "of"):
        return None
    if token.lower_ == "toll":
        before = kept.doc[token.i - 1].lower_ if token.i > kept.sent.start else ""
        return "wounded" if before in {"injury", "casualty"} else "killed"
    nearby = kept.doc[token.i : min(token.i + 7, kept.sent.end)]
    fates = {**STATES, "deaths": NOUNS["deaths"], "fatalities": NOUNS["deaths"]}
    named = next((fates[word.lower_] for word in nearby if word.lower_ in fates), None)
    if named is None and any(word.lower_ == "victims" for word in nearby[:4]):
        # `the number of victims rose to 59`, where nothing else is said to have befallen them
        others = {fate for word in kept.sent if (fate := STATES.get(word.lower_))}
        named = None if others else "killed"
    brought = any(word.lower_ in _BRINGS for word in kept.doc[max(token.i - 3, kept.sent.start) : token.i])
    return kept.found[-1].fate if named is None and brought and kept.found else named


def _number_after(kept: Findings, spot: int, toll: Token) -> Group | None:
    for first in range(spot + 1, min(spot + 3, kept.sent.end)):
        for last in range(min(first + 6, kept.sent.end - 1), first - 1, -1):
            count = read_count(kept.doc[first : last + 1].text)
            if count is None or count.best < 2 or is_measure(kept.doc[first], kept.doc[last]):
                continue
            after = following(kept.doc[last])
            if is_year(kept.doc[last], (count, first, last)) or after in NOT_HUMAN:
                break
            return Group(toll, count, first, last)
        if kept.doc[first].pos_ not in {"ADP", "DET", "ADV", "VERB", "PART"}:
            return None
    return None
