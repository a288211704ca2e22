import json
from datetime import date

import polars as pl
import pytest

from exporter.errors import DataError, UsageError
from exporter.store import Store
from tests.store.codings import add, battle, coding, protest, same, state


@pytest.fixture(autouse=True)
def two_events(store: Store) -> None:
    add(store, coding(battle(), protest()))


def _row(store: Store, event_id: str) -> dict[str, object]:
    return store.table("events").row(by_predicate=pl.col("event_id") == event_id, named=True)


def test_what_follows_is_derived_anew(store: Store) -> None:
    before = _row(store, "AZE1")
    changes = {
        "country": "Colombia",
        "latitude": 4.6,
        "longitude": -74.1,
        "event_date": date(2018, 5, 1),
        "event_date_end": date(2018, 5, 1),
        "actor2": None,
        "actor2_type": None,
        "actor2_country": None,
        "assoc_actor_2": None,
    }
    store.revise("AZE1", changes, who="Ana", why="wrong continent")
    row = _row(store, "AZE1")
    assert (row["iso3"], row["region"], row["year"]) == ("COL", "South America", 2018)
    assert row["interaction"] == "State forces only"
    assert (row["review"], row["recorded_at"]) == ("reviewed", before["recorded_at"])
    assert row["updated_at"] > before["updated_at"]
    assert store.table("evidence").filter(event_id="AZE1").height == 4


def test_who_and_why_are_in_the_history(store: Store) -> None:
    store.revise("AZE1", {"fatalities": 3, "fatalities_low": 3}, who="Ana", why="Döyüş", review="adjudicated")
    history = store.history("AZE1")
    assert history["action"].to_list() == ["create", "update"]
    assert history["who"].to_list() == ["dictionary 1.0.0", "Ana"]
    assert history["why"].to_list()[1] == "Döyüş"
    assert history["revision"].is_sorted()
    assert history["at"].dtype == pl.Datetime("us", "UTC")
    changes = json.loads(history["changes"][1])
    assert changes["fatalities"] == [4, 3]
    assert changes["review"] == ["machine", "adjudicated"]
    assert json.loads(history["changes"][0]) == {}
    assert "notes" not in changes
    store.delete("AZE1", who="Bo", reason="doubtful")
    assert store.history("AZE1").select("who", "why", "action").row(-1) == ("Bo", "doubtful", "delete")


def test_the_history_of_an_unknown_event_is_empty(store: Store) -> None:
    assert store.history("XYZ9").is_empty()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("country", "Atlantis"),
        ("event_type", "Tea party"),
        ("sub_event_type", "Peaceful protest"),
        ("fatalities", -1),
        ("fatalities", "many"),
        ("fatalities", 2**40),
        ("event_date", "2019-13-45"),
        ("event_date", "Friday"),
        ("event_date", None),
        ("latitude", 91.0),
        ("latitude", "north"),
        ("fatalities", [3]),
        ("actor1", None),
        ("confidence", 1.5),
    ],
)
def test_wrong_values_are_refused(store: Store, column: str, value: object) -> None:
    before, counts = state(store), store.counts()
    with pytest.raises(DataError, match=column) as caught:
        store.revise("AZE1", {column: value}, who="Ana", why="a slip")
    assert "AZE1" in caught.value.message
    assert caught.value.remedy
    assert same(state(store), before)
    assert store.counts() == counts


def test_values_may_be_given_as_text(store: Store) -> None:
    changes = {"fatalities": "3", "fatalities_low": "3", "event_date": "2019-05-02", "latitude": "40.25"}
    store.revise("AZE1", changes, who="Ana", why="from a form")
    row = _row(store, "AZE1")
    assert (row["fatalities"], row["event_date"], row["latitude"]) == (3, date(2019, 5, 2), 40.25)


def test_a_wrong_review_is_refused(store: Store) -> None:
    with pytest.raises(DataError, match="review"):
        store.revise("AZE1", {"notes": "x"}, who="Ana", why="w", review="glanced at")


@pytest.mark.parametrize("event_id", ["AZE7", "COL1", ""])
def test_unknown_events_are_refused(store: Store, event_id: str) -> None:
    store.delete("COL1", who="Ana", reason="r")
    with pytest.raises(UsageError, match=event_id) as caught:
        store.revise(event_id, {"notes": "x"}, who="Ana", why="w")
    assert caught.value.remedy
    with pytest.raises(UsageError, match=event_id):
        store.delete(event_id, who="Ana", reason="r")


def test_an_event_that_is_not_there_replaces_nothing(store: Store) -> None:
    with pytest.raises(UsageError, match="COL2"):
        store.delete("COL1", who="Ana", reason="r", replaced_by="COL2")
    assert "COL1" in store.table("events")["event_id"]


@pytest.mark.parametrize("column", ["iso3", "event_id", "coder", "review", "source", "year", "colour"])
def test_columns_that_coders_do_not_give_are_refused(store: Store, column: str) -> None:
    before = state(store)
    with pytest.raises(UsageError, match=column) as caught:
        store.revise("AZE1", {column: "x"}, who="Ana", why="w")
    assert caught.value.remedy
    assert same(state(store), before)
