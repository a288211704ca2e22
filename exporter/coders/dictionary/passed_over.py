"""What of an article gave no event, with the reason."""

from collections.abc import Sequence, Set

from exporter.coders.coding import NOT_ENGLISH, Skipped
from exporter.coders.dictionary.draft import Passed, Words


def refused(text: str, language: str) -> tuple[Skipped, ...]:
    """The first line of a text that is not read, with the reason."""
    start = len(text) - len(text.lstrip())
    quote = text[start:].split("\n", 1)[0].rstrip()
    return (Skipped(quote, f"{NOT_ENGLISH}: {language}", start, start + len(quote)),)


def skipped(text: str, told: Set[Words], passed: Sequence[Passed]) -> tuple[Skipped, ...]:
    """Sentences that gave no event, once each with their first reason, in order."""
    reasons: dict[Words, str] = {}
    for passage in passed:
        if passage.words not in told:
            reasons.setdefault(passage.words, passage.reason)
    return tuple(
        Skipped(text[words.start : words.end], reason, words.start, words.end)
        for words, reason in sorted(reasons.items(), key=lambda item: item[0].start)
    )
