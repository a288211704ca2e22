"""Codings as frames: the rows that validation, store and releases work on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from exporter.codebook import derive
from exporter.codebook.export import columns_from, polars_schema
from exporter.codebook.tables import Table, table_of
from exporter.coders.coding import Coding, Value

# Agencies and outlets that report for the world; others are `Unknown` until somebody says more.
WORLDWIDE = frozenset(
    {"AFP", "AP", "Reuters", "EFE", "ACAN-EFE", "DPA", "Xinhua", "UPI", "ANSA", "TASS", "BBC News", "CNN",
     "Al Jazeera", "FBIS", "Agence France-Presse", "Associated Press"}
)  # fmt: skip


def event_frame(codings: Sequence[Coding], table: str | Table = "events") -> pl.DataFrame:
    """A row per coded event, with all columns of the event table but those that only the store gives.

    The event table may be a project's own, whose columns come with it. Besides, `article_id` and `event_number`
    (from 0, within its article) say where a row comes from.
    """
    types = polars_schema(table)
    coded = columns_from("coded", table)
    days = {name for name in coded if types[name] == pl.Date}
    rows = [
        {
            "article_id": coding.article.id,
            "event_number": number,
            **{name: _value(event.values.get(name), name in days) for name in coded},
            "source": coding.article.source,
            "source_scale": "International" if coding.article.source in WORLDWIDE else "Unknown",
            "source_url": coding.article.url,
            "source_date": coding.article.published,
            "article_count": 1,
            "source_count": 1,
            "coder": coding.coder,
        }
        for coding in codings
        for number, event in enumerate(coding.events)
    ]
    given = [name for name in types if name in coded or name in (*columns_from("article", table), "coder")]
    schema: dict[str, Any] = {
        "article_id": pl.String,
        "event_number": pl.Int32,
        **{name: types[name] for name in given},
    }
    return derive(pl.DataFrame(rows, schema=schema), table_of(table).lists).select(
        "article_id",
        "event_number",
        *(name for name in types if name in schema or name in columns_from("derived", table)),
    )


def _value(value: Value, is_day: bool) -> Value:
    """A day out of a record is text still, unless the codebook itself has its column."""
    return date.fromisoformat(value) if is_day and isinstance(value, str) else value
