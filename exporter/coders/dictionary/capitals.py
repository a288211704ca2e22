"""Texts in capitals, as old wires are: written in small letters, names and the first words of sentences excepted.

Every letter stays where it is, so that offsets hold for both. In such a text nearly every word might begin a name;
so what is asked of the lists is asked once for each word, and of several words only where some name begins with the
first two of them.
"""

import re
from calendar import day_name, month_name
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from exporter.coders.dictionary.lexicon import Lexicon, fold, words
from exporter.coders.dictionary.places import Gazetteer
from exporter.coders.dictionary.places.names import place_key

_LARGE = 100_000
"""People in a place whose name stays a name in a text in capitals; most words are some village's, too."""

_LONGEST = 4

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")  # `U.S.`, `U.N.`
_AFTER_INITIALS = re.compile(r"(?:\b[a-z]\.){2}$")
_ALWAYS_SMALL = words("always_small")
_TITLES = words("titles")
_ACRONYMS = words("acronyms")
# Without May and March, which are words of other kinds as well.
_CALENDAR = ({*month_name} | {*day_name}) - {"", "May", "March"}


def _never(_word: str) -> bool:
    return False


@dataclass(frozen=True)
class Truecaser:
    """Writes texts in capitals in small letters.

    Attributes:
        lexicon: The lists, whose actors and countries are names.
        gazetteer: The places, whose names are names.
        is_word: Whether a word is English; what is not is a name.
        may_be_name: Whether an English word may be a part of a person's name: `Rivera`, `Vargas`.
    """

    lexicon: Lexicon
    gazetteer: Gazetteer
    is_word: Callable[[str], bool]
    may_be_name: Callable[[str], bool] = _never

    def __call__(self, text: str) -> str:
        """The text in small letters but for its names and the first words of its sentences."""
        small = text.lower()
        if len(small) != len(text):  # some letter is two in small letters
            small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
        spans = [(match.start(), match.end()) for match in _WORD.finditer(small)]
        letters = _with_openings(small, spans)
        names: list[tuple[int, int, bool]] = []
        for index, (start, end) in enumerate(spans):
            name = self._name_at(small, spans[index : index + _LONGEST])
            for first, last in name:
                if len(name) == 1 and text[first:last] in _ACRONYMS:
                    letters[first:last] = text[first:last]
                elif small[first:last] not in _ALWAYS_SMALL:
                    letters[first] = letters[first].upper()
            if not name and text[start:end] in _ACRONYMS:
                letters[start:end] = text[start:end]
            elif not name and not self.is_word(small[start:end].split("'")[0]):
                bracketed = text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]")
                capitals = bracketed or self._is_acronym(small[start:end])
                letters[start:end] = text[start:end] if capitals else small[start:end].capitalize()
                names.append((start, end, True))
            elif len(name) == 1 and letters[start].isupper():
                names.append((start, end, False))
        self._name_divisions(letters, small, spans)
        self._join_names(letters, small, names)
        for initials in _INITIALS.finditer(text):
            letters[slice(*initials.span())] = initials[0]
        for (start, end), (following, _) in pairwise(spans):
            if small[start:end] in _TITLES and letters[following].isupper():
                letters[start] = small[start].upper()
        return "".join(letters)

    def _name_divisions(self, letters: list[str], small: str, spans: Sequence[tuple[int, int]]) -> None:
        """Write what stands before a word such as `municipality` as a name, if it is one of any place."""
        for (start, end), (before, after) in pairwise(spans):
            if small[before:after] in _DIVISIONS and self._is_town(small[start:end]):
                letters[start] = small[start].upper()
            if small[start:end] in ("in", "near") and self._is_town(small[before:after], _KNOWN):
                # `near arauca`: what is only ever a noun, without an article
                may_be = self.may_be_name(small[before:after]) and not small[before:after].endswith("s")
                letters[before] = letters[before].upper() if may_be else letters[before]

    def _join_names(self, letters: list[str], small: str, names: Sequence[tuple[int, int, bool]]) -> None:
        """Write a word between two names as one: `Adolfo Vargas Gonzalez`; one of the two must be no place."""
        for (_, before, one), (after, _, other) in pairwise(names):
            word = small[before:after].strip()
            alone = (one or other) and small[before:after] == f" {word} " and word.isalpha()
            said = word in self.lexicon.agents or ("noun", word) in self.lexicon.patterns
            if alone and not said and not word.endswith("ing") and self.may_be_name(word):
                letters[before + 1] = word[0].upper()

    def _name_at(self, small: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The words of the longest name that begins with the first of these; none where none does."""
        for length in range(len(spans), 1, -1) if self._may_go_on(small, spans[:2]) else ():
            phrase = small[spans[0][0] : spans[length - 1][1]]
            if self._known(phrase):
                return spans[:length]
        return spans[:1] if self._known(small[slice(*spans[0])]) else []

    def _may_go_on(self, small: str, spans: list[tuple[int, int]]) -> bool:
        """Whether a name of several words may begin with these two; only what stands in no list is ruled out."""
        if len(spans) < 2:
            return False
        (start, end), (after, last) = spans
        pair = small[start:last]
        found = self._pairs.get(pair)
        if found is None:
            if len(self._pairs) > _REMEMBERED:
                self._pairs.clear()
            first, between, second = small[start:end], small[end:after], small[after:last]
            found = self._pairs[pair] = self._are_listed(first, between, second)
        return found

    def _are_listed(self, first: str, between: str, second: str) -> bool:
        if between == "." or not (
            first.isascii() and second.isascii() and first.isalpha() and second.isalpha()
        ):
            return True  # `u.s. army` and `cote d'ivoire` are spelt otherwise in the lists
        return second in self._listed.get(first, ()) or second in self._placed(first)

    def _placed(self, first: str) -> Set[str]:
        found = self._seconds.get(first)
        if found is None:
            found = self._seconds[first] = self.gazetteer.second_words(place_key(f"{first} x")[:-2], _LARGE)
        return found

    def _known(self, phrase: str) -> bool:
        known = self._names.get(phrase)
        if known is None:
            if len(self._names) > _REMEMBERED:
                self._names.clear()
            known = self._names[phrase] = self._is_name(phrase)
        return known

    def _is_name(self, phrase: str) -> bool:
        key = fold(phrase)
        if " " not in key and (key in _ALWAYS_SMALL or key in self.lexicon.agents or len(key) < 3):
            return key in {"un", "uk", "eu"}  # `us` is a pronoun, and old wires write U.S.
        country = self.lexicon.nationalities.get(key)
        if country is not None and not country.alias.isupper():
            return True  # `CAR` is a country only where the text is not in capitals
        entries = self.lexicon.entries
        if key in entries and not all(entry.alias.isupper() for entry in entries[key]):
            return True
        if key.capitalize() in _CALENDAR:
            return True
        if " " not in key and key.endswith("s") and key[:-1] in self.lexicon.nationalities:
            return True
        return self._is_place(phrase)

    def _is_town(self, word: str, people: int = 0) -> bool:
        """Whether some place of so many people is called just so."""
        if word in _ALWAYS_SMALL or word in self.lexicon.agents or len(word) < 4:
            return False
        places = self.gazetteer.candidates(word)
        return any(
            fold(p.name) == fold(word) and p.kind == "place" and p.population >= people for p in places
        )

    def _is_acronym(self, word: str) -> bool:
        """Whether a word that is no English is listed as the capitals that a group goes by, such as `FPMR`."""
        return word in self.lexicon.entries and all(e.alias.isupper() for e in self.lexicon.entries[word])

    def _is_place(self, phrase: str) -> bool:
        known = self.gazetteer.candidates(phrase) if len(phrase) > 3 else ()
        if not known or (known[0].population < _LARGE and known[0].kind not in ("country", "region")):
            return False
        # `drug` is what some call Durg; `northern` is a province in many countries.
        own = known[0].kind == "place" and fold(known[0].name) == fold(phrase)
        return own or not all(map(self.is_word, phrase.split()))

    @cached_property
    def _listed(self) -> Mapping[str, Set[str]]:
        """The second words of our lists' names of several words, by their first."""
        found: dict[str, set[str]] = defaultdict(set)
        for key in (*self.lexicon.nationalities, *self.lexicon.entries):
            first, _, rest = key.partition(" ")
            if rest:
                found[first].add(rest.split(" ", 1)[0])
        return dict(found)

    @cached_property
    def _names(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _pairs(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _seconds(self) -> dict[str, Set[str]]:
        return {}


# What stands behind the name of a place and hardly behind any other word.
_DIVISIONS = frozenset({"canton", "corregimiento", "department", "hamlet", "intendancy", "municipality"})

_KNOWN = 50_000

_REMEMBERED = 100_000
"""Phrases whose answer is kept."""


def _with_openings(small: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The letters of a text in small letters, those that open a sentence in capitals."""
    letters = list(small)
    for start, _ in spans:
        if _opens_sentence(small, start):
            letters[start] = small[start].upper()
    return letters


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 6) : start].rstrip(" \n\t\"'“”([")
    if before and before[-1] not in ".!?:" and "\n\n" not in text[max(0, start - 5) : start]:
        return False
    return not _AFTER_INITIALS.search(before)  # `a U.S. soldier`
