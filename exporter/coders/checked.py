"""A coding checked against its schema and its text, and its rows against the codebook."""

from dataclasses import dataclass

import polars as pl

from exporter.codebook.definitions import plain
from exporter.codebook.project import Project
from exporter.coders.coding import Coding
from exporter.coders.frame import event_frame
from exporter.validation import check_record, validate


@dataclass(frozen=True, slots=True)
class Coded:
    """One article's coding, its valid rows and the problems of the others (see `validation.PROBLEMS`)."""

    coding: Coding
    rows: pl.DataFrame
    problems: pl.DataFrame


def checked(coding: Coding, project: Project | None = None) -> Coded:
    """The coding with its valid rows.

    Args:
        coding: What a coder says.
        project: The codebook with the columns and codes that a project adds.

    Raises:
        DataError: It breaks its schema or quotes words that are not in its article: a fault of the coder.
    """
    known_by = plain() if project is None else project
    table = known_by.table("events")
    check_record(coding.record(), coding.article.text, table)
    frame = event_frame([coding], table)
    known = [name for name in frame.columns if name not in ("article_id", "event_number")]
    found = validate(frame.select(known), table, only=known, severities=known_by.severities)
    problems = found.problems.with_columns(table=pl.lit(f"events of {coding.article.id}"))
    return Coded(coding, _kept(frame, found.problems.filter(severity="error")), problems)


def _kept(frame: pl.DataFrame, problems: pl.DataFrame) -> pl.DataFrame:
    """The rows of a frame that have no problem, with the columns that say where they come from."""
    bad = problems["row"].drop_nulls().unique().implode()
    return frame.filter(~pl.int_range(1, pl.len() + 1, dtype=pl.Int64).is_in(bad))
