"""The codebook in other people's terms: Polars, Arrow, JSON Schema, and rows of a data dictionary.

Nothing is declared here; everything is read off the pandera models.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import polars as pl
import pyarrow as pa

from exporter.codebook.tables import Table, table_of, tables

SCHEMA_VERSION = "2.0.0"
"""Version of the published contract in `schemas/`; semantic versioning."""

Schema = dict[str, Any]

# How the declared types read outside Polars.
_WORDS: dict[type[pl.DataType], str] = {
    pl.String: "string",
    pl.Enum: "string",
    pl.Date: "date",
    pl.Datetime: "datetime",
    pl.Int16: "integer",
    pl.Int32: "integer",
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
}


@cache
def polars_schema(table: str | Table) -> pl.Schema:
    """Column names and Polars types of a table, in order."""
    columns = table_of(table).model.to_schema().columns
    return pl.Schema({name: declared.dtype.type for name, declared in columns.items()})


def columns_from(origin: str, table: str | Table = "events") -> tuple[str, ...]:
    """The columns whose values come from one origin: `coded`, `derived`, `article` or `store`."""
    columns = table_of(table).model.to_schema().columns
    return tuple(name for name, declared in columns.items() if declared.metadata["origin"] == origin)


def dictionary(table: str | Table) -> pl.DataFrame:
    """A row per column of a table: what the codebook says of it.

    Columns: table, column, title, type, null, definition, unit, codelist, allowed, source, example. `allowed`
    joins the codes of closed lists of up to forty codes by `; `; longer lists are named by `codelist`.
    """
    rows = []
    declaration = table_of(table)
    for name, declared in declaration.model.to_schema().columns.items():
        facts = declared.metadata
        values = _values(declaration, declared)
        rows.append(
            {
                "table": declaration.name,
                "column": name,
                "title": declared.title,
                "type": _WORDS[declared.dtype.type.base_type()],
                "null": declared.nullable,
                "definition": declared.description,
                "unit": facts["unit"],
                "codelist": facts["codelist"],
                "allowed": "; ".join(f"{value}" for value in values) if 0 < len(values) <= 40 else None,
                "source": facts["source"],
                "example": facts["example"] or (values[0] if values else None),
            }
        )
    return pl.DataFrame(rows, schema=_DICTIONARY)


def _values(table: Table, declared: Any) -> tuple[str, ...]:
    """What a column may hold, where that is a list."""
    facts, kind = declared.metadata, declared.dtype.type
    if facts["codelist"]:
        return table.lists.codes(facts["codelist"], facts["list_column"])
    return tuple(kind.categories) if isinstance(kind, pl.Enum) else ()


_DICTIONARY = {
    "table": pl.String,
    "column": pl.String,
    "title": pl.String,
    "type": pl.String,
    "null": pl.Boolean,
    "definition": pl.String,
    "unit": pl.String,
    "codelist": pl.String,
    "allowed": pl.String,
    "source": pl.String,
    "example": pl.String,
}


def arrow_schema(table: str | Table, metadata: dict[str, str] | None = None) -> pa.Schema:
    """The Arrow schema of a table, each field carrying its title, definition, unit and source as metadata."""
    frame = pl.DataFrame(schema=polars_schema(table))
    facts = {row["column"]: row for row in dictionary(table).iter_rows(named=True)}
    fields = [
        field.with_nullable(facts[field.name]["null"]).with_metadata(
            {
                # Polars keeps what an Enum allows in the field's own metadata; it must survive.
                **(field.metadata or {}),
                **{
                    key.encode(): str(facts[field.name][key]).encode()
                    for key in ("title", "definition", "unit", "codelist", "source")
                    if facts[field.name][key] is not None
                },
            }
        )
        for field in frame.to_arrow().schema
    ]
    return pa.schema(fields, metadata=metadata)


def column_schema(table: str | Table, name: str) -> Schema:
    """The JSON Schema of one column's value."""
    declaration = table_of(table)
    declared = declaration.model.to_schema().columns[name]
    kind = declared.dtype.type
    facts = declared.metadata
    schema: Schema = {"title": declared.title, "description": declared.description}
    base = _WORDS[kind.base_type()]
    if base in ("date", "datetime"):
        schema |= {"type": "string", "format": "date" if base == "date" else "date-time"}
        if base == "date":
            schema["pattern"] = r"^\d{4}-\d{2}-\d{2}$"
    else:
        schema["type"] = base
    if facts["codelist"]:
        schema["enum"] = list(declaration.lists.codes(facts["codelist"], facts["list_column"]))
    elif isinstance(kind, pl.Enum):
        schema["enum"] = kind.categories.to_list()
    for check in declared.checks:
        schema |= _check_schema(check.name, check.statistics)
    if declared.nullable:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def _check_schema(name: str | None, facts: dict[str, Any]) -> Schema:
    """A pandera check in JSON Schema's words; checks without such words are left to the tables."""
    match name:
        case "greater_than_or_equal_to":
            return {"minimum": facts["min_value"]}
        case "less_than_or_equal_to":
            return {"maximum": facts["max_value"]}
        case "str_matches":
            pattern = facts["pattern"]
            return {"pattern": getattr(pattern, "pattern", pattern)}
        case "str_length":
            return {"minLength": facts["min_value"]}
        case "isin":
            return {"enum": list(facts["allowed_values"])}
    return {}


