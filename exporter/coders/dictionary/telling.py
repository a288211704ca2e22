"""Which sentences may tell of an event, told by their words alone: parsing is what takes the time.

A sentence is picked where it has a word of a pattern, in any of its forms, with the words that the pattern wants
before it and beside it; or where it may say how many died, or who claims responsibility. Everything else is blanked
out of its paragraph, so that offsets stay and the parser has less to read. No sentence is left out that would have
given an event or a reason: the grammar can only ask for more than the words do.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from exporter.coders.dictionary.casualties.fates import COUNTED_NOUNS, DIED, NOUNS, STATES, SUFFERED
from exporter.coders.dictionary.casualties.words import CLAIMS, LOSES, SHOOT
from exporter.coders.dictionary.lexicon import Lexicon, words
from exporter.coders.dictionary.sides import CLAIMED
from exporter.coders.dictionary.weapons import instruments

Forms = Callable[[str], Set[str]]
"""What a word in small letters may be a form of."""

_WORD = re.compile(r"[^\W\d_]+")
# A sentence ends at a full stop before a capital or a figure, unless a title or an initial stands before it.
_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W_a-z])")
_BEFORE = re.compile(r"(?:[^\W\d_]+\.)*[^\W\d_]+$")
_ABBREVIATED = words("titles") | {"st", "no", "vs", "etc", "inc", "ltd", "jr", "sr", "co", "corp", "dept", "ave",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}  # fmt: skip

_DEADLY = frozenset(
    [word for fates in (SUFFERED, DIED, STATES, NOUNS) for word, fate in fates.items() if fate == "killed"]
    + ["casualties", "casualty", "victims", "toll", "body", "bodies", "corpse", "corpses", "remains"]
) | (COUNTED_NOUNS & NOUNS.keys() & {word for word, fate in NOUNS.items() if fate == "killed"}) | SHOOT  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must stand with a word: words right before it, and one of others in its sentence (empty: nothing)."""

    before: tuple[str, ...]
    beside: frozenset[str]


_ALONE = Wanted((), frozenset())


