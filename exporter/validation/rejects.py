"""Every problem in one CSV file, written as they are found; it is there whole or not at all."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from exporter.codebook.cells import escape_formulas
from exporter.errors import UsageError
from exporter.validation.report import TOLD
from exporter.validation.tally import Sink


@contextlib.contextmanager
def rejects_file(path: Path | None) -> Iterator[Sink]:
    """A sink that writes what it takes; without a path it writes nothing.

    Raises:
        UsageError: The file cannot be written.
    """
    if path is None:
        yield _nowhere
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(pl.DataFrame(schema=TOLD).write_csv().encode())

            def sink(found: pl.DataFrame) -> None:
                cells = found.with_columns(escape_formulas(pl.col(pl.String)))
                cells.select(TOLD.names()).write_csv(file, include_header=False)

            yield sink
        part.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Name a file in a folder that you may write to.",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _nowhere(_: pl.DataFrame) -> None:
    """Take problems that nobody asked for."""
