"""What a project adds to the codebook, written down: so that what was made with it can be read and made again.

The definitions are told by the tables themselves, whether they came from a dataset.toml or from a subclass in Python.
The store keeps them with every release, and a release carries them as `definitions.json`. Rules are not among them:
they say which rows are good, not what the files hold.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl

from exporter.codebook import column
from exporter.codebook.codelists import BUILT_IN, Codelists, codelist, names
from exporter.codebook.event import Event
from exporter.codebook.export import dictionary, polars_schema, row_schema
from exporter.codebook.project import RESERVED, Project, extended, project_of
from exporter.codebook.tables import Table
from exporter.errors import DataError, UsageError

FILE = "definitions.json"
"""The file of a release that holds them; a release of the plain codebook has none."""

_KINDS: dict[str, Any] = {
    "text": pl.String,
    "int16": pl.Int16,
    "int32": pl.Int32,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "code": pl.Enum,
}
_LIST_KINDS: dict[str, Any] = {"text": pl.String, "int32": pl.Int32, "int64": pl.Int64, "number": pl.Float64}


@cache
def plain() -> Project:
    """The codebook to which nothing is added."""
    return project_of({})


def added_columns(table: Table) -> tuple[str, ...]:
    """The columns of a project's event table that the codebook does not have."""
    known = Event.to_schema().columns
    return tuple(name for name in polars_schema(table) if name not in known)


def definitions(project: Project) -> str | None:
    """What a project adds, as JSON, the same text for the same columns and codes; None where it adds nothing.

    Raises:
        UsageError: The project says something of a table that cannot be written down.
    """
    events = project.table("events")
    if events is plain().table("events"):
        return None
    declared = events.model.to_schema().columns
    said = {
        "columns": {name: _column(name, declared[name]) for name in added_columns(events)},
        "codes": {name: _codes(name, frame) for name, frame in sorted(events.lists.added.items())},
    }
    if not said["columns"] and not said["codes"]:
        said = {}
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n" if said else None
    _check(project, project_from(text))
    return text


def project_from(text: str | None, where: str = FILE) -> Project:
    """The project of which `definitions` wrote this text; the plain codebook where there is none.

    Args:
        text: The text.
        where: What to call it in errors.

    Raises:
        DataError: The text was not written so.
    """
    try:
        return plain() if text is None else _project(text)
    except (ValueError, LookupError, TypeError, AttributeError, pl.exceptions.PolarsError) as error:
        raise _unreadable(where, error) from error


def project_beside(folder: Path) -> Project:
    """The project of the release in a folder.

    Raises:
        DataError: Its definitions cannot be read.
    """
    file = folder / FILE
    if not file.is_file():
        return plain()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(str(file), error) from error
    return project_from(text, str(file))


@cache
def _project(text: str) -> Project:
    """Kept, since equal projects should be one: much that is derived is kept by table."""
    said = json.loads(text)
    lists = {name: _list(name, codes) for name, codes in said["codes"].items()}
    known = Codelists(lists) if lists else BUILT_IN
    return extended({name: _field(facts, known) for name, facts in said["columns"].items()}, known)


def _unreadable(name: str, error: Exception) -> DataError:
    what = f"{error} is missing" if isinstance(error, KeyError) else str(error).splitlines()[0]
    return DataError(
        f"{name} does not say what a project adds to the codebook: {what}.",
        "Get the release again from where it was published.",
    )


def _column(name: str, declared: pa.Column) -> dict[str, Any]:
    kind = declared.dtype.type
    if name in RESERVED:
        raise UsageError(
            f"A column cannot be called {name}: that has another meaning.", "Choose another name."
        )
    words = {base: word for word, base in _KINDS.items()}
    if kind.base_type() not in words:
        raise UsageError(
            f"The column {name} is of type {kind}, which releases do not hold.",
            f"Types are {', '.join(map(str, _KINDS.values()))}.",
        )
    said = {
        "type": words[kind.base_type()],
        "title": declared.title,
        "definition": declared.description,
        "null": declared.nullable,
        "unique": declared.unique or None,
        **declared.metadata,
        "allowed": list(kind.categories) if isinstance(kind, pl.Enum) else None,
        "checks": dict(_checks(declared.checks)),
    }
    if facts := declared.metadata["codelist"]:
        # The values are those of the list.
        del said["allowed"]
        said["codelist"] = facts
    return {key: value for key, value in said.items() if value not in (None, {})}


def _checks(checks: list[Any]) -> list[tuple[str, Any]]:
    """Those that JSON Schema has words for."""
    found: list[tuple[str, Any]] = []
    for check in checks:
        facts = check.statistics or {}
        match check.name:
            case "greater_than_or_equal_to":
                found.append(("ge", facts["min_value"]))
            case "less_than_or_equal_to":
                found.append(("le", facts["max_value"]))
            case "str_matches":
                found.append(("str_matches", getattr(facts["pattern"], "pattern", facts["pattern"])))
            case "str_length":
                found.append(("str_length", {"min_value": facts["min_value"]}))
            case "isin":
                found.append(("isin", list(facts["allowed_values"])))
    return found


def _field(facts: Mapping[str, Any], lists: Codelists) -> tuple[Any, Any]:
    """The type and the field of a column."""
    more: dict[str, Any] = dict(facts["checks"]) if "checks" in facts else {}
    if facts["type"] == "code":
        listed = facts.get("codelist")
        codes = lists.codes(listed, facts["list_column"]) if listed else facts["allowed"]
        more["dtype_kwargs"] = {"categories": list(codes)}
    if facts.get("unique"):
        more["unique"] = True
    declared = column.field(
        facts["title"],
        facts["definition"],
        null=facts["null"],
        **{key: facts[key] for key in _SAID if key in facts},
        **more,
    )
    kind = _KINDS[facts["type"]]
    return {pl.String: str, pl.Boolean: bool}.get(kind, kind), declared


_SAID = ("source", "origin", "unit", "codelist", "list_column", "example")


def _codes(name: str, frame: pl.DataFrame) -> dict[str, Any]:
    words = {base: word for word, base in _LIST_KINDS.items()}
    other = [kind for kind in frame.schema.values() if kind not in words]
    if other:
        raise UsageError(
            f"The code list {name} has a column of type {other[0]}, which releases do not hold.",
            f"Types are {', '.join(map(str, _LIST_KINDS.values()))}.",
        )
    kinds = {key: words[kind.base_type()] for key, kind in frame.schema.items()}
    return {"columns": kinds, "rows": [list(row) for row in frame.rows()]}


def _list(name: str, codes: Mapping[str, Any]) -> pl.DataFrame:
    kinds = {key: _LIST_KINDS[word] for key, word in codes["columns"].items()}
    if name in names() and not set(kinds) <= set(codelist(name).columns):
        raise ValueError(f"the list {name} has other columns")
    return pl.DataFrame(codes["rows"], schema=kinds, orient="row")


def _check(given: Project, kept: Project) -> None:
    """Refuse what would come out otherwise when it is read again."""
    for table in given.tables:
        other = kept.table(table.name)
        same = polars_schema(table) == polars_schema(other) and row_schema(table) == row_schema(other)
        if not same or not dictionary(table).equals(dictionary(other)):
            raise UsageError(
                f"The project says of the table {table.name} what a release cannot keep: a column of the codebook "
                "declared anew, or a column without its place.",
                "Add columns and codes behind those of the codebook, and leave these as they are.",
            )
