"""The files of a release to be verified: their checksums, and reading what may be broken."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from exporter.releases.files import read_cells
from exporter.releases.rows import CHANGES

FOUND = pl.Schema(
    {
        "file": pl.String,
        "row": pl.Int64,
        "column": pl.String,
        "value": pl.String,
        "check": pl.String,
        "message": pl.String,
        "remedy": pl.String,
    }
)
"""Columns of what `verify` finds. `row` counts data rows from 1; it is null where a whole file is meant."""

Found = pl.DataFrame

SUMS = "SHA256SUMS"

_AGAIN = "Get the release again from where it was published, or build it again: exporter as-of VERSION."

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def found(problems: Sequence[Mapping[str, Any]]) -> Found:
    """Problems as a frame; what one does not say is null."""
    return pl.DataFrame(problems, schema=FOUND)


NONE = found([])


def check_checksums(root: Path, checksum: str | None) -> Found:
    """Files that are missing, were added or have changed since SHA256SUMS was written."""
    sums = root / SUMS
    if not sums.is_file():
        return found([_problem(SUMS, "file_missing", f"{SUMS} is missing: no file can be checked", _AGAIN)])
    content = sums.read_bytes()
    problems = []
    if checksum is not None and hashlib.sha256(content).hexdigest() != checksum:
        problems.append(
            _problem(SUMS, "released", "the release is not the one that the store has noted", _AGAIN)
        )
    listed: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if parts := _LINE.fullmatch(line):
            listed[parts[2]] = parts[1]
        else:
            said = _problem(SUMS, "checksum_line", "the line is no checksum and path", _AGAIN)
            problems.append({**said, "row": number, "value": line})
    held = {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()} - {SUMS}
    for name in sorted(held | set(listed)):
        if name not in held:
            problems.append(_problem(name, "file_missing", "the file is missing", _AGAIN))
        elif name not in listed:
            what = "the file is no part of the release: SHA256SUMS does not list it"
            problems.append(_problem(name, "file_extra", what, "Remove the file from the folder."))
        else:
            is_now = _sha256(root / name)
            if is_now != listed[name]:
                what = f"the file has changed: its SHA-256 should be {listed[name]}"
                problems.append({**_problem(name, "checksum", what, _AGAIN), "value": is_now})
    return found(problems)


def read_table(root: Path, name: str) -> tuple[pl.DataFrame | None, Found]:
    """A table's Parquet file, or why it cannot be read."""
    return read(root / f"{name}.parquet", pl.read_parquet)


def read(
    path: Path, reader: Callable[[Path], pl.DataFrame], check: str = "unreadable"
) -> tuple[pl.DataFrame | None, Found]:
    """What a reader makes of a file, or why it fails."""
    if not path.is_file():
        what = "the file is missing"
        return None, found([_problem(path.name, "table_missing", what, _AGAIN)])
    try:
        return reader(path), NONE
    except BaseException as error:
        # A damaged Parquet file can make the reader panic, which Python does not count as an Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        return None, found([_problem(path.name, check, f"the file cannot be read: {reason}", _AGAIN)])


def parquet_metadata(path: Path) -> dict[str, str]:
    """The key-values of a Parquet file; none where it cannot be read."""
    try:
        return {k.decode(): v.decode("utf-8", "replace") for k, v in pq.read_metadata(path).metadata.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def read_changes(root: Path) -> Found:
    """Whether the table of changes can be read, has its columns, and is the same as Parquet and CSV."""
    parquet, unread = read(root / "changes.parquet", pl.read_parquet)
    cells, unread_cells = read(root / "changes.csv", read_cells)
    problems = [unread, unread_cells]
    if parquet is not None and parquet.schema != CHANGES:
        what = f"the columns are not {', '.join(CHANGES)}, all text"
        problems.append(found([_problem("changes.parquet", "columns", what, _AGAIN)]))
    elif parquet is not None and cells is not None and not parquet.equals(cells):
        what = "the file does not hold the rows of changes.parquet"
        problems.append(found([_problem("changes.csv", "csv_differs", what, _AGAIN)]))
    return pl.concat(problems)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {error.strerror}"


def _problem(file: str, check: str, message: str, remedy: str) -> dict[str, Any]:
    return {"file": file, "check": check, "message": message, "remedy": remedy}
