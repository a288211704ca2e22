"""Who did it, to whom, and how many died: one short report a kind of sentence, in `who_and_how_many.csv`.

`who_lately.csv` has short reports on the conflicts of these years.

The actors may go on behind what the table says of them; an empty actor is not looked at, empty deaths are none told.
`beside` are words that must stand among the other actors of either side.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from exporter.articles import Article
from exporter.coders.coding import Coding, Value
from exporter.coders.dictionary.coder import DictionaryCoder

TABLES = {"who_and_how_many.csv": date(2016, 3, 5), "who_lately.csv": date(2024, 3, 5)}


def cases() -> list[tuple[dict[str, str], date]]:
    """The rows of the tables, each with the day of publication."""
    found = []
    for name, day in TABLES.items():
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            found += [(row, day) for row in csv.DictReader(file)]
    return found


CASES = cases()


@pytest.fixture(scope="module")
def codings() -> list[Coding]:
    """The codings of all the reports, read together, which is faster."""
    return list(
        DictionaryCoder().code(
            Article(str(number), case["text"].replace("\\n", "\n"), day, "Example News")
            for number, (case, day) in enumerate(CASES)
        )
    )


def first_event(coding: Coding) -> dict[str, Value]:
    """The first event of a report that is more than words."""
    rows = [event.values for event in coding.events]
    return dict(next(row for row in rows if row["event_type"] != "Diplomatic exchange" or len(rows) == 1))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["text"][:60] for case, _ in CASES])
def test_who_did_what_to_whom_and_how_many_died(codings: list[Coding], number: int) -> None:
    row, (case, _) = first_event(codings[number]), CASES[number]
    for name in ("actor1", "actor2"):
        assert str(row[name] or "").startswith(case[name])
    assert row["fatalities"] == (int(case["deaths"]) if case["deaths"] else None)
    said = f"{row['assoc_actor_1']}; {row['assoc_actor_2']}"
    assert [word for word in case["beside"].split("; ") if word not in said] == []
