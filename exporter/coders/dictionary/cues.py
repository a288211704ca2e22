"""What stands around a word in a text in capitals and shows that it is a name, whatever else it may mean.

`THE TOWN OF LICE`, `IN NORTH KIVU PROVINCE`, `27 MARCH`, `(LINCE, LIMA)`, `THE NATIONAL CONGRESS FOR THE DEFENCE OF
THE PEOPLE (CNDP)`: each cue gives stretches of the text whose words are written as names.
"""

import re
from calendar import month_name
from collections.abc import Callable, Iterator, Sequence

from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.places.names import GENERICS

IsPlace = Callable[[str, frozenset[str], bool], bool]
"""Whether a phrase names a place of one of these kinds, or of any where none is given; whether `of` announces it."""

_Span = tuple[int, int]

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_PHRASE = re.compile(rf"{_WORD}(?:[ \n\t]+{_WORD}){{0,3}}")

_MONTHS = "jan|feb|march|apr|may|jun|jul|aug|sept?|oct|nov|dec"
_VERB_MAY = rf"(?!(?<=\bmay)\s+(?:{'|'.join(sorted(words('behind_may')))})\b)"  # `30 may be dead`
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+({_MONTHS})\b{_VERB_MAY}|\b({_MONTHS})\.?\s+\d{{1,4}}\b"
    r"|\b(?:early|in|last|late|mid|since|until)[ \n\t-]+(march|may)\b"
)

