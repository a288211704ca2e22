"""Words by themselves, remembered: what the attribute ruler and the lemmatizer of a pipeline say of them.

What these say of a word follows from the word, its tag and its relation; they are asked once for each such three.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.attrs import DEP, ORTH, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc as Parsed
from spacy.vocab import Vocab

from exporter.coders.dictionary.tokens import Form, Parse, form_of

_REMEMBERED = 200_000
# What a pattern may ask of a word for its answer to follow from word, tag and relation.
_ASKED = frozenset(["TAG", "DEP", "LOWER", "ORTH", "IS_SPACE"])

_Key = tuple[int, int, int]


@dataclass(frozen=True)
class Forms:
    """Says the parts of speech and the lemmas of words.

    Attributes:
        ruler: Says the parts of speech.
        lemmatizer: Says the lemmas.
        several: The ruler's patterns of more than one word, which are asked for such words together.
        first: The first words of those.
    """

    ruler: AttributeRuler
    lemmatizer: Lemmatizer
    several: Matcher
    first: Matcher
    _known: dict[_Key, Form] = field(default_factory=dict)
    _first: set[_Key] = field(default_factory=set)
    _runs: dict[tuple[_Key, ...], Sequence[Form]] = field(default_factory=dict)

    def tell(self, docs: Sequence[Parsed]) -> Iterator[Parse]:
        """Texts with what is said of each of their words."""
        for memory in (self._known, self._runs):
            if len(memory) > _REMEMBERED:
                memory.clear()
        rows = [list(map(tuple, doc.to_array([ORTH, TAG, DEP]).tolist())) for doc in docs]
        self._learn(docs[0].vocab, {key: None for keys in rows for key in keys if key not in self._known})
        for doc, keys in zip(docs, rows, strict=True):
            forms = [self._known[key] for key in keys]
            if not self._first.isdisjoint(keys):
                for start, end in _together(self.several(doc, allow_missing=True)):
                    forms[start:end] = self._run(doc.vocab, tuple(keys[start:end]))
            yield Parse(doc, forms)

    def _learn(self, vocab: Vocab, keys: Collection[_Key]) -> None:
        if not keys:
            return
        shown = _shown(vocab, keys)
        if len(keys) > 1 and self.several(shown, allow_missing=True):
            for key in keys:
                self._learn(vocab, [key])
            return
        first = {start for _, start, _ in self.first(shown, allow_missing=True)}
        for place, (key, form) in enumerate(zip(keys, self._ask(shown), strict=True)):
            self._known[key] = form
            if place in first:
                self._first.add(key)

    def _run(self, vocab: Vocab, keys: tuple[_Key, ...]) -> Sequence[Form]:
        """Words that some patterns look at together."""
        found = self._runs.get(keys)
        if found is None:
            found = self._runs[keys] = self._ask(_shown(vocab, keys))
        return found

    def _ask(self, shown: Parsed) -> Sequence[Form]:
        self.ruler(shown)
        self.lemmatizer(shown)
        return list(map(form_of, shown))


def _shown(vocab: Vocab, keys: Collection[_Key]) -> Parsed:
    """A text of these words, each with its tag and its relation."""
    strings = [[vocab.strings[number] for number in column] for column in zip(*keys, strict=True)]
    words, tags, deps = strings
    return Parsed(vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))


def _together(matches: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Where the words stand that matches cover; matches that share words are one run."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted((start, end) for _, start, end in matches):
        if runs and start < runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs


def forms_of(language: Language) -> Forms | None:
    """What takes the place of an attribute ruler and a lemmatizer by rules at the end of a pipeline."""
    if len(language.pipeline) < 2:
        return None
    ruler, lemmatizer = (component for _, component in language.pipeline[-2:])
    if not (isinstance(ruler, AttributeRuler) and isinstance(lemmatizer, Lemmatizer)):
        return None
    rules: list[dict[str, Any]] = [dict(rule) for rule in ruler.patterns]
    patterns = [pattern for rule in rules for pattern in rule["patterns"]]
    asked = {name for pattern in patterns for token in pattern for name in token}
    if lemmatizer.mode != "rule" or not asked <= _ASKED:
        return None
    several, first = Matcher(language.vocab), Matcher(language.vocab)
    for number, pattern in enumerate(patterns):
        if len(pattern) > 1:
            several.add(str(number), [pattern])
            first.add(str(number), [pattern[:1]])
    for name in language.pipe_names[-2:]:
        language.disable_pipe(name)
    return Forms(ruler, lemmatizer, several, first)
