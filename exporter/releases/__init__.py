"""Releases: immutable, versioned folders of files with a dictionary.

build.py        what stands in a release
about.py        what people say of a dataset: dataset.toml
about_checks.py the values that it may hold
facts.py        what a release says of itself: about, and what its data cover
metadata/       the same in the standards of others
also/           further formats: Stata, Excel, maps
contents.py     what each file is, in words
version.py      what a release is called
order.py        a table made ready: columns checked, rows in order
files.py        a table as Parquet and CSV, and the checksum of a file
blocks.py       tables larger than memory, cut by a key; large.py: their files
partitions.py   a folder for each value of some columns: names, and reading them
partitioned.py  tables written so; linked.py: what has not changed since the last release
alike.py        partitions that two releases share, which need no comparison
cells.py        how a value is written in a cell of a CSV file
dictionary.py   the data dictionary
readme.py       the README
sql.py          load.sql, for DuckDB
staging.py      a folder that appears whole or not at all
read.py         releases found again
edition.py      one side of a comparison: tables, and what the codebook said of them
rows.py         the rows of two editions against each other
schema_changes.py  their codebooks against each other, breaking changes told apart
compare.py      both, as one comparison
changes.py      what a release says of the one before
markdown.py     tables in Markdown
from_store.py   the next release out of a store, with its version; earlier ones built again
verify.py       a release held against itself; verify_files.py, verify_contents.py, verify_parts.py: its
                checks
"""

from exporter.releases.about import (
    About,
    Author,
    Contact,
    Funding,
    Licence,
    Publisher,
    Related,
    read_about,
)
from exporter.releases.build import Release, build_release, check_new
from exporter.releases.compare import Comparison, compare
from exporter.releases.edition import Edition, edition
from exporter.releases.files import File, read_cells, read_csv
from exporter.releases.read import find_release
from exporter.releases.rows import BOOKKEEPING
from exporter.releases.verify import verify
from exporter.releases.version import Version

__all__ = [
    "BOOKKEEPING",
    "About",
    "Author",
    "Comparison",
    "Contact",
    "Edition",
    "File",
    "Funding",
    "Licence",
    "Publisher",
    "Related",
    "Release",
    "Version",
    "build_release",
    "check_new",
    "compare",
    "edition",
    "find_release",
    "read_about",
    "read_cells",
    "read_csv",
    "verify",
]
