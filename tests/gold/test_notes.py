"""The notes of `notes.jsonl`: sound themselves, and how well the dictionary coder does on them."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from exporter.codebook.codelists import codes, mapping
from tests.gold.score import Row, Score, coded_now, read, rows_of, score

NOTES = Path(__file__).parent / "notes.jsonl"

# What the dictionary coder reaches, a little below; it may only get better.
FLOORS = {"precision": 0.86, "recall": 0.79}


@pytest.fixture(scope="module")
def notes() -> list[Row]:
    return read(NOTES)


@pytest.fixture(scope="module")
def events(notes: list[Row]) -> list[Row]:
    return [event for note in notes for event in note["events"]]


def test_notes_cover_the_codebook_and_the_world(notes: list[Row], events: list[Row]) -> None:
    assert len(notes) >= 300
    assert len({note["id"] for note in notes}) == len(notes) == len({note["text"] for note in notes})
    kinds = Counter(event["sub_event_type"][0] for event in events)
    assert set(kinds) == set(codes("sub_event_types"))
    assert min(kinds.values()) >= 8
    assert len({event["country"][0] for event in events}) >= 60
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


def test_dictionary_coder_on_the_notes(notes: list[Row]) -> None:
    pytest.importorskip("spacy")
    whole = score(notes, coded_now(notes))
    found = {"precision": whole.precision, "recall": whole.recall}
    assert all(found[name] >= least for name, least in FLOORS.items()), "\n".join(whole.lines())


# -- the scorer itself -----------------------------------------------------------------------------------

GOLD = {
    "id": "a",
    "events": [
        {
            "event_type": ["Violence against civilians"],
            "sub_event_type": ["Attack"],
            "event_date": ["2020-06-01", "2020-06-01"],
            "country": ["Mali"],
            "location": ["Mopti"],
            "actor1": ["JNIM: Group for Support of Islam and Muslims"],
            "actor2": ["Civilians (Mali)"],
            "fatalities": None,
        }
    ],
}
RIGHT = {
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "event_date": "2020-06-01",
    "event_date_end": "2020-06-01",
    "country": "Mali",
    "location": "Mopti",
    "actor1": "JNIM: Group for Support of Islam and Muslims",
    "actor2": "Civilians (Mali)",
    "fatalities": None,
}


def scored(*rows: Row) -> Score:
    return score([GOLD], {"a": rows})


def test_all_right() -> None:
    whole = scored(RIGHT)
    assert (whole.precision, whole.recall, whole.f1) == (1, 1, 1)
    (match,) = whole.matches
    assert match.wrong == frozenset()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"fatalities": 0}, {"fatalities"}),
        ({"country": "Niger"}, {"country"}),
        ({"event_date": "2020-05-01", "event_date_end": "2020-06-30"}, {"event_date"}),
        ({"event_date": "2020-05-29", "event_date_end": "2020-06-03"}, set()),
        ({"location": "Bankass", "admin1": "Mopti"}, set()),
        ({"location": "Bankass"}, {"location"}),
        ({"actor1": "JNIM"}, set()),
        ({"actor1": "Military Forces of Mali", "assoc_actor_1": "JNIM"}, set()),
        ({"actor2": "Unidentified Armed Group (Mali)"}, {"actor2"}),
        ({"actor2": "Civilians (Niger)"}, {"actor2"}),
        ({"sub_event_type": "Sexual violence"}, {"sub_event_type"}),
    ],
)
def test_each_field_is_judged_by_itself(change: Row, wrong: set[str]) -> None:
    (match,) = scored({**RIGHT, **change}).matches
    assert match.wrong == wrong


def test_another_event_type_or_nothing_in_common_is_no_match() -> None:
    other = scored({**RIGHT, "event_type": "Battles"})
    assert (other.found, len(other.missed), len(other.invented)) == (0, 1, 1)
    apart = {"event_date": "2019-01-01", "event_date_end": "2019-01-01", "location": "Gao"}
    assert scored({**RIGHT, **apart, "actor1": "Taliban", "actor2": None}).found == 0


def test_the_best_row_is_matched_and_the_rest_invented() -> None:
    whole = scored({**RIGHT, "country": "Niger"}, RIGHT)
    assert (whole.found, len(whole.invented), whole.precision) == (1, 1, 0.5)
    assert whole.matches[0].row is RIGHT
    assert whole.accuracy("country") == 1


def test_no_rows_and_records() -> None:
    assert (scored().precision, scored().recall, scored().f1) == (0, 0, 0)
    record = {"article": {"id": "a"}, "events": [RIGHT]}
    assert rows_of([record, record]) == {"a": [RIGHT, RIGHT]}
