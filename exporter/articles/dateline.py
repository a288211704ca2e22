"""Datelines: the place, day and agency that a wire report opens with.

Only the day and the agency are taken from here. The place is where the reporter sat, which is often not where
the event was.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from exporter.articles.dates import parse_date


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; a fact that it does not give is None.

    Attributes:
        published: The day, where the dateline has it with its year.
        source: The agency in brackets.
    """

    published: date | None = None
    source: str | None = None


def find_dateline(text: str) -> Dateline:
    """Return what the dateline among the first paragraphs of a text says (nothing, where there is none)."""
    for match in _DATELINE.finditer(_opening(text)):
        found = Dateline(published=_last_date(match["head"]), source=_agency(match["agency"]))
        # `Obama (Democrat) - ` looks alike: it needs either both facts or the place in capitals.
        certain = found.published and found.source
        if found != Dateline() and (certain or match["head"].split(maxsplit=1)[0].isupper()):
            return found
    return Dateline()


# A headline, a byline and a caption may stand above the dateline, hardly more; and a dash may stand below it.
_OPENING_LINES = 5
_DATELINE = re.compile(
    r"""^(?P<head>[^\W\d_][^\n]{2,80}?)         # the place, perhaps with a country, perhaps a day
        (?:\s\((?P<agency>[^()\n]{2,60})\))?    # the agency
        \s*(?:--|[-\u2013\u2014])(?:\s|$)       # a dash, which may have been wrapped to the next line
    """,
    re.MULTILINE | re.VERBOSE,
)


def _opening(text: str) -> str:
    lines = (line.strip() for line in text[:5000].split("\n"))
    return "\n".join(islice(filter(None, lines), _OPENING_LINES))


def _agency(name: str | None) -> str | None:
    name = " ".join(name.split()) if name else ""
    # Brackets hold other things too: (left), (2nd R), (1990-1994). dpa writes itself small.
    return name if name[:1].isupper() or name == "dpa" else None


def _last_date(head: str) -> date | None:
    parts = head.split(",")
    for start in (-1, -2, -3):
        try:
            return parse_date(",".join(parts[start:]))
        except ValueError:
            continue
    return None
