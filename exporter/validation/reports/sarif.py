"""A report in SARIF 2.1.0, as code scanning reads it."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from exporter._version import __version__
from exporter.validation.catalogue import Check
from exporter.validation.report import Report
from exporter.validation.reports.people import place, shortened

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report, checks: Mapping[str, Check]) -> str:
    """One run; each check that found something is a rule, each problem a result."""
    problems = [row for file in report.files for row in file.problems.iter_rows(named=True)]
    codes = sorted({row["code"] for row in problems})
    results = [_result(row, codes.index(row["code"])) for row in problems]
    driver = {
        "name": "exporter validate",
        "version": __version__,
        "rules": [_rule(code, checks.get(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.readable}],
        "results": results,
    }
    return (
        json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _rule(code: str, check: Check | None) -> dict[str, Any]:
    if check is None:
        return {"id": code}
    return {
        "id": code,
        "name": check.name,
        "shortDescription": {"text": check.message},
        "help": {"text": check.remedy},
        "defaultConfiguration": {"level": check.severity},
    }


def _result(row: dict[str, Any], rule: int) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": _uri(row["file"])}}
    if row["line"] is not None:
        where["region"] = {"startLine": row["line"]}
    value = "" if row["value"] is None else f" (value: {shortened(row['value'])})"
    text = f"{place(row)}{row['message']}{value}. {row['remedy'] or ''}".strip()
    return {
        "ruleId": row["code"],
        "ruleIndex": rule,
        "level": row["severity"],
        "message": {"text": text},
        "locations": [{"physicalLocation": where}],
    }


def _uri(name: str) -> str:
    """The file of the repository: of what is packed, the archive."""
    file = name.split(".zip:", 1)[0] + (".zip" if ".zip:" in name else "")
    return quote(file.replace("\\", "/"))
