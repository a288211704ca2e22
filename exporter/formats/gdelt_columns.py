"""What becomes of GDELT's event columns in our table, and of ours in GDELT's."""

import polars as pl

from exporter.codebook.codelists import codelist, mapping
from exporter.codebook.derive import looked_up
from exporter.codebook.rules import Rule
from exporter.formats import ids
from exporter.formats.crosswalk import translated, value_map
from exporter.formats.format import said

_ROLES = value_map("cameo_actor_roles", "in")
_COUNTRIES = value_map("cameo_countries", "in")
_COUNTRIES_OUT = value_map("cameo_countries", "out")
_FIPS = value_map("fips_countries", "in")
_NAMES = {str(iso3): str(name) for iso3, name in mapping("countries", "code", "iso3").items()}
# Place and division, or both and the country: the last comma parts them.
_PARTED = r"(?s)^(.*), (.*)$"
_HERE = translated(said("ActionGeo_CountryCode"), _FIPS)


def _event_types() -> dict[str, str]:
    """Each CAMEO code's sub event type: that of the longest listed code that it begins with."""
    listed = value_map("cameo_event_types", "in")
    return {
        code: listed[max((head for head in listed if code.startswith(head)), key=len)]
        for code in codelist("cameo")["code"].to_list()
    }


def _at_home(role: pl.Expr, country: pl.Expr) -> pl.Expr:
    """State forces are External/Other forces outside their own country."""
    abroad = (role == "State forces") & (country != _HERE)
    return pl.when(abroad.fill_null(value=False)).then(pl.lit("External/Other forces")).otherwise(role)


def _country(actor: int) -> pl.Expr:
    return translated(said(f"Actor{actor}CountryCode"), _COUNTRIES)


def _role(actor: int) -> pl.Expr:
    return _at_home(translated(said(f"Actor{actor}Type1Code"), _ROLES), _country(actor))


def _protesting(role: pl.Expr) -> pl.Expr:
    """People who act in a protest are protesters, in a riot rioters: CAMEO says so by the event."""
    code = said("EventCode")
    people = (role == "Civilians").fill_null(value=False)
    return (
        pl.when(people & code.str.starts_with("145"))
        .then(pl.lit("Rioters"))
        .when(people & code.str.starts_with("14"))
        .then(pl.lit("Protesters"))
        .otherwise(role)
    )


def _government(actor: int) -> pl.Expr:
    """A country without a role stands for its government, if it has a name."""
    alone = said(f"Actor{actor}Type1Code").is_null() & said(f"Actor{actor}Name").is_not_null()
    return _at_home(
        pl.when(alone & _country(actor).is_not_null()).then(pl.lit("State forces")), _country(actor)
    )


def _before_country() -> pl.Expr:
    """The full name without its country, whose own name may hold a comma."""
    full = said("ActionGeo_FullName")
    ending = pl.lit(", ") + translated(_HERE, _NAMES)
    ends = full.str.ends_with(ending).fill_null(value=False)
    shorter = full.str.head(full.str.len_chars().cast(pl.Int64) - ending.str.len_chars().cast(pl.Int64))
    return pl.when(ends).then(shorter).otherwise(pl.coalesce(full.str.extract(_PARTED, 1), full))


def _location() -> pl.Expr:
    """A country's name as a whole; else what stands before the division."""
    before = _before_country()
    place = pl.coalesce(before.str.extract(_PARTED, 1), before)
    return pl.when(said("ActionGeo_Type") == 1).then(said("ActionGeo_FullName")).otherwise(place)


def _division() -> pl.Expr:
    division = _before_country().str.extract(_PARTED, 2)
    return pl.when(said("ActionGeo_Type") != 1).then(division)


def _full_name() -> pl.Expr:
    country = said("country")
    place = pl.concat_str([said("location"), said("admin1"), country], separator=", ", ignore_nulls=True)
    return flat(pl.when(said("geo_precision") == "country").then(said("location")).otherwise(place))


def flat(text: pl.Expr) -> pl.Expr:
    """Text without tabs and line ends: a file without quotes has no place for them."""
    return text.str.replace_all(r"[\t\r\n]+", " ")


def _geo_type() -> pl.Expr:
    kind = translated(said("geo_precision"), value_map("gdelt_geo_types", "out")).cast(pl.Int32)
    in_the_states = said("iso3") == "USA"
    return pl.when(in_the_states).then(kind.replace({4: 3, 5: 2})).otherwise(kind)


