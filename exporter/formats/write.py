"""Tables written batch by batch, as a file that appears whole or not at all."""

import secrets
from pathlib import Path
from types import TracebackType
from typing import IO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from exporter.codebook.export import arrow_schema
from exporter.errors import UsageError
from exporter.formats.format import Format
from exporter.releases.cells import written
from exporter.releases.staging import told

_ENDINGS = (".parquet", ".csv", ".tsv", ".CSV")


class Writer:
    """A file that takes a table in batches.

    The ending says how: `.parquet`; `.csv` with commas and a header; `.tsv` with tabs and, but for GDELT, a
    header; `.CSV` as GDELT names its own files, with tabs and without header. What is written of GDELT without a
    header has no quotes either.
    """

    def __init__(self, path: Path, layout: Format) -> None:
        if path.suffix not in _ENDINGS or (path.suffix == ".CSV" and not layout.bare):
            raise UsageError(f"{path} ends in none of .parquet, .csv and .tsv.", "Name the output file so.")
        self._path = path
        self._layout = layout
        self._aside: Aside | None = None
        self._parquet: pq.ParquetWriter | None = None
        self._begun = False

    def __enter__(self) -> "Writer":
        """Open the file aside."""
        with told(self._path):
            self._aside = Aside(self._path)
            if self._path.suffix == ".parquet":
                self._parquet = pq.ParquetWriter(self._aside.file, self._schema(), compression="zstd")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the file in its place, or take it away where something went wrong."""
        if self._aside is not None:
            with told(self._path):
                if self._parquet is not None:
                    self._parquet.close()
            self._aside.end(well=kind is None)

    def write(self, frame: pl.DataFrame) -> None:
        """Append a batch."""
        with told(self._path):
            if self._parquet is not None:
                self._parquet.write_table(frame.to_arrow().cast(self._schema()))
            elif self._aside is not None:
                self._write_text(frame, self._aside.file)
        self._begun = True

    def close_with(self, schema: pl.Schema) -> None:
        """Make sure that a file without rows has its header."""
        if not self._begun:
            self.write(pl.DataFrame(schema=schema))

    def _write_text(self, frame: pl.DataFrame, file: IO[bytes]) -> None:
        bare = self._layout.bare and self._path.suffix != ".csv"
        _cells(frame, self._layout).write_csv(
            file,
            separator="," if self._path.suffix == ".csv" else "\t",
            include_header=not bare and not self._begun,
            quote_style="never" if bare else "necessary",
            float_scientific=False,
        )

    def _schema(self) -> pa.Schema:
        """The table's Arrow schema; that of our own carries the codebook's words."""
        if self._layout.is_ours:
            return arrow_schema(self._layout.name)
        return pl.DataFrame(schema=self._layout.schema).to_arrow().schema


class Rejects:
    """A CSV file for rejected rows of a format, which is there only if there are any."""

    def __init__(self, path: Path | None, layout: Format) -> None:
        self._path = path
        self._layout = layout
        self._aside: Aside | None = None

    def __enter__(self) -> "Rejects":
        """Nothing is opened before there is something to write."""
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Append rejected rows."""
        if self._path is None or frame.is_empty():
            return
        with told(self._path):
            first = self._aside is None
            if self._aside is None:
                self._aside = Aside(self._path)
            _cells(frame, self._layout).write_csv(self._aside.file, include_header=first)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the file in its place, or take it away where something went wrong."""
        if self._aside is not None:
            self._aside.end(well=kind is None)


class Aside:
    """A file under a hidden name, which takes its own when it ends well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.parent / f".{path.name}.{secrets.token_hex(4)}.part"
        self.file: IO[bytes] = self._part.open("wb")

    def end(self, *, well: bool) -> None:
        """Close it; put it in its place, or take it away."""
        try:
            with told(self._path):
                self.file.close()
                if well:
                    self._part.replace(self._path)
        finally:
            self._part.unlink(missing_ok=True)


def _cells(frame: pl.DataFrame, layout: Format) -> pl.DataFrame:
    """The cells of our own tables are written as in a release; readers of others expect the text as it is."""
    return written(frame) if layout.is_ours else frame
