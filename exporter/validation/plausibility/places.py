"""Coordinates that are those of a country rather than of a place, or of another place than is named."""

import polars as pl

from exporter.codebook.codelists import codelist
from exporter.validation.plausibility.doubt import NOTHING, Knowledge, distance_km, found

# A hundredth of a degree is about a kilometre.
_CLOSE = 0.01

# Towns and their districts carry one name; beyond that it is another place.
FAR_KM = 100.0

# Degrees by which a country reaches beyond the box of its populated places.
_MARGIN = 0.25

_TO_PLACE = pl.col("geo_precision").cast(pl.String) == "place"


def _with_country(events: pl.DataFrame) -> pl.DataFrame:
    facts = codelist("countries").select(
        "south",
        "west",
        "north",
        "east",
        country="code",
        iso="iso3",
        middle_lat="latitude",
        middle_lon="longitude",
    )
    return events.with_columns(pl.col("country").cast(pl.String)).join(
        facts, on="country", how="left", maintain_order="left"
    )


def country_centre(events: pl.DataFrame, _: Knowledge) -> pl.DataFrame:
    """Rows said to be exact to the place that stand on the country's middle, or on whole degrees."""
    rows = _with_country(events.filter(_TO_PLACE))
    lat, lon = pl.col("latitude"), pl.col("longitude")

    def on(north: pl.Expr, east: pl.Expr) -> pl.Expr:
        return ((lat - north).abs() < _CLOSE) & ((lon - east).abs() < _CLOSE)

    box = on((pl.col("south") + pl.col("north")) / 2, (pl.col("west") + pl.col("east")) / 2)
    whole = (lat % 1 == 0) & (lon % 1 == 0)
    centre = rows.filter(on(pl.col("middle_lat"), pl.col("middle_lon")) | box | whole)
    return found(centre, pl.format("{}, {} ({})", "latitude", "longitude", "country"))


def outside_country(events: pl.DataFrame, _: Knowledge) -> pl.DataFrame:
    """Rows beyond the box around the country's populated places."""
    rows = _with_country(events)
    inside = pl.col("latitude").is_between(pl.col("south") - _MARGIN, pl.col("north") + _MARGIN)
    # A box may cross the antimeridian, so longitudes are measured eastwards from its western edge.
    width = ((pl.col("east") - pl.col("west")) % 360.0) + 2 * _MARGIN
    eastwards = (pl.col("longitude") - (pl.col("west") - _MARGIN)) % 360.0
    beyond = rows.filter(~(inside & ((eastwards <= width) | (width >= 360.0))))
    return found(beyond, pl.format("{}, {} ({})", "latitude", "longitude", "country"))


def far_from_name(events: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """Rows whose place is in the gazetteer, in their country, but nowhere near their coordinates."""
    if knowledge.places is None:
        return NOTHING
    rows = _with_country(events.filter(_TO_PLACE))
    names = rows.select("location", "iso").unique().drop_nulls()
    listed = [
        (name, iso, lat, lon) for name, iso in names.iter_rows() for lat, lon in knowledge.places(name, iso)
    ]
    schema = {"location": pl.String, "iso": pl.String, "lat": pl.Float64, "lon": pl.Float64}
    places = pl.DataFrame(listed, schema=schema, orient="row")
    km = distance_km(pl.col("latitude"), pl.col("longitude"), pl.col("lat"), pl.col("lon"))
    near = (
        rows.join(places, on=["location", "iso"])
        .with_columns(km=km)
        .sort("row", "km")
        .unique("row", keep="first", maintain_order=True)
    )
    far = near.filter(pl.col("km") > FAR_KM)
    return found(far, pl.format("{} is {} km away", "location", pl.col("km").round(0).cast(pl.Int32)))
