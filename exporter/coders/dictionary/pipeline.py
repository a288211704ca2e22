"""The language pipeline, without what the coder does not need, and faster in what it does.

The words are those of spaCy's own components. What its attribute ruler and lemmatizer say of a word follows from the
word, its tag and its relation; they are asked once for each such three, and the answer is remembered.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import spacy
from spacy.attrs import DEP, ORTH, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc as Parsed
from spacy.vocab import Vocab

from exporter.coders.dictionary.tokens import Doc, Form, Parse, form_of, read
from exporter.errors import UsageError

_BATCH = 64
"""Paragraphs that are parsed at a time."""

_REMEMBERED = 200_000
# What a pattern may ask of a word for its answer to follow from word, tag and relation.
_ASKED = frozenset(["TAG", "DEP", "LOWER", "ORTH", "IS_SPACE"])

_Key = tuple[int, int, int]


@dataclass(frozen=True)
class Pipeline:
    """Parses texts.

    Attributes:
        language: The pipeline as spaCy has it.
        words: What is said of each word after that; None where `language` says it itself.
    """

    language: Language
    words: "_Words | None"

    def __call__(self, text: str) -> Doc:
        """The grammar of a text."""
        return Doc(next(self.pipe([text])))

    def pipe(self, texts: Iterable[str]) -> Iterator[Parse]:
        """The grammar of each text."""
        docs = self.language.pipe(texts, batch_size=_BATCH)
        while batch := list(islice(docs, _BATCH)):
            yield from self.words.read(batch) if self.words else map(read, batch)


def load(model: str) -> Pipeline:
    """The pipeline of a name.

    Raises:
        UsageError: It is not installed.
    """
    try:
        language = spacy.load(model, exclude=["ner", "senter"])
    except OSError as error:
        raise UsageError(
            f"The language pipeline {model!r} is not installed.",
            "Install it (pip install 'event-exporter[dictionary]' brings the default), or name another.",
        ) from error
    _let_numpy_multiply(language)
    return Pipeline(language, _words_of(language))


def _let_numpy_multiply(language: Language) -> None:
    """NumPy's library multiplies these small matrices twice as fast as thinc's own."""
    for _, component in language.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model else ():
            if hasattr(node.ops, "use_blis"):
                node.ops.use_blis = False


def _words_of(language: Language) -> "_Words | None":
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
    return _Words(ruler, lemmatizer, several, first)


@dataclass(frozen=True)
class _Words:
    """Parts of speech and lemmas of words, remembered.

    Attributes:
        ruler: Says the parts of speech.
        lemmatizer: Says the lemmas.
        several: The ruler's patterns of more than one word; where one fits, nothing is taken from memory.
        first: The first words of those.
    """

    ruler: AttributeRuler
    lemmatizer: Lemmatizer
    several: Matcher
    first: Matcher
    _known: dict[_Key, Form] = field(default_factory=dict)
    _first: set[_Key] = field(default_factory=set)

    def read(self, docs: Sequence[Parsed]) -> Iterator[Parse]:
        """Texts with what is said of each of their words."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        rows = [list(map(tuple, doc.to_array([ORTH, TAG, DEP]).tolist())) for doc in docs]
        self._learn(docs[0].vocab, {key: None for keys in rows for key in keys if key not in self._known})
        for doc, keys in zip(docs, rows, strict=True):
            if not self._first.isdisjoint(keys) and self.several(doc, allow_missing=True):
                self._ask(doc)
                yield read(doc)
            else:
                yield Parse(doc, [self._known[key] for key in keys])

    def _learn(self, vocab: Vocab, keys: Collection[_Key]) -> None:
        if not keys:
            return
        strings = [[vocab.strings[number] for number in column] for column in zip(*keys, strict=True)]
        words, tags, deps = strings
        shown = Parsed(vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        if len(keys) > 1 and self.several(shown, allow_missing=True):
            for key in keys:
                self._learn(vocab, [key])
            return
        first = {start for _, start, _ in self.first(shown, allow_missing=True)}
        self._ask(shown)
        for key, token in zip(keys, shown, strict=True):
            self._known[key] = form_of(token)
            if token.i in first:
                self._first.add(key)

    def _ask(self, doc: Parsed) -> None:
        self.ruler(doc)
        self.lemmatizer(doc)
