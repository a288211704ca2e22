"""How long a release takes beside bare writes of the same frames.

python -m tests.benchmarks.release [rows]
"""

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from exporter.releases import build_release
from tests.releases.frames import tables


def bare(frames: dict[str, pl.DataFrame], folder: Path) -> None:
    """The same frames with nothing but the two writes."""
    folder.mkdir()
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
        frame.write_csv(folder / f"{name}.csv")


def main(rows: int) -> None:
    frames = tables(rows)
    best = {"bare": float("inf"), "release": float("inf")}
    peak = 0
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            bare(frames, Path(folder) / "bare")
            best["bare"] = min(best["bare"], time.perf_counter() - start)
            shutil.rmtree(Path(folder) / "bare")
            peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            start = time.perf_counter()
            build_release(frames, "bench", "1.0.0", folder)
            best["release"] = min(best["release"], time.perf_counter() - start)
    print(f"rows                 {rows:,} in each of events, sources and evidence")
    print(f"bare writes          {best['bare']:.2f} s, peak memory {peak / 2**20:.2f} GiB")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"whole release        {best['release']:.2f} s, peak memory {after / 2**20:.2f} GiB")
    print(f"release / bare       {best['release'] / best['bare']:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