def _code(actor: int) -> pl.Expr:
    country = translated(said(f"actor{actor}_country"), _COUNTRIES_OUT)
    role = translated(said(f"actor{actor}_type"), value_map("cameo_actor_roles", "out"))
    code = pl.concat_str([country, role], separator="", ignore_nulls=True)
    return pl.when(code != "").then(code)


def as_number(day: pl.Expr, form: str) -> pl.Expr:
    """A day or time as the number that its digits make."""
    return day.dt.strftime(form).cast(pl.Int64)


def _added() -> pl.Expr:
    """The time of 2.0, or the day of 1.0."""
    text = said("DATEADDED").cast(pl.String).str.pad_end(14, "0")
    return text.str.to_datetime("%Y%m%d%H%M%S", time_unit="us", strict=False).dt.replace_time_zone("UTC")


def _fraction() -> pl.Expr:
    day = said("event_date")
    share = ((day.dt.month().cast(pl.Int32) - 1) * 30 + day.dt.day()) / 365
    return (day.dt.year() + share).round(4)


_label = looked_up("cameo_code", "cameo", "label", pl.String)
_no_second = pl.col("actor2_type").is_null()

INTO_OURS = {
    "event_id": ids.event_id(said("GLOBALEVENTID")),
    "event_date": said("SQLDATE").cast(pl.String).str.to_date("%Y%m%d", strict=False),
    "actor1_type": _protesting(_role(1)),
    "actor2_type": pl.when(said("Actor2Name").is_not_null()).then(_role(2)),
    "actor2": pl.when(pl.coalesce(_role(2), _government(2)).is_not_null()).then(said("Actor2Name")),
    "actor2_country": pl.when(pl.col("actor2").is_not_null()).then(_country(2)),
    "location": _location(),
    "admin1": _division(),
    "country": translated(_HERE, _NAMES),
    "recorded_at": _added(),
    "source": said("SOURCEURL").str.extract(r"^[a-zA-Z]+://(?:www\.)?([^/:]+)"),
}

BY_RULE = {
    "event_id": ids.foreign(_HERE, said("GLOBALEVENTID")),
    "event_date_end": pl.col("event_date"),
    "time_precision": pl.lit("day"),
    "sub_event_type": translated(pl.col("cameo_code"), _event_types()),
    "event_type": looked_up("sub_event_type", "sub_event_types", "event_type", pl.String),
    "actor1_type": _government(1),
    "actor2_type": _government(2),
    "source": pl.lit("GDELT"),
    "source_scale": pl.lit("Unknown"),
    "updated_at": pl.col("recorded_at"),
    "notes": pl.concat_str(
        pl.col("actor1"),
        pl.when(_no_second).then(pl.lit("")).otherwise(pl.lit(" to ") + pl.col("actor2")),
        pl.lit(": "),
        _label,
        pl.lit("."),
    ),
    "coder": pl.lit("GDELT 2.0"),
    "review": pl.lit("machine"),
}

INTO_THEIRS = {
    "GLOBALEVENTID": ids.number(said("event_id")),
    "SQLDATE": as_number(said("event_date"), "%Y%m%d"),
    "MonthYear": as_number(said("event_date"), "%Y%m"),
    "FractionDate": _fraction(),
    "EventBaseCode": translated(
        said("cameo_code"), {str(k): str(v) for k, v in mapping("cameo", "base_code").items()}
    ),
    "EventRootCode": translated(
        said("cameo_code"), {str(k): str(v) for k, v in mapping("cameo", "root_code").items()}
    ),
    "Actor1Code": _code(1),
    "Actor1Name": flat(said("actor1")),
    "Actor2Code": _code(2),
    "Actor2Name": flat(said("actor2")),
    "ActionGeo_Type": _geo_type(),
    "ActionGeo_FullName": _full_name(),
    "DATEADDED": as_number(said("recorded_at"), "%Y%m%d%H%M%S"),
    "SOURCEURL": flat(said("source_url")),
}

HOLDS: tuple[Rule, ...] = (
    Rule(
        "GD101",
        "id_has_a_number",
        ("event_id",),
        ids.number(pl.col("event_id")).is_not_null(),
        "event_id has no number: it is not three letters and a serial of at most eleven digits",
        "Give the event an id of that form.",
    ),
)
