import random

import polars as pl
import pytest

from exporter.store import Store
from tests.store.codings import add, article, battle, coding, protest, same, state


def _change(store: Store, chance: random.Random, step: int) -> None:
    ids = store.table("events")["event_id"].to_list()
    what = chance.choice(["add", "add", "revise", "delete"]) if ids else "add"
    event_id = chance.choice(ids) if ids else ""
    if what == "add":
        events = [battle(fatalities_high=chance.randint(4, 9)), protest(tags=chance.choice([None, "é"]))]
        of = article(f"a{chance.randint(0, 3)}")
        add(store, coding(*chance.sample(events, chance.randint(0, 2)), of=of, version=f"1.0.{step}"))
    elif what == "revise":
        value = chance.choice([{"notes": f"step {step} …"}, {"tags": None}, {"location": "Elsewhere"}])
        store.revise(event_id, value, who="Ana", why=f"step {step}")
    else:
        store.delete(event_id, who="Ana", reason=f"step {step}")


@pytest.mark.parametrize("seed", range(5))
def test_every_earlier_state_can_be_had_again(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    remembered = {0: state(store)}
    for step in range(25):
        _change(store, chance, step)
        remembered[store.record_release("d", f"1.{step}.0").last_revision] = state(store)
    assert len(remembered) > 10
    for revision, frames in remembered.items():
        assert same(state(store, revision), frames), f"revision {revision}"


def test_a_later_revision_than_the_last_is_now(store: Store) -> None:
    add(store, coding(battle(), protest()))
    assert same(state(store, 10_000), state(store))


def test_a_release_is_recorded_once(store: Store) -> None:
    add(store, coding(battle()))
    first = store.record_release("d", "1.0.0")
    add(store, coding(battle(fatalities_high=6), version="1.1.0"))
    assert store.record_release("d", "1.0.0") == first
    assert store.counts()["releases"] == 1
    second = store.record_release("d", "1.1.0")
    assert second.last_revision > first.last_revision
    other = store.record_release("other", "1.0.0")
    assert store.releases("d") == [first, second]
    assert store.releases("other") == [other]
    assert store.releases("nobody's") == []


def _deleted(store: Store, version: str, revision: int | None = None) -> list[tuple[str, str]]:
    frame = store.table("deletions", dataset="d", version=version, revision=revision)
    return frame.select("event_id", "version").rows()


def test_deletions_name_the_release_that_first_lacks_the_event(store: Store) -> None:
    for number in range(5):
        add(store, coding(battle(), of=article(f"a{number}")))
    store.delete("AZE1", who="Ana", reason="never published")
    first = store.record_release("d", "1.0.0")
    assert _deleted(store, "1.0.0") == []
    store.delete("AZE2", who="Ana", reason="Döyüş counted twice", replaced_by="AZE3")
    add(store, coding(battle(), of=article("short-lived")))
    store.delete("AZE6", who="Ana", reason="never published either")
    assert _deleted(store, "1.1.0") == [("AZE2", "1.1.0")]
    second = store.record_release("d", "1.1.0")
    store.delete("AZE4", who="Ana", reason="doubtful")
    assert _deleted(store, "1.2.0") == [("AZE2", "1.1.0"), ("AZE4", "1.2.0")]
    third = store.record_release("d", "1.2.0")
    frame = store.table("deletions", dataset="d", version="1.2.0")
    assert frame.filter(pl.col("event_id") == "AZE2").rows() == [
        ("AZE2", "1.1.0", "Döyüş counted twice", "AZE3")
    ]
    # A release that is built again comes out as it was.
    assert _deleted(store, "1.0.0", first.last_revision) == []
    assert _deleted(store, "1.1.0", second.last_revision) == [("AZE2", "1.1.0")]
    assert _deleted(store, "1.2.0", third.last_revision) == [("AZE2", "1.1.0"), ("AZE4", "1.2.0")]
    # Nothing was published under another name.
    assert store.table("deletions", dataset="other", version="1.0.0").is_empty()


def test_deletions_of_a_release_before_one_of_the_same_state(store: Store) -> None:
    add(store, coding(battle()))
    store.record_release("d", "1.0.0")
    store.delete("AZE1", who="Ana", reason="r")
    second = store.record_release("d", "1.1.0")
    third = store.record_release("d", "1.2.0")
    assert second.last_revision == third.last_revision
    assert _deleted(store, "1.2.0", third.last_revision) == [("AZE1", "1.1.0")]
    assert _deleted(store, "1.1.0", second.last_revision) == [("AZE1", "1.1.0")]
