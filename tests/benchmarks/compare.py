"""How long a comparison takes beside bare Polars joins and DuckDB's EXCEPT, on the same files of two releases.

1 % of the events are changed, 0.5 % deleted and 1 % added. Each contender reads the files itself and runs in a
process of its own, so that its peak memory is its own. Processor time is told beside the time on the clock: other
work on the machine disturbs it less.

python -m tests.benchmarks.compare [rows [rounds]]
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
from exporter.releases.edition import COMPANIONS
from exporter.releases.order import prepare
from tests.releases.frames import tables


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


def joins_all(old: Path, new: Path) -> tuple[int, int, int]:
    """The same, and what came to and went from the other tables: two joins each."""
    for name in COMPANIONS:
        one, two = pl.read_parquet(old / f"{name}.parquet"), pl.read_parquet(new / f"{name}.parquet")
        two.join(one, on=two.columns, how="anti", nulls_equal=True)
        one.join(two, on=two.columns, how="anti", nulls_equal=True)
    return joins(old, new)


def excepts_all(old: Path, new: Path) -> tuple[int, int, int]:
    """The same, with EXCEPT on the other tables too."""
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        for name in COMPANIONS:
            one, two = (f"read_parquet('{side / name}.parquet')" for side in (old, new))
            database.sql(f"SELECT * FROM {two} EXCEPT SELECT * FROM {one}").pl()
            database.sql(f"SELECT * FROM {one} EXCEPT SELECT * FROM {two}").pl()
    return excepts(old, new)


def events_only(old: Path, new: Path) -> tuple[int, int, int]:
    """exporter.compare on the two files of events: every changed value, counts and columns."""
    found = exporter.compare(old / "events.parquet", new / "events.parquet")
    return found.added, found.deleted, found.changed


def whole(old: Path, new: Path) -> tuple[int, int, int]:
    """exporter.compare on the whole releases: sources, evidence and deletions too."""
    found = exporter.compare(old, new)
    return found.added, found.deleted, found.changed


Contender = Callable[[Path, Path], tuple[int, int, int]]

RUNS: dict[str, tuple[Contender, Contender, Contender]] = {
    "events": (joins, excepts, events_only),
    "whole releases": (joins_all, excepts_all, whole),
}
NAMES = ("Polars joins", "DuckDB EXCEPT", "exporter.compare")


def measured(run: Contender, old: Path, new: Path) -> tuple[float, float, float, tuple[int, int, int]]:
    """Seconds, seconds of all processors, peak memory in GiB, and what was found; run in a fresh process."""
    start, worked = time.perf_counter(), time.process_time()
    found = run(old, new)
    seconds, work = time.perf_counter() - start, time.process_time() - worked
    return seconds, work, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, found


def main(rows: int, rounds: int = 5) -> None:
    fresh = multiprocessing.get_context("spawn")
    runs = {(what, name): run for what, every in RUNS.items() for name, run in zip(NAMES, every, strict=True)}
    taken: dict[tuple[str, str], list[tuple[float, float, float]]] = {key: [] for key in runs}
    results = set()
    with tempfile.TemporaryDirectory() as folder:
        with fresh.Pool(1) as pool:
            old, new = pool.apply(write_pair, (rows, Path(folder)))
        for _ in range(rounds):
            for key, run in runs.items():
                with fresh.Pool(1) as pool:
                    *figures, found = pool.apply(measured, (run, old, new))
                taken[key].append(tuple(figures))
                results.add(found)
    if len(results) != 1:
        raise SystemExit(f"The contenders disagree: {results}")
    added, deleted, changed = results.pop()
    print(f"{rows:,} events; {added:,} added, {deleted:,} deleted, {changed:,} changed; best of {rounds}")
    for what in RUNS:
        print(
            f"{what}: seconds and their share of joins and EXCEPT, on the clock | of all processors | peak memory"
        )
        best = {name: [min(figures) for figures in zip(*taken[what, name], strict=True)] for name in NAMES}
        for name, (*seconds, _) in best.items():
            told = [
                f"{took:5.2f} s {took / best[NAMES[0]][n]:.2f} {took / best[NAMES[1]][n]:.2f}"
                for n, took in enumerate(seconds)
            ]
            memory = max(figures[-1] for figures in taken[what, name])
            print(f"  {name:17} {told[0]} | {told[1]} | {memory:.2f} GiB")


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:3] or ("1_000_000",)))
