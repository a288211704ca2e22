"""What a coder says of an article: events with their evidence, and the passages it passed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exporter.articles.article import Article

Value = str | int | float | bool | date | None

NOT_ENGLISH = "not in English"
"""How the reason begins for which a coder of English passes over a whole text; the language follows."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the article, quoted letter for letter, and where they stand in its text."""

    quote: str
    start: int
    end: int

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Evidence":
        """The evidence at these offsets of a text."""
        return cls(text[start:end], start, end)


@dataclass(frozen=True, slots=True)
class Reason:
    """One decision on the way to a value: the column, the words read, and what made them mean it."""

    column: str
    words: str
    because: str


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One event as a coder gives it.

    Attributes:
        values: The coded columns of the event table; columns that are missing may be left out.
        evidence: For a column, the words that support its value, the best first.
        why: The coder's decisions, in their order, for those who ask; they do not go into the record.
    """

    values: Mapping[str, Value]
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A passage that speaks of an event and was not coded, with the reason."""

    quote: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder says of one article.

    Attributes:
        article: The article.
        coder_name: The coder.
        coder_version: Its version.
        events: What it found.
        skipped: What it passed over.
        coder_facts: What else made the coding, of a model coder: `model`, `prompt_sha256`, `parameters`.
    """

    article: Article
    coder_name: str
    coder_version: str
    events: tuple[CodedEvent, ...]
    skipped: tuple[Skipped, ...] = ()
    coder_facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def coder(self) -> str:
        """The coder as the event table names it: name and version."""
        return f"{self.coder_name} {self.coder_version}"

    def record(self) -> dict[str, Any]:
        """The coding as a plain JSON record (see `schemas/*/coding.schema.json`)."""
        article = self.article
        return {
            "article": {
                "id": article.id,
                "title": article.title,
                "source": article.source,
                "published": article.published.isoformat(),
                "url": article.url,
                "language": article.language,
                "sha256": article.sha256,
            },
            "coder": {"name": self.coder_name, "version": self.coder_version, **self.coder_facts},
            "events": [_event_record(event) for event in self.events],
            "skipped": [
                {"quote": s.quote, "reason": s.reason, "start": s.start, "end": s.end} for s in self.skipped
            ],
        }


def _event_record(event: CodedEvent) -> dict[str, Any]:
    plain = {k: v.isoformat() if isinstance(v, date) else v for k, v in event.values.items()}
    return plain | {"evidence": {column: _quotes(found) for column, found in event.evidence.items()}}


def _quotes(found: tuple[Evidence, ...]) -> Any:
    """One quote as an object, several as a list: people read the first form far more often."""
    listed = [{"quote": e.quote, "start": e.start, "end": e.end} for e in found]
    return listed[0] if len(listed) == 1 else listed


def from_record(record: Mapping[str, Any], text: str) -> Coding:
    """The coding of a checked record (see `validation.records`) and the text that it was made from."""
    known = record["article"]
    article = Article(
        id=known["id"],
        text=text,
        published=date.fromisoformat(known["published"]),
        source=known["source"],
        title=known.get("title"),
        url=known.get("url"),
        language=known.get("language"),
    )
    skipped = tuple(
        Skipped(s["quote"], s["reason"], s.get("start", 0), s.get("end", 0)) for s in record["skipped"]
    )
    events = tuple(_event_from(event) for event in record["events"])
    coder = record["coder"]
    facts = {name: value for name, value in coder.items() if name not in ("name", "version")}
    return Coding(article, coder["name"], coder["version"], events, skipped, facts)


def _event_from(record: Mapping[str, Any]) -> CodedEvent:
    values = {
        k: date.fromisoformat(v) if k.startswith("event_date") else v
        for k, v in record.items()
        if k != "evidence"
    }
    evidence = {
        column: tuple(Evidence(**quote) for quote in (found if isinstance(found, list) else [found]))
        for column, found in record["evidence"].items()
    }
    return CodedEvent(values, evidence)
