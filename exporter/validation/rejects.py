"""Every problem in one CSV file, written as they are found; it is there whole or not at all."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from exporter.codebook.cells import escape_formulas
from exporter.validation.report import TOLD
from exporter.validation.tally import Sink
from exporter.validation.whole import written_whole


@contextlib.contextmanager
def rejects_file(path: Path | None) -> Iterator[Sink]:
    """A sink that writes what it takes; without a path it writes nothing.

    Raises:
        UsageError: The file cannot be written.
    """
    if path is None:
        yield _nowhere
        return
    with written_whole(path) as part, part.open("wb") as file:
        file.write(pl.DataFrame(schema=TOLD).write_csv().encode())

        def sink(found: pl.DataFrame) -> None:
            cells = found.with_columns(escape_formulas(pl.col(pl.String)))
            cells.select(TOLD.names()).write_csv(file, include_header=False)

        yield sink


def _nowhere(_: pl.DataFrame) -> None:
    """Take problems that nobody asked for."""
