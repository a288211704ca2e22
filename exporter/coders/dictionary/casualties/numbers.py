"""The words around a number that are the count of people."""

import re
from calendar import month_name

from exporter.coders.dictionary.casualties.words import listed
from exporter.coders.dictionary.counts import Count, read_count
from exporter.coders.dictionary.tokens import Token

_QUANTITIES = listed("dozens scores hundreds thousands millions several tens dozen both")


def is_numeric(token: Token) -> bool:
    """Whether the token is a number or a word such as `dozens`."""
    return token.tag_ == "CD" or token.lower_ in _QUANTITIES or read_count(token.text) is not None


def count_around(token: Token, left: int, right: int) -> tuple[Count, int, int] | None:
    """The longest words around the token that are a count, between `left` and `right`."""
    doc = token.doc
    for length in range(min(12, right - left + 1), 0, -1):
        for start in range(min(token.i, right - length + 1), max(left, token.i - length + 1) - 1, -1):
            end = start + length - 1
            if doc[start].is_space or doc[end].is_space or doc[end].lower_ in {"the", "all"}:
                continue
            count = read_count(doc[start : end + 1].text)
            if count is not None and not is_measure(doc[start], doc[end]):
                return count, start, end
    return None


_MONTHS = {*month_name} - {""}


def is_measure(first: Token, last: Token) -> bool:
    """Whether the number is part of something else: `12-year-old`, `5 percent`, `No. 5`."""
    doc = last.doc
    after = doc[last.i + 1].lower_ if last.i + 1 < len(doc) else ""
    before = doc[first.i - 1].lower_ if first.i else ""
    if after in {"-", "%", "percent", "year", "years", "th", "-year", "km", "kilometers", "miles", "meters"}:
        return True
    if last.i + 1 < len(doc) and doc[last.i + 1].text in _MONTHS:
        return True  # `16 December`
    return before in {"$", "-", "no.", "number", "age", "aged", "since"}


def is_year(token: Token, found: tuple[Count, int, int]) -> bool:
    """Whether the count is one word and that a year, of 1800 to 2099."""
    return found[1] == found[2] and re.fullmatch(r"(18|19|20)[0-9]{2}", token.text) is not None


def number_before(token: Token, left: int) -> tuple[Count, int, int] | None:
    """The number before the noun, with such words as `at least` wherever the parse hangs them."""
    for edge in range(token.i - 1, left - 1, -1):
        if not is_numeric(token.doc[edge]) or token.doc[edge].lower_ in {"a", "an"}:
            continue
        best = count_around(token.doc[edge], max(edge - 6, sentence_start(token)), token.i - 1)
        if best is not None and not (best[0].best == 1 and token.tag_ in {"NNS", "NNPS"}):
            return (best[0], best[1], token.i)
    return None


def sentence_start(token: Token) -> int:
    """Where the token's sentence starts."""
    return int(token.sent.start)
