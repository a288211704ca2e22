"""Where sentences begin in a text in capitals, and how a letter is written large."""

import re
from collections.abc import Sequence

_AFTER_INITIALS = re.compile(r"(?:\b[a-z]\.){2}$")


def upper(letter: str) -> str:
    """A letter in capitals, unless that is two: `ß` stays as it is, so that offsets hold."""
    capital = letter.upper()
    return capital if len(capital) == 1 else letter


def with_openings(small: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The letters of a text in small letters, those that open a sentence in capitals."""
    letters = list(small)
    behind = {found.end() for found in _BRACKETED.finditer(small)}
    for start, _ in spans:
        if start in behind or _opens_sentence(small, start):
            letters[start] = upper(small[start])
    return letters


_OPENERS = (".", "!", "?", ":")
_BRACKETED = re.compile(r"(?:^|\)\s+--?\s+|[.!?:]\s+|\n\n\s*)(?:\[[^\]\n]{1,90}\]\s*)+|\)\s+--?\s+")
"""What a sentence begins after as well: the end of a dateline, `(EFE) -- [TEXT]`, and who is speaking, `[REPORTER]`."""


def _opens_sentence(text: str, start: int) -> bool:
    last = text[max(0, start - 2) : start]
    if last.endswith(".") or (last.endswith(" ") and last[0].isalpha()):
        return False  # `8 a.m.`, and every word right behind another
    before = text[max(0, start - 6) : start].rstrip(" \n\t\"'“”([")
    if before and not before.endswith(_OPENERS) and "\n\n" not in text[max(0, start - 5) : start]:
        return False
    return not _AFTER_INITIALS.search(before)  # `a U.S. soldier`
