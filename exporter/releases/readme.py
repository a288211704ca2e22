"""The README of a release: what it is, how to read it, how to check it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from exporter.releases.files import File

MOST_COUNTRIES = 10


def readme(
    title: str,
    dataset: str,
    version: str,
    *,
    created: datetime | None,
    licence: str | None,
    events: pl.DataFrame,
    files: Sequence[File],
) -> str:
    """The text of `README.md` for a release that holds these events and files."""
    rows = {file.path.removesuffix(".csv"): file.rows for file in files if file.path.endswith(".csv")}
    lines = [
        f"# {title}",
        "",
        f"Release {version} of the dataset `{dataset}`.",
        "",
        *_contents(events, rows, created),
        "",
        _HOW_TO_READ,
        "## Files",
        "",
        "| File | Rows | Bytes |",
        "| --- | ---: | ---: |",
        *(f"| {f.path} | {'' if f.rows is None else f'{f.rows:,}'} | {f.size:,} |" for f in files),
        "| SHA256SUMS | | |",
        "",
        "Check that all files are whole (macOS: `shasum -a 256 -c SHA256SUMS`):",
        "",
        "    sha256sum -c SHA256SUMS",
        "",
        "## Licence and credit",
        "",
        f"Licence of the data: {licence or 'not stated; ask whoever gave you this release before you pass it on'}.",
        "",
        "Place names and coordinates: GeoNames (https://www.geonames.org), CC BY 4.0. Event types after ACLED, CAMEO",
        "codes and Goldstein scores as published with GDELT; the code lists name the source of each code.",
        "",
    ]
    return "\n".join(lines)


def _contents(events: pl.DataFrame, rows: Mapping[str, int | None], created: datetime | None) -> list[str]:
    """Counts, and what the events cover in time and space."""
    lines = [
        f"- Rows: {', '.join(f'{rows[name]:,} {name}' for name in ('events', 'sources', 'evidence', 'deletions'))}",
    ]
    if not events.is_empty():
        first, last = events["event_date"].min(), events["event_date_end"].max()
        countries = (
            events["country"]
            .cast(pl.String)
            .value_counts()
            .sort("count", "country", descending=[True, False])
        )
        most = ", ".join(f"{name} ({count:,})" for name, count in countries.head(MOST_COUNTRIES).iter_rows())
        which = "all" if countries.height <= MOST_COUNTRIES else "most events in"
        lines += [
            f"- Time: {first!s} to {last!s}",
            f"- Countries: {countries.height}; {which}: {most}",
        ]
    if created is not None:
        lines.append(f"- Last edit: {created:%Y-%m-%d %H:%M:%S} UTC")
    return lines


_HOW_TO_READ = """\
Each table stands here twice, as Parquet and as CSV, with the same rows and values. `dictionary.md` says what
each column means and `dictionary.csv` says it as a table; `codelists/` holds the allowed values and `schemas/`
the JSON Schema of a row. The tables are joined on `event_id`. `CHANGES.md` says what is new since the release
before, and `changes` holds every value that changed.

## Read it

Python, with Polars or pandas:

```python
events = polars.read_parquet("events.parquet")
events = pandas.read_parquet("events.parquet")
```

R:

```r
events <- nanoparquet::read_parquet("events.parquet")
events <- read.csv("events.csv", na.strings = "", encoding = "UTF-8", colClasses = c(cameo_code = "character"))
```

Mind:

- A missing number of fatalities means that the source reports none; 0 means that the source says that nobody
  died. Do not fill one with the other before you count events.
- In CSV, an empty cell is a missing value; there is no empty text. CAMEO codes are text: `010` is not `10`.
- In CSV, text that a spreadsheet would run as a formula has an apostrophe before it. To get the text itself,
  take one `'` away from cells that match `^'+[=+\\-@\\t\\r]`. The Parquet files hold the text as it is.
"""
