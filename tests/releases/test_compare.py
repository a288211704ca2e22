"""Rows against rows: what was added, deleted, changed, from frames, files and releases alike."""

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import exporter
from exporter.releases import build_release
from exporter.releases.files import write_csv
from exporter.releases.rows import CHANGES
from tests.releases.editions import EDITED, GONE, NEW, editions, pair
from tests.rows import events


def test_added_deleted_and_changed_are_told_apart():
    old, new = editions()
    found = exporter.compare(old, new)
    assert (found.added, found.deleted, found.changed) == (NEW, GONE, EDITED)
    assert found.unchanged == 40 - GONE - EDITED
    assert found.changes.schema == CHANGES
    whole = found.changes.filter(pl.col("change") != "changed")
    assert whole.select(pl.col("column", "old", "new").null_count().sum()).row(0) == (NEW + GONE,) * 3
    gone = old.tables["events"]["event_id"].head(GONE)
    assert set(found.changes.filter(change="deleted")["event_id"]) == set(gone)


def test_old_and_new_value_of_each_column():
    old, new = editions()
    found = exporter.compare(old, new)
    first = old.tables["events"].row(GONE, named=True)
    values = found.changes.filter(event_id=first["event_id"])
    assert values.select("column", "old", "new").rows() == [
        ("notes", first["notes"], 'Corrected; "twice".'),
        ("tags", None, "=tag"),
        ("confidence", "0.75", "0.5"),
    ]
    assert found.columns.rows() == [("notes", EDITED), ("confidence", 1), ("tags", 1)]


def test_the_time_of_an_edit_alone_is_no_change():
    frame = events(5)
    later = frame.with_columns(pl.col("recorded_at", "updated_at") + pl.duration(days=3))
    found = exporter.compare(frame, later)
    assert (found.level, found.changed, found.unchanged) == (None, 0, 5)
    assert found.changes.is_empty()


def test_every_value_has_a_text():
    frame = events(3)
    other = frame.with_columns(
        pl.col("event_date") + pl.duration(days=1),
        pl.col("civilian_targeting").not_(),
        goldstein=pl.lit(-7.5),
        event_type=pl.lit("Battles").cast(frame.schema["event_type"]),
        fatalities=pl.lit(12, pl.Int32),
    )
    row = frame.row(0, named=True)
    found = exporter.compare(frame, other).changes.filter(event_id=row["event_id"])
    values = {column: (old, new) for column, old, new in found.select("column", "old", "new").rows()}
    assert values["event_date"][0] == row["event_date"].isoformat()
    assert values["civilian_targeting"] == tuple(
        str(v).lower() for v in (row["civilian_targeting"], not row["civilian_targeting"])
    )
    assert values["goldstein"][1] == "-7.5"
    assert values["fatalities"] == (None if row["fatalities"] is None else str(row["fatalities"]), "12")


def test_order_is_by_country_and_number():
    frame = events(60)
    found = exporter.compare(frame.clear(), frame.sample(fraction=1, shuffle=True, seed=1))
    ids = found.changes["event_id"].to_list()
    assert ids == sorted(ids, key=lambda i: (i[:3], int(i[3:])))


def test_counts_by_country_year_and_type():
    old, new = editions()
    found = exporter.compare(old, new)
    assert found.counts["by"].unique(maintain_order=True).to_list() == ["country", "year", "event_type"]
    for _, group in found.counts.group_by("by"):
        assert group.select("old", "new", "added", "deleted", "changed").sum().row(0) == (
            40, 40 - GONE + NEW, NEW, GONE, EDITED,
        )  # fmt: skip
    country = old.tables["events"]["country"].cast(pl.String)[0]
    line = found.counts.filter(by="country", value=country).row(0, named=True)
    assert line["old"] == (old.tables["events"]["country"].cast(pl.String) == country).sum()
    assert line["new"] == (new.tables["events"]["country"].cast(pl.String) == country).sum()


def test_an_event_that_moves_to_another_year():
    frame = events(4).with_columns(year=pl.lit(2001, pl.Int16))
    moved = frame.with_columns(
        year=pl.when(pl.int_range(pl.len()) == 0).then(2002).otherwise("year").cast(pl.Int16)
    )
    years = exporter.compare(frame, moved).counts.filter(by="year").drop("by")
    assert years.rows() == [("2001", 4, 3, 0, 0, 0), ("2002", 0, 1, 0, 0, 1)]


