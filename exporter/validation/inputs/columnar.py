"""Parquet files, a batch at a time."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from exporter.errors import UsageError
from exporter.validation.inputs import limits
from exporter.validation.inputs.batch import Batch

_WHOLE = "Check that it is a whole Parquet file."


def columns(path: Path, name: str) -> list[str]:
    """The names of the columns.

    Raises:
        UsageError: It is no Parquet file, or one that would not fit into memory.
    """
    try:
        facts = pq.ParquetFile(path).metadata
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{name} cannot be read: {reason}", _WHOLE) from error
    if facts.num_columns > limits.COLUMNS:
        raise UsageError(f"{name} has more than {limits.COLUMNS} columns.", _WHOLE)
    for number in range(facts.num_row_groups):
        rows = facts.row_group(number).num_rows
        if rows > limits.ROW_GROUP:
            raise UsageError(
                f"{name} holds {rows} rows in one row group, more than can be read at a time.",
                f"Write it with row groups of {limits.ROW_GROUP} rows or fewer.",
            )
    return list(facts.schema.to_arrow_schema().names)


def batches(path: Path, name: str) -> Iterator[Batch]:
    """The rows with the types that the file gives them."""
    columns(path, name)
    try:
        scan = pl.scan_parquet(path, glob=False)
        rows = int(scan.select(pl.len()).collect().item())
        for start in range(0, max(rows, 1), limits.ROWS):
            yield Batch(scan.slice(start, limits.ROWS).collect(), start)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{name} cannot be read: {reason}", _WHOLE) from error
