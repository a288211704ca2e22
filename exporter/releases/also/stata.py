"""Tables for Stata: `<table>.dta`, codes as numbers with value labels, titles as variable labels."""

import errno
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pyreadstat

from exporter.codebook.export import dictionary
from exporter.codebook.tables import Table
from exporter.errors import DataError
from exporter.releases.facts import Facts, one_line
from exporter.releases.files import File, seal

LABEL = 80
"""Characters of a label of a file or variable."""


def write(
    tables: Mapping[str, pl.DataFrame], described: pl.DataFrame, facts: Facts, folder: Path
) -> list[File]:
    """Write a file for each table."""
    del described
    return [_write(tables[table.name], table, facts, folder) for table in facts.project.tables]


def _write(frame: pl.DataFrame, table: Table, facts: Facts, folder: Path) -> File:
    path = folder / f"{table.name}.dta"
    titles = dict(dictionary(table).select("column", "title").iter_rows())
    enums = {name: kind for name, kind in frame.schema.items() if isinstance(kind, pl.Enum)}
    label = f"{one_line(facts.title)}, {facts.version}: {table.name}"
    try:
        pyreadstat.write_dta(
            _plain(frame),
            path,
            file_label=label[:LABEL],
            column_labels={name: title[:LABEL] for name, title in titles.items()},
            version=14,
            variable_value_labels={
                name: dict(enumerate(kind.categories, start=1)) for name, kind in enums.items()
            },
        )
    except pyreadstat.ReadstatError as error:
        if "range" not in str(error):
            # What the writer makes of a disk that is full in the middle of the file.
            raise OSError(errno.ENOSPC, str(error), str(path)) from error
        raise DataError(
            f"{table.name} cannot be written for Stata: {error}.",
            "Stata's numbers end at 2147483620; leave stata out of the formats if yours are larger.",
        ) from error
    _set_time(path, facts.created)
    return seal(path, folder, frame.height)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The values as Stata knows them: codes by number from 1, times in UTC, missing text empty."""
    zoned = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime) and kind.time_zone]
    return frame.with_columns(
        # Stata has no missing text but the empty one, which a release never holds otherwise.
        pl.col(pl.String).fill_null(""),
        pl.col(pl.Enum).to_physical().cast(pl.Int32) + 1,
        pl.col(zoned).dt.convert_time_zone("UTC").dt.replace_time_zone(None),
    )


_STAMP = re.compile(rb"(?<=</label><timestamp>\x11).{17}(?=</timestamp></header>)", re.DOTALL)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HEADER = 1024
"""Bytes that the header has at most, the label's included."""


def _set_time(path: Path, created: datetime | None) -> None:
    """Put the time of the data where the writer has put the time of day, so that the bytes stay the same."""
    # Stata counts its own days from 1960.
    time = created or datetime(1960, 1, 1, tzinfo=UTC)
    stamp = f"{time.day:02} {_MONTHS[time.month - 1]} {time.year:04} {time.hour:02}:{time.minute:02}"
    with path.open("rb+") as file:
        found = _STAMP.search(file.read(_HEADER))
        if found is None:
            raise RuntimeError(f"{path} has no time stamp where Stata 14 files have one")
        file.seek(found.start())
        file.write(stamp.encode("ascii"))
