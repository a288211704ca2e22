"""A report as JSON."""

import json
from collections.abc import Mapping

from exporter.validation.catalogue import Check
from exporter.validation.report import Report


def render(report: Report, _: Mapping[str, Check]) -> str:
    """The whole report: totals, softened checks, and file by file counts and problems."""
    files = [
        {
            "file": file.name,
            "format": file.format or None,
            "readable": file.readable,
            "rows": file.rows,
            "good": file.good,
            "checks": file.checks,
            "counts": file.counts.to_dicts(),
            "problems": file.problems.drop("file").to_dicts(),
        }
        for file in report.files
    ]
    softened = [{"code": c, "severity": s, "reason": r} for c, s, r in report.softened]
    whole = {"errors": report.errors, "warnings": report.warnings, "softened": softened, "files": files}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
