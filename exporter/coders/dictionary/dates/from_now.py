"""Days counted from publication: `yesterday`, `last week`, `two weeks ago`."""

import re

from exporter.coders.dictionary.dates.calendar import (
    Precision,
    month_of,
    part_of,
    shift,
    shift_months,
    week_of,
    year_of,
)
from exporter.coders.dictionary.dates.counting import MONTHS_OF, WITHIN_A_DAY, counted
from exporter.coders.dictionary.dates.found import Context, Found, Handler, Kind
from exporter.coders.dictionary.dates.words import UNITS, group, number_of, part_named


def days_from_now(first: int, last: int) -> Handler:
    """A handler for days counted from publication."""

    def handle(_: re.Match[str], context: Context) -> Found:
        return Found(shift(context.published, first), shift(context.published, last), "relative")

    return handle


def this_or_last(match: re.Match[str], context: Context) -> Found:
    """`last week`, `earlier this month`, `late last year`; `this year` alone is an aggregate."""
    unit, when = match["unit"].lower(), match["when"].lower()
    part, back = part_named(match), when in {"last", "previous"}
    on = context.published
    if unit == "week":
        whole = week_of(shift(on, -7 * back))
    elif unit == "month":
        whole = month_of(shift_months(on, -back))
    else:
        whole = year_of(shift_months(on, -12 * back))
    narrowed = part_of(whole, part)
    if narrowed[0] > on:
        narrowed = whole
    vague = unit == "year" and not back and not part and not group(match, "earlier")
    finest: Precision = "week" if unit == "month" and narrowed != whole else UNITS[unit]
    return Found(*narrowed, "vague" if vague else "relative", finest)


def ago(match: re.Match[str], context: Context) -> Found:
    """`two weeks ago`."""
    return Found(*counted(match, (context.published, context.published), -1), "relative")


def in_the_last(match: re.Match[str], context: Context) -> Found:
    """`in the last three days`; months and years past are a stretch, not an event's date."""
    unit, number = match["unit"].lower(), number_of(match)
    if number is None:
        number = 3 if group(match, "plural") else 1
    on = context.published
    if unit in WITHIN_A_DAY:
        first = shift(on, -max(1, -(-number // 24))) if unit == "hour" else on
    elif unit in {"day", "night", "week"}:
        first = shift(on, -number * (7 if unit == "week" else 1))
    else:
        first = shift_months(on, -number * MONTHS_OF[unit])
    kind: Kind = "interval" if unit in {"month", "year", "decade"} else "relative"
    return Found(first, on, kind)


def long_ago(_: re.Match[str], context: Context) -> Found:
    """`a century ago`, `ten years on`: so long ago that no day is told."""
    return Found(shift_months(context.published, -60), shift_months(context.published, -48), "vague", "year")


def recent(match: re.Match[str], context: Context) -> Found:
    """`in recent days`; `in recent years` is vague."""
    unit = match["unit"].lower()
    days = {"hour": 1, "day": 7, "week": 42, "month": 180}.get(unit, 1095)
    kind: Kind = "relative" if unit in {"hour", "day", "week"} else "vague"
    return Found(shift(context.published, -days), context.published, kind)


def habit(_: re.Match[str], context: Context) -> Found:
    """`every day`, `for years`: the year to publication, vague."""
    return Found(shift_months(context.published, -12), context.published, "vague", "year")
