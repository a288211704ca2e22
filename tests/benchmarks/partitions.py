"""A partitioned release of as many rows as are wanted: checked, built, updated by a day, and read in part.

python -m tests.benchmarks.partitions [rows] [folder]

The rows are made block by block into Parquet files, each with all countries and years, with notes as long as people
write them and as hard to compress. Each step runs in a process of its own, so that its memory is its own:

check     the rows against the codebook, their ids against each other, sources and evidence against the events
build     the release, partitioned by country and year
load      the events of one country
day       the next release: 100,000 events more, all of three years; what has not changed is linked

compare   both releases: only what they do not share is read
verify    the first release against its checksums and its codebook

It prints for each the seconds of the clock, those of the processor (of the whole process), and the peak of memory.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from exporter.loaders import load
from exporter.releases import build_release, compare, verify
from exporter.validation.large import dataset_problems
from tests.releases.frames import tables

BLOCK = 500_000
DAY = 100_000
BY = "country,year"


def make(rows: int, folder: Path) -> None:
    """The four tables as Parquet files, ids unique over all blocks; and the events of one more day."""
    for number in range(rows // BLOCK):
        _add(tables(BLOCK, seed=number), number, folder)
    day = tables(DAY * 40, seed=rows)
    events = day["events"].filter(pl.col("year") > pl.col("year").max() - 3).head(DAY)
    ids = events.select("event_id")
    others = {name: day[name].join(ids, on="event_id", how="semi") for name in ("sources", "evidence")}
    _add({"events": events, **others}, rows // BLOCK, folder.parent / "day")


def _add(made: dict[str, pl.DataFrame], number: int, folder: Path) -> None:
    for name, frame in made.items():
        country, serial = pl.col("event_id").str.head(3), pl.col("event_id").str.slice(3)
        rows = frame.with_columns(event_id=country + str(number + 1) + serial.str.zfill(7))
        if name == "events":
            words = [pl.col("event_id").hash(seed).cast(pl.String) for seed in range(24)]
            rows = rows.with_columns(notes=pl.concat_str(words, separator=" "))
        (folder / name).mkdir(exist_ok=True, parents=True)
        rows.write_parquet(folder / name / f"{number:04}.parquet", compression_level=1)


def check(folder: Path) -> None:
    """Validate."""
    start = time.perf_counter()
    found = dataset_problems(_scanned(folder / "in"))
    _say(f"check, {found.height} problems", start)


def build(folder: Path) -> None:
    """Build."""
    start = time.perf_counter()
    built = build_release(_scanned(folder / "in"), "large", "1.0.0", folder / "out", partition=BY)
    parts = sum(file.path.endswith("part-0.parquet") for file in built.files)
    _say(f"build, {parts:,} partitions", start)


def day(folder: Path) -> None:
    """Build the next release with a day more."""
    rows = _scanned(folder / "in")
    for name, more in _scanned(folder / "day").items():
        rows[name] = pl.concat([rows[name], more])
    start, before = time.perf_counter(), folder / "out" / "large" / "1.0.0"
    built = build_release(rows, "large", "1.1.0", folder / "out", partition=BY, last=before)
    parts = sum(file.path.endswith("part-0.parquet") for file in built.files)
    _say(f"a day more, {parts - len(built.linked):,} partitions of {parts:,} written, others linked", start)


def country(folder: Path) -> None:
    """Load the events of one country."""
    start = time.perf_counter()
    frame = load(folder / "out" / "large" / "1.0.0", countries=["Greece"])
    _say(f"{frame.height:,} events of Greece", start)


def compared(folder: Path) -> None:
    """Compare both releases."""
    start = time.perf_counter()
    found = compare(folder / "out" / "large" / "1.0.0", folder / "out" / "large" / "1.1.0")
    _say(f"compare, {found.added:,} added, {found.changed:,} changed, {found.unchanged:,} unchanged", start)


def verified(folder: Path) -> None:
    """Verify the first release."""
    start = time.perf_counter()
    found = verify(folder / "out" / "large" / "1.0.0")
    _say(f"verify, {found.height} problems", start)


def _scanned(folder: Path) -> dict[str, pl.LazyFrame]:
    return {path.name: pl.scan_parquet(path / "*.parquet") for path in sorted(folder.iterdir())}


def _say(what: str, start: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    clock, processor = time.perf_counter() - start, used.ru_utime + used.ru_stime
    print(f"{clock:7.1f} s  {processor:7.1f} s  {used.ru_maxrss / 2**20:5.2f} GiB  {what}", flush=True)


STEPS = {
    "check": check,
    "build": build,
    "load": country,
    "day": day,
    "compare": compared,
    "verify": verified,
}


def main(rows: int, folder: Path) -> None:
    """Make the rows here, and all else in processes of their own."""
    start = time.perf_counter()
    make(rows, folder / "in")
    size = sum(path.stat().st_size for path in (folder / "in").rglob("*.parquet"))
    _say(f"{rows:,} rows in each of events, sources and evidence made, {size / 2**30:.1f} GiB", start)
    for step in STEPS:
        subprocess.run([sys.executable, "-m", "tests.benchmarks.partitions", step, folder], check=True)
    first = folder / "out" / "large" / "1.0.0"
    sizes = [path.stat().st_size for path in first.rglob("*.parquet")]
    print(f"the release has {sum(sizes) / 2**30:.1f} GiB of Parquet in {len(sizes):,} files")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [step, place] if step in STEPS:
            STEPS[step](Path(place))
        case given:
            with tempfile.TemporaryDirectory(dir=given[1] if len(given) > 1 else None) as held:
                main(int(given[0]) if given else 10_000_000, Path(held))
