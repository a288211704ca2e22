"""Notes as coders write them: one a line in `notes.csv`, by what it takes to read them.

The actors may go on behind what the table says of them; empty cells are not looked at, empty deaths are none told.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("spacy")

from exporter.articles import Article
from exporter.coders.coding import Coding
from exporter.coders.dictionary.coder import DictionaryCoder

with (Path(__file__).parent / "notes.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def codings() -> list[Coding]:
    articles = [
        Article(str(n), case["text"], date(2023, 4, 1), "Example News") for n, case in enumerate(CASES)
    ]
    return list(DictionaryCoder().code(articles))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["text"][:60] for case in CASES])
def test_a_note_tells_one_event(codings: list[Coding], number: int) -> None:
    case = CASES[number]
    assert len(codings[number].events) == 1
    row = codings[number].events[0].values
    for name in ("sub_event_type", "country", "location", "actor1", "actor2"):
        assert str(row[name] or "").startswith(case[name]), name
    assert row["fatalities"] == (int(case["deaths"]) if case["deaths"] else None)
    assert row["event_date"] == date(2023, 3, 6)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Defusal: On 6 March 2023, soldiers came upon a device in Jos (Plateau).", "Defusal"),
        (
            "On 6 March 2023, drivers protested in Accra (Accra). Police forces intervened.",
            "Police forces intervened",
        ),
        ("On 6 March 2023, men beat a trader in Kisumu (Kisumu). [size=about 20]", "[size=about 20]"),
        (
            "On 6 March 2023, M23 rebels took Kitchanga (Masisi, Nord-Kivu) without resistance.",
            "without resistance",
        ),
    ],
)
def test_what_a_note_says_of_its_kind_is_evidence(text: str, words: str) -> None:
    coding = DictionaryCoder().code_one(Article("1", text, date(2023, 4, 1), "Example News"))
    assert words in [quote.quote for quote in coding.events[0].evidence["sub_event_type"]]
