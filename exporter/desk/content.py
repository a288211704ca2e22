"""Drafts: what is in them, whether it is right, and the coding that they become.

The content of a draft is what the page holds: `events`, each with its `key`, `values` (texts, as typed), `evidence`
(offsets in characters of the article's text), `event_id` or `same_as` (an event of the store that it is), `from` (the
proposals it was made from) and `thrown` (columns whose proposals were thrown away); and `why`, a remark.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from exporter.articles.article import Article
from exporter.codebook.export import columns_from
from exporter.coders.coding import CodedEvent, Coding, Evidence, Value
from exporter.coders.frame import WORLDWIDE
from exporter.desk.form import NOT_ASKED, asked
from exporter.errors import DataError, UsageError
from exporter.store.judged import Link
from exporter.validation import Validation, validate

MOST_EVENTS = 200
LONGEST_TEXT = 20_000


def read_content(data: Any) -> dict[str, Any]:
    """The content of a draft as it came over the network, its shape checked; values are checked by `problems`.

    Raises:
        UsageError: It is not of that shape.
    """
    try:
        events = [_event(event) for event in data["events"]]
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


def _event(data: Mapping[str, Any]) -> dict[str, Any]:
    names = set(asked())
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


def check(content: Mapping[str, Any], article: Article) -> Validation:
    """The events of a draft against the codebook, a row each: the checks of the command line."""
    names = [*(name for name in columns_from("coded")), *columns_from("article")]
    rows = [_row(event, article) for event in content["events"]]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
    return validate(frame, only=names)


def problems(content: Mapping[str, Any], article: Article) -> list[dict[str, Any]]:
    """What is wrong with the events of a draft: event (its key), column, message, remedy, severity."""
    if not content["events"]:
        return []
    keys = [event["key"] for event in content["events"]]
    return [
        {
            "event": keys[row["row"] - 1] if row["row"] else None,
            "column": row["column"],
            "message": row["message"],
            "remedy": row["remedy"],
            "severity": row["severity"],
        }
        for row in check(content, article).problems.iter_rows(named=True)
    ]


def right_rows(content: Mapping[str, Any], article: Article) -> dict[str, dict[str, Any]]:
    """The events that are right, typed, by their keys."""
    if not content["events"]:
        return {}
    checked = check(content, article)
    bad = set(checked.problems.filter(severity="error")["row"].drop_nulls())
    keys = [event["key"] for number, event in enumerate(content["events"], 1) if number not in bad]
    return dict(zip(keys, checked.valid.iter_rows(named=True), strict=True))


def coding_of(content: Mapping[str, Any], article: Article, person: str) -> tuple[Coding, list[Link]]:
    """The coding that a draft says, and which events of the store its events are.

    Raises:
        DataError: An event breaks the codebook; the first problem is told.
    """
    checked = check(content, article) if content["events"] else None
    if checked is not None and not checked.ok:
        problem = checked.problems.filter(severity="error").row(0, named=True)
        raise DataError(
            f"Event {problem['row']}, {problem['column']}: {problem['message']}.", problem["remedy"]
        )
    rows = checked.valid.to_dicts() if checked is not None else []
    events = [
        CodedEvent(_values(row), _evidence(event, article.text))
        for row, event in zip(rows, content["events"], strict=True)
    ]
    links = [Link(event.get("event_id"), event.get("same_as")) for event in content["events"]]
    return Coding(article, person, "0", tuple(events)), links


def event_content(event: CodedEvent, key: str, **more: Any) -> dict[str, Any]:
    """An event of a coding as the page holds it."""
    values = {
        name: _shown(value) for name, value in event.values.items() if value is not None and name in asked()
    }
    evidence = {
        name: [{"start": e.start, "end": e.end} for e in found] for name, found in event.evidence.items()
    }
    return {"key": key, "values": values, "evidence": evidence, **more}


def _shown(value: Value) -> str:
    """A value as people would type it."""
    return str(value)


def _row(event: Mapping[str, Any], article: Article) -> dict[str, str | None]:
    values = event["values"]
    worldwide = article.source in WORLDWIDE
    return {
        **{name: (values.get(name) or "").strip() or None for name in columns_from("coded")},
        "source": article.source,
        "source_scale": "International" if worldwide else "Unknown",
        "source_url": article.url,
        "source_date": article.published.isoformat(),
        "article_count": "1",
        "source_count": "1",
    }


def _values(row: Mapping[str, Any]) -> dict[str, Value]:
    return {name: row[name] for name in columns_from("coded")}


def _evidence(event: Mapping[str, Any], text: str) -> dict[str, tuple[Evidence, ...]]:
    return {
        column: tuple(Evidence.of(text, quote["start"], quote["end"]) for quote in found)
        for column, found in event["evidence"].items()
    }
