"""Files of event tables: which format they are in, their rows as text, and conversions from file to file.

CSV and TSV are read by their header, GDELT's own files, which have none, by how many columns they have and what
stands in the first. A large file is converted in batches, so that memory does not grow with it.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from exporter.errors import DataError, UsageError
from exporter.formats.convert import Conversion, key_of
from exporter.formats.format import Format
from exporter.formats.gdelt import bare_columns
from exporter.formats.losses import added
from exporter.formats.registry import FORMATS, format_of, the_format
from exporter.formats.reports import Reports, firsts_of, numbers_of
from exporter.formats.typed import as_typed
from exporter.formats.unpack import plain
from exporter.formats.write import Rejects, Writer
from exporter.releases.cells import unescape_formulas
from exporter.releases.partitions import LISTED, PARTED, parts_of, scan_parts

BATCH = 200_000
"""Rows that are converted at a time."""


@dataclass(frozen=True)
class Opened:
    """A table found in a file.

    Attributes:
        format: Its format; none where it is no format's.
        rows: Its rows, of text or of types, under the names in the file.
    """

    format: str | None
    rows: pl.LazyFrame


@dataclass(frozen=True)
class Report:
    """What came of converting a file.

    Attributes:
        source: The format that it was in.
        rows: How many rows were written.
        rejected: How many were not.
        losses: As in `Converted`.
    """

    source: str
    rows: int
    rejected: int
    losses: pl.DataFrame


def recognise(path: Path | str) -> str | None:
    """The name of the format that a file is in; none where it is no format's.

    Raises:
        UsageError: There is no such file, or it cannot be unpacked.
    """
    with opened(Path(path)) as file:
        return file.format


def read(path: Path | str, source: str | None = None) -> pl.DataFrame:
    """A file as a table with the columns and types of its format.

    Args:
        path: A file as `.csv`, `.tsv` or `.parquet`, or as CSV or TSV inside `.zip` or `.gz`.
        source: The format; recognised where not given.

    Raises:
        UsageError: The file cannot be read, or its format is not recognised.
        DataError: A value cannot be read as its type.
    """
    with opened(Path(path), source) as file:
        typed = as_typed(_collected(file.rows, Path(path)), FORMATS[_known(file, Path(path))])
    wrong = typed.reasons.is_not_null()
    if wrong.any():
        row = int(wrong.arg_true()[0])
        raise DataError(
            f"{path}, row {row + 1}: {typed.reasons[row]}.",
            "Correct the value; `exporter convert` sets such rows aside and goes on.",
        )
    return typed.frame


def convert_file(
    path: Path,
    to: str,
    output: Path,
    *,
    source: str | None = None,
    rejects: Path | None = None,
    events: Path | None = None,
) -> Report:
    """Convert a file into another, in batches.

    Args:
        path: The file to read, or the folder of a release, whose events (with `source`, sources) are then meant.
        to: The format wanted.
        output: The file to write, as `.parquet`, `.csv` or `.tsv`; it appears whole or not at all.
        source: The format of the file; recognised where not given.
        rejects: Where the rows go that have no place in the format, as CSV; written only if there are any.
        events: For mentions of GDELT's own events, the file of these, ours or GDELT's.

    Raises:
        UsageError: The file cannot be read or written, or a format is not known.
    """
    target = the_format(to)
    with opened(path, source) as file:
        conversion = _with_reports(Conversion(the_format(_known(file, path)), target), file, path, events)
        layout = conversion.source
        repeated = _repeated(file.rows, layout)
        # Of keys that may come again, those that have come so far.
        known = repeated.clear() if layout.repeats else repeated
        reports: list[pl.DataFrame] = []
        rows = read_rows = 0
        with Writer(output, target) as good, Rejects(rejects, layout) as refused:
            for batch in batches(file.rows, path):
                done = conversion.run(batch, known, read_rows + 1)
                good.write(done.frame)
                refused.write(done.rejects)
                reports.append(done.losses)
                rows, read_rows = rows + done.frame.height, read_rows + batch.height
                if layout.repeats and not repeated.is_empty():
                    here = as_typed(batch, layout).frame.select(key_of(layout)).to_series()
                    known = known.append(here.filter(here.is_in(repeated.implode()))).unique()
            good.close_with(target.schema)
    return Report(layout.name, rows, read_rows - rows, added(reports))


def _with_reports(conversion: Conversion, file: Opened, path: Path, events: Path | None) -> Conversion:
    """The conversion with what it must know of the whole table, where it is of reports."""
    if conversion.source.ours != "sources":
        if events is not None:
            raise UsageError("A table of events was named, and no mentions.", "Leave --events out.")
        return conversion
    typed = (as_typed(batch, conversion.source).frame for batch in batches(file.rows, path))
    numbers = None if events is None else numbers_in(events)
    return replace(conversion, reports=Reports(firsts_of(typed), numbers))


def numbers_in(events: pl.DataFrame | Path | str) -> pl.DataFrame:
    """The events that GDELT's numbers stand for (see `Reports`), by a table of events, ours or GDELT's.

    Raises:
        UsageError: It is neither, or cannot be read.
    """
    if isinstance(events, pl.DataFrame):
        return numbers_of(_ids_of(events, format_of(events.columns)))
    path = Path(events)
    with opened(path) as file:
        found = [pl.Series("event_id", [], pl.String)]
        found += [_ids_of(batch, file.format, path) for batch in batches(file.rows, path)]
    return numbers_of(pl.concat(found))


def _ids_of(table: pl.DataFrame, name: str | None, path: Path | str = "The table of events") -> pl.Series:
    if name == "events":
        return table["event_id"].cast(pl.String)
    if name == "gdelt":
        return Conversion(FORMATS[name], FORMATS["events"]).run(table).frame["event_id"]
    raise UsageError(
        f"{path} holds neither our events nor GDELT's.", "Name the file of the events mentioned."
    )


@contextmanager
def opened(path: Path, source: str | None = None) -> Iterator[Opened]:
    """A file's table, for as long as the block lasts."""
    if source is not None and source not in FORMATS:
        raise UsageError(f"The format {source!r} is not known.", f"There are: {', '.join(FORMATS)}.")
    if path.is_dir():
        yield _release(path, source)
        return
    if path.suffix == ".parquet":
        yield _parquet(path, source)
        return
    with plain(path) as text:
        found = _text(text, source)
        if found.format is not None and FORMATS[found.format].is_ours:
            # Our own CSV files hold an apostrophe before what a spreadsheet would run.
            yield Opened(found.format, found.rows.select(unescape_formulas(pl.all())))
        else:
            yield found


