"""How long loading a release takes beside a bare read of its Parquet file, and what a part of it costs over HTTP.

python -m tests.benchmarks.load [rows]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

import exporter
from exporter.releases import build_release
from tests.loaders.server import serving
from tests.releases.frames import tables

ROUNDS = 9
COLUMNS = ["event_id", "event_date", "fatalities"]


def with_words(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables with notes that compress no better than the words of people do."""
    words = [pl.col("event_id").hash(seed).cast(pl.String) for seed in range(4)]
    notes = pl.concat_str("notes", *words, separator=" ")
    return {**frames, "events": frames["events"].with_columns(notes=notes)}


def main(rows: int) -> None:
    os.environ["no_proxy"] = "127.0.0.1"
    with tempfile.TemporaryDirectory() as folder:
        build_release(with_words(tables(rows)), "bench", "1.0.0", folder)
        release = Path(folder) / "bench" / "1.0.0"
        file = release / "events.parquet"
        with serving(Path(folder)) as site:
            url = f"{site.url}/bench/1.0.0"
            some = {"columns": COLUMNS, "countries": ["GRC"]}
            runs: dict[str, Callable[[], object]] = {
                "pl.read_parquet": lambda: pl.read_parquet(file),
                "exporter.load": lambda: exporter.load(release),
                "3 columns, 1 country": lambda: exporter.load(release, **some),
                "the same over HTTP": lambda: exporter.load(url, cache=False, **some),
                "pandas": lambda: exporter.load(release, as_="pandas"),
            }
            best = dict.fromkeys(runs, float("inf"))
            for _ in range(ROUNDS):
                for name, run in runs.items():
                    start = time.perf_counter()
                    run()
                    best[name] = min(best[name], time.perf_counter() - start)
            served = site.file("events.parquet")[1] / ROUNDS
        size = file.stat().st_size
        print(f"{rows:,} events, {size:,} bytes of Parquet, best of {ROUNDS}")
        for name, seconds in best.items():
            print(
                f"{name:21} {seconds:6.2f} s   {seconds / best['pl.read_parquet']:.2f} times pl.read_parquet"
            )
        print(f"bytes over HTTP       {served:,.0f}, {served / size:.2%} of the file")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
