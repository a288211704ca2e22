"""Where the time goes: each task beside the bare engine and a peer, from ten thousand rows to ten million.

python -m tests.benchmarks [rows ...] [--plot FILE]

Each contender runs in a process of its own on the same files, so that its peak memory is its own; of three rounds
the fastest counts, and beyond a million rows there is one. Bare Polars does the least that the task needs, streaming;
DuckDB does the same in SQL, dataframely validates by the same checks. What holds all rows in memory is left out
beyond a million. The dictionary coder stands first, beside spaCy's pipeline on one core (`tests.benchmarks.coder`).
"""

import argparse
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl

import exporter
from exporter.codebook.checks import EVENT_RULES
from exporter.formats import convert_file
from exporter.releases import build_release
from exporter.validation import check_files, validate
from tests.benchmarks.validation import column_checks, dataframely_schema
from tests.releases.frames import tables

BLOCK = 500_000
IN_MEMORY = 1_000_000
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
OURS, BARE = "exporter", "bare Polars"

Work = Callable[[Path, Path], object]
"""What a contender does: it reads the one folder and may write into the other, which is empty."""


@dataclass(frozen=True)
class Contender:
    """One way to do a task."""

    name: str
    work: Work
    most: int | None = None
    """Rows beyond which it is left out."""


def make(rows: int, folder: Path) -> None:
    """Tables as Parquet files, the events of the next release, and a release to be loaded."""
    for number, begin in enumerate(range(0, rows, BLOCK)):
        for name, frame in tables(min(BLOCK, rows - begin), seed=number).items():
            country, serial = pl.col("event_id").str.head(3), pl.col("event_id").str.slice(3)
            # Ids are unique over all blocks.
            unique = frame.with_columns(event_id=country + str(number + 1) + serial.str.zfill(7))
            (folder / name).mkdir(exist_ok=True)
            unique.write_parquet(folder / name / f"{number:04}.parquet")
    at = pl.int_range(pl.len())
    edited = pl.col("notes") + pl.when(at % 100 == 3).then(pl.lit(" Corrected.")).otherwise(pl.lit(""))
    old = _events(folder).sort("event_id")
    old.sink_parquet(folder / "events.parquet")
    new = pl.scan_parquet(folder / "events.parquet").with_columns(notes=edited).filter(at % 200 != 7)
    new.sink_parquet(folder / "next.parquet")
    build_release(_lazy(folder), "bench", "1.0.0", folder / "releases")


def _events(folder: Path) -> pl.LazyFrame:
    return pl.scan_parquet(folder / "events" / "*.parquet")


def _lazy(folder: Path) -> dict[str, pl.LazyFrame]:
    return {
        path.name: pl.scan_parquet(path / "*.parquet")
        for path in sorted(folder.iterdir())
        if path.is_dir() and path.name != "releases"
    }


def checked_by_polars(folder: Path, _: Path) -> None:
    """Every check as an expression, in one streaming pass."""
    unique = {"event_id unique": pl.col("event_id").n_unique() == pl.len()}
    made = [
        unique.get(name, check.fill_null(value=True).all()).alias(name)
        for name, check in column_checks().items()
    ]
    made += [rule.kept.all().alias(rule.name) for rule in EVENT_RULES]
    kept = pl.scan_parquet(folder / "events.parquet").select(made).collect(engine="streaming")
    assert all(kept.row(0))


def checked_by_dataframely(folder: Path, _: Path) -> None:
    """The same checks as a schema."""
    dataframely_schema().validate(pl.read_parquet(folder / "events.parquet"))


def checked(folder: Path, _: Path) -> None:
    """As the command checks a file."""
    assert check_files([folder / "events.parquet"]).errors == 0


def checked_in_memory(folder: Path, _: Path) -> None:
    """As `exporter.validate` checks a frame."""
    assert validate(pl.read_parquet(folder / "events.parquet")).ok


def released(folder: Path, out: Path) -> None:
    """A whole release."""
    build_release(_lazy(folder), "bench", "1.0.0", out)


def written_by_polars(folder: Path, out: Path) -> None:
    """Both files of each table, and nothing else."""
    for name, frame in _lazy(folder).items():
        frame.sink_parquet(out / f"{name}.parquet")
        frame.sink_csv(out / f"{name}.csv")


def written_by_duckdb(folder: Path, out: Path) -> None:
    """The same."""
    with _duckdb() as database:
        for name in _lazy(folder):
            read = f"read_parquet('{folder / name}/*.parquet')"
            database.execute(f"COPY (FROM {read}) TO '{out / name}.parquet' (COMPRESSION zstd)")
            database.execute(f"COPY (FROM {read}) TO '{out / name}.csv'")


def compared(folder: Path, _: Path) -> None:
    """Every changed value, and all counts."""
    exporter.compare(folder / "events.parquet", folder / "next.parquet")


def compared_by_polars(folder: Path, _: Path) -> None:
    """Which rows were added, deleted and changed: three joins."""
    one, two = pl.scan_parquet(folder / "events.parquet"), pl.scan_parquet(folder / "next.parquet")
    every = list(one.collect_schema())
    added = two.join(one, on="event_id", how="anti")
    deleted = one.join(two, on="event_id", how="anti")
    other = two.join(one, on=every, how="anti", nulls_equal=True)
    pl.collect_all([frame.select(pl.len()) for frame in (added, deleted, other)], engine="streaming")


def compared_by_duckdb(folder: Path, out: Path) -> None:
    """The same by EXCEPT."""
    one, two = (f"read_parquet('{folder / name}.parquet')" for name in ("events", "next"))
    with _duckdb(out) as database:
        for first, second in ((one, two), (two, one)):
            database.sql(f"SELECT count(*) FROM (FROM {first} EXCEPT FROM {second})").fetchall()


