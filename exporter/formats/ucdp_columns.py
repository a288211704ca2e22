"""What becomes of UCDP GED's columns in our table, and of ours in UCDP's."""

import polars as pl

from exporter.codebook.codelists import mapping
from exporter.codebook.derive import looked_up
from exporter.codebook.rules import Rule
from exporter.formats import ids
from exporter.formats.crosswalk import translated, value_map
from exporter.formats.format import CONVERTED_AT, said

_COUNTRIES = value_map("ucdp_countries", "in")
_NUMBERS = value_map("ucdp_countries", "out", theirs="gwno")
_REGIONS = value_map("ucdp_countries", "out", theirs="region")
_OF_NUMBER = {number: iso3 for iso3, number in _NUMBERS.items()}
_NAMES = {str(iso3): str(name) for iso3, name in mapping("countries", "code", "iso3").items()}
_HERE = translated(said("country"), _COUNTRIES)

_GROUPS = ["Rebel group", "Political militia", "Identity militia"]
_STATES = ["State forces", "External/Other forces"]
_VIOLENT = ["Battles", "Explosions/Remote violence", "Violence against civilians"]


def prepare(frame: pl.DataFrame) -> pl.DataFrame:
    """`;`-joined values with a space behind the sign, countries' numbers without decimals."""
    joined = [name for name in ("source_office", "source_date") if name in frame.columns]
    numbers = [name for name in ("gwnoa", "gwnob") if name in frame.columns]
    return frame.with_columns(
        *(pl.col(name).str.replace_all(r"\s*;\s*", "; ") for name in joined),
        *(pl.col(name).str.strip_chars().str.strip_suffix(".0") for name in numbers),
    )


def _side(letter: str) -> pl.Expr:
    """The kind of a side, by its name and what it fights."""
    name, number = said(f"side_{letter}"), translated(said(f"gwno{letter}"), _OF_NUMBER)
    at_home = (number == _HERE).fill_null(value=True)
    against_government = said("type_of_violence") == 1
    return (
        pl.when(name == "Civilians")
        .then(pl.lit("Civilians"))
        .when(name.str.starts_with("Government of ") & at_home)
        .then(pl.lit("State forces"))
        .when(name.str.starts_with("Government of ") | number.is_not_null())
        .then(pl.lit("External/Other forces"))
        .when(against_government)
        .then(pl.lit("Rebel group"))
        .otherwise(pl.lit("Political militia"))
    )


def _published() -> pl.Expr:
    """The earliest day among those of the reports."""
    days = said("source_date").str.extract_all(r"\d{4}-\d{2}-\d{2}")
    return days.list.eval(pl.element().str.to_date("%Y-%m-%d", strict=False)).list.min()


def _outlets() -> pl.Expr:
    """Each outlet once."""
    return said("source_office").str.split("; ").list.unique(maintain_order=True).list.join("; ")


def _type(actor: int) -> pl.Expr:
    return said(f"actor{actor}_type")


def _swapped() -> pl.Expr:
    """Side A is the government: ours change places where only actor 2 is it."""
    return (_type(2).is_in(_STATES) & ~_type(1).is_in(_STATES)).fill_null(value=False)


def _actor(actor: int) -> pl.Expr:
    civilians = _type(actor).eq_missing("Civilians")
    return pl.when(civilians).then(pl.lit("Civilians")).otherwise(said(f"actor{actor}"))


def _number_of(actor: int) -> pl.Expr:
    """The number of a government's country; other actors have none."""
    number = translated(said(f"actor{actor}_country"), _NUMBERS)
    return pl.when(_type(actor).is_in(_STATES)).then(number)


def _of_sides(first: pl.Expr, second: pl.Expr) -> dict[str, pl.Expr]:
    return {
        "a": pl.when(_swapped()).then(second).otherwise(first),
        "b": pl.when(_swapped()).then(first).otherwise(second),
    }


def _violence() -> pl.Expr:
    one, two = _type(1), _type(2)
    armed = [*_GROUPS, *_STATES]
    return (
        pl.when(one.is_in(armed) & (two == "Civilians"))
        .then(3)
        .when(one.is_in(_STATES) & two.is_in(armed) | two.is_in(_STATES) & one.is_in(armed))
        .then(1)
        .when(one.is_in(_GROUPS) & two.is_in(_GROUPS))
        .then(2)
    )


