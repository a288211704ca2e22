"""The language pipeline, without what the coder does not need, and faster in what it does.

The words are those of spaCy's own components. What its attribute ruler and lemmatizer say of a word follows from the
word, its tag and its relation; they are asked once for each such three, and the answer is remembered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import spacy
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.vocab import Vocab

from exporter.errors import UsageError

_BATCH = 64
"""Paragraphs that are parsed at a time."""

_REMEMBERED = 200_000
# What a pattern may ask of a word for its answer to follow from word, tag and relation.
_ASKED = frozenset(["TAG", "DEP", "LOWER", "ORTH", "IS_SPACE"])

_OTHER = get_string_id("dep")

_Key = tuple[int, int, int]
_Given = tuple[int, int, int, int, int]


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
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The grammar of each text."""
        docs = self.language.pipe(texts, batch_size=_BATCH)
        while batch := list(islice(docs, _BATCH)):
            if self.words:
                self.words.tell(batch)
            yield from batch


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
    several = Matcher(language.vocab)
    for number, pattern in enumerate(patterns):
        if len(pattern) > 1:
            several.add(str(number), [pattern])
    for name in language.pipe_names[-2:]:
        language.disable_pipe(name)
    named = {value for pattern in patterns for token in pattern for value in _named(token.get("DEP", ""))}
    return _Words(ruler, lemmatizer, several, frozenset(map(language.vocab.strings.add, named)))


def _named(asked: str | dict[str, list[str]]) -> Iterable[str]:
    """The relations that a pattern asks for, as one or as `{"IN": [...]}`."""
    return [asked] if isinstance(asked, str) else [one for listed in asked.values() for one in listed]


@dataclass(frozen=True)
class _Words:
    """Parts of speech, forms and lemmas of words, remembered.

    Attributes:
        ruler: Says the parts of speech and the forms.
        lemmatizer: Says the lemmas.
        several: The ruler's patterns of more than one word; where one fits, nothing is taken from memory.
        relations: Those that the ruler's patterns ask for; all others are alike to it.
    """

    ruler: AttributeRuler
    lemmatizer: Lemmatizer
    several: Matcher
    relations: Set[int]
    _known: dict[_Key, _Given] = field(default_factory=dict)

    def tell(self, docs: Sequence[Doc]) -> None:
        """Say it of each word of some texts."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        plain: list[tuple[Doc, list[_Key]]] = []
        for doc in docs:
            if self.several(doc, allow_missing=True):
                self._ask(doc)
            elif len(doc):
                plain.append((doc, self._keys(doc)))
        self._learn({key: doc.vocab for doc, keys in plain for key in keys if key not in self._known})
        for doc, keys in plain:
            given = [self._known[key] for key in keys]
            rows = np.array([one[:3] for one in given], dtype="uint64")
            doc.from_array([POS, MORPH, LEMMA], rows)  # type: ignore[arg-type]
            for token, key, (*_, tag, dep) in zip(doc, keys, given, strict=True):
                if (tag, dep) != key[1:]:  # white space
                    token.tag, token.dep = tag, dep

    def _keys(self, doc: Doc) -> list[_Key]:
        rows = doc.to_array([ORTH, TAG, DEP]).tolist()
        return [(word, tag, dep if dep in self.relations else _OTHER) for word, tag, dep in rows]

    def _learn(self, keys: Mapping[_Key, Vocab]) -> None:
        if not keys:
            return
        vocab = next(iter(keys.values()))
        strings = [[vocab.strings[number] for number in column] for column in zip(*keys, strict=True)]
        words, tags, deps = strings
        shown = Doc(vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        if self.several(shown, allow_missing=True) and len(keys) > 1:
            for key in keys:
                self._learn({key: vocab})
            return
        self._ask(shown)
        for key, token in zip(keys, shown, strict=True):
            form = token.morph.key  # type: ignore[attr-defined]
            self._known[key] = (token.pos, form, token.lemma, token.tag, token.dep)

    def _ask(self, doc: Doc) -> None:
        self.ruler(doc)
        self.lemmatizer(doc)
