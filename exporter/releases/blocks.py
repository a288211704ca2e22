"""Tables larger than memory, cut into blocks of rows by a key: a number per row that says where the row belongs.

Of the whole table only the keys are held, eight bytes a row.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import polars as pl

Frame = pl.DataFrame | pl.LazyFrame
"""A table in memory, or one that is read as it is needed."""

FrameType = TypeVar("FrameType", pl.DataFrame, pl.LazyFrame)

BLOCK = 1_000_000
"""Rows of a block. A table up to this size is handled fastest as a whole."""

_FIRST = -(2**63)
"""Rows without a key stand before all others, as everywhere in Polars."""


def keys(table: pl.LazyFrame, key: pl.Expr) -> pl.Series:
    """The key of each row."""
    return table.select(_numbered(key).alias("key")).collect(engine="streaming").to_series()


def cuts(found: pl.Series, rows: int) -> list[int]:
    """The first key of every block but the first; rows with the same key come into the same block."""
    return found.sort().gather_every(rows, offset=rows).unique(maintain_order=True).to_list()


def cut(
    table: pl.LazyFrame, key: pl.Expr, found: pl.Series, at: Sequence[int], folder: Path
) -> list[pl.LazyFrame]:
    """The blocks of a table, one more than cuts; those of a table that is in order stay where they are.

    Args:
        table: The table.
        key: What decides where a row belongs.
        found: The key of each row.
        at: The first key of each block but the first, the lowest first.
        folder: A folder of their own for the blocks of a table that is not in order.
    """
    if not at:
        return [table]
    if found.is_sorted():
        ends = [*found.search_sorted(pl.Series(at), side="left").to_list(), len(found)]
        starts = [0, *ends[:-1]]
        return [table.slice(start, end - start) for start, end in zip(starts, ends, strict=True)]
    # Comparisons run on each row by itself, so that the table streams past and no more of it is in memory.
    block = pl.sum_horizontal((_numbered(key) >= first).cast(pl.Int32) for first in at)
    table.sink_parquet(
        pl.PartitionBy(folder, key={"block": block}, include_key=False, approximate_bytes_per_file=None),
        compression="lz4",
        statistics=False,
        mkdir=True,
    )
    parts = [sorted((folder / f"block={number}").glob("*.parquet")) for number in range(len(at) + 1)]
    return [pl.scan_parquet(files) if files else table.clear() for files in parts]


def _numbered(key: pl.Expr) -> pl.Expr:
    return key.fill_null(_FIRST)
