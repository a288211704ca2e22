"""What a check of plausibility is: it names rows that may be right but seldom are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

Places = Callable[[str, str], Iterable[tuple[float, float]]]
"""Coordinates of the places of a name in a country (ISO 3166-1 alpha-3)."""

Scope = Literal["row", "kind", "whole"]
"""What a check must see at once: each row by itself, all rows of a country and sub event type, or the whole table."""

FOUND = pl.Schema({"row": pl.Int64, "value": pl.String})
"""What a check gives back: the rows in doubt, and what is seen there."""

NOTHING = pl.DataFrame(schema=FOUND)


@dataclass(frozen=True)
class Knowledge:
    """What the data is compared with.

    Attributes:
        places: The gazetteer; without it no place is looked up.
        actors: Names that actors may have; with none, actors are not looked up.
    """

    places: Places | None = None
    actors: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Doubt:
    """A check of plausibility.

    Attributes:
        code: Stable code, such as `PL003`.
        name: What is found.
        columns: The columns that it reads, the one to look at first.
        message: What is in doubt.
        remedy: What to do about it.
        find: The rows in doubt (see `FOUND`) of events that keep every rule, with their number in `row`; a check of
            the `whole` is given a lazy plan, and holds no more of it than counts.
        scope: What it must see at once.
    """

    code: str
    name: str
    columns: tuple[str, ...]
    message: str
    remedy: str
    find: Callable[[Any, Knowledge], pl.DataFrame]
    scope: Scope = "row"


def found(rows: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    """The rows in doubt with what is seen there."""
    return rows.select(pl.col("row").cast(pl.Int64), value.cast(pl.String).alias("value"))


def distance_km(lat1: pl.Expr, lon1: pl.Expr, lat2: pl.Expr, lon2: pl.Expr) -> pl.Expr:
    """Great-circle distance on a sphere of the Earth's mean radius."""
    one, other = lat1.radians(), lat2.radians()
    half_lat, half_lon = (other - one) / 2, (lon2 - lon1).radians() / 2
    square = half_lat.sin() ** 2 + one.cos() * other.cos() * half_lon.sin() ** 2
    return 2 * 6371.0 * square.clip(0, 1).sqrt().arcsin()
