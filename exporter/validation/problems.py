"""The frame that every check reports in, and what a validation gives back."""

from dataclasses import dataclass

import polars as pl

PROBLEMS = pl.Schema(
    {
        "table": pl.String,
        "row": pl.Int64,
        "column": pl.String,
        "value": pl.String,
        "check": pl.String,
        "message": pl.String,
        "remedy": pl.String,
    }
)
"""Columns of a problems frame. `row` counts data rows from 1 (in a CSV file without line breaks inside
cells, the line is one more); it is null where the table as a whole is meant."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What came of validating one table.

    Attributes:
        table: The table's name in the codebook.
        valid: The rows that keep every rule, with exactly the columns and types of the codebook.
        rejected: The other rows as they came in, with their `row` number first.
        problems: Every problem found (see `PROBLEMS`), by row.
    """

    table: str
    valid: pl.DataFrame
    rejected: pl.DataFrame
    problems: pl.DataFrame

    @property
    def ok(self) -> bool:
        """Whether there is nothing to report."""
        return self.problems.is_empty()


NONE = pl.DataFrame(schema=PROBLEMS)
"""Nothing to report."""


def problems(frame: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame with some of the columns into the shape of `PROBLEMS`."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in PROBLEMS.items()
    )


def as_text(value: pl.Expr) -> pl.Expr:
    """A value as people would write it; a missing one stays missing."""
    return value.cast(pl.String)
