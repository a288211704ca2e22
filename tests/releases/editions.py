"""Two releases of a dataset that differ in known ways."""

import polars as pl

from exporter.releases import Edition
from tests.releases.frames import tables

GONE, EDITED, NEW = 3, 5, 2
"""How many events the second lacks, has with other values, and has beside those of the first."""


def pair(count: int = 40) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
    """The tables of a release, and of the next: the last events new, the first deleted, some corrected."""
    every = tables(count + NEW)
    ids = every["events"]["event_id"]
    added, gone = ids.tail(NEW).to_list(), ids.head(GONE).to_list()
    edited = ids.slice(GONE, EDITED).to_list()
    old = {name: frame.filter(~pl.col("event_id").is_in(added)) for name, frame in every.items()}
    old["deletions"] = every["deletions"].clear()
    new = {name: frame.filter(~pl.col("event_id").is_in(gone)) for name, frame in every.items()}
    hit = pl.col("event_id").is_in(edited)
    new["events"] = new["events"].with_columns(
        notes=pl.when(hit).then(pl.lit('Corrected; "twice".')).otherwise("notes"),
        tags=pl.when(pl.col("event_id") == edited[0]).then(pl.lit("=tag")).otherwise("tags"),
        confidence=pl.when(pl.col("event_id") == edited[0]).then(0.5).otherwise("confidence"),
        updated_at=pl.when(hit | (pl.col("event_id") == ids[20]))
        .then(pl.col("updated_at") + pl.duration(days=1))
        .otherwise("updated_at"),
    )
    new["deletions"] = pl.DataFrame(
        {"event_id": gone, "version": "1.1.0", "reason": ["counted | twice", "doubtful", "doubtful"],
         "replaced_by": [edited[0], None, None]},
        schema=every["deletions"].schema,
    )  # fmt: skip
    return old, new


def editions(count: int = 40) -> tuple[Edition, Edition]:
    old, new = pair(count)
    return Edition("1.0.0", old), Edition("1.1.0", new)
