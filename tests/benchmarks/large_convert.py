"""How long a conversion of more rows than memory should hold takes there and back, and how much memory it needs.

python -m tests.benchmarks.large_convert [rows] [format]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from tests.rows import events

_AT_ONCE = 500_000

# Each in a process of its own, so that the peak is its own.
_RUN = """
import resource, sys, time
from pathlib import Path
from exporter.formats import convert_file
source, to, output = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
start = time.perf_counter()
done = convert_file(source, to, output)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
size = output.stat().st_size / 2**30
print(f"{done.source:>7} to {to:7} {done.rows:>11,} rows, {done.rejected:,} rejected, {size:.1f} GiB, "
      f"{seconds:4.0f} s, peak memory {peak:.2f} GiB", flush=True)
"""


def _convert(source: Path, to: str, output: Path) -> None:
    subprocess.run([sys.executable, "-c", _RUN, str(source), to, str(output)], check=True)


def main(rows: int, name: str) -> None:
    """Write rows of ours as Parquet, and convert them to CSV of the format and back."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "events.parquet", Path(folder) / f"{name}.csv"
        some = events(min(rows, _AT_ONCE))
        parts = Path(folder) / "parts"
        parts.mkdir()
        for start in range(0, rows, _AT_ONCE):
            number = pl.int_range(1, pl.len() + 1) + start
            part = some.head(rows - start).with_columns(
                event_id=pl.col("iso3").cast(pl.String) + number.cast(pl.String)
            )
            part.write_parquet(parts / f"{start:012}.parquet")
        pl.scan_parquet(parts).sink_parquet(ours)
        _convert(ours, name, theirs)
        ours.unlink()
        _convert(theirs, "events", ours)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000, sys.argv[2] if len(sys.argv) > 2 else "acled")
