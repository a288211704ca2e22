"""What a file's checks have found so far: every problem counted, the first of each check kept."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from exporter.validation.problems import CODES
from exporter.validation.report import COUNTS, TOLD

Sink = Callable[[pl.DataFrame], None]
"""Takes every problem as it is found (see `report.TOLD`)."""


@dataclass
class Tally:
    """Rows, bad rows and problems of one file, added up batch by batch."""

    file: str
    keep: int
    sink: Sink
    rows: int = 0
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    kept: list[pl.DataFrame] = field(default_factory=list)
    bad: list[pl.Series] = field(default_factory=list)
    lacking: bool = False

    def add(self, rows: int) -> None:
        """Count rows; none of them is bad yet."""
        self.bad.append(pl.repeat(False, rows, dtype=pl.Boolean, eager=True))
        self.rows += rows

    def tell(self, found: pl.DataFrame, lines: pl.Series | None = None) -> None:
        """Count problems, whose rows are numbered through the file, and mark the rows of errors.

        Args:
            found: The problems (see `problems.PROBLEMS`).
            lines: The line of each; none where the rows stand in no lines.
        """
        if found.is_empty():
            return
        at = lines if lines is not None else pl.Series([None] * found.height, dtype=pl.Int64)
        told = found.select(file=pl.lit(self.file), line=at, **{name: pl.col(name) for name in found.columns})
        told = told.select(pl.col(name).cast(kind) for name, kind in TOLD.items())
        self.sink(told)
        key = ("code", "check", "severity")
        for (code, check, severity), some in told.group_by(key, maintain_order=True):
            one = (str(code), str(check), str(severity))
            before = self.counts.get(one, 0)
            self.counts[one] = before + some.height
            if before < self.keep:
                self.kept.append(some.head(self.keep - before))
        errors = told.filter(pl.col("severity") == "error")
        self.lacking |= CODES["column_missing"] in errors["code"]
        self._mark(errors["row"].drop_nulls().unique())

    def _mark(self, rows: pl.Series) -> None:
        """Mark rows as bad, in whichever batch they are."""
        first = 1
        for number, marks in enumerate(self.bad):
            here = rows.filter(rows.is_between(first, first + len(marks) - 1))
            if len(here):
                self.bad[number] = marks.scatter(here - first, [True])
            first += len(marks)

    @property
    def good(self) -> int:
        """How many rows have no error; none has all its values where a column is missing."""
        if self.lacking:
            return 0
        return self.rows - sum(int(marks.sum()) for marks in self.bad)

    def counted(self) -> pl.DataFrame:
        """The counts (see `report.COUNTS`), errors before warnings, most first."""
        rows = [(*key, count) for key, count in self.counts.items()]
        frame = pl.DataFrame(rows, schema=COUNTS, orient="row")
        return frame.sort("severity", "count", "code", descending=[False, True, False])

    def problems(self) -> pl.DataFrame:
        """The problems that were kept, by line and row."""
        every = pl.concat([pl.DataFrame(schema=TOLD), *self.kept])
        return every.sort("row", "code", nulls_last=False, maintain_order=True)
