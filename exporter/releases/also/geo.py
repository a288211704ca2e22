"""Events for maps: GeoParquet 1.1 with points as WKB, and GeoJSON (RFC 7946)."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from exporter.codebook.export import arrow_schema
from exporter.releases.cells import INSTANT
from exporter.releases.facts import Facts
from exporter.releases.files import ROW_GROUP, File, seal

GEOMETRY = "geometry"


def write(
    tables: Mapping[str, pl.DataFrame], described: pl.DataFrame, facts: Facts, folder: Path
) -> list[File]:
    """Write `events.geo.parquet` and `events.geojson`."""
    del described
    events = tables["events"]
    parquet, geojson = folder / "events.geo.parquet", folder / "events.geojson"
    points = pl.Series(GEOMETRY, wkb_points(events["longitude"], events["latitude"]), pl.Binary)
    schema = arrow_schema(facts.project.table("events"))
    events.with_columns(points).write_parquet(
        parquet,
        compression="zstd",
        statistics=True,
        row_group_size=ROW_GROUP,
        metadata={"geo": json.dumps(_geo(facts)), "title": facts.title, "citation": facts.citation},
        arrow_schema=schema.append(pa.field(GEOMETRY, points.to_arrow().type, nullable=False)),
    )
    with geojson.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for number, rows in enumerate(events.iter_slices(ROW_GROUP)):
            file.write(("," if number else "") + "\n" + _features(rows))
        file.write("\n]}\n")
    return [seal(path, folder, events.height) for path in (parquet, geojson)]


def wkb_points(x: pl.Series, y: pl.Series) -> pa.Array:
    """Points as well-known binary: the byte order (little), the type 1, x and y."""
    head = pa.scalar(struct.pack("<BI", 1, 1), pa.binary())
    return pc.binary_join_element_wise(head, _bytes(x), _bytes(y), pa.scalar(b"", pa.binary()))


def _bytes(numbers: pl.Series) -> pa.Array:
    """The eight bytes of each number, which has a value in every row."""
    held = numbers.rechunk().to_arrow()
    eight = pa.Array.from_buffers(pa.binary(8), len(held), [None, held.buffers()[1]], offset=held.offset)
    return eight.cast(pa.binary())


def _geo(facts: Facts) -> dict[str, object]:
    """What GeoParquet wants to know; without `crs`, coordinates are longitude and latitude on WGS84."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if facts.coverage is not None:
        covered = facts.coverage
        column["bbox"] = [covered.west, covered.south, covered.east, covered.north]
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def _features(events: pl.DataFrame) -> str:
    """Events as features, one a line, with commas between."""
    rest = [name for name in events.columns if name not in ("longitude", "latitude")]
    instants = [name for name in rest if isinstance(events.schema[name], pl.Datetime)]
    features = events.select(
        type=pl.lit("Feature"),
        id="event_id",
        geometry=pl.struct(type=pl.lit("Point"), coordinates=pl.concat_list("longitude", "latitude")),
        properties=pl.struct(
            pl.col(name).dt.strftime(INSTANT) if name in instants else pl.col(name) for name in rest
        ),
    )
    return features.write_ndjson().rstrip("\n").replace("\n", ",\n")
