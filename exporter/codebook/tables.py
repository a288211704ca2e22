"""The companion tables of the events, and how the tables refer to each other."""

from dataclasses import dataclass
from functools import cache

import pandera.polars as pa
import polars as pl

from exporter.codebook.checks import DELETION_RULES, EVIDENCE_RULES
from exporter.codebook.codelists import BUILT_IN, Codelists
from exporter.codebook.column import field
from exporter.codebook.event import Event
from exporter.codebook.rules import Rule, carries, rules_of

_OURS = "this project"


class Source(pa.DataFrameModel):
    """Which articles report an event, one pair a row."""

    event_id: str = field("Event id", "The event that the article reports.", source=_OURS, origin="store")
    article_id: str = field(
        "Article id",
        "The article's own id, else the SHA-256 of its text.",
        source=_OURS,
        origin="article",
        str_length={"min_value": 1},
    )
    source: str = field("Source", "The outlet.", source="ACLED", origin="article", example="AFP")
    url: str = field(
        "Address", "Where the article stands.", source=_OURS, origin="article", unit="URL", null=True
    )
    published: pl.Date = field(
        "Published",
        "Day of publication. Missing where the source does not say it.",
        source=_OURS,
        origin="article",
        unit="ISO 8601 date",
        null=True,
    )
    title: str = field("Title", "The headline.", source=_OURS, origin="article", null=True)

    class Config:
        """How pandera treats the table."""

        name = "sources"
        strict = True
        unique = ("event_id", "article_id")


@carries(EVIDENCE_RULES)
class Evidence(pa.DataFrameModel):
    """The words that support a value: one quote for one column of one event a row."""

    event_id: str = field("Event id", "The event.", source=_OURS, origin="store")
    column: str = field(
        "Column",
        "The column of the event table whose value the words support.",
        source=_OURS,
        origin="coded",
        isin=list(Event.to_schema().columns),
        example="fatalities",
    )
    article_id: str = field(
        "Article id", "The article that the words stand in.", source=_OURS, origin="article"
    )
    start: pl.Int32 = field(
        "Start",
        "Offset of the first character in the text as stored.",
        source=_OURS,
        origin="coded",
        unit="characters (Unicode code points), from 0",
        ge=0,
    )
    end: pl.Int32 = field(
        "End",
        "Offset one past the last character.",
        source=_OURS,
        origin="coded",
        unit="characters (Unicode code points), from 0",
        ge=1,
    )
    quote: str = field(
        "Quote", "The words themselves.", source=_OURS, origin="coded", example="killing at least 110 people"
    )

    class Config:
        """How pandera treats the table."""

        name = "evidence"
        strict = True


@carries(DELETION_RULES)
class Deletion(pa.DataFrameModel):
    """Events that earlier releases held and that were taken out, one a row."""

    event_id: str = field(
        "Event id",
        "The event that was deleted; its id is never given again.",
        source=_OURS,
        origin="store",
        unique=True,
    )
    version: str = field(
        "Version",
        "First release without the event.",
        source=_OURS,
        origin="store",
        unit="semantic version",
        str_matches=r"^\d+\.\d+\.\d+$",
        example="1.1.0",
    )
    reason: str = field(
        "Reason", "Why it was deleted.", source=_OURS, origin="store", str_length={"min_value": 1}
    )
    replaced_by: str = field(
        "Replaced by", "The event that took its place.", source=_OURS, origin="store", null=True
    )

    class Config:
        """How pandera treats the table."""

        name = "deletions"
        strict = True


@dataclass(frozen=True, eq=False)
class Table:
    """A table: its name, its pandera model and the code lists that its columns come from.

    A project makes its own with a subclass: `Table("events", MyEvent)`.
    """

    name: str
    model: type[pa.DataFrameModel]
    lists: Codelists = BUILT_IN

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules across columns that the model carries."""
        return rules_of(self.model)


@dataclass(frozen=True)
class Reference:
    """What must hold between two tables: a value of `child` stands in `parent`, or never does."""

    code: str
    child: str
    column: str
    parent: str
    parent_column: str
    message: str
    remedy: str
    present: bool = True


@cache
def _every() -> tuple[Table, ...]:
    models = {"events": Event, "sources": Source, "evidence": Evidence, "deletions": Deletion}
    return tuple(Table(name, model) for name, model in models.items())


def tables() -> dict[str, Table]:
    """All tables by name, the events first."""
    return {table.name: table for table in _every()}


def table_of(table: str | Table) -> Table:
    """A table of the codebook by its name; a table that is given comes back.

    Raises:
        KeyError: The codebook has no such table.
    """
    return table if isinstance(table, Table) else tables()[table]


_LOST = "Add the event, or take these rows out with it."

REFERENCES: tuple[Reference, ...] = (
    Reference("RF001", "sources", "event_id", "events", "event_id", "the event does not exist", _LOST),
    Reference("RF002", "evidence", "event_id", "events", "event_id", "the event does not exist", _LOST),
    Reference(
        "RF003",
        "deletions",
        "event_id",
        "events",
        "event_id",
        "a deleted id is in use again",
        "Give the event a new id; ids are never reused.",
        present=False,
    ),
    Reference(
        "RF004",
        "events",
        "event_id",
        "sources",
        "event_id",
        "the event has no source",
        "Name at least one article that reports it in the sources table.",
    ),
)
