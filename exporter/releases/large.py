"""A table too large for memory, put in order and written block by block.

The files have the bytes that they would have if the table were written as a whole.
"""

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from exporter.codebook.export import arrow_schema, polars_schema
from exporter.codebook.tables import Table, table_of
from exporter.releases.blocks import BLOCK, cut, cuts, keys
from exporter.releases.files import add_csv, write_parquet
from exporter.releases.order import in_order, prepare_large, sort_key


def write_large(
    rows: pl.LazyFrame, folder: Path, table: str | Table, metadata: Mapping[str, str]
) -> tuple[pl.LazyFrame, int, list[Path]]:
    """Write a table of the codebook as `<name>.csv` and `<name>.parquet`, both as the blocks come.

    Returns:
        The table as the Parquet file holds it, its rows, and both files.

    Raises:
        DataError: See `order.prepare`.
    """
    name = table_of(table).name
    csv, parquet, aside = folder / f"{name}.csv", folder / f"{name}.parquet", folder / f".{name}"
    ready = prepare_large(rows, table)
    height = 0

    def blocks(*_: object) -> Iterator[pl.DataFrame]:
        # Polars makes Parquet of a block, and the thread CSV, while the next block is put in order.
        nonlocal height
        with csv.open("wb") as file, ThreadPoolExecutor(1) as thread:
            written: Future[None] | None = None
            for number, frame in enumerate(in_blocks(ready, name, aside)):
                height += frame.height
                if written:
                    written.result()
                written = thread.submit(add_csv, frame, file, header=number == 0)
                yield frame
            if written:
                written.result()

    ordered = register_io_source(blocks, schema=polars_schema(table))
    write_parquet(ordered, parquet, metadata, arrow_schema(table))
    shutil.rmtree(aside, ignore_errors=True)  # a table that is in order needs none
    return pl.scan_parquet(parquet), height, [csv, parquet]


def in_blocks(rows: pl.LazyFrame, table: str, aside: Path) -> Iterator[pl.DataFrame]:
    """The rows of a table in the order of a release, a block at a time; there is at least one block.

    Args:
        rows: The rows, in any order.
        table: Name of the table.
        aside: A folder for rows that are not in order, to be removed afterwards.
    """
    key = sort_key(table)
    found = keys(rows, key)
    blocks = cut(rows, key, found, cuts(found, BLOCK), aside / "cut")
    del found
    for number, block in enumerate(blocks):
        yield in_order(block.collect(), table)
        # What is done with need not take the disk's space any longer.
        shutil.rmtree(aside / "cut" / f"block={number}", ignore_errors=True)
