"""Codings checked against their schema and their texts, and their rows against the codebook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from exporter.codebook.definitions import plain
from exporter.codebook.project import Project
from exporter.codebook.tables import Table
from exporter.coders.coding import Coding
from exporter.coders.frame import event_frame
from exporter.validation import check_record, validate

TOGETHER = 16
"""Codings whose rows are checked at a time."""


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
    return next(all_checked([coding], project))


def all_checked(
    codings: Iterable[Coding], project: Project | None = None, *, together: int = TOGETHER
) -> Iterator[Coded]:
    """Codings with their valid rows, in order; some are checked at a time, since that takes as long as for one.

    Args:
        codings: What a coder says, as it says it.
        project: The codebook with the columns and codes that a project adds.
        together: How many codings are waited for before their rows are checked.

    Raises:
        DataError: One breaks its schema or quotes words that are not in its article; those before it are given.
    """
    known_by = plain() if project is None else project
    for batch in _batches(codings, known_by.table("events"), together):
        yield from _coded(batch, known_by)


def _batches(codings: Iterable[Coding], table: Table, together: int) -> Iterator[list[Coding]]:
    batch: list[Coding] = []
    try:
        for coding in codings:
            check_record(coding.record(), coding.article.text, table)
            batch.append(coding)
            if len(batch) == together:
                yield batch
                batch = []
    except Exception:
        yield batch
        raise
    yield batch


def _coded(codings: Sequence[Coding], project: Project) -> Iterator[Coded]:
    if not codings:
        return
    table = project.table("events")
    frame = event_frame(codings, table)
    known = [name for name in frame.columns if name not in ("article_id", "event_number")]
    found = validate(frame.select(known), table, only=known, severities=project.severities)
    if len(codings) > 1 and not found.problems.is_empty():
        # Problems name the row within its article.
        for coding in codings:
            yield from _coded([coding], project)
        return
    rows = _kept(frame, found.problems.filter(severity="error"))
    start = 0
    for coding in codings:
        problems = found.problems.with_columns(table=pl.lit(f"events of {coding.article.id}"))
        # All rows are kept where there are several codings, and all are of the one where there is one.
        length = len(coding.events) if len(codings) > 1 else len(rows)
        yield Coded(coding, rows.slice(start, length), problems)
        start += length


def _kept(frame: pl.DataFrame, problems: pl.DataFrame) -> pl.DataFrame:
    """The rows of a frame that have no problem, with the columns that say where they come from."""
    bad = problems["row"].drop_nulls().unique().implode()
    return frame.filter(~pl.int_range(1, pl.len() + 1, dtype=pl.Int64).is_in(bad))
