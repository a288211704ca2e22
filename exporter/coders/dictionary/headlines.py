"""Headlines in which every word begins with a capital: `Gunmen Kill Three Policemen in Karachi`.

Their words are no names for that. They are written as in a text in capitals, and as the report below writes them.
"""

import re
from collections.abc import Callable

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
    capitals = "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in headline)
    letters = list(headline)
    written = truecase(capitals)
    inside = set(_INSIDE.findall(body))
    for word in _WORD.finditer(headline):
        is_title = word[0].istitle() and len(word[0]) > 1
        if is_title and not (word[0] in inside and word[0].lower() not in inside):
            letters[word.start()] = written[word.start()]
    return text[:start] + "".join(letters) + body


# Words that open no sentence: what begins with a capital there is a name.
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]+(?:['’][^\W\d_]+)*")


def _is_title(headline: str) -> bool:
    """Whether all words of some length begin with a capital, and there are enough of them."""
    words = [word for word in _WORD.findall(headline) if len(word) >= _LONG]
    return len(words) >= _ENOUGH and all(word[0].isupper() for word in words)
