"""What is read in plainer words is as long as what was written: every offset of the one holds in the other."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("spacy")

from exporter.coders.dictionary.lexicon import lexicon
from exporter.coders.dictionary.plainer import in_plainer_words

HERE = Path(__file__).parent
TABLES = ("who_and_how_many.csv", "who_lately.csv", "which_and_where.csv", "notes.csv")

# The words that are looked for, and what may stand around them.
WORDS = (
    "Gunmen killed a lawmaker, John Bol, and two guards in Juba on Sunday",
    "On Friday rioters hurled firebombs and police fired tear gas",
    "rebels overran a base, killing six soldiers, General Ada Obi said",
    "was shot dead", "overran the village of Kiri", "fell in an ambush", "dressed as soldiers", "IS militants",
    "fighters – armed with machetes – killed him", "embraced martyrdom", "10 June.", ",", " and ", "; ", "\n",
)  # fmt: skip


def written() -> list[str]:
    rows = []
    for name in TABLES:
        with (HERE / name).open(encoding="utf-8", newline="") as file:
            rows += [row["text"] for row in csv.DictReader(file)]
    return rows + [pattern.example for same in lexicon().patterns.values() for pattern in same]


def test_sentences_keep_their_length() -> None:
    changed = [text for text in written() if in_plainer_words(text) != text]
    assert [text for text in changed if len(in_plainer_words(text)) != len(text)] == []
    assert len(changed) > 50


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=8).map(" ".join))
def test_any_words_keep_their_length(text: str) -> None:
    assert len(in_plainer_words(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "Gunmen killed a lawmaker, John Bol, and two guards in Juba.",
            "Gunmen killed a lawmaker  John Bol  and two guards in Juba.",
        ),
        (
            "Protesters hurled stones and police fired tear gas.",
            "Protesters threw  stones ;   police fired tear gas.",
        ),
        (
            "Rebels raided a post, killing a soldier, General Ada Obi said.",
            "Rebels raided a post, killing a soldier; General Ada Obi said.",
        ),
        ("Rebels overran Dori.", "Rebels took    Dori."),
        ("Rebels overran a village.", "Rebels overran a village."),
    ],
)
def test_what_is_read_instead(text: str, read: str) -> None:
    assert in_plainer_words(text) == read
