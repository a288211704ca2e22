"""What a workbook carries out of sight: each article with its whole text, and the events that were taken from it.

A row per article: its id, then JSON in as many cells as it needs. It is written in ASCII without underscores, since
spreadsheets have notations of their own for other characters (`_x000D_`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from exporter.articles.article import Article
from exporter.coders.coding import Evidence
from exporter.sheets.parts import COLUMNS, Sheet, Typed

_LONGEST = 30_000
"""Characters of a cell; spreadsheets hold 32,767."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An article that the workbook was made with.

    Attributes:
        name: The name that its sheet was given.
        article: The article.
        proposed: Whether rows were filled in beforehand.
        taken: Events that are right already.
    """

    name: str
    article: Article
    proposed: bool
    taken: tuple[Typed, ...]


def packed(sheet: Sheet, name: str) -> list[str]:
    """The cells of an article's row."""
    article = sheet.article
    told = {
        "sheet": name,
        "article": {
            "id": article.id, "published": article.published.isoformat(), "source": article.source,
            "title": article.title, "url": article.url, "language": article.language,
        },
        "text": article.text,
        "sha256": article.sha256,
        "proposed": sheet.proposed,
        "taken": [_told(typed) for typed in sheet.taken],
    }  # fmt: skip
    text = json.dumps(told, separators=(",", ":")).replace("_", "\\u005f")
    return [text[start : start + _LONGEST] for start in range(0, len(text), _LONGEST)]


def unpacked(cells: Iterable[str]) -> Carried:
    """The article of a row.

    Raises:
        ValueError: It is not as it was written.
    """
    try:
        told = json.loads("".join(cells))
        known = told["article"]
        article = Article(
            id=_text(known["id"]), text=_text(told["text"]), published=date.fromisoformat(known["published"]),
            source=_text(known["source"]), title=_none_or_text(known["title"]), url=_none_or_text(known["url"]),
            language=_none_or_text(known["language"]),
        )  # fmt: skip
        if article.sha256 != told["sha256"]:
            raise ValueError("text")
        taken = tuple(_typed(one, article.text) for one in told["taken"])
        return Carried(_text(told["sheet"]), article, bool(told["proposed"]), taken)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("form") from error


def _told(typed: Typed) -> dict[str, Any]:
    evidence = {name: [[e.start, e.end] for e in found] for name, found in typed.evidence.items()}
    return {
        "number": typed.number, "values": dict(typed.values), "evidence": evidence, "event_id": typed.event_id
    }  # fmt: skip


def _typed(told: Mapping[str, Any], text: str) -> Typed:
    values = {_column(name): _text(value) for name, value in told["values"].items()}
    evidence = {
        _column(name): tuple(_evidence(text, start, end) for start, end in found)
        for name, found in told["evidence"].items()
    }
    return Typed(int(told["number"]), values, evidence, _none_or_text(told["event_id"]))


def _evidence(text: str, start: Any, end: Any) -> Evidence:
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise ValueError("evidence")
    return Evidence.of(text, start, end)


def _column(name: str) -> str:
    if name not in COLUMNS:
        raise ValueError("column")
    return name


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _none_or_text(value: Any) -> str | None:
    return None if value is None else _text(value)
