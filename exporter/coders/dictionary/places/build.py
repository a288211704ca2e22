"""The index of places is built: one SQLite file, written aside and moved into place whole."""

import gc
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from exporter.coders.dictionary.places.gather import gather
from exporter.coders.dictionary.places.names import sound
from exporter.coders.dictionary.places.row import OTHER, Row

FORMAT = 9  # raise it whenever the tables or their contents are made otherwise

_SCHEMA = """
create table places (
    id integer primary key, name text not null, iso3 text not null, lat integer not null,
    lon integer not null, population integer not null, admin1 integer, admin2 integer,
    kind text not null, precision text not null, capital integer not null, geonameid integer
);
create table names (key text, place integer, tie integer, primary key (key, place)) without rowid;
create table sounds (sound text, key text, primary key (sound, key)) without rowid;
create table divisions (id integer primary key, name text not null);
"""


def build_index(path: Path) -> None:
    """Build the index aside and move it to `path` in one step.

    Raises:
        OSError: The folder cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=".places-", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        _write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path) -> None:
    # Millions of small objects, none of them garbage: collecting would take a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        divisions, rows = gather()
    finally:
        if collecting:
            gc.enable()
    connection = sqlite3.connect(path)
    try:
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;" + _SCHEMA)
        connection.executemany("insert into divisions values (?, ?)", divisions.items())
        names: list[tuple[str, int, int]] = []
        for number, row in enumerate(rows, start=1):
            names += ((key, number, tie) for key, tie in row.keys.items())
        names.sort()
        connection.executemany("insert into places values (?,?,?,?,?,?,?,?,?,?,?,?)", _records(rows))
        connection.executemany("insert into names values (?, ?, ?)", names)
        connection.executemany("insert into sounds values (?, ?)", _sounds(rows))
        # Last of all: what carries this number was built to its end.
        connection.execute(f"pragma user_version = {FORMAT}")
        connection.commit()
    finally:
        connection.close()


def _sounds(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """How the names of places and divisions sound, for those who write them otherwise; not quite other names."""
    spoken = (r for r in rows if r.kind in ("place", "admin1", "admin2") and r.iso3 not in _SPELT_ALIKE)
    keys = {key for row in spoken for key, tie in row.keys.items() if tie < OTHER}
    return sorted((heard, key) for key in keys if len(heard := sound(key)) >= _SHORTEST_SOUND)


_SHORTEST_SOUND = 3
_SPELT_ALIKE = frozenset(
    (
        *("AUS", "AUT", "BEL", "CAN", "CHE", "CZE", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "HUN", "ITA"),
        *("NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SWE", "USA"),
    )
)
"""Where all the world spells names as they are spelt at home: their sounds are left out, which saves room."""


def _records(rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    for number, r in enumerate(rows, start=1):
        where = (round(r.lat * 1e5), round(r.lon * 1e5))
        yield (
            *(number, r.name, r.iso3, *where, r.population, r.admin1, r.admin2),
            *(r.kind, r.precision, int(r.capital), r.geonameid),
        )
