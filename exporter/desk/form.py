"""The fields of an event on the page: which, in what order, with what key; all else is from the codebook."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from exporter.codebook.asked import GROUPS, OWN, asked, offered
from exporter.codebook.definitions import added_columns
from exporter.codebook.tables import Table, table_of


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an event.

    Attributes:
        column: The column of the event table.
        key: The letter that makes selected words its evidence, or leads to it.
        colour: The family of colours of its evidence.
        title, definition, unit: What the codebook says.
        required: Whether it may not be empty.
        kind: `code` (a short list), `list` (a long one), `date`, `actor`, `place`, `number`, `words` or `text`.
        codelist: The list that its values come from, and `list_column` the column of that list.
    """

    column: str
    key: str
    colour: str
    title: str
    definition: str
    unit: str | None
    required: bool
    kind: str
    codelist: str | None
    list_column: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together."""

    title: str
    colour: str
    fields: tuple[Field, ...]


_COLOURS = {
    "When": "when", "What": "what", "Actor 1": "one", "Actor 2": "two", "Deaths": "deaths", "Where": "where",
    "Notes": "notes",
}  # fmt: skip

_KEYS = {
    "event_date": "d", "event_date_end": "e", "time_precision": "p",
    "sub_event_type": "s", "event_type": "t", "cameo_code": "c",
    "actor1": "a", "actor1_type": "z", "actor1_country": "1", "assoc_actor_1": "v",
    "actor2": "b", "actor2_type": "x", "actor2_country": "2", "assoc_actor_2": "w",
    "fatalities": "f", "fatalities_low": "r", "fatalities_high": "h",
    "location": "l", "country": "y", "admin1": "m", "admin2": "o", "geo_precision": "g",
    "latitude": "u", "longitude": "i",
    "notes": "n", "tags": "k",
}  # fmt: skip

_KINDS = {
    "event_date": "date", "event_date_end": "date", "actor1": "actor", "actor2": "actor", "location": "place",
    "notes": "words", "cameo_code": "list", "country": "list", "actor1_country": "list", "actor2_country": "list",
}  # fmt: skip


@cache
def groups(table: str | Table = "events") -> tuple[Group, ...]:
    """All fields in their groups, in the order of the page; last the columns that a project adds.

    Those have no key of their own: they are reached with Tab.
    """
    own = tuple(
        _field(name, "more", table) for name in added_columns(table_of(table)) if name in asked(table)
    )
    known = tuple(
        Group(title, _COLOURS[title], tuple(_field(column, _COLOURS[title], table) for column in columns))
        for title, columns in GROUPS.items()
    )
    return (*known, Group("More", "more", own)) if own else known


@cache
def fields(table: str | Table = "events") -> dict[str, Field]:
    """All fields by column."""
    return {field.column: field for group in groups(table) for field in group.fields}


@cache
def lists(table: str | Table = "events") -> dict[str, list[dict[str, Any]]]:
    """The codes that the fields offer, by list and column: value, what it means, and what follows from it."""
    wanted = {(f.codelist, f.list_column) for f in fields(table).values() if f.codelist and f.list_column}
    return {f"{name}.{column}": offered(name, column, table) for name, column in sorted(wanted)}


def _field(column: str, colour: str, table: str | Table) -> Field:
    declared = table_of(table).model.to_schema().columns[column]
    facts, dtype = declared.metadata, declared.dtype.type
    kind = _KINDS.get(column)
    if kind is None:
        listed = facts["codelist"] or dtype.base_type() in (pl.Enum, pl.Boolean)
        kind = (
            "number" if dtype.is_numeric() else "date" if dtype == pl.Date else "code" if listed else "text"
        )
    if kind == "code" and not facts["codelist"]:
        facts = {**facts, "codelist": column, "list_column": OWN}
    return Field(
        column=column, key=_KEYS.get(column, ""), colour=colour, title=declared.title,
        definition=declared.description, unit=facts["unit"], required=not declared.nullable, kind=kind,
        codelist=facts["codelist"], list_column=facts["list_column"] if facts["codelist"] else None,
    )  # fmt: skip
