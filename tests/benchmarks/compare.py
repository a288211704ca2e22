"""How long a comparison takes beside bare Polars joins and DuckDB's EXCEPT, on the same files of two releases.

1 % of the events are changed, 0.5 % deleted and 1 % added. Each contender reads the files itself and runs in a
process of its own, so that its peak memory is its own.

python -m tests.benchmarks.compare [rows]
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

import exporter
from exporter.releases.order import prepare
from tests.releases.frames import tables

ROUNDS = 5


def write_pair(rows: int, folder: Path) -> tuple[Path, Path]:
    """The tables of two releases, sorted and written as releases are, in a folder each."""
    every = tables(rows + rows // 100)
    place = every["events"].select("event_id", at=pl.int_range(pl.len()))
    added = place.filter(pl.col("at") >= rows).select("event_id")
    gone = place.filter(pl.col("at") % 200 == 7).select("event_id")
    at = pl.int_range(pl.len())
    edited = pl.col("notes") + pl.when(at % 100 == 3).then(pl.lit(" Corrected.")).otherwise(pl.lit(""))
    changed = {**every, "events": every["events"].with_columns(notes=edited)}
    old = {name: frame.join(added, on="event_id", how="anti") for name, frame in every.items()}
    new = {name: frame.join(gone, on="event_id", how="anti") for name, frame in changed.items()}
    for side, frames in (("old", old), ("new", new)):
        (folder / side).mkdir()
        for name, frame in frames.items():
            prepare(frame, name).write_parquet(folder / side / f"{name}.parquet", compression="zstd")
    return folder / "old", folder / "new"


def joins(old: Path, new: Path) -> tuple[int, int, int]:
    """Added, deleted and changed with three bare joins."""
    one, two = pl.read_parquet(old / "events.parquet"), pl.read_parquet(new / "events.parquet")
    added = two.join(one, on="event_id", how="anti")
    deleted = one.join(two, on="event_id", how="anti")
    other = two.join(one, on=two.columns, how="anti", nulls_equal=True)
    return added.height, deleted.height, other.height - added.height


def excepts(old: Path, new: Path) -> tuple[int, int, int]:
    """The same with two EXCEPT queries, whose rows are told apart by the ids."""
    one, two = (f"read_parquet('{side / 'events.parquet'}')" for side in (old, new))
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        came = database.sql(f"SELECT * FROM {two} EXCEPT SELECT * FROM {one}").pl()
        went = database.sql(f"SELECT * FROM {one} EXCEPT SELECT * FROM {two}").pl()
    changed = came.join(went, on="event_id", how="semi").height
    return came.height - changed, went.height - changed, changed


def events_only(old: Path, new: Path) -> tuple[int, int, int]:
    """exporter.compare on the two files of events: every changed value, counts and columns."""
    found = exporter.compare(old / "events.parquet", new / "events.parquet")
    return found.added, found.deleted, found.changed


def whole(old: Path, new: Path) -> tuple[int, int, int]:
    """exporter.compare on the whole releases: sources, evidence and deletions too."""
    found = exporter.compare(old, new)
    return found.added, found.deleted, found.changed


RUNS: dict[str, Callable[[Path, Path], tuple[int, int, int]]] = {
    "three Polars joins, events": joins,
    "two DuckDB EXCEPT, events": excepts,
    "exporter.compare, events": events_only,
    "exporter.compare, whole releases": whole,
}


def measured(name: str, old: Path, new: Path) -> tuple[float, float, tuple[int, int, int]]:
    """Seconds, peak memory in GiB, and what was found; run in a fresh process."""
    start = time.perf_counter()
    found = RUNS[name](old, new)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, found


def main(rows: int) -> None:
    best = dict.fromkeys(RUNS, float("inf"))
    peak = dict.fromkeys(RUNS, 0.0)
    results = set()
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        with fresh.Pool(1) as pool:
            old, new = pool.apply(write_pair, (rows, Path(folder)))
        for _ in range(ROUNDS):
            for name in RUNS:
                with fresh.Pool(1, maxtasksperchild=1) as pool:
                    seconds, memory, found = pool.apply(measured, (name, old, new))
                best[name], peak[name] = min(best[name], seconds), max(peak[name], memory)
                results.add(found)
    if len(results) != 1:
        raise SystemExit(f"The contenders disagree: {results}")
    added, deleted, changed = results.pop()
    print(f"{rows:,} events; {added:,} added, {deleted:,} deleted, {changed:,} changed; best of {ROUNDS}")
    polars, duck = best["three Polars joins, events"], best["two DuckDB EXCEPT, events"]
    for name, seconds in best.items():
        print(
            f"{name:33} {seconds:6.2f} s   {seconds / polars:.2f} times the joins, "
            f"{seconds / duck:.2f} times EXCEPT, {peak[name]:.2f} GiB"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