@dataclass(frozen=True)
class Picker:
    """Picks sentences.

    Attributes:
        lexicon: The lists, whose patterns are looked for.
        forms: What a word may be a form of; None where that is not known, and every sentence is picked.
    """

    lexicon: Lexicon
    forms: Forms | None

    def picked(self, text: str, *, first: bool = False) -> str:
        """A paragraph with what tells of nothing blanked out; empty where nothing is left.

        Args:
            text: The paragraph.
            first: Whether its first sentence stays in any case.
        """
        if self.forms is None:
            return text
        kept = [(start, end) for start, end in sentences(text) if self._tells(text[start:end])]
        if not kept:
            return ""
        if first and kept[0][0] > 0:
            kept.insert(0, next(sentences(text)))
        parts, at = [], 0
        for start, end in kept:
            parts += [" " * (start - at), text[start:end]]
            at = end
        return "".join(parts).ljust(len(text))

    def _tells(self, sentence: str) -> bool:
        said = [word.lower() for word in _WORD.findall(sentence)]
        around: Set[str] | None = None
        for place, word in enumerate(said):
            for wanted in self._wanted(word):
                if wanted is _ALONE:
                    return True
                if wanted.before and not self._stand_before(wanted.before, said[:place]):
                    continue
                if not wanted.beside:
                    return True
                if around is None:
                    around = {form for one in said for form in self._known(one)}
                if not wanted.beside.isdisjoint(around):
                    return True
        return False

    def _stand_before(self, wanted: Sequence[str], said: Sequence[str]) -> bool:
        near = said[-len(wanted) :]
        return len(near) == len(wanted) and all(
            one in self._known(word) for one, word in zip(wanted, near, strict=True)
        )

    def _known(self, word: str) -> Set[str]:
        found = self._remembered.get(word)
        if found is None:
            if len(self._remembered) > _REMEMBERED:
                self._remembered.clear()
                self._by_word.clear()
            found = self._remembered[word] = self.forms(word) if self.forms else {word}
        return found

    def _wanted(self, word: str) -> Sequence[Wanted]:
        found = self._by_word.get(word)
        if found is None:
            every = [one for form in self._known(word) for one in self._by_form.get(form, ())]
            found = self._by_word[word] = (_ALONE,) if _ALONE in every else tuple(dict.fromkeys(every))
        return found

    @cached_property
    def _by_form(self) -> dict[str, list[Wanted]]:
        """What must stand with the forms of each word."""
        found: dict[str, list[Wanted]] = {}
        for word, wanted in self._conditions():
            found.setdefault(word, []).append(_ALONE if wanted == _ALONE else wanted)
        return found

    def _conditions(self) -> Iterator[tuple[str, Wanted]]:
        for same in self.lexicon.patterns.values():
            for pattern in same:
                *before, head = _WORD.findall(pattern.lemma.lower())
                yield head, Wanted(tuple(before), frozenset(map(_last, pattern.words)))
        weapons = Wanted((), frozenset(map(_last, instruments())))
        for verb in (*words("verbs_of_hitting"), "bring", "come"):
            yield verb, weapons
        yield "take", Wanted((), frozenset(["with"]))
        yield "hold", Wanted((), frozenset(["since"]))
        yield "attempt", Wanted((), frozenset(["life"]))
        for word in _DEADLY:
            yield word, _ALONE
        for word in ("lives", "life"):
            yield word, Wanted((), CLAIMS | LOSES)
        yield from self._of_claims()

    @staticmethod
    def _of_claims() -> Iterator[tuple[str, Wanted]]:
        """What may say who did what was told before, and whom it befell."""
        yield "responsibility", Wanted((), words("verbs_of_claiming"))
        yield "responsible", Wanted((), words("verbs_of_holding") | {"be"})
        yield "behind", Wanted((), frozenset(["be"]))
        yield "blame", _ALONE
        for word in ("author", "culprit", "perpetrator"):
            yield word, Wanted((), frozenset(["as", "name"]))
        yield "point", Wanted((), frozenset(["at", "to"]))
        for word in ("handiwork", "work"):
            yield word, Wanted(("the",), frozenset(["be"]))
        yield "credit", Wanted((), words("verbs_of_claiming"))
        attackers, deeds = words("attackers"), words("deeds") | CLAIMED
        for word in attackers:
            yield word, Wanted((), frozenset(["be", "belong", "identify"]))
        for word in words("verbs_of_taking_part") | words("verbs_of_ordering") | {"blame", "attribute"}:
            yield word, Wanted((), deeds)
        for word in words("verbs_of_waylaying"):
            yield word, _ALONE
        for word in words("deeds"):
            yield word, Wanted((), frozenset(["by", "carry", "commit", "perpetrate"]))
        for word in words("traces"):
            yield word, Wanted((), frozenset(["find", "leave"]))
        for word in ("identify", "name"):
            yield word, Wanted((), words("words_for_victims") | {"as"})
        for word in ("happen", "occur"):
            yield word, Wanted((), frozenset(["it", "this", *words("deeds")]))
        for word in words("verbs_of_befalling"):
            yield word, Wanted((), frozenset(["be"]))  # `he was hit outside X`
        yield "place", Wanted(("take",), frozenset(["it", "this", *words("deeds")]))
        yield "strike", Wanted(("the",), frozenset(["come", "happen", "occur", "take"]))
        yield "it", Wanted(("do",), frozenset())
        yield "job", Wanted(("do", "the"), frozenset())
        yield "suspect", Wanted((), frozenset())
        yield "suspicion", Wanted((), frozenset(["fall"]))
        for word in ("hallmark", "signature", "trademark"):
            yield word, Wanted((), frozenset(["bear", "carry"]))

    @cached_property
    def _remembered(self) -> dict[str, Set[str]]:
        return {}

    @cached_property
    def _by_word(self) -> dict[str, Sequence[Wanted]]:
        return {}


_REMEMBERED = 100_000
"""Words whose forms are kept."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph start and end; in doubt two are taken for one."""
    start = 0
    for match in _END.finditer(text):
        before = _BEFORE.search(text, max(start, match.start() - 20), match.start())
        word = before[0].lower() if before else ""
        if match[0][0] == "." and (len(word) == 1 or "." in word or word in _ABBREVIATED):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _last(phrase: str) -> str:
    """The last word of a phrase, as sentences are searched for it."""
    return str(_WORD.findall(phrase.lower())[-1])
