"""What a format is: a codebook of its own, and how its rows become ours and ours become its."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandera.polars as pa
import polars as pl

from exporter.codebook.rules import Rule
from exporter.formats.crosswalk import Direction, Step, steps

Expressions = Mapping[str, pl.Expr]

SOURCE = "from."
"""Put before the name of a source column, so that it is not taken for the target's of the same name."""

CONVERTED_AT = "(time of conversion)"
"""A source column that every conversion has."""


def said(column: str) -> pl.Expr:
    """What the source says in a column."""
    return pl.col(SOURCE + column)


@dataclass(frozen=True, eq=False)
class Format:
    """A table layout that is read, checked and written.

    Attributes:
        name: Short name, as typed.
        title: The name for people.
        model: The codebook: a pandera model.
        rules: The rules that the model carries.
        key: The columns that name a row.
        marks: Columns by which a file with a header is known, in small letters.
        prepare: Brings a table of text into the model's spelling, before types are read.
        into_ours: Expressions for our columns that the crosswalk calls computed.
        by_rule: Expressions for our columns that a rule fills where the source says nothing, in this order.
        into_theirs: Expressions for their columns that the crosswalk calls computed.
        holds: What one of our rows must keep to have a place in the format.
        missing: Words for a missing value, beside the empty cell.
        bare: Whether the format's own files are tab-separated, without header and quotes.
        ours: The table of ours that its rows become: `events`, or `sources` where a row is a report of an event.
        repeats: Whether rows of the same key may stand in it; ours then has the first.
    """

    name: str
    title: str
    model: type[pa.DataFrameModel]
    rules: tuple[Rule, ...]
    key: tuple[str, ...]
    marks: frozenset[str]
    prepare: Callable[[pl.DataFrame], pl.DataFrame] = lambda frame: frame
    into_ours: Expressions = field(default_factory=dict)
    by_rule: Expressions = field(default_factory=dict)
    into_theirs: Expressions = field(default_factory=dict)
    holds: tuple[Rule, ...] = ()
    missing: tuple[str, ...] = ("NA",)
    bare: bool = False
    ours: str = "events"
    repeats: bool = False

    @cached_property
    def schema(self) -> pl.Schema:
        """Column names and types, in order."""
        columns = self.model.to_schema().columns
        return pl.Schema({name: declared.dtype.type for name, declared in columns.items()})

    @property
    def crosswalk(self) -> tuple[Step, ...]:
        """What becomes of each column; empty for our own table."""
        return () if self.is_ours else steps(self.name)

    @property
    def is_ours(self) -> bool:
        """Whether this is a table of our own."""
        return self.name == self.ours

    def note(self, column: str, direction: Direction) -> str:
        """What the crosswalk says of a column that is read in this direction."""
        return next((s.note for s in self.crosswalk if s.source(direction) == column), "")