def test_deletions_come_with_reason_and_replacement():
    old, new = editions()
    found = exporter.compare(old, new)
    said = new.tables["deletions"].select("event_id", "reason", "replaced_by")
    assert sorted(found.deletions.rows()) == sorted(said.rows())


def test_the_other_tables_are_counted():
    old, new = editions()
    rows = {row[0]: row[1:] for row in exporter.compare(old, new).companions.rows()}
    assert rows == {"sources": (NEW, GONE), "evidence": (NEW, GONE), "deletions": (GONE, 0)}


def test_corrected_evidence_alone_is_a_patch():
    old, _ = editions()
    evidence = old.tables["evidence"].with_columns(
        quote=pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("other words")).otherwise("quote")
    )
    new = exporter.Edition("now", {**old.tables, "evidence": evidence})
    found = exporter.compare(old, new)
    assert (found.changed, found.level) == (0, "patch")


@pytest.mark.parametrize(
    ("keep", "level"),
    [("added", "minor"), ("deleted", "minor"), ("changed", "patch"), ("nothing", None)],
)
def test_the_level_of_a_change_of_rows(keep, level):
    old, new = pair()
    before, after = old["events"], new["events"]
    ids = {"old": set(before["event_id"]), "new": set(after["event_id"])}
    frames = {
        "added": pl.concat([before, after.filter(~pl.col("event_id").is_in(list(ids["old"])))]),
        "deleted": before.filter(pl.col("event_id").is_in(list(ids["new"]))),
        "changed": before.with_columns(notes=pl.lit("other")),
        "nothing": before.reverse(),
    }
    assert exporter.compare(before, frames[keep]).level == level


def test_files_say_the_same_as_frames(tmp_path):
    old, new = pair()
    told = exporter.compare(old["events"], new["events"])
    for name, frames in (("old", old), ("new", new)):
        frames["events"].write_parquet(tmp_path / f"{name}.parquet")
        write_csv(frames["events"], tmp_path / f"{name}.csv")
    for one in ("old.parquet", "old.csv"):
        for other in ("new.parquet", "new.csv"):
            found = exporter.compare(tmp_path / one, tmp_path / other)
            assert found.changes.equals(told.changes), (one, other)
            assert found.schema.is_empty(), (one, other)


def test_a_csv_file_against_its_parquet_file(tmp_path):
    frames, _ = pair()
    folder = build_release(frames, "conflict", "1.0.0", tmp_path).folder
    found = exporter.compare(folder / "events.csv", folder / "events.parquet")
    assert found.level is None


def test_releases_by_folder_name_and_version(tmp_path):
    old, new = pair()
    build_release(old, "conflict", "1.0.0", tmp_path)
    build_release(new, "conflict", "1.1.0", tmp_path)
    told = exporter.compare(*editions())
    for one, other, options in (
        (tmp_path / "conflict" / "1.0.0", tmp_path / "conflict" / "1.1.0", {}),
        ("conflict@1.0.0", "conflict@1.1.0", {"output": tmp_path}),
        ("1.0.0", "1.1.0", {"output": tmp_path, "dataset": "conflict"}),
        ("conflict@1.0.0", "conflict", {"output": tmp_path}),
    ):
        found = exporter.compare(one, other, **options)
        assert found.changes.equals(told.changes)
        assert found.companions.equals(told.companions)
        assert found.schema.is_empty()
        assert (found.old, found.new) == ("1.0.0", "1.1.0")


def test_other_peoples_columns_in_csv(tmp_path):
    (tmp_path / "a.csv").write_text("event_id,deaths,when\nA1,010,x\nA2,5,\n")
    (tmp_path / "b.csv").write_text("event_id,deaths,where\nA1,10,y\nA2,5,\n")
    found = exporter.compare(tmp_path / "a.csv", tmp_path / "b.csv")
    assert found.changes.rows() == [("A1", "changed", "deaths", "010", "10")]
    assert found.schema.select("place", "change", "breaking").rows() == [
        ("events.when", "column removed", True),
        ("events.where", "column added", False),
    ]


