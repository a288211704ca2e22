"""Numbers, months, weekdays and parts in what a pattern has matched: the groups of its name, read."""

import re

from exporter.coders.dictionary.dates.calendar import Precision
from exporter.coders.dictionary.dates.found import Context

_SMALL = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *(f"{digit}teen" for digit in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
    "twenty",
    *(
        f"twenty-{digit}"
        for digit in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    ),
    "thirty",
)
NUMBERS = {word: number for number, word in enumerate(_SMALL, 1)} | {"a": 1, "an": 1, "a couple of": 2}
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
UNITS: dict[str, Precision] = {
    "day": "day",
    "night": "day",
    "week": "week",
    "month": "month",
    "year": "year",
}


def group(match: re.Match[str], name: str) -> str | None:
    """The words of a group, small and with single spaces; None where it is not there."""
    value = match.groupdict().get(name)
    return " ".join(value.lower().split()) if value else None


def number_of(match: re.Match[str]) -> int | None:
    """The number told."""
    word = group(match, "number")
    if word is None:
        return None
    return int(word) if word.isdigit() else NUMBERS[word.replace("y ", "y-") if word not in NUMBERS else word]


def month_named(match: re.Match[str]) -> int:
    """The month named, from 1."""
    return _MONTHS[match["month"][:3].lower()]


def weekday_named(match: re.Match[str]) -> int:
    """The weekday named, Monday is 0."""
    return _WEEKDAYS[match["weekday"][:3].lower()]


def year_named(match: re.Match[str], context: Context) -> int | None:
    """The year told, or that `last` or `this year` is at publication."""
    if group(match, "year"):
        return int(match["year"])
    when = group(match, "when")
    return context.published.year - (when == "last") if when else None


def part_named(match: re.Match[str]) -> str:
    """The part told of a month or a year: `early`, `mid`, `late` or nothing."""
    words = (group(match, "part") or "").split()
    known = [_PARTS.get(word, word) for word in words if word not in {"the", "of", "days", "weeks"}]
    return known[0] if known else ""


_PARTS = {
    **dict.fromkeys(("beginning", "first", "opening", "start"), "early"),
    "middle": "mid",
    **dict.fromkeys(("closing", "end", "final", "last"), "late"),
}
