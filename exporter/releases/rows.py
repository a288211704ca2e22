"""The rows of two tables of events against each other, joined on `event_id`.

Columns are compared a few at a time, so that no more than these are in memory beside the tables. What only one
side has is told by the comparison of codebooks, not here row by row.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from exporter.errors import DataError
from exporter.releases.cells import INSTANT
from exporter.releases.order import country_and_serial

KEY = "event_id"

BOOKKEEPING = ("recorded_at", "updated_at")
"""When a row was entered and edited last. They say nothing of the event, and move with every edit, even one
that was taken back: a row that differs in nothing else has not changed."""

CHANGES = pl.Schema(dict.fromkeys((KEY, "change", "column", "old", "new"), pl.String()))
"""A row per value that changed, and per event that was added or deleted (without column, old and new)."""

COUNTS = pl.Schema(
    {"by": pl.String, "value": pl.String}
    | dict.fromkeys(("old", "new", "added", "deleted", "changed"), pl.Int64())
)
"""Events by country, year and event type. A changed event counts under its new value."""

COUNTED_BY = ("country", "year", "event_type")


_AT_ONCE = 4
"""Columns that are compared at a time."""


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What became of the rows.

    Attributes:
        changes: See `CHANGES`; by id, and the columns of an event in the table's order.
        counts: See `COUNTS`.
        added: Number of events that only the new table has.
        deleted: Number of events that only the old table has.
        changed: Number of events with another value in some column.
        unchanged: Number of all others.
    """

    changes: pl.DataFrame
    counts: pl.DataFrame
    added: int
    deleted: int
    changed: int
    unchanged: int


def compare_rows(old: pl.DataFrame, new: pl.DataFrame, names: tuple[str, str]) -> RowChanges:
    """Compare two tables of events.

    Args:
        old: The earlier one.
        new: The later one.
        names: What to call the two in messages.

    Raises:
        DataError: A table has no `event_id`, an empty one, or one twice; or a column is nested.
    """
    for frame, name in ((old, names[0]), (new, names[1])):
        _check(frame, name)
    ids = old.select(pl.col(KEY).cast(pl.String)).with_row_index("was")
    pairs = ids.join(
        new.select(pl.col(KEY).cast(pl.String)).with_row_index("is"), on=KEY, how="full", coalesce=True
    )
    added = pairs.filter(pl.col("was").is_null())
    deleted = pairs.filter(pl.col("is").is_null())
    # The new row of each old one, row by row of the old table: only the new one's columns need be gathered.
    partners = pairs.filter(pl.col("was").is_not_null()).sort("was")
    kept = partners.height - deleted.height
    # An id that stands twice makes more pairs than rows, or is twice among those without a partner: looking
    # there costs next to nothing.
    odd = partners.height != old.height or kept + added.height != new.height
    if odd or any(rows[KEY].n_unique() < rows.height for rows in (added, deleted)):
        for frame, name in ((old, names[0]), (new, names[1])):
            _check_unique(frame, name)
    cells = list(_cells(old, new, partners["is"])) if kept else []
    changed = _changed_rows(cells)
    changes = [
        _whole(added, "added"),
        _whole(deleted, "deleted"),
        *(_values(old[KEY], at, column) for column, at in cells),
    ]
    counts = [
        _count(by, old, new, added["is"], deleted["was"], partners["is"].gather(changed))
        for by in COUNTED_BY
        if by in old.columns and by in new.columns
    ]
    return RowChanges(
        _in_order(pl.concat(changes), new.columns),
        pl.concat([pl.DataFrame(schema=COUNTS), *counts]),
        added.height,
        deleted.height,
        len(changed),
        kept - len(changed),
    )


def unchanged_rows(counted: pl.DataFrame) -> RowChanges:
    """What would be said of events that both tables have alike.

    Args:
        counted: Their number in `events`, by the columns of `COUNTED_BY`.
    """
    counts = [
        counted.group_by(value=pl.col(by).cast(pl.String))
        .agg(old=pl.col("events").sum(), new=pl.col("events").sum())
        .select(pl.lit(by).alias("by"), "value", "old", "new", added=0, deleted=0, changed=0)
        for by in COUNTED_BY
    ]
    return RowChanges(
        pl.DataFrame(schema=CHANGES), pl.concat(counts).cast(COUNTS), 0, 0, 0, int(counted["events"].sum())
    )


def merged(parts: Sequence[RowChanges]) -> RowChanges:
    """The changes of a whole table from those of its blocks, which are in the order of their ids."""
    if len(parts) == 1:
        return parts[0]
    counted = pl.concat(part.counts for part in parts)
    groups = [name for name in COUNTS if name not in ("by", "value")]
    by = pl.col("by").replace_strict(COUNTED_BY, range(len(COUNTED_BY)), return_dtype=pl.Int32)
    return RowChanges(
        pl.concat(part.changes for part in parts),
        counted.group_by("by", "value")
        .agg(pl.col(groups).sum())
        .sort(by, "value", nulls_last=True)
        .select(list(COUNTS)),
        sum(part.added for part in parts),
        sum(part.deleted for part in parts),
        sum(part.changed for part in parts),
        sum(part.unchanged for part in parts),
    )


