"""What people are asked for when they code by hand: which columns, in what groups, and the codes to choose from.

The coding page and the sheets ask for the same; titles, definitions and code lists are read off the event table.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from exporter.codebook.export import columns_from, polars_schema
from exporter.codebook.tables import Table, table_of

GROUPS: Mapping[str, tuple[str, ...]] = {
    "When": ("event_date", "event_date_end", "time_precision"),
    "What": ("sub_event_type", "event_type", "cameo_code"),
    "Actor 1": ("actor1", "actor1_type", "actor1_country", "assoc_actor_1"),
    "Actor 2": ("actor2", "actor2_type", "actor2_country", "assoc_actor_2"),
    "Deaths": ("fatalities", "fatalities_low", "fatalities_high"),
    "Where": ("location", "country", "admin1", "admin2", "geo_precision", "latitude", "longitude"),
    "Notes": ("notes", "tags"),
}
"""Columns that stand together, in the order in which people think of them."""

NOT_ASKED = frozenset({"confidence"})
"""Coded columns that only machines give."""


OWN = "allowed"
"""Stands for the column of a list where the codes are those that a project's column itself allows."""


@cache
def asked(table: str | Table = "events") -> tuple[str, ...]:
    """The coded columns that people give, in the order of the table."""
    return tuple(column for column in columns_from("coded", table) if column not in NOT_ASKED)


@cache
def offered(name: str, column: str, table: str | Table = "events") -> list[dict[str, Any]]:
    """The codes of a list, for people to choose from.

    Each has its `value`; its `label`, where it has another name; its `definition`; and `follows`, the values of other
    columns that follow from it.

    Args:
        name: The code list, or the column that allows them.
        column: The column of the list that holds the values, or `OWN`.
        table: The table of events, where a project adds to it.
    """
    declared = table_of(table)
    if column == OWN:
        kind = polars_schema(declared)[name]
        return [
            {"value": code} for code in (kind.categories if isinstance(kind, pl.Enum) else ("true", "false"))
        ]
    frame = declared.lists.codelist(name).unique(column, maintain_order=True)
    frame = frame.filter(pl.col(column).is_not_null())
    return [_code(row, column) for row in frame.iter_rows(named=True)]


def _code(row: dict[str, Any], column: str) -> dict[str, Any]:
    label = row.get("label") or (row["code"] if column != "code" else None)
    told = {"value": row[column], "label": label, "definition": row.get("definition")}
    follows = {name: row[name] for name in ("event_type", "cameo_code") if row.get(name)}
    return {name: value for name, value in {**told, "follows": follows or None}.items() if value}
