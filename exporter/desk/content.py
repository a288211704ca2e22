"""Drafts: what is in them, whether it is right, and the coding that they become.

The content of a draft is what the page holds: `events`, each with its `key`, `values` (texts, as typed), `evidence`
(offsets in characters of the article's text), `event_id` or `same_as` (an event of the store that it is), `from` (the
proposals it was made from) and `thrown` (columns whose proposals were thrown away); and `why`, a remark.
"""

from collections.abc import Mapping
from typing import Any

from exporter.articles.article import Article
from exporter.codebook.asked import NOT_ASKED, asked
from exporter.codebook.tables import Table
from exporter.coders.coding import CodedEvent, Coding, Evidence
from exporter.coders.typed import Judged, judge_typed
from exporter.errors import DataError, UsageError
from exporter.store.judged import Link

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


def judge(content: Mapping[str, Any], article: Article, table: str | Table = "events") -> dict[str, Judged]:
    """The events of a draft against the codebook, by key: the checks of the command line."""
    return {event["key"]: judge_typed(event["values"], article, table) for event in content["events"]}


def problems(judged: Mapping[str, Judged]) -> list[dict[str, Any]]:
    """What is wrong with the events of a draft: event (its key), column, message, remedy, severity."""
    return [{"event": key, **one} for key, found in judged.items() for one in found.problems]


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
        CodedEvent(judged[event["key"]].values, _evidence(event, article.text)) for event in content["events"]
    ]
    links = [Link(event.get("event_id"), event.get("same_as")) for event in content["events"]]
    return Coding(article, person, "0", tuple(events)), links


def _evidence(event: Mapping[str, Any], text: str) -> dict[str, tuple[Evidence, ...]]:
    return {
        column: tuple(Evidence.of(text, quote["start"], quote["end"]) for quote in found)
        for column, found in event["evidence"].items()
    }
