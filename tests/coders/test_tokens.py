"""Words read out of a parse are what spaCy says of them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

spacy = pytest.importorskip("spacy")

from exporter.coders.dictionary.coder import MODEL  # noqa: E402
from exporter.coders.dictionary.pipeline import load  # noqa: E402
from exporter.coders.dictionary.tokens import Doc, read  # noqa: E402

NOTES = Path(__file__).parents[1] / "gold" / "notes.jsonl"


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    notes = [json.loads(line)["text"] for line in NOTES.read_text().splitlines()[:40]]
    pipeline = spacy.load(MODEL, exclude=["ner", "senter"])
    texts = ["", "  ", "Stop!  They can not\n\nbe here, he said. Why ?", " ".join(notes[:5]), *notes]
    return [Doc(read(parsed)) for parsed in pipeline.pipe(texts)]


def _places(tokens: Iterable[Any]) -> list[int]:
    return [token.i for token in tokens]


def test_each_word_hangs_where_spacy_hangs_it(docs: list[Doc]) -> None:
    for doc in docs:
        assert len(doc) == len(doc.parsed)
        for token, other in zip(doc, doc.parsed, strict=True):
            assert (token.i, token.idx, len(token), token.head.i) == (
                other.i, other.idx, len(other), other.head.i
            )  # fmt: skip
            for name in ("children", "lefts", "rights", "subtree", "ancestors", "conjuncts", "sent"):
                assert _places(getattr(token, name)) == _places(getattr(other, name)), name
            assert (token.left_edge.i, token.right_edge.i) == (other.left_edge.i, other.right_edge.i)


def test_lemmas_are_those_of_spacy(docs: list[Doc]) -> None:
    told = load(MODEL).pipe([doc.parsed.text for doc in docs])
    for parse, doc in zip(told, docs, strict=True):
        assert [t.lemma_ for t in Doc(parse)] == [t.lemma_ for t in doc.parsed]


def test_sentences_are_those_of_spacy(docs: list[Doc]) -> None:
    for doc in docs:
        theirs = list(doc.parsed.sents)
        assert [(s.start, s.end, s.text) for s in doc.sents] == [(s.start, s.end, s.text) for s in theirs]
        for sent, other in zip(doc.sents, theirs, strict=True):
            assert sent.root.i == other.root.i
            assert sent[-1].i == other[-1].i
            assert _places(reversed(sent)) == _places(reversed(list(other)))
            assert (sent[1:-1].text, sent[1:-1].start) == (other[1:-1].text, other[1:-1].start)


@given(places=st.tuples(st.integers(-5, 120), st.integers(-5, 120)).map(sorted), number=st.integers(0, 43))
def test_slices_are_those_of_spacy(docs: list[Doc], places: list[int], number: int) -> None:
    doc, (first, last) = docs[number], places
    start, end, _ = slice(first, last).indices(len(doc))
    ours, theirs = doc[first:last], doc.parsed[start : max(start, end)]
    assert (ours.start, ours.end, ours.text) == (theirs.start, theirs.end, theirs.text)
    found, wanted = doc.char_span(first, last), doc.parsed.char_span(first, last, alignment_mode="expand")
    assert [(s.start, s.end) for s in (found,) if s is not None] == [
        (s.start, s.end) for s in (wanted,) if s is not None
    ]
