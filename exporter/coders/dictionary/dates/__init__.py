"""Dates told in a sentence, each resolved to a range of days not later than publication.

The rules, in short:

* A weekday is the nearest on or before publication, that day itself allowed; `last Monday` is not today.
* A day or month without a year is the latest that had come by publication, but a day that comes round again
  within 30 days is taken for the coming one. Dates after publication are left out.
* `two days earlier` and `the next day` count from the event told before, if there is one. Without one, what
  counts back counts from publication and what counts forward is left out.
* `since X` is an interval from X to publication. `between X and Y` and `from X to Y` are one mention.
* The precision is that of the words, widened where the range asks for it. What is wider than the precision of
  a year allows is `vague`, and so are aggregates and habits (`this year`, `every day`): they date no event.

wordings     patterns of words, each with its handler (rules: those that a text need be searched for)
by_calendar  handlers of days, months and years by their names
by_weekday   of weekdays and weekends
by_feast     of feasts: `on Easter Sunday`, `on Christmas Eve`
from_now     of what counts from publication
from_event   of what counts from the event told before
found        what handlers are given, and give
words        numbers, months, weekdays and parts in what was matched
counting     so many units before or after a day
calendar     sums with days
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exporter.coders.dictionary.dates.calendar import Precision, Range, precision_of
from exporter.coders.dictionary.dates.found import BLOCKED, Context, Found, Kind
from exporter.coders.dictionary.dates.rules import rules_for

__all__ = ["DateMention", "find_dates"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of text that tells a date, and the days it stands for.

    Attributes:
        start: Where the words start in the text, in characters.
        end: Where they end.
        first: The earliest day meant.
        last: The latest day meant, never after publication.
        precision: How closely the day is known.
        kind: `explicit` (a date of the calendar), `relative` (counted from publication), `anaphoric` (counted
            from the event told before), `interval` (a stretch up to publication, not one event's date),
            `vague` (an aggregate, a habit or more than two years: no event's date; only this kind may be
            wider than its precision allows).
    """

    start: int
    end: int
    first: date
    last: date
    precision: Precision
    kind: Literal["explicit", "relative", "interval", "anaphoric", "vague"]


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    found: Found | None


def find_dates(text: str, published: date, *, previous: tuple[date, date] | None = None) -> list[DateMention]:
    """Find the dates told in a text, in order of position; of overlapping ones the longest.

    Args:
        text: A sentence or a dateline, in mixed case or all in capitals, line breaks allowed. Letters must be
            as printed: `May` and `March` in small letters are taken for verbs.
        published: The day of publication, which no mention passes.
        previous: First and last day of the event told before.
    """
    context = Context(published, (min(previous), max(previous)) if previous else None)
    chosen = _choose(_candidates(text, context))
    known = [candidate for candidate in chosen if candidate.found]
    joined = _join_since(text, _join_pairs(text, known, context), context)
    mentions = (_mention(candidate, context) for candidate in joined)
    return [mention for mention in mentions if mention]


def _candidates(text: str, context: Context) -> list[_Candidate]:
    candidates = []
    for pattern, handler in rules_for(text):
        for match in pattern.finditer(text):
            found = handler(match, context)
            start, end = match.span("x" if "x" in pattern.groupindex else 0)
            if found is BLOCKED:
                candidates.append(_Candidate(start, end, None))
            elif isinstance(found, Found):
                candidates.append(_Candidate(start, end, found))
    return candidates


def _choose(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The longest of overlapping candidates, then the first in the table; in order of position."""
    chosen: list[_Candidate] = []
    for candidate in sorted(candidates, key=lambda each: each.start - each.end):
        if all(candidate.end <= other.start or other.end <= candidate.start for other in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda each: each.start)


_OPENS_PAIR = re.compile(r"\b(between|from)\s+(?:the\s+)?(?:nights?\s+of\s+)?$", re.IGNORECASE)
_JOINS_PAIR = re.compile(
    r"(?:,?\s+(and|to|until|till|through)\s+(?:on\s+|the\s+)?|\s*[-\u2013\u2014]\s*)", re.IGNORECASE
)


def _join_pairs(text: str, candidates: list[_Candidate], context: Context) -> list[_Candidate]:
    """`between X and Y`, `from X to Y`, `X to Y`: one mention, in which X comes before Y."""
    joined: list[_Candidate] = []
    for candidate in candidates:
        pair = _pair(text, joined[-1], candidate, context) if joined else None
        if pair:
            joined[-1] = pair
        else:
            joined.append(candidate)
    return joined


def _pair(text: str, left: _Candidate, right: _Candidate, context: Context) -> _Candidate | None:
    link = _JOINS_PAIR.fullmatch(text[left.end : right.start])
    if not link or not left.found or not right.found:
        return None
    opening = _OPENS_PAIR.search(text[max(0, left.start - 40) : left.start])
    word = (link[1] or "to").lower()
    wanted = "and" if opening and opening[1].lower() == "between" else "to"
    same = left.found.precision == right.found.precision and left.found.kind == right.found.kind
    if (word == "and") != (wanted == "and") or not (opening or same):
        return None
    first = left.found.first
    if first > right.found.first:  # a date without a year, or a weekday, is the latest before its partner
        again = _choose(
            _candidates(text[left.start : left.end], Context(right.found.first, context.previous))
        )
        firsts = [each.found.first for each in again if each.found and each.found.first <= right.found.first]
        if not firsts:
            return None
        first = firsts[0]
    kind: Kind = "vague" if "vague" in {left.found.kind, right.found.kind} else right.found.kind
    return _Candidate(left.start, right.end, Found(first, right.found.last, kind))


_SINCE = re.compile(
    r"\bsince\s+(?:at\s+least\s+|about\s+|around\s+|the\s+)?(?:night\s+of\s+|on\s+)?$", re.IGNORECASE
)


def _join_since(text: str, candidates: list[_Candidate], context: Context) -> list[_Candidate]:
    """`since X`: from the first day of X until publication."""
    joined = []
    for each in candidates:
        since = _SINCE.search(text[max(0, each.start - 40) : each.start])
        if since and each.found and each.found.first <= context.published:
            start = each.start - len(since[0])
            found = Found(each.found.first, context.published, "interval")
            joined.append(_Candidate(start, each.end, found))
        else:
            joined.append(each)
    return joined


def _mention(candidate: _Candidate, context: Context) -> DateMention | None:
    found = candidate.found
    if not found or found.first > context.published:
        return None
    span: Range = (found.first, min(found.last, context.published))
    if span[0] > span[1]:
        return None
    precision = precision_of(span, least=found.precision)
    kind = found.kind if precision else "vague"
    return DateMention(candidate.start, candidate.end, *span, precision or "year", kind)
