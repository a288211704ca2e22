"""How to load a release in Python, R and SQL: short code for the page, beside the release's own loaders."""

import re
from dataclasses import dataclass
from itertools import takewhile

from exporter.catalogue.entry import Entry, Listed
from exporter.releases.partitions import LISTED

LONGEST = 4000
"""Characters of a comment that a page shows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Code that loads the events.

    Attributes:
        name: Language or program.
        code: The code; it stands beside the downloaded files.
        loader: The release's own loader for it, where it has one.
        words: What the loader says of itself: its leading comment.
    """

    name: str
    code: str
    loader: Listed | None
    words: str | None


def readings(entry: Entry) -> tuple[Reading, ...]:
    """Code for each language."""
    return tuple(
        Reading(name, code, entry.file(loader), leading_comment(entry.texts.get(loader, "")))
        for name, code, loader in (_OF_PARTITIONS if entry.file(LISTED) else _READINGS)
    )


def leading_comment(text: str) -> str | None:
    """The comment at the head of a program in Python, R or SQL; none where it has none, or one too long to show."""
    if found := _DOCSTRING.match(text):
        words = found[1]
    else:
        lines = takewhile(_COMMENT.match, text.splitlines())
        words = "\n".join(_COMMENT.sub("", line, count=1) for line in lines if not line.startswith("#!"))
    return words.strip() if words.strip() and len(words) <= LONGEST else None


_DOCSTRING = re.compile(r'(?:#!.*\n)?"""(.*?)"""', re.DOTALL)
_COMMENT = re.compile(r"(?:#|--) ?")

_PYTHON = """\
import polars as pl

events = pl.read_parquet("events.parquet")"""

_R = """\
# install.packages("nanoparquet")
events <- nanoparquet::read_parquet("events.parquet")"""

_SQL = """\
-- DuckDB
SELECT country, event_type, count(*) AS events
FROM 'events.parquet'
GROUP BY ALL
ORDER BY events DESC;"""

_READINGS = (("Python", _PYTHON, "load.py"), ("R", _R, "load.R"), ("SQL", _SQL, "load.sql"))

_OF_PARTITIONS = (
    ("Python", _PYTHON.replace("events.parquet", "events/"), "load.py"),
    ("R", '# install.packages("arrow")\nevents <- arrow::open_dataset("events")', "load.R"),
    ("SQL", _SQL.replace("events.parquet", "events/**/*.parquet"), "load.sql"),
)
