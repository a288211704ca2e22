"""The values of columns that a project adds, which the store keeps as a JSON object beside the codebook's columns.

What another project, or the same one at another time, has given stays: only the values that come are changed.
"""

import json
from collections.abc import Mapping
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


def spread(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """A project's columns out of the one that holds them all, as text; frames of other tables stay as they are."""
    if COLUMN not in frame.columns:
        return frame
    known = polars_schema("events")
    own = [name for name in polars_schema(table) if name not in known]
    rows = [read(text) for text in frame[COLUMN]] if own else []
    texts = [pl.Series(name, [_cell(row.get(name)) for row in rows], dtype=pl.String) for name in own]
    return frame.drop(COLUMN).with_columns(texts)


def own(text: str | None, table: Table) -> Row:
    """The values of a project's columns of one row, in their types; as text where they cannot be read so."""
    frame, kinds = (
        spread(pl.DataFrame({COLUMN: [text]}, schema={COLUMN: pl.String}), table),
        polars_schema(table),
    )
    read_as = {name: frame.select(typed(name, kinds[name])).item() for name in frame.columns}
    return {name: frame[name].item() if value is None else value for name, value in read_as.items()}


def typed(name: str, kind: pl.DataType) -> pl.Expr:
    """A project's column in its type; null where the text cannot be read as such."""
    text = pl.col(name)
    if kind == pl.Boolean:
        return text.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    return text.str.to_date("%Y-%m-%d", strict=False) if kind == pl.Date else text.cast(kind, strict=False)


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
