"""The notes and short reports of this folder: sound themselves, and how well the dictionary coder does on them.

`notes.jsonl` was before the coder's writers all the time; `more_notes.jsonl` and `reports.jsonl` were written, with
their codes, before the coder had read them, and then the kinds of its errors were mended. So were
`plain_reports.jsonl`, in the manner of news agencies, and `free_reports.jsonl`, as a newspaper may put it, and
`wire_reports.jsonl`, `mixed_reports.jsonl` and `late_reports.jsonl`, by fifteen hands that had not seen the others.
"""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter.agreement import evaluate, read_gold, score
from exporter.agreement.pairing import FIELDS
from exporter.codebook.codelists import codes, mapping
from exporter.coders.run import coder_named

pytest.importorskip("spacy")

from exporter.coders.dictionary.confidence import between
from tests.gold import calibrate

Row = Mapping[str, Any]
HERE = Path(__file__).parent
NOTES = ("notes.jsonl", "more_notes.jsonl")

# What the dictionary coder reaches, a little below; it may only get better.
FLOORS = {
    "notes.jsonl": {
        "precision": 0.95, "recall": 0.90, "sub_event_type": 0.96, "event_date": 0.99, "country": 0.98,
        "location": 0.96, "admin1": 0.93, "actor1": 0.95, "actor2": 0.93, "fatalities": 0.95,
    },
    "more_notes.jsonl": {
        "precision": 0.92, "recall": 0.90, "sub_event_type": 0.95, "event_date": 0.99, "country": 0.98,
        "location": 0.98, "admin1": 0.92, "actor1": 0.93, "actor2": 0.92, "fatalities": 0.95,
    },
    "reports.jsonl": {
        "precision": 0.82, "recall": 0.93, "sub_event_type": 0.93, "event_date": 0.90, "country": 0.95,
        "location": 0.82, "actor1": 0.95, "actor2": 0.92, "fatalities": 0.90,
    },
    "plain_reports.jsonl": {
        "precision": 0.84, "recall": 0.96, "sub_event_type": 0.94, "event_date": 0.95, "country": 0.96,
        "location": 0.82, "actor1": 0.94, "actor2": 0.91, "fatalities": 0.85,
    },
    "free_reports.jsonl": {
        "precision": 0.60, "recall": 0.48, "sub_event_type": 0.87, "event_date": 0.91, "country": 0.90,
        "location": 0.67, "actor1": 0.68, "actor2": 0.86,
    },
    "wire_reports.jsonl": {
        "precision": 0.84, "recall": 0.87, "sub_event_type": 0.92, "event_date": 0.93, "country": 0.97,
        "location": 0.88, "actor1": 0.92, "actor2": 0.95, "fatalities": 0.77,
    },
    "mixed_reports.jsonl": {
        "precision": 0.71, "recall": 0.74, "sub_event_type": 0.90, "event_date": 0.95, "country": 0.96,
        "location": 0.76, "actor1": 0.90, "actor2": 0.92, "fatalities": 0.74,
    },
    "late_reports.jsonl": {
        "precision": 0.70, "recall": 0.76, "sub_event_type": 0.90, "event_date": 0.90, "country": 0.95,
        "location": 0.76, "actor1": 0.92, "actor2": 0.94, "fatalities": 0.69,
    },
}  # fmt: skip


def lines(name: str) -> list[Row]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def notes() -> list[Row]:
    return [note for name in NOTES for note in lines(name)]


@pytest.fixture(scope="module")
def events(notes: list[Row]) -> list[Row]:
    return [event for note in notes for event in note["events"]]


def test_notes_cover_the_codebook_and_the_world(notes: list[Row], events: list[Row]) -> None:
    assert len(notes) >= 600
    assert len({note["id"] for note in notes}) == len(notes) == len({note["text"] for note in notes})
    kinds = Counter(event["sub_event_type"][0] for event in events)
    assert set(kinds) == set(codes("sub_event_types"))
    assert min(kinds.values()) >= 8
    assert len({event["country"][0] for event in events}) >= 100
    assert sum(not note["events"] for note in notes) >= 10


def test_gold_codes_are_those_of_the_codebook(events: list[Row]) -> None:
    kind_of = mapping("sub_event_types", "event_type")
    for event in events:
        assert {kind_of[sub] for sub in event["sub_event_type"]} == set(event["event_type"])
        assert set(event["country"]) <= set(codes("countries"))


def test_gold_days_lie_before_publication_and_in_the_text(notes: list[Row]) -> None:
    for note in notes:
        for event in note["events"]:
            first, last = map(date.fromisoformat, event["event_date"])
            assert first <= last <= date.fromisoformat(note["published"])
            assert f"{last:%B}" in note["text"]
            assert any(f"{day.day}" in note["text"] for day in (first, last)) or (last - first).days > 25


def test_gold_places_are_named_in_the_text(notes: list[Row]) -> None:
    for note in notes:
        for event in note["events"]:
            names = event["location"]
            assert any(name.casefold() in note["text"].casefold() for name in names), (note["id"], names)


@pytest.mark.parametrize("name", FLOORS)
def test_dictionary_coder_on_the_gold(name: str) -> None:
    gold = read_gold(HERE / name)
    coded = evaluate.coded_now(evaluate.texts(gold, None), coder_named("dictionary"))
    whole = score(gold, coded, empty_counts=True)
    found = {"precision": whole.precision, "recall": whole.recall}
    found |= {name: right / of for name in FIELDS for right, of in [whole.accuracy(name)] if of}
    assert all(found[field] >= least for field, least in FLOORS[name].items()), found


# Groups of about 25 notes each; one of them may be this far from what the coder said of it.
APART, APART_ON_AVERAGE = 0.15, 0.06


def test_the_coder_is_as_sure_of_notes_as_it_is_right() -> None:
    rows = calibrate.of_notes(calibrated=True)
    assert len(rows) > 250
    assert calibrate.error(rows) <= APART_ON_AVERAGE
    assert all(abs(sure - right) <= APART for sure, right, _ in calibrate.groups(rows, 25))


def test_the_list_of_the_calibration_rises_and_names_its_origin() -> None:
    with calibrate.LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    points = [(float(row["score"]), float(row["right"])) for row in rows]
    assert points == sorted(points)
    assert [right for _, right in points] == sorted(right for _, right in points)
    assert all(0 < right < 1 for _, right in points)
    assert {row["origin"] for row in rows} == {"tests/gold/notes.jsonl tests/gold/more_notes.jsonl"}


@pytest.mark.parametrize(
    ("score", "right"), [(0.1, 0.5), (0.4, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (1.0, 0.9)]
)
def test_between_the_points_of_a_list_is_a_line(score: float, right: float) -> None:
    assert between([(0.4, 0.5), (0.6, 0.7), (0.8, 0.9)], score) == pytest.approx(right)
