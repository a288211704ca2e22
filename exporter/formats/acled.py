"""ACLED's event table: its codebook, how its exports are read, and what of it becomes which column of ours.

31 columns, as exported since March 2023. Older exports, with numeric actor types, two-digit interactions and
fewer columns, are brought into the newer spelling when they are read.
"""

import pandera.polars as pa
import polars as pl

from exporter.codebook.codelists import codelist, codes, mapping
from exporter.codebook.derive import looked_up
from exporter.codebook.rules import Rule, carries
from exporter.formats.columns import coded, declare, numbers
from exporter.formats.crosswalk import translated, value_map
from exporter.formats.format import CONVERTED_AT, Format, said

_ours = codelist("sub_event_types").filter(pl.col("source") == "ACLED")
_countries = codelist("countries").filter(pl.col("source").str.contains("ACLED"))
_SUB_TYPES: list[str] = _ours["code"].to_list()
_TYPES: list[str] = _ours["event_type"].unique(maintain_order=True).to_list()
_ACTORS = codes("actor_types")
_SCALES = [code for code in codes("source_scales") if code != "Unknown"]

_TYPE_OF = dict(zip(_SUB_TYPES, _ours["event_type"].to_list(), strict=True))
_DISORDER_OF = dict(zip(_SUB_TYPES, _ours["disorder_type"].to_list(), strict=True))


def _of_sub_type(pairs: dict[str, str]) -> pl.Expr:
    return translated(pl.col("sub_event_type"), pairs)


def _of_country(value: str) -> pl.Expr:
    return translated(pl.col("country"), {str(k): str(v) for k, v in mapping("countries", value).items()})


def _label() -> pl.Expr:
    """The interaction of the two actor types, as newer exports write it."""
    types = pl.Enum(_ACTORS)
    first, second = pl.col("inter1").cast(types), pl.col("inter2").cast(types)
    one, two = first.cast(pl.String), second.cast(pl.String)
    in_order = first.to_physical() <= second.to_physical()
    joined = pl.when(in_order).then(one + "-" + two).otherwise(two + "-" + one)
    return pl.when(second.is_null()).then(one + " only").otherwise(joined)


RULES: tuple[Rule, ...] = (
    Rule(
        "AC001",
        "year_is_of_date",
        ("year", "event_date"),
        pl.col("year") == pl.col("event_date").dt.year(),
        "year is not the year of event_date",
        "Set year to the year of event_date.",
    ),
    Rule(
        "AC002",
        "sub_type_is_of_type",
        ("sub_event_type", "event_type"),
        pl.col("event_type").cast(pl.String) == _of_sub_type(_TYPE_OF),
        "sub_event_type does not belong to event_type",
        "See ACLED's codebook, or sub_event_types.csv, for the sub types of each event type.",
    ),
    Rule(
        "AC003",
        "disorder_is_of_sub_type",
        ("disorder_type", "sub_event_type"),
        pl.col("disorder_type").cast(pl.String) == _of_sub_type(_DISORDER_OF),
        "disorder_type is not that of sub_event_type",
        "See sub_event_types.csv, or leave the column empty.",
    ),
    Rule(
        "AC004",
        "second_actor_whole_or_absent",
        ("actor2", "inter2"),
        pl.col("actor2").is_not_null() == pl.col("inter2").is_not_null(),
        "actor2 and inter2 are not given together",
        "Give the second actor with its type, or neither.",
    ),
    Rule(
        "AC005",
        "interaction_is_of_types",
        ("interaction", "inter1", "inter2"),
        pl.col("interaction") == _label(),
        "interaction is not that of inter1 and inter2",
        "Join the two types by a hyphen in the order of ACLED's codes; a lone type has `only` behind it.",
    ),
    Rule(
        "AC006",
        "country_is_of_iso",
        ("iso", "country"),
        (pl.col("iso") == 0) | (pl.col("iso") == _of_country("iso_numeric").cast(pl.Int32)),
        "iso is not the number of country",
        "See countries.csv for the ISO 3166-1 numbers.",
    ),
    Rule(
        "AC007",
        "region_is_of_country",
        ("region", "country"),
        pl.col("region").cast(pl.String) == _of_country("region"),
        "region is not that of country",
        "See countries.csv for ACLED's regions.",
    ),
    Rule(
        "AC008",
        "scales_are_on_list",
        ("source_scale",),
        pl.col("source_scale").str.contains(rf"^(?:{'|'.join(_SCALES)})(?:-(?:{'|'.join(_SCALES)}))*$"),
        "source_scale is not a scale, or scales joined by a hyphen",
        f"The scales are {', '.join(_SCALES)}.",
    ),
)

