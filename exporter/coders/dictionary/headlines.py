"""Headlines with a capital in every word, or in nothing but capitals, above a report that is written as others are.

Their words are no names for that: `Gunmen Kill Three Policemen in Karachi`, `SUICIDE BOMBER KILLS FOUR`. They are
written as in a text in capitals, and as the report below writes them.
"""

import re
from collections.abc import Callable, Set

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
