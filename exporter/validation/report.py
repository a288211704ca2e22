"""What a validation of files found: the facts that every form of report is made from."""

from dataclasses import dataclass, field

import polars as pl

from exporter.validation.problems import PROBLEMS

TOLD = pl.Schema([("file", pl.String), ("line", pl.Int64), *PROBLEMS.items()])
"""Columns of the problems of files: where they stand, and what `PROBLEMS` says."""

COUNTS = pl.Schema({"code": pl.String, "check": pl.String, "severity": pl.String, "count": pl.Int64})
"""Columns of the counts of problems, a row per check."""


@dataclass(frozen=True)
class FileReport:
    """What came of one file.

    Attributes:
        name: What it is called: a path, `archive.zip:events.csv`, or `standard input`.
        format: The name of the format that it was checked as.
        rows: How many rows or records it holds.
        good: How many of them have no error.
        checks: How many checks were made of each.
        counts: How many problems each check found (see `COUNTS`), most first.
        problems: The first problems of each check (see `TOLD`).
        readable: Whether it could be read to its end.
    """

    name: str
    format: str
    rows: int
    good: int
    checks: int
    counts: pl.DataFrame
    problems: pl.DataFrame
    readable: bool = True

    def count(self, severity: str) -> int:
        """How many problems of a severity there are."""
        return int(self.counts.filter(pl.col("severity") == severity)["count"].sum())


@dataclass(frozen=True)
class Report:
    """What came of all files, and what was softened or switched off, with the reason."""

    files: tuple[FileReport, ...]
    softened: tuple[tuple[str, str, str], ...] = field(default=())

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(file.count("error") for file in self.files)

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return sum(file.count("warning") for file in self.files)

    @property
    def readable(self) -> bool:
        """Whether every file could be read to its end."""
        return all(file.readable for file in self.files)
