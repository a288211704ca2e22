"""Arithmetic with days, held within the calendar: shifts, whole months and years, the latest of a kind."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

Precision = Literal["day", "week", "month", "year"]
Range = tuple[date, date]

#: As in `time_precisions.csv`: days between the first and the last must be fewer than this.
MAX_DAYS: tuple[tuple[Precision, int], ...] = (("day", 2), ("week", 14), ("month", 62), ("year", 731))


def shift(day: date, days: int) -> date:
    """A day moved by some days, held within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def shift_months(day: date, months: int) -> date:
    """A day moved by some months; the 31st becomes the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date) -> Range:
    """The first and last day of the month of a day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def year_of(day: date) -> Range:
    """The first and last day of the year of a day."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def week_of(day: date) -> Range:
    """Monday to Sunday of the week of a day."""
    monday = shift(day, -day.weekday())
    return monday, shift(monday, 6)


def part_of(whole: Range, part: str) -> Range:
    """The early, mid or late part of a week, a month or a year; the whole for any other word."""
    first, last = whole
    days = (last - first).days
    if part not in {"early", "mid", "late"}:
        return whole
    if days > 31:
        cuts = (first, date(first.year, 5, 1), date(first.year, 9, 1), shift(last, 1))
        early, mid, late = ((start, shift(end, -1)) for start, end in pairwise(cuts))
    elif days > 7:
        early, mid = (first, shift(first, 9)), (shift(first, 9), shift(first, 19))
        late = (shift(first, 19), last)
    else:
        early, mid, late = (
            (first, shift(first, 2)),
            (shift(first, 1), shift(first, 4)),
            (shift(first, 3), last),
        )
    return {"early": early, "mid": mid, "late": late}[part]


def latest_weekday(weekday: int, on: date) -> date:
    """The nearest such weekday on or before a day."""
    return shift(on, -((on.weekday() - weekday) % 7))


def latest_month(month: int, on: date) -> Range | None:
    """The latest such month begun on or before a day."""
    year = on.year if month <= on.month else on.year - 1
    return month_of(date(year, month, 1)) if year >= date.min.year else None


def latest_day(day: int, month: int | None, on: date) -> date | None:
    """The latest such day (of a month, or of any month) on or before a day."""
    fitting = (found for found in _days_back(day, month, on) if found <= on)
    return next(fitting, None)


def _days_back(day: int, month: int | None, on: date) -> Iterator[date]:
    """The day in each month back to eight years, enough to meet a 29 February."""
    for back in range(97):
        start = shift_months(on.replace(day=1), -back)
        found = make_day(start.year, start.month, day)
        if found and month in {None, start.month}:
            yield found


def make_day(year: int, month: int, day: int) -> date | None:
    """A day, if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(two_digits: int, near: date) -> int:
    """The year meant by two digits: of the neighbouring centuries, the nearest."""
    century = near.year - near.year % 100
    years = (century + two_digits - 100, century + two_digits, century + two_digits + 100)
    return min((year for year in years if 1 <= year <= date.max.year), key=lambda year: abs(year - near.year))


def precision_of(span: Range, *, least: Precision = "day") -> Precision | None:
    """The finest precision, `least` or coarser, that allows a range; none where it is too wide for a year."""
    days = span[1] - span[0]
    names = [name for name, _ in MAX_DAYS]
    for name, limit in MAX_DAYS[names.index(least) :]:
        if days < timedelta(days=limit):
            return name
    return None