def _release(folder: Path, source: str | None) -> Opened:
    """A table of a release: its events where no other is named."""
    table = source if source in PARTED else "events"
    parts = parts_of(folder, table) if (folder / LISTED).is_file() else []
    if parts:
        return Opened(table, scan_parts(folder, parts, table))
    file = folder / f"{table}.parquet"
    if not file.is_file():
        raise UsageError(f"{folder} is a folder, and no release.", "Name a file, or the folder of a release.")
    return _parquet(file, source)


def _parquet(path: Path, source: str | None) -> Opened:
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Check the spelling of the path.")
    try:
        rows = pl.scan_parquet(path)
        columns = rows.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, error) from error
    return Opened(source or format_of(columns), rows)


def _text(path: Path, source: str | None) -> Opened:
    """A table of text: GDELT's layout without header first, then by header."""
    with path.open("rb") as file:
        line = file.readline(1 << 20).decode("utf-8-sig", errors="replace").rstrip("\r\n")
    bare = _bare(line)
    if bare is not None and source in (None, bare[0]):
        name, columns = bare
        return Opened(name, _scan(path, "\t", columns))
    sign = _separator(line)
    return Opened(source or format_of(_header(line, sign)), _scan(path, sign, None))


def _header(line: str, sign: str) -> list[str]:
    """The names in a first line; none where it is no line of a table, such as the bytes of a broken archive."""
    try:
        return next(csv.reader(io.StringIO(line), delimiter=sign), [])
    except csv.Error:
        return []


def _bare(line: str) -> tuple[str, list[str]] | None:
    """Format and columns of a first line of GDELT's own, which holds numbers where a header has names."""
    cells = line.split("\t")
    if len(cells) < 2 or not (cells[0].isdigit() and cells[1].isdigit()):
        return None
    return bare_columns(len(cells))


def _separator(header: str) -> str:
    """The sign that parts the header's names."""
    return max(",;\t", key=header.count)


def _scan(path: Path, sign: str, columns: list[str] | None) -> pl.LazyFrame:
    if path.stat().st_size == 0:
        return pl.LazyFrame(schema=dict.fromkeys(columns or [], pl.String))
    return pl.scan_csv(
        path,
        separator=sign,
        has_header=columns is None,
        new_columns=columns,
        quote_char='"' if columns is None else None,
        infer_schema=False,
    )


def _known(file: Opened, path: Path) -> str:
    if file.format is None:
        raise UsageError(
            f"{path} is in no format that is known: its columns are of none.",
            f"Name the format with --from; there are: {', '.join(FORMATS)}.",
        )
    return file.format


def _repeated(rows: pl.LazyFrame, layout: Format) -> pl.Series:
    """Keys, as text, that stand in more than one row."""
    names = {name.lower(): name for name in rows.collect_schema().names()}
    if not all(key.lower() in names for key in layout.key):
        return pl.Series("key", [], pl.String)
    plain_names = rows.select(pl.col(names[key.lower()]).alias(key) for key in layout.key)
    # Hashes first: eight bytes of each key, and mostly there is nothing to look at closer.
    keys = plain_names.select(key=key_of(layout)).filter(pl.col("key").is_not_null())
    hashed = keys.select(pl.col("key").hash()).collect(engine="streaming")["key"].sort()
    twice = hashed.filter(hashed == hashed.shift(1)).unique()
    if twice.is_empty():
        return pl.Series("key", [], pl.String)
    suspects = keys.filter(pl.col("key").hash().is_in(twice.implode()))
    return suspects.group_by("key").len().filter(pl.col("len") > 1).collect(engine="streaming")["key"]


def batches(rows: pl.LazyFrame, path: Path) -> Iterator[pl.DataFrame]:
    """The rows of a file, a batch at a time.

    Raises:
        UsageError: The file cannot be read to its end.
    """
    try:
        yield from rows.collect_batches(chunk_size=BATCH, maintain_order=True, engine="streaming")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, error) from error


def _collected(rows: pl.LazyFrame, path: Path) -> pl.DataFrame:
    try:
        return rows.collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> UsageError:
    reason = str(error).splitlines()[0]
    return UsageError(
        f"{path} cannot be read: {reason}", "Check that it is a whole CSV, TSV or Parquet file."
    )
