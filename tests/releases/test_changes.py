"""CHANGES.md and the tables of changes in a release."""

import polars as pl

import exporter
from exporter.releases import Edition, build_release, read_cells
from exporter.releases.changes import changes_markdown
from exporter.releases.rows import CHANGES
from tests.cli import verifies
from tests.releases.editions import editions, pair


def test_the_first_release_says_so(tmp_path):
    frames, _ = pair()
    folder = build_release(frames, "conflict", "1.0.0", tmp_path).folder
    assert "first release" in (folder / "CHANGES.md").read_text("utf-8")
    assert pl.read_parquet(folder / "changes.parquet").equals(pl.DataFrame(schema=CHANGES))
    assert (folder / "changes.csv").read_text() == "event_id,change,column,old,new\n"
    assert verifies(folder)


def test_a_release_carries_its_changes(tmp_path):
    old, new = pair()
    build_release(old, "conflict", "1.0.0", tmp_path)
    previous = exporter.edition("conflict@1.0.0", output=tmp_path)
    built = build_release(new, "conflict", "1.1.0", tmp_path, previous=previous)
    assert verifies(built.folder)
    told = exporter.compare(*editions()).changes
    held = pl.read_parquet(built.folder / "changes.parquet")
    assert held.equals(told)
    assert held.schema == CHANGES
    assert read_cells(built.folder / "changes.csv").equals(told)
    rows = {file.path: file.rows for file in built.files}
    assert rows["changes.parquet"] == rows["changes.csv"] == told.height
    text = (built.folder / "CHANGES.md").read_text("utf-8")
    assert "1.1.0 against 1.0.0: 2 events added, 3 deleted, 5 changed, 32 as they were." in text
    gone = new["deletions"].row(0, named=True)
    assert f"| {gone['event_id']} | counted \\| twice | {gone['replaced_by']} |" in text
    assert "| notes | 5 |" in text
    assert "CHANGES.md" in (built.folder / "README.md").read_text("utf-8")


def test_the_same_tables_give_the_same_bytes(tmp_path):
    old, new = pair()
    for output in ("one", "two"):
        build_release(new, "conflict", "1.1.0", tmp_path / output, previous=Edition("1.0.0", old))
    one, two = (
        {p.name: p.read_bytes() for p in (tmp_path / o / "conflict" / "1.1.0").glob("*") if p.is_file()}
        for o in ("one", "two")
    )
    assert one == two


def test_long_lists_are_cut_with_a_word(monkeypatch):
    monkeypatch.setattr("exporter.releases.changes.SHOWN", 2)
    text = changes_markdown(exporter.compare(*editions()))
    assert text.count("doubtful") == 1
    assert "And 1 more." in text


def test_nothing_of_the_data_works_as_markup():
    old, new = editions()
    deletions = new.tables["deletions"].with_columns(reason=pl.lit("<b>*x*</b> [a](b)"))
    text = changes_markdown(exporter.compare(old, Edition("2", {**new.tables, "deletions": deletions})))
    assert "<b>" not in text
    assert "\\[a\\](b)" in text
