"""Partitions that two releases share: files that are the same hold the same rows, and need no comparison."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from exporter.releases.edition import Edition, joined
from exporter.releases.linked import sums_of
from exporter.releases.partitions import PARTED, Part, parts_of, scan_parts
from exporter.releases.rows import COUNTED_BY, RowChanges, unchanged_rows


def without_shared(old: Edition, new: Edition) -> tuple[Edition, Edition, RowChanges | None]:
    """Two editions without the partitions that both have, and what the comparison of those would have said.

    A file is the same where both releases link to it, or where both list the same checksum for it. An event that has
    left a partition has changed the file, so no event of a shared one stands elsewhere.

    Returns:
        The editions as they were and none, where they share nothing.

    Raises:
        UsageError: A file cannot be read.
    """
    if old.parted is None or new.parted is None:
        return old, new, None
    shared = {name: list(_shared(old.parted, new.parted, name)) for name in PARTED}
    if not any(shared.values()):
        return old, new, None
    same = unchanged_rows(_counted(new.parted, shared["events"]))
    return _without(old, old.parted, shared), _without(new, new.parted, shared), same


def _shared(old: Path, new: Path, table: str) -> Iterator[Part]:
    before, after = sums_of(old), sums_of(new)
    for part in parts_of(new, table):
        one, other = old / part.path, new / part.path
        listed = before.get(part.path)
        if one.is_file() and (one.samefile(other) or (listed and listed == after.get(part.path))):
            yield part


def _without(one: Edition, folder: Path, shared: Mapping[str, Sequence[Part]]) -> Edition:
    tables = dict(one.tables)
    for name, parts in shared.items():
        gone = {part.path for part in parts}
        rest = [part for part in parts_of(folder, name) if part.path not in gone]
        # A table without rows keeps its columns.
        tables[name] = joined(folder, rest, name) if rest else tables[name].clear()
    return replace(one, tables=tables)


def _counted(folder: Path, parts: Sequence[Part]) -> pl.DataFrame:
    """How many events of each country, year and event type some partitions hold."""
    rows = scan_parts(folder, parts, "events")
    return rows.group_by(COUNTED_BY).agg(events=pl.len().cast(pl.Int64)).collect(engine="streaming")
