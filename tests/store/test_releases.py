"""Releases out of a store: computed versions, and every earlier one again byte for byte."""

import json
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

import exporter
from exporter.codebook.snapshot import snapshot
from exporter.errors import DataError, UsageError
from exporter.releases import About, from_store, verify
from exporter.releases.from_store import carry_out, plan_release, rebuild
from exporter.store import Store, reading, schema
from exporter.store.connection import connect
from exporter.validation import large
from tests.cli import verifies
from tests.store.codings import add, article, battle, coding, protest


def release(store: Store, output: Path, version: str | None = None) -> exporter.Release:
    return carry_out(store, plan_release(store, "d", version, output), output)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def three(store: Store) -> Store:
    add(store, coding(battle(), protest()))
    add(store, coding(battle(), of=article("later")))
    return store


def test_versions_follow_what_has_changed(three: Store, tmp_path: Path) -> None:
    assert release(three, tmp_path).version == "1.0.0"
    three.revise("AZE1", {"notes": "Corrected."}, who="Ana", why="r")
    assert release(three, tmp_path).version == "1.0.1"
    three.delete("AZE2", who="Ana", reason="counted | twice", replaced_by="AZE1")
    assert release(three, tmp_path).version == "1.1.0"
    three.revise("AZE1", {"notes": "Again."}, who="Ana", why="r")
    assert release(three, tmp_path).version == "1.1.1"
    add(three, coding(battle(), of=article("new")))
    built = release(three, tmp_path)
    assert built.version == "1.2.0"
    assert [known.version for known in three.releases("d")] == ["1.0.0", "1.0.1", "1.1.0", "1.1.1", "1.2.0"]
    assert all(verifies(tmp_path / "d" / known.version) for known in three.releases("d"))
    assert "against 1.1.1: 1 event added" in (built.folder / "CHANGES.md").read_text("utf-8")
    gone = (tmp_path / "d" / "1.1.0" / "CHANGES.md").read_text("utf-8")
    assert "| AZE2 | counted \\| twice | AZE1 |" in gone


def test_earlier_releases_come_again_byte_for_byte(three: Store, tmp_path: Path) -> None:
    release(three, tmp_path / "first")
    three.revise("AZE1", {"fatalities": 3, "fatalities_low": 3}, who="Ana", why="second report")
    three.delete("COL1", who="Ana", reason="doubtful")
    add(three, coding(battle(), of=article("new")))
    assert release(three, tmp_path / "first").version == "1.1.0"
    three.revise("AZE2", {"notes": "Later still."}, who="Ana", why="r")
    for version in ("1.0.0", "1.1.0"):
        built = rebuild(three, "d", version, tmp_path / "again")
        assert bytes_of(built.folder) == bytes_of(tmp_path / "first" / "d" / version)
    assert len(bytes_of(tmp_path / "again")) == len(bytes_of(tmp_path / "first")) > 40


