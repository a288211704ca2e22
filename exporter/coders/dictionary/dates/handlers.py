"""What worded dates stand for: a small handler for each kind of wording.

A handler gives a `Found`, or `None` where the words are no date after all, or `BLOCKED` where nothing within
them may be taken for one.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from exporter.coders.dictionary.dates.calendar import (
    Precision,
    Range,
    full_year,
    latest_day,
    latest_month,
    latest_weekday,
    make_day,
    month_of,
    part_of,
    shift,
    shift_months,
    week_of,
    year_of,
)

Kind = Literal["explicit", "relative", "interval", "anaphoric", "vague"]


class Context(NamedTuple):
    """What a date is counted from: publication, and the event told before."""

    published: date
    previous: Range | None


class Found(NamedTuple):
    """The days that words stand for, not yet clipped at publication, and the finest precision allowed."""

    first: date
    last: date
    kind: Kind
    precision: Precision = "day"


class _Blocked:
    """The mark of words that hold no date."""


BLOCKED = _Blocked()
Handler = Callable[[re.Match[str], Context], Found | _Blocked | None]

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
_UNITS: dict[str, Precision] = {
    "day": "day",
    "night": "day",
    "week": "week",
    "month": "month",
    "year": "year",
}
_PARTS = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}


def _group(match: re.Match[str], name: str) -> str | None:
    value = match.groupdict().get(name)
    return " ".join(value.lower().split()) if value else None


def _number(match: re.Match[str]) -> int | None:
    word = _group(match, "number")
    if word is None:
        return None
    return int(word) if word.isdigit() else NUMBERS[word.replace("y ", "y-") if word not in NUMBERS else word]


def _month(match: re.Match[str]) -> int:
    return _MONTHS[match["month"][:3].lower()]


def _weekday(match: re.Match[str]) -> int:
    return _WEEKDAYS[match["weekday"][:3].lower()]


def _year(match: re.Match[str], context: Context) -> int | None:
    if _group(match, "year"):
        return int(match["year"])
    when = _group(match, "when")
    return context.published.year - (when == "last") if when else None


# Days of the calendar


_BEARERS = (
    "Movement|Brigade|Front|Legion|Command|Square|Street|Avenue|Bridge|Revolution|Party|Group|Battalion|Hospital|"
    "Stadium|Airport|Martyrs|Memorial|Coalition|Plaza|Organi[sz]ation|Commando|Column|Agreement"
)
_NAMED = re.compile(rf"\s+(?:{_BEARERS}|{_BEARERS.upper()})\b")
_MODAL = re.compile(
    r"\s+(?:be|have|not|also|still|well|never|soon|only|even|yet|face|seek|become|need|go)\b", re.I
)


def _is_name(match: re.Match[str]) -> bool:
    """Whether a date is a name: the 19 April Movement."""
    return _NAMED.match(match.string, match.end()) is not None


def _is_modal(match: re.Match[str]) -> bool:
    """Whether MAY is a verb, as in `4 MAY BE FREED`."""
    return match["month"] == "MAY" and _MODAL.match(match.string, match.end()) is not None


#: A day without a year that comes round again within so many days is the coming one.
_SOON = 30


def _days(match: re.Match[str], context: Context, first: int, last: int) -> Found | _Blocked | None:
    """Days of a month; where the first is the higher number it is of the month before."""
    year, month = _year(match, context), _month(match)
    until = make_day(year, month, last) if year else latest_day(last, month, context.published)
    if not until:
        return None
    again = None if year else make_day(min(until.year + 1, date.max.year), month, last)
    if again and 0 < (again - context.published).days <= _SOON:
        return BLOCKED
    since = latest_day(first, None, until)
    return Found(since, until, "explicit") if since else None


def day_of_month(match: re.Match[str], context: Context) -> Found | _Blocked | None:
    """A day of a month: `8 June 2022`, `Feb. 4`."""
    if _is_modal(match):
        return None
    if _is_name(match):
        return BLOCKED
    day = int(match["day"])
    return _days(match, context, day, day)


def month_and_day(match: re.Match[str], context: Context) -> Found | _Blocked | None:
    """`May 4`; but `in May 30 people` tells a number of people."""
    before = re.search(r"\b(?:in|during)\s+$", match.string[max(0, match.start() - 12) : match.start()], re.I)
    if before and not _year(match, context) and re.match(r"\s+[^\W\d]", match.string[match.end() :]):
        return None
    return day_of_month(match, context)


def days_of_month(match: re.Match[str], context: Context) -> Found | _Blocked | None:
    """Days of a month: `3-5 May`, `3 and 4 May`."""
    first, last = int(match["day0"]), int(match["day"])
    if first == last or (_group(match, "link") in {"and", ","} and first > last) or _is_modal(match):
        return None
    found = _days(match, context, first, last)
    return None if isinstance(found, Found) and (found.last - found.first).days > 31 else found


def two_digit_year(match: re.Match[str], context: Context) -> Found | None:
    """`4 FEB 90`, where two digits end the phrase or tell a year near publication."""
    year = full_year(int(match["two"]), context.published)
    ends = re.match(r"\s*(?:[,.;:()\]-]|$)", match.string[match.end() :])
    day = make_day(year, _month(match), int(match["day"]))
    return Found(day, day, "explicit") if day and (ends or abs(year - context.published.year) <= 1) else None


def iso(match: re.Match[str], _: Context) -> Found | None:
    """`2022-06-08`."""
    day = make_day(int(match["year"]), int(match["month"]), int(match["day"]))
    return Found(day, day, "explicit") if day else None


def slashed(match: re.Match[str], _: Context) -> Found | _Blocked:
    """`13/06/2022`: only where one of the numbers can be no month, or both are the same."""
    year, one, two = int(match["year"]), int(match["one"]), int(match["two"])
    readings = {make_day(year, one, two), make_day(year, two, one)} - {None}
    day = readings.pop() if len(readings) == 1 else None
    return Found(day, day, "explicit") if day else BLOCKED


def dotted(match: re.Match[str], _: Context) -> Found | _Blocked:
    """`8.6.2022`, the day first."""
    day = make_day(int(match["year"]), int(match["two"]), int(match["one"]))
    return Found(day, day, "explicit") if day else BLOCKED


def the_nth(match: re.Match[str], context: Context) -> Found | None:
    """`on the 23rd`, the latest past; `the 23rd of last month`."""
    on = context.published
    if _group(match, "of") == "last":
        on = shift(on.replace(day=1), -1)
    day = latest_day(int(match["day"]), None, on)
    return Found(day, day, "relative") if day else None


def whole_month(match: re.Match[str], context: Context) -> Found | None:
    """A month or a part of one: `in April`, `late April 2014`."""
    year, month = _year(match, context), _month(match)
    if _is_modal(match):
        return None
    whole = month_of(date(year, month, 1)) if year else latest_month(month, context.published)
    if not whole:
        return None
    part = _part(match)
    if part and not year and part_of(whole, part)[0] > context.published:  # `late June` told on 5 June
        whole = month_of(shift_months(whole[0], -12))
    return Found(*part_of(whole, part), "explicit", "week" if part else "month")


def last_month_named(match: re.Match[str], context: Context) -> Found | None:
    """`last April`: the latest that was over by the month of publication."""
    whole = latest_month(_month(match), shift(context.published.replace(day=1), -1))
    return Found(*whole, "relative", "month") if whole else None


def _part(match: re.Match[str]) -> str:
    words = (_group(match, "part") or "").split()
    known = [_PARTS.get(word, word) for word in words if word not in {"the", "of"}]
    return known[0] if known else ""


def whole_year(match: re.Match[str], _: Context) -> Found:
    """A year or a third of one: `in 2014`, `early 2014`."""
    whole = year_of(date(int(match["year"]), 1, 1))
    return Found(*part_of(whole, _part(match)), "explicit", "year")


def years(match: re.Match[str], _: Context) -> Found | None:
    """`from 2013 to 2014`."""
    first, last = int(match["year0"]), int(match["year"])
    return Found(date(first, 1, 1), date(last, 12, 31), "explicit", "year") if first < last else None


def decade(match: re.Match[str], _: Context) -> Found:
    """`the 1980s`, `the early 1990s`: always vague."""
    start = int(match["decade"])
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(_part(match), (0, 9))
    return Found(date(start + low, 1, 1), date(start + high, 12, 31), "vague", "year")


# Weekdays


def on_weekday(match: re.Match[str], context: Context) -> Found:
    """The nearest on or before publication; `last` bars that day itself."""
    on = shift(context.published, -1) if _group(match, "which") == "last" else context.published
    day = latest_weekday(_weekday(match), on)
    return Found(day, day, "relative")


def weekday_of_week(match: re.Match[str], context: Context) -> Found:
    """`Monday of last week`."""
    monday = week_of(shift(context.published, -7 if _group(match, "when") == "last" else 0))[0]
    day = shift(monday, _weekday(match))
    return Found(day, day, "relative")


def other_weekday(match: re.Match[str], context: Context) -> Found | _Blocked:
    """`the following Monday` and `the previous Monday`, counted from the event told before."""
    if not context.previous:
        return BLOCKED
    first, last = context.previous
    back = _group(match, "way") in {"previous", "preceding"}
    day = latest_weekday(_weekday(match), shift(first, -1) if back else shift(last, 7))
    return Found(day, day, "anaphoric")


def weekend(match: re.Match[str], context: Context) -> Found:
    """The latest begun, of which `last` bars one not over."""
    last = _group(match, "which") == "last" and context.published.weekday() > 4
    saturday = latest_weekday(5, shift(context.published, -2 if last else 0))
    return Found(saturday, shift(saturday, 1), "relative")


# Days counted from publication


def days_from_now(first: int, last: int) -> Handler:
    """A handler for days counted from publication."""

    def handle(_: re.Match[str], context: Context) -> Found:
        return Found(shift(context.published, first), shift(context.published, last), "relative")

    return handle


def this_or_last(match: re.Match[str], context: Context) -> Found:
    """`last week`, `earlier this month`, `late last year`; `this year` alone is an aggregate."""
    unit, when = match["unit"].lower(), match["when"].lower()
    part, back = _part(match), when in {"last", "previous"}
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
    vague = unit == "year" and not back and not part and not _group(match, "earlier")
    finest: Precision = "week" if unit == "month" and narrowed != whole else _UNITS[unit]
    return Found(*narrowed, "vague" if vague else "relative", finest)


_FEW: dict[str, tuple[int, int]] = {"day": (2, 7), "night": (2, 7), "week": (14, 42), "month": (60, 330)}
_FEW |= {"year": (730, 3650), "decade": (7300, 18250)}
_GIVE = {"week": 3, "month": 15, "year": 183, "decade": 1826}


def _counted(match: re.Match[str], anchor: Range, sign: int) -> Range:
    """So many units before or after a range: days to the day, others give or take about half a unit."""
    unit = match["unit"].lower()
    number = _number(match)
    if number is None and not (_group(match, "some") or _group(match, "plural")):
        number = 1
    if unit in {"minute", "moment", "hour"}:
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
        months = sign * number * {"month": 1, "year": 12, "decade": 120}[unit]
        first, last = (shift_months(day, months) for day in anchor)
    return shift(first, -_GIVE[unit]), shift(last, _GIVE[unit])


def ago(match: re.Match[str], context: Context) -> Found:
    """`two weeks ago`."""
    return Found(*_counted(match, (context.published, context.published), -1), "relative")


def in_the_last(match: re.Match[str], context: Context) -> Found:
    """`in the last three days`; months and years past are a stretch, not an event's date."""
    unit, number = match["unit"].lower(), _number(match)
    if number is None:
        number = 3 if _group(match, "plural") else 1
    on = context.published
    if unit in {"minute", "moment", "hour"}:
        first = shift(on, -max(1, -(-number // 24))) if unit == "hour" else on
    elif unit in {"day", "night", "week"}:
        first = shift(on, -number * (7 if unit == "week" else 1))
    else:
        first = shift_months(on, -number * {"month": 1, "year": 12, "decade": 120}[unit])
    kind: Kind = "interval" if unit in {"month", "year", "decade"} else "relative"
    return Found(first, on, kind)


def recent(match: re.Match[str], context: Context) -> Found:
    """`in recent days`; `in recent years` is vague."""
    unit = match["unit"].lower()
    days = {"hour": 1, "day": 7, "week": 42, "month": 180}.get(unit, 1095)
    kind: Kind = "relative" if unit in {"hour", "day", "week"} else "vague"
    return Found(shift(context.published, -days), context.published, kind)


def habit(_: re.Match[str], context: Context) -> Found:
    """`every day`, `for years`: the year to publication, vague."""
    return Found(shift_months(context.published, -12), context.published, "vague", "year")


# Days counted from the event told before


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


def from_previous(match: re.Match[str], context: Context) -> Found | _Blocked:
    """`two days earlier`, `a day after`; without an event before, only `earlier` counts from publication."""
    word = match["way"].lower()
    if _own_anchor(match):
        return BLOCKED
    sign = -1 if word in {"earlier", "before", "previously"} else 1
    if context.previous:
        return Found(*_counted(match, context.previous, sign), "anaphoric")
    if word in {"earlier", "previously"}:
        return Found(*_counted(match, (context.published, context.published), -1), "anaphoric")
    return BLOCKED


def neighbour(match: re.Match[str], context: Context) -> Found | _Blocked:
    """The next, previous or same day, week, month or year, seen from the event told before."""
    way, unit = _group(match, "way") or "", match["unit"].lower()
    if _own_anchor(match):
        return BLOCKED
    step = -1 if way in {"previous", "preceding"} or _group(match, "before") else 1
    step = 0 if way.endswith(("same", "that")) else step
    if not context.previous and step >= 0:
        return BLOCKED
    first, last = context.previous or (context.published, context.published)
    if unit in {"week", "month", "year"}:
        whole = {"week": week_of, "month": month_of, "year": year_of}[unit]
        months = {"week": 0, "month": step, "year": 12 * step}[unit]
        moved = [shift(shift_months(day, months), 7 * step * (unit == "week")) for day in (first, last)]
        return Found(whole(moved[0])[0], whole(moved[1])[1], "anaphoric", _UNITS[unit])
    return Found(shift(first, step), shift(last, step), "anaphoric")


def earlier_in_the_day(_: re.Match[str], context: Context) -> Found:
    """`later in the day`: the days of the event told before, or publication."""
    first, last = context.previous or (context.published, context.published)
    return Found(first, last, "anaphoric")


def block(_: re.Match[str], __: Context) -> _Blocked:
    """Words that hold no date."""
    return BLOCKED
