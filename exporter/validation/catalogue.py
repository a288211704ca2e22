"""Every check by its code: what it finds, how severe that is, what to do, and a row before and after.

Rules, references and the checks of single columns stand where they are declared; here they become one list that
reports, `exporter explain` and docs/checks.md are made from.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from exporter.codebook import REFERENCES, Table, tables
from exporter.errors import UsageError
from exporter.validation.plausibility.rules import PLAUSIBILITY
from exporter.validation.problems import CODES

_EXAMPLES = Path(__file__).with_name("examples.toml")


@dataclass(frozen=True)
class Check:
    """A check as it is documented.

    Attributes:
        code: Its stable code, such as `EV013`.
        name: Its name, such as `coordinates_near_country`.
        severity: `error` or `warning`.
        formats: The formats whose files go through it.
        columns: The columns that it reads; none where it may be any.
        message: What it finds.
        remedy: What to do about it.
        why: Why it is worth finding.
        bad: Cells of a row that it finds.
        mended: The same cells, right.
    """

    code: str
    name: str
    severity: str
    formats: tuple[str, ...]
    columns: tuple[str, ...]
    message: str
    remedy: str
    why: str = ""
    bad: dict[str, Any] = field(default_factory=dict)
    mended: dict[str, Any] = field(default_factory=dict)


def catalogue(known: Iterable[Table] | None = None) -> dict[str, Check]:
    """All checks of these tables (of the codebook where none are given) by code, in order of the codes."""
    held = list(tables().values() if known is None else known)
    names = tuple(table.name for table in held)
    examples = _examples()
    found = [
        *(_of_column(code, name, names) for name, code in CODES.items()),
        *(
            Check(r.code, r.name, r.severity, (t.name,), r.columns, r.message, r.remedy)
            for t in held
            for r in t.rules
        ),
        *(
            Check(
                r.code, f"{r.child}.{r.column}", "error", (r.child,), (r.column,),
                f"{r.message} (in {r.parent})", r.remedy,
            )
            for r in REFERENCES
        ),
        *(
            Check(p.code, p.name, "warning", ("events",), p.columns, p.message, p.remedy)
            for p in PLAUSIBILITY
        ),
    ]  # fmt: skip
    told = [Check(**{**vars_of(check), **examples.get(check.code, {})}) for check in found]
    return {check.code: check for check in sorted(told, key=lambda check: check.code)}


def vars_of(check: Check) -> dict[str, Any]:
    """The fields of a check by name."""
    return {name: getattr(check, name) for name in check.__dataclass_fields__}


def explain(code: str, known: Iterable[Table] | None = None) -> Check:
    """One check.

    Raises:
        UsageError: There is none of that code.
    """
    every = catalogue(known)
    wanted = code.upper()
    if wanted not in every:
        alike = [name for name in every if name[:2] == wanted[:2]] or list(every)
        raise UsageError(f"There is no check {code!r}.", f"There are: {', '.join(alike)}.")
    return every[wanted]


@cache
def _examples() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_EXAMPLES.read_text(encoding="utf-8"))


# The checks of single columns, of cells and of files: what they find, and what to do.
_SINGLE = {
    "column_missing": ("a column of the codebook is not there", "Add the column; the dictionary says what it holds."),
    "column_unknown": ("the codebook has no such column", "Remove or rename it, or declare it in dataset.toml."),
    "type": ("a value cannot be read as its column's type", "Write it in the form that the dictionary gives."),
    "code_list": ("a value is not on its column's code list", "Use a code of the list, spelled as there."),
    "missing": ("a value is missing that must be there", "Give it; only some columns may be empty."),
    "minimum": ("a number is below its column's minimum", "Check the number and its sign."),
    "maximum": ("a number is above its column's maximum", "Check the number and its decimal point."),
    "form": ("a text has not the form that its column asks for", "Write it in that form."),
    "empty": ("a text is there but empty", "Give it, or leave the cell out where it may be missing."),
    "unique": ("a value stands twice that must stand once", "Keep one of the rows, or give each its own value."),
    "cells": ("a row has more cells than the header", "Put a cell that holds the separator in quotes."),
    "json": ("a line is no JSON", "Write one JSON object a line."),
    "column_check": ("a value breaks a check of its column", "The dictionary says what the column holds."),
    "file": ("a file cannot be read to its end", "The message says what is wrong with it."),
    "record": ("a coding record breaks its schema", "coding.schema.json gives the form of a record."),
}  # fmt: skip


def _of_column(code: str, name: str, tables_: tuple[str, ...]) -> Check:
    message, remedy = _SINGLE[name]
    of = {"record": ("codings",), "json": ("codings",), "file": (*tables_, "codings")}.get(name, tables_)
    return Check(code, name, "error", of, (), message, remedy)
