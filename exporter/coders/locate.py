"""Where a quote stands in a text: letter for letter, else but for white space and the shapes of marks, else nowhere.

What is kept is always the text's own words at the place that was found.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from exporter.coders.coding import Evidence

LONGEST = 1000
"""A quote of more characters supports everything and nothing."""

_MARKS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
# Soft hyphens, joiners and marks of direction are not seen.
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_AROUND = " \t\n\r\"'“”‘’«»….,;:"


@dataclass(frozen=True)
class Text:
    """A text in which quotes are looked up."""

    text: str

    def find(self, quote: str, near: int = 0) -> Evidence | None:
        """The quote in the text, of several places the one closest to an offset; None where it is nowhere.

        A quote that begins or ends within a word is no quote: `12 people` does not stand in `112 people`.
        """
        said = quote.strip()
        if not any(map(str.isalnum, said)) or len(said) > LONGEST:
            return None
        for attempt in dict.fromkeys((said, said.strip(_AROUND))):
            if not attempt:
                continue
            places = list(self._exact(attempt)) or list(self._tolerant(attempt))
            if places:
                start, end = min(places, key=lambda place: abs(place[0] - near))
                return Evidence.of(self.text, start, end)
        return None

    def _exact(self, quote: str) -> Iterator[tuple[int, int]]:
        start = self.text.find(quote)
        while start >= 0:
            end = start + len(quote)
            if self._whole_words(start, end):
                yield start, end
            start = self.text.find(quote, start + 1)

    def _tolerant(self, quote: str) -> Iterator[tuple[int, int]]:
        wanted = _fold(quote)[0].strip()
        if not wanted:
            return
        folded, offsets = self._fold
        for match in re.finditer(re.escape(wanted), folded):
            start, end = offsets[match.start()], offsets[match.end() - 1] + 1
            if self._whole_words(start, end):
                yield start, end

    def _whole_words(self, start: int, end: int) -> bool:
        return not (_joined(self.text, start) or _joined(self.text, end))

    @cached_property
    def _fold(self) -> tuple[str, list[int]]:
        return _fold(self.text)


def _fold(text: str) -> tuple[str, list[int]]:
    """The text with one blank for every white space and one shape for every mark; the offset of each character."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character in _UNSEEN:
            continue
        shape = " " if character.isspace() else _MARKS.get(character, character)
        if shape == " " and letters and letters[-1] == " ":
            continue
        letters.append(shape)
        offsets.append(offset)
    return "".join(letters), offsets


def _joined(text: str, offset: int) -> bool:
    """Whether one word or number goes on over the offset, in scripts that part words."""
    if not 0 < offset < len(text):
        return False
    if all(unicodedata.category(text[at]) in {"Lu", "Ll", "Lt", "Nd"} for at in (offset - 1, offset)):
        return True
    # `5 million` does not stand in `1.5 million`, nor `1` in `1,500`.
    around = text[max(0, offset - 2) : offset + 2]
    return bool(_IN_NUMBER_BEFORE.match(around) or _IN_NUMBER_AFTER.search(around))


_IN_NUMBER_BEFORE = re.compile(r"\d[.,]\d.?\Z", re.DOTALL)
_IN_NUMBER_AFTER = re.compile(r"\A.?\d[.,]\d", re.DOTALL)
