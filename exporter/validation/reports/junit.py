"""A report as JUnit XML: a suite per file, a case per check."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree as Xml

import polars as pl

from exporter.validation.catalogue import Check
from exporter.validation.report import FileReport, Report
from exporter.validation.reports.people import place, shortened

# What XML 1.0 cannot hold, even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, checks: Mapping[str, Check]) -> str:
    """Errors are failures; warnings are told in the output of a case that passes."""
    root = Xml.Element("testsuites", name="exporter validate")
    for file in report.files:
        root.append(_suite(file, checks))
    root.set("tests", str(sum(int(suite.get("tests", "0")) for suite in root)))
    root.set("failures", str(sum(int(suite.get("failures", "0")) for suite in root)))
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(file: FileReport, checks: Mapping[str, Check]) -> Xml.Element:
    found = {row["code"]: row for row in file.counts.iter_rows(named=True)}
    made = [code for code, check in checks.items() if file.format in check.formats]
    codes = sorted({*made, *found}) if file.readable else sorted(found)
    suite = Xml.Element("testsuite", name=_clean(file.name), tests=str(len(codes)), errors="0", skipped="0")
    suite.set("failures", str(sum(row["severity"] == "error" for row in found.values())))
    for code in codes:
        name = f"{code} {checks[code].name}" if code in checks else code
        case = Xml.SubElement(suite, "testcase", classname=_clean(file.name), name=name)
        if code not in found:
            continue
        row = found[code]
        rows = file.problems.filter(pl.col("code") == code)
        text = _clean("\n".join(_said(one) for one in rows.iter_rows(named=True)))
        if row["severity"] == "error":
            failure = Xml.SubElement(case, "failure", type=code, message=f"{row['count']} problems")
            failure.text = text
        else:
            Xml.SubElement(case, "system-out").text = f"warning: {row['count']} problems\n{text}"
    return suite


def _said(row: dict[str, str]) -> str:
    value = "" if row["value"] is None else f" (value: {shortened(row['value'])})"
    return f"{place(row)}{row['message']}{value}. {row['remedy'] or ''}"


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
