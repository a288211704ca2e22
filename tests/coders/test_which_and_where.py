"""How many events a report tells of, of what kind, and where: one short report a kind, in `which_and_where.csv`.

Exchanges of words and movements of forces beside them are not looked at.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from exporter.articles import Article
from exporter.coders.coding import Coding
from exporter.coders.dictionary.coder import DictionaryCoder

with (Path(__file__).parent / "which_and_where.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def codings() -> dict[str, Coding]:
    """The codings of all the reports by their text, read together, which is faster."""
    articles = [
        Article(
            str(number), case["text"].replace("\\n", "\n"), date(2020, 6, 3), "Example News", language="en"
        )
        for number, case in enumerate(CASES)
    ]
    return dict(zip([case["text"] for case in CASES], DictionaryCoder().code(articles), strict=True))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}: {case['text'][-40:]}" for case in CASES])
def test_which_events_and_where(codings: dict[str, Coding], case: dict[str, str]) -> None:
    rows = [event.values for event in codings[case["text"]].events]
    told = [
        f"{row['sub_event_type']} @ {row['location']}"
        for row in rows
        if row["event_type"] != "Diplomatic exchange" and row["sub_event_type"] not in _ASIDE
    ]
    assert sorted(told) == sorted(filter(None, case["events"].split("; ")))


_ASIDE = (
    "Change to group/activity",
    "Non-violent transfer of territory",
    "Non-state actor overtakes territory",
)
