"""The patterns of worded dates with their handlers, and those of them that a text need be searched for."""

import re
from functools import lru_cache

from exporter.coders.dictionary.dates.found import Handler
from exporter.coders.dictionary.dates.wordings import PIECES, WORDED

Rule = tuple[re.Pattern[str], Handler]


def _pattern(worded: str) -> re.Pattern[str]:
    while re.search(r"\{[A-Z]+0?\}", worded):
        worded = re.sub(r"\{([A-Z]+0?)\}", lambda match: PIECES[match[1]], worded)
    return re.compile(worded.replace(" ?", r"\s*").replace(" ", r"\s+"), re.IGNORECASE)


#: The patterns and their handlers; of two matches of the same length the upper one is taken.
RULES: tuple[Rule, ...] = tuple((_pattern(worded), handler) for worded, handler, _ in WORDED)

_WORDS = {
    "WEEKDAY": "monday tuesday wednesday thursday friday saturday sunday",
    "MONTH": "january february april june july september october november december NAME",
    "UNIT": "minute moment hour day night week month year decade morning afternoon evening",
    "DAYTIME": "day morning afternoon evening night",
    "PART": "early mid late beginning start middle end days weeks",
}
# What is looked for as it is written.
_WRITTEN = {
    "FIGURE": re.compile(r"\d"),
    "YEAR": re.compile(r"(?:19|20)\d"),
    "NAME": re.compile(PIECES["MONTHSHORT"] + "|May|MAY|March|MARCH|August|AUGUST"),
    "WEEKSHORT": re.compile(PIECES["WEEKSHORT"]),
}

_Signs = frozenset[str]


def _signs_of(told: str) -> tuple[_Signs, ...]:
    for name, words in _WORDS.items():
        told = told.replace(name, words)
    return tuple(frozenset(words.split()) for words in told.split(" + "))


_WANTED = tuple(_signs_of(told) for _, _, told in WORDED)
_EVERY = tuple(dict.fromkeys(signs for wanted in _WANTED for signs in wanted))
_SMALL = frozenset().union(*_EVERY) - _WRITTEN.keys()


def rules_for(text: str) -> tuple[Rule, ...]:
    """Those of the rules whose pattern may match in a text, in their order."""
    small = text.casefold()
    there = {word for word in _SMALL if word in small}
    there |= {name for name, pattern in _WRITTEN.items() if pattern.search(text)}
    return _rules_with(tuple(signs for signs in _EVERY if not there.isdisjoint(signs)))


@lru_cache(maxsize=10_000)
def _rules_with(there: tuple[_Signs, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule, wanted in zip(RULES, _WANTED, strict=True) if set(wanted) <= set(there))
