"""What is possible but unlikely, as warnings: vectorised, in blocks, never all pairs of rows.

rules.py    the checks by code
twice.py    the same event twice
figures.py  deaths and dates
places.py   coordinates and place names
actors.py   names of actors
doubt.py    what such a check is
large.py    the checks over a table that is larger than memory should be
"""

from collections.abc import Mapping

import polars as pl

from exporter.validation.plausibility.doubt import Doubt, Knowledge
from exporter.validation.plausibility.rules import PLAUSIBILITY
from exporter.validation.problems import NONE, problems

READ = (
    "event_id", "event_date", "event_date_end", "event_type", "sub_event_type", "country", "location", "latitude",
    "longitude", "geo_precision", "actor1", "actor2", "fatalities", "source_date", "notes",
)  # fmt: skip
"""The columns of the event table that the checks read."""

__all__ = ["PLAUSIBILITY", "READ", "Knowledge", "doubts"]


def doubts(
    events: pl.DataFrame, knowledge: Knowledge | None = None, severities: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """What is unlikely in a table of events.

    Args:
        events: Rows that keep the codebook's rules (`validate(...).valid`); numbered from 1, or with their
            numbers in a column `row`.
        knowledge: Gazetteer and actors to compare with.
        severities: Checks that are `off` are not made.

    Returns:
        Warnings in the form of `problems.PROBLEMS`.

    Raises:
        MissingExtraError: rapidfuzz, which compares names, is not installed.
    """
    rows = events if "row" in events.columns else events.with_row_index("row", 1)
    off = {code for code, severity in (severities or {}).items() if severity == "off"}
    every = [
        told(one, one.find(rows.lazy() if one.scope == "whole" else rows, knowledge or Knowledge()))
        for one in PLAUSIBILITY
        if one.code not in off and not rows.is_empty()
    ]
    return pl.concat([NONE, *every]).sort("row", maintain_order=True)


def told(doubt: Doubt, found: pl.DataFrame) -> pl.DataFrame:
    """What a check found as problems."""
    return problems(
        found.with_columns(
            table=pl.lit("events"),
            column=pl.lit(doubt.columns[0]),
            check=pl.lit(f"{doubt.code} {doubt.name}"),
            message=pl.lit(doubt.message),
            remedy=pl.lit(doubt.remedy),
            severity=pl.lit("warning"),
        )
    )
