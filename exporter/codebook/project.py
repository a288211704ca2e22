"""What a project adds to the codebook in the tables `[columns]`, `[codes]` and `[checks]` of its dataset.toml.

    [columns.injured]
    type = "integer"
    title = "Injured"
    definition = "People hurt and not killed, as reported."
    minimum = 0

    [codes.actor_types."Private company"]
    definition = "A firm and its guards."

    [checks]
    EV013 = {severity = "warning", reason = "Events at sea belong to the nearest coast."}
    MY001 = {rule = "injured IS NULL OR injured < 10000", message = "too many injured", remedy = "Check the number."}

Whatever more a project needs, it says in Python, with a subclass of `Event`. Other tables of the file belong to
others and are passed over.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl

from exporter.codebook import column
from exporter.codebook.cells import FORMULA
from exporter.codebook.checks import event_rules
from exporter.codebook.codelists import BUILT_IN, Codelists, codelist, names
from exporter.codebook.event import Event
from exporter.codebook.rules import Rule, carries
from exporter.codebook.tables import Evidence, Table, tables
from exporter.errors import UsageError

SEVERITIES = ("error", "warning", "off")


@dataclass(frozen=True, eq=False)
class Project:
    """A project's own codebook.

    Attributes:
        tables: All tables, with what the project adds.
        severities: For the code of a check, the severity that the project gives it.
        reasons: Why, by the same code.
    """

    tables: tuple[Table, ...]
    severities: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        """A table by its name.

        Raises:
            KeyError: There is no such table.
        """
        return self.by_name[name]

    @cached_property
    def by_name(self) -> dict[str, Table]:
        """All tables by name, the events first."""
        return {table.name: table for table in self.tables}


def read_project(path: Path | str) -> Project:
    """Read what a dataset.toml adds to the codebook.

    Raises:
        UsageError: The file cannot be read, or something in it cannot be meant so.
    """
    file = Path(path)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} is no TOML: {error}.", "Mend the line that is named.") from error
    return project_of(content, str(file))


def project_of(content: Mapping[str, Any], name: str = "dataset.toml") -> Project:
    """The same from what was read already."""
    read = _Reader(name)
    lists = read.lists(content.get("codes", {}))
    added = {key: read.column(key, facts) for key, facts in read.items("columns", content.get("columns", {}))}
    checks = list(read.items("checks", content.get("checks", {})))
    event = _event(added, lists)
    own = [read.rule(code, facts, event) for code, facts in checks if "rule" in facts]
    if own:
        event = carries(tuple(own))(type("ProjectEvent", (event,), {}))
    every = _with_events(event, lists) if added or own or lists is not BUILT_IN else tables()
    softened = {code: read.severity(code, facts) for code, facts in checks if "rule" not in facts}
    reasons = {code: str(facts["reason"]) for code, facts in checks if code in softened}
    return Project(tuple(every.values()), softened, reasons)


def project_with(events: Table) -> Project:
    """The project of an event table that is declared in Python; its evidence may support the added columns too."""
    return Project(tuple(_with_events(events.model, events.lists, events).values()))


def extended(added: Mapping[str, "Declared"], lists: Codelists) -> Project:
    """The codebook with these columns, each by its type and field, and these code lists."""
    return Project(tuple(_with_events(_event(added, lists), lists).values()))


def _with_events(
    event: type[pa.DataFrameModel], lists: Codelists, own: Table | None = None
) -> dict[str, Table]:
    """All tables, with these events and the evidence that goes with them."""
    every = tables()
    every["events"] = own or Table("events", event, lists)
    columns = list(event.to_schema().columns)
    if len(columns) > len(Event.to_schema().columns):
        every["evidence"] = Table("evidence", _evidence(columns), lists)
    return every


_TYPES: dict[str, Any] = {
    "text": str,
    "integer": pl.Int32,
    "number": pl.Float64,
    "boolean": bool,
    "date": pl.Date,
    "code": pl.Enum,
}

RESERVED = frozenset(
    {"article_id", "event_number", "evidence", "further", "geometry", "line", "reason", "row"}
)
"""What stands beside the columns of an event in a record, a frame, the store or a file."""

_STRICT_CAST = re.compile(r"\bCAST\s*\(|::", re.IGNORECASE)

_FACTS = {
    "type", "title", "definition", "null", "unit", "minimum", "maximum", "allowed", "form", "example", "source",
    "origin",
}  # fmt: skip

# What derivations and rules look up in a list: a code without it would break every row that has it.
_NEEDED = {
    "cameo": ("label", "quad_class", "goldstein"),
    "countries": ("iso3", "region", "south", "west", "north", "east"),
    "sub_event_types": ("event_type",),
    "time_precisions": ("max_days",),
}

Declared = tuple[Any, Any]
"""The type and the field of a column."""


@dataclass(frozen=True)
class _Reader:
    name: str

    def fail(self, where: str, what: str, remedy: str) -> UsageError:
        return UsageError(f"{self.name}, [{where}]: {what}.", remedy)

    def items(self, where: str, table: Any) -> list[tuple[str, dict[str, Any]]]:
        """The entries of a table, each of which is a table."""
        if not isinstance(table, Mapping):
            raise self.fail(where, "this is no table", f"Write entries below [{where}].")
        for key, facts in table.items():
            if not isinstance(facts, Mapping):
                raise self.fail(f"{where}.{key}", "this is no table", "Write {...} behind the equals sign.")
        return [(key, dict(facts)) for key, facts in table.items()]

    def lists(self, content: Any) -> Codelists:
        """The code lists with the project's codes."""
        added = {}
        for name, codes in self.items("codes", content):
            if name not in names():
                raise self.fail(
                    f"codes.{name}", "there is no such code list", f"There are: {', '.join(names())}."
                )
            base = codelist(name)
            rows = [self._code(name, base, code, facts) for code, facts in self.items(f"codes.{name}", codes)]
            added[name] = pl.DataFrame(rows, schema=base.schema)
        return Codelists(added) if added else BUILT_IN

    def _code(self, name: str, base: pl.DataFrame, code: str, facts: dict[str, Any]) -> dict[str, Any]:
        where = f"codes.{name}.{code}"
        unknown = sorted(set(facts) - set(base.columns))
        if unknown:
            raise self.fail(
                where, f"the list has no column {unknown[0]}", f"It has: {', '.join(base.columns)}."
            )
        needed = [key for key in _NEEDED.get(name, ()) if key not in facts]
        if needed:
            raise self.fail(where, f"{needed[0]} is missing", "Rules look it up: give it.")
        if code in base["code"]:
            raise self.fail(where, "the codebook has this code already", "Choose another name.")
        row = {"source": "this project", **facts, "code": code}
        try:
            pl.DataFrame([row], schema={key: base.schema[key] for key in row})
        except (pl.exceptions.PolarsError, TypeError) as error:
            raise self.fail(where, str(error).splitlines()[0], "Write text and numbers as such.") from error
        return {key: row.get(key) for key in base.columns}

    def column(self, name: str, facts: dict[str, Any]) -> Declared:
        """The type and the field of a column."""
        where = f"columns.{name}"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise self.fail(where, "this is no name of a column", "Use small letters, digits and `_`.")
        if name in Event.to_schema().columns:
            raise self.fail(where, "the codebook has this column already", "Choose another name.")
        if name in RESERVED:
            raise self.fail(where, "the name has another meaning beside the columns", "Choose another name.")
        unknown = sorted(set(facts) - _FACTS)
        if unknown:
            raise self.fail(where, f"{unknown[0]} is not known here", f"Known: {', '.join(sorted(_FACTS))}.")
        for needed in ("type", "definition"):
            if not facts.get(needed):
                raise self.fail(where, f"{needed} is missing", "Say what the column holds and means.")
        kind = "code" if "allowed" in facts else facts["type"]
        if kind not in _TYPES or (kind == "code" and not facts.get("allowed")):
            known = f"Types are {', '.join(_TYPES)}; `code` needs `allowed`."
            raise self.fail(where, f"type {facts['type']!r} is not known or not whole", known)
        self._check_limits(where, kind, facts)
        if kind == "code":
            self._check_codes(where, facts["allowed"])
        checks: dict[str, Any] = {
            ours: facts[theirs]
            for theirs, ours in (("minimum", "ge"), ("maximum", "le"), ("form", "str_matches"))
            if theirs in facts
        }
        if kind == "code":
            checks["dtype_kwargs"] = {"categories": [str(value) for value in facts["allowed"]]}
        declared = column.field(
            facts.get("title", name.replace("_", " ").capitalize()),
            facts["definition"],
            source=facts.get("source", "this project"),
            origin=facts.get("origin", "coded"),
            unit=facts.get("unit"),
            null=facts.get("null", True),
            example=facts.get("example"),
            **checks,
        )
        return _TYPES[kind], declared

    def _check_limits(self, where: str, kind: str, facts: dict[str, Any]) -> None:
        numbers = [facts[key] for key in ("minimum", "maximum") if key in facts]
        if numbers and (kind not in ("integer", "number") or not all(map(_is_number, numbers))):
            raise self.fail(where, "minimum and maximum are for numbers", "Take them out, or mend the type.")
        if "form" in facts:
            try:
                pl.select(pl.lit("").str.contains(facts["form"]))
            except (pl.exceptions.PolarsError, TypeError) as error:
                raise self.fail(where, f"form: {str(error).splitlines()[0]}", "Write a pattern.") from error
            if kind != "text":
                raise self.fail(where, "form is for text", "Take it out, or mend the type.")

    def _check_codes(self, where: str, codes: Any) -> None:
        if not isinstance(codes, list) or len({str(code) for code in codes}) < len(codes):
            raise self.fail(where, "allowed is no list of different codes", 'Write it as ["gun", "knife"].')
        for code in codes:
            if not str(code).strip() or re.match(FORMULA, str(code)):
                raise self.fail(
                    where,
                    f"{code!r} is no code: in a CSV file it is missing or a formula",
                    "Begin with a letter.",
                )

    def severity(self, code: str, facts: dict[str, Any]) -> str:
        """The severity that a check is given; the reason is not optional."""
        where = f"checks.{code}"
        if facts.get("severity") not in SEVERITIES:
            raise self.fail(where, "severity is not known", f"Write one of: {', '.join(SEVERITIES)}.")
        if not str(facts.get("reason", "")).strip():
            raise self.fail(where, "the reason is missing", "Say why, so that readers of the data know.")
        return str(facts["severity"])

    def rule(self, code: str, facts: dict[str, Any], event: type[pa.DataFrameModel]) -> Rule:
        """A rule of the project's own, as an SQL expression over the columns of one row."""
        where = f"checks.{code}"
        if not re.fullmatch(r"[A-Z]{2}[0-9]{3}", code) or code[:2] in _TAKEN:
            taken = ", ".join(sorted(_TAKEN))
            raise self.fail(where, "this is no code for a check", f"Write `MY001`; taken are {taken}.")
        for needed in ("message", "remedy"):
            if not facts.get(needed):
                raise self.fail(where, f"{needed} is missing", "Say what is wrong and what to do.")
        if facts.get("severity", "error") not in ("error", "warning"):
            raise self.fail(where, "severity is not known", "Write error or warning.")
        holds, read = self._expression(where, str(facts["rule"]), event)
        name = str(facts.get("name", code.lower()))
        return Rule(
            code, name, read, holds, facts["message"], facts["remedy"], facts.get("severity", "error")
        )

    def _expression(
        self, where: str, text: str, event: type[pa.DataFrameModel]
    ) -> tuple[pl.Expr, tuple[str, ...]]:
        if _STRICT_CAST.search(text):
            raise self.fail(where, "CAST fails where a value cannot be read", "Write TRY_CAST.")
        schema = {key: declared.dtype.type for key, declared in event.to_schema().columns.items()}
        try:
            holds = pl.sql_expr(text)
            read = tuple(dict.fromkeys(holds.meta.root_names()))
            kind = pl.DataFrame(schema=schema).select(held=holds).schema["held"]
        except (pl.exceptions.PolarsError, TypeError, ValueError) as error:
            raise self.fail(
                where,
                f"the rule cannot be read: {str(error).splitlines()[0]}",
                "Write SQL over one row's columns.",
            ) from error
        if kind != pl.Boolean or not read:
            raise self.fail(where, "the rule says neither true nor false of a row", "Compare columns in it.")
        return holds, read


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TAKEN = frozenset({"CO", "DE", "ED", "EV", "IN", "PL", "RC", "RF"})


