"""What a codebook says otherwise than before, and whether that breaks anything."""

import polars as pl
import pytest

import exporter
from exporter.codebook.snapshot import Snapshot, snapshot
from exporter.releases import build_release
from exporter.releases.schema_changes import schema_changes
from tests.releases.editions import pair


def edited(column, **values):
    """The codebook, its event column `column` said otherwise."""
    hit = (pl.col("table") == "events") & (pl.col("column") == column)
    columns = snapshot().columns.with_columns(
        pl.when(hit).then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in values.items()
    )
    return Snapshot(columns, snapshot().codes)


def without(column):
    return Snapshot(snapshot().columns.filter(pl.col("column") != column), snapshot().codes)


def recoded(change):
    return Snapshot(snapshot().columns, change(snapshot().codes))


def test_the_same_codebook_has_no_changes():
    assert schema_changes(snapshot(), snapshot()).is_empty()


def test_a_snapshot_comes_back_from_its_text():
    again = Snapshot.from_json(snapshot().to_json())
    assert again.columns.equals(snapshot().columns)
    assert again.codes.equals(snapshot().codes)
    assert again.to_json() == snapshot().to_json()


BATTLES = (pl.col("codelist") == "event_types") & (pl.col("code") == "Battles")


@pytest.mark.parametrize(
    ("old", "place", "change", "breaking"),
    [
        (edited("fatalities", definition="Deaths."), "events.fatalities", "definition changed", True),
        (edited("fatalities", unit="thousands"), "events.fatalities", "unit changed", True),
        (edited("fatalities", storage="Float64"), "events.fatalities", "type changed", True),
        (edited("fatalities", storage="Int64"), "events.fatalities", "type changed", True),
        (edited("fatalities", storage="Int16"), "events.fatalities", "type changed", False),
        (edited("event_type", storage="String"), "events.event_type", "type changed", False),
        (edited("event_type", codelist="types"), "events.event_type", "code list changed", True),
        (edited("fatalities", null=False), "events.fatalities", "may now be missing", True),
        (edited("location", null=True), "events.location", "may no longer be missing", False),
        (without("fatalities"), "events.fatalities", "column added", False),
        (recoded(lambda codes: codes.filter(~BATTLES)), "event_types: Battles", "code added", False),
        (
            recoded(
                lambda codes: codes.with_columns(
                    meaning=pl.when(BATTLES).then(pl.lit("Wars.")).otherwise("meaning")
                )
            ),
            "event_types: Battles",
            "code means something else",
            True,
        ),
    ],
)
def test_one_change_at_a_time(old, place, change, breaking):
    found = schema_changes(old, snapshot())
    assert found.select("place", "change", "breaking").rows() == [(place, change, breaking)]


@pytest.mark.parametrize(
    ("new", "place", "change"),
    [
        (without("fatalities"), "events.fatalities", "column removed"),
        (recoded(lambda codes: codes.filter(~BATTLES)), "event_types: Battles", "code removed"),
    ],
)
def test_what_is_gone_breaks(new, place, change):
    found = schema_changes(snapshot(), new)
    assert found.select("place", "change", "breaking").rows() == [(place, change, True)]
    assert found["old"][0]


def test_breaking_changes_stand_first():
    old = Snapshot(without("actor1").columns, recoded(lambda codes: codes.filter(~BATTLES)).codes)
    found = schema_changes(old, edited("fatalities", unit="thousands"))
    assert found["breaking"].to_list() == [True, False, False]


def test_a_breaking_change_makes_a_major_version():
    frames, _ = pair()
    old = exporter.Edition("1.0.0", frames, edited("fatalities", unit="thousands"))
    found = exporter.compare(old, exporter.Edition("now", frames))
    assert (found.level, found.breaking, found.changed) == ("major", True, 0)
    older = exporter.Edition("1.0.0", frames, recoded(lambda codes: codes.filter(~BATTLES)))
    assert exporter.compare(older, exporter.Edition("now", frames)).level == "minor"


def test_the_folder_of_a_release_tells_its_codebook(tmp_path):
    frames, _ = pair()
    folder = build_release(frames, "conflict", "1.0.0", tmp_path).folder
    assert schema_changes(exporter.edition(folder).codebook, snapshot()).is_empty()
    file = folder / "dictionary.csv"
    file.write_text(file.read_text("utf-8").replace(",deaths,", ",thousands of deaths,"), "utf-8")
    codes = folder / "codelists" / "event_types.csv"
    codes.write_text(codes.read_text("utf-8").replace("Riots,", "Riot,"), "utf-8")
    found = schema_changes(exporter.edition(folder).codebook, snapshot())
    assert set(found["change"]) == {"unit changed", "code removed", "code added"}
    assert "events.fatalities" in found["place"].to_list()


def test_codes_of_plain_files():
    old = pl.DataFrame({"event_id": ["A1"], "kind": pl.Series(["a"], dtype=pl.Enum(["a", "b"]))})
    new = old.cast({"kind": pl.Enum(["a", "c"])})
    found = exporter.compare(old, new)
    assert found.schema.select("place", "change", "breaking").rows() == [
        ("kind: b", "code removed", True),
        ("kind: c", "code added", False),
    ]
    assert found.changed == 0
