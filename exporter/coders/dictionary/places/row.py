"""One place on its way into the index, with all its names."""

from dataclasses import dataclass, field

# How a name belongs to its place: its own, a short or near form of it, another name altogether.
OWN, NEAR, OTHER = 0, 1, 2


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