_is = declare("ACLED")


# One line a column, as in a codebook.
# fmt: off
@carries(RULES)
class Acled(pa.DataFrameModel):
    """ACLED's events, one a row."""

    event_id_cnty: str = _is(
        "Event id", "Three letters for the country and a serial number.", null=False, unique=True,
        str_length={"min_value": 1}, example="AZE12",
    )
    event_date: pl.Date = _is("Event date", "The day, or a day of the time that is known.", null=False,
                              unit="ISO 8601 date")
    year: pl.Int32 = _is("Year", "The year of the event date.", null=False, unit="calendar year")
    time_precision: pl.Int32 = _is("Time precision", "How exact the date is: 1 day, 2 week, 3 month.", null=False,
                                   isin=sorted(set(numbers("acled_time_precisions"))))
    disorder_type: pl.Enum = coded(_is, "Disorder type", "Broad class; older exports lack it.",
                                   list(dict.fromkeys(_DISORDER_OF.values())))
    event_type: pl.Enum = coded(_is, "Event type", "What happened, in six classes.", _TYPES, null=False)
    sub_event_type: pl.Enum = coded(_is, "Sub event type", "What happened, in twenty-five classes.", _SUB_TYPES,
                                    null=False)
    actor1: str = _is("Actor 1", "Name of the first actor.", null=False, str_length={"min_value": 1})
    assoc_actor_1: str = _is("Associated actors 1", "Others on that side, joined by `; `.")
    inter1: pl.Enum = coded(_is, "Actor type 1", "Kind of actor 1; a number in older exports.", _ACTORS, null=False)
    actor2: str = _is("Actor 2", "Name of the second actor; empty where there is none.")
    assoc_actor_2: str = _is("Associated actors 2", "Others on that side, joined by `; `.")
    inter2: pl.Enum = coded(_is, "Actor type 2", "Kind of actor 2; a number in older exports.", _ACTORS)
    interaction: str = _is("Interaction", "The two actor types, joined; two digits in older exports.")
    civilian_targeting: str = _is("Civilian targeting", "The words `Civilian targeting`, or empty.",
                                  isin=["Civilian targeting"])
    iso: pl.Int32 = _is("Country number", "ISO 3166-1 number; 0 where there is none.", unit="ISO 3166-1 numeric",
                        ge=0, le=999)
    region: pl.Enum = coded(_is, "Region", "Part of the world.", codes("regions"))
    country: pl.Enum = coded(_is, "Country", "Where it happened.", _countries["code"].to_list(), null=False)
    admin1: str = _is("First-level division", "Province, state or the like.")
    admin2: str = _is("Second-level division", "District, county or the like.")
    admin3: str = _is("Third-level division", "Subdistrict or the like.")
    location: str = _is("Location", "Place that the coordinates stand for.", null=False)
    latitude: pl.Float64 = _is("Latitude", "North is positive.", null=False, unit="degrees (WGS84)", ge=-90, le=90)
    longitude: pl.Float64 = _is("Longitude", "East is positive.", null=False, unit="degrees (WGS84)",
                                ge=-180, le=180)
    geo_precision: pl.Int32 = _is("Geo precision", "1 town, 2 part of a region, 3 region.", null=False,
                                  isin=sorted(set(numbers("acled_geo_precisions"))))
    source: str = _is("Source", "Outlets that report it, joined by `; `.")
    source_scale: str = _is("Source scale", "Reach of the outlets; several are joined by `-`.")
    notes: str = _is("Notes", "What happened, in a few sentences.")
    fatalities: pl.Int32 = _is("Fatalities", "Deaths reported; 0 where none are, and where nothing is said.",
                               null=False, unit="deaths", ge=0)
    tags: str = _is("Tags", "Further facts in a fixed form, joined by `; `.")
    timestamp: pl.Int64 = _is("Timestamp", "Time of the last edit.", unit="seconds since 1970 UTC", ge=0)

    class Config:
        """How pandera treats the table."""

        name = "acled"
        strict = True


# fmt: on
_TYPES_READ = value_map("acled_actor_types", "in")
_JOINED = ("assoc_actor_1", "assoc_actor_2", "source", "tags")


