"""A report as one page of HTML that needs nothing else."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import polars as pl

from exporter.validation.catalogue import Check
from exporter.validation.report import FileReport, Report
from exporter.validation.reports.people import shortened

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #ddd; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.error { color: #a40000; } .warning { color: #7a5200; } .good { color: #1a6b1a; }
td { overflow-wrap: anywhere; }
"""


def render(report: Report, checks: Mapping[str, Check]) -> str:
    """Totals, then file by file each check that found something with its first problems."""
    body = "\n".join(part for file in report.files for part in _file(file, checks))
    softened = "".join(f"<li>{escape(f'{c} is {s}: {r}')}</li>" for c, s, r in report.softened)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Validation of event data</title><style>{_STYLE}</style></head>\n<body>\n"
        "<h1>Validation of event data</h1>\n"
        f"<p>{len(report.files)} files, {report.errors} errors, {report.warnings} warnings.</p>\n"
        + (f"<h2>Softened checks</h2><ul>{softened}</ul>\n" if softened else "")
        + f"{body}\n</body>\n</html>\n"
    )


def _file(file: FileReport, checks: Mapping[str, Check]) -> Iterator[str]:
    yield f"<h2>{escape(file.name)}</h2>"
    if file.readable:
        yield (
            f'<p>Checked as {escape(file.format)}: {file.rows} rows, <span class="good">{file.good} good</span>, '
            f"{file.rows - file.good} with problems.</p>"
        )
    else:
        yield '<p class="error">Could not be read to its end.</p>'
    for row in file.counts.iter_rows(named=True):
        yield from _check(row, file.problems.filter(pl.col("code") == row["code"]), checks.get(row["code"]))


def _check(count: dict[str, Any], found: pl.DataFrame, check: Check | None) -> Iterator[str]:
    name = check.name if check else count["check"]
    yield (
        f'<h3 class="{count["severity"]}">{escape(count["code"])} {escape(name)}: '
        f"{count['count']} {count['severity']}s</h3>"
    )
    yield "<table><thead><tr><th>line<th>row<th>column<th>value<th>what<th>remedy</tr></thead><tbody>"
    for row in found.iter_rows(named=True):
        cells = (row["column"], shortened(row["value"] or ""), row["message"], row["remedy"])
        yield (
            f'<tr><td class="n">{row["line"] or ""}<td class="n">{row["row"] or ""}'
            + "".join(f"<td>{escape(cell or '')}" for cell in cells)
            + "</tr>"
        )
    yield "</tbody></table>"
    if count["count"] > found.height:
        yield f"<p>... and {count['count'] - found.height} more.</p>"
