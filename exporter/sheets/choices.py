"""The codes that a sheet offers, and which code is meant by what somebody typed."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from exporter.codebook.asked import offered
from exporter.codebook.tables import table_of
from exporter.sheets.parts import COLUMNS


@dataclass(frozen=True, slots=True)
class Choice:
    """A code: its value, what the dropdown shows, and its definition."""

    value: str
    shown: str
    definition: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What the codebook says of a column.

    Attributes:
        column: Its name.
        title, definition, unit: What stands in the note of its header.
        required: Whether it may not be empty.
        kind: `date`, `number` or `text`.
        listed: The code list and the column of it that its values come from.
    """

    column: str
    title: str
    definition: str
    unit: str | None
    required: bool
    kind: str
    listed: tuple[str, str] | None


@cache
def declared() -> dict[str, Declared]:
    """The columns that people fill in, in the order of the sheet."""
    columns = table_of("events").model.to_schema().columns
    return {name: _declared(name, columns[name]) for name in COLUMNS}


def _declared(name: str, column: Any) -> Declared:
    facts, kind = column.metadata, column.dtype.type
    return Declared(
        column=name, title=column.title, definition=column.description, unit=facts["unit"],
        required=not column.nullable,
        kind="date" if kind.is_temporal() else "number" if kind.is_numeric() else "text",
        listed=(facts["codelist"], facts["list_column"]) if facts["codelist"] else None,
    )  # fmt: skip


@cache
def choices(listed: tuple[str, str]) -> tuple[Choice, ...]:
    """The codes of a list; a code that says little by itself is shown with its name, `193 Fight with small arms`."""
    return tuple(
        Choice(
            one["value"],
            f"{one['value']} {one['label']}" if "label" in one else one["value"],
            one.get("definition") or one.get("label") or "",
        )
        for one in offered(*listed)
    )


@cache
def _meanings(listed: tuple[str, str]) -> dict[str, str]:
    """The code that each writing stands for: itself, as the dropdown shows it, or its name where no other has it."""
    names: dict[str, set[str]] = {}
    for one in offered(*listed):
        if "label" in one:
            names.setdefault(_plain(one["label"]), set()).add(one["value"])
    found = {name: values.pop() for name, values in names.items() if len(values) == 1}
    shown = {_plain(choice.shown): choice.value for choice in choices(listed)}
    return found | shown | {_plain(choice.value): choice.value for choice in choices(listed)}


def code_for(column: str, text: str) -> str:
    """The code that a text means, in any case and with any spaces; the text itself where it means none."""
    listed = declared()[column].listed
    return _meanings(listed).get(_plain(text), text) if listed else text


def shown_for(column: str, value: Any) -> Any:
    """A value as the dropdown of its column shows it."""
    listed = declared()[column].listed
    return next((one.shown for one in choices(listed) if one.value == value), value) if listed else value


def codes_for(column: str, number: int) -> list[str]:
    """The codes that a number may be, from which the spreadsheet has taken the zeros at its beginning."""
    listed = declared()[column].listed
    known = {one.value for one in choices(listed)} if listed else set()
    return [code for code in (str(number), f"0{number}") if code in known]


FOLLOWING = {
    "event_date_end": "event_date", "time_precision": "event_date",
    "event_type": "sub_event_type", "cameo_code": "sub_event_type",
}  # fmt: skip
"""Columns that may be left empty since they follow from another; see `completed`."""


def completed(values: dict[str, str]) -> dict[str, str]:
    """What may be left out, filled in as the coding page does.

    A day that is known ends on itself and is known to the day; a sub event type brings its event type and its CAMEO
    code.
    """
    full = dict(values)
    day = full.get("event_date")
    if day and full.get("event_date_end", day) == day and full.get("time_precision", "day") == "day":
        full |= {"event_date_end": day, "time_precision": "day"}
    for name, value in _follows().get(full.get("sub_event_type", ""), {}).items():
        full.setdefault(name, value)
    return full


@cache
def _follows() -> dict[str, dict[str, str]]:
    listed = declared()["sub_event_type"].listed
    return {one["value"]: one.get("follows", {}) for one in offered(*listed)} if listed else {}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