def converted(folder: Path, out: Path) -> None:
    """Into ACLED's columns and codes, checked, with what is lost."""
    convert_file(folder / "events.parquet", "acled", out / "acled.csv")


def copied_by_polars(folder: Path, out: Path) -> None:
    """The same rows, as they are, into CSV."""
    pl.scan_parquet(folder / "events.parquet").sink_csv(out / "events.csv")


def copied_by_duckdb(folder: Path, out: Path) -> None:
    """The same."""
    with _duckdb() as database:
        database.execute(f"COPY (FROM '{folder / 'events.parquet'}') TO '{out / 'events.csv'}'")


def loaded(folder: Path, _: Path) -> None:
    """The events of a release, compared with their checksum."""
    exporter.load(folder / "releases" / "bench" / "1.0.0")


def read_by_polars(folder: Path, _: Path) -> None:
    """The file."""
    pl.read_parquet(folder / "releases" / "bench" / "1.0.0" / "events.parquet")


def read_by_duckdb(folder: Path, _: Path) -> None:
    """The same into a frame."""
    with _duckdb() as database:
        database.sql(f"FROM '{folder / 'releases' / 'bench' / '1.0.0' / 'events.parquet'}'").pl()


def _duckdb(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    database.execute("SET enable_progress_bar = false")
    if spill:
        database.execute(f"SET memory_limit = '8GB'; SET temp_directory = '{spill}'")
    return database


TASKS: dict[str, tuple[Contender, ...]] = {
    "validate": (
        Contender(BARE, checked_by_polars),
        Contender(OURS, checked),
        Contender("exporter, a frame", checked_in_memory, IN_MEMORY),
        Contender("dataframely", checked_by_dataframely, IN_MEMORY),
    ),
    "release": (
        Contender(BARE, written_by_polars),
        Contender(OURS, released),
        Contender("DuckDB", written_by_duckdb),
    ),
    "compare": (
        Contender(BARE, compared_by_polars),
        Contender(OURS, compared),
        Contender("DuckDB", compared_by_duckdb),
    ),
    "convert": (
        Contender(BARE, copied_by_polars),
        Contender(OURS, converted),
        Contender("DuckDB", copied_by_duckdb),
    ),
    "load": (
        Contender(BARE, read_by_polars),
        Contender(OURS, loaded),
        Contender("DuckDB", read_by_duckdb),
    ),
}


class Figures(NamedTuple):
    """What one contender took: seconds, also as times of bare Polars, and GiB."""

    rows: int
    task: str
    by: str
    seconds: float
    times: float
    memory: float


def measured(work: Work, folder: Path) -> tuple[float, float]:
    """Seconds, and peak memory in GiB; to be run in a process of its own."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as out:
        start = time.perf_counter()
        work(folder, Path(out))
        seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def measure(rows: int) -> Iterator[Figures]:
    """Every contender of every task on so many rows, one after the other; bare Polars comes first."""
    fresh = multiprocessing.get_context("spawn")
    rounds = 3 if rows <= IN_MEMORY else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        with fresh.Pool(1) as pool:
            pool.apply(make, (rows, folder))
        for task, contenders in TASKS.items():
            bare = 0.0
            for contender in contenders:
                if contender.most is not None and rows > contender.most:
                    continue
                taken = []
                for _ in range(rounds):
                    with fresh.Pool(1) as pool:
                        taken.append(pool.apply(measured, (contender.work, folder)))
                seconds, memory = (min(figures) for figures in zip(*taken, strict=True))
                bare = bare or seconds
                yield Figures(rows, task, contender.name, seconds, seconds / bare, memory)


def drawn(frame: pl.DataFrame, file: Path) -> None:
    """How time and memory grow, a line for each contender, a picture for each task."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    colours = {OURS: "#0b6e4f", BARE: "#6c757d"}
    figure, places = plt.subplots(2, len(TASKS), figsize=(14, 6), sharex=True, sharey="row")
    for column, (task, contenders) in enumerate(TASKS.items()):
        for contender in contenders:
            line = frame.filter((pl.col("task") == task) & (pl.col("by") == contender.name)).sort("rows")
            colour = colours.get(
                contender.name, "#d4813a" if contender.name != "exporter, a frame" else "#7cc3a4"
            )
            for place, what in zip(places[:, column], ("seconds", "memory"), strict=True):
                place.loglog(line["rows"], line[what], "o-", color=colour, label=contender.name, markersize=4)
        places[0, column].set_title(task)
        places[0, column].legend(fontsize=7, frameon=False)
        places[1, column].set_xlabel("rows")
    places[0, 0].set_ylabel("seconds")
    places[1, 0].set_ylabel("peak memory, GiB")
    for place in places.flat:
        place.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(file, dpi=110)


def main() -> None:
    """Measure size by size, and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=SIZES)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    print("| rows | task | by | seconds | rows/s | times the bare engine | peak memory, GiB |")
    print("|---|---|---|---|---|---|---|", flush=True)
    subprocess.run([sys.executable, "-m", "tests.benchmarks.coder", "--rows"], check=True)
    found = []
    for rows in given.rows:
        for one in measure(rows):
            found.append(one)
            print(
                f"| {one.rows:,} | {one.task} | {one.by} | {one.seconds:.2f} | {one.rows / one.seconds:,.0f} "
                f"| {one.times:.2f} | {one.memory:.2f} |",
                flush=True,
            )
    if given.plot:
        drawn(pl.DataFrame(found), given.plot)
