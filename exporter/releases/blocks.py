"""Tables larger than memory, cut into blocks of rows by a key: a number per row that says where the row belongs.

Of the whole table only the keys are held, eight bytes a row.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
    firsts = pl.Series(at, dtype=pl.Int64)
    block = _numbered(key).alias("key")
    parts: list[list[Path]] = [[] for _ in range(len(at) + 1)]
    batches = table.collect_batches(chunk_size=BATCH, maintain_order=True, engine="streaming")
    with ThreadPoolExecutor(2) as pool:
        for batch in batches:
            numbers = firsts.search_sorted(batch.select(block).to_series(), side="right").alias("block")
            split = batch.with_columns(numbers).partition_by("block", include_key=False, as_dict=True)
            written = []
            for (number,), rows in split.items():
                files = parts[number]
                files.append(folder / f"block={number}" / f"{len(files):06}.parquet")
                files[0].parent.mkdir(parents=True, exist_ok=True)
                written.append(pool.submit(_set_aside, rows, files[-1]))
            for job in written:
                job.result()
    return [pl.scan_parquet(files, hive_partitioning=False) if files else table.clear() for files in parts]


def _set_aside(rows: pl.DataFrame, path: Path) -> None:
    # Tables that are cut are large, and disks slower than this compression.
    rows.write_parquet(path, compression="zstd", compression_level=1, statistics=False)


BATCH = 500_000
"""Rows that are cut at a time: however many blocks there are, no more of them are in memory."""


def _numbered(key: pl.Expr) -> pl.Expr:
    return key.fill_null(_FIRST)
