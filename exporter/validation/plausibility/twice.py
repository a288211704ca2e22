"""The same event twice: letter for letter, or nearly so."""

import polars as pl

from exporter.errors import MissingExtraError
from exporter.validation.plausibility.doubt import NOTHING, Knowledge, distance_km, found

try:
    from rapidfuzz import fuzz
except ImportError:
    fuzz = None  # type: ignore[assignment]

_SAME = (
    "event_date",
    "sub_event_type",
    "country",
    "location",
    "actor1",
    "actor2",
    "event_date_end",
    "fatalities",
)

# Coordinates of one place differ that much between gazetteers; a day is what time zones and night editions make.
NEAR_KM = 25.0
NEAR_DAYS = 1

# How alike the actors of two reports must be, of 100.
ALIKE = 85.0

# Each row is compared with so many neighbours by latitude of its block, however large the block is.
_NEIGHBOURS = 10


def same_twice(events: pl.DataFrame, _: Knowledge) -> pl.DataFrame:
    """Every row but the first of those that agree in day, place, actors, type and deaths."""
    twice = events.filter(pl.struct(_SAME).is_duplicated())
    numbered = twice.with_columns(first=pl.col("event_id").first().over(_SAME))
    return found(numbered.filter(pl.col("event_id") != pl.col("first")), pl.lit("as ") + pl.col("first"))


def nearly_twice(events: pl.DataFrame, _: Knowledge) -> pl.DataFrame:
    """Rows of one type within a day and 25 km of each other whose actors are alike.

    Rows are compared inside blocks of a country, type and day (each row stands in its day's block and the next
    day's), and there with the ten that follow by latitude: the work grows with the rows, not with their square.
    """
    pairs = _pairs(events)
    if pairs.is_empty():
        return NOTHING
    scored = _scored(pairs).filter(pl.col("alike") >= ALIKE)
    best = scored.sort("alike", "row_1", descending=[True, False]).unique(
        "row", keep="first", maintain_order=True
    )
    seen = pl.format(
        "{}: {} km and {} days away, actors {}% alike",
        "event_id_1",
        pl.col("km").round(1),
        "days",
        pl.col("alike").round(0).cast(pl.Int32),
    )
    return found(best.sort("row"), seen)


def _pairs(events: pl.DataFrame) -> pl.DataFrame:
    """Candidates: a later row with an earlier one of its block, near in space and time and not quite the same."""
    kept = (
        "row",
        "event_id",
        "latitude",
        "longitude",
        "event_date",
        "actor1",
        "actor2",
        "location",
        "fatalities",
    )
    day = pl.col("event_date")
    blocks = pl.concat(
        events.select(*kept, country="country", kind="sub_event_type", block=day + pl.duration(days=shift))
        for shift in range(NEAR_DAYS + 1)
    ).sort("country", "kind", "block", "latitude", "longitude", "row")
    block = pl.struct("country", "kind", "block")
    numbered = blocks.with_columns(block=block.rle_id())
    pairs = []
    for step in range(1, _NEIGHBOURS + 1):
        other = numbered.select(pl.all().shift(step).name.suffix("_1"))
        both = pl.concat([numbered, other], how="horizontal").filter(
            pl.col("block") == pl.col("block_1"),
            pl.col("row") != pl.col("row_1"),
            (pl.col("latitude") - pl.col("latitude_1")).abs() < NEAR_KM / 110.0,
        )
        near = both.with_columns(km=_km(), days=_days()).filter(
            pl.col("km") <= NEAR_KM, pl.col("days") <= NEAR_DAYS
        )
        # Of rows that stand there many times over there are more pairs than rows: they go at once.
        pairs.append(_later_first(near).filter(~_equal()))
    return pl.concat(pairs).unique(["row", "row_1"])


def _km() -> pl.Expr:
    return distance_km(*(pl.col(n) for n in ("latitude", "longitude", "latitude_1", "longitude_1")))


def _days() -> pl.Expr:
    return (pl.col("event_date") - pl.col("event_date_1")).dt.total_days().abs()


def _equal() -> pl.Expr:
    """What `same_twice` tells already."""
    same = ("event_date", "location", "actor1", "actor2", "fatalities")
    return pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_1")) for name in same)


def _later_first(pairs: pl.DataFrame) -> pl.DataFrame:
    """The later row of each pair under its own names, the earlier with `_1`."""
    names = [name for name in pairs.columns if f"{name}_1" in pairs.columns]
    swap = pl.col("row") < pl.col("row_1")
    return pairs.with_columns(
        *(pl.when(swap).then(f"{name}_1").otherwise(name).alias(name) for name in names),
        *(pl.when(swap).then(name).otherwise(f"{name}_1").alias(f"{name}_1") for name in names),
    )


def _scored(pairs: pl.DataFrame) -> pl.DataFrame:
    """How alike the actors of each pair are, each distinct pair of texts compared once."""
    if fuzz is None:
        raise MissingExtraError("Looking for events told twice", "plausibility")

    def actors(suffix: str) -> pl.Expr:
        parts = [pl.col(f"{name}{suffix}").fill_null("") for name in ("actor1", "actor2")]
        return pl.concat_str(parts, separator="; ")

    texts = pairs.with_columns(one=actors(""), other=actors("_1"))
    distinct = texts.select("one", "other").unique()
    scores = [fuzz.token_sort_ratio(a, b) for a, b in distinct.iter_rows()]
    return texts.join(distinct.with_columns(alike=pl.Series(scores, dtype=pl.Float64)), on=["one", "other"])
