"""Counts as reports write them, read as a low, a best and a high number.

| words | low | best | high |
|---|---|---|---|
| exactly n, n, a total of n, all n, the other n, another n | n | n | n |
| a, an, one, another | 1 | 1 | 1 |
| no, none, nobody, no one, zero | 0 | 0 | 0 |
| both, a couple, a pair | 2 | 2 | 2 |
| a dozen, half a dozen | 12, 6 | 12, 6 | 12, 6 |
| at least n, no fewer than n, n or more | n | n | none |
| more than n, over n, upwards of n | n | n | none |
| about n, some n, around n, nearly n, almost n, an estimated n, n or so | none | n | none |
| up to n, as many as n, at most n, fewer than n | none | n | n |
| between a and b, a to b, a or b | a | a | b |
| several, a few, a handful | 3 | 3 | none |
| several hundred, a few dozen | 300, 36 | 300, 36 | none |
| dozens, scores, hundreds, thousands, millions | 24, 40, 200, 2000, 2000000 | the same | none |
| tens of thousands, hundreds of thousands | 20000, 200000 | the same | none |

`more than n` keeps n, not n + 1: it is the number that the source gives. Of two numbers in
conflict the lower is the best, the cautious choice that event data are used to.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: low <= best <= high, where None is an end that the words leave open."""

    low: int | None
    best: int
    high: int | None


_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: number for number, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: number * 10 for number, word in enumerate(_TEN_WORDS.split(), start=2)} | {"fourty": 40}
_ORDINAL_WORDS = (
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=2)}
"""`a third victim`: of how many it is the last."""
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_MULTIPLES = {"dozen": 12, "score": 20, "hundred": 100, **_SCALES}
_PLURALS = {
    "tens": 20,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2_000_000,
}
_VAGUE = {("several",), ("a", "few"), ("few",), ("a", "handful"), ("handful",)}
_NOBODY = {("no",), ("none",), ("nobody",), ("no", "one"), ("noone",), ("no", "body"), ("not", "one")}
_TWO = {("both",), ("a", "couple"), ("couple",), ("a", "pair"), ("pair",)}
_ONE = {("a",), ("an",), ("another",), ("a", "single"), ("single",)}

_AT_LEAST = (
    "at least|at the least|no fewer than|no less than|not less than|not fewer than|a minimum of|more than|"
    "over|well over|above|upwards of|upward of|in excess of|well more than|at a minimum"
)
_ABOUT = (
    "about|some|around|nearly|almost|approximately|roughly|an estimated|estimated|close to|just under|"
    "just over|circa|near|perhaps|probably|possibly|the estimated|approx"
)
_AT_MOST = (
    "up to|as many as|at most|no more than|not more than|a maximum of|fewer than|less than|under|at the most"
)
_PLAIN = (
    "exactly|only|just|a total of|total of|all|the|other|the other|another|a further|further|all of|"
    "these|those"
)


def _openings(*kinds: tuple[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """The words that come before a number with their kind, the longest first."""
    pairs = [(tuple(words.split()), kind) for kind, listed in kinds for words in listed.split("|")]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


_OPENINGS = _openings(("least", _AT_LEAST), ("about", _ABOUT), ("most", _AT_MOST), ("plain", _PLAIN))
_CLOSINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("or", "more"), "least"),
    (("and", "more"), "least"),
    (("at", "least"), "least"),
    (("or", "so"), "about"),
    (("or", "fewer"), "most"),
    (("at", "most"), "most"),
    (("more",), "plain"),
    (("others",), "plain"),
    (("other",), "plain"),
    (("additional",), "plain"),
)
_TOKEN = re.compile(r"[0-9]+(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[a-z]+|[^\sa-z0-9]")
_FIGURE = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(\.[0-9]{1,9})?\Z")
_LONGEST = 250  # a phrase of more characters is not a count

Words = tuple[str, ...]


@lru_cache(maxsize=50_000)
def read_count(words: str) -> Count | None:
    """The count that the words give, or None where they are not a count and nothing but a count."""
    text = words.lower().replace("\N{NON-BREAKING HYPHEN}", "-").replace("\N{EN DASH}", "-")
    if len(text) > _LONGEST:
        return None
    found = tuple(word for word in _TOKEN.findall(text) if word != "~")
    return _bounded(found, depth=0)


def _bounded(words: Words, depth: int) -> Count | None:
    """A core count with any openings (`at least`) and closings (`or more`)."""
    if not words or depth > 4:
        return None
    core = _core(words)
    if core is not None:
        return core
    for closing, kind in _CLOSINGS:
        if len(words) > len(closing) and words[-len(closing) :] == closing:
            inner = _bounded(words[: -len(closing)], depth + 1)
            return inner and _opened(inner, kind)
    for opening, kind in _OPENINGS:
        if len(words) > len(opening) and words[: len(opening)] == opening:
            inner = _bounded(words[len(opening) :], depth + 1)
            if inner is not None:
                return _opened(inner, kind)
    return None


def _opened(count: Count, kind: str) -> Count:
    """The count with its ends as words such as `at least` set them; open ends stay open."""
    exact = count.low == count.best == count.high
    if kind == "least":
        return Count(count.best, count.best, None)
    if kind == "about" and exact:
        return Count(None, count.best, None)
    if kind == "most" and count.high is not None:
        return Count(None, count.high, count.high)
    return count