def _cell() -> pl.Expr:
    """PRIO-GRID counts cells of half a degree from 1 in the south-west, 720 to a row."""
    row = ((said("latitude") + 90) * 2).floor().clip(0, 359).cast(pl.Int32)
    column = ((said("longitude") + 180) * 2).floor().clip(0, 719).cast(pl.Int32)
    return row * 720 + column + 1


_names = _of_sides(_actor(1), _actor(2))
_gw = _of_sides(_number_of(1), _number_of(2))
_kind = translated(
    said("type_of_violence"),
    {"1": "state-based violence", "2": "non-state violence", "3": "one-sided violence"},
)

INTO_OURS = {
    "event_id": ids.event_id(said("id")),
    "country": translated(_HERE, _NAMES),
    "article_count": pl.when(said("number_of_sources") > 0).then(said("number_of_sources")),
    "source_count": said("source_office").str.split("; ").list.n_unique(),
    "source": pl.coalesce(_outlets(), said("source_article")),
    "source_date": _published(),
    "actor1_country": translated(said("gwnoa"), _OF_NUMBER),
    "actor2_country": translated(said("gwnob"), _OF_NUMBER),
}

BY_RULE = {
    "event_id": ids.foreign(_HERE, said("id")),
    "sub_event_type": translated(said("type_of_violence"), value_map("ucdp_violence_types", "in")),
    "event_type": looked_up("sub_event_type", "sub_event_types", "event_type", pl.String),
    "cameo_code": translated(said("type_of_violence"), value_map("ucdp_violence_types", "in", ours="cameo_code")),
    "actor1_type": _side("a"),
    "actor2_type": _side("b"),
    "source_scale": pl.lit("Unknown"),
    "notes": pl.concat_str(
        said("side_a"), pl.lit(" and "), said("side_b"), pl.lit(": "), _kind, pl.lit(" at "),
        said("where_coordinates"), pl.lit("."),
    ),
    "coder": pl.lit("UCDP GED"),
    "review": pl.lit("reviewed"),
    "recorded_at": said(CONVERTED_AT),
    "updated_at": said(CONVERTED_AT),
}  # fmt: skip

INTO_THEIRS = {
    "id": ids.number(said("event_id")),
    "relid": said("event_id"),
    "type_of_violence": _violence(),
    "dyad_name": pl.concat_str(_names["a"], pl.lit(" - "), _names["b"]),
    "side_a": _names["a"],
    "side_b": _names["b"],
    "gwnoa": _gw["a"],
    "gwnob": _gw["b"],
    "number_of_sources": said("article_count").fill_null(-1),
    "source_office": said("source"),
    "source_date": said("source_date").cast(pl.String),
    "geom_wkt": pl.format("POINT ({} {})", said("longitude"), said("latitude")),
    "priogrid_gid": _cell(),
    "country_id": translated(said("iso3"), _NUMBERS),
    "region": translated(said("iso3"), _REGIONS),
}

HOLDS: tuple[Rule, ...] = (
    Rule(
        "UC101",
        "is_deadly",
        ("fatalities", "fatalities_high"),
        (pl.col("fatalities").fill_null(0) > 0) | (pl.col("fatalities_high").fill_null(0) > 0),
        "no death is reported, and UCDP GED holds events with at least one",
        "Leave such rows out, or convert to acled or gdelt.",
    ),
    Rule(
        "UC102",
        "is_organised_violence",
        ("event_type", "actor1_type", "actor2_type"),
        pl.col("event_type").cast(pl.String).is_in(_VIOLENT)
        & pl.col("actor1_type").cast(pl.String).is_in([*_GROUPS, *_STATES]).fill_null(value=False)
        & pl.col("actor2_type")
        .cast(pl.String)
        .is_in([*_GROUPS, *_STATES, "Civilians"])
        .fill_null(value=False),
        "it is not violence of an organised actor against another or against civilians, all that UCDP GED holds",
        "Leave such rows out, or convert to acled or gdelt.",
    ),
    Rule(
        "UC103",
        "is_in_a_state",
        ("country",),
        pl.col("iso3").cast(pl.String).is_in(list(_NUMBERS)),
        "the country has no Gleditsch-Ward number, by which UCDP names countries",
        "See ucdp_countries.csv.",
    ),
    Rule(
        "UC104",
        "id_has_a_number",
        ("event_id",),
        ids.number(pl.col("event_id")).is_not_null(),
        "event_id has no number: it is not three letters and a serial of at most eleven digits",
        "Give the event an id of that form.",
    ),
)