def test_numbers_of_other_types_are_compared_as_numbers():
    old = pl.DataFrame({"event_id": ["A1", "A2"], "n": pl.Series([1, 2], dtype=pl.Int16)})
    new = pl.DataFrame({"event_id": ["A1", "A2"], "n": [1.0, 2.5]})
    found = exporter.compare(old, new)
    assert found.changes.rows() == [("A2", "changed", "n", "2", "2.5")]
    assert found.breaking


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pl.DataFrame({"id": ["A1"]}), "no column event_id"),
        (pl.DataFrame({"event_id": ["A1", None]}), "row 2: event_id is missing"),
        (pl.DataFrame({"event_id": ["A1", "A2", "A1"]}), "the event_id A1 stands more than once"),
        (pl.DataFrame({"event_id": ["A1"], "tags": [["a"]]}), "tags is nested"),
    ],
)
def test_tables_that_cannot_be_compared(frame, words):
    with pytest.raises(exporter.DataError, match=words) as caught:
        exporter.compare(pl.DataFrame({"event_id": ["A1"]}), frame)
    assert caught.value.remedy


@pytest.mark.parametrize("old", [["A1"], ["A1", "A1"], ["A2", "A2"], ["A1", "A1", "A2"]])
@pytest.mark.parametrize("new", [["A1"], ["A1", "A1"], ["A3", "A3"], ["A2"]])
def test_an_id_that_stands_twice_is_found_wherever_it_is(old, new):
    one, other = pl.DataFrame({"event_id": old}), pl.DataFrame({"event_id": new})
    if len(set(old)) == len(old) and len(set(new)) == len(new):
        assert exporter.compare(one, other).unchanged == len(set(old) & set(new))
    else:
        with pytest.raises(exporter.DataError, match="stands more than once"):
            exporter.compare(one, other)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("no/such/folder", "no file or folder"),
        ("nothing.csv", "no file or folder"),
        ("conflict@1.0.0", "no release of conflict"),
        ("conflict@1", "no release of conflict"),
        ("1.0.0", "Which dataset"),
        ("x.txt", "no.*name for a dataset|not a name"),
    ],
)
def test_sides_that_are_not_there(what, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(exporter.UsageError, match=words) as caught:
        exporter.compare(events(1), what)
    assert caught.value.remedy


def test_a_companion_file_is_refused(tmp_path):
    old, _ = pair()
    old["sources"].write_parquet(tmp_path / "sources.parquet")
    with pytest.raises(exporter.UsageError, match="compared by their events"):
        exporter.compare(tmp_path / "sources.parquet", tmp_path / "sources.parquet")


def test_a_broken_file_is_told(tmp_path):
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    with pytest.raises(exporter.UsageError, match="cannot be read"):
        exporter.compare(tmp_path / "x.parquet", events(1))


TABLES = st.dictionaries(
    st.sampled_from([f"AZE{n}" for n in range(1, 9)]),
    st.tuples(st.none() | st.integers(0, 3), st.none() | st.sampled_from(["", "a", "é", "=1"])),
)


def _frame(rows):
    return pl.DataFrame(
        [(key, *values) for key, values in rows.items()],
        schema={"event_id": pl.String, "n": pl.Int32, "t": pl.String},
        orient="row",
    )


@settings(deadline=None)
@given(TABLES, TABLES)
def test_the_changes_lead_from_the_old_table_to_the_new(old, new):
    """Whoever carries out the row-level changes on the old table has the new one, added events apart."""
    found = exporter.compare(_frame(old), _frame(new))
    carried = {key: {"n": n, "t": t or None} for key, (n, t) in old.items()}
    for key, change, column, was, now in found.changes.rows():
        if change == "deleted":
            del carried[key]
        elif change == "added":
            assert key not in old
            carried[key] = {"n": new[key][0], "t": new[key][1] or None}
        else:
            held = carried[key][column]
            assert was == (None if held is None else str(held))
            carried[key][column] = None if now is None else int(now) if column == "n" else now
    assert carried == {key: {"n": n, "t": t or None} for key, (n, t) in new.items()}
    assert found.added + found.changed + found.unchanged == len(new)
    assert found.deleted + found.changed + found.unchanged == len(old)
    back = exporter.compare(_frame(new), _frame(old))
    assert (back.added, back.deleted, back.changed) == (found.deleted, found.added, found.changed)


def test_a_comparison_is_plain_data():
    found = exporter.compare(*editions())
    with pytest.raises(AttributeError):
        found.added = 0
    assert json.dumps(found.counts.to_dicts())
