"""The files of a table, Parquet and CSV: how they are written, read back and sealed with a checksum.

Both files hold the same rows and values. What a cell of the CSV looks like is told in `cells`.
"""

import errno
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pyarrow as pa

from exporter.codebook.export import polars_schema
from exporter.codebook.tables import Table, table_of
from exporter.errors import DataError
from exporter.releases.blocks import Frame
from exporter.releases.cells import INSTANT, unescape_formulas, written

# Large enough to compress well, small enough that a reader skips the countries and years it does not want.
ROW_GROUP = 32_768


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release.

    Attributes:
        path: Where it stands in the release's folder, with `/` between folders.
        size: Bytes.
        rows: Rows of the table that it holds; none where it is no table.
        sha256: Checksum of the content, in hexadecimal.
    """

    path: str
    size: int
    rows: int | None
    sha256: str


def write_parquet(
    rows: Frame, path: Path, metadata: Mapping[str, str], schema: pa.Schema | None = None
) -> None:
    """Write rows as Parquet, with `metadata` as the file's own key-values; the same bytes from both frames."""
    try:
        rows.lazy().sink_parquet(
            path,
            compression="zstd",
            statistics=True,
            row_group_size=ROW_GROUP,
            metadata=dict(metadata),
            arrow_schema=schema,
        )
    except pl.exceptions.ComputeError as error:
        # What Polars makes of a disk that is full in the middle of the file.
        raise OSError(errno.ENOSPC, str(error), str(path)) from error


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame as CSV: UTF-8 without a mark, LF, quotes where RFC 4180 wants them, nothing for null."""
    written(frame).write_csv(path, float_scientific=False)


def add_csv(frame: pl.DataFrame, file: BinaryIO, *, header: bool) -> None:
    """Write the next rows of a CSV file."""
    written(frame).write_csv(file, include_header=header, float_scientific=False)


def read_cells(path: Path | str) -> pl.DataFrame:
    """A CSV file as text, column by column: an empty cell is missing, escaped formulas are text again."""
    return pl.read_csv(path, infer_schema=False).select(unescape_formulas(pl.all()))


def read_csv(path: Path | str, table: str | Table) -> pl.DataFrame:
    """A table of the codebook from a release's CSV, with the types and values that were written.

    Raises:
        DataError: The columns are not those of the table, or a value is not of its column's type.
    """
    schema = polars_schema(table)
    found = pl.read_csv(path, infer_schema=False, n_rows=0).columns
    if found != list(schema):
        name = next(iter(set(schema) ^ set(found)), found[0])
        raise DataError(
            f"{path}: the columns are not those of {table_of(table).name}; see {name}.",
            "A release's CSV has the columns of the data dictionary in its order.",
        )
    texts = [name for name, kind in schema.items() if kind == pl.String]
    instants = [name for name, kind in schema.items() if isinstance(kind, pl.Datetime)]
    try:
        frame = pl.read_csv(path, schema={**schema, **dict.fromkeys(instants, pl.String())})
        return frame.with_columns(
            *(unescape_formulas(pl.col(name)) for name in texts),
            *(
                pl.col(name).str.to_datetime(INSTANT, time_unit="us").dt.replace_time_zone("UTC")
                for name in instants
            ),
        )
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"{path}: {reason}", "Validate the file: that tells every value that does not fit, with its row."
        ) from error


def seal(path: Path, root: Path, rows: int | None = None) -> File:
    """Take the checksum of a finished file."""
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.relative_to(root).as_posix(), path.stat().st_size, rows, checksum)
