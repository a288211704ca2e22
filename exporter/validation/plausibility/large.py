"""The checks over a table that comes in batches and may be larger than memory should be.

What a row says by itself is checked as it comes. For the rest, rows are put aside as Parquet parts: what needs all
rows of a country and sub event type is done for some of these at a time, what needs the whole by counts.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from exporter.validation.plausibility import PLAUSIBILITY, told
from exporter.validation.plausibility.doubt import NOTHING, Doubt, Knowledge

BLOCK = 250_000
"""Rows that are held at a time, unless one country has more events of one sub event type."""

_LATER = (
    "row", "line", "event_id", "event_date", "event_date_end", "event_type", "sub_event_type", "country", "location",
    "latitude", "longitude", "actor1", "actor2", "fatalities",
)  # fmt: skip
"""The columns that are read once all rows are there."""

_KIND = ["country", "sub_event_type"]


@dataclass
class Doubts:
    """The checks of one file.

    Attributes:
        knowledge: Gazetteer and actors to compare with.
        severities: Checks that are `off` are not made.
    """

    knowledge: Knowledge
    severities: Mapping[str, str]
    _found: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    _held: list[pl.DataFrame] = field(default_factory=list)
    _folder: Path | None = None
    _parts: int = 0

    def __enter__(self) -> Self:
        """Nothing is put aside before there is much."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take away what was put aside."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, rows: pl.DataFrame) -> None:
        """Check rows by themselves, and keep them for the other checks.

        Args:
            rows: Good rows with the columns of `READ`, their number in `row` and their line in `line`.
        """
        if rows.is_empty():
            return
        for one in self._made("row"):
            self._note(one, one.find(rows, self.knowledge))
        self._held.append(rows.select(_LATER))
        if sum(part.height for part in self._held) >= BLOCK:
            self._put_aside()

    def problems(self) -> Iterator[tuple[pl.DataFrame, pl.Series]]:
        """What is in doubt, check by check and some of it at a time, with the lines; to be asked once."""
        if not self._held and self._folder is None:
            return
        for rows in self._by_kind():
            for one in self._made("kind"):
                self._note(one, one.find(rows, self.knowledge))
        for one in self._made("whole"):
            self._note(one, one.find(self._rows(), self.knowledge))
        for one in PLAUSIBILITY:
            found = pl.concat([NOTHING, *self._found.pop(one.code, [])]).sort("row", maintain_order=True)
            for some in found.iter_slices(BLOCK):
                yield told(one, some), self._lines(some["row"])

    def _made(self, scope: str) -> Iterator[Doubt]:
        yield from (
            one for one in PLAUSIBILITY if one.scope == scope and self.severities.get(one.code) != "off"
        )

    def _note(self, doubt: Doubt, found: pl.DataFrame) -> None:
        if not found.is_empty():
            self._found.setdefault(doubt.code, []).append(found)

    def _put_aside(self) -> None:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="doubts"))
        part = pl.concat(self._held, how="vertical_relaxed")
        part.write_parquet(self._folder / f"{self._parts:06}.parquet", compression="lz4")
        self._parts += 1
        self._held.clear()

    def _rows(self) -> pl.LazyFrame:
        """All rows, in their order."""
        aside = [] if self._folder is None else [pl.scan_parquet(self._folder / "*.parquet")]
        return pl.concat([*aside, *(part.lazy() for part in self._held)], how="vertical_relaxed")

    def _by_kind(self) -> Iterator[pl.DataFrame]:
        """The rows, those of one country and sub event type always together, about a block at a time."""
        if self._folder is None:
            yield pl.concat(self._held, how="vertical_relaxed")
            return
        counts = self._rows().group_by(_KIND).len("rows").collect(engine="streaming").sort(_KIND)
        # A kind that does not fit into what is left of a block begins the next one.
        block, filled, blocks = 0, 0, []
        for rows in counts["rows"]:
            if filled and filled + rows > BLOCK:
                block, filled = block + 1, 0
            filled += rows
            blocks.append(block)
        at = counts.select(*_KIND, block=pl.Series(blocks, dtype=pl.Int64))
        for number, part in enumerate(self._batches()):
            there = part.join(at, on=_KIND, how="left", maintain_order="left")
            for (block,), rows in there.partition_by("block", as_dict=True, include_key=False).items():
                into = self._folder / f"kinds-{block:06}"
                into.mkdir(exist_ok=True)
                rows.write_parquet(into / f"{number:06}.parquet", compression="lz4")
        for into in sorted(self._folder.glob("kinds-*")):
            yield pl.read_parquet(into / "*.parquet").sort("row")
            shutil.rmtree(into)

    def _batches(self) -> Iterator[pl.DataFrame]:
        """The rows as they were put aside."""
        if self._folder is not None:
            yield from (pl.read_parquet(path) for path in sorted(self._folder.glob("*.parquet")))
        yield from self._held

    def _lines(self, rows: pl.Series) -> pl.Series:
        """The lines that rows stand in."""
        wanted = pl.DataFrame({"row": rows})
        # Parts hold rising rows: those that hold none of the wanted are not read.
        around = self._rows().select("row", "line").filter(pl.col("row").is_between(rows.min(), rows.max()))
        found = around.join(wanted.lazy().unique(), on="row", how="semi").collect(engine="streaming")
        return wanted.join(found, on="row", how="left", maintain_order="left")["line"]
