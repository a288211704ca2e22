"""The work of people: who has which article, what becomes of it, and that nobody loses a word."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa

from exporter.coders.coding import CodedEvent, Coding
from exporter.errors import DataError, UsageError
from exporter.store import Store
from exporter.store.drafts import ChangedError
from exporter.store.judged import Link
from exporter.store.schema import metadata
from exporter.validation import validate_dataset
from tests.store.codings import add, article, battle, coding, protest


def by(person: str, *events: CodedEvent, of: str = "həbər-1", **known: Any) -> Coding:
    return coding(*events, of=article(of, **known), name=person)


def row(store: Store, event_id: str) -> dict[str, Any]:
    return store.table("events").row(by_predicate=pl.col("event_id") == event_id, named=True)


def whole(store: Store) -> None:
    """What the store holds keeps every rule of the codebook."""
    tables = {name: store.table(name) for name in ("events", "sources", "evidence")}
    for name, checked in validate_dataset(tables).items():
        assert checked.problems.is_empty(), (name, checked.problems.to_dicts())


def draft_of(**values: str) -> dict[str, Any]:
    return {"events": [{"key": "e1", "values": values, "evidence": {}}], "why": ""}


# -- the queue ------------------------------------------------------------------------------------------------


def test_what_is_coded_or_added_waits_in_the_queue(store: Store) -> None:
    add(store, coding(battle()))
    assert store.work.add(article("new-1"))
    assert not store.work.add(article("new-1"))
    assert {task.article_id for task in store.work.queue("new")} == {"new-1", "həbər-1"}
    assert store.work.progress() == {
        "new": 2, "in work": 0, "coded twice": 0, "in dispute": 0, "done": 0
    }  # fmt: skip
    with pytest.raises(DataError, match="another text"):
        store.work.add(article("new-1", text="Another text."))


def test_the_queue_is_read_page_by_page_and_filtered(store: Store) -> None:
    for number in range(7):
        known = {"source": "AFP" if number % 2 else "EFE", "title": f"Report {number}"}
        store.work.add(replace(article(f"r{number}", **known), published=date(2019, 5, 1 + number // 2)))
    seen, after = [], None
    while tasks := store.work.queue(after=after, limit=3):
        seen += [task.article_id for task in tasks]
        after = (tasks[-1].published, tasks[-1].article_id)
    assert seen == ["r6", "r5", "r4", "r3", "r2", "r1", "r0"]
    assert [task.article_id for task in store.work.queue(source="AFP")] == ["r5", "r3", "r1"]
    assert [task.article_id for task in store.work.queue(words="report 4")] == ["r4"]
    assert store.work.queue(words="100%") == []
    store.work.assign("r3", "ab")
    assert [task.article_id for task in store.work.queue(person="ab")] == ["r3"]
    with pytest.raises(UsageError, match="no state"):
        store.work.queue("old")


def test_everybody_gets_an_article_of_their_own(store: Store) -> None:
    for number in range(12):
        store.work.add(article(f"r{number}"))
    got: list[str] = []

    def take(person: str) -> None:
        while (task := store.work.take(person)) is not None:
            got.append(task.article_id)
            store.work.submit(by(person, of=task.article_id))

    crowd = [threading.Thread(target=take, args=(f"c{number}",)) for number in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sorted(got) == sorted(f"r{number}" for number in range(12))
    assert store.work.progress()["done"] == 12


def test_take_leads_first_to_what_was_begun_or_wants_a_second(store: Store) -> None:
    for name in ("one", "twice"):
        store.work.add(article(name))
    store.work.want("twice", 2, by="xy")
    store.work.assign("twice", "ab")
    assert store.work.take("ab").article_id == "twice"
    assert store.work.take("cd").article_id == "twice"
    store.work.submit(by("cd", of="twice"))
    assert store.work.take("cd").article_id == "one"
    assert store.work.take("ef") is None


def test_an_article_is_no_more_than_one_persons_unless_two_were_asked_for(store: Store) -> None:
    store.work.add(article())
    assert store.work.assign("həbər-1", "ab").state == "in work"
    assert store.work.assign("həbər-1", "ab").coders == ("ab",)
    with pytest.raises(UsageError, match="ab has it"):
        store.work.assign("həbər-1", "cd")
    store.work.want("həbər-1", 2, by="xy")
    assert store.work.assign("həbər-1", "cd", by="xy").coders == ("ab", "cd")
    with pytest.raises(UsageError):
        store.work.assign("həbər-1", "ef")
    with pytest.raises(UsageError, match="2 coders"):
        store.work.want("həbər-1", 1, by="xy")
    with pytest.raises(UsageError, match="no article"):
        store.work.assign("missing", "ab")


def test_what_is_given_back_is_new_again_and_the_log_says_so(store: Store) -> None:
    store.work.add(article())
    store.work.assign("həbər-1", "ab")
    store.work.save_draft("həbər-1", "ab", draft_of(notes="begun"), base=0)
    assert store.work.give_back("həbər-1", "ab", by="xy", why="on leave").state == "new"
    assert [(e["who"], e["action"], e["why"]) for e in store.work.log("həbər-1")] == [
        ("ab", "taken", None), ("xy", "taken from ab", "on leave"),
    ]  # fmt: skip
    assert store.work.draft("həbər-1", "ab").content == draft_of(notes="begun")
    with pytest.raises(UsageError, match="no unfinished"):
        store.work.give_back("həbər-1", "ab")


# -- drafts ---------------------------------------------------------------------------------------------------


def test_the_second_saver_is_told_what_the_first_has_changed(store: Store) -> None:
    store.work.add(article())
    save = store.work.save_draft
    assert save("həbər-1", "ab", draft_of(notes="A"), base=0) == 1
    assert save("həbər-1", "ab", draft_of(notes="B", location="Ağdam"), base=1) == 2
    with pytest.raises(ChangedError) as caught:
        save("həbər-1", "ab", draft_of(notes="C"), base=1)
    assert caught.value.version == 2
    assert caught.value.content == draft_of(notes="B", location="Ağdam")
    assert caught.value.changes == [
        {"event": "e1", "field": "values.notes", "old": "A", "new": "B"},
        {"event": "e1", "field": "values.location", "old": None, "new": "Ağdam"},
    ]
    assert store.work.draft("həbər-1", "ab").content == draft_of(notes="B", location="Ağdam")
    # The same once more, as when the answer was lost on its way, is no second save.
    assert save("həbər-1", "ab", draft_of(notes="B", location="Ağdam"), base=1) == 2
    assert [saved["version"] for saved in store.work.draft_versions("həbər-1", "ab")] == [1, 2]


def test_of_many_who_save_at_once_one_is_first_and_no_word_is_lost(store: Store) -> None:
    store.work.add(article())
    kept: list[str] = []
    beaten: list[str] = []
    started = threading.Barrier(6)

    def type_words(window: int) -> None:
        started.wait()
        version, content = 0, draft_of()
        for number in range(10):
            word = f"w{window}-{number}"
            while True:
                mine = json.loads(json.dumps(content))
                mine["events"][0]["values"][word] = "x"
                try:
                    version = store.work.save_draft("həbər-1", "ab", mine, base=version)
                except ChangedError as error:
                    beaten.append(word)
                    version, content = error.version, error.content
                else:
                    content = mine
                    kept.append(word)
                    break

    windows = [threading.Thread(target=type_words, args=(number,)) for number in range(6)]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    there = store.work.draft("həbər-1", "ab")
    assert len(kept) == 60 == there.version
    assert set(there.content["events"][0]["values"]) == set(kept)
    assert beaten, "nobody was ever second: the test has tried nothing"


def test_earlier_states_of_a_draft_can_be_had_again(store: Store) -> None:
    store.work.add(article())
    store.work.save_draft("həbər-1", "ab", draft_of(notes="one"), base=0)
    store.work.save_draft("həbər-1", "ab", draft_of(notes="two"), base=1)
    store.work.save_draft("həbər-1", "ab", {"events": [], "why": ""}, base=2)
    saves = store.work.draft_versions("həbər-1", "ab")
    told = [{(c["field"], c["old"], c["new"]) for c in saved["changes"]} for saved in saves]
    assert ("values.notes", "one", "two") in told[1]
    assert ("values.notes", "two", None) in told[2]


# -- one coder ------------------------------------------------------------------------------------------------


def test_a_persons_coding_becomes_events(store: Store) -> None:
    store.work.add(article())
    outcome = store.work.submit(by("ab", battle(), protest()))
    assert outcome.created == ("AZE1", "COL1")
    assert (row(store, "AZE1")["coder"], row(store, "AZE1")["review"]) == ("ab", "reviewed")
    task = store.work.task("həbər-1")
    assert (task.state, task.people) == ("done", (("ab", "coder", True),))
    history = store.history("AZE1")
    assert history.select("who", "why", "action").rows() == [("ab", "coded by ab", "create")]
    whole(store)


def test_what_the_machine_found_is_revised_or_taken_out(store: Store) -> None:
    add(store, coding(battle(), protest()))
    changed = battle(fatalities=5, fatalities_high=5)
    outcome = store.work.submit(by("ab", changed), [Link(event_id="AZE1")], why="the toll rose")
    assert (outcome.revised, outcome.deleted, outcome.created) == (("AZE1",), ("COL1",), ())
    kept = row(store, "AZE1")
    assert (kept["fatalities"], kept["coder"], kept["review"]) == (5, "ab", "reviewed")
    assert store.history("AZE1")["who"].to_list() == ["dictionary 1.0.0", "ab"]
    assert store.history("COL1").select("who", "action").row(-1) == ("ab", "delete")
    assert kept["recorded_at"] < kept["updated_at"]
    whole(store)


def test_a_machine_says_nothing_against_a_person(store: Store) -> None:
    add(store, coding(battle(), protest()))
    store.work.submit(by("ab", battle()))
    before = store.last_revision()
    outcome = add(store, coding(battle(fatalities=9, fatalities_high=9), protest(), version="2.0.0"))
    assert not outcome.created and not outcome.revised
    assert store.last_revision() == before
    assert store.work.machine_coding("həbər-1").coder_version == "2.0.0"


def test_a_person_who_hands_in_again_revises(store: Store) -> None:
    store.work.add(article())
    store.work.submit(by("ab", battle(), protest()))
    outcome = store.work.submit(by("ab", battle(notes="Better words."), protest()))
    assert (outcome.revised, outcome.unchanged) == (("AZE1",), ("COL1",))
    assert [one.coding.coder_version for one in store.work.submissions("həbər-1")] == ["2"]
    assert store.counts()["codings"] == 2
    again = store.work.submit(by("cd", battle(notes="Best words.")))
    assert (again.revised, again.deleted) == (("AZE1",), ("COL1",))
    assert store.history("AZE1")["who"].to_list() == ["ab", "ab", "cd"]


def test_a_coding_that_breaks_the_codebook_changes_nothing(store: Store) -> None:
    store.work.add(article())
    store.work.assign("həbər-1", "ab")
    with pytest.raises(DataError, match="fatalities"):
        store.work.submit(by("ab", battle(fatalities_low=9)))
    misquoted = battle(text="x" + article().text)
    with pytest.raises(DataError, match="quote"):
        store.work.submit(by("ab", misquoted))
    assert store.work.task("həbər-1").state == "in work"
    assert store.counts()["codings"] == store.counts()["events"] == 0


def test_a_draft_that_went_on_elsewhere_is_not_handed_in(store: Store) -> None:
    store.work.add(article())
    store.work.assign("həbər-1", "ab")
    store.work.save_draft("həbər-1", "ab", draft_of(notes="A"), base=0)
    store.work.save_draft("həbər-1", "ab", draft_of(notes="B"), base=1)
    with pytest.raises(ChangedError):
        store.work.submit(by("ab", battle()), draft=1)
    assert store.work.submit(by("ab", battle()), draft=2).created


# -- the same event -------------------------------------------------------------------------------------------


def test_the_same_event_gets_one_more_report(store: Store) -> None:
    store.work.add(article())
    store.work.submit(by("ab", battle()))
    other = article("afp-1", source="AFP", url="https://example.org/afp")
    store.work.add(other)
    outcome = store.work.submit(coding(battle(), of=other, name="cd"), [Link(same_as="AZE1")])
    assert outcome.revised == ("AZE1",)
    assert store.counts()["events"] == 1
    kept = row(store, "AZE1")
    assert (kept["article_count"], kept["source_count"]) == (2, 2)
    assert set(kept["source"].split("; ")) == {"AFP", "Həbər"}
    assert kept["source_scale"] == "International"
    assert store.table("evidence")["article_id"].n_unique() == 2
    assert "same event" in store.history("AZE1")["why"][-1]
    whole(store)
    # A correction of the first article keeps what the second brought.
    store.work.submit(by("ab", battle(notes="Better words.")))
    assert row(store, "AZE1")["article_count"] == 2
    assert store.table("evidence")["article_id"].n_unique() == 2
    # Whoever takes it back takes the report back, and only that.
    store.work.submit(coding(of=other, name="cd"))
    assert row(store, "AZE1")["article_count"] == 1
    assert store.table("evidence")["article_id"].to_list() == ["həbər-1"] * 4
    whole(store)


def test_an_event_stays_with_the_other_articles_that_report_it(store: Store) -> None:
    store.work.add(article())
    store.work.submit(by("ab", battle()))
    store.work.add(article("afp-1", source="AFP"))
    store.work.submit(by("cd", battle(), of="afp-1", source="AFP"), [Link(same_as="AZE1")])
    store.work.submit(by("ab"))
    assert row(store, "AZE1")["source"] == "AFP"
    assert store.work.events_of("afp-1")[0]["event_id"] == "AZE1"
    whole(store)


def test_the_same_as_an_event_that_is_gone_is_told(store: Store) -> None:
    store.work.add(article())
    with pytest.raises(UsageError, match="AZE9"):
        store.work.submit(by("ab", battle()), [Link(same_as="AZE9")])
    assert store.work.task("həbər-1").state == "new"


def test_what_may_be_the_same_is_near_in_time_and_place(store: Store) -> None:
    day = date(2019, 5, 4)
    near = {
        "event_date": day,
        "event_date_end": day,
        "location": "Quzanlı",
        "latitude": 40.08,
        "longitude": 46.9,
    }
    far = {"latitude": 41.0, "longitude": 48.0, "location": "Quba"}
    late = {"event_date": date(2019, 5, 9), "event_date_end": date(2019, 5, 9)}
    for number, changes in enumerate((near, far, late)):
        add(store, coding(battle(**changes), of=article(f"r{number}")))
    values = {**battle().values}
    assert [one["event_id"] for one in store.work.likely_same(values, "həbər-1")] == ["AZE1"]
    assert store.work.likely_same(values, "r0") == []


# -- two coders and a third -----------------------------------------------------------------------------------


@pytest.fixture
def twice(store: Store) -> Callable[[], None]:
    def code() -> None:
        add(store, coding(battle(), protest()))
        store.work.want("həbər-1", 2, by="xy")
        store.work.submit(by("ab", battle(), protest()))
        assert store.work.task("həbər-1").state == "in work"
        store.work.submit(by("cd", battle(fatalities=6, fatalities_high=6)), why="six, at the end")

    return code


def test_two_codings_wait_for_a_third(store: Store, twice: Callable[[], None]) -> None:
    twice()
    assert store.work.task("həbər-1").state == "coded twice"
    # Nothing but the machine's events until then.
    assert set(store.table("events")["review"].cast(pl.String)) == {"machine"}
    assert [(one.person, one.why) for one in store.work.submissions("həbər-1")] == [
        ("ab", None), ("cd", "six, at the end")
    ]  # fmt: skip
    with pytest.raises(UsageError, match="waits for a third"):
        store.work.submit(by("ab", battle()))


def test_the_third_decides_with_a_reason(store: Store, twice: Callable[[], None]) -> None:
    twice()
    for coder in ("ab", "cd"):
        with pytest.raises(UsageError, match="cannot decide"):
            store.work.adjudicate(by(coder, battle()), why="mine")
    with pytest.raises(UsageError, match="reason"):
        store.work.adjudicate(by("xy", battle()), why=" ")
    seen = store.work.assign("həbər-1", "xy", part="third").version
    outcome = store.work.adjudicate(
        by("xy", battle(fatalities=6, fatalities_high=6)), why="the last paragraph says six", version=seen
    )
    assert (outcome.revised, outcome.deleted) == (("AZE1",), ("COL1",))
    kept = row(store, "AZE1")
    assert (kept["fatalities"], kept["review"], kept["coder"]) == (6, "adjudicated", "xy")
    assert store.history("AZE1").select("who", "why").row(-1) == ("xy", "the last paragraph says six")
    assert store.work.task("həbər-1").state == "done"
    assert store.work.log("həbər-1")[-1]["action"] == "decided: 1 event"
    whole(store)


def test_of_two_thirds_the_second_learns_of_the_first(store: Store, twice: Callable[[], None]) -> None:
    twice()
    seen = store.work.assign("həbər-1", "xy", part="third").version
    store.work.adjudicate(by("uv", battle()), why="four", version=seen)
    with pytest.raises(ChangedError):
        store.work.adjudicate(by("xy", battle()), why="six", version=seen)
    assert row(store, "AZE1")["coder"] == "uv"


def test_a_dispute_opens_what_was_done(store: Store) -> None:
    store.work.add(article())
    with pytest.raises(UsageError, match="Nobody"):
        store.work.dispute("həbər-1", "doubtful", who="xy")
    store.work.submit(by("ab", battle()))
    with pytest.raises(UsageError, match="reason"):
        store.work.dispute("həbər-1", "", who="xy")
    assert store.work.dispute("həbər-1", "was it Friday?", who="xy").state == "in dispute"
    assert store.work.log("həbər-1")[-1]["why"] == "was it Friday?"
    store.work.adjudicate(by("xy", battle()), why="it was")
    assert row(store, "AZE1")["review"] == "adjudicated"


def test_a_doubt_sets_an_article_before_people(store: Store) -> None:
    assert store.work.doubt(article(), "two machines differ", who="ensemble").state == "new"
    assert store.work.log("həbər-1")[-1] | {"at": None} == {
        "at": None, "who": "ensemble", "action": "queued", "why": "two machines differ",
    }  # fmt: skip
    store.work.submit(by("ab", battle()))
    assert store.work.doubt(article(), "they still differ", who="ensemble").state == "in dispute"
    with pytest.raises(DataError, match="another text"):
        store.work.doubt(article(text="Another."), "x", who="ensemble")


# -- an earlier layout ----------------------------------------------------------------------------------------


def test_a_store_of_the_layout_before_gets_its_queue(url: str) -> None:
    with Store(url) as store:
        add(store, coding(battle()))
        tables = ("queue", "assignments", "drafts", "draft_changes", "submissions", "work_log")
        with store._engine.begin() as connection:
            for table in tables:
                connection.execute(sa.text(f"DROP TABLE {table}"))
            for index in ("ix_events_iso3_event_date", "ix_sources_article_id"):
                connection.execute(sa.text(f"DROP INDEX {index}"))
            for column in ("last_coding", "definitions"):
                connection.execute(sa.text(f"ALTER TABLE releases DROP COLUMN {column}"))
            connection.execute(sa.text("ALTER TABLE events DROP COLUMN further"))
            connection.execute(sa.text("UPDATE about SET schema_version = 2"))
    with Store(url) as store:
        indexes = sa.inspect(store._engine).get_indexes("sources")
        assert "ix_sources_article_id" in {index["name"] for index in indexes}
        assert [task.article_id for task in store.work.queue("new")] == ["həbər-1"]
        assert store.work.submit(by("ab", battle())).revised == ("AZE1",)


# -- at size --------------------------------------------------------------------------------------------------


def test_no_question_of_a_day_s_work_reads_a_whole_table(tmp_path: Path) -> None:
    """What grows with the store is looked up by an index, so that ten million events are no slower than ten."""
    with Store(tmp_path / "events.db") as store:
        add(store, coding(battle()))
        store.work.add(article("another"))
        asked = []
        sa.event.listen(store._engine, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
        store.work.take("ab")
        store.work.submit(by("ab", battle()), why="r")
        store.work.submit(by("cd", battle(), of="another"), [Link(same_as="AZE1")])
        store.work.likely_same(battle().values, "another")
        store.history("AZE1")
        store.revise("AZE1", {"notes": "Corrected."}, who="ab", why="r")
        store.work.queue("new")
        store.work.queue("new", after=(date(2020, 1, 1), "x"))
        with store._engine.connect() as connection:
            found = {
                row[-1]
                for statement, parameters in asked
                if statement.split()[0] in ("SELECT", "UPDATE", "DELETE")
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            }
    assert [line for line in found if "ix_sources_article_id" in line]
    # Releases are few, and there is one row about the store itself.
    read_whole = {line.split()[1] for line in found if line.startswith("SCAN")} - {"releases", "about"}
    assert read_whole.isdisjoint(metadata.tables)
