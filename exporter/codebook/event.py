"""The event table: one row is one thing that happened, on a date, at a place.

Read this file to learn what a row means. Types and nulls, titles, definitions, units and code lists stand
here once; validation, dictionary, JSON Schema, Parquet metadata and documentation are derived from it.
"""

from typing import Annotated

import pandera.polars as pa
import polars as pl

from exporter.codebook.checks import EVENT_RULES
from exporter.codebook.column import code_field, field
from exporter.codebook.rules import carries

Instant = Annotated[pl.Datetime, "us", "UTC"]


@carries(EVENT_RULES)
class Event(pa.DataFrameModel):
    """Events, one a row."""

    event_id: str = field(
        "Event id",
        "Stable name of the event: ISO 3166-1 alpha-3 code of the country and a serial number. Never reused.",
        source="this project, after ACLED",
        origin="store",
        example="AZE12",
        unique=True,
        str_matches=r"^[A-Z]{3}[1-9][0-9]*$",
    )
    event_date: pl.Date = field(
        "Event date",
        "The day of the event, or the earliest day that the source supports.",
        source="ACLED, with a range",
        origin="coded",
        unit="ISO 8601 date",
    )
    event_date_end: pl.Date = field(
        "Event date, end",
        "The latest day that the source supports; the event date where the day is known.",
        source="this project, after UCDP GED date_end",
        origin="coded",
        unit="ISO 8601 date",
    )
    year: pl.Int16 = field(
        "Year", "The year of the event date.", source="ACLED", origin="derived", unit="calendar year"
    )
    time_precision: pl.Enum = code_field(
        "Time precision",
        "How exactly the source dates the event.",
        source="ACLED, with a year level",
        origin="coded",
        codelist="time_precisions",
    )
    disorder_type: pl.Enum = code_field(
        "Disorder type",
        "Broad class of the event. Missing for diplomatic exchanges, which are no disorder.",
        source="ACLED",
        origin="derived",
        null=True,
        codelist="disorder_types",
    )
    event_type: pl.Enum = code_field(
        "Event type",
        "What happened, in seven classes.",
        source="ACLED; Diplomatic exchange added",
        origin="coded",
        codelist="event_types",
    )
    sub_event_type: pl.Enum = code_field(
        "Sub event type",
        "What happened, more closely; each belongs to one event type.",
        source="ACLED; those of Diplomatic exchange added",
        origin="coded",
        codelist="sub_event_types",
    )
    cameo_code: str = field(
        "CAMEO code",
        "The most specific CAMEO action code that the text supports, leading zero included.",
        source="CAMEO 1.1b3",
        origin="coded",
        codelist="cameo",
        example="193",
    )
    quad_class: pl.Enum = code_field(
        "Quad class",
        "Words or deeds, cooperation or conflict; follows from the CAMEO code.",
        source="GDELT",
        origin="derived",
        codelist="quad_classes",
    )
    goldstein: pl.Float64 = field(
        "Goldstein score",
        "How much such an act helps (+10) or harms (-10) stability; follows from the CAMEO code.",
        source="Goldstein (1992), as published with GDELT",
        origin="derived",
        unit="score from -10 to 10",
        ge=-10,
        le=10,
    )
    actor1: str = field(
        "Actor 1",
        "Canonical name of the actor who acts, or of the first named where both act.",
        source="ACLED, without the years of regimes",
        origin="coded",
        example="Military Forces of Azerbaijan",
        str_length={"min_value": 1},
    )
    actor1_type: pl.Enum = code_field(
        "Actor 1 type", "Kind of actor 1.", source="ACLED", origin="coded", codelist="actor_types"
    )
    actor1_country: str = field(
        "Actor 1 country",
        "The country that actor 1 belongs to or comes from.",
        source="ISO 3166-1",
        origin="coded",
        unit="ISO 3166-1 alpha-3",
        null=True,
        codelist="countries",
        list_column="iso3",
    )
    assoc_actor_1: str = field(
        "Associated actors 1",
        "Others who act or suffer on actor 1's side, joined by `; `.",
        source="ACLED",
        origin="coded",
        null=True,
        example="Government of Azerbaijan",
    )
    actor2: str = field(
        "Actor 2",
        "Canonical name of the actor acted upon or of the other side; missing where there is none.",
        source="ACLED, without the years of regimes",
        origin="coded",
        null=True,
        example="Civilians (Uganda)",
        str_length={"min_value": 1},
    )
    actor2_type: pl.Enum = code_field(
        "Actor 2 type", "Kind of actor 2.", source="ACLED", origin="coded", null=True, codelist="actor_types"
    )
    actor2_country: str = field(
        "Actor 2 country",
        "The country that actor 2 belongs to or comes from.",
        source="ISO 3166-1",
        origin="coded",
        unit="ISO 3166-1 alpha-3",
        null=True,
        codelist="countries",
        list_column="iso3",
    )
    assoc_actor_2: str = field(
        "Associated actors 2",
        "Others on actor 2's side, joined by `; `.",
        source="ACLED",
        origin="coded",
        null=True,
        example="Farmers (Colombia)",
    )
    interaction: str = field(
        "Interaction",
        "The two actor types, joined by `-` in the order of the code list; a lone type has `only` behind it.",
        source="ACLED",
        origin="derived",
        example="State forces-Rebel group",
    )
    civilian_targeting: bool = field(
        "Civilian targeting",
        "Whether civilians were the main or only target.",
        source="ACLED",
        origin="derived",
    )
    fatalities: pl.Int32 = field(
        "Fatalities",
        "Best estimate of the deaths in this event. Missing: the source reports none and does not deny any. "
        "0: the source says that nobody died.",
        source="ACLED, which writes 0 for both",
        origin="coded",
        unit="deaths",
        null=True,
        ge=0,
    )
    fatalities_low: pl.Int32 = field(
        "Fatalities, low",
        "Lowest count that the source supports.",
        source="UCDP GED low",
        origin="coded",
        unit="deaths",
        null=True,
        ge=0,
    )
    fatalities_high: pl.Int32 = field(
        "Fatalities, high",
        "Highest count that the source supports; missing where it is open, as in `at least 110`.",
        source="UCDP GED high",
        origin="coded",
        unit="deaths",
        null=True,
        ge=0,
    )
    country: pl.Enum = code_field(
        "Country",
        "Where the event happened.",
        source="ACLED's country names; territories of ISO 3166-1 added",
        origin="coded",
        codelist="countries",
    )
    iso3: pl.Enum = code_field(
        "Country code",
        "Where the event happened.",
        source="ISO 3166-1",
        origin="derived",
        unit="ISO 3166-1 alpha-3",
        codelist="countries",
        list_column="iso3",
    )
    region: pl.Enum = code_field(
        "Region", "Part of the world of the country.", source="ACLED", origin="derived", codelist="regions"
    )
    admin1: str = field(
        "First-level division",
        "Name of the province, state or the like.",
        source="GeoNames",
        origin="coded",
        null=True,
        example="Santa Cruz",
    )
    admin2: str = field(
        "Second-level division",
        "Name of the district, county or the like.",
        source="GeoNames",
        origin="coded",
        null=True,
        example="Ichilo",
    )
    location: str = field(
        "Location",
        "Name of the place that the coordinates stand for.",
        source="GeoNames; natural and disputed regions from this project's list",
        origin="coded",
        example="Vienna",
        str_length={"min_value": 1},
    )
    latitude: pl.Float64 = field(
        "Latitude",
        "North is positive.",
        source="GeoNames",
        origin="coded",
        unit="degrees (WGS84)",
        ge=-90,
        le=90,
    )
    longitude: pl.Float64 = field(
        "Longitude",
        "East is positive.",
        source="GeoNames",
        origin="coded",
        unit="degrees (WGS84)",
        ge=-180,
        le=180,
    )
    geo_precision: pl.Enum = code_field(
        "Geo precision",
        "How exact the coordinates are.",
        source="ACLED, with a country level",
        origin="coded",
        codelist="geo_precisions",
    )
    source: str = field(
        "Source",
        "The outlets that report the event, joined by `; `.",
        source="ACLED",
        origin="article",
        example="AFP",
        str_length={"min_value": 1},
    )
    source_scale: pl.Enum = code_field(
        "Source scale",
        "Widest reach of the outlets.",
        source="ACLED",
        origin="article",
        codelist="source_scales",
    )
    source_url: str = field(
        "Source address",
        "Where the first report stands.",
        source="this project",
        origin="article",
        unit="URL",
        null=True,
        example="https://example.org/report",
    )
    source_date: pl.Date = field(
        "Source date",
        "Day of publication of the first report. Missing where the source does not say it.",
        source="this project",
        origin="article",
        unit="ISO 8601 date",
        null=True,
    )
    article_count: pl.Int32 = field(
        "Articles",
        "Number of articles that report the event. Missing where the source does not say it.",
        source="GDELT NumArticles",
        origin="article",
        unit="articles",
        null=True,
        ge=1,
    )
    source_count: pl.Int32 = field(
        "Outlets",
        "Number of outlets that report the event. Missing where the source does not say it.",
        source="GDELT NumSources",
        origin="article",
        unit="outlets",
        null=True,
        ge=1,
    )
    notes: str = field(
        "Notes",
        "One to three sentences on the event in the coder's own words.",
        source="ACLED",
        origin="coded",
        example="On 16 May 2016, in Vienna, the presidents met.",
        str_length={"min_value": 1},
    )
    tags: str = field(
        "Tags",
        "Keywords, joined by `; `.",
        source="ACLED",
        origin="coded",
        null=True,
        example="crowd size=about 300",
    )
    coder: str = field(
        "Coder",
        "Name and version of the machine, or a person's initials.",
        source="this project",
        origin="store",
        example="dictionary 1.0.0",
        str_length={"min_value": 1},
    )
    review: pl.Enum = code_field(
        "Review", "Who has looked at the row.", source="this project", origin="store", codelist="reviews"
    )
    confidence: pl.Float64 = field(
        "Confidence",
        "A machine coder's own estimate that the row is right; missing for people.",
        source="this project",
        origin="coded",
        unit="share from 0 to 1",
        null=True,
        ge=0,
        le=1,
    )
    recorded_at: Instant = field(
        "Recorded at", "First entry.", source="this project", origin="store", unit="UTC"
    )
    updated_at: Instant = field(
        "Updated at", "Last edit.", source="ACLED timestamp", origin="store", unit="UTC"
    )

    class Config:
        """How pandera treats the table."""

        name = "events"
        strict = True
        ordered = False
