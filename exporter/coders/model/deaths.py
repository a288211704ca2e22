"""How many died: the count that the quoted words give, by the grammar of counts; the model's sum is only compared."""

import re
from collections.abc import Iterator, Sequence

from exporter.coders.coding import Evidence
from exporter.coders.dictionary.casualties import Casualties, find_casualties, sum_killed
from exporter.coders.dictionary.counts import Count, read_count
from exporter.coders.dictionary.draft import Deaths, Words
from exporter.coders.model.answer import Found
from exporter.coders.model.report import Report

_WORD = re.compile(r"[^\s,;.()]+(?:[.,]\d+)*|[^\s]")
_FIGURES = re.compile(r"\d+(?:[ .,\u00a0\u202f]\d{3})*")
_LONGEST_COUNT = 7
_MOST = 2**31 - 1


Placed = tuple[Casualties, int, int]
"""Casualties with their offsets in the article."""


def read_deaths(report: Report, found: Found) -> tuple[Deaths | None, list[str]]:
    """The deaths of an event with their words, and what is doubtful about them."""
    quotes = found.quotes["fatalities"]
    if not quotes:
        return None, []
    told = list(_casualties(report, quotes))
    dead = [placed for placed in told if placed[0].fate == "killed" and not placed[0].total]
    count = sum_killed(casualties for casualties, _, _ in dead)
    if count is not None:
        return _of_rules(count, dead, quotes, found.fatalities)
    if found.fatalities is None:
        return None, []
    if told:
        return None, ["fatalities: the words quoted count others than the dead of this event"]
    for quote in quotes:
        same = [c for c in _counts(quote.quote, english=report.english) if c.best == found.fatalities]
        if same:
            return Deaths(same[0], Words(quote.start, quote.end)), []
    return None, [f"fatalities: the words quoted do not say {found.fatalities}"]


def _of_rules(
    count: Count, dead: Sequence[Placed], quotes: Sequence[Evidence], said: int | None
) -> tuple[Deaths | None, list[str]]:
    if count.best > _MOST or (count.high or 0) > _MOST:
        return None, ["fatalities: a number that cannot be"]
    start, end = min(start for _, start, _ in dead), max(end for _, _, end in dead)
    whole = next((q for q in quotes if q.start <= start and end <= q.end), None)
    words = Words(whole.start, whole.end) if whole else Words(start, end)
    agree = said == count.best
    return Deaths(count, words), [] if agree else [
        f"fatalities: the words give {count.best}, the model {said}"
    ]


def _casualties(report: Report, quotes: Sequence[Evidence]) -> Iterator[Placed]:
    """The casualties at the quoted words, each group once."""
    seen: set[tuple[int, int, str]] = set()
    for quote in quotes:
        place = report.span(quote)
        if place is None:
            continue
        passage, span = place
        sentences = [s for s in span.doc.sents if s.start < span.end and span.start < s.end]
        for casualties in (found for sentence in sentences for found in find_casualties(sentence)):
            start, end = passage.start + casualties.start, passage.start + casualties.end
            key = (start, end, casualties.fate)
            if start < quote.end and quote.start < end and key not in seen:
                seen.add(key)
                yield casualties, start, end


def _counts(words: str, *, english: bool) -> Iterator[Count]:
    """The counts in some words, the longest first; outside English only figures."""
    if not english:
        for match in _FIGURES.finditer(words):
            number = int(re.sub(r"\D", "", match[0]))
            yield Count(number, number, number)
        return
    parts = list(_WORD.finditer(words))
    for length in range(min(_LONGEST_COUNT, len(parts)), 0, -1):
        for first in range(len(parts) - length + 1):
            count = read_count(words[parts[first].start() : parts[first + length - 1].end()])
            if count is not None:
                yield count
