"""Written dates: a short list of forms, read exactly or refused.

No guessing: `05/06/2016` is two different days on two sides of an ocean, and a wrong date spoils every event.
"""

import re
from datetime import date, datetime

WANTED = "Write it as YYYY-MM-DD, such as 2016-05-16."


def parse_date(value: str) -> date:
    """Return the day that a written date means.

    Reads ISO dates and date-times (the day as written, in its own time zone), `16 May 2016`, `May 16, 2016`,
    `4 FEB 90`, `16.05.2016`, and `16/05/2016` where only one of day and month is possible. Years of two
    digits lie between 1950 and 2049.

    Raises:
        ValueError: The value is in no such form, is no day of the calendar, or can be read in two ways; the
            message names the value.
    """
    text = " ".join(value.split())
    if slashed := _SLASHED.fullmatch(text):
        return _slashed_date(value, *(int(part) for part in slashed.groups()))
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    words = _SEPTEMBER.sub("Sep", _WEEKDAY.sub("", text)).replace(".,", ",")
    for candidate, form in ((text, "%d.%m.%Y"), *((words.replace(". ", " "), form) for form in _WORDED)):
        try:
            day = datetime.strptime(candidate, form).date()  # noqa: DTZ007 -- a day, not a moment
        except ValueError:
            continue
        return day if day.year < _LAST_SHORT_YEAR or "%Y" in form else day.replace(year=day.year - 100)
    raise ValueError(f"{value!r} is not a date in a known form")


_WORDED = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d %b %y", "%d %B %y")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ", re.IGNORECASE
)
_SEPTEMBER = re.compile(r"\bsept\b", re.IGNORECASE)
# strptime would put 50 to 68 into the 2000s. No report is that far ahead, and some are that old.
_LAST_SHORT_YEAR = 2050


def _slashed_date(value: str, first: int, second: int, year: int) -> date:
    days = set()
    for day, month in ((first, second), (second, first)):
        try:
            days.add(date(year, month, day))
        except ValueError:
            continue
    if not days:
        raise ValueError(f"{value!r} is not a day of the calendar")
    if len(days) > 1:
        early, late = sorted(days)
        raise ValueError(f"{value!r} can mean {early} or {late}")
    return days.pop()
