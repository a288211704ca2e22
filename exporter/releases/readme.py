"""The README of a release: what it is, how to read it, how to check it."""

import re
from collections.abc import Sequence

import polars as pl

from exporter.releases.blocks import Frame
from exporter.releases.contents import purpose, table_words
from exporter.releases.facts import CREDITS, Facts, one_line
from exporter.releases.files import File
from exporter.releases.partitions import every_part

MOST_COUNTRIES = 10


def readme(facts: Facts, events: Frame, files: Sequence[File]) -> str:
    """The text of `README.md` for a release that holds these events and files."""
    lines = [
        f"# {words(one_line(facts.title))}",
        "",
        f"Release {facts.version} of the dataset `{facts.dataset}`.",
        "",
        words(facts.description),
        "",
        *_contents(facts, events),
        "",
        "## How to cite",
        "",
        f"> {words(facts.citation)}",
        "",
        *_people(facts),
        "## Licence and credit",
        "",
        f"Licence of the data: {_licence(facts)}.",
        "",
        "This release stands on the work of others; name them too:",
        "",
        *(f"- {title} (<{path}>)" for title, path in CREDITS),
        "",
        *(_parted(facts) if facts.partition else [_TABLES]),
        _HOW_TO_READ.format(**(_OF_PARTITIONS if facts.partition else _OF_FILES)),
        *(_AGREEMENT if any(file.path == "agreement.csv" for file in files) else ()),
        "## Files",
        "",
        "| File | What | Rows | Bytes |",
        "| --- | --- | ---: | ---: |",
        *(_file(file) for file in files),
        *(_parts(facts, name) for name in facts.parted),
        f"| README.md | {purpose('README.md')} | | |",
        f"| SHA256SUMS | {purpose('SHA256SUMS')} | | |",
        "",
        "Check that all files are whole (macOS: `shasum -a 256 -c SHA256SUMS`):",
        "",
        "    sha256sum -c SHA256SUMS",
        "",
    ]
    return "\n".join(lines)


def words(text: str) -> str:
    """Text that people gave, so that no character of it works as Markdown or HTML within a paragraph."""
    return _MARKS.sub(r"\\\g<0>", text)


_MARKS = re.compile(r"[\\`*_\[\]<>|#~&]|^[-+](?= )|^\d+(?=[.)] )", re.MULTILINE)


def _file(file: File) -> str:
    rows = "" if file.rows is None else f"{file.rows:,}"
    return f"| {file.path} | {purpose(file.path)} | {rows} | {file.size:,} |"


def _licence(facts: Facts) -> str:
    licence = facts.about.licence
    if licence is None:
        return "not stated; ask whoever gave you this release before you pass it on"
    return f"{words(licence.title)}, <{licence.address}>"


def _people(facts: Facts) -> list[str]:
    """Who made, published and paid for the dataset, and what else belongs to it, as far as it is stated."""
    about = facts.about
    lines = [
        f"- {words(author.full_name)}"
        + (f", {words(author.affiliation)}" if author.affiliation else "")
        + (f" (<https://orcid.org/{author.orcid}>)" if author.orcid else "")
        for author in about.authors
    ]
    if about.publisher:
        lines.append(f"- Publisher: {words(about.publisher.name)}" + _link(about.publisher.url))
    if about.contact:
        name = f"{words(about.contact.name)}, " if about.contact.name else ""
        lines.append(f"- Contact: {name}<{about.contact.email}>")
    if about.homepage:
        lines.append(f"- Homepage: <{about.homepage}>")
    for one in about.funding:
        award = f", {words(one.award)}" if one.award else ""
        lines.append(f"- Funding: {words(one.funder)}{award}" + _link(one.url))
    for work in about.related:
        title = f"{words(work.title)}, " if work.title else ""
        lines.append(f"- {work.relation}: {title}<{work.address}>")
    return [*lines, ""] if lines else []


def _link(url: str | None) -> str:
    return f" (<{url}>)" if url else ""


