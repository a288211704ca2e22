"""Rows for tests: valid events in any number, made from the code lists."""

import polars as pl

from exporter.codebook import Event, codelist, derive
from exporter.codebook.derive import DERIVED


def events(count: int, seed: int = 0) -> pl.DataFrame:
    """Valid event rows of many countries and types, sorted by nothing in particular."""
    countries = codelist("countries").filter(pl.col("source").str.contains("GeoNames"))
    kinds = codelist("sub_event_types")
    types = codelist("actor_types")["code"]
    row = pl.int_range(count, dtype=pl.Int64)

    def pick(column: pl.Series, step: int) -> pl.Expr:
        """Walk through a list in steps, so that columns vary independently of each other."""
        return pl.lit(column).gather((row * step + seed) % len(column))

    base = pl.select(
        iso=pick(countries["iso3"], 7),
        country=pick(countries["code"], 7),
        latitude=pick(countries["latitude"], 7),
        longitude=pick(countries["longitude"], 7),
        event_type=pick(kinds["event_type"], 5),
        sub_event_type=pick(kinds["code"], 5),
        cameo_code=pick(kinds["cameo_code"], 5),
        actor1_type=pick(types, 3),
        actor2_type=pl.when(row % 4 != 0).then(pick(types, 1)),
        event_date=pl.date(1997, 1, 1) + pl.duration(days=(row * 13 + seed) % 10_000),
        deaths=pl.when(row % 3 == 0).then(((row * 31 + seed) % 40).cast(pl.Int32)),
        serial=row + 1,
    )
    coded = base.select(
        event_id=pl.col("iso") + pl.col("serial").cast(pl.String),
        event_date="event_date",
        event_date_end="event_date",
        time_precision=pl.lit("day"),
        event_type="event_type",
        sub_event_type="sub_event_type",
        cameo_code="cameo_code",
        actor1=pl.lit("Military Forces of ") + pl.col("country"),
        actor1_type="actor1_type",
        actor1_country="iso",
        assoc_actor_1=pl.lit(None, pl.String),
        actor2=pl.when(pl.col("actor2_type").is_not_null()).then(
            pl.lit("Civilians (") + pl.col("country") + pl.lit(")")
        ),
        actor2_type="actor2_type",
        actor2_country=pl.when(pl.col("actor2_type").is_not_null()).then("iso"),
        assoc_actor_2=pl.lit(None, pl.String),
        fatalities="deaths",
        fatalities_low="deaths",
        fatalities_high=pl.when(pl.col("serial") % 2 == 0).then("deaths"),
        country="country",
        admin1=pl.lit("Province of ") + pl.col("country"),
        admin2=pl.lit(None, pl.String),
        location=pl.lit("Town ") + (pl.col("serial") % 977).cast(pl.String),
        latitude="latitude",
        longitude="longitude",
        geo_precision=pl.lit("place"),
        source=pl.lit("Agence; Rádio"),
        source_scale=pl.lit("International"),
        source_url=pl.lit(None, pl.String),
        source_date=pl.col("event_date") + pl.duration(days=1),
        article_count=pl.lit(2, pl.Int32),
        source_count=pl.lit(2, pl.Int32),
        notes=pl.lit("On a day in ")
        + pl.col("country")
        + pl.lit(', they said "no", and left; №')
        + pl.col("serial").cast(pl.String),
        tags=pl.lit(None, pl.String),
        coder=pl.lit("dictionary 1.0.0"),
        review=pl.lit("machine"),
        confidence=pl.lit(0.75),
        recorded_at=pl.datetime(2024, 1, 2, 3, 4, 5, time_zone="UTC"),
        updated_at=pl.datetime(2024, 1, 2, 3, 4, 6, time_zone="UTC"),
    )
    columns = Event.to_schema().columns
    types_of = {name: declared.dtype.type for name, declared in columns.items()}
    first = coded.cast({name: kind for name, kind in types_of.items() if name not in DERIVED})
    return derive(first).select(pl.col(name).cast(kind) for name, kind in types_of.items())
