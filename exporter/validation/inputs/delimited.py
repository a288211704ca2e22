"""CSV and tab-separated files as text, a batch at a time."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from exporter.codebook.cells import unescape_formulas
from exporter.errors import UsageError
from exporter.validation.inputs import limits
from exporter.validation.inputs.batch import Batch
from exporter.validation.inputs.blocks import Block, blocks, unmarked

# Takes what a row has more than the header: such a row is told, not cut.
_MORE = "\0more"

_QUOTE = b'"'


def header(path: Path, name: str, separator: str) -> list[str]:
    """The names in the first row.

    Raises:
        UsageError: There is none, it is too long, or a name stands twice.
    """
    with path.open("rb") as file:
        start = file.read(limits.LINE)
    text = unmarked(start, name)
    if not text.strip():
        raise UsageError(f"{name} is empty.", "Check that the table was saved, or leave the file out.")
    first = text.split(b"\n", 1)[0]
    if first.count(separator.encode()) >= limits.COLUMNS:
        raise UsageError(
            f"{name} has more than {limits.COLUMNS} columns.", "Check that it is what its name says."
        )
    line = first.rstrip(b"\r").decode("utf-8", "replace")
    try:
        rows = list(csv.reader(io.StringIO(line, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UsageError(
            f"{name}: the first line is no row of names: {error}.", "Save it as CSV with `\\n` at line ends."
        ) from error
    if len(rows) > 1:
        raise UsageError(
            f"{name}: its lines end with a carriage return alone (`\\r`).",
            "Save it as CSV with `\\n` at line ends.",
        )
    names = rows[0] if rows else []
    if not names:
        raise UsageError(f"{name}: the first line holds no names.", "Give the names of the columns there.")
    twice = next((column for column in names if names.count(column) > 1), None)
    if twice is not None:
        raise UsageError(f"{name} has the column {twice!r} more than once.", "Give each column its own name.")
    return names


def batches(path: Path, name: str, separator: str) -> Iterator[Batch]:
    """The rows below the header, as text; an empty cell is missing.

    Raises:
        UsageError: The file is no text in rows, with the line that says so.
    """
    names = header(path, name, separator)
    before = 0
    for block in blocks(path, name, _QUOTE):
        text, line = block.text, block.line
        if line == 1:
            text, line = text.partition(b"\n")[2], 2
        # Blank lines at the end of a file are no rows.
        text = text.rstrip(b"\r\n") + b"\n"
        if text == b"\n":
            continue
        batch = _batch(Block(text, line), names, before, name, separator)
        yield batch
        before += batch.frame.height
    if before == 0:
        yield Batch(pl.DataFrame(schema=dict.fromkeys(names, pl.String)), line=2)


def _batch(block: Block, names: list[str], before: int, name: str, separator: str) -> Batch:
    frame = _parsed(block, names, name, separator)
    overlong = frame.with_row_index("row", 1).filter(pl.col(_MORE).is_not_null())["row"].to_list()
    rows = frame.drop(_MORE)
    lines = block.text.count(b"\n")
    if lines != rows.height:
        # Line breaks in cells, most likely; else rows were lost, and that must not pass.
        inside = rows.select(pl.all().str.count_matches("\n", literal=True).sum()).fill_null(0)
        if sum(inside.row(0)) + rows.height != lines and not overlong:
            _fail(block, name, separator)
    return Batch(_unescaped(rows), before, block.line, lines != rows.height, tuple(overlong))


def _unescaped(rows: pl.DataFrame) -> pl.DataFrame:
    marked = rows.select(pl.all().str.starts_with("'").any())
    risky = [column for column in rows.columns if marked[column].item()]
    return rows.with_columns(unescape_formulas(pl.col(column)) for column in risky)


def _parsed(block: Block, names: list[str], name: str, separator: str) -> pl.DataFrame:
    try:
        return pl.read_csv(
            io.BytesIO(block.text),
            has_header=False,
            separator=separator,
            schema=dict.fromkeys([*names, _MORE], pl.String),
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        _fail(block, name, separator, reason)
        raise UsageError(f"{name} cannot be read: {reason}", "Check the file.") from error


def _fail(block: Block, name: str, separator: str, reason: str = "") -> None:
    """Say in which line the text stops being rows."""
    try:
        text = block.text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = block.line + block.text.count(b"\n", 0, error.start)
        raise UsageError(f"{name}, line {line} is not UTF-8.", "Save the file as UTF-8.") from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        line = block.line + reader.line_num - 1
        raise UsageError(
            f"{name}, line {line}: {error}.",
            'Put cells that hold a quotation mark in quotes, and write the mark twice (`""`).',
        ) from error
    for number, line_text in enumerate(text.split("\n")):
        bare = line_text.replace('""', "")
        if any('"' in cell.strip('"') for cell in bare.split(separator)):
            raise UsageError(
                f"{name}, line {block.line + number}: a quotation mark stands inside a cell."
                + (f" ({reason})" if reason else ""),
                'Put the cell in quotes, and write the mark twice (`""`).',
            )
