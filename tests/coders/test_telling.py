"""Which sentences are parsed: none is lost that gives something, all stay in their place."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("spacy")

import spacy

from exporter.agreement import evaluate, read_gold
from exporter.articles import Article
from exporter.coders.dictionary.coder import MODEL, DictionaryCoder
from exporter.coders.dictionary.english import forms
from exporter.coders.dictionary.lexicon import lexicon
from exporter.coders.dictionary.pipeline import load
from exporter.coders.dictionary.telling import Picker, sentences
from exporter.coders.dictionary.tokens import Doc

NOTES = Path(__file__).parents[1] / "gold" / "notes.jsonl"


@pytest.fixture(scope="module")
def picker() -> Picker:
    return Picker(lexicon(), forms(load(MODEL).language))


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [article.text for article in evaluate.texts(read_gold(NOTES), None)]


def test_what_tells_of_nothing_is_blanked_out_in_its_place(picker: Picker) -> None:
    dull, telling = "The weather was fine. ", "Rebels attacked a village. "
    assert picker.picked(dull + telling + dull) == " " * len(dull) + telling + " " * len(dull)
    assert picker.picked(dull + telling, first=True) == dull + telling
    assert picker.picked(dull) == ""


@pytest.mark.parametrize(
    ("sentence", "telling"),
    [
        ("A suicide bombing shook the town.", True),
        ("Twelve people died.", True),
        ("The Taliban claimed responsibility.", True),
        ("Police looted shops.", True),
        ("They struck with a drone.", True),
        ("The flood took the lives of 20.", True),
        ("He walked along the river.", False),
        ("She lives in the capital.", False),
        ("It is his responsibility.", False),
    ],
)
def test_words_tell(picker: Picker, sentence: str, telling: bool) -> None:
    assert bool(picker.picked(sentence)) is telling


def test_the_example_of_every_pattern_is_picked(picker: Picker) -> None:
    patterns = [pattern for same in lexicon().patterns.values() for pattern in same]
    lost = [pattern.example for pattern in patterns if not picker.picked(pattern.example)]
    assert len(patterns) > 1000
    assert lost == []


def test_sentences_end_where_they_end_and_not_behind_titles() -> None:
    text = 'Gen. J. Mora left Lima at 5 p.m. on Monday. "Leave!" he said. He met Dr. Paz.'
    assert [text[start:end] for start, end in sentences(text)] == [
        "Gen. J. Mora left Lima at 5 p.m. on Monday. ",
        '"Leave!" he said. ',
        "He met Dr. Paz.",
    ]


def test_remembered_words_are_those_of_spacy(texts: list[str]) -> None:
    fast = load(MODEL)
    plain = spacy.load(MODEL, exclude=["ner", "senter"])
    plain.tokenizer.token_match = fast.language.tokenizer.token_match  # `Jamaat-e-Islami` is one word
    for name, _ in fast.language.pipeline:
        assert name in plain.pipe_names
    sample = [*texts[:60], "", "   ", "It can not be.  There were\n\n riots !", *texts[:5]]
    for doc, other in zip(map(Doc, fast.pipe(sample)), plain.pipe(sample, batch_size=64), strict=True):
        alike = [_form(token) for token in doc if token.dep_ == other[token.i].dep_]
        assert alike == [_form(token) for token in other if token.dep_ == doc[token.i].dep_]
        assert len(alike) == len(other)


def _form(token: Any) -> tuple[str, ...]:
    return (token.text, token.lower_, token.lemma_, token.pos_, token.tag_)


def test_articles_are_coded_alike_alone_and_together(texts: list[str]) -> None:
    coder = DictionaryCoder()
    articles = [Article(str(n), text, date(2024, 1, 1), "AFP") for n, text in enumerate(texts[:40])]
    together = [coding.record()["events"] for coding in coder.code(articles)]
    alone = [coder.code_one(article).record()["events"] for article in articles]
    assert together == alone
