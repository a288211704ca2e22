"""The fields of an event on the page: which, in what order, with what key; all else is from the codebook."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from exporter.codebook.definitions import added_columns
from exporter.codebook.export import columns_from, polars_schema
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
def groups(table: str | Table = "events") -> tuple[Group, ...]:
    """All fields in their groups, in the order of the page; last the columns that a project adds.

    Those have no key of their own: they are reached with Tab.
    """
    own = tuple(
        _field(name, "", "more", table) for name in added_columns(table_of(table)) if name in asked(table)
    )
    known = tuple(
        Group(title, colour, tuple(_field(column, key, colour, table) for column, key in columns))
        for title, colour, columns in _GROUPS
    )
    return (*known, Group("More", "more", own)) if own else known


@cache
def fields(table: str | Table = "events") -> dict[str, Field]:
    """All fields by column."""
    return {field.column: field for group in groups(table) for field in group.fields}


@cache
def asked(table: str | Table = "events") -> tuple[str, ...]:
    """The coded columns that people give, in the order of the table."""
    return tuple(column for column in columns_from("coded", table) if column not in NOT_ASKED)


@cache
def lists(table: str | Table = "events") -> dict[str, list[dict[str, Any]]]:
    """The codes that the fields offer, by list and column: value, what it means, and what follows from it."""
    declared = table_of(table)
    wanted = {(f.codelist, f.list_column) for f in fields(table).values() if f.codelist and f.list_column}
    return {f"{name}.{column}": _offered(name, column, declared) for name, column in sorted(wanted)}


def _offered(name: str, column: str, table: Table) -> list[dict[str, Any]]:
    if column != OWN:
        return _codes(table.lists.codelist(name), column)
    kind = polars_schema(table)[name]
    return [{"value": code} for code in (kind.categories if isinstance(kind, pl.Enum) else ("true", "false"))]


OWN = "allowed"
"""Stands for the column of a list where the codes are those of the field's own column."""


def _field(column: str, key: str, colour: str, table: str | Table) -> Field:
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
        column=column, key=key, colour=colour, title=declared.title, definition=declared.description,
        unit=facts["unit"], required=not declared.nullable, kind=kind, codelist=facts["codelist"],
        list_column=facts["list_column"] if facts["codelist"] else None,
    )  # fmt: skip


def _codes(codes: pl.DataFrame, column: str) -> list[dict[str, Any]]:
    frame = codes.unique(column, maintain_order=True)
    frame = frame.filter(pl.col(column).is_not_null())
    return [_code(row, column) for row in frame.iter_rows(named=True)]


def _code(row: dict[str, Any], column: str) -> dict[str, Any]:
    """A code with its name where it has another, its definition, and the codes that follow from it."""
    label = row.get("label") or (row["code"] if column != "code" else None)
    told = {"value": row[column], "label": label, "definition": row.get("definition")}
    follows = {name: row[name] for name in ("event_type", "cameo_code") if row.get(name)}
    return {name: value for name, value in {**told, "follows": follows or None}.items() if value}
