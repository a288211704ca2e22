"""How long a conversion takes beside bare Polars reading and writing the same rows, and how much memory it needs.

python -m tests.benchmarks.convert [rows]
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from exporter.formats import convert_file
from tests.rows import events

ROUNDS = 2


def best(run: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main(rows: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        # Ours by way of ACLED: rows without place in it are left out, so that all that is timed is converted.
        events(rows).write_parquet(folder / "events.parquet")
        convert_file(folder / "events.parquet", "acled", folder / "acled.csv")
        size = (folder / "acled.csv").stat().st_size / 2**20
        bare = best(lambda: pl.scan_csv(folder / "acled.csv").sink_parquet(folder / "bare.parquet"))
        held = pl.scan_csv(folder / "acled.csv").select(pl.len()).collect().item()
        print(f"{held:,} rows of ACLED, {size:.0f} MiB of CSV; best of {ROUNDS}")
        print(f"{'bare Polars, CSV to Parquet':30} {bare:6.2f} s")
        for target in ("acled", "events", "gdelt"):
            out = folder / f"{target}.parquet"
            seconds = best(lambda target=target, out=out: convert_file(folder / "acled.csv", target, out))
            print(f"{f'convert to {target}':30} {seconds:6.2f} s   {seconds / bare:.1f} times bare Polars")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.2f} GiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
