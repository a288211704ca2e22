"""Counts that held at first, and no longer do: `police had earlier put the number of dead at 31`."""

from collections.abc import Iterator

from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token

_EARLIER = frozenset({"earlier", "early", "first", "initial", "original", "previous", "provisional"})
_AT_FIRST = frozenset({"earlier", "first", "initially", "originally", "previously"})
_COUNTS = frozenset(
    {"account", "claim", "count", "estimate", "figure", "number", "report", "statement", "tally", "toll"}
)
_COUNTING = (
    words("verbs_of_speech")
    | words("verbs_of_reporting")
    | {"count", "estimate", "fear", "give", "list", "number", "place", "put", "set"}
)


def put_right(victims: Token) -> bool:
    """Whether a count is told as the one that held before, by an adjective of a count or by an adverb of its verb."""
    return any(
        _of_before(token) or (token.lemma_ in _COUNTING and _said_before(token)) for token in _over(victims)
    )


def _over(victims: Token) -> Iterator[Token]:
    """The words that a count hangs from, itself included, as far as somebody says or counts it."""
    yield victims
    for token in victims.ancestors:
        yield token
        if token.dep_ == "relcl" or token.lemma_ in _COUNTING:
            return


def _of_before(noun: Token) -> bool:
    """`earlier reports of 18 killed`, `an initial toll of six`"""
    return noun.lemma_.lower() in _COUNTS and any(c.lower_ in _EARLIER for c in noun.lefts)


def _said_before(verb: Token) -> bool:
    """`had at first spoken of 95 dead`, `initially said that six died`, `early counts put the dead at 17`"""
    heads = [verb, *(c for c in verb.children if c.dep_ == "aux")]
    told = [c for head in heads for c in head.children if c.dep_ in ("advmod", "prep", "nsubj", "npadvmod")]
    first = any(c.lower_ in _AT_FIRST or (c.lower_ == "at" and _first(c)) for c in told)
    return first or any(_of_before(c) for c in told if c.dep_ == "nsubj")


def _first(link: Token) -> bool:
    return any(c.lower_ == "first" for c in link.children)
