"""Tables that are read as they are needed give the release, and the comparison, that frames in memory give."""

from importlib import import_module
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from exporter.errors import DataError
from exporter.releases import Edition, build_release, compare, edition, verify
from exporter.releases.blocks import cut, cuts, keys
from tests.releases.frames import tables

ROWS = 700
BLOCK = 64


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("large", "pairs", "edition"):
        monkeypatch.setattr(import_module(f"exporter.releases.{module}"), "BLOCK", BLOCK)


def _lazy(frames: dict[str, pl.DataFrame], folder: Path) -> dict[str, pl.LazyFrame]:
    folder.mkdir()
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return {name: pl.scan_parquet(folder / f"{name}.parquet") for name in frames}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("shuffled", [False, True])
def test_the_same_bytes_as_from_memory(tmp_path: Path, shuffled: bool) -> None:
    frames = tables(ROWS)
    if shuffled:
        frames = {name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in frames.items()}
    small = build_release(frames, "same", "1.0.0", tmp_path / "small")
    large = build_release(_lazy(frames, tmp_path / "in"), "same", "1.0.0", tmp_path / "large")
    assert _bytes(large.folder) == _bytes(small.folder)
    assert large.rows == small.rows
    assert verify(large.folder).is_empty()


def test_empty_text_and_missing_values_are_seen_in_every_block(tmp_path: Path) -> None:
    frames = tables(ROWS)
    odd = pl.int_range(pl.len()) == ROWS - 3
    events = frames["events"].with_columns(notes=pl.when(odd).then(pl.lit("")).otherwise("notes"))
    lazy = _lazy(frames | {"events": events}, tmp_path / "in")
    with pytest.raises(DataError, match=f"the column notes has no value in row {ROWS - 2}"):
        build_release(lazy, "odd", "1.0.0", tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*.csv"))


def test_comparing_in_blocks_finds_what_comparing_at_once_finds(tmp_path: Path) -> None:
    old = tables(ROWS)
    serial = pl.int_range(pl.len())
    events = old["events"].filter(serial % 50 != 7)
    events = events.with_columns(
        fatalities=pl.when(serial % 20 == 0).then(99).otherwise("fatalities").cast(pl.Int32),
        admin1=pl.when(serial % 33 == 0).then(pl.lit("Elsewhere")).otherwise("admin1"),
    )
    came = old["events"].head(9).with_columns(event_id=pl.col("event_id") + "000")
    new = old | {"events": pl.concat([events, came]), "evidence": old["evidence"].tail(ROWS - 11)}
    whole = compare(Edition("old", old), Edition("new", new))
    before, after = _lazy(old, tmp_path / "old"), _lazy(new, tmp_path / "new")
    parts = compare(Edition("old", before), Edition("new", after))
    mixed = compare(Edition("old", old), Edition("new", after))
    for found in (parts, mixed):
        for name in ("added", "deleted", "changed", "unchanged"):
            assert getattr(found, name) == getattr(whole, name)
        for name in ("changes", "counts", "companions", "schema", "deletions"):
            assert_frame_equal(getattr(found, name), getattr(whole, name))
    assert whole.changed
    assert whole.added == 9


def test_an_id_that_stands_twice_is_found_in_blocks(tmp_path: Path) -> None:
    frames = tables(ROWS)
    twice = frames["events"].vstack(frames["events"].tail(1))
    lazy = _lazy(frames | {"events": twice}, tmp_path / "in")
    with pytest.raises(DataError, match="stands more than once"):
        compare(Edition("old", frames), Edition("new", lazy))


def test_a_large_release_is_read_as_it_is_needed(tmp_path: Path) -> None:
    built = build_release(tables(ROWS), "large", "1.0.0", tmp_path)
    assert isinstance(edition(built.folder).tables["events"], pl.LazyFrame)
    assert isinstance(edition(built.folder).tables["deletions"], pl.DataFrame)
    again = compare(built.folder, built.folder)
    assert (again.level, again.unchanged) == (None, ROWS)


@pytest.mark.parametrize("shuffled", [False, True])
def test_blocks_hold_every_row_once_and_keep_a_key_together(tmp_path: Path, shuffled: bool) -> None:
    frame = pl.DataFrame({"k": [i // 7 if i >= 5 else None for i in range(500)], "i": range(500)})
    if shuffled:
        frame = frame.sample(fraction=1, shuffle=True, seed=1)
    found = keys(frame.lazy(), pl.col("k"))
    at = cuts(found, 100)
    blocks = [block.collect() for block in cut(frame.lazy(), pl.col("k"), found, at, tmp_path / "cut")]
    assert len(blocks) == len(at) + 1 > 3
    assert_frame_equal(pl.concat(blocks), frame, check_row_order=False)
    assert pl.concat(block.select("k").unique() for block in blocks)["k"].is_unique().all()
    highest = [block["k"].max() for block in blocks]
    assert highest == sorted(highest)


def test_a_block_without_rows_is_empty(tmp_path: Path) -> None:
    frame = pl.DataFrame({"k": [9, 1, 8]})
    found = keys(frame.lazy(), pl.col("k"))
    blocks = cut(frame.lazy(), pl.col("k"), found, [3, 5], tmp_path / "cut")
    assert [sorted(block.collect()["k"]) for block in blocks] == [[1], [], [8, 9]]
