"""Which columns of the event table two coders are compared in, and how."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from exporter.codebook.export import columns_from, polars_schema
from exporter.codebook.tables import Table

SETS = ("assoc_actor_1", "assoc_actor_2", "tags")
"""Columns that hold several values, joined by `; `."""

# The coder's own words, and what a coder says of itself.
_NOT_COMPARED = ("notes", "confidence")


class Kind(StrEnum):
    """What the difference of two values is: all or nothing, how far apart, or how much of a set is shared."""

    NOMINAL = "nominal"
    INTERVAL = "interval"
    SET = "set"


@cache
def compared(table: str | Table = "events") -> Mapping[str, Kind]:
    """The columns that coders give and that are compared, in the codebook's order.

    Args:
        table: The table of events, where a project adds to it.
    """
    types = polars_schema(table)
    kinds = {}
    for name in columns_from("coded", table):
        if name in SETS:
            kinds[name] = Kind.SET
        elif name not in _NOT_COMPARED:
            far = types[name].is_numeric() or types[name].is_temporal()
            kinds[name] = Kind.INTERVAL if far else Kind.NOMINAL
    return kinds


def number(value: Any) -> float:
    """A value of an interval column as a number, days as those since 0001-01-01; not a number where it is missing."""
    if value is None:
        return float("nan")
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return float(value.toordinal() if isinstance(value, date) else value)


def members(value: Any) -> frozenset[str]:
    """The values that a set column holds; nothing where it is missing."""
    return frozenset(part.strip() for part in str(value or "").split(";") if part.strip())
