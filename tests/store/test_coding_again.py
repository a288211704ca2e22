import polars as pl

from exporter.coders.coding import CodedEvent
from exporter.store import Outcome, Store
from tests.store.codings import TEXT, add, article, battle, coding, protest, quoted, same, state


def _touched(outcome: Outcome) -> tuple[str, ...]:
    return outcome.created + outcome.revised + outcome.deleted


def test_the_same_coding_changes_nothing(store: Store) -> None:
    made = coding(battle(), protest())
    add(store, made)
    before, counts = state(store), store.counts()
    outcome = add(store, made)
    assert outcome.skipped
    assert not outcome.created
    assert same(state(store), before)
    assert store.counts() == counts


def test_a_newer_coder_that_says_the_same_changes_nothing(store: Store) -> None:
    add(store, coding(battle(), protest()))
    before, revisions = state(store), store.counts()["revisions"]
    outcome = add(store, coding(protest(), battle(), version="1.1.0"))
    assert set(outcome.unchanged) == {"AZE1", "COL1"}
    assert _touched(outcome) == ()
    assert not outcome.skipped
    assert same(state(store), before)
    assert store.counts()["revisions"] == revisions
    assert store.counts()["codings"] == 2


def test_a_newer_coder_that_says_otherwise_revises(store: Store) -> None:
    add(store, coding(battle(), protest()))
    old = store.table("events")
    outcome = add(
        store, coding(battle(fatalities=5, fatalities_high=5), protest(), version="1.1.0"), who="nightly run"
    )
    assert outcome.revised == ("AZE1",)
    assert outcome.unchanged == ("COL1",)
    new = store.table("events")
    row, was = (f.row(by_predicate=pl.col("event_id") == "AZE1", named=True) for f in (new, old))
    assert (row["fatalities"], row["coder"]) == (5, "dictionary 1.1.0")
    assert row["recorded_at"] == was["recorded_at"]
    assert row["updated_at"] > was["updated_at"]
    assert new.filter(event_id="COL1").equals(old.filter(event_id="COL1"))
    last = store.history("AZE1").row(-1, named=True)
    assert (last["action"], last["who"]) == ("update", "nightly run")
    assert "dictionary 1.1.0" in last["why"]


def test_new_evidence_for_the_same_values_is_kept(store: Store) -> None:
    add(store, coding(battle()))
    event = battle()
    other = CodedEvent(event.values, {"location": quoted(TEXT, "near Ağdam")})
    assert add(store, coding(other, version="1.1.0")).revised == ("AZE1",)
    assert store.table("evidence")["quote"].to_list() == ["near Ağdam"]


def test_an_event_no_longer_coded_is_deleted(store: Store) -> None:
    add(store, coding(battle(), protest()))
    outcome = add(store, coding(battle(), version="1.1.0"))
    assert outcome.deleted == ("COL1",)
    assert all(frame["event_id"].unique().to_list() == ["AZE1"] for frame in state(store).values())
    last = store.history("COL1").row(-1, named=True)
    assert (last["action"], last["who"]) == ("delete", "dictionary 1.1.0")
    assert last["why"] == "no longer coded by dictionary 1.1.0"


def test_what_a_person_revised_is_left_alone(store: Store) -> None:
    add(store, coding(battle(), protest()))
    store.revise("AZE1", {"fatalities": 9, "fatalities_high": 9}, who="Ana", why="the hospital says so")
    store.revise("COL1", {"notes": "Students marched."}, who="Ana", why="shorter")
    before = state(store)
    outcome = add(store, coding(battle(fatalities=5, fatalities_high=5), version="1.1.0"))
    assert outcome.unchanged == ("AZE1",)
    assert _touched(outcome) == ()
    assert same(state(store), before)


def test_no_duplicate_stands_beside_what_a_person_moved_elsewhere(store: Store) -> None:
    """A person corrected what a coder recognises events by: the coder's mistake must not come back."""
    add(store, coding(battle()))
    elsewhere = {"event_type": "Violence against civilians", "sub_event_type": "Attack", "cameo_code": "180",
                 "country": "Armenia"}  # fmt: skip
    store.revise("AZE1", elsewhere, who="Ana", why="misread")
    before = state(store)
    outcome = add(store, coding(battle(), version="1.1.0"))
    assert not outcome.created
    assert outcome.unchanged == ("AZE1",)
    assert same(state(store), before)


def test_events_of_other_coders_are_left_alone(store: Store) -> None:
    add(store, coding(battle(), protest(), name="careful"))
    before = state(store)
    outcome = add(store, coding(battle(fatalities=9, fatalities_high=9), version="2.0.0"))
    assert _touched(outcome) == ()
    assert same(state(store), before)
    later = {"event_date": battle().values["event_date"].replace(day=20), "location": "Şuşa"}
    later["event_date_end"] = later["event_date"]
    assert add(store, coding(battle(**later), version="2.1.0")).created == ("AZE2",)
    assert add(store, coding(protest(), name="careful", version="2.0.0")).deleted == ("AZE1",)
    assert set(store.table("events")["event_id"]) == {"AZE2", "COL1"}


def test_events_of_other_articles_are_left_alone(store: Store) -> None:
    add(store, coding(battle()))
    assert add(store, coding(battle(), of=article("həbər-2"))).created == ("AZE2",)
    assert add(store, coding(of=article("həbər-2"), version="1.1.0")).deleted == ("AZE2",)
    assert store.table("events")["event_id"].to_list() == ["AZE1"]


def test_a_changed_text_is_coded_again(store: Store) -> None:
    add(store, coding(battle(), protest()))
    text = "CORRECTED. " + TEXT
    changed = article(text=text, url="https://example.org/corrected", title="Corrected")
    assert not store.has_coding(changed, "dictionary", "1.0.0")
    outcome = add(store, coding(battle(text), of=changed))
    assert outcome.revised == ("AZE1",)
    assert outcome.deleted == ("COL1",)
    assert store.article("həbər-1") == changed
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in store.table("evidence").to_dicts())
    assert store.table("events")["source_url"].to_list() == ["https://example.org/corrected"]
    assert store.table("sources").select("url", "title").rows() == [
        ("https://example.org/corrected", "Corrected")
    ]
    assert add(store, coding(battle(text), of=changed)).skipped
