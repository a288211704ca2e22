"""What a report is about, where its first sentences tell of no conflict of these days: its later ones follow them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.draft import CROWDS, Draft, Passed
from exporter.coders.dictionary.extract import Read
from exporter.coders.dictionary.filters import BACKGROUND, COURT
from exporter.coders.dictionary.layout import Layout
from exporter.coders.dictionary.likeness import A_GAME, ACCIDENT

REMEMBERED = f"{BACKGROUND}: remembered years after"


def remembered(layout: Layout) -> list[str]:
    """The reason for which violence of no day is background, where headline or lead look back over years."""
    return [REMEMBERED] if any(map(_YEARS_AFTER.search, _first(layout))) else []


def words_of_lead(layout: Layout) -> frozenset[str]:
    """The words of headline and lead, as they are read."""
    return frozenset(word.strip(",.;:'") for text in _first(layout) for word in text.split())


def _first(layout: Layout) -> list[str]:
    return [passage.text for passage in layout.passages if passage.headline or passage.lead]


_YEARS_AFTER = re.compile(
    r"\b(?:anniversary|years (?:on|to the day)|decades? (?:ago|on)|commemorat\w+)\b"
    r"|\b(?:\w+ty|ten|\d\d) years (?:ago|after)\b",
    re.IGNORECASE,
)


def still_about(read: Read, before: Sequence[Passed], remembered: Sequence[str]) -> Read:
    """A sentence of a report whose first sentences tell of no conflict, without what it goes on to tell of the same.

    A report on a game says `Croatia attacked`, one on a crash `the driver was killed`; one on a trial tells the crime.
    """
    reasons = (*remembered, *(p.reason for p in before))
    reason = next(filter(_is_topic, reasons), "")
    same = [draft for draft in read.drafts if reason and _of_topic(draft, reason)]
    passed = [Passed(words, reason) for draft in same for words in draft.sentences]
    kept = tuple(draft for draft in read.drafts if draft not in same)
    return replace(read, drafts=kept, passed=(*read.passed, *passed)) if same else read


def _is_topic(reason: str) -> bool:
    return reason == A_GAME or reason.startswith((ACCIDENT, COURT, REMEMBERED))


def _of_topic(draft: Draft, reason: str) -> bool:
    """Whether what looks like an event may belong to what the report is about, by a day and a place of its own."""
    dated = draft.when is not None and draft.when.words is not None
    if not draft.violent and draft.event_type not in CROWDS:
        return False
    if reason == A_GAME:
        return draft.violent and not (draft.where and dated)
    if draft.another:
        return False  # `Meanwhile, gunmen killed a farmer`
    if reason.startswith(ACCIDENT):
        return draft.violent and not draft.side1 and not (draft.where and dated)
    return not dated and (draft.violent or reason.startswith(COURT))
