"""A report for a terminal: file by file, problems grouped by check, the first of each with its place."""

from collections.abc import Iterator
from typing import Any

import polars as pl
from rich.text import Text

from exporter.validation.report import FileReport, Report

_STYLE = {"error": "bold red", "warning": "bold yellow"}


def lines(report: Report) -> Iterator[Text]:
    """The report, line by line."""
    for file in report.files:
        yield from _file(file)
    for code, severity, reason in report.softened:
        yield Text(f"{code} is {severity} here: {reason}", style="dim")
    if report.errors or report.warnings:
        yield Text(f"{_count(report.errors, 'error')}, {_count(report.warnings, 'warning')}.")
        code = next(iter(file.counts["code"][0] for file in report.files if file.counts.height), "")
        yield Text(f"`exporter explain {code}` says more of a check.", style="dim")


def _file(file: FileReport) -> Iterator[Text]:
    what = "records" if file.format == "codings" else "rows"
    head = Text(f"{file.name}: ", style="bold")
    if file.readable:
        bad = file.rows - file.good
        head.append(f"{file.rows} {what}, ", style="not bold")
        head.append(f"{file.good} good", style="not bold green")
        head.append(f", {bad} with problems", style="not bold red" if bad else "not bold")
        head.append(f" (as {file.format}, {file.checks} checks)", style="not bold dim")
    else:
        head.append("not checked to its end", style="not bold red")
    yield head
    for row in file.counts.iter_rows(named=True):
        yield from _check(row, file.problems.filter(pl.col("code") == row["code"]))


def _check(count: dict[str, Any], found: pl.DataFrame) -> Iterator[Text]:
    """A check that found something: how often, and the first places."""
    head = Text("  ")
    head.append(count["severity"], style=_STYLE[count["severity"]])
    name = count["check"].removeprefix(f"{count['code']} ")
    head.append(f" {count['code']} {name}: {_count(count['count'], 'problem')}")
    yield head
    told = None
    for row in found.iter_rows(named=True):
        # Checks of one column say much the same of each row: the remedy stands once.
        if told is not None and told != row["remedy"]:
            yield Text(f"      {told}", style="dim")
        told = row["remedy"]
        value = "" if row["value"] is None else f" (value: {shortened(row['value'])})"
        yield Text(f"    {place(row)}{row['message']}{value}")
    if told:
        yield Text(f"      {told}", style="dim")
    if count["count"] > found.height:
        yield Text(f"    ... and {count['count'] - found.height} more", style="dim")


def place(row: dict[str, Any]) -> str:
    """Where a problem stands, as `line 4, latitude: `."""
    where = f"line {row['line']}" if row["line"] is not None else ""
    if not where and row["row"] is not None:
        where = f"row {row['row']}"
    parts = [part for part in (where, row["column"]) if part]
    return f"{', '.join(parts)}: " if parts else ""


def shortened(value: str) -> str:
    """A value that fits into a line."""
    flat = value.replace("\n", "\\n").replace("\r", "\\r")
    return flat if len(flat) <= 120 else f"{flat[:120]}..."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
