"""What a validation found, in the form that somebody or something reads.

people.py  for a terminal
json_.py   for programs
junit.py   for CI servers that show test results
sarif.py   for code scanning
github.py  annotations of a pull request
html.py    a page to keep or to send
"""

from collections.abc import Callable, Mapping

from exporter.validation.catalogue import Check
from exporter.validation.report import Report
from exporter.validation.reports import github, html, json_, junit, sarif

REPORTS: dict[str, Callable[[Report, Mapping[str, Check]], str]] = {
    "json": json_.render,
    "junit": junit.render,
    "sarif": sarif.render,
    "github": github.render,
    "html": html.render,
}
"""The forms by name; each makes the whole text from the report and the catalogue of checks."""

__all__ = ["REPORTS"]
