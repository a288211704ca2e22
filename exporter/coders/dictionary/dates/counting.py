"""So many days, weeks, months or years before or after a day."""

import re

from exporter.coders.dictionary.dates.calendar import Range, shift, shift_months
from exporter.coders.dictionary.dates.words import group, number_of

_FEW: dict[str, tuple[int, int]] = {"day": (2, 7), "night": (2, 7), "week": (14, 42), "month": (60, 330)}
_FEW |= {"year": (730, 3650), "decade": (7300, 18250)}
_GIVE = {"week": 3, "month": 15, "year": 183, "decade": 1826}
MONTHS_OF = {"month": 1, "year": 12, "decade": 120}
WITHIN_A_DAY = frozenset({"minute", "moment", "hour"})


def counted(match: re.Match[str], anchor: Range, sign: int) -> Range:
    """So many units before or after a range: days to the day, others give or take about half a unit."""
    unit = match["unit"].lower()
    number = number_of(match)
    if number is None and not (group(match, "some") or group(match, "plural")):
        number = 1
    if unit in WITHIN_A_DAY:
        days = round((number or 0) / 24) * sign if unit == "hour" else 0
        return shift(anchor[0], days), shift(anchor[1], days)
    if number is None:
        low, high = sorted(sign * days for days in _FEW[unit])
        return shift(anchor[0], low), shift(anchor[1], high)
    if unit in {"day", "night"}:
        return shift(anchor[0], sign * number), shift(anchor[1], sign * number)
    if unit == "week":
        first, last = (shift(day, sign * 7 * number) for day in anchor)
    else:
        months = sign * number * MONTHS_OF[unit]
        first, last = (shift_months(day, months) for day in anchor)
    return shift(first, -_GIVE[unit]), shift(last, _GIVE[unit])
