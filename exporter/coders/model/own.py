"""The columns that a project adds, as the model is asked for them, and what it may answer.

Codes, text and numbers are asked for. Days, places and actors are read from the words by rules, and there are none for
columns that the rules do not know; codes that a project adds to the codebook's lists are given by people alone, for
the same reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jsonschema_rs
import polars as pl

from exporter.codebook.definitions import added_columns
from exporter.codebook.export import Schema, column_schema, columns_from, dictionary, polars_schema
from exporter.codebook.tables import Table, table_of
from exporter.coders.coding import Value


@dataclass(frozen=True)
class Own:
    """The columns of a project's event table that a model can find; none of the codebook's own.

    Attributes:
        table: The event table.
    """

    table: str | Table = "events"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns, in the table's order."""
        types, coded = polars_schema(self.table), columns_from("coded", self.table)
        return tuple(
            name
            for name in added_columns(table_of(self.table))
            if name in coded and (types[name].is_numeric() or types[name] in (pl.String, pl.Enum))
        )

    @cached_property
    def schemas(self) -> dict[str, Schema]:
        """What each may hold, as JSON Schema."""
        return {name: column_schema(self.table, name) for name in self.names}

    @property
    def rows(self) -> Sequence[dict[str, Any]]:
        """What the dictionary says of each."""
        return dictionary(self.table).filter(pl.col("column").is_in(self.names)).rows(named=True)

    def value(self, name: str, said: Any) -> Value:
        """What the model says of a column, in the column's type.

        Raises:
            ValueError: The column cannot hold it; in words.
        """
        if isinstance(said, str):
            said = self._code(name, said.strip())
        for error in self._validators[name].iter_errors(said):
            raise ValueError(error.message[:200])
        try:
            value: Value = pl.Series([said], dtype=polars_schema(self.table)[name])[0]
        except (pl.exceptions.PolarsError, OverflowError, TypeError) as error:
            raise ValueError("it is no value of the column's type") from error
        return value

    def _code(self, name: str, said: str) -> str:
        """The code that was meant, whatever its case; text as it is."""
        codes = [code for code in self.schemas[name].get("enum", ()) if code is not None]
        return next((code for code in codes if code.casefold() == said.casefold()), said)

    @cached_property
    def _validators(self) -> dict[str, Any]:
        return {
            name: jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
            for name, schema in self.schemas.items()
        }
