"""Our own lists of places: regions, nationalities, spellings of divisions, countries."""

import csv
from pathlib import Path

from exporter.codebook.codelists import FOLDER as CODELISTS

_DATA = Path(__file__).parent.parent / "data"
REGIONS = _DATA / "regions.csv"
NATIONALITIES = _DATA / "nationalities.csv"
DIVISIONS = _DATA / "divisions.csv"
COUNTRIES = CODELISTS / "countries.csv"


def read(path: Path) -> list[dict[str, str]]:
    """The lines of a list, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
