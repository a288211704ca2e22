"""Drafts: what is in them, whether it is right, and the coding that they become.

The content of a draft is what the page holds: `events`, each with its `key`, `values` (texts, as typed), `evidence`
(offsets in characters of the article's text), `event_id` or `same_as` (an event of the store that it is), `from` (the
proposals it was made from) and `thrown` (columns whose proposals were thrown away); and `why`, a remark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import polars as pl

from exporter.articles.article import Article
from exporter.codebook.export import columns_from
from exporter.codebook.tables import Table, table_of
from exporter.coders.coding import CodedEvent, Coding, Evidence, Value
from exporter.coders.frame import WORLDWIDE
from exporter.desk.form import NOT_ASKED, asked
from exporter.errors import DataError, UsageError
from exporter.store.judged import Link
from exporter.validation import validate
from exporter.validation.tables import missing_value

MOST_EVENTS = 200
LONGEST_TEXT = 20_000


def read_content(data: Any, table: str | Table = "events") -> dict[str, Any]:
    """The content of a draft as it came over the network, its shape checked; values are checked by `problems`.

    Here and below, the event table is a project's own where it has one.

    Raises:
        UsageError: It is not of that shape.
    """
    try:
        events = [_event(event, table) for event in data["events"]]
        why = data.get("why") or ""
        if len(events) > MOST_EVENTS or len({event["key"] for event in events}) != len(events):
            raise ValueError("events")
        if not isinstance(why, str) or len(why) > LONGEST_TEXT:
            raise ValueError("why")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            "This is no draft.", "Load the page anew; your words are kept in the browser."
        ) from error
    return {"events": events, "why": why}


def _event(data: Mapping[str, Any], table: str | Table) -> dict[str, Any]:
    names = set(asked(table))
    values = {str(k): _text(v) for k, v in data["values"].items() if v not in (None, "")}
    evidence = {
        str(column): [{"start": int(quote["start"]), "end": int(quote["end"])} for quote in found]
        for column, found in data.get("evidence", {}).items()
        if found
    }
    if not set(values) | set(evidence) <= names | NOT_ASKED:
        raise ValueError("columns")
    made: dict[str, Any] = {"key": _text(data["key"]), "values": values, "evidence": evidence}
    for name in ("event_id", "same_as"):
        if data.get(name):
            made[name] = _text(data[name])
    if data.get("from"):
        made["from"] = [_text(one) for one in data["from"]]
    if data.get("thrown"):
        made["thrown"] = sorted({_text(one) for one in data["thrown"]})
    return made


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise TypeError("no text")
    return value


@dataclass(frozen=True, slots=True)
class Judged:
    """What the codebook says of one event: its problems, and its values in their types where it is right."""

    problems: tuple[dict[str, Any], ...]
    row: dict[str, Any] | None


def judge(content: Mapping[str, Any], article: Article, table: str | Table = "events") -> dict[str, Judged]:
    """The events of a draft against the codebook, by key: the checks of the command line."""
    return {
        event["key"]: _judge(tuple(_row(event, article, table).values()), table)
        for event in content["events"]
    }


def problems(judged: Mapping[str, Judged]) -> list[dict[str, Any]]:
    """What is wrong with the events of a draft: event (its key), column, message, remedy, severity."""
    return [{"event": key, **one} for key, found in judged.items() for one in found.problems]


@lru_cache(maxsize=4096)
def _judge(values: tuple[str | None, ...], table: str | Table) -> Judged:
    """Of all events of a draft one is being typed: the others are judged already.

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
    right = checked.ok and not missing
    return Judged(tuple(told), checked.valid.row(0, named=True) if right else None)


def _told(column: str, message: str, remedy: str, severity: str) -> dict[str, Any]:
    return {"column": column, "message": message, "remedy": remedy, "severity": severity}


@cache
def _columns(table: str | Table) -> tuple[str, ...]:
    return (*columns_from("coded", table), *columns_from("article", table))


@cache
def _required(table: str | Table) -> tuple[str, ...]:
    declared = table_of(table).model.to_schema().columns
    return tuple(name for name in _columns(table) if not declared[name].nullable)


def coding_of(
    content: Mapping[str, Any], article: Article, person: str, table: str | Table = "events"
) -> tuple[Coding, list[Link]]:
    """The coding that a draft says, and which events of the store its events are.

    Raises:
        DataError: An event breaks the codebook; the first problem is told.
    """
    judged = judge(content, article, table)
    wrong = [one for one in problems(judged) if one["severity"] == "error"]
    if wrong:
        number = list(judged).index(wrong[0]["event"]) + 1
        raise DataError(f"Event {number}, {wrong[0]['column']}: {wrong[0]['message']}.", wrong[0]["remedy"])
    events = [
        CodedEvent(_values(judged[event["key"]].row or {}, table), _evidence(event, article.text))
        for event in content["events"]
    ]
    links = [Link(event.get("event_id"), event.get("same_as")) for event in content["events"]]
    return Coding(article, person, "0", tuple(events)), links


def event_content(event: CodedEvent, key: str, table: str | Table = "events", **more: Any) -> dict[str, Any]:
    """An event of a coding as the page holds it."""
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


def _row(event: Mapping[str, Any], article: Article, table: str | Table = "events") -> dict[str, str | None]:
    values = event["values"]
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


def _values(row: Mapping[str, Any], table: str | Table) -> dict[str, Value]:
    return {name: row[name] for name in columns_from("coded", table)}


def _evidence(event: Mapping[str, Any], text: str) -> dict[str, tuple[Evidence, ...]]:
    return {
        column: tuple(Evidence.of(text, quote["start"], quote["end"]) for quote in found)
        for column, found in event["evidence"].items()
    }
