"""The language pipeline, without what the coder does not need, and faster in what it does.

The words are those of spaCy's own components. What they say of a word by itself is remembered (`vectors`, `forms`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import spacy
from spacy.language import Language
from spacy.pipeline import DependencyParser, Lemmatizer
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc as Parsed

from exporter.coders.dictionary.forms import Forms, forms_of
from exporter.coders.dictionary.tokens import Doc, Parse, read
from exporter.coders.dictionary.vectors import remember_vectors
from exporter.errors import UsageError

_BATCH = 128
"""Paragraphs that are parsed at a time."""


@dataclass(frozen=True)
class Pipeline:
    """Parses texts.

    Attributes:
        language: The pipeline as spaCy has it.
        parser: Parses after that; None where `language` does it itself.
        forms: Says after that what each word is; None where `language` does it itself.
    """

    language: Language
    parser: DependencyParser | None
    forms: Forms | None

    def __call__(self, text: str) -> Doc:
        """The grammar of a text."""
        return Doc(next(self.pipe([text])))

    def pipe(self, texts: Iterable[str]) -> Iterator[Parse]:
        """The grammar of each text."""
        docs = self.language.pipe(texts, batch_size=_BATCH)
        while batch := list(islice(docs, _BATCH)):
            if self.parser:
                _parse(self.parser, batch)
            yield from self.forms.tell(batch) if self.forms else map(read, batch)


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
    remember_vectors(language)
    _index_lemmas(language)
    if isinstance(language.tokenizer, Tokenizer):
        language.tokenizer.token_match = _LINKED_NAME.match
    forms = forms_of(language)
    return Pipeline(language, _parser_of(language), forms)


_LINKED_NAME = re.compile(r"[A-Z]\w+-(?:[aeiou]|[aeiou][dlnrstz])-[A-Z]\w+$")
"""`Jamaat-e-Islami`, `Jamaat-ul-Ahrar`: one word, of which the parser would make the end of one clause and another."""


def _index_lemmas(language: Language) -> None:
    """The lemmatizer looks a word up in lists of thousands of words, from their beginning; in sets it is at once."""
    for _, component in language.pipeline:
        if isinstance(component, Lemmatizer) and component.lookups.has_table("lemma_index"):
            index = component.lookups.get_table("lemma_index")
            for part, known in list(index.items()):
                index[part] = frozenset(known)


def _let_numpy_multiply(language: Language) -> None:
    """NumPy's library multiplies these small matrices twice as fast as thinc's own."""
    for _, component in language.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model else ():
            if hasattr(node.ops, "use_blis"):
                node.ops.use_blis = False


def _parser_of(language: Language) -> DependencyParser | None:
    """The parser at the end of a pipeline, taken out of it, where it weighs one move after the other."""
    name, parser = language.pipeline[-1] if language.pipeline else ("", None)
    if not (isinstance(parser, DependencyParser) and parser.cfg["beam_width"] == 1):
        return None
    language.disable_pipe(name)
    return parser


def _parse(parser: DependencyParser, docs: Sequence[Parsed]) -> None:
    """What the parser's own `pipe` does, in half the time.

    That gives Python's lock away for the whole of a text, and asks for it back at each step of each move.
    """
    batch = parser.moves.init_batch(docs)
    if states := [state for state in batch if not state.is_final()]:
        scorer = parser.model.predict(docs)
        while states:
            states = parser.transition_states(states, scorer.predict(states))
    parser.set_annotations(docs, batch)