def _core(words: Words) -> Count | None:
    """A count without `at least` and its like."""
    if words in _NOBODY:
        return Count(0, 0, 0)
    if words in _ONE:
        return Count(1, 1, 1)
    if words in _TWO or (words[-1] == "of" and words[:-1] in _TWO):
        return Count(2, 2, 2)
    low = _vague(words)
    if low is not None:
        return Count(low, low, None)
    number = _number(words)
    if number is not None:
        return Count(number, number, number)
    return _range(words)


def _vague(words: Words) -> int | None:
    """The lowest number that words such as `dozens` or `several hundred` can mean."""
    if words in _VAGUE:
        return 3
    if words[0] == "many" and len(words) > 1:
        words = words[1:]
    if len(words) == 1:
        return _PLURALS.get(words[0])
    if (
        len(words) == 3
        and words[1] == "of"
        and words[0] in _PLURALS
        and words[2].removesuffix("s") in _SCALES
    ):
        return (20 if words[0] == "tens" else _PLURALS[words[0]]) * _SCALES[words[2].removesuffix("s")]
    if words[:-1] in _VAGUE and words[-1] in _MULTIPLES:
        return 3 * _MULTIPLES[words[-1]]
    return None


def _range(words: Words) -> Count | None:
    """`between a and b`, `from a to b`, `a to b`, `a or b`, `a-b`; None where the words can be parted in two ways."""
    if words[0] in {"between", "from"}:
        joints = {"and"} if words[0] == "between" else {"to"}
        words = words[1:]
    else:
        joints = {"to", "or", "-"}
    places = (place for place, word in enumerate(words) if word in joints)
    ranges = {found for place in places if (found := _parted(words, place))}
    return ranges.pop() if len(ranges) == 1 else None


def _parted(words: Words, place: int) -> Count | None:
    """The range of the numbers on both sides of a word."""
    left, right = words[:place], words[place + 1 :]
    first, second = _number(left), _number(right)
    if first is None or second is None:
        return None
    if words[place] == "-" and not (_FIGURE.match(left[-1]) and _FIGURE.match(right[0])):
        return None
    # `two or three hundred` begins at two hundred; `one and one hundred and ten thousand` at one.
    scale = 1 if _MULTIPLES.keys() & set(right[:-1]) else _MULTIPLES.get(right[-1], 1)
    if len(left) == 1 and len(right) > 1 and first * scale < second:
        first *= scale
    low, high = sorted((first, second))
    return Count(low, low, high)


def _number(words: Words) -> int | None:
    """A whole number in figures, in words or in both (`1.5 million`)."""
    if not words or len(words) > 40:
        return None
    if words[-1] == "dozen" or words[-1] == "score":
        return _times(words[:-1], _MULTIPLES[words[-1]])
    if words[:2] == ("half", "a") and len(words) == 3 and words[2] in _MULTIPLES:
        return _MULTIPLES[words[2]] // 2
    figure = _FIGURE.match(words[0])
    if figure:
        return _figures(figure, words[1:])
    return _spelled(tuple(word for word in words if word != "-"))


def _times(words: Words, multiple: int) -> int | None:
    """How many times the multiple (`two dozen`, `half a dozen`, `a dozen`, `dozen`)."""
    if words == ("half", "a"):
        return multiple // 2
    if words in {(), ("a",)}:
        return multiple
    number = _number(words)
    return None if number is None else number * multiple


def _figures(figure: re.Match[str], rest: Words) -> int | None:
    """Figures with at most one scale behind them."""
    scale = 1
    if rest:
        if len(rest) > 1 or rest[0] not in _MULTIPLES:
            return None
        scale = _MULTIPLES[rest[0]]
    value = Fraction(figure[0].replace(",", "")) * scale
    return int(value) if value.denominator == 1 and (scale > 1 or not figure[2]) else None


def _spelled(words: Words) -> int | None:
    """A number in words: groups below a thousand, each with a smaller scale than the one before."""
    total, last, group = 0, 10**12, list[str]()
    for word in words:
        if word not in _SCALES:
            group.append(word)
            continue
        value = _below_thousand(tuple(group), first=not total)
        if not value or _SCALES[word] >= last:
            return None
        total, last, group = total + value * _SCALES[word], _SCALES[word], []
    if not group:
        return total if total else None
    value = _below_thousand(tuple(group), first=not total)
    if value is None or (total and not 0 < value < last):
        return None
    return total + value


def _below_thousand(words: Words, *, first: bool) -> int | None:
    """`twenty-two`, `a hundred and ten`, `twelve hundred`; `and five` only behind a larger group."""
    if not first and words[:1] == ("and",):
        words = words[1:]
    if words == ("a",):
        return 1
    if "hundred" not in words:
        return _below_hundred(words) if words else None
    place = words.index("hundred")
    hundreds = 1 if words[:place] in {(), ("a",)} else _below_hundred(words[:place])
    rest = words[place + 1 :]
    rest = rest[1:] if rest[:1] == ("and",) and len(rest) > 1 else rest
    ones = _below_hundred(rest) if rest else 0
    return None if not hundreds or ones is None else hundreds * 100 + ones


def _below_hundred(words: Words) -> int | None:
    """`seven`, `seventeen`, `seventy`, `seventy seven`."""
    if len(words) == 1:
        return _UNITS.get(words[0], _TENS.get(words[0]))
    if len(words) == 2 and words[0] in _TENS and 0 < _UNITS.get(words[1], 0) < 10:
        return _TENS[words[0]] + _UNITS[words[1]]
    return None
