"""The four tables of a release, made from the event rows of `tests.rows`."""

import polars as pl

from exporter.codebook.export import polars_schema
from tests.rows import events


def tables(count: int, seed: int = 0) -> dict[str, pl.DataFrame]:
    """Events with a source and a piece of evidence each, and a deletion of every hundredth id."""
    rows = events(count, seed)
    serial = pl.int_range(count, dtype=pl.Int32)
    sources = rows.select(
        "event_id",
        article_id=pl.lit("article-") + (serial // 3).cast(pl.String),
        source=pl.lit("Agence"),
        url=pl.lit("https://example.org/news/") + serial.cast(pl.String),
        published="source_date",
        title=pl.lit("Talks on ") + pl.col("event_date").cast(pl.String) + pl.lit(", again"),
    )
    evidence = rows.select(
        "event_id",
        column=pl.lit("event_date"),
        article_id=pl.lit("article-") + (serial // 3).cast(pl.String),
        start=serial % 1000,
        end=serial % 1000 + 20,
        quote=(pl.lit("said on day ") + serial.cast(pl.String).str.zfill(8)),
    )
    deletions = rows.gather_every(100).select(
        event_id=pl.col("event_id").str.head(3) + "9" + pl.col("event_id").str.slice(3),
        version=pl.lit("1.0.0"),
        reason=pl.lit("counted twice"),
        replaced_by=pl.when(pl.int_range(pl.len()) % 2 == 0).then("event_id"),
    )
    made = {"events": rows, "sources": sources, "evidence": evidence, "deletions": deletions}
    return {name: frame.cast(dict(polars_schema(name))) for name, frame in made.items()}
