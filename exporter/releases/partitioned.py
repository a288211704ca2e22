"""Tables written as partitions, block by block, whatever their size.

The rows come in the order of a release; each block is split into the partitions that it holds rows of. A partition
that a block holds whole is written at once; of others the runs of rows wait on the disk until the last has come. Of
the whole tables only the id and the partition of each event are held, twelve bytes an event.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from exporter.codebook.export import arrow_schema, polars_schema
from exporter.codebook.project import Project
from exporter.codebook.tables import Table
from exporter.errors import DataError
from exporter.releases.blocks import Frame
from exporter.releases.files import File, seal, write_parquet
from exporter.releases.large import in_blocks
from exporter.releases.linked import Last
from exporter.releases.order import country_and_serial, prepare_large
from exporter.releases.partitions import COMPANIONS, LISTED, Part, part_of

_SAME_EVERYWHERE = ("dataset", "schema_version", "table")
"""What the file of a partition says of its release: nothing that changes from one release to the next."""

_WRITERS = 2
"""Partitions that are written at a time."""


@dataclass(frozen=True, slots=True)
class PartFile:
    """A partition that stands in the release: what it is of, its file, and whether that is the last release's."""

    table: str
    part: Part
    file: File
    linked: bool


def write_partitioned(
    tables: Mapping[str, Frame],
    folder: Path,
    columns: Sequence[str],
    metadata: Mapping[str, str],
    project: Project,
    last: Last | None = None,
) -> list[PartFile]:
    """Write events, sources and evidence as partitions.

    Args:
        tables: All tables of the release.
        folder: The release's folder.
        columns: Columns of the events to partition by.
        metadata: What Parquet files say of themselves.
        project: The codebook of the tables.
        last: The release before, whose files are linked where nothing has changed.

    Raises:
        DataError: See `order.prepare`; or an event's id is none or stands twice, or a row's event is not there.
    """
    aside = folder / ".parts"
    events = prepare_large(tables["events"].lazy(), project.table("events"))
    counts = events.group_by(columns).len("rows").collect(engine="streaming")
    numbers = counts.sort(columns).with_row_index("part")
    names = {row["part"]: {name: row[name] for name in columns} for row in numbers.iter_rows(named=True)}
    written: list[PartFile] = []
    writer = _Writer(project.table("events"), names, folder, aside, metadata, last)
    heights = dict(numbers.select("part", "rows").iter_rows())
    numbers = numbers.drop("rows")
    for block in in_blocks(events, "events", aside):
        found = block.select(columns).join(numbers, on=list(columns), how="left", maintain_order="left")
        writer.add(block.with_columns(found["part"]), heights)
        del block  # before the next one is read
    written += writer.finish()
    where = _Places.of(events, numbers, columns)
    for name in COMPANIONS:
        rows = prepare_large(tables[name].lazy(), project.table(name))
        writer = _Writer(project.table(name), names, folder, aside, metadata, last)
        for block in in_blocks(rows, name, aside):
            writer.add(where.told(block, name), {})
            del block
        written += writer.finish()
    return written


def write_list(written: Sequence[PartFile], columns: Sequence[str], folder: Path) -> File:
    """Write `partitions.csv`: a row for each partition of each table."""
    rows = [
        {
            "table": one.table,
            **one.part.values,
            "rows": one.file.rows,
            "bytes": one.file.size,
            "sha256": one.file.sha256,
            "path": one.file.path,
        }
        for one in written
    ]
    path = folder / LISTED
    pl.DataFrame(rows, schema=list_schema(columns)).write_csv(path)
    return seal(path, folder, len(rows))


