"""What people type becomes an event: judged by the codebook, in the words of the command line.

The coding page and the sheets hold values as texts; here they are read as the types of their columns and checked
with the same checks as everything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import polars as pl

from exporter.articles.article import Article
from exporter.codebook.asked import asked
from exporter.codebook.export import columns_from
from exporter.codebook.tables import Table, table_of
from exporter.coders.coding import CodedEvent, Value
from exporter.coders.frame import WORLDWIDE
from exporter.validation import validate
from exporter.validation.tables import missing_value


@dataclass(frozen=True, slots=True)
class Judged:
    """What the codebook says of one event: its problems, and its values in their types where it is right.

    Attributes:
        problems: column, message, remedy and severity of each.
        row: The row of the event table, as far as coder and article give it; None where an error was found.
        values: The coded columns in their types; none where an error was found.
    """

    problems: tuple[dict[str, Any], ...]
    row: Mapping[str, Any] | None
    values: Mapping[str, Value]


def judge_typed(values: Mapping[str, str], article: Article, table: str | Table = "events") -> Judged:
    """An event as somebody typed it, against the codebook: the checks of the command line."""
    return _judge(tuple(row_of(values, article, table).values()), table)


def row_of(
    values: Mapping[str, str], article: Article, table: str | Table = "events"
) -> dict[str, str | None]:
    """The row of an event in texts: what was typed, and what follows from the article."""
    worldwide = article.source in WORLDWIDE
    return {
        **{name: (values.get(name) or "").strip() or None for name in columns_from("coded", table)},
        "source": article.source,
        "source_scale": "International" if worldwide else "Unknown",
        "source_url": article.url,
        "source_date": article.published.isoformat(),
        "article_count": "1",
        "source_count": "1",
    }


def event_content(event: CodedEvent, key: str, table: str | Table = "events", **more: Any) -> dict[str, Any]:
    """An event of a coding as a draft holds it: its values as people would type them, its evidence as offsets."""
    values = {
        name: shown(value)
        for name, value in event.values.items()
        if value is not None and name in asked(table)
    }
    evidence = {
        name: [{"start": e.start, "end": e.end} for e in found] for name, found in event.evidence.items()
    }
    return {"key": key, "values": values, "evidence": evidence, **more}


def shown(value: Value) -> str:
    """A value as people would type it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=4096)
def _judge(values: tuple[str | None, ...], table: str | Table) -> Judged:
    """Of all events of an article one is being typed: the others are judged already.

    What is missing is told without looking further: while somebody types, most is, and to look for it would take
    longer than everything else. The rules that read a missing value wait until it is there.
    """
    given = dict(zip(_columns(table), values, strict=True))
    missing = [name for name in _required(table) if (given[name] or "").strip() == ""]
    told = [_told(name, *missing_value(name), "error") for name in missing]
    known = [name for name in given if name not in missing]
    frame = pl.DataFrame({name: [given[name]] for name in known}, schema=dict.fromkeys(known, pl.String))
    checked = validate(frame, table, only=known)
    told += [
        _told(one["column"], one["message"], one["remedy"], one["severity"])
        for one in checked.problems.iter_rows(named=True)
    ]
    if missing or not checked.ok:
        return Judged(tuple(told), None, {})
    row = checked.valid.row(0, named=True)
    return Judged(tuple(told), row, {name: row[name] for name in columns_from("coded", table)})


def _told(column: str, message: str, remedy: str, severity: str) -> dict[str, Any]:
    return {"column": column, "message": message, "remedy": remedy, "severity": severity}


@cache
def _columns(table: str | Table) -> tuple[str, ...]:
    return (*columns_from("coded", table), *columns_from("article", table))


@cache
def _required(table: str | Table) -> tuple[str, ...]:
    declared = table_of(table).model.to_schema().columns
    return tuple(name for name in _columns(table) if not declared[name].nullable)
