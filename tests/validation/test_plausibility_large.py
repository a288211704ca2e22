"""Plausibility in batches and parts: the same as of the whole table at once, and no more rows held than a block."""

import random
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from exporter.validation import check_files
from exporter.validation.plausibility import READ, Knowledge, doubts, large
from exporter.validation.plausibility.figures import _median, unusual_deaths
from exporter.validation.plausibility.large import Doubts
from exporter.validation.settings import Settings
from tests.rows import events

ACTORS = [
    "Boko Haram",
    "Boko Haraam",
    "Military Forces of Mali",
    "Military Forces of Malawi",
    "Protesters (Mali)",
]
NOTES = ["On Monday, they met.", "On 3 June 2001, they met.", "Nothing of note.", "On 2019-01-01."]


def doubtful(count: int, seed: int) -> pl.DataFrame:
    """Rows among which every check finds something."""
    chance = random.Random(seed)
    frame = events(count)
    some = [chance.randrange(min(count, 12)) for _ in range(count)]
    few = frame[some].with_columns(event_id=frame["event_id"])
    return few.with_columns(
        pl.Series("actor1", [chance.choice(ACTORS) for _ in some]),
        pl.Series("notes", [chance.choice(NOTES) for _ in some]),
        pl.Series("fatalities", [chance.choice([None, 0, 1, 2, 3, 900]) for _ in some], dtype=pl.Int32),
        pl.Series("source_date", [day + timedelta(days=chance.randint(-2, 2)) for day in few["event_date"]]),
        latitude=pl.col("latitude") + pl.Series([chance.choice([0.0, 0.1, 7.0]) for _ in some]),
    ).select(READ)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("block", [5, 40, 10_000])
def test_parts_give_what_the_whole_gives(seed: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "BLOCK", block)
    frame = doubtful(150, seed).with_row_index("row", 1).with_columns(pl.col("row").cast(pl.Int64))
    frame = frame.with_columns(line=pl.col("row") * 2)
    known = Knowledge(actors=frozenset(ACTORS[:3]))
    whole = doubts(frame, known)
    assert set(whole["code"]) >= {"PL001", "PL002", "PL007", "PL009", "PL010", "PL011"}
    with Doubts(known, {"PL008": "off"}) as checks:
        for start in range(0, frame.height, 17):
            checks.add(frame[start : start + 17])
        assert (checks._folder is None) == (block > 150)
        told = list(checks.problems())
        folder = checks._folder
    assert folder is None or not folder.exists()
    assert all(part.height <= block for part, _ in told)
    parts = pl.concat(part.with_columns(line=lines) for part, lines in told)
    assert parts["line"].to_list() == (parts["row"] * 2).to_list()
    order = ["code", "row", "value"]
    expected = whole.filter(pl.col("code") != "PL008").sort(order)
    assert parts.drop("line").sort(order).equals(expected)


def test_no_rows_no_doubts() -> None:
    with Doubts(Knowledge(), {}) as checks:
        checks.add(doubtful(1, 0).clear().with_columns(row=pl.lit(1, pl.Int64), line=pl.lit(1, pl.Int64)))
        assert list(checks.problems()) == []


@pytest.mark.parametrize("seed", range(20))
def test_medians_by_counts_are_those_of_the_rows(seed: int) -> None:
    chance = random.Random(seed)
    rows = pl.DataFrame(
        {
            "g": [chance.choice("ab") for _ in range(61)],
            "v": [chance.choice([0, 1, 2, 2, 7, 9]) for _ in range(61)],
        }
    )
    counts = rows.group_by("g", "v").agg(times=pl.len().cast(pl.Int64))
    expected = rows.group_by("g").agg(median=pl.col("v").median()).sort("g")
    assert _median(counts, "v", ["g"]).sort("g").equals(expected)


@pytest.mark.parametrize("seed", range(10))
def test_deaths_far_outside_are_those_that_the_rows_themselves_give(seed: int) -> None:
    chance = random.Random(seed)
    frame = doubtful(200, seed).with_row_index("row", 1)
    deaths = [
        chance.choice([None, 1, 1, 2, 3, 5, chance.choice([12, 80, 600, 20_000])])
        for _ in range(frame.height)
    ]
    frame = frame.with_columns(pl.Series("fatalities", deaths, dtype=pl.Int32))
    expected = []
    rows = frame.drop_nulls("fatalities").with_columns(scale=(pl.col("fatalities") + 1).log()).to_dicts()
    for row in rows:
        mine = [
            one for one in rows if (one["country"], one["event_type"]) == (row["country"], row["event_type"])
        ]
        if len(mine) < 20:
            mine = [one for one in rows if one["event_type"] == row["event_type"]]
        scales = pl.Series([one["scale"] for one in mine])
        middle = scales.median()
        spread = 1.4826 * (scales - middle).abs().median()
        if len(mine) >= 20 and row["fatalities"] >= 10 and row["scale"] > middle + 6 * max(spread, 0.5):
            expected.append(row["row"])
    assert unusual_deaths(frame.lazy(), Knowledge())["row"].to_list() == expected


def test_a_file_is_told_the_same_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = events(300)
    again = pl.concat(
        [frame, frame.head(40).with_columns(event_id=pl.col("iso3").cast(pl.String) + "9999999")]
    )
    again = again.with_columns(
        event_id=pl.col("iso3").cast(pl.String) + pl.int_range(1, pl.len() + 1).cast(pl.String)
    )
    again.write_csv(tmp_path / "events.csv")
    (whole,) = check_files([tmp_path / "events.csv"], settings=Settings(plausibility=Knowledge())).files
    monkeypatch.setattr(large, "BLOCK", 60)
    (parts,) = check_files([tmp_path / "events.csv"], settings=Settings(plausibility=Knowledge())).files
    assert parts.counts.equals(whole.counts)
    assert whole.counts.filter(pl.col("code") == "PL001")["count"].item() >= 40
    assert parts.problems.equals(whole.problems)
