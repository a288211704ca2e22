"""Words as values: `last Tuesday` is a day, counted from the article; `at least six` a count of deaths."""

from datetime import date
from typing import Any

from exporter.coders.dictionary.counts import read_count
from exporter.coders.dictionary.dates import find_dates

_WORDS = 30
"""Words of a selection that are read for a count."""


def read_days(words: str, published: date) -> dict[str, str] | None:
    """The days that the words mean in an article of that day: event_date, event_date_end, time_precision."""
    try:
        day = date.fromisoformat(words.strip())
    except ValueError:
        pass
    else:
        return _days(day, day, "day")
    found = find_dates(_worded(words), published)
    if not found:
        return None
    best = max(found, key=lambda mention: (mention.kind != "vague", mention.end - mention.start))
    return _days(best.first, best.last, best.precision)


def read_deaths(words: str) -> dict[str, str] | None:
    """The count that the words hold: fatalities with what is known of low and high; an open end stays empty.

    Of several, the one told in most words: `at least six` of `killing at least six people`.
    """
    parts = words.split()[:_WORDS]
    stretches = (
        " ".join(parts[start : start + length])
        for length in range(len(parts), 0, -1)
        for start in range(len(parts) - length + 1)
    )
    count = next((found for one in stretches if (found := read_count(one.strip(" .,;:")))), None)
    if count is None:
        return None
    counts: dict[str, Any] = {
        "fatalities": count.best, "fatalities_low": count.low, "fatalities_high": count.high
    }  # fmt: skip
    return {name: "" if value is None else str(value) for name, value in counts.items()}


def _days(first: date, last: date, precision: str) -> dict[str, str]:
    return {
        "event_date": first.isoformat(), "event_date_end": last.isoformat(), "time_precision": precision
    }  # fmt: skip


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
           "dec")  # fmt: skip


def _worded(words: str) -> str:
    """Words as a newspaper prints them: the names of months want their capitals, and typing people do not."""
    return " ".join(
        word.capitalize() if word.lower().rstrip(".,") in _MONTHS else word for word in words.split()
    )
