"""Two releases against each other: what came, went and changed, in the rows and in the codebook."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from exporter.releases.alike import without_shared
from exporter.releases.edition import COMPANIONS, Edition, edition
from exporter.releases.pairs import Tables, pairs
from exporter.releases.rows import KEY, RowChanges, compare_rows, merged
from exporter.releases.schema_changes import schema_changes

Level = Literal["major", "minor", "patch"]

COMPANION_CHANGES = pl.Schema({"table": pl.String, "added": pl.Int64, "removed": pl.Int64})


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one release has changed against an earlier one.

    Attributes:
        old: Name of the earlier one.
        new: Name of the later one.
        added: Number of events that only the later one has.
        deleted: Number of events that only the earlier one has.
        changed: Number of events with another value in some column; `recorded_at` and `updated_at` alone do
            not count.
        unchanged: Number of all other events.
        changes: A row per changed value, and per added or deleted event: event_id, change (added, deleted,
            changed), column, old, new. All are text; the last three are null for whole events.
        counts: Events by country, year and event type: by, value, old, new, added, deleted, changed.
        companions: Rows that came to and went from the other tables: table, added, removed. Empty where files
            of events were compared.
        schema: What the codebook says differently: place, change, breaking, old, new.
        deletions: Why events were deleted, where the later one says so: event_id, reason, replaced_by.
    """

    old: str
    new: str
    added: int
    deleted: int
    changed: int
    unchanged: int
    changes: pl.DataFrame
    counts: pl.DataFrame
    companions: pl.DataFrame
    schema: pl.DataFrame
    deletions: pl.DataFrame

    @property
    def breaking(self) -> bool:
        """Whether the codebook has changed in a way that can break what reads the earlier release."""
        return bool(self.schema["breaking"].any())

    @property
    def level(self) -> Level | None:
        """Which part of the version such a change raises; None where nothing has changed."""
        if self.breaking:
            return "major"
        if self.added or self.deleted or not self.schema.is_empty():
            return "minor"
        touched = self.companions.select((pl.col("added") + pl.col("removed")).sum()).item()
        return "patch" if self.changed or touched else None

    @property
    def columns(self) -> pl.DataFrame:
        """How many events have another value in each column: column, events; the most first."""
        values = self.changes.filter(pl.col("column").is_not_null())
        counts = values.group_by("column", maintain_order=True).agg(events=pl.len().cast(pl.Int64))
        return counts.sort("events", "column", descending=[True, False])


def compare(
    old: str | Path | pl.DataFrame | Edition,
    new: str | Path | pl.DataFrame | Edition,
    *,
    dataset: str | None = None,
    output: Path | str = "output",
) -> Comparison:
    """Compare two releases, or two tables of events.

    Args:
        old: The earlier one: the folder of a release, a Parquet or CSV file of events, `DATASET@VERSION`, a
            version of `dataset`, the name of a dataset (its highest version), or a frame of events.
        new: The later one, likewise.
        dataset: The dataset that a version alone is one of.
        output: Folder of all releases.

    Raises:
        UsageError: There is no such release or file.
        DataError: A table has no `event_id`, or the same one twice.
    """
    before, after = (
        one if isinstance(one, Edition) else edition(one, dataset=dataset, output=output)
        for one in (old, new)
    )
    one, other, same = without_shared(before, after)
    with tempfile.TemporaryDirectory() as folder:
        parts = [
            _compared(*pair, names=(before.name, after.name)) for pair in pairs(one, other, Path(folder))
        ]
    rows = merged([*(rows for rows, _ in parts), *([same] if same else [])])
    return Comparison(
        before.name,
        after.name,
        rows.added,
        rows.deleted,
        rows.changed,
        rows.unchanged,
        rows.changes,
        rows.counts,
        _summed([companions for _, companions in parts]),
        schema_changes(before.codebook, after.codebook),
        _deletions(rows.changes, after),
    )


def _compared(old: Tables, new: Tables, names: tuple[str, str]) -> tuple[RowChanges, pl.DataFrame]:
    """The changes of events, and how many rows came to and went from the tables that both sides have."""
    rows = []
    for name in COMPANIONS:
        if name in old and name in new:
            before, after = _comparable(old[name], new[name])
            rows.append((name, _missing(after, before), _missing(before, after)))
    companions = pl.DataFrame(rows, schema=COMPANION_CHANGES, orient="row")
    return compare_rows(old["events"], new["events"], names), companions


def _summed(parts: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts).group_by("table", maintain_order=True).sum()


def _missing(rows: pl.DataFrame, there: pl.DataFrame) -> int:
    """How many rows are not in another table of the same columns."""
    return rows.join(there, on=rows.columns, how="anti", nulls_equal=True).height


def _comparable(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The columns that both have, as text where the types differ."""
    names = [name for name in new.columns if name in old.columns]
    differ = [name for name in names if old.schema[name] != new.schema[name]]
    one, other = (frame.select(names).with_columns(pl.col(differ).cast(pl.String)) for frame in (old, new))
    return one, other


def _deletions(changes: pl.DataFrame, new: Edition) -> pl.DataFrame:
    """The deleted events in order, with what the later release says of them."""
    gone = changes.filter(pl.col("change") == "deleted").select(KEY)
    said = new.tables.get("deletions")
    if said is None:
        nothing = pl.lit(None, pl.String)
        return gone.with_columns(reason=nothing, replaced_by=nothing)
    why = said.lazy().select(KEY, "reason", "replaced_by").unique(KEY).collect()
    return gone.join(why, on=KEY, how="left", maintain_order="left")
