"""When two names are the same: half of the words of either, whatever the accents, the case and the order.

This is how the scorer of gold files compares names, so that its figures and ours are the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Words that many names have and that tell none from another.
_EMPTY = frozenset(
    ["the", "of", "a", "an", "and", "in", "forces", "force", "group", "military", "government", "members",
     "suspected", "alleged"]
)  # fmt: skip


@lru_cache(maxsize=65_536)
def words(text: str) -> frozenset[str]:
    """The words of a name that tell it from others, without accents and the s of a plural."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.findall(r"[a-z0-9]+", flat)
    telling = frozenset(word.rstrip("s") for word in found if word not in _EMPTY)
    return telling or frozenset(word.rstrip("s") for word in found)


def same_name(name: str, others: Iterable[str]) -> bool:
    """Whether a name shares at least half of its words, or of theirs, with one of the others."""
    mine = words(name)
    for other in others:
        theirs = words(other)
        if mine and theirs and len(mine & theirs) / min(len(mine), len(theirs)) >= 0.5:
            return True
    return False
