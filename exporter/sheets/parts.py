"""What a workbook is made of, for the writer and the reader alike: names, places, rows, problems.

A sheet has, from the top: the article and whether it is coded; the header of the events; on the left the text, line
by line, and beside it the rows of events and, below them, the rows of quotes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exporter.articles.article import Article
from exporter.codebook.asked import GROUPS
from exporter.coders.coding import CodedEvent, Coding, Evidence
from exporter.coders.typed import judge_typed

GUIDE = "How to fill in"
CODES = "Codes"
LISTS = "lists"
CARRIED = "articles"
OWN = (GUIDE, CODES, LISTS, CARRIED)
"""Sheets that hold no article; the last two are hidden."""

MARK = "exporter sheets 1"
"""Stands in the first cell of the hidden sheet of articles."""

ARTICLE, CODED, REMARK = "article", "coded?", "remark"
"""Labels of the cells above the events; the value stands in the cell to the right."""

EVENT, PROBLEMS, EVENT_ID = "event", "problems", "event_id"
"""Columns of the events besides those of the codebook: the row's number, what is wrong, the event of the store."""

QUOTED, AT, QUOTE = "column", "at", "quote"
"""Columns of the quotes, besides the number of the event."""

COLUMNS: tuple[str, ...] = tuple(column for columns in GROUPS.values() for column in columns)
"""The columns of the codebook that people fill in, in the order of the sheet."""

ROWS = 20
"""Rows for events of an article, unless another number is asked for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it.

    Attributes:
        sheet: The name of the sheet.
        cell: Such as `F7`; None where the sheet as a whole is meant.
        column: The column, where there is one.
        value: What stands there.
        message: What is wrong with it.
        remedy: What to do about it, as a full sentence.
        severity: `error`, or `warning` for what rejects no row.
    """

    sheet: str
    cell: str | None
    column: str | None
    value: str | None
    message: str
    remedy: str
    severity: str = "error"

    def __str__(self) -> str:
        """Where, what and with which value, on one line."""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        column = f", {self.column}" if self.column else ""
        value = "" if self.value is None else f" (value: {_short(self.value)})"
        return f"{place}{column}: {self.message}{value}"


def _short(value: str) -> str:
    """A value on one line, and not all of a long one."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}..."


_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A row of events or of quotes as it stands in the sheet: what is in its cells, by column."""

    cells: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def wrong(self) -> frozenset[str]:
        """The columns in which something is wrong."""
        return frozenset(one.column for one in self.problems if one.column and one.severity == "error")


@dataclass(frozen=True, slots=True)
class Typed:
    """An event that is right: its number in the sheet, its values as texts, its evidence, its event of the store."""

    number: int
    values: Mapping[str, str]
    evidence: Mapping[str, tuple[Evidence, ...]]
    event_id: str | None = None

    def event(self, article: Article) -> CodedEvent:
        """The event with its values in their types."""
        return CodedEvent(judge_typed(self.values, article).values, self.evidence)


@dataclass(frozen=True)
class Sheet:
    """An article's sheet, to be written or as it was read.

    Attributes:
        article: The article.
        name: The name of the sheet; where it is empty, the writer finds one.
        proposed: Whether rows were filled in beforehand: it counts only once somebody says that it is coded.
        coded: What stands beside `coded?`: `yes`, `no` or nothing.
        remark: What the person says about it.
        taken: The events that are right; when it is written, they are carried along out of sight.
        rows: Rows of events: to be mended, or filled in beforehand.
        quotes: Rows of quotes, likewise.
        problems: Everything that was found, those of the rows included.
    """

    article: Article
    name: str = ""
    proposed: bool = False
    coded: str = ""
    remark: str = ""
    taken: tuple[Typed, ...] = ()
    rows: tuple[Row, ...] = ()
    quotes: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def to_mend(self) -> bool:
        """Whether there are rows that could not be taken."""
        return bool(self.rows or self.quotes)

    @property
    def wrong(self) -> bool:
        """Whether anything is wrong in its rows: then it has a column that says what."""
        return any(row.problems for row in (*self.rows, *self.quotes))

    def coding(self, person: str) -> Coding | None:
        """What the person says of the article; None where all that there is must be mended first."""
        if self.to_mend and not self.taken:
            return None
        return Coding(self.article, person, "1", self.events)

    @cached_property
    def events(self) -> tuple[CodedEvent, ...]:
        """The events that are right, in their types."""
        return tuple(typed.event(self.article) for typed in self.taken)
