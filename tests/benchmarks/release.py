"""How long a release takes beside bare writes of the same frames.

python -m tests.benchmarks.release [rows]

The frames are in the order of a release, as a store gives them; `shuffled` ones are sorted first.
"""

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from exporter.releases import build_release
from exporter.releases.order import prepare
from tests.releases.frames import tables


def bare(frames: dict[str, pl.DataFrame], folder: Path) -> None:
    """The same frames with nothing but the two writes."""
    folder.mkdir()
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
        frame.write_csv(folder / f"{name}.csv")


def main(rows: int) -> None:
    shuffled = tables(rows)
    ordered = {name: prepare(frame, name) for name, frame in shuffled.items()}
    best = dict.fromkeys(("bare", "release", "shuffled"), float("inf"))
    before = _peak()
    for _ in range(5):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            bare(ordered, Path(folder) / "bare")
            best["bare"] = min(best["bare"], time.perf_counter() - start)
            shutil.rmtree(Path(folder) / "bare")
            for name, frames in (("release", ordered), ("shuffled", shuffled)):
                start = time.perf_counter()
                build_release(frames, "bench", "1.0.0", Path(folder) / name)
                best[name] = min(best[name], time.perf_counter() - start)
                shutil.rmtree(Path(folder) / name)
    print(f"{rows:,} rows in each of events, sources and evidence; best of 5")
    print(f"bare writes          {best['bare']:.2f} s  1.00")
    print(f"whole release        {best['release']:.2f} s  {best['release'] / best['bare']:.2f}")
    print(f"of shuffled frames   {best['shuffled']:.2f} s  {best['shuffled'] / best['bare']:.2f}")
    print(f"peak memory          {_peak():.2f} GiB, of which {before:.2f} GiB for the frames in both orders")


def _peak() -> float:
    """The most memory that this process has held, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
