"""Feasts: days of the calendar that have a name, and those that are counted from Easter."""

import re
from datetime import date

from dateutil.easter import easter

from exporter.coders.dictionary.dates.calendar import shift
from exporter.coders.dictionary.dates.found import BLOCKED, Blocked, Context, Found
from exporter.coders.dictionary.dates.words import group

_FIXED = {
    "new year's day": (1, 1), "valentine's day": (2, 14), "may day": (5, 1), "christmas eve": (12, 24),
    "christmas day": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip
"""Month and day."""
_FROM_EASTER = {
    "shrove tuesday": -47, "ash wednesday": -46, "palm sunday": -7, "holy thursday": -3, "maundy thursday": -3,
    "good friday": -2, "holy saturday": -1, "easter saturday": -1, "easter sunday": 0, "easter monday": 1,
    "whit sunday": 49, "whit monday": 50,
}  # fmt: skip
"""Days from Easter Sunday, by the western calendar."""


def feast(match: re.Match[str], context: Context) -> Found | Blocked:
    """The feast of the year that is told with it, else the latest that had come by publication."""
    name = " ".join(match["feast"].lower().replace("’", "'").split())
    this = context.published.year
    if group(match, "year") or group(match, "when") == "last":
        day = _in_year(name, int(match["year"]) if match["year"] else this - 1)
        return Found(day, day, "explicit") if day else BLOCKED
    days = (_in_year(name, year) for year in (this, this - 1))
    past = next((day for day in days if day and day <= context.published), None)
    return Found(past, past, "relative") if past else BLOCKED


def _in_year(name: str, year: int) -> date | None:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    return shift(easter(year), _FROM_EASTER[name]) if name in _FROM_EASTER else None
