"""Gold files: what is right of some articles, an article a line.

    {"article_id": "...", "events": [{...}, ...], "scope": [event types]}

A gold event may give `event_type`, `sub_event_type`, `country`, `location`, `admin1`, `actor1` and `actor2` as lists of
what is right, `event_date` as the first and the last day, `fatalities` as a number, and `required`: false where it may
be found or missed. Where there is a `scope`, rows of other event types are not judged. `published`, `source` and `text`
make the line an article that can be coded.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from exporter.agreement.codings import Said
from exporter.agreement.pairing import FIELDS, Row
from exporter.articles import Article
from exporter.errors import DataError, UsageError


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right of one article.

    Attributes:
        article_id: The article.
        events: Its events.
        scope: The event types that are judged; all where it is empty.
        article: The article itself, where its text is given.
    """

    article_id: str
    events: tuple[Row, ...]
    scope: frozenset[str] = field(default_factory=frozenset)
    article: Article | None = None


def read_gold(path: Path | str) -> list[Gold]:
    """The articles of a gold file.

    Raises:
        UsageError: The file cannot be read.
        DataError: A line is no gold article, with the line and what is wrong.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}.", "Give a gold file, one article a line."
        ) from error
    found = [_gold(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise DataError(f"{path} holds no articles.", _FORM)
    return found


def gold_of(decided: Said) -> Gold:
    """A coding that is right, as gold of its article."""
    return Gold(decided.article_id, tuple(_gold_event(row) for row in decided.rows))


def _gold_event(row: Row) -> Row:
    listed = {name: [row[name]] for name in FIELDS if row.get(name) is not None}
    days = [row["event_date"], row.get("event_date_end") or row["event_date"]]
    return listed | {"event_date": days, "fatalities": row.get("fatalities")}


def _gold(line: str, where: str) -> Gold:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where}: the line is no JSON: {error}.", _FORM) from error
    if not isinstance(record, dict):
        raise DataError(f"{where}: the line is no JSON object.", _FORM)
    name = record.get("article_id", record.get("id"))
    if not isinstance(name, str) or not name:
        raise DataError(f"{where}: the article has no article_id.", _FORM)
    events = record.get("events")
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise DataError(f"{where}: events is no list of objects.", _FORM)
    for number, event in enumerate(events):
        for column in FIELDS:
            if wrong := _wrong(column, event.get(column)):
                raise DataError(f"{where}, event {number}, {column}: {wrong}.", _FORM)
    return Gold(name, tuple(events), frozenset(record.get("scope") or ()), _article(name, record, where))


def _wrong(column: str, value: Any) -> str | None:
    """What is wrong with a value of a gold event, if anything."""
    if value is None:
        return None
    if column == "fatalities":
        whole = isinstance(value, int) and not isinstance(value, bool)
        return None if whole else "it is no whole number"
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return "it is no list of text"
    if column == "event_date" and value:
        try:
            first, last = map(date.fromisoformat, value)
        except ValueError:
            return "it is no first and last day, such as 2016-05-16"
        return "the last day is before the first" if last < first else None
    return None


def _article(name: str, record: Mapping[str, Any], where: str) -> Article | None:
    text, published = record.get("text"), record.get("published")
    if not isinstance(text, str) or not isinstance(published, str):
        return None
    try:
        day = date.fromisoformat(published)
    except ValueError as error:
        raise DataError(f"{where}: published {published!r} is no date.", _FORM) from error
    return Article(name, text, day, str(record.get("source") or "Unknown"))


_FORM = "docs/agreement.md shows the form of a gold file."