def row_schema(table: str | Table) -> Schema:
    """The JSON Schema of one row of a table as a JSON object."""
    names, title = list(polars_schema(table)), table_of(table).name
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{title}.row.schema.json",
        "title": f"A row of the table {title}",
        "version": SCHEMA_VERSION,
        "type": "object",
        "properties": {name: column_schema(table, name) for name in names},
        "required": names,
        "additionalProperties": False,
    }


_TEXT: Schema = {"type": "string", "minLength": 1}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _quote_schema() -> Schema:
    return {
        "type": "object",
        "description": "Words of the article and where they stand, in characters of its text from 0.",
        "properties": {
            "quote": _TEXT,
            "start": column_schema("evidence", "start"),
            "end": column_schema("evidence", "end"),
        },
        "required": ["quote", "start", "end"],
        "additionalProperties": False,
    }


def record_schema(table: str | Table = "events") -> Schema:
    """The JSON Schema of a coding record: what one coder says of one article.

    An event holds the coded columns of the event table (those that may be missing may be left out) and its
    evidence: for each column one quote, or several.
    """
    coded = columns_from("coded", table)
    events = table_of(table).model.to_schema().columns
    quotes = {
        "oneOf": [
            {"$ref": "#/$defs/quote"},
            {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/quote"}},
        ]
    }
    event: Schema = {
        "type": "object",
        "properties": {name: column_schema(table, name) for name in coded}
        | {
            "evidence": {
                "type": "object",
                "description": "For a column, the words that support its value.",
                "propertyNames": {"enum": list(coded)},
                "additionalProperties": quotes,
            }
        },
        "required": [*(name for name in coded if not events[name].nullable), "evidence"],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "coding.schema.json",
        "title": "A coding record",
        "description": "What one coder says of one article.",
        "version": SCHEMA_VERSION,
        "type": "object",
        "properties": {
            "article": {
                "type": "object",
                "properties": {
                    "id": _TEXT,
                    "title": _TEXT_OR_NULL,
                    "source": _TEXT,
                    "published": _DAY,
                    "url": _TEXT_OR_NULL,
                    "language": _TEXT_OR_NULL,
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                },
                "required": ["id", "source", "published", "sha256"],
                "additionalProperties": False,
            },
            "coder": {
                "type": "object",
                "properties": {
                    "name": _TEXT,
                    "version": _TEXT,
                    "model": {"description": "The language model that was asked.", **_TEXT},
                    "prompt_sha256": {
                        "description": "SHA-256 of what the model was told, and of the form of its answer.",
                        "type": "string",
                        "pattern": "^[0-9a-f]{64}$",
                    },
                    "parameters": {
                        "description": "What was sent to the model beside the question, such as the temperature.",
                        "type": "object",
                    },
                },
                "required": ["name", "version"],
                "additionalProperties": False,
            },
            "events": {"type": "array", "items": event},
            "skipped": {
                "type": "array",
                "description": "Passages that speak of an event and were passed over, and why.",
                "items": {
                    "type": "object",
                    "properties": {
                        "quote": _TEXT,
                        "reason": _TEXT,
                        "start": column_schema("evidence", "start"),
                        "end": column_schema("evidence", "end"),
                    },
                    "required": ["quote", "reason"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["article", "coder", "events", "skipped"],
        "additionalProperties": False,
        "$defs": {"quote": _quote_schema()},
    }


def published_schemas(own: Iterable[Table] | None = None) -> dict[str, Schema]:
    """File name and content of every JSON Schema that `schemas/` holds, or of a project's own tables."""
    every = {table.name: table for table in (tables().values() if own is None else own)}
    rows = {f"{name}.row.schema.json": row_schema(table) for name, table in every.items()}
    return {"coding.schema.json": record_schema(every["events"]), **rows}


def code_lists(own: Iterable[Table] | None = None) -> dict[str, pl.DataFrame]:
    """The code lists that the tables use, or a project's own tables, by name."""
    every = list(tables().values() if own is None else own)
    used = {(name, table) for table in every for name in dictionary(table)["codelist"].drop_nulls()}
    return {name: table.lists.codelist(name) for name, table in sorted(used, key=lambda one: one[0])}