def _contents(facts: Facts, events: Frame) -> list[str]:
    """Counts, and what the events cover in time and space."""
    covered, created = facts.coverage, facts.created
    lines = [f"- Rows: {', '.join(f'{count:,} {name}' for name, count in facts.rows.items())}"]
    if covered is not None:
        counted = events.lazy().group_by("country").len("count").collect(engine="streaming")
        countries = counted.cast({"country": pl.String}).sort("count", "country", descending=[True, False])
        most = ", ".join(f"{name} ({count:,})" for name, count in countries.head(MOST_COUNTRIES).iter_rows())
        which = "all" if countries.height <= MOST_COUNTRIES else "most events in"
        lines += [
            f"- Time: {covered.first} to {covered.last}",
            f"- Countries: {countries.height}; {which}: {most}",
        ]
        south_north = f"latitude {covered.south:g} to {covered.north:g}"
        lines.append(f"- Coordinates: {south_north}, longitude {covered.west:g} to {covered.east:g}")
    if created is not None:
        lines.append(f"- Last edit: {created:%Y-%m-%d %H:%M:%S} UTC")
    return lines


_AGREEMENT = (
    "## Agreement between coders",
    "",
    "`agreement.csv` tells how far those who coded the same articles agree: over all (`by` is `all`), by pair of",
    "coders and by month of publication, a row for each column of the events. `percent` is how often both gave the",
    "same, `alpha` is Krippendorff's alpha (1: in all, 0: as often as chance would), `kind` what the difference of",
    "two values is: `nominal`, `interval`, or `set` (MASI). Each has its 95 % interval over articles. `articles`",
    "were coded by both, `pairs` of events were found by both, and `compared` of them have a value on both sides.",
    "The row `event` tells how many of the events that either found were found by both.",
    "",
)

_TABLES = """\
## Read it

Each table stands here twice, as Parquet and as CSV, with the same rows and values. `dictionary.md` says what
each column means; the tables are joined on `event_id`.
"""


def _parted(facts: Facts) -> list[str]:
    by = " and ".join(facts.partition)
    return [
        "## Read it",
        "",
        f"Events, sources and evidence stand here as Parquet, a folder for each {by} of the events, named as Hive",
        "names partitions: Polars, DuckDB, Arrow and Spark read them as one table and leave alone the folders that are",
        f"not asked for. The path of a file holds the {by} of its events, and the file does not hold them again.",
        "Sources and evidence lie where their event lies. `partitions.csv` lists all files, with rows, bytes and",
        "checksum. The other tables stand here twice, as Parquet and as CSV. `dictionary.md` says what each column",
        "means; the tables are joined on `event_id`.",
        "",
    ]


def _parts(facts: Facts, table: str) -> str:
    files = facts.parted[table]
    rows, size = sum(file.rows or 0 for file in files), sum(file.size for file in files)
    what = f"{table_words(table)}, as Parquet in {len(files):,} files"
    return f"| {every_part(table, facts.partition)} | {what} | {rows:,} | {size:,} |"


_OF_FILES = {
    "python": "Python, with Polars, with pandas or with nothing installed",
    "r": "R, with base R alone or faster with nanoparquet or arrow",
    "events": "events.parquet",
}
_OF_PARTITIONS = {
    "python": "Python, with Polars or pandas",
    "r": "R, with nanoparquet or arrow",
    "events": "events/",
}

_HOW_TO_READ = """\
{python}:

```python
from load import load, dictionary, changes  # load.py stands in this folder

events = load()
```

{r}:

```r
source("load.R")
events <- load_events()
```

DuckDB, in the folder of this release:

```sh
duckdb events.duckdb -c ".read load.sql"
```

All give typed columns and leave missing values missing; each says at its top what else it can. Any other
reader of Parquet does as well: `polars.read_parquet("{events}")`.

Mind:

- A missing number of fatalities means that the source reports none; 0 means that the source says that nobody
  died. Do not fill one with the other before you count events.
- In CSV, an empty cell is a missing value; there is no empty text. CAMEO codes are text: `010` is not `10`.
- In CSV, text that a spreadsheet would run as a formula has an apostrophe before it. To get the text itself,
  take one `'` away from cells that match `^'+[=+\\-@\\t\\r]`. The Parquet files hold the text as it is.
"""
