"""Rules across the columns of an event, and what must hold between tables.

A rule's code is stable: it is never given to another rule. Rules are data, not functions, so that the same
expression serves validation, its report and the documentation.
"""

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from exporter.codebook.codelists import BUILT_IN, Codelists
from exporter.codebook.derive import derived, looked_up
from exporter.codebook.rules import Rule

# Offshore, border and island events lie outside the box of a country's populated places.
NEAR_DEGREES = 3.0


Says = Callable[[Codelists], pl.Expr]


def _follows(column: str) -> Says:
    """The column says what the derivation says."""
    return lambda lists: pl.col(column).eq_missing(derived(lists)[column])


def _spanned(lists: Codelists) -> pl.Expr:
    """A night between two days, a fortnight of doubt, ...: see time_precisions.csv."""
    span = looked_up("time_precision", "time_precisions", "max_days", pl.Int32, lists)
    return (pl.col("event_date_end") - pl.col("event_date")).dt.total_days() < span


def _near_country(lists: Codelists) -> pl.Expr:
    """Inside the box around the country's populated places, widened by `NEAR_DEGREES` on every side."""

    def edge(name: str) -> pl.Expr:
        return looked_up("country", "countries", name, pl.Float64, lists)

    north_south = pl.col("latitude").is_between(edge("south") - NEAR_DEGREES, edge("north") + NEAR_DEGREES)
    # A box may cross the antimeridian, so longitudes are measured eastwards from its western edge.
    width = ((edge("east") - edge("west")) % 360.0) + 2 * NEAR_DEGREES
    eastwards = (pl.col("longitude") - (edge("west") - NEAR_DEGREES)) % 360.0
    return north_south & ((eastwards <= width) | (width >= 360.0))


def _list_of_people() -> pl.Expr:
    """Actor 2 stands with its type, or nothing of it stands."""
    named, typed = pl.col("actor2").is_not_null(), pl.col("actor2_type").is_not_null()
    others = pl.col("actor2_country").is_null() & pl.col("assoc_actor_2").is_null()
    return (named == typed) & (named | others)


def _belongs(lists: Codelists) -> pl.Expr:
    belongs_to = looked_up("sub_event_type", "sub_event_types", "event_type", pl.String, lists)
    return pl.col("event_type").cast(pl.String) == belongs_to


def _on_cameo(lists: Codelists) -> pl.Expr:
    return pl.col("cameo_code").is_in(list(lists.codes("cameo")))


def _actor_countries(lists: Codelists) -> pl.Expr:
    known = list(lists.codes("countries", "iso3"))
    one, two = pl.col("actor1_country"), pl.col("actor2_country")
    return one.is_in(known).fill_null(value=True) & two.is_in(known).fill_null(value=True)


# The rules that read code lists; `event_rules` makes them again for the lists of a project.
_LISTED: dict[str, Says] = {
    "EV001": _follows("year"),
    "EV003": _spanned,
    "EV005": _belongs,
    "EV006": _follows("disorder_type"),
    "EV008": _follows("interaction"),
    "EV011": _follows("iso3"),
    "EV012": _follows("region"),
    "EV013": _near_country,
    "EV014": _follows("quad_class"),
    "EV015": _follows("goldstein"),
    "EV016": _on_cameo,
    "EV017": _actor_countries,
}


def event_rules(lists: Codelists) -> tuple[Rule, ...]:
    """The rules of the event table, by these code lists."""
    return tuple(
        replace(rule, holds=_LISTED[rule.code](lists)) if rule.code in _LISTED else rule
        for rule in EVENT_RULES
    )