def test_a_store_beyond_memory_is_released_to_the_same_bytes(
    three: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here every table counts as too large, and comes from files of two rows."""

    def twice(output: Path) -> None:
        release(three, output)
        three.revise("AZE1", {"fatalities": 3, "fatalities_low": 3}, who="Ana", why="second report")
        three.delete("COL1", who="Ana", reason="doubtful")
        release(three, output)

    with monkeypatch.context() as small:
        for place, name in ((from_store, "BLOCK"), (reading, "PART"), (large, "BATCH")):
            small.setattr(place, name, 0 if name == "BLOCK" else 2)
        twice(tmp_path / "large")
        assert isinstance(three.scan("events", tmp_path / "rows", above=0), pl.LazyFrame)
        rebuild(three, "d", "1.0.0", tmp_path / "again")
    rebuild(three, "d", "1.0.0", tmp_path / "small")
    rebuild(three, "d", "1.1.0", tmp_path / "small")
    assert bytes_of(tmp_path / "large") == bytes_of(tmp_path / "small")
    assert bytes_of(tmp_path / "again" / "d" / "1.0.0") == bytes_of(tmp_path / "small" / "d" / "1.0.0")


@pytest.mark.parametrize("every", [True, False])
def test_what_breaks_the_codebook_is_found_in_tables_of_any_size(
    three: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: bool
) -> None:
    monkeypatch.setattr(large, "BATCH", 2)
    tables = {name: three.table(name) for name in ("events", "sources", "evidence")}
    tables["events"] = pl.concat([tables["events"], tables["events"][:1]])
    tables["events"] = tables["events"].with_columns(latitude=pl.lit(95.0))
    tables["evidence"] = tables["evidence"].with_columns(event_id=pl.lit("AZE99"))
    lazy = {name: frame.lazy() if every or name == "events" else frame for name, frame in tables.items()}
    told = ("row", "table", "column", "code")
    found = large.dataset_problems(lazy).select(told).unique().sort(told)
    assert found.equals(large.dataset_problems(tables).select(told).unique().sort(told))
    assert found["table"].n_unique() == 2 and found["row"].max() > 2


def test_nothing_new_is_not_released(three: Store, tmp_path: Path) -> None:
    release(three, tmp_path)
    plan = plan_release(three, "d", None, tmp_path)
    assert plan.version is None
    assert "Nothing has changed" in plan.why
    with pytest.raises(UsageError, match="Nothing has changed"):
        carry_out(three, plan, tmp_path)
    assert release(three, tmp_path, "1.0.1").version == "1.0.1"


def test_an_edit_that_was_taken_back_is_nothing_new(three: Store, tmp_path: Path) -> None:
    notes = three.table("events").filter(event_id="AZE1")["notes"][0]
    three.revise("AZE1", {"notes": "Slip."}, who="Ana", why="slip")
    release(three, tmp_path)
    three.revise("AZE1", {"notes": notes}, who="Ana", why="r")
    three.revise("AZE1", {"notes": "Slip."}, who="Ana", why="r")
    assert plan_release(three, "d", None, tmp_path).version is None


@pytest.mark.parametrize(
    ("given", "words"),
    [("1.0.0", "not higher than 1.0.0"), ("0.9.0", "not higher"), ("1.0.1", "lower than 1.1.0. A minor")],
)
def test_a_version_that_is_too_low(three: Store, tmp_path: Path, given: str, words: str) -> None:
    release(three, tmp_path)
    three.delete("AZE1", who="Ana", reason="r")
    with pytest.raises(UsageError, match=words) as caught:
        plan_release(three, "d", given, tmp_path)
    assert "Leave --version out" in (caught.value.remedy or "")
    assert release(three, tmp_path, "3.0.0").version == "3.0.0"


def test_a_first_version_that_is_too_low(three: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"lower than 1\.0\.0"):
        plan_release(three, "d", "0.1.0", tmp_path)
    assert release(three, tmp_path, "2.0.0").version == "2.0.0"


def _said_before(url: str, change: object) -> None:
    """Make the store say that the codebook was another when the last release was recorded."""
    facts = json.loads(snapshot().to_json())
    assert callable(change)
    change(facts)
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(sa.update(schema.releases).values(codebook=json.dumps(facts)))
    engine.dispose()


def _other_unit(facts: dict[str, list[dict[str, object]]]) -> None:
    next(c for c in facts["columns"] if c["column"] == "fatalities")["unit"] = "thousands"


def _without_a_column(facts: dict[str, list[dict[str, object]]]) -> None:
    facts["columns"] = [c for c in facts["columns"] if c["column"] != "tags"]


def _one_more_code(facts: dict[str, list[dict[str, object]]]) -> None:
    facts["codes"].append({"codelist": "event_types", "code": "Raids", "meaning": "x"})


@pytest.mark.parametrize(
    ("change", "version", "words"),
    [
        (_other_unit, "2.0.0", "| events.fatalities | unit changed | breaking | thousands | deaths |"),
        (_one_more_code, "2.0.0", "| event\\_types: Raids | code removed | breaking | x |  |"),
        (_without_a_column, "1.1.0", "| events.tags | column added | compatible |  | string |"),
    ],
)
def test_the_codebook_of_the_release_before_counts(
    three: Store, url: str, tmp_path: Path, change: object, version: str, words: str
) -> None:
    three.revise("AZE1", {"tags": "x"}, who="Ana", why="r")
    release(three, tmp_path)
    _said_before(url, change)
    built = release(three, tmp_path)
    assert built.version == version
    assert words in (built.folder / "CHANGES.md").read_text("utf-8")
    # A column that came with the codebook is told there, not once more in every row.
    assert pl.read_parquet(built.folder / "changes.parquet").is_empty()
    with pytest.raises(UsageError, match="another codebook"):
        rebuild(three, "d", "1.0.0", tmp_path / "again")


def test_a_code_that_is_gone_is_still_read(three: Store, url: str, tmp_path: Path) -> None:
    release(three, tmp_path)
    engine = connect(url)
    with engine.begin() as connection:
        revisions = schema.revisions
        snapshots = connection.execute(sa.select(revisions.c.revision, revisions.c.snapshot)).all()
        for revision, said in snapshots:
            connection.execute(
                sa.update(revisions)
                .where(revisions.c.revision == revision)
                .values(snapshot=said.replace('"Armed clash"', '"Skirmish"'))
            )
    engine.dispose()
    three.revise("AZE1", {"notes": "Corrected."}, who="Ana", why="r")
    built = release(three, tmp_path)
    changes = pl.read_parquet(built.folder / "changes.parquet").filter(column="sub_event_type")
    assert changes.select("event_id", "old", "new").rows() == [
        ("AZE1", "Skirmish", "Armed clash"),
        ("AZE2", "Skirmish", "Armed clash"),
    ]


def test_a_release_that_was_cut_off_is_finished_first(three: Store, tmp_path: Path) -> None:
    release(three, tmp_path / "whole")
    three.revise("AZE1", {"notes": "Corrected."}, who="Ana", why="r")
    three.record_release("d", "1.0.1")
    three.revise("AZE1", {"notes": "Corrected again."}, who="Ana", why="r")
    built = release(three, tmp_path)
    assert built.version == "1.0.1"
    assert exporter.load(built.folder).filter(event_id="AZE1")["notes"].to_list() == ["Corrected."]
    assert release(three, tmp_path).version == "1.0.2"


def test_a_release_that_cannot_be_written_is_forgotten(three: Store, tmp_path: Path) -> None:
    plan = plan_release(three, "d", None, tmp_path)
    (tmp_path / "file").write_text("kept")
    with pytest.raises(UsageError):
        carry_out(three, plan, tmp_path / "file")
    assert three.releases("d") == []
    assert release(three, tmp_path).version == "1.0.0"


def test_rows_that_break_the_codebook_are_not_released(three: Store, url: str, tmp_path: Path) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(sa.update(schema.events).values(latitude=100.0))
    engine.dispose()
    plan = plan_release(three, "d", None, tmp_path)
    assert plan.problems["column"].unique().to_list() == ["latitude"]
    with pytest.raises(DataError, match="nothing was written"):
        carry_out(three, plan, tmp_path)
    assert three.releases("d") == []


def test_other_bytes_than_were_released_are_told(three: Store, url: str, tmp_path: Path) -> None:
    release(three, tmp_path)
    three.finish_release("d", "1.0.0", "0" * 64)
    with pytest.raises(DataError, match="not the same bytes"):
        rebuild(three, "d", "1.0.0", tmp_path / "again")


def test_a_release_that_the_store_does_not_know(three: Store, tmp_path: Path) -> None:
    release(three, tmp_path)
    with pytest.raises(UsageError, match=r"no release 1\.0\.1 of d") as caught:
        rebuild(three, "d", "1.0.1", tmp_path / "again")
    assert "1.0.0" in (caught.value.remedy or "")


def test_a_store_of_the_first_layout_is_brought_up_to_date(three: Store, url: str, tmp_path: Path) -> None:
    release(three, tmp_path)
    engine = connect(url)
    with engine.begin() as connection:
        for column in ("about", "also", "codebook", "checksum", "last_coding", "definitions"):
            connection.exec_driver_sql(f"ALTER TABLE releases DROP COLUMN {column}")
        connection.exec_driver_sql("ALTER TABLE events DROP COLUMN further")
        connection.exec_driver_sql("DROP INDEX ix_sources_article_id")
        connection.exec_driver_sql("UPDATE about SET schema_version = 1")
    engine.dispose()
    with Store(url) as opened:
        (known,) = opened.releases("d")
        assert (known.version, known.about, known.codebook, known.checksum) == ("1.0.0", None, None, None)
        assert plan_release(opened, "d", None, tmp_path).version is None
        opened.revise("AZE1", {"notes": "Corrected."}, who="Ana", why="r")
        assert release(opened, tmp_path).version == "1.0.1"
        assert bytes_of(rebuild(opened, "d", "1.0.0", tmp_path / "again").folder) == bytes_of(
            tmp_path / "d" / "1.0.0"
        )


def test_the_history_names_the_releases_that_held_a_state_first(three: Store, tmp_path: Path) -> None:
    release(three, tmp_path)
    three.revise("AZE1", {"notes": "Never released."}, who="Ana", why="slip")
    three.revise("AZE1", {"notes": "Released."}, who="Bo", why="slip mended")
    release(three, tmp_path)
    three.record_release("other", "1.0.0")
    three.delete("AZE1", who="Bo", reason="doubtful")
    release(three, tmp_path)
    found = three.history("AZE1")
    assert found["releases"].to_list() == ["d 1.0.0", None, "d 1.0.1; other 1.0.0", "d 1.1.0"]
    assert json.loads(found["changes"][2])["notes"] == ["Never released.", "Released."]
    assert found["who"].to_list()[1:] == ["Ana", "Bo", "Bo"]
    assert three.history("AZE99").is_empty()


def test_the_history_tells_changed_evidence(three: Store) -> None:
    less = battle()
    kept = {"location": less.evidence["location"]}
    add(three, coding(exporter.CodedEvent(less.values, kept), protest(), version="1.1.0"))
    changes = json.loads(three.history("AZE1")["changes"][1])
    assert changes["evidence"] == [4, 1]
    assert "sources" not in changes


def test_agreement_of_those_who_coded_the_rows_comes_with_them(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("krippendorff")
    for name in ("one", "two"):
        store.work.add(article(name))
        store.work.want(name, 2, by="xy")
        for person, deaths in (("ab", 4), ("cd", 4 if name == "one" else 6)):
            made = coding(battle(fatalities=deaths, fatalities_high=9), of=article(name), name=person)
            store.work.assign(name, person)
            store.work.submit(made)
    assert "agreement.csv" not in bytes_of(release(store, tmp_path).folder)
    for name in ("one", "two"):
        store.work.adjudicate(coding(battle(), of=article(name), name="xy"), why="read again")
    built = release(store, tmp_path)
    table = pl.read_csv(built.folder / "agreement.csv").filter(by="all", column="fatalities")
    assert table.select("articles", "pairs", "percent").rows() == [(2, 2, 50.0)]
    assert "agreement.csv" in (built.folder / "README.md").read_text("utf-8")
    assert verifies(built.folder)
    # What is coded later changes nothing in it.
    for person in ("ab", "cd"):
        again = coding(battle(fatalities=5, fatalities_high=9), of=article("two"), name=person)
        store.work.dispute("two", "who counted?", who="xy")
        add(store, again)
    rebuilt = rebuild(store, "d", built.version, tmp_path / "again")
    assert bytes_of(rebuilt.folder) == bytes_of(built.folder)


def test_partitions_that_have_not_changed_are_linked_from_the_last_release(
    three: Store, tmp_path: Path
) -> None:
    about = About(partition=("country", "year"))

    def next_release(output: Path) -> exporter.Release:
        return carry_out(three, plan_release(three, "d", None, output), output, about=about)

    first = next_release(tmp_path)
    assert verify(first.folder).is_empty()
    three.revise("AZE1", {"notes": "Corrected."}, who="ab", why="r")
    second = next_release(tmp_path)
    files = [file.path for file in second.files if file.path.endswith("part-0.parquet")]
    assert len(second.linked) == len(files) - 1 > 0
    assert all((first.folder / path).samefile(second.folder / path) for path in second.linked)
    # Without the folder of the last release all of them are written, and are the same.
    assert bytes_of(rebuild(three, "d", "1.0.1", tmp_path / "again").folder) == bytes_of(second.folder)
    # Of a folder that is not as it was released, nothing is taken.
    (second.folder / "SHA256SUMS").write_text("")
    three.revise("AZE1", {"notes": "Again."}, who="ab", why="r")
    assert next_release(tmp_path).linked == ()
