"""Every check has a code of its own, a page, and examples that do what they say."""

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from exporter.codebook import REFERENCES, tables
from exporter.codebook.export import polars_schema
from exporter.errors import UsageError
from exporter.validation import doubts, validate
from exporter.validation.catalogue import catalogue, explain
from exporter.validation.conform import conform
from exporter.validation.pages import document, page
from exporter.validation.plausibility import PLAUSIBILITY
from exporter.validation.problems import CODES
from tests.rows import events

CHECKS = catalogue()
RULES = {rule.code: (table, rule) for table in tables().values() for rule in table.rules}


def test_every_check_is_there_once() -> None:
    codes = [*RULES, *(one.code for one in REFERENCES), *(one.code for one in PLAUSIBILITY), *CODES.values()]
    assert sorted(codes) == sorted(set(codes)) == list(CHECKS)
    assert all(re.fullmatch(r"[A-Z]{2}\d{3}", code) for code in codes)


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_check_says_what_why_and_what_to_do(code: str) -> None:
    check = CHECKS[code]
    assert check.message and check.remedy and check.why and check.formats
    assert set(check.bad) == set(check.mended)
    assert page(check).startswith(f"## {code} ")


def cells(table: str, values: dict[str, Any]) -> pl.DataFrame:
    """One row of a table as text, missing but for some cells."""
    frame = pl.DataFrame(
        {name: [values.get(name, "") or None] for name in polars_schema(table)},
        schema=dict.fromkeys(polars_schema(table), pl.String),
    )
    return conform(frame, tables()[table], list(polars_schema(table)))[0]


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_example_of_a_rule_breaks_it_and_the_mended_one_keeps_it(code: str) -> None:
    table, rule = RULES[code]
    check = CHECKS[code]
    assert set(check.bad) >= set(rule.columns), "every column that the rule reads"
    assert not cells(table.name, check.bad).select(rule.kept).item()
    assert cells(table.name, check.mended).select(rule.kept).item()


COLUMN_CHECKS = [c for c in CHECKS.values() if c.code.startswith("CO") and c.bad]


@pytest.mark.parametrize("check", COLUMN_CHECKS, ids=lambda check: check.code)
def test_the_example_of_a_column_check(check: Any) -> None:
    row = events(1).with_columns(pl.all().cast(pl.String))
    for cells_, broken in ((check.bad, True), (check.mended, False)):
        changed = row.with_columns(pl.lit(v or None, pl.String).alias(k) for k, v in cells_.items())
        found = validate(changed).problems
        assert (check.code in found["code"].to_list()) is broken


@pytest.mark.parametrize(
    "check", [c for c in CHECKS.values() if c.code.startswith("PL") and c.bad], ids=lambda check: check.code
)
def test_the_example_of_a_doubt(check: Any) -> None:
    for cells_, broken in ((check.bad, True), (check.mended, False)):
        row = events(1).with_columns(pl.lit("Nothing.").alias("notes"))
        changed = row.with_columns(
            (pl.lit(v).str.to_date() if "date" in k else pl.lit(v)).alias(k) for k, v in cells_.items()
        )
        if "event_date_end" not in cells_:
            changed = changed.with_columns(event_date_end="event_date")
        assert (check.code in doubts(changed)["code"].to_list()) is broken


def test_the_published_pages_are_current() -> None:
    file = Path(__file__).parents[2] / "docs" / "checks.md"
    assert file.read_text(encoding="utf-8") == document(CHECKS.values()), "run `make checks`"


def test_links_of_the_pages_lead_to_their_headings() -> None:
    text = document(CHECKS.values())
    anchors = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^## (.*)$", text, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= anchors


def test_an_unknown_code() -> None:
    with pytest.raises(UsageError, match="EV999"):
        explain("EV999")
    assert explain("ev013").code == "EV013"
