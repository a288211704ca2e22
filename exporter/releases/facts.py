"""What a release says of itself: the words of `About`, and what its data cover, in one place for all metadata."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from exporter.codebook.definitions import plain
from exporter.codebook.project import Project
from exporter.releases.about import About, Author
from exporter.releases.blocks import Frame
from exporter.releases.files import File

CREDITS = (
    ("GeoNames, CC BY 4.0: names and coordinates of places", "https://www.geonames.org"),
    ("ACLED: event types, actor types and names of countries", "https://acleddata.com"),
    (
        "CAMEO codes, quad classes and Goldstein scores as published with GDELT",
        "https://www.gdeltproject.org",
    ),
)
"""Whose work stands in every release, and where theirs is found."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What events cover in time and space.

    Attributes:
        first: The earliest day of an event.
        last: The latest day of an event.
        west: The box round all coordinates, in degrees; it does not know of the antimeridian.
        south: See `west`.
        east: See `west`.
        north: See `west`.
        countries: Name and ISO 3166-1 alpha-3 code of each country, by name.
    """

    first: date
    last: date
    west: float
    south: float
    east: float
    north: float
    countries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the metadata of a release are made from.

    Attributes:
        dataset: Name of the dataset.
        version: Version of its data.
        created: When the data were completed, in UTC; none where nobody says.
        about: What people say of it.
        rows: Rows of each table.
        coverage: What the events cover; none where there are no events.
        project: The codebook of its tables.
        partition: Columns that it is partitioned by.
        parted: The files of the tables that have partitions.
    """

    dataset: str
    version: str
    created: datetime | None
    about: About
    rows: Mapping[str, int]
    coverage: Coverage | None
    project: Project = field(default_factory=plain)
    partition: tuple[str, ...] = ()
    parted: Mapping[str, tuple[File, ...]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title; the name of the dataset where there is none."""
        return self.about.title or self.dataset

    @property
    def description(self) -> str:
        """What it is; what the data say of themselves where nobody says more."""
        return self.about.description or self._summary()

    @property
    def authors(self) -> tuple[Author, ...]:
        """The authors; the publisher, else all who have contributed, where none are named."""
        if self.about.authors:
            return self.about.authors
        publisher = self.about.publisher
        return (Author(name=publisher.name if publisher else f"Contributors to {self.title}"),)

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords."""
        return self.about.keywords or ("event data",)

    @property
    def address(self) -> str | None:
        """Where it is found for good: its DOI, else its homepage."""
        return f"https://doi.org/{self.about.doi}" if self.about.doi else self.about.homepage

    @property
    def citation(self) -> str:
        """How to cite the release, in one line."""
        authors = "; ".join(author.full_name for author in self.authors)
        year = f" ({self.created.year})" if self.created else ""
        publisher = [self.about.publisher.name] if self.about.publisher and self.about.authors else []
        parts = [f"{authors}{year}", f"{self.title} (version {self.version}) [Data set]", *publisher]
        cited = " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)
        return f"{cited} {self.address}" if self.address else cited

    def _summary(self) -> str:
        what = "who did what to whom, when and where, and how many died"
        if self.coverage is None:
            return f"Events coded from news reports: {what}. This release holds none yet."
        covered = self.coverage
        countries = len(covered.countries)
        where = covered.countries[0][0] if countries == 1 else f"{countries} countries and territories"
        number = self.rows["events"]
        return (
            f"{number:,} event{'' if number == 1 else 's'} in {where} from {covered.first} to {covered.last}, "
            f"coded from news reports: {what}."
        )


def coverage(events: Frame) -> Coverage | None:
    """What events cover; nothing where there are none."""
    rows = events.lazy()
    span = rows.select(
        first=pl.col("event_date").min(),
        last=pl.col("event_date_end").max(),
        west=pl.col("longitude").min(),
        south=pl.col("latitude").min(),
        east=pl.col("longitude").max(),
        north=pl.col("latitude").max(),
    )
    countries = rows.select("country", "iso3").unique()
    found, named = pl.collect_all([span, countries], engine="streaming")
    if named.is_empty():
        return None
    return Coverage(
        **found.row(0, named=True), countries=tuple(named.cast(pl.String).sort("country").iter_rows())
    )


def one_line(words: str) -> str:
    """Words with every run of white space as one space."""
    return re.sub(r"\s+", " ", words)