def _event(added: Mapping[str, Declared], lists: Codelists) -> type[pa.DataFrameModel]:
    """The event table with columns and codes of a project."""
    changed = {**_relisted(lists), **added}
    if not changed and lists is BUILT_IN:
        return Event
    space = {name: declared for name, (_, declared) in changed.items()}
    kinds = {name: kind for name, (kind, _) in changed.items()}
    model: type[pa.DataFrameModel] = type("ProjectEvent", (Event,), {"__annotations__": kinds, **space})
    return carries(event_rules(lists))(model)


def _relisted(lists: Codelists) -> dict[str, Declared]:
    """The columns whose list has more codes now."""
    found = {}
    for name, declared in Event.to_schema().columns.items():
        facts = declared.metadata
        if facts["codelist"] in lists.added and isinstance(declared.dtype.type, pl.Enum):
            categories = list(lists.codes(facts["codelist"], facts["list_column"]))
            found[name] = (
                pl.Enum,
                column.field(
                    declared.title,
                    declared.description,
                    null=declared.nullable,
                    dtype_kwargs={"categories": categories},
                    **facts,
                ),
            )
    return found


def _evidence(columns: list[str]) -> type[pa.DataFrameModel]:
    """The evidence table, whose quotes may support the project's columns too."""
    declared = Evidence.to_schema().columns["column"]
    wider = column.field(declared.title, declared.description, isin=columns, **declared.metadata)
    return type("ProjectEvidence", (Evidence,), {"__annotations__": {"column": str}, "column": wider})