def _prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """Older spelling into newer: types by number or older label, two-digit interactions, `;` without a space."""
    there = set(frame.columns)
    typed = [_type(name) for name in ("inter1", "inter2") if name in there]
    joined = [pl.col(name).str.replace_all(r"\s*;\s*", "; ") for name in _JOINED if name in there]
    digits = [_digits()] if "interaction" in there else []
    return frame.with_columns(*typed, *joined, *digits)


def _type(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars().str.strip_suffix(".0")
    return pl.when(text != "0").then(pl.coalesce(translated(text, _TYPES_READ), text)).alias(name)


def _digits() -> pl.Expr:
    """`13` is types 1 and 3, `10` type 1 alone."""
    text = pl.col("interaction").str.strip_chars().str.strip_suffix(".0")
    old = text.str.contains(r"^[1-8][0-8]$")
    one = translated(text.str.head(1), _TYPES_READ)
    two = translated(text.str.tail(1), _TYPES_READ)
    label = pl.when(two.is_null()).then(one + " only").otherwise(one + "-" + two)
    return pl.when(old).then(label).otherwise(text).alias("interaction")


def _without_years(column: str) -> pl.Expr:
    return said(column).str.replace_all(r" \(\d{4}-(?:\d{4})?\)", "").alias(column)


_WIDEST = ("International", "Regional", "National", "Subnational")


def _scale() -> pl.Expr:
    """The widest of several scales; the first named where none is wider than another."""
    parts = said("source_scale").str.split("-")
    wide = [pl.when(parts.list.contains(scale)).then(pl.lit(scale)) for scale in _WIDEST]
    return pl.coalesce(*wide, parts.list.first(), pl.lit("Unknown"))


def _targeted() -> pl.Expr:
    """Yes and no by ACLED's column; where a file has none of it, disorder_type is missing too."""
    older = said("disorder_type").is_null() & said("civilian_targeting").is_null()
    return pl.when(~older).then(said("civilian_targeting").is_not_null())


_edited = pl.from_epoch(said("timestamp"), time_unit="s").dt.cast_time_unit("us").dt.replace_time_zone("UTC")

INTO_OURS = {
    "event_date_end": pl.when(said("time_precision") == 1).then(said("event_date")),
    "actor1": _without_years("actor1"),
    "assoc_actor_1": _without_years("assoc_actor_1"),
    "actor2": _without_years("actor2"),
    "assoc_actor_2": _without_years("assoc_actor_2"),
    "civilian_targeting": _targeted(),
    "fatalities": pl.when(said("fatalities") > 0).then(said("fatalities")),
    "source_scale": _scale(),
    "source_count": said("source").str.split("; ").list.len(),
    "updated_at": _edited,
}

BY_RULE = {
    "event_date_end": said("event_date"),
    "cameo_code": looked_up("sub_event_type", "sub_event_types", "cameo_code", pl.String),
    "coder": pl.lit("ACLED"),
    "review": pl.lit("reviewed"),
    "updated_at": said(CONVERTED_AT),
    "recorded_at": pl.col("updated_at"),
}

INTO_THEIRS = {
    "civilian_targeting": pl.when(said("civilian_targeting")).then(pl.lit("Civilian targeting")),
    "fatalities": said("fatalities").fill_null(0),
    "iso": translated(
        said("iso3"), {str(k): str(v) for k, v in mapping("countries", "iso_numeric", "iso3").items()}
    ),
    "source_scale": pl.when(said("source_scale") != "Unknown").then(said("source_scale")),
    "timestamp": said("updated_at").dt.epoch("s"),
}

_HOLDS = (
    Rule(
        "AC101",
        "is_of_acleds_types",
        ("event_type",),
        pl.col("event_type").cast(pl.String).is_in(_TYPES),
        "ACLED has no event type for a diplomatic exchange",
        "Leave such rows out, or convert to gdelt.",
    ),
    Rule(
        "AC102",
        "is_in_acleds_countries",
        ("country",),
        pl.col("country").cast(pl.String).is_in(_countries["code"].to_list()),
        "ACLED's list has no such country",
        "ACLED counts the territory to another country.",
    ),
)

ACLED = Format(
    name="acled",
    title="ACLED",
    model=Acled,
    rules=RULES,
    key=("event_id_cnty",),
    marks=frozenset({"event_id_cnty", "event_date", "event_type", "inter1", "actor1", "fatalities"}),
    prepare=_prepare,
    into_ours=INTO_OURS,
    by_rule=BY_RULE,
    into_theirs=INTO_THEIRS,
    holds=_HOLDS,
)
