"""The values of columns that a project adds, which the store keeps as a JSON object beside the codebook's columns.

What another project, or the same one at another time, has given stays: only the values that come are changed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from exporter.codebook.export import polars_schema
from exporter.codebook.tables import Table

Row = dict[str, Any]

COLUMN = "further"

_OWN = frozenset({"article_id", "event_number"})
"""What a frame of events says beside the columns of its table."""


def values_of(row: Mapping[str, Any], old: str | None = None) -> Row:
    """A row's values for the store's columns, those of a project's own columns in one; as far as the row has them.

    Args:
        row: A row of events.
        old: What the store has for the project's columns so far.
    """
    known = polars_schema("events")
    values = {name: row[name] for name in known if name in row}
    added = {name: value for name, value in row.items() if name not in known and name not in _OWN}
    return values | {COLUMN: _text({**read(old), **added})} if added else values


def read(further: str | None) -> Row:
    """The values by column, dates as text."""
    return {} if further is None else dict(json.loads(further))


def same(old: Mapping[str, Any], values: Mapping[str, Any], name: str) -> bool:
    """Whether a column of the store has the value already."""
    if name == COLUMN:
        return read(old[name]) == read(values[name])
    return bool(old[name] == values[name])


def series(rows: Sequence[Row], table: Table) -> list[pl.Series]:
    """A project's columns out of the values of many rows, in the types of its table.

    A value that its column can no longer hold leaves the column as text, so that it is seen and told.
    """
    known = polars_schema("events")
    own = {name: kind for name, kind in polars_schema(table).items() if name not in known}
    return [_series(name, kind, [row.get(name) for row in rows]) for name, kind in own.items()]


def _series(name: str, kind: pl.DataType, values: list[Any]) -> pl.Series:
    texts = pl.Series(name, [_cell(value) for value in values], dtype=pl.String)
    if kind == pl.Boolean:
        typed = texts.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    elif kind == pl.Date:
        typed = texts.str.to_date("%Y-%m-%d", strict=False)
    else:
        typed = texts.cast(kind, strict=False)
    return texts if typed.null_count() > texts.null_count() else typed


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


def _text(values: Mapping[str, Any]) -> str | None:
    given = {name: value for name, value in sorted(values.items()) if value is not None}
    return json.dumps(given, ensure_ascii=False, default=_plain) if given else None


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no place in the store")
