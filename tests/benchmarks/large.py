"""A release of more rows than memory should hold: how long it takes and how much memory it needs.

python -m tests.benchmarks.large [rows]

The rows are made block by block into Parquet files first, each with all countries and years, so that none is in
the order of a release; then the release is built from lazy frames, in a process
of its own so that its memory is its own, and compared with itself.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from exporter.releases import build_release, compare
from tests.releases.frames import tables

BLOCK = 500_000


def make(rows: int, folder: Path) -> None:
    """The four tables as Parquet files, ids unique over all blocks."""
    for number in range(rows // BLOCK):
        for name, frame in tables(BLOCK, seed=number).items():
            country, serial = pl.col("event_id").str.head(3), pl.col("event_id").str.slice(3)
            rows = frame.with_columns(event_id=country + str(number + 1) + serial.str.zfill(7))
            (folder / name).mkdir(exist_ok=True)
            rows.write_parquet(folder / name / f"{number:04}.parquet", compression="lz4")


def build(folder: Path, output: Path) -> None:
    """Build, and say what it took."""
    start = time.perf_counter()
    build_release(_scanned(folder), "large", "1.0.0", output)
    _say("release", start)


def against_itself(output: Path) -> None:
    """Compare, and say what it took."""
    start = time.perf_counter()
    compare(output / "large" / "1.0.0", output / "large" / "1.0.0")
    _say("comparison", start)


def _scanned(folder: Path) -> dict[str, pl.LazyFrame]:
    return {path.name: pl.scan_parquet(path / "*.parquet") for path in sorted(folder.iterdir())}


def _say(what: str, start: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{what:12} {time.perf_counter() - start:6.1f} s, peak memory {peak:.2f} GiB", flush=True)


def main(rows: int) -> None:
    """Make the rows here, and all else in processes of their own."""
    with tempfile.TemporaryDirectory() as folder:
        made, output = Path(folder) / "in", Path(folder) / "out"
        made.mkdir()
        make(rows, made)
        print(f"{rows:,} rows in each of events, sources and evidence", flush=True)
        for task in ("build", "compare"):
            subprocess.run([sys.executable, "-m", "tests.benchmarks.large", task, made, output], check=True)
        size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
        print(f"the release has {size / 2**30:.1f} GiB")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build", made, output]:
            build(Path(made), Path(output))
        case ["compare", _, output]:
            against_itself(Path(output))
        case given:
            main(int(given[0]) if given else 10_000_000)
