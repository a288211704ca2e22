"""A report as GitHub's workflow commands: each problem is shown beside its line in a pull request."""

from collections.abc import Mapping
from typing import Any

from exporter.validation.catalogue import Check
from exporter.validation.report import Report
from exporter.validation.reports.people import place, shortened


def render(report: Report, _: Mapping[str, Check]) -> str:
    """One command a line, and a notice with the counts of each file."""
    lines = [_command(row) for file in report.files for row in file.problems.iter_rows(named=True)]
    for file in report.files:
        said = f"{file.name}: {file.rows} rows, {file.good} good, {file.rows - file.good} with problems"
        lines.append(f"::notice title=exporter validate::{_text(said)}")
    return "\n".join(lines) + "\n"


def _command(row: dict[str, Any]) -> str:
    line = "" if row["line"] is None else f",line={row['line']}"
    value = "" if row["value"] is None else f" (value: {shortened(row['value'])})"
    said = f"{place(row)}{row['message']}{value}. {row['remedy'] or ''}".strip()
    title = _property(row["check"] if row["code"] in row["check"] else f"{row['code']} {row['check']}")
    return f"::{row['severity']} file={_property(row['file'])}{line},title={title}::{_text(said)}"


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