_FULL_MONTH = "|".join(name.lower() for name in month_name[1:])
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_FULL_MONTH})|(?:{_FULL_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?)"
_NAMED_BY_DAY = re.compile(rf"\b{_DAY}\s+({'|'.join(sorted(words('bearers_of_dates')))})\b")

_DIRECTIONS = words("directions")
_HEADS = sorted({*words("place_heads"), *GENERICS} - _DIRECTIONS, key=len, reverse=True)
_OF = re.compile(rf"\b({'|'.join(map(re.escape, _HEADS))})s?\s+of\s+")
_HEAD = re.compile(rf"(?<=\w)[ \n\t]+({'|'.join(map(re.escape, _HEADS))})\b")
_IN_BRACKETS = re.compile(r"\(([^()\n]{3,80})\)")
_PART = re.compile(r"[^\s,;/](?:[^,;/]*[^\s,;/])?")
_IDENTIFIED = re.compile(rf"\b(?:identified|named) as\s+((?:{_WORD}\s+){{1,3}}{_WORD})(?=\s*[.,;])")
_ACRONYM = re.compile(r"(?<=\w)[ \n\t]+[(\[]([A-Z]{3,8})[)\]]")
_EXPANDED = re.compile(rf"\b([A-Z]{{3,8}})[ \n\t]+[(\[]({_WORD}(?:[ \n\t]+{_WORD}){{1,7}})[)\]]")
_SPELT_IN = 150
"""Letters before an acronym in which its words are looked for."""
_NAMED_IN = 60
"""Letters before a word such as `province` in which its name is looked for."""
_WORDS = re.compile(_WORD)
_JOINED = re.compile(rf"(?:{_WORD}[ \n\t]+)*{_WORD}$")

_FUNCTION = frozenset(
    {"a", "al", "and", "da", "de", "del", "des", "do", "dos", "du", "e", "et", "for", "in", "la", "of", "on"}
    | {"the", "to", "y"}
)
_ADMIN = frozenset({"admin1", "admin2", "region"})
_SETTLED = frozenset({"admin2", "place", "region", "site"})
_THINGS = words("common_acronyms")


def names_by_cue(text: str, small: str, is_place: IsPlace) -> Iterator[_Span]:
    """The words, as first and last offset, that their surroundings show to be names.

    Args:
        text: The text in capitals.
        small: The same in small letters.
        is_place: What the gazetteer says.
    """
    for found in _DATE.finditer(small):
        yield found.span(found.lastindex or 0)
    for found in _NAMED_BY_DAY.finditer(small):
        yield found.span(1)
    yield from _behind_heads(small, is_place)
    yield from _before_heads(small, is_place)
    yield from _bracketed(small, is_place)
    yield from _spelt_out(text)
    yield from _identified(small)


def acronyms(text: str) -> Iterator[_Span]:
    """`DAS [Administrative Department of Security]`: letters that begin the words behind them, in any order."""
    for found in _EXPANDED.finditer(text):
        if _begin_with(text, _named(text, _spans(text, *found.span(2))), found[1]):
            yield found.span(1)


def _behind_heads(small: str, is_place: IsPlace) -> Iterator[_Span]:
    """`the village of santa rosa`, but not `the state of emergency`."""
    for head in _OF.finditer(small):
        kinds = _kinds(head[1])
        phrase = _PHRASE.match(small, head.end())
        if phrase and (length := _longest(phrase[0], kinds, is_place)):
            yield from _words_of(small, phrase.start(), phrase.start() + length)


def _before_heads(small: str, is_place: IsPlace) -> Iterator[_Span]:
    """`north kivu province`; what is only a direction is none: `the northern province of Kunduz`."""
    for found in _HEAD.finditer(small):
        kinds = _kinds(found[1])
        joined = _JOINED.search(small, max(0, found.start() - _NAMED_IN), found.start())
        for start, _ in _spans(small, joined.start(), found.start())[-3:] if joined else ():
            phrase = small[start : found.start()]
            if not is_mere(phrase) and is_place(phrase, kinds, False):
                yield from _words_of(small, start, found.start())
                break


def _spans(text: str, start: int, end: int) -> list[_Span]:
    """Where the words of a stretch stand."""
    return [word.span() for word in _WORDS.finditer(text, start, end)]


def _bracketed(small: str, is_place: IsPlace) -> Iterator[_Span]:
    """`(lince, lima province)`: units that a place lies in."""
    for found in _IN_BRACKETS.finditer(small):
        for part in _PART.finditer(found[1]):
            bare, _, last = part[0].rpartition(" ")
            name = bare if bare and last in GENERICS else part[0]
            if is_place(name, frozenset(), False):
                start = found.start(1) + part.start()
                yield from _words_of(small, start, start + len(name))


def _spelt_out(text: str) -> Iterator[_Span]:
    """`Movement for the Emancipation of the Niger Delta (MEND)`: words that begin with the letters that follow.

    In any order: many groups go by the letters of their name in another language.
    """
    for found in _ACRONYM.finditer(text):
        letters = found[1]
        joined = _JOINED.search(text, max(0, found.start() - _SPELT_IN), found.start())
        if joined is None or letters.lower() in _THINGS:
            continue
        named = _named(text, _spans(text, joined.start(), found.start()))[-len(letters) :]
        if _begin_with(text, named, letters):
            yield from named


def _named(text: str, spans: Sequence[_Span]) -> list[_Span]:
    """The words that give a name its letters."""
    return [span for span in spans if text[slice(*span)].lower() not in _FUNCTION]


def _begin_with(text: str, spans: Sequence[_Span], letters: str) -> bool:
    return sorted(text[start] for start, _ in spans) == sorted(letters)


def _identified(small: str) -> Iterator[_Span]:
    """`the dead man was identified as billy murphy.`, but not `as members of the front`."""
    for found in _IDENTIFIED.finditer(small):
        said = [word[0] for word in re.finditer(_WORD, found[1])]
        if not _FUNCTION & set(said) and not said[-1].endswith("s"):
            yield from _words_of(small, *found.span(1))


def _kinds(head: str) -> frozenset[str]:
    return _SETTLED if "place" in GENERICS.get(head, ()) or head not in GENERICS else _ADMIN


def _longest(phrase: str, kinds: frozenset[str], is_place: IsPlace) -> int:
    """How long the longest name is that a phrase begins with."""
    ends = [word.end() for word in re.finditer(_WORD, phrase)]
    return next(
        (end for end in reversed(ends) if not is_mere(phrase[:end]) and is_place(phrase[:end], kinds, True)),
        0,
    )


def is_mere(phrase: str) -> bool:
    """Whether a phrase is made of directions and words for units alone: `northern region`."""
    return all(word in _DIRECTIONS or word in GENERICS for word in phrase.split())


def _words_of(small: str, first: int, last: int) -> Iterator[_Span]:
    for word in re.finditer(_WORD, small[first:last]):
        if word[0] not in _FUNCTION or (word.start() == 0 and word[0] not in ("a", "the")):
            yield first + word.start(), first + word.end()
