"""The events of a release counted for its charts: by month, type, country and place.

This reads seven columns of the events, and is done for the newest release of a dataset only.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from exporter.catalogue.entry import REMEDY
from exporter.catalogue.scale import Periods, count_periods
from exporter.errors import DataError
from exporter.maps import Map, Place, draw_map
from exporter.releases.partitions import LISTED, parts_of, scan_parts

MOST = 12
"""Countries with a bar of their own."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A count with its name, and its length as a share of the longest."""

    label: str
    count: int
    length: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the charts show.

    Attributes:
        periods: Events by month, or by year where the months would be too many.
        types: Events by type, most first.
        countries: Events by country, most first; at most `MOST`.
        others: Number of further countries, and of their events.
        map: The places of the events.
        inexact: Events that are dated to no day.
    """

    periods: Periods
    types: tuple[Bar, ...]
    countries: tuple[Bar, ...]
    others: tuple[int, int]
    map: Map
    inexact: int


def draw(folder: Path) -> Drawing | None:
    """The charts of a release's events; none where there are no events.

    Raises:
        DataError: The events cannot be read.
    """
    columns = ["event_date", "time_precision", "event_type", "country", "location", "latitude", "longitude"]
    try:
        events = _events(folder).select(columns).collect()
        events = events.with_columns(
            pl.col("event_type", "country", "location", "time_precision").cast(pl.String)
        )
        events = events.filter(pl.col("event_date").is_not_null())
        if events.is_empty():
            return None
        types, countries = _counted(events, "event_type"), _counted(events, "country")
        return Drawing(
            periods=count_periods(events["event_date"]),
            types=_bars(types),
            countries=_bars(countries[:MOST]),
            others=(len(countries[MOST:]), sum(count for _, count in countries[MOST:])),
            map=draw_map(_places(events)),
            inexact=int((events["time_precision"] != "day").sum()),
        )
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"the events cannot be read: {str(error).splitlines()[0]}", REMEDY) from error


def _events(folder: Path) -> pl.LazyFrame:
    if (folder / LISTED).is_file():
        return scan_parts(folder, parts_of(folder, "events"), "events")
    return pl.scan_parquet(folder / "events.parquet")


def _counted(events: pl.DataFrame, column: str) -> list[tuple[str, int]]:
    counts = events.group_by(column).len().sort(["len", column], descending=[True, False])
    return [(label or "Unknown", count) for label, count in counts.iter_rows()]


def _bars(counts: list[tuple[str, int]]) -> tuple[Bar, ...]:
    most = counts[0][1]
    return tuple(Bar(label, count, count / most) for label, count in counts)


def _places(events: pl.DataFrame) -> list[Place]:
    """The places with their events, most first; coordinates to a hundredth of a degree, about a kilometre."""
    counts = (
        events.filter(pl.col("latitude").is_finite() & pl.col("longitude").is_finite())
        .with_columns(pl.col("latitude", "longitude").round(2))
        .group_by("longitude", "latitude")
        .agg(pl.len(), pl.col("location", "country").sort().first())
        .sort(["len", "longitude", "latitude"], descending=[True, False, False])
    )
    return [Place(f"{name}, {country}" if name != country else name, lon, lat, count)
            for lon, lat, count, name, country in counts.iter_rows()]  # fmt: skip