def _check(frame: pl.DataFrame, name: str) -> None:
    if KEY not in frame.columns:
        raise DataError(
            f"{name} has no column {KEY}.", "Events are told apart by it; name the column so in the file."
        )
    ids = frame[KEY]
    if ids.null_count():
        row = (ids.is_null().arg_max() or 0) + 1
        raise DataError(f"{name}, row {row}: {KEY} is missing.", "Give every event an id.")
    for column, kind in frame.schema.items():
        if kind.is_nested():
            raise DataError(f"{name}: the column {column} is nested.", "Compare tables of flat columns.")


def _check_unique(frame: pl.DataFrame, name: str) -> None:
    again = frame[KEY].is_first_distinct().not_()
    if again.any():
        raise DataError(
            f"{name}: the {KEY} {frame[KEY][again.arg_max() or 0]} stands more than once.",
            "Give each event an id of its own.",
        )


@dataclass(frozen=True, slots=True)
class _Column:
    """The changed values of a column, as text."""

    name: str
    old: pl.Series
    new: pl.Series


def _cells(old: pl.DataFrame, new: pl.DataFrame, partner: pl.Series) -> Iterator[tuple[_Column, pl.Series]]:
    """The columns with changed values, and in which of the old rows they are.

    Args:
        old: The earlier table.
        new: The later one.
        partner: The new row of each old row; null where it was deleted.
    """
    there = partner.is_not_null()
    row = partner.fill_null(0)
    names = [name for name in new.columns if name in old.columns and name not in (KEY, *BOOKKEEPING)]
    # Gathering and comparing a column keeps one core busy: others take the next columns.
    with ThreadPoolExecutor(min(_AT_ONCE, pl.thread_pool_size())) as pool:
        found = pool.map(lambda name: _changed_cells(old[name], new[name], row, there), names)
        yield from (one for one in found if one is not None)


def _changed_cells(
    old: pl.Series, new: pl.Series, row: pl.Series, there: pl.Series
) -> tuple[_Column, pl.Series] | None:
    now = new.gather(row)
    alike, alike_now = _alike(old, now)
    at = (alike.ne_missing(alike_now) & there).arg_true()
    if at.is_empty():
        return None
    before, after = _filled(old.gather(at)), _filled(now.gather(at))
    real = before.ne_missing(after).arg_true()
    if real.is_empty():
        return None
    return _Column(old.name, before.gather(real), after.gather(real)), at.gather(real)


def _alike(one: pl.Series, other: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Both in a type in which they can be compared; numbers as numbers, all else that differs as text."""
    if one.dtype == other.dtype:
        return one, other
    if one.dtype.is_numeric() and other.dtype.is_numeric():
        wide = pl.Int64 if one.dtype.is_integer() and other.dtype.is_integer() else pl.Float64
        return one.cast(wide), other.cast(wide)
    return as_written(one), as_written(other)


def as_written(values: pl.Series) -> pl.Series:
    """Values as text, dates and times by ISO 8601."""
    if isinstance(values.dtype, pl.Datetime):
        return values.dt.strftime(INSTANT if values.dtype.time_zone else INSTANT.removesuffix("Z"))
    return values.cast(pl.String)


def _filled(values: pl.Series) -> pl.Series:
    """Values as text, empty text as missing: files do not tell the two apart."""
    text = as_written(values)
    return pl.select(pl.when(text != "").then(text)).to_series()


def _changed_rows(cells: list[tuple[_Column, pl.Series]]) -> pl.Series:
    """The rows that have a changed value in some column."""
    none = pl.Series(dtype=pl.UInt32)
    return pl.concat([none, *(at.cast(pl.UInt32) for _, at in cells)]).unique()


def _whole(rows: pl.DataFrame, change: str) -> pl.DataFrame:
    nothing = dict.fromkeys(("column", "old", "new"), pl.lit(None, pl.String))
    return rows.select(KEY, change=pl.lit(change), **nothing)


def _values(ids: pl.Series, at: pl.Series, column: _Column) -> pl.DataFrame:
    said = {"change": pl.lit("changed"), "column": pl.lit(column.name)}
    changed = ids.gather(at).cast(pl.String).to_frame()
    return changed.with_columns(**said, old=column.old, new=column.new)


def _in_order(changes: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    place = pl.col("column").replace_strict(columns, range(len(columns)), default=-1, return_dtype=pl.Int32)
    return changes.sort(country_and_serial(), KEY, place).cast(CHANGES)


def _count(
    by: str, old: pl.DataFrame, new: pl.DataFrame, added: pl.Series, deleted: pl.Series, changed: pl.Series
) -> pl.DataFrame:
    """Events of each value of a column, before and after."""
    groups = {
        "old": old[by],
        "new": new[by],
        "added": new[by].gather(added),
        "deleted": old[by].gather(deleted),
        "changed": new[by].gather(changed),
    }
    long = [
        values.value_counts(name="events").select(
            value=pl.col(by).cast(pl.String), group=pl.lit(name), events=pl.col("events").cast(pl.Int64)
        )
        for name, values in groups.items()
    ]
    every = pl.concat(long)
    return every.group_by("value").agg(
        pl.col("events").filter(pl.col("group") == name).sum().alias(name) for name in groups
    ).sort("value", nulls_last=True).select(pl.lit(by).alias("by"), "value", *groups)  # fmt: skip