EVENT_RULES: tuple[Rule, ...] = (
    Rule(
        "EV001",
        "year_is_of_event_date",
        ("year", "event_date"),
        _follows("year")(BUILT_IN),
        "year is not the year of event_date",
        "Set year to the year of event_date, or leave the column to `derive`.",
    ),
    Rule(
        "EV002",
        "dates_in_order",
        ("event_date_end", "event_date"),
        pl.col("event_date_end") >= pl.col("event_date"),
        "event_date_end is before event_date",
        "Swap the two, or set event_date_end to event_date where the day is known.",
    ),
    Rule(
        "EV003",
        "dates_fit_time_precision",
        ("time_precision", "event_date", "event_date_end"),
        _spanned(BUILT_IN),
        "the dates span more days than time_precision allows",
        "Give a wider time_precision (day: 2 days, week: 14, month: 62, year: 731) or closer dates.",
    ),
    Rule(
        "EV004",
        "not_after_publication",
        ("event_date", "source_date"),
        pl.col("event_date") <= pl.col("source_date"),
        "event_date is after the report was published",
        "Correct the date of the event or of its source; announced events are not coded.",
    ),
    Rule(
        "EV005",
        "sub_type_belongs_to_type",
        ("sub_event_type", "event_type"),
        _belongs(BUILT_IN),
        "sub_event_type does not belong to event_type",
        "See sub_event_types.csv for the sub types of each event type.",
    ),
    Rule(
        "EV006",
        "disorder_follows_sub_type",
        ("disorder_type", "sub_event_type"),
        _follows("disorder_type")(BUILT_IN),
        "disorder_type is not that of sub_event_type",
        "See sub_event_types.csv, or leave the column to `derive`.",
    ),
    Rule(
        "EV007",
        "actor2_whole_or_absent",
        ("actor2", "actor2_type", "actor2_country", "assoc_actor_2"),
        _list_of_people(),
        "actor2 is given in part",
        "Give actor2 and actor2_type together, or leave all four columns of actor 2 empty.",
    ),
    Rule(
        "EV008",
        "interaction_follows_types",
        ("interaction", "actor1_type", "actor2_type"),
        _follows("interaction")(BUILT_IN),
        "interaction is not that of the two actor types",
        "Leave the column to `derive`.",
    ),
    Rule(
        "EV009",
        "fatalities_low_to_high",
        ("fatalities", "fatalities_low", "fatalities_high"),
        (pl.col("fatalities_low") <= pl.col("fatalities")).fill_null(value=True)
        & (pl.col("fatalities") <= pl.col("fatalities_high")).fill_null(value=True)
        & (pl.col("fatalities_low") <= pl.col("fatalities_high")).fill_null(value=True),
        "fatalities are not in the order low, best, high",
        "Let fatalities_low <= fatalities <= fatalities_high; an open end stays empty.",
    ),
    Rule(
        "EV010",
        "fatalities_best_given",
        ("fatalities", "fatalities_low", "fatalities_high"),
        pl.col("fatalities").is_not_null()
        | (pl.col("fatalities_low").is_null() & pl.col("fatalities_high").is_null()),
        "a low or high count is given without fatalities",
        "Give the best estimate too, or leave all three empty where no deaths are reported.",
    ),
    Rule(
        "EV011",
        "country_code_follows_country",
        ("iso3", "country"),
        _follows("iso3")(BUILT_IN),
        "iso3 is not the code of country",
        "See countries.csv, or leave the column to `derive`.",
    ),
    Rule(
        "EV012",
        "region_follows_country",
        ("region", "country"),
        _follows("region")(BUILT_IN),
        "region is not that of country",
        "See countries.csv, or leave the column to `derive`.",
    ),
    Rule(
        "EV013",
        "coordinates_near_country",
        ("latitude", "longitude", "country"),
        _near_country(BUILT_IN),
        f"the coordinates are more than {NEAR_DEGREES:g} degrees away from the country's places",
        "Check for swapped latitude and longitude, a lost minus sign, or a namesake in another country.",
    ),
    Rule(
        "EV014",
        "quad_class_follows_code",
        ("quad_class", "cameo_code"),
        _follows("quad_class")(BUILT_IN),
        "quad_class is not that of cameo_code",
        "See cameo.csv, or leave the column to `derive`.",
    ),
    Rule(
        "EV015",
        "goldstein_follows_code",
        ("goldstein", "cameo_code"),
        _follows("goldstein")(BUILT_IN),
        "goldstein is not the score of cameo_code",
        "See cameo.csv, or leave the column to `derive`.",
    ),
    Rule(
        "EV016",
        "cameo_code_on_list",
        ("cameo_code",),
        _on_cameo(BUILT_IN),
        "cameo_code is not a CAMEO code",
        "See cameo.csv; codes are text and keep their leading zero (`010`).",
    ),
    Rule(
        "EV017",
        "actor_countries_on_list",
        ("actor1_country", "actor2_country"),
        _actor_countries(BUILT_IN),
        "an actor's country is not an ISO 3166-1 alpha-3 code",
        "See countries.csv for the codes.",
    ),
    Rule(
        "EV018",
        "updated_after_recorded",
        ("updated_at", "recorded_at"),
        pl.col("updated_at") >= pl.col("recorded_at"),
        "updated_at is before recorded_at",
        "Set updated_at to the time of the last edit.",
    ),
)

EVIDENCE_RULES: tuple[Rule, ...] = (
    Rule(
        "ED001",
        "offsets_in_order",
        ("end", "start"),
        pl.col("end") > pl.col("start"),
        "end is not after start",
        "Offsets count characters from 0; end is one past the last character of the quote.",
    ),
    Rule(
        "ED002",
        "quote_as_long_as_offsets",
        ("quote", "start", "end"),
        pl.col("quote").str.len_chars() == (pl.col("end") - pl.col("start")),
        "the quote is not as long as its offsets say",
        "Take the quote from the article's text at these offsets, letter for letter.",
    ),
)

DELETION_RULES: tuple[Rule, ...] = (
    Rule(
        "DE001",
        "not_replaced_by_itself",
        ("replaced_by", "event_id"),
        pl.col("replaced_by") != pl.col("event_id"),
        "an event is replaced by itself",
        "Name the event that took its place, or leave replaced_by empty.",
    ),
)
