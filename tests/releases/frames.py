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


AWKWARD = (
    'she said "no", and left; 12,5 %',
    '=HYPERLINK("https://example.org")',
    "'=already escaped",
    "+1 and -1",
    "@everyone",
    "two\nlines\r\nand a\ttab",
    "Ünïcödé № 漢字 🕊 عربي",
    "  spaces at both ends  ",
    "NA",
    "null",
    "0010",
    "<b>bold</b> & | pipe \\ backslash `code`",
)


def awkward(count: int = 40) -> dict[str, pl.DataFrame]:
    """Valid tables with text in them that breaks readers which do not follow the rules."""
    made = tables(count)
    row = pl.int_range(pl.len())
    words = pl.lit(pl.Series(AWKWARD)).gather(row % len(AWKWARD))
    made["events"] = made["events"].with_columns(
        notes=words,
        location=words,
        tags=pl.when(row % 2 == 0).then(words),
        source_date=pl.when(row % 3 != 0).then("source_date"),
        article_count=pl.when(row % 4 != 0).then("article_count"),
        source_count=pl.when(row % 5 != 0).then("source_count"),
        latitude=pl.when(row == 0).then(pl.col("latitude") + 1e-7).otherwise("latitude"),
        recorded_at=pl.when(row == 1)
        .then(pl.col("recorded_at") - pl.duration(microseconds=1))
        .otherwise("recorded_at"),
    )
    made["sources"] = made["sources"].with_columns(
        title=pl.when(row % 3 != 0).then(words),
        url=pl.when(row % 2 == 0).then("url"),
        published=pl.when(row % 5 != 0).then("published"),
    )
    made["evidence"] = made["evidence"].with_columns(
        quote=words, end=pl.col("start") + words.str.len_chars().cast(pl.Int32)
    )
    return made
