"""Days counted from the event told before: `two days earlier`, `the next day`."""

import re

from exporter.coders.dictionary.dates.calendar import month_of, shift, shift_months, week_of, year_of
from exporter.coders.dictionary.dates.counting import counted
from exporter.coders.dictionary.dates.found import BLOCKED, Blocked, Context, Found
from exporter.coders.dictionary.dates.words import UNITS, group

_ANCHOR = re.compile(
    r"\s+(?:the|an?|his|her|its|their|our|elections?|christmas|easter|new|day|week|month|year|on|\d+"
    r"|[a-z]+day|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)


def _own_anchor(match: re.Match[str]) -> bool:
    """Whether what is counted from is told by name: `before the election`, `after his arrest`.

    `after the attack` is let through, for that is mostly the event told before.
    """
    after = _ANCHOR.match(match.string, match.end())
    word = match[0].split()[-1].lower()
    return after is not None and (word == "before" or (word == "after" and after[0].strip().lower() != "the"))


def from_previous(match: re.Match[str], context: Context) -> Found | Blocked:
    """`two days earlier`, `a day after`; without an event before, only `earlier` counts from publication."""
    word = match["way"].lower()
    if _own_anchor(match):
        return BLOCKED
    sign = -1 if word in {"earlier", "before", "previously"} else 1
    if context.previous:
        return Found(*counted(match, context.previous, sign), "anaphoric")
    if word in {"earlier", "previously"}:
        return Found(*counted(match, (context.published, context.published), -1), "anaphoric")
    return BLOCKED


def neighbour(match: re.Match[str], context: Context) -> Found | Blocked:
    """The next, previous or same day, week, month or year, seen from the event told before."""
    way, unit = group(match, "way") or "", match["unit"].lower()
    if _own_anchor(match):
        return BLOCKED
    step = -1 if way in {"previous", "preceding"} or group(match, "before") else 1
    step = 0 if way.endswith(("same", "that")) else step
    if not context.previous and step >= 0:
        return BLOCKED
    first, last = context.previous or (context.published, context.published)
    if unit in {"week", "month", "year"}:
        whole = {"week": week_of, "month": month_of, "year": year_of}[unit]
        months = {"week": 0, "month": step, "year": 12 * step}[unit]
        moved = [shift(shift_months(day, months), 7 * step * (unit == "week")) for day in (first, last)]
        return Found(whole(moved[0])[0], whole(moved[1])[1], "anaphoric", UNITS[unit])
    return Found(shift(first, step), shift(last, step), "anaphoric")


def earlier_in_the_day(_: re.Match[str], context: Context) -> Found:
    """`later in the day`: the days of the event told before, or publication."""
    first, last = context.previous or (context.published, context.published)
    return Found(first, last, "anaphoric")
