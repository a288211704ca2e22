"""The time axis of a chart: events by month, year or decade, as many as a screen can show."""

from dataclasses import dataclass
from itertools import groupby
from math import ceil, log10

import polars as pl

MOST = 180
"""Bars that a chart can hold: beyond that, months give way to years and years to decades."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A month, year or decade with its events: its name, and its place and height as shares of the chart."""

    label: str
    count: int
    left: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis, and its place as a share of the axis."""

    label: str
    at: float


@dataclass(frozen=True, slots=True)
class Periods:
    """The bars with their axes.

    Attributes:
        unit: `month`, `year` or `decade`.
        bars: Every period from the first to the last, those without events too.
        width: Width of a bar's place as a share of the chart.
        across: Labels of the time axis.
        up: Labels of the axis of counts.
    """

    unit: str
    bars: tuple[Period, ...]
    width: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]

    @property
    def busiest(self) -> tuple[Period, ...]:
        """The periods with most events."""
        most = max(bar.count for bar in self.bars)
        return tuple(bar for bar in self.bars if bar.count == most)


def count_periods(days: pl.Series) -> Periods:
    """Events by period; there is at least one day."""
    by_month = pl.DataFrame({"month": days.dt.year().cast(pl.Int32) * 12 + days.dt.month() - 1})
    counts = dict(by_month.group_by("month").len().iter_rows())
    first, last = min(counts), max(counts)
    unit, size = next(
        (unit, size) for unit, size in (("month", 1), ("year", 12), ("decade", 120), ("century", 1200))
        if (last // size) - (first // size) < MOST or size == 1200
    )  # fmt: skip
    start, end = first // size, last // size + 1
    if unit == "month" and end - start < 12:
        # A few months alone would be a few very wide bars: the whole years around them say more.
        start, end = start // 12 * 12, -(-end // 12) * 12
    found = {
        key: sum(counts[m] for m in months) for key, months in groupby(sorted(counts), lambda m: m // size)
    }
    top = _round_up(max(found.values()))
    number = end - start
    bars = tuple(
        Period(_label(unit, start + i), found.get(start + i, 0), i / number, found.get(start + i, 0) / top)
        for i in range(number)
    )
    halves = (0, top // 2, top) if top % 2 == 0 else (0, top)
    up = tuple(Tick(f"{value:,}", value / top) for value in halves)
    return Periods(unit, bars, 1 / number, _across(unit, start, number), up)


def _label(unit: str, key: int) -> str:
    match unit:
        case "month":
            return f"{MONTHS[key % 12]} {key // 12}"
        case "year":
            return f"{key}"
        case "decade":
            return f"{key * 10}s"
    return f"{key * 100} to {key * 100 + 99}"


def _across(unit: str, start: int, number: int) -> tuple[Tick, ...]:
    """At most six labels, at the beginnings of years where bars are months."""
    if unit == "month" and number <= 24:
        keys = range(start, start + number, 3 if number <= 12 else 6)
        return tuple(Tick(f"{MONTHS[k % 12][:3]} {k // 12}", (k - start) / number) for k in keys)
    size = 12 if unit == "month" else 1
    first, last = -(-start // size), (start + number - 1) // size
    step = _step(last - first + 1)
    keys = range(-(-first // step) * step, last + 1, step)
    names = (
        f"{key}" if unit in {"month", "year"} else f"{key * (10 if unit == 'decade' else 100)}"
        for key in keys
    )
    return tuple(Tick(name, (key * size - start) / number) for name, key in zip(names, keys, strict=True))


def _step(number: int) -> int:
    """A round step that makes six labels at most of so many."""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if ceil(number / step) <= 6)


def _round_up(most: int) -> int:
    """A round number at or above the highest count, so that its half is whole too where it can be."""
    if most <= 4:
        return most if most in {1, 2, 4} else 4
    unit = 10 ** int(log10(most))
    return int(
        next(
            unit * part
            for part in (1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10)
            if unit * part >= most and unit * part % 2 == 0
        )
    )