def list_schema(columns: Sequence[str]) -> pl.Schema:
    """The columns of `partitions.csv`."""
    named = dict.fromkeys(("table", *columns), pl.String())
    return pl.Schema(
        {**named, "rows": pl.Int64(), "bytes": pl.Int64(), "sha256": pl.String(), "path": pl.String()}
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """In which partition each event lies: the numbers of the ids in order, and the partition of each."""

    ids: pl.Series
    parts: pl.Series

    @classmethod
    def of(cls, events: pl.LazyFrame, numbers: pl.DataFrame, columns: Sequence[str]) -> "_Places":
        found = (
            events.join(numbers.lazy(), on=list(columns), how="left")
            .select(country_and_serial().alias("id"), "part")
            .sort("id")
            .collect(engine="streaming")
        )
        ids = found["id"]
        if ids.null_count():
            raise DataError(
                "events: an event_id is no country code and number.", "Validate the tables first."
            )
        twice = (ids == ids.shift()).arg_max()
        if twice and ids[twice] == ids[twice - 1]:
            raise DataError(
                f"events: the event_id {_spelled(ids[twice])} stands twice.", "Validate the tables first."
            )
        return cls(ids, found["part"])

    def told(self, rows: pl.DataFrame, table: str) -> pl.DataFrame:
        """Rows with the partition of their event."""
        wanted = rows.select(country_and_serial()).to_series()
        at = self.ids.search_sorted(wanted.fill_null(0), side="left")
        at = at.clip(upper_bound=max(len(self.ids) - 1, 0))
        found = self.ids.gather(at) if len(self.ids) else pl.Series([None] * rows.height, dtype=pl.Int64)
        lost = found.ne_missing(wanted)
        if lost.any():
            raise DataError(
                f"{table}: the event {rows['event_id'][lost.arg_max() or 0]} does not exist.",
                "Add the event, or take its rows out.",
            )
        return rows.with_columns(part=self.parts.gather(at))


def _spelled(number: int) -> str:
    letters, serial = divmod(number, 2**32)
    return letters.to_bytes(3, "big").decode("ascii", "replace") + str(serial)


class _Writer:
    """The partitions of one table."""

    def __init__(
        self,
        table: Table,
        names: Mapping[int, Mapping[str, object]],
        folder: Path,
        aside: Path,
        metadata: Mapping[str, str],
        last: Last | None,
    ) -> None:
        self._table, self._names, self._folder, self._last = table, names, folder, last
        self._aside = aside
        self._runs = aside / "runs"
        self._runs.mkdir(parents=True)
        # Other versions of Polars write the same rows in other bytes: what they wrote is not taken over.
        self._metadata = {key: metadata[key] for key in _SAME_EVERYWHERE if key in metadata} | {
            "table": table.name,
            "written_by": f"polars {pl.__version__}",
        }
        first = next(iter(names.values()), {})
        columns = [name for name in polars_schema(table) if name not in first]
        self._columns = columns
        declared = arrow_schema(table)
        self._schema = pa.schema([declared.field(name) for name in columns], metadata=declared.metadata)
        self._like = aside / "like.parquet"
        empty = pl.DataFrame(schema={name: polars_schema(table)[name] for name in columns})
        write_parquet(empty, self._like, self._metadata, self._schema)
        self._waiting: dict[int, list[Path]] = {}
        self._done: dict[int, int] = {}
        self._written: dict[int, PartFile] = {}

    def add(self, block: pl.DataFrame, heights: Mapping[int, int]) -> None:
        """Take the next rows, with the number of their partition in `part`.

        Args:
            block: The rows, in the order of the release.
            heights: The rows that partitions have in all, where that is known.
        """
        split = block.partition_by("part", maintain_order=True, include_key=False, as_dict=True)
        with ThreadPoolExecutor(_WRITERS) as pool:
            jobs = [
                pool.submit(self._take, int(part), rows.select(self._columns), heights.get(int(part)))
                for (part,), rows in split.items()
            ]
            for job in jobs:
                job.result()

    def finish(self) -> Iterator[PartFile]:
        """Write what still waits; the partitions in their order."""
        with ThreadPoolExecutor(_WRITERS) as pool:
            for job in [pool.submit(self._join, part) for part in list(self._waiting)]:
                job.result()
        shutil.rmtree(self._aside)
        return iter([self._written[part] for part in sorted(self._written)])

    def _take(self, part: int, rows: pl.DataFrame, height: int | None) -> None:
        """Rows of a partition: written where they are all of it."""
        self._done[part] = self._done.get(part, 0) + rows.height
        if rows.height == height:
            self._write(part, rows, height)
            return
        runs = self._waiting.setdefault(part, [])
        runs.append(self._runs / f"{part}-{len(runs):06}.parquet")
        rows.write_parquet(runs[-1], compression="lz4", statistics=False)
        if self._done[part] == height:
            self._join(part)

    def _join(self, part: int) -> None:
        runs = self._waiting.pop(part)
        self._write(part, pl.scan_parquet(runs, hive_partitioning=False), self._done[part])
        for run in runs:
            run.unlink()

    def _write(self, part: int, rows: Frame, height: int) -> None:
        place = part_of(self._table.name, self._names[part])
        path = self._folder / place.path
        path.parent.mkdir(parents=True)
        kept = self._last and self._last.take(place.path, rows, path, self._like)
        if kept:
            file = File(place.path, path.stat().st_size, height, kept)
        else:
            write_parquet(rows, path, self._metadata, self._schema)
            file = seal(path, self._folder, height)
        self._written[part] = PartFile(self._table.name, place, file, bool(kept))
