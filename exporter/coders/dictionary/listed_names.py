"""Which words of a text in capitals are names, as the lists and the gazetteer have them.

In such a text nearly every word might begin a name; so what is asked of the lists is asked once for each word, and
of several words only where some name begins with the first two of them.
"""

from calendar import day_name, month_name
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from exporter.coders.dictionary.cues import is_mere
from exporter.coders.dictionary.lexicon import Lexicon, fold, words
from exporter.coders.dictionary.places import Gazetteer, Place
from exporter.coders.dictionary.places.names import place_key, split_generic

_LARGE = 100_000
"""People in a place whose name stays a name in a text in capitals; most words are some village's, too."""
_KNOWN = 50_000
_REMEMBERED = 100_000
"""Phrases whose answer is kept."""

_ALWAYS_SMALL = words("always_small")
_COMMON_PLACES = words("common_places")
"""Words that hardly ever mean the town or the province of that name: `independence`, `plateau`."""
_SECOND_PARTS = words("second_parts")
"""What the dictionary's words are joined with: `gunship`, `airstrikes`, `militiamen`."""
# Without May and March, which are words of other kinds as well.
_CALENDAR = ({*month_name} | {*day_name}) - {"", "May", "March"}


def _never(_word: str) -> bool:
    return False


@dataclass(frozen=True)
class ListedNames:
    """What is a name in a text in capitals.

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

    def name_at(self, small: str, spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """The words of the longest name that begins with the first of these; none where none does."""
        for length in range(len(spans), 1, -1) if self._may_go_on(small, spans[:2]) else ():
            phrase = small[spans[0][0] : spans[length - 1][1]]
            if self._known(phrase):
                return spans[:length]
        return spans[:1] if self._known(small[slice(*spans[0])]) else []

    def _may_go_on(self, small: str, spans: Sequence[tuple[int, int]]) -> bool:
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
        phrase = phrase.removesuffix("'s").removesuffix("’s")
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
        people = self.lexicon.nationalities.get(key[:-1]) if key.endswith("s") and " " not in key else None
        if people is not None and not people.alias.isupper():
            return True
        return self._is_place(phrase)

    def is_town(self, word: str, people: int = 0) -> bool:
        """Whether some place of so many people is called just so."""
        if word in _ALWAYS_SMALL or word in self.lexicon.agents or len(word) < 4:
            return False
        places = self.gazetteer.candidates(word)
        return any(
            fold(p.name) == fold(word) and p.kind == "place" and p.population >= people for p in places
        )

    def is_called(self, phrase: str, kinds: frozenset[str], announced: bool) -> bool:
        """Whether a place of one of these kinds, or of any where none is given, goes by this name.

        What `the town of` announces may be any word; what stands by itself must be no English word but a noun, and a
        single one must be the name of no mere village.
        """
        if phrase in _ALWAYS_SMALL or phrase in _COMMON_PLACES or phrase in self.lexicon.agents:
            return False
        places = [p for p in self.gazetteer.candidates(phrase) if not kinds or p.kind in kinds]
        key = place_key(phrase)
        own = [p for p in places if _is_own(p, key)]
        if own and announced:
            return True
        rare = [not self.is_word(word) or self.may_be_name(word) for word in phrase.split()]
        if not all(rare):
            return bool(own) and any(rare)
        return bool(places) and (len(rare) > 1 or any(p.population >= _KNOWN or _is_unit(p) for p in places))

    def is_common(self, word: str) -> bool:
        """Whether a word is English, as a dictionary or our own lists have it, or made of two that are."""
        if (
            self.is_word(word)
            or word in self.lexicon.agents
            or ("noun", word.removesuffix("s")) in self.lexicon.patterns
        ):
            return True
        second = next((second for second in _SECOND_PARTS if word.endswith(second)), "")
        return bool(second) and len(word) > len(second) + 2 and self.is_word(word.removesuffix(second))

    def is_acronym(self, word: str) -> bool:
        """Whether a word that is no English is listed as the capitals that a group goes by, such as `FPMR`."""
        return word in self.lexicon.entries and all(e.alias.isupper() for e in self.lexicon.entries[word])

    def _is_place(self, phrase: str) -> bool:
        known = self.gazetteer.candidates(phrase) if len(phrase) > 3 and phrase not in _COMMON_PLACES else ()
        key = place_key(phrase)
        if any(p.kind == "place" and p.population >= _LARGE and place_key(p.name) == key for p in known):
            return True
        parts = phrase.split()
        if not is_mere(phrase) and any(_is_unit(p) and _is_own(p, key) for p in known):
            # `north kivu`, `coahuila`: a word that is only ever a noun may be a name.
            rare = [not self.is_word(word) or self.may_be_name(word) for word in parts]
            if all(rare) or (len(parts) > 1 and any(rare)):
                return True
        if not known or (known[0].population < _LARGE and known[0].kind not in ("country", "region")):
            return False
        # `drug` is what some call Durg; `northern` is a province in many countries.
        return not all(map(self.is_word, parts))

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


def _is_unit(place: Place) -> bool:
    """Whether a place is one of our regions and sites, or a division that newspapers tell of."""
    return place.kind in ("region", "site") or (place.kind == "admin1" and place.population >= _LARGE)


def _is_own(place: Place, key: str) -> bool:
    """Whether a place is called just so, but for the word of its unit: `Provincia de Valparaíso`."""
    name = place_key(place.name)
    return key in (name, (split_generic(name) or ("",))[0])
