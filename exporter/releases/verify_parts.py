"""The partitions of a release to be verified: read file by file, of tables of any size."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from exporter.codebook.tables import Table
from exporter.errors import DataError
from exporter.releases.files import read_cells
from exporter.releases.linked import last_release
from exporter.releases.partitions import COMPANIONS, FILE, LISTED, Part, parts_of, scan_parts
from exporter.releases.verify_files import NONE, Found, found, read

_AGAIN = "Get the release again from where it was published, or build it again: exporter as-of VERSION."


def scan_table(root: Path, table: Table) -> tuple[pl.LazyFrame | None, Found]:
    """A table that has partitions, or why it cannot be read."""
    try:
        parts = parts_of(root, table)
    except DataError as error:
        return None, found([_problem(f"{table.name}/", "partition", error.message)])
    problems, schemas = [], {}
    for part in parts:
        try:
            schemas[part.path] = pq.read_schema(root / part.path).serialize().to_pybytes()
        except (OSError, pa.ArrowException) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            problems.append(_problem(part.path, "unreadable", f"the file cannot be read: {reason}"))
    usual = Counter(schemas.values()).most_common(1)
    what = "the columns or types are not those of the other partitions"
    problems += [_problem(path, "column_type", what) for path, one in schemas.items() if one != usual[0][0]]
    return (None if problems else scan_parts(root, parts, table)), found(problems)


def check_list(root: Path, tables: Sequence[str]) -> Found:
    """`partitions.csv` against the files that there are."""
    listed, unread = read(root / LISTED, read_cells)
    if listed is None:
        return unread
    if not {"path", "rows", "bytes", "sha256"} <= set(listed.columns):
        return found(
            [_problem(LISTED, "partition_list", "the columns path, rows, bytes and sha256 are missing")]
        )
    release = last_release(root)
    sums = release.sums if release else {}
    problems = []
    said = {row["path"]: (number, row) for number, row in enumerate(listed.iter_rows(named=True), 1)}
    paths = [
        path.relative_to(root).as_posix() for name in tables for path in (root / name).glob(f"**/{FILE}")
    ]
    for path in sorted({*paths, *said}):
        if path not in paths:
            problems.append(
                _problem(LISTED, "partition_list", f"there is no file {path}") | {"row": said[path][0]}
            )
            continue
        if path not in said:
            problems.append(_problem(LISTED, "partition_list", f"the file {path} is not listed"))
            continue
        number, row = said[path]
        file = root / path
        is_now = {"rows": _rows(file), "bytes": file.stat().st_size, "sha256": sums.get(path)}
        for column, value in is_now.items():
            if value is not None and row[column] != str(value):
                what = f"{column} of {path} is {value}"
                told = {"row": number, "column": column, "value": row[column]}
                problems.append(_problem(LISTED, "partition_list", what) | told)
    return found(problems)


def check_places(root: Path, parts: Sequence[Part], table: str) -> Found:
    """Whether sources and evidence lie in the partition of their event."""
    if table not in COMPANIONS:
        return NONE
    problems = []
    for part in parts:
        events = root / "events" / Path(part.path).relative_to(table)
        ids = (
            pl.scan_parquet(root / part.path, hive_partitioning=False)
            .select("event_id")
            .with_row_index("row", 1)
        )
        if events.is_file():
            there = pl.scan_parquet(events, hive_partitioning=False).select("event_id")
            ids = ids.join(there, on="event_id", how="anti", maintain_order="left")
        for row, event_id in ids.head(1).collect().iter_rows():
            what = "the event does not lie in this partition"
            told = {"row": row, "column": "event_id", "value": event_id}
            problems.append(_problem(part.path, "partition", what) | told)
    return found(problems)


def in_files(problems: Found, root: Path, parts: Sequence[Part]) -> Found:
    """Problems of a table with the partition that each stands in, and its row there."""
    counts = pl.Series([_rows(root / part.path) or 0 for part in parts], dtype=pl.Int64)
    ends = counts.cum_sum()
    at = ends.search_sorted(problems["row"].fill_null(1), side="left")
    paths = pl.Series([part.path for part in parts], dtype=pl.String).gather(at)
    return problems.with_columns(file=paths, row=problems["row"] - (ends - counts).gather(at))


def _rows(file: Path) -> int | None:
    try:
        return int(pq.read_metadata(file).num_rows)
    except (OSError, pa.ArrowException):
        return None


def _problem(file: str, check: str, message: str) -> dict[str, Any]:
    return {"file": file, "check": check, "message": message, "remedy": _AGAIN}
