"""A file of coding records, one a line: a fast validator says which are right, a slower one what is wrong."""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl
from jsonschema.exceptions import ValidationError

from exporter.codebook.tables import Table
from exporter.validation.inputs import Part
from exporter.validation.inputs.lines import objects
from exporter.validation.problems import problems
from exporter.validation.records import errors_of, is_right
from exporter.validation.settings import Settings
from exporter.validation.tables import soften
from exporter.validation.tally import Tally

_AT_ONCE = 2_000


def check_records(part: Part, tally: Tally, settings: Settings, events: Table) -> None:
    """Check every record of a file against the schema of coding records.

    Args:
        part: The file.
        tally: Is told what is found.
        settings: How strictly to check.
        events: The table whose coded columns the events of a record have.

    Raises:
        ExporterError: The file cannot be read to its end.
    """
    found: list[dict[str, Any]] = []
    count = 0
    for count, (line, record) in enumerate(objects(part.path, part.name), 1):
        if isinstance(record, Exception):
            found.append(_no_json(count, line, record))
        elif not is_right(record, events):
            found += [_problem(count, line, record, error) for error in errors_of(record, events)]
        if count % _AT_ONCE == 0:
            _tell(tally, _AT_ONCE, found, settings)
            found = []
    _tell(tally, count % _AT_ONCE, found, settings)


def _tell(tally: Tally, rows: int, found: list[dict[str, Any]], settings: Settings) -> None:
    tally.add(rows)
    if not found:
        return
    frame = pl.DataFrame(found, infer_schema_length=None, schema_overrides=_TYPES)
    kept = soften(problems(frame).with_columns(line=frame["line"]), settings.severities)
    tally.tell(kept.drop("line"), kept["line"])


_TYPES = {"value": pl.String, "column": pl.String}

_FORM = "See coding.schema.json for the form of a record; `exporter explain RC001` shows one."


def _no_json(row: int, line: int, error: Exception) -> dict[str, Any]:
    return {
        "row": row,
        "line": line,
        "check": "json",
        "message": f"the line is no JSON: {error}",
        "remedy": "Write one JSON object a line.",
    }


def _problem(row: int, line: int, record: Any, error: ValidationError) -> dict[str, Any]:
    place = ".".join(str(step) for step in error.absolute_path)
    return {
        "table": _article(record),
        "row": row,
        "line": line,
        "column": place or "the record",
        "value": _short(error.instance),
        "check": "record",
        "message": _short_text(error.message),
        "remedy": _FORM,
    }


def _article(record: Any) -> str:
    article = record.get("article") if isinstance(record, Mapping) else None
    name = article.get("id") if isinstance(article, Mapping) else None
    return f"article {name}" if name else "codings"


def _short(value: Any) -> str:
    return _short_text(json.dumps(value, ensure_ascii=False, default=str))


def _short_text(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}..."
