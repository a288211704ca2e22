"""How to load a release in Python, R and SQL: short code for the page, beside the release's own loaders."""

from dataclasses import dataclass

from exporter.catalogue.entry import Entry, Listed


@dataclass(frozen=True, slots=True)
class Reading:
    """Code that loads the events.

    Attributes:
        name: Language or program.
        code: The code; it stands beside the downloaded files.
        loader: The release's own loader for it, where it has one.
        text: The loader's text.
    """

    name: str
    code: str
    loader: Listed | None
    text: str | None


def readings(entry: Entry) -> tuple[Reading, ...]:
    """Code for each language."""
    return tuple(
        Reading(name, code, entry.file(loader), entry.texts.get(loader)) for name, code, loader in _READINGS
    )


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
