"""Parquet: an article a row, read a few rows at a time; the columns are the keys of JSON Lines."""

import json
from collections.abc import Iterator
from typing import Any

from exporter.articles.found import Found
from exporter.articles.jsonlines import KEYS, read_record
from exporter.articles.places import opened
from exporter.errors import DataError

_ROWS = 64


def read_parquet(address: str) -> Iterator[tuple[str, Found | DataError]]:
    """Read an article from each row.

    Yields:
        For each row where it stands, such as `articles.parquet:3`, with what was found there or what is wrong.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    number = 0
    try:
        with opened(address) as file, pq.ParquetFile(file) as table:
            columns = [name for name in table.schema_arrow.names if name in KEYS]
            if "text" not in columns:
                message = f'{address} has no column "text".'
                yield address, DataError(message, f"The columns are {', '.join(KEYS)}; text is required.")
                return
            for batch in table.iter_batches(_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield _outcome(row, f"{address}:{number}")
    except pa.ArrowInvalid as error:
        # A footer that is missing, or a page that does not unpack: nothing after it can be found.
        yield f"{address}:{number + 1}", DataError(f"{address} is no whole Parquet file: {error}.", None)


def count_parquet(address: str) -> int:
    """How many articles a file has."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with opened(address) as file:
            return int(pq.read_metadata(file).num_rows)
    except (pa.ArrowException, OSError):
        return 0


def _outcome(row: dict[str, Any], where: str) -> tuple[str, Found | DataError]:
    try:
        # By way of JSON: one set of rules for both forms.
        return where, read_record(json.dumps(row, default=str), where)
    except DataError as error:
        return where, error
