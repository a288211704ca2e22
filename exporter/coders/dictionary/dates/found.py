"""What a handler of worded dates is given, and what it gives.

A handler gives a `Found`, or `None` where the words are no date after all, or `BLOCKED` where nothing within
them may be taken for one.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from exporter.coders.dictionary.dates.calendar import Precision, Range

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


class Blocked:
    """The mark of words that hold no date."""


BLOCKED = Blocked()
Handler = Callable[[re.Match[str], Context], Found | Blocked | None]


def block(_: re.Match[str], __: Context) -> Blocked:
    """Words that hold no date."""
    return BLOCKED
