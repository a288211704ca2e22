"""Releases: immutable, versioned folders of files with a dictionary.

build.py        what stands in a release
version.py      what a release is called
order.py        a table made ready: columns checked, rows in order
files.py        a table as Parquet and CSV, and the checksum of a file
cells.py        how a value is written in a cell of a CSV file
dictionary.py   the data dictionary
readme.py       the README
staging.py      a folder that appears whole or not at all
read.py         releases found again
"""

from exporter.releases.build import Release, build_release, check_new
from exporter.releases.files import File, read_cells, read_csv
from exporter.releases.read import find_release
from exporter.releases.version import Version

__all__ = [
    "File",
    "Release",
    "Version",
    "build_release",
    "check_new",
    "find_release",
    "read_cells",
    "read_csv",
]
