"""UCDP's Georeferenced Event Dataset (GED, version 23.1 and later): its codebook.

What becomes of the columns stands in `ucdp_columns`.
"""

import pandera.polars as pa
import polars as pl

from exporter.codebook.rules import Rule, carries
from exporter.formats.columns import declare, numbers
from exporter.formats.crosswalk import table, translated, value_map
from exporter.formats.format import Format
from exporter.formats.ucdp_columns import BY_RULE, HOLDS, INTO_OURS, INTO_THEIRS, prepare

_NUMBERS = value_map("ucdp_countries", "in", ours="gwno")
_sum = pl.sum_horizontal("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", ignore_nulls=False)

RULES: tuple[Rule, ...] = (
    Rule(
        "UC001", "ends_after_start", ("date_end", "date_start"), pl.col("date_end") >= pl.col("date_start"),
        "date_end is before date_start", "Swap the two.",
    ),
    Rule(
        "UC002", "year_of_the_event", ("year", "date_start", "date_end"),
        pl.col("year").is_between(pl.col("date_start").dt.year(), pl.col("date_end").dt.year()),
        "year is not one of the event's", "Set it to the year of date_start.",
    ),
    Rule(
        "UC003", "deaths_low_to_high", ("best", "low", "high"),
        (pl.col("low") <= pl.col("best")).fill_null(value=True)
        & (pl.col("best") <= pl.col("high")).fill_null(value=True),
        "deaths are not in the order low, best, high", "Let low <= best <= high.",
    ),
    Rule(
        "UC004", "best_is_the_sum", ("best", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"),
        pl.col("best") == _sum,
        "best is not the sum of the deaths of both sides, civilians and unknown",
        "Correct the parts, or leave all of them empty.",
    ),
    Rule(
        "UC005", "someone_died", ("best", "high"), (pl.col("best") > 0) | (pl.col("high") > 0),
        "nobody died", "GED holds events with at least one death only.",
    ),
    Rule(
        "UC006", "one_sided_against_civilians", ("side_b", "type_of_violence"),
        (pl.col("type_of_violence") == 3) == (pl.col("side_b") == "Civilians"),
        "side_b is not Civilians in one-sided violence, or is in other violence",
        "Civilians are side B of one-sided violence (3) and of nothing else.",
    ),
    Rule(
        "UC007", "number_is_of_country", ("country_id", "country"),
        pl.col("country_id") == translated(pl.col("country"), _NUMBERS).cast(pl.Int32),
        "country_id is not the Gleditsch-Ward number of country", "See ucdp_countries.csv.",
    ),
)  # fmt: skip

_is = declare("UCDP GED")
_GW = "Gleditsch-Ward number"
_OWN = "A number of UCDP's own."


# One line a column, as in a codebook.
# fmt: off
@carries(RULES)
class Ged(pa.DataFrameModel):
    """UCDP GED events, one a row."""

    id: pl.Int64 = _is("Id", "Number of the event.", null=False, unique=True, ge=1)
    relid: str = _is("Readable id", "The event's id for people.")
    year: pl.Int32 = _is("Year", "Year of the event.", null=False, unit="calendar year")
    active_year: pl.Boolean = _is("Active year", "Whether the conflict passed 25 deaths in the year.")
    code_status: str = _is("Code status", "`Clear`, or what is still to be checked.")
    type_of_violence: pl.Int32 = _is("Type of violence", "1 state-based, 2 non-state, 3 one-sided.", null=False, isin=numbers("ucdp_violence_types"))
    conflict_dset_id: str = _is("Conflict, older number", _OWN)
    conflict_new_id: pl.Int64 = _is("Conflict number", _OWN)
    conflict_name: str = _is("Conflict", "Name of the conflict.")
    dyad_dset_id: str = _is("Dyad, older number", _OWN)
    dyad_new_id: pl.Int64 = _is("Dyad number", _OWN)
    dyad_name: str = _is("Dyad", "The two sides.")
    side_a_dset_id: str = _is("Side A, older number", _OWN)
    side_a_new_id: pl.Int64 = _is("Side A number", _OWN)
    side_a: str = _is("Side A", "The government where one takes part; else one of the sides.", null=False, str_length={"min_value": 1})
    side_b_dset_id: str = _is("Side B, older number", _OWN)
    side_b_new_id: pl.Int64 = _is("Side B number", _OWN)
    side_b: str = _is("Side B", "The other side; `Civilians` in one-sided violence.", null=False, str_length={"min_value": 1})
    number_of_sources: pl.Int32 = _is("Sources", "Number of reports; -1 where they were not counted.", ge=-1)
    source_article: str = _is("Reports", "The reports, with outlet, day and headline.")
    source_office: str = _is("Outlets", "Outlets of the reports, joined by `;`.")
    source_date: str = _is("Days of the reports", "Joined by `;`.")
    source_headline: str = _is("Headlines", "Joined by `;`.")
    source_original: str = _is("Original source", "Who told the outlets.")
    where_prec: pl.Int32 = _is("Geo precision", "From 1, the exact place, to 6, the country; 7 international waters or air.", null=False, isin=numbers("ucdp_where_precisions"))
    where_coordinates: str = _is("Place", "Name of the place that the coordinates stand for.")
    where_description: str = _is("Place, described", "Where it happened in the report's words.")
    adm_1: str = _is("First-level division", "Province, state or the like.")
    adm_2: str = _is("Second-level division", "District, county or the like.")
    latitude: pl.Float64 = _is("Latitude", "North is positive.", null=False, unit="degrees (WGS84)", ge=-90, le=90)
    longitude: pl.Float64 = _is("Longitude", "East is positive.", null=False, unit="degrees (WGS84)", ge=-180, le=180)
    geom_wkt: str = _is("Point", "The coordinates as well-known text.", str_matches=r"^POINT ?\(")
    priogrid_gid: pl.Int32 = _is("PRIO-GRID cell", "Cell of half a degree, counted from the south-west.", ge=1, le=259_200)
    country: str = _is("Country", "Where it happened.", null=False, isin=table("ucdp_countries")["theirs"].to_list(), codelist="ucdp_countries")
    country_id: pl.Int32 = _is("Country number", "Where it happened.", unit=_GW)
    region: str = _is("Region", "Part of the world.", isin=["Africa", "Americas", "Asia", "Europe", "Middle East"])
    event_clarity: pl.Int32 = _is("Event clarity", "1 reported by itself, 2 in part together with others.", isin=numbers("ucdp_clarities"))
    date_prec: pl.Int32 = _is("Date precision", "From 1, the day, to 5, more than a month.", null=False, isin=numbers("ucdp_date_precisions"))
    date_start: pl.Date = _is("Start", "Earliest day.", null=False, unit="ISO 8601 date")
    date_end: pl.Date = _is("End", "Latest day.", null=False, unit="ISO 8601 date")
    deaths_a: pl.Int32 = _is("Deaths, side A", "Dead of side A.", unit="deaths", ge=0)
    deaths_b: pl.Int32 = _is("Deaths, side B", "Dead of side B.", unit="deaths", ge=0)
    deaths_civilians: pl.Int32 = _is("Deaths, civilians", "Dead civilians.", unit="deaths", ge=0)
    deaths_unknown: pl.Int32 = _is("Deaths, unknown", "Dead whose side is not known.", unit="deaths", ge=0)
    best: pl.Int32 = _is("Deaths, best", "Most likely number of all deaths.", null=False, unit="deaths", ge=0)
    high: pl.Int32 = _is("Deaths, high", "Highest number that is reported; empty where it is open.", unit="deaths", ge=0)
    low: pl.Int32 = _is("Deaths, low", "Lowest number that is reported.", unit="deaths", ge=0)
    gwnoa: str = _is("Side A, country", "Number of the government on side A.", unit=_GW)
    gwnob: str = _is("Side B, country", "Number of the government on side B.", unit=_GW)

    class Config:
        """How pandera treats the table."""

        name = "ucdp"
        strict = True


# fmt: on
UCDP = Format(
    name="ucdp",
    title="UCDP GED",
    model=Ged,
    rules=RULES,
    key=("id",),
    marks=frozenset({"type_of_violence", "side_a", "side_b", "where_prec", "date_start", "best"}),
    prepare=prepare,
    into_ours=INTO_OURS,
    by_rule=BY_RULE,
    into_theirs=INTO_THEIRS,
    holds=HOLDS,
)
