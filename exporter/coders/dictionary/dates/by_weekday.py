"""Weekdays and weekends: the nearest by publication, or by the event told before."""

import re

from exporter.coders.dictionary.dates.calendar import latest_weekday, shift, week_of
from exporter.coders.dictionary.dates.found import BLOCKED, Blocked, Context, Found
from exporter.coders.dictionary.dates.words import group, weekday_named


def on_weekday(match: re.Match[str], context: Context) -> Found:
    """The nearest on or before publication; `last` bars that day itself."""
    on = shift(context.published, -1) if group(match, "which") == "last" else context.published
    day = latest_weekday(weekday_named(match), on)
    return Found(day, day, "relative")


def weekday_of_week(match: re.Match[str], context: Context) -> Found:
    """`Monday of last week`."""
    monday = week_of(shift(context.published, -7 if group(match, "when") == "last" else 0))[0]
    day = shift(monday, weekday_named(match))
    return Found(day, day, "relative")


def other_weekday(match: re.Match[str], context: Context) -> Found | Blocked:
    """`the following Monday` and `the previous Monday`, counted from the event told before."""
    if not context.previous:
        return BLOCKED
    first, last = context.previous
    back = group(match, "way") in {"previous", "preceding"}
    day = latest_weekday(weekday_named(match), shift(first, -1) if back else shift(last, 7))
    return Found(day, day, "anaphoric")


def weekend(match: re.Match[str], context: Context) -> Found:
    """The latest begun, of which `last` bars one not over."""
    last = group(match, "which") == "last" and context.published.weekday() > 4
    saturday = latest_weekday(5, shift(context.published, -2 if last else 0))
    return Found(saturday, shift(saturday, 1), "relative")
