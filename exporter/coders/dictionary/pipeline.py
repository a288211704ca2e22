"""The language pipeline, with what the coder does not need left out and what it does made faster.

The words are those of spaCy's own components: each answer of the attribute ruler and the lemmatizer is asked of
them once for each word, tag and relation, and remembered.
"""

from collections.abc import Iterable, Iterator

import spacy
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

from exporter.errors import UsageError

BATCH = 64
"""Paragraphs that are parsed at a time."""

_REMEMBERED = 200_000
_KEYS = [ORTH, TAG, DEP]
_GIVEN = [POS, MORPH, LEMMA]
# What the patterns of an attribute ruler may ask of a word for its answer to follow from the keys.
_ASKED = frozenset(["TAG", "DEP", "LOWER", "ORTH", "IS_SPACE"])
_SET = frozenset(["POS", "MORPH", "LEMMA"])


def load(model: str) -> Language:
    """The pipeline of a name, ready for `Language.pipe`.

    Raises:
        UsageError: It is not installed.
    """
    try:
        pipeline = spacy.load(model, exclude=["ner", "senter"])
    except OSError as error:
        raise UsageError(
            f"The language pipeline {model!r} is not installed.",
            "Install it (pip install 'event-exporter[dictionary]' brings the default), or name another.",
        ) from error
    _with_fast_products(pipeline)
    return pipeline


def parse(pipeline: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """The grammar of each text."""
    return pipeline.pipe(texts, batch_size=BATCH)


def _with_fast_products(pipeline: Language) -> None:
    """Let NumPy multiply matrices: its library does it twice as fast as thinc's own on these small ones."""
    for _, component in pipeline.pipeline:
        for node in component.model.walk() if getattr(component, "model", None) else ():
            if hasattr(node.ops, "use_blis"):
                node.ops.use_blis = False
