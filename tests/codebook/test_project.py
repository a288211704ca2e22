"""What a project adds in dataset.toml or by a subclass, and that all that is derived follows."""

from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest

from exporter import load
from exporter.codebook import Event, Table
from exporter.codebook.column import field
from exporter.codebook.export import (
    arrow_schema,
    dictionary,
    polars_schema,
    published_schemas,
    record_schema,
    row_schema,
)
from exporter.codebook.project import Project, project_of, read_project
from exporter.codebook.rules import Rule, carries
from exporter.errors import UsageError
from exporter.validation import validate
from exporter.validation.catalogue import catalogue
from exporter.validation.settings import FIRM, check_softened
from tests.rows import events

TOML = """
title = "Ours"

[columns.injured]
type = "integer"
title = "Injured"
definition = "People hurt and not killed, as reported."
unit = "people"
minimum = 0

[columns.weapon]
type = "code"
definition = "What was used."
allowed = ["gun", "knife"]

[codes.actor_types."Private company"]
definition = "A firm and its guards."

[codes.sub_event_types."Land grab"]
definition = "Land taken by force."
event_type = "Battles"
disorder_type = "Political violence"
cameo_code = "190"

[checks]
EV013 = {severity = "warning", reason = "Events at sea belong to the nearest coast."}
MY001 = {rule = "injured IS NULL OR injured < 1000", message = "too many injured", remedy = "Check the number."}
MY002 = {rule = "weapon IS NOT NULL", message = "no weapon", remedy = "Name it.", severity = "warning"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "dataset.toml").write_text(TOML)
    return read_project(tmp_path / "dataset.toml")


def ours(count: int = 4, **changes: Any) -> pl.DataFrame:
    added = {"injured": pl.lit(3, pl.Int32), "weapon": pl.lit("gun"), **changes}
    return events(count).with_columns(**added)


def test_columns_and_rules_are_checked(project: Project) -> None:
    table = project.table("events")
    assert validate(ours(), table).ok
    wrong = ours(injured=pl.Series([3, -1, 5000, None]), weapon=pl.Series(["gun", "gun", "spoon", None]))
    checked = validate(wrong, table)
    told = set(checked.problems.select("row", "code", "severity").rows())
    assert told == {
        (2, "CO006", "error"),
        (3, "CO004", "error"),
        (3, "MY001", "error"),
        (4, "MY002", "warning"),
    }
    assert checked.rejected["row"].to_list() == [2, 3]
    assert validate(events(4)).ok, "the plain codebook is as it was"
    assert not validate(ours()).ok


def test_codes_are_taken_in_every_rule_that_reads_the_list(project: Project) -> None:
    table = project.table("events")
    alone = dict.fromkeys(("actor2", "actor2_type", "actor2_country", "assoc_actor_2"))
    frame = ours(
        actor1_type=pl.lit("Private company"),
        interaction=pl.lit("Private company only"),
        event_type=pl.lit("Battles"),
        sub_event_type=pl.lit("Land grab"),
        disorder_type=pl.lit("Political violence"),
        civilian_targeting=pl.lit(value=False),
        **alone,
    )
    assert validate(frame, table).ok
    broken = frame.with_columns(event_type=pl.lit("Riots"), interaction=pl.lit("State forces only"))
    assert {"EV005", "EV008"} <= set(validate(broken, table).problems["code"])
    assert "CO004" in set(validate(frame.drop("injured", "weapon")).problems["code"])


def test_everything_derived_follows(project: Project) -> None:
    table = project.table("events")
    assert list(polars_schema(table)) == [*polars_schema("events"), "injured", "weapon"]
    facts = {row["column"]: row for row in dictionary(table).iter_rows(named=True)}
    assert facts["injured"]["unit"] == "people"
    assert facts["weapon"]["allowed"] == "gun; knife"
    assert "Private company" in facts["actor1_type"]["allowed"]
    assert row_schema(table)["properties"]["injured"]["minimum"] == 0
    assert row_schema(table)["properties"]["weapon"]["enum"] == ["gun", "knife", None]
    event = record_schema(table)["properties"]["events"]["items"]["properties"]
    assert "injured" in event
    assert "injured" in event["evidence"]["propertyNames"]["enum"]
    assert (
        "injured"
        in published_schemas(project.tables)["evidence.row.schema.json"]["properties"]["column"]["enum"]
    )
    assert arrow_schema(table).field("injured").metadata[b"title"] == b"Injured"
    assert {"MY001", "MY002"} <= set(catalogue(project.tables))


def test_a_file_of_the_project_is_loaded_with_its_types(project: Project, tmp_path: Path) -> None:
    table = project.table("events")
    good = validate(ours(), table).valid
    good.cast({"weapon": pl.String, "injured": pl.Int64}).write_parquet(tmp_path / "events.parquet")
    loaded = load(tmp_path / "events.parquet", table=table)
    assert loaded.schema == polars_schema(table)
    assert loaded.equals(good)
    assert "injured" not in load(tmp_path / "events.parquet").columns


def test_a_subclass_in_python() -> None:
    few = Rule("MY001", "few", ("crowd",), pl.col("crowd") < 10, "a large crowd", "Count again.", "warning")

    @carries((few,))
    class Mine(Event):
        """Events with a crowd."""

        crowd: pl.Int32 = field("Crowd", "People there.", source="us", origin="coded", null=True, ge=1)

    table = Table("events", Mine)
    assert len(table.rules) == len(Table("events", Event).rules) + 1
    checked = validate(events(3).with_columns(crowd=pl.Series([5, 50, 0])), table)
    assert checked.problems.select("row", "code", "severity").rows() == [
        (2, "MY001", "warning"),
        (3, "CO006", "error"),
    ]
    wrong_year = events(1).with_columns(crowd=pl.lit(5), year=pl.lit(1900, pl.Int16))
    assert validate(wrong_year, table).problems["code"].to_list() == ["EV001"], (
        "inherited rules keep their names"
    )
    assert row_schema(table)["properties"]["crowd"]["minimum"] == 1
    assert issubclass(Mine, pa.DataFrameModel)


def test_checks_in_pandera_s_own_way_are_told_too() -> None:
    class Mine(Event):
        """Events with checks that are no rules."""

        @pa.dataframe_check
        def one_country(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
            return data.lazyframe.select(pl.col("country").cast(pl.String).n_unique() == 1)

        @pa.check("notes")
        def long_notes(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805
            return data.lazyframe.select(pl.col("notes").str.len_chars() > 20)

    table = Table("events", Mine)
    assert validate(events(1), table).ok
    frame = events(3).with_columns(notes=pl.Series(["short", "x" * 30, "x" * 30]))
    checked = validate(frame, table)
    assert {"one_country", "long_notes"} <= set(
        " ".join(checked.problems["message"]).replace(",", " ").split()
    )
    assert set(checked.problems["code"]) == {"CO013"}
    assert 1 in checked.rejected["row"].to_list()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"columns": {"x": {"type": "integer"}}}, "definition is missing"),
        ({"columns": {"x": {"type": "mood", "definition": "d"}}}, "not known"),
        ({"columns": {"x": {"type": "code", "definition": "d"}}}, "not known or not whole"),
        ({"columns": {"year": {"type": "integer", "definition": "d"}}}, "already"),
        ({"columns": {"evidence": {"type": "text", "definition": "d"}}}, "another meaning"),
        ({"columns": {"x": {"type": "code", "definition": "d", "allowed": ["a", "a"]}}}, "different codes"),
        ({"columns": {"x": {"type": "code", "definition": "d", "allowed": ["=a"]}}}, "formula"),
        ({"columns": {"x": {"type": "code", "definition": "d", "allowed": [""]}}}, "missing or a formula"),
        ({"columns": {"A b": {"type": "integer", "definition": "d"}}}, "no name"),
        ({"columns": {"x": {"type": "text", "definition": "d", "minimum": 1}}}, "for numbers"),
        ({"columns": {"x": {"type": "text", "definition": "d", "form": "("}}}, "form"),
        ({"columns": {"x": {"type": "text", "definition": "d", "mood": 1}}}, "mood"),
        ({"columns": 3}, "no table"),
        ({"columns": {"x": 3}}, "no table"),
        ({"codes": {"moods": {"a": {}}}}, "no such code list"),
        ({"codes": {"countries": {"Atlantis": {}}}}, "iso3 is missing"),
        ({"codes": {"regions": {"Europe": {}}}}, "already"),
        ({"codes": {"regions": {"Sea": {"depth": 3}}}}, "no column depth"),
        ({"checks": {"EV013": {"severity": "off"}}}, "reason is missing"),
        ({"checks": {"EV013": {"severity": "off", "reason": "  "}}}, "reason is missing"),
        ({"checks": {"EV013": {"severity": "mild", "reason": "r"}}}, "severity is not known"),
        ({"checks": {"MY1": {"rule": "year > 1"}}}, "no code"),
        ({"checks": {"EV099": {"rule": "year > 1"}}}, "no code"),
        ({"checks": {"MY001": {"rule": "year > 1"}}}, "message is missing"),
        ({"checks": {"MY001": {"rule": "mood > 1", "message": "m", "remedy": "r"}}}, "mood"),
        (
            {"checks": {"MY001": {"rule": "year + 1", "message": "m", "remedy": "r"}}},
            "neither true nor false",
        ),
        ({"checks": {"MY001": {"rule": "1 = 1", "message": "m", "remedy": "r"}}}, "neither true nor false"),
        ({"checks": {"MY001": {"rule": "year >", "message": "m", "remedy": "r"}}}, "cannot be read"),
        (
            {"checks": {"MY001": {"rule": "year = (SELECT 1)", "message": "m", "remedy": "r"}}},
            "cannot be read",
        ),
        (
            {"checks": {"MY001": {"rule": "CAST(notes AS INT) > 1", "message": "m", "remedy": "r"}}},
            "TRY_CAST",
        ),
    ],
)
def test_what_cannot_be_meant_so_is_refused(content: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        project_of(content)
    assert refused.value.remedy
    assert "dataset.toml" in refused.value.message


def test_checks_that_cannot_be_softened_or_are_not_there() -> None:
    with pytest.raises(UsageError, match="EV999"):
        check_softened({"EV999": "off"}, catalogue())
    for code in FIRM:
        with pytest.raises(UsageError, match="cannot be softened"):
            check_softened({code: "warning"}, catalogue())


def test_a_softened_rule_rejects_nothing_and_one_that_is_off_tells_nothing() -> None:
    frame = events(3).with_columns(latitude=pl.lit(-88.0))
    assert not validate(frame).ok
    soft = validate(frame, severities={"EV013": "warning"})
    assert soft.ok
    assert soft.valid.height == 3
    assert set(soft.problems["severity"]) == {"warning"}
    assert validate(frame, severities={"EV013": "off"}).problems.is_empty()


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    (tmp_path / "dataset.toml").write_text("[checks\n")
    with pytest.raises(UsageError, match="no TOML"):
        read_project(tmp_path / "dataset.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        read_project(tmp_path / "nowhere.toml")
