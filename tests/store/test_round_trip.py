import polars as pl
import pytest

from exporter.codebook.export import columns_from, polars_schema
from exporter.coders.frame import event_frame
from exporter.errors import UsageError
from exporter.store import Store
from exporter.validation import validate_dataset
from tests.store.codings import TABLES, TEXT, add, article, battle, coding, generated, protest

EVERY = (*TABLES, "deletions")


def test_rows_come_back_with_their_values_and_types(store: Store) -> None:
    made = coding(battle(), protest())
    outcome = add(store, made)
    assert outcome.created == ("AZE1", "COL1")
    events = store.table("events")
    given = event_frame([made])
    columns = [name for name in given.columns if name in events.columns]
    assert events.schema == polars_schema("events")
    assert events.select(columns).equals(given.select(columns))
    assert set(columns) >= {*columns_from("coded"), *columns_from("derived"), *columns_from("article")}
    row = events.row(by_predicate=pl.col("event_id") == "COL1", named=True)
    assert row["location"] == "Bogotá"
    assert "🕊" in row["notes"]
    assert row["fatalities"] is row["actor2"] is row["confidence"] is None
    assert row["review"] == "machine"
    assert row["recorded_at"] == row["updated_at"]
    assert row["recorded_at"].utcoffset().total_seconds() == 0


def test_sources_and_evidence_come_back(store: Store) -> None:
    made = coding(battle(), protest())
    add(store, made)
    sources, evidence = store.table("sources"), store.table("evidence")
    assert sources.schema == polars_schema("sources")
    assert evidence.schema == polars_schema("evidence")
    of = made.article
    known = (of.id, of.source, of.url, of.published, of.title)
    assert sources.rows() == [("AZE1", *known), ("COL1", *known)]
    wanted = {
        (event_id, column, of.id, e.start, e.end, e.quote)
        for event_id, event in zip(("AZE1", "COL1"), made.events, strict=True)
        for column, found in event.evidence.items()
        for e in found
    }
    assert set(evidence.rows()) == wanted
    assert len(evidence) == len(wanted)
    text = store.article(of.id).text
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in evidence.to_dicts())


def test_articles_come_back(store: Store) -> None:
    bare = article("bare", "Nothing happened.", title=None, url=None, language=None)
    add(store, coding(of=bare))
    add(store, coding(battle()))
    assert store.article("bare") == bare
    assert store.article("həbər-1") == article()
    assert store.article("nowhere") is None
    assert {kept.id for kept in store.articles()} == {"bare", "həbər-1"}
    assert store.has_coding(bare, "dictionary", "1.0.0")
    assert not store.has_coding(bare, "dictionary", "1.0.1")
    assert not store.has_coding(bare, "somebody", "1.0.0")


def test_all_tables_together_are_a_valid_dataset(store: Store) -> None:
    for number in range(6):
        add(store, generated(number))
    store.record_release("d", "1.0.0")
    store.delete("AZE2", who="Ana", reason="counted twice", replaced_by="AZE1")
    frames = {name: store.table(name, dataset="d", version="1.1.0") for name in EVERY}
    checked = validate_dataset(frames)
    assert {name: found.problems.rows() for name, found in checked.items()} == {name: [] for name in EVERY}


def test_an_empty_store_gives_empty_tables_of_the_right_types(store: Store) -> None:
    for name in EVERY:
        assert store.table(name).is_empty()
        assert store.table(name).schema == polars_schema(name)
        assert store.table(name, revision=0).schema == polars_schema(name)
    add(store, coding(battle()))
    assert store.table("events", revision=0).schema == polars_schema("events")
    assert store.table("events", revision=0).is_empty()


def test_events_are_sorted_by_country_date_and_serial(store: Store) -> None:
    for number in range(24):
        add(store, generated(number))
    events = store.table("events")
    keys = [
        (r["country"], r["event_date"], r["event_id"][:3], int(r["event_id"][3:])) for r in events.to_dicts()
    ]
    assert keys == sorted(keys)
    sources = store.table("sources")["event_id"].to_list()
    assert sources == sorted(sources, key=lambda event_id: (event_id[:3], int(event_id[3:])))


def test_a_store_is_kept_when_it_is_opened_again(store: Store, url: str) -> None:
    add(store, coding(battle(), protest()))
    before = {name: store.table(name) for name in TABLES}
    store.close()
    with Store(url) as again:
        assert all(again.table(name).equals(before[name]) for name in TABLES)
        assert add(again, coding(battle(), protest())).skipped


def test_only_the_rows_that_are_given_are_kept(store: Store) -> None:
    """A row that validation set aside leaves its coding and the other rows."""
    made = coding(battle(), protest())
    store.add(made, event_frame([made])[1:])
    assert store.table("events")["event_id"].to_list() == ["COL1"]
    assert store.table("evidence")["quote"].to_list() == ["marched past the Plaza de Bolívar 🕊"]
    assert store.article("həbər-1").text == TEXT


def test_there_is_no_other_table(store: Store) -> None:
    with pytest.raises(UsageError, match="codings") as caught:
        store.table("codings")
    assert "deletions" in caught.value.remedy
