"""Headlines with a capital in every word, or in nothing but capitals, above a report that is written as others are.

Their words are no names for that: `Gunmen Kill Three Policemen in Karachi`, `SUICIDE BOMBER KILLS FOUR`. They are
written as in a text in capitals, and as the report below writes them.

A headline may tell two things, each in a sentence of its own: `Bomber strikes post; drone kills four`. They are read
apart, since the grammar of both at once is mostly misread.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache

from exporter.coders.dictionary.lexicon import lexicon, words
from exporter.coders.dictionary.openings import upper

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONG = 4
"""Letters of a word that such a headline begins with a capital; shorter ones it may not."""
_ENOUGH = 4
_LONGEST = 200


def plain_headline(text: str, truecase: Callable[[str], str]) -> str:
    """A report whose headline has no more capitals than its sentences have; letter for letter as long.

    Args:
        text: The report.
        truecase: Writes a text in capitals in small letters, but for its names.
    """
    start = len(text) - len(text.lstrip())
    headline = text[start:].split("\n", 1)[0]
    body = text[start + len(headline) :]
    if len(headline) > _LONGEST or headline.rstrip().endswith(".") or not _is_title(headline):
        return text
    written = truecase("".join(map(upper, headline)))
    letters = list(headline)
    inside = set(_INSIDE.findall(body))
    for word in _WORD.finditer(headline):
        first, rest = word[0][0], word[0][1:]
        if headline.isupper() or (first.isupper() and rest == rest.lower()):
            below = _as_below(word[0], inside)
            letters[slice(*word.span())] = below or written[slice(*word.span())]
    return text[:start] + "".join(letters) + body


def _as_below(word: str, inside: Set[str]) -> str | None:
    """A word as the report below writes it, where it is a name there: in capitals or with one."""
    if len(word) < 2 or word.lower() in inside:
        return None
    return next(
        (form for form in (word, word.capitalize()) if form in inside and len(form) == len(word)), None
    )


# Words that open no sentence: what begins with a capital there is a name.
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]+(?:['’][^\W\d_]+)*")


def _is_title(headline: str) -> bool:
    """Whether all words of some length begin with a capital, and there are enough of them."""
    words = [word for word in _WORD.findall(headline) if len(word) >= _LONG]
    return len(words) >= _ENOUGH and all(word[0].isupper() for word in words)


def sentences_of(headline: str) -> Iterator[tuple[int, int]]:
    """Where each of the things that a headline tells starts and ends: `Car bomb kills ten, army thwarts attack`."""
    start = 0
    for match in _BREAK.finditer(headline):
        before, after = headline[start : match.start()], _BREAK.split(headline[match.end() :])[0]
        if match[0][0] == ";" or _two_things(before, after, link=match[0].strip()):
            yield start, match.start()
            start = match.end()
    yield start, len(headline)


_BREAK = re.compile(r";\s|,\s|\sas\s")


def _two_things(before: str, after: str, *, link: str) -> bool:
    """Whether both parts of a headline tell who does what, in the present; what a crowd does is mostly the reason."""
    here, there = _WORD.findall(before), _WORD.findall(after)
    if link == "as" and not _CROWDS.isdisjoint(word.lower() for word in there):
        return False  # `Police kill two as protesters storm parliament`
    return _does(here) and _does(there[:_NEAR])


def _does(said: Sequence[str]) -> bool:
    """Whether words tell who does what: `army thwarts attack`, `rebels shell village`."""
    return any(_present(said[place], said[place - 1]) for place in range(1, len(said) - 1))


def _present(verb: str, subject: str) -> bool:
    """Whether a word may be a verb in the present that goes with the noun before it: `jet bombs`, `jets bomb`."""
    base, noun = verb.lower(), subject.lower()
    if noun in _NO_SUBJECT:
        return False
    several = noun.endswith(("s", "men")) or noun in ("people", "police")
    if several and base in _verbs():
        return True
    ending = next((e for e in ("es", "s") if base.endswith(e) and base.removesuffix(e) in _verbs()), None)
    return ending is not None and (not several or subject[:1].isupper())


@cache
def _verbs() -> frozenset[str]:
    """The verbs that tell of events, those of one word."""
    return frozenset(lemma for (pos, lemma) in lexicon().patterns if pos == "verb" and lemma.isalpha())


_NEAR = 5
"""Words of the second part within which its verb stands."""
_CROWDS = words("words_for_crowds")
_NO_SUBJECT = frozenset(
    {"a", "an", "and", "after", "at", "by", "in", "near", "of", "on", "the", "to", "with"}
)
