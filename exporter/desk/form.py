"""The fields of an event on the page: which, in what order, with what key; all else is from the codebook."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from exporter.codebook.codelists import codelist
from exporter.codebook.export import columns_from
from exporter.codebook.tables import table_of


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


_GROUPS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("When", "when", (("event_date", "d"), ("event_date_end", "e"), ("time_precision", "p"))),
    ("What", "what", (("sub_event_type", "s"), ("event_type", "t"), ("cameo_code", "c"))),
    (
        "Actor 1",
        "one",
        (("actor1", "a"), ("actor1_type", "z"), ("actor1_country", "1"), ("assoc_actor_1", "v")),
    ),
    (
        "Actor 2",
        "two",
        (("actor2", "b"), ("actor2_type", "x"), ("actor2_country", "2"), ("assoc_actor_2", "w")),
    ),
    ("Deaths", "deaths", (("fatalities", "f"), ("fatalities_low", "r"), ("fatalities_high", "h"))),
    (
        "Where",
        "where",
        (
            ("location", "l"), ("country", "y"), ("admin1", "m"), ("admin2", "o"), ("geo_precision", "g"),
            ("latitude", "u"), ("longitude", "i"),
        ),
    ),
    ("Notes", "notes", (("notes", "n"), ("tags", "k"))),
)  # fmt: skip

NOT_ASKED = frozenset({"confidence"})
"""Coded columns that only machines give."""

_KINDS = {
    "event_date": "date", "event_date_end": "date", "actor1": "actor", "actor2": "actor", "location": "place",
    "notes": "words", "cameo_code": "list", "country": "list", "actor1_country": "list", "actor2_country": "list",
}  # fmt: skip


@cache
def groups() -> tuple[Group, ...]:
    """All fields in their groups, in the order of the page."""
    return tuple(
        Group(title, colour, tuple(_field(column, key, colour) for column, key in columns))
        for title, colour, columns in _GROUPS
    )


@cache
def fields() -> dict[str, Field]:
    """All fields by column."""
    return {field.column: field for group in groups() for field in group.fields}


@cache
def asked() -> tuple[str, ...]:
    """The coded columns that people give, in the order of the table."""
    return tuple(column for column in columns_from("coded") if column not in NOT_ASKED)


@cache
def lists() -> dict[str, list[dict[str, Any]]]:
    """The codes that the fields offer, by list and column: value, what it means, and what follows from it."""
    wanted = {(f.codelist, f.list_column) for f in fields().values() if f.codelist and f.list_column}
    return {f"{name}.{column}": _codes(name, column) for name, column in sorted(wanted)}


def _field(column: str, key: str, colour: str) -> Field:
    declared = table_of("events").model.to_schema().columns[column]
    facts = declared.metadata
    kind = _KINDS.get(column)
    if kind is None:
        number = declared.dtype.type.is_numeric()
        kind = "number" if number else "code" if facts["codelist"] else "text"
    return Field(
        column=column, key=key, colour=colour, title=declared.title, definition=declared.description,
        unit=facts["unit"], required=not declared.nullable, kind=kind, codelist=facts["codelist"],
        list_column=facts["list_column"] if facts["codelist"] else None,
    )  # fmt: skip


def _codes(name: str, column: str) -> list[dict[str, Any]]:
    frame = codelist(name).unique(column, maintain_order=True)
    frame = frame.filter(pl.col(column).is_not_null())
    return [_code(row, column) for row in frame.iter_rows(named=True)]


def _code(row: dict[str, Any], column: str) -> dict[str, Any]:
    """A code with its name where it has another, its definition, and the codes that follow from it."""
    label = row.get("label") or (row["code"] if column != "code" else None)
    told = {"value": row[column], "label": label, "definition": row.get("definition")}
    follows = {name: row[name] for name in ("event_type", "cameo_code") if row.get(name)}
    return {name: value for name, value in {**told, "follows": follows or None}.items() if value}
