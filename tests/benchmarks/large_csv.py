"""How much memory and time a CSV file takes that is larger than memory should be.

python -m tests.benchmarks.large_csv [rows] [--plausibility]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from tests.rows import events

_AT_ONCE = 500_000

_RUN = """
import resource, sys, time
from exporter.validation import check_files
from exporter.validation.plausibility import Knowledge
from exporter.validation.settings import Settings
settings = Settings(plausibility=Knowledge() if "--plausibility" in sys.argv else None)
start = time.perf_counter()
(report,) = check_files([sys.argv[1]], settings=settings).files
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
warnings = report.counts.filter(severity="warning")["count"].sum()
print(f"{report.rows:,} rows, {report.good:,} good, {warnings:,} warnings, {seconds:.0f} s, peak memory {peak:.2f} GiB")
"""


def main(rows: int, *options: str) -> None:
    """Write the file, the first id once more at its end, and check it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.csv"
        some = events(min(rows, _AT_ONCE))
        with file.open("wb") as out:
            some.clear().write_csv(out)
            for start in range(0, rows, _AT_ONCE):
                number = pl.int_range(1, pl.len() + 1) + start
                part = some.head(rows - start).with_columns(
                    event_id=pl.col("iso3").cast(pl.String) + number.cast(pl.String)
                )
                part.write_csv(out, include_header=False)
            some.head(1).write_csv(out, include_header=False)
        print(f"{file.stat().st_size / 2**30:.1f} GiB of CSV, one id twice")
        subprocess.run([sys.executable, "-c", _RUN, str(file), *options], check=True)


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument.startswith("--")]
    numbers = [argument for argument in sys.argv[1:] if argument not in given]
    main(int(numbers[0]) if numbers else 10_000_000, *given)
