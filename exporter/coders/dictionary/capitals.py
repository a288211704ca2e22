"""Texts in capitals, as old wires are: written in small letters, names and the first words of sentences excepted.

Every letter stays where it is, so that offsets hold for both.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exporter.coders.dictionary.cues import acronyms, names_by_cue
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.listed_names import ListedNames
from exporter.coders.dictionary.openings import upper, with_openings

_LONGEST = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_INITIALS = re.compile(r"\b(?![AP]\.M\.)(?:[A-Z]\.){2,}")  # `U.S.`, `U.N.`, but `8 a.m.`
_ALWAYS_SMALL = words("always_small")
_GIVEN_NAMES = words("given_names")
_ALWAYS_NAMES = words("always_capital") | _GIVEN_NAMES
_NO_SURNAMES = words("place_heads") | words("titles") | words("place_nouns")
_TITLES = words("titles")
_ACRONYMS = words("acronyms")

_Span = tuple[int, int]


@dataclass(frozen=True)
class Truecaser:
    """Writes texts in capitals in small letters.

    Attributes:
        names: Which words are names.
    """

    names: ListedNames

    def __call__(self, text: str) -> str:
        """The text in small letters but for its names and the first words of its sentences."""
        small = text.lower()
        if len(small) != len(text):  # some letter is two in small letters
            small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
        spans = [(match.start(), match.end()) for match in _WORD.finditer(small)]
        letters = with_openings(small, spans)
        listed = self._write_listed(letters, text, small, spans)
        others = self._write_others(letters, text, small, [span for span in spans if span not in listed])
        alone = {
            span: False for span, words_in in listed.items() if words_in == 1 and letters[span[0]].isupper()
        }
        self._name_divisions(letters, small, spans)
        self._join_names(letters, small, sorted({**alone, **others}.items()))
        self._name_in_full(letters, small, spans, others)
        for first, last in (*(initials.span() for initials in _INITIALS.finditer(text)), *acronyms(text)):
            letters[first:last] = text[first:last]
        for (start, end), (following, _) in pairwise(spans):
            if small[start:end] in _TITLES and letters[following].isupper():
                letters[start] = upper(small[start])
        return "".join(letters)

    def _write_listed(
        self, letters: list[str], text: str, small: str, spans: Sequence[_Span]
    ) -> dict[_Span, int]:
        """Write the names of the lists; the words that begin one, each with how many words the name has."""
        listed: dict[_Span, int] = {}
        for index, span in enumerate(spans):
            name = self.names.name_at(small, spans[index : index + _LONGEST])
            if name:
                listed[span] = len(name)
            for first, last in name:
                if len(name) == 1 and text[first:last] in _ACRONYMS:
                    letters[first:last] = text[first:last]
                elif small[first:last] not in _ALWAYS_SMALL:
                    letters[first] = upper(letters[first])
        return listed

    def _write_others(
        self, letters: list[str], text: str, small: str, spans: Sequence[_Span]
    ) -> dict[_Span, bool]:
        """Write the names that no list has: those that a cue shows, and the words that are no English."""
        shown = set(names_by_cue(text, small, self.names.is_called))
        written: dict[_Span, bool] = {}
        for start, end in spans:
            word = small[start:end]
            if text[start:end] in _ACRONYMS:
                letters[start:end] = text[start:end]
            elif (start, end) in shown or word in _ALWAYS_NAMES:
                letters[start] = upper(letters[start])
                written[start, end] = True
            elif not self.names.is_common(word.split("'")[0]):
                bracketed = text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]")
                if bracketed or self.names.is_acronym(word):
                    letters[start:end] = text[start:end]
                else:
                    letters[start] = upper(small[start])
                written[start, end] = True
        return written

    def _name_divisions(self, letters: list[str], small: str, spans: Sequence[tuple[int, int]]) -> None:
        """Write what stands before a word such as `municipality` as a name, if it is one of any place."""
        for (start, end), (before, after) in pairwise(spans):
            if small[before:after] in _DIVISIONS and self.names.is_town(small[start:end]):
                letters[start] = upper(small[start])
            if small[start:end] in ("in", "near") and self.names.is_town(small[before:after], _PEOPLED):
                # `near arauca`: what is only ever a noun, without an article
                may_be = self.names.may_be_name(small[before:after]) and not small[before:after].endswith("s")
                letters[before] = upper(letters[before]) if may_be else letters[before]

    def _name_in_full(
        self, letters: list[str], small: str, spans: Sequence[_Span], others: Mapping[_Span, bool]
    ) -> None:
        """Write the word behind a given name as a surname: `Luis Carlos Galan`, `Erika Sullivan`."""
        person = False
        for before, (start, end) in pairwise(spans):
            person = small[slice(*before)] in _GIVEN_NAMES or (person and before in others)
            word = small[start:end]
            adjoins = person and small[before[1] : start].isspace() and letters[start].islower()
            if (
                adjoins
                and len(word) > 3
                and word not in _NO_SURNAMES
                and not self._said(word)
                and self.names.may_be_name(word)
            ):
                letters[start] = upper(small[start])

    def _said(self, word: str) -> bool:
        """Whether a word tells of people or of an event."""
        return word in self.names.lexicon.agents or ("noun", word) in self.names.lexicon.patterns

    def _join_names(self, letters: list[str], small: str, names: Sequence[tuple[_Span, bool]]) -> None:
        """Write a word between two names as one: `Adolfo Vargas Gonzalez`; one of the two must be no place."""
        for ((_, before), one), ((after, _), other) in pairwise(names):
            word = small[before:after].strip()
            alone = (one or other) and small[before:after] == f" {word} " and word.isalpha()
            if alone and not self._said(word) and not word.endswith("ing") and self.names.may_be_name(word):
                letters[before + 1] = upper(word[0])


# What stands behind the name of a place and hardly behind any other word.
_DIVISIONS = frozenset({"canton", "corregimiento", "department", "hamlet", "intendancy", "municipality"})
_PEOPLED = 50_000
