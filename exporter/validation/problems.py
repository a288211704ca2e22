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
        "code": pl.String,
        "severity": pl.String,
    }
)
"""Columns of a problems frame. `row` counts data rows from 1 (in a CSV file without line breaks inside
cells, the line is one more); it is null where the table as a whole is meant. `code` is the check's stable code
(see `catalogue`), and `severity` is `error` or `warning`: warnings reject no row."""

CODES = {
    "column_missing": "CO001",
    "column_unknown": "CO002",
    "type": "CO003",
    "code_list": "CO004",
    "missing": "CO005",
    "minimum": "CO006",
    "maximum": "CO007",
    "form": "CO008",
    "empty": "CO009",
    "unique": "CO010",
    "cells": "CO011",
    "json": "CO012",
    "column_check": "CO013",
    "file": "IN001",
    "record": "RC001",
}
"""The codes of the checks that are no rule of a table; never given to another check."""


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
        """Whether no row is rejected and no error told; warnings are fine."""
        return not (self.problems["severity"] == "error").any()


NONE = pl.DataFrame(schema=PROBLEMS)
"""Nothing to report."""


def problems(frame: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame with some of the columns into the shape of `PROBLEMS`.

    The code is that of the check's name, or stands before the name (`EV001 year_is_of_event_date`).
    """
    first = pl.col("check").str.split(" ").list.first()
    known = pl.col("check").replace_strict(list(CODES), list(CODES.values()), default=first)
    made = {"code": known, "severity": pl.lit("error")}
    return frame.select(
        (pl.col(name) if name in frame.columns else made.get(name, pl.lit(None))).cast(kind).alias(name)
        for name, kind in PROBLEMS.items()
    )


def as_text(value: pl.Expr) -> pl.Expr:
    """A value as people would write it; a missing one stays missing."""
    return value.cast(pl.String)
