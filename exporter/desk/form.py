"""The fields of an event on the page: which, in what order, with what key; all else is from the codebook."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from exporter.codebook.asked import GROUPS, offered
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
def groups() -> tuple[Group, ...]:
    """All fields in their groups, in the order of the page."""
    return tuple(
        Group(title, _COLOURS[title], tuple(_field(column, _COLOURS[title]) for column in columns))
        for title, columns in GROUPS.items()
    )


@cache
def fields() -> dict[str, Field]:
    """All fields by column."""
    return {field.column: field for group in groups() for field in group.fields}


@cache
def lists() -> dict[str, list[dict[str, Any]]]:
    """The codes that the fields offer, by list and column: value, what it means, and what follows from it."""
    wanted = {(f.codelist, f.list_column) for f in fields().values() if f.codelist and f.list_column}
    return {f"{name}.{column}": offered(name, column) for name, column in sorted(wanted)}


def _field(column: str, colour: str) -> Field:
    declared = table_of("events").model.to_schema().columns[column]
    facts = declared.metadata
    kind = _KINDS.get(column)
    if kind is None:
        number = declared.dtype.type.is_numeric()
        kind = "number" if number else "code" if facts["codelist"] else "text"
    return Field(
        column=column, key=_KEYS[column], colour=colour, title=declared.title, definition=declared.description,
        unit=facts["unit"], required=not declared.nullable, kind=kind, codelist=facts["codelist"],
        list_column=facts["list_column"] if facts["codelist"] else None,
    )  # fmt: skip
