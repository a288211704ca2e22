"""Days, months and years told as the calendar names them: `8 June 2022`, `late April`, `the 1980s`."""

import re
from datetime import date

from exporter.coders.dictionary.dates.calendar import (
    full_year,
    latest_day,
    latest_month,
    make_day,
    month_of,
    part_of,
    shift,
    shift_months,
    year_of,
)
from exporter.coders.dictionary.dates.found import BLOCKED, Blocked, Context, Found
from exporter.coders.dictionary.dates.words import group, month_named, part_named, year_named
from exporter.coders.dictionary.lexicon import words

_BEARERS = words("bearers_of_dates")
_NAMED = re.compile(
    rf"\s+(?:{'|'.join(form for word in sorted(_BEARERS) for form in (word.title(), word.upper()))})\b"
)
_MODAL = re.compile(rf"\s+(?:{'|'.join(sorted(words('behind_may')))})\b", re.I)


def _is_name(match: re.Match[str]) -> bool:
    """Whether a date is a name: the 19 April Movement."""
    return _NAMED.match(match.string, match.end()) is not None


def _is_modal(match: re.Match[str]) -> bool:
    """Whether MAY is a verb, as in `4 MAY BE FREED`."""
    return match["month"] == "MAY" and _MODAL.match(match.string, match.end()) is not None


#: A day without a year that comes round again within so many days is the coming one.
_SOON = 30


def _days(match: re.Match[str], context: Context, first: int, last: int) -> Found | Blocked | None:
    """Days of a month; where the first is the higher number it is of the month before."""
    year, month = year_named(match, context), month_named(match)
    until = make_day(year, month, last) if year else latest_day(last, month, context.published)
    if not until:
        return None
    again = None if year else make_day(min(until.year + 1, date.max.year), month, last)
    if again and 0 < (again - context.published).days <= _SOON:
        return BLOCKED
    since = latest_day(first, None, until)
    return Found(since, until, "explicit") if since else None


def day_of_month(match: re.Match[str], context: Context) -> Found | Blocked | None:
    """A day of a month: `8 June 2022`, `Feb. 4`."""
    if _is_modal(match):
        return None
    if _is_name(match):
        return BLOCKED
    day = int(match["day"])
    return _days(match, context, day, day)


def month_and_day(match: re.Match[str], context: Context) -> Found | Blocked | None:
    """`May 4`; but `in May 30 people` tells a number of people."""
    before = re.search(r"\b(?:in|during)\s+$", match.string[max(0, match.start() - 12) : match.start()], re.I)
    if before and not year_named(match, context) and re.match(r"\s+[^\W\d]", match.string[match.end() :]):
        return None
    return day_of_month(match, context)


def days_of_month(match: re.Match[str], context: Context) -> Found | Blocked | None:
    """Days of a month: `3-5 May`, `3 and 4 May`."""
    first, last = int(match["day0"]), int(match["day"])
    if first == last or (group(match, "link") in {"and", ","} and first > last) or _is_modal(match):
        return None
    found = _days(match, context, first, last)
    return None if isinstance(found, Found) and (found.last - found.first).days > 31 else found


def two_digit_year(match: re.Match[str], context: Context) -> Found | None:
    """`4 FEB 90`, where two digits end the phrase or tell a year near publication."""
    year = full_year(int(match["two"]), context.published)
    ends = re.match(r"\s*(?:[,.;:()\]-]|$)", match.string[match.end() :])
    day = make_day(year, month_named(match), int(match["day"]))
    return Found(day, day, "explicit") if day and (ends or abs(year - context.published.year) <= 1) else None


def iso(match: re.Match[str], _: Context) -> Found | None:
    """`2022-06-08`."""
    day = make_day(int(match["year"]), int(match["month"]), int(match["day"]))
    return Found(day, day, "explicit") if day else None


def slashed(match: re.Match[str], _: Context) -> Found | Blocked:
    """`13/06/2022`: only where one of the numbers can be no month, or both are the same."""
    year, one, two = int(match["year"]), int(match["one"]), int(match["two"])
    readings = {make_day(year, one, two), make_day(year, two, one)} - {None}
    day = readings.pop() if len(readings) == 1 else None
    return Found(day, day, "explicit") if day else BLOCKED


def dotted(match: re.Match[str], _: Context) -> Found | Blocked:
    """`8.6.2022`, the day first."""
    day = make_day(int(match["year"]), int(match["two"]), int(match["one"]))
    return Found(day, day, "explicit") if day else BLOCKED


def the_nth(match: re.Match[str], context: Context) -> Found | None:
    """`on the 23rd`, the latest past; `the 23rd of last month`."""
    on = context.published
    if group(match, "of") == "last":
        on = shift(on.replace(day=1), -1)
    day = latest_day(int(match["day"]), None, on)
    return Found(day, day, "relative") if day else None


def whole_month(match: re.Match[str], context: Context) -> Found | None:
    """A month or a part of one: `in April`, `late April 2014`."""
    year, month = year_named(match, context), month_named(match)
    if _is_modal(match):
        return None
    whole = month_of(date(year, month, 1)) if year else latest_month(month, context.published)
    if not whole:
        return None
    part = part_named(match)
    if part and not year and part_of(whole, part)[0] > context.published:  # `late June` told on 5 June
        whole = month_of(shift_months(whole[0], -12))
    return Found(*part_of(whole, part), "explicit", "week" if part else "month")


def last_month_named(match: re.Match[str], context: Context) -> Found | None:
    """`last April`: the latest that was over by the month of publication."""
    whole = latest_month(month_named(match), shift(context.published.replace(day=1), -1))
    return Found(*whole, "relative", "month") if whole else None


def whole_year(match: re.Match[str], _: Context) -> Found:
    """A year or a third of one: `in 2014`, `early 2014`."""
    whole = year_of(date(int(match["year"]), 1, 1))
    return Found(*part_of(whole, part_named(match)), "explicit", "year")


def years(match: re.Match[str], _: Context) -> Found | None:
    """`from 2013 to 2014`."""
    first, last = int(match["year0"]), int(match["year"])
    return Found(date(first, 1, 1), date(last, 12, 31), "explicit", "year") if first < last else None


def decade(match: re.Match[str], _: Context) -> Found:
    """`the 1980s`, `the early 1990s`: always vague."""
    start = int(match["decade"])
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part_named(match), (0, 9))
    return Found(date(start + low, 1, 1), date(start + high, 12, 31), "vague", "year")
