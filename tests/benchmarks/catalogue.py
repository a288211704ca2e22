"""How long the catalogue of a hundred versions takes, beside its limit of two seconds.

python -m tests.benchmarks.catalogue [versions] [events]
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from exporter.catalogue import build_catalogue
from exporter.releases import build_release
from tests.releases.frames import tables

LIMIT = 2.0


def main(versions: int, events: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        # One release, copied: the catalogue reads each copy as if it were another.
        first = build_release(tables(events), "bench", "1.0.0", output).folder
        for number in range(1, versions):
            shutil.copytree(first, first.with_name(f"1.{number}.0"))
        best = busy = float("inf")
        for _ in range(3):
            start, work = time.perf_counter(), time.process_time()
            built = build_catalogue(output, Path(folder) / "site")
            best = min(best, time.perf_counter() - start)
            busy = min(busy, time.process_time() - work)
        size = sum(path.stat().st_size for path in built.folder.rglob("*") if path.is_file())
    print(f"versions             {built.versions}, each of {events:,} events")
    print(f"catalogue            {best:.2f} s, {busy:.2f} s of them at work, {size / 1e6:.1f} MB")
    print(f"catalogue / limit    {best / LIMIT:.2f}")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given + [100, 10_000][len(given) :]))
