"""`exporter validate`: 0 where every row is good, 1 where some are not, 2 where it cannot be told."""

import gzip
import json

import polars as pl
import pytest

from tests.cli import refused, run
from tests.rows import events


@pytest.fixture
def good():
    return events(20)


@pytest.fixture
def broken(good, tmp_path):
    """A CSV file with a number out of range in row 3 and a country that no list has in row 5."""
    row = pl.int_range(1, pl.len() + 1)
    frame = good.with_columns(
        latitude=pl.when(row == 3).then(123.0).otherwise("latitude"),
        country=pl.when(row == 5).then(pl.lit("Atlantis")).otherwise(pl.col("country").cast(pl.String)),
    )
    frame.write_csv(tmp_path / "broken.csv")
    return tmp_path / "broken.csv"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_good_table(good, kind, tmp_path):
    file = tmp_path / f"events.{kind}"
    getattr(good, f"write_{kind}")(file)
    result = run("validate", file, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert "20 rows, 20 good, 0 with problems" in result.stderr


def test_each_problem_names_line_column_value_check_and_remedy(broken, tmp_path):
    result = run("validate", broken, "--rejects", "problems.csv", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "20 rows, 18 good, 2 with problems" in result.stderr
    problems = pl.read_csv(tmp_path / "problems.csv", infer_schema=False)
    assert {("3", "latitude"), ("5", "country")} <= set(problems.select("row", "column").iter_rows())
    for problem in problems.iter_rows(named=True):
        assert problem["file"] == str(broken)
        assert int(problem["line"]) == int(problem["row"]) + 1
        value = f" (value: {problem['value']})" if problem["value"] else ""
        assert f"line {problem['line']}, {problem['column']}: {problem['message']}{value}" in result.stderr
        assert problem["remedy"] in result.stderr
        assert f"error {problem['code']} " in result.stderr
    assert "Atlantis" in result.stderr


def test_max_problems_says_how_many_are_left(good, tmp_path):
    good.with_columns(year=pl.lit(1900, pl.Int16)).write_csv(tmp_path / "events.csv")
    result = run("validate", "events.csv", "--max-problems", "2", "--rejects", "all.csv", cwd=tmp_path)
    assert "EV001 year_is_of_event_date: 20 problems" in result.stderr
    assert "... and 18 more" in result.stderr
    assert pl.read_csv(tmp_path / "all.csv").height == 20


def test_standard_input(broken, tmp_path):
    result = run("validate", "-", "--report", "json", cwd=tmp_path, stdin=broken.read_text())
    assert result.returncode == 1
    (file,) = json.loads(result.stdout)["files"]
    assert (file["file"], file["rows"], file["good"]) == ("standard input", 20, 18)


def test_several_files_and_a_pattern(broken, good, tmp_path):
    good.write_parquet(tmp_path / "events.parquet")
    (tmp_path / "more.csv.gz").write_bytes(gzip.compress(good.write_csv().encode()))
    result = run("validate", "*.csv*", "events.parquet", "--report", "github", "-o", "out.txt", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "")
    said = (tmp_path / "out.txt").read_text()
    assert "::error file=broken.csv,line=4," in said
    assert said.count("::notice") == 3


def test_fail_on_warning_and_plausibility(good, tmp_path):
    pytest.importorskip("rapidfuzz")
    good.write_csv(tmp_path / "events.csv")
    assert run("validate", "events.csv", "--fail-on", "warning", cwd=tmp_path).returncode == 0
    result = run("validate", "events.csv", "--plausibility", cwd=tmp_path)
    assert result.returncode == 0
    assert "warning PL004 place_on_country_centre: 20 problems" in result.stderr
    result = run("validate", "events.csv", "--plausibility", "--fail-on", "warning", cwd=tmp_path)
    assert result.returncode == 1
    (tmp_path / "actors.txt").write_text("Nobody\n")
    result = run("validate", "events.csv", "--actors", "actors.txt", cwd=tmp_path)
    assert "PL010 actor_unknown" in result.stderr
    refused(run("validate", "events.csv", "--actors", "no.txt", cwd=tmp_path), "no.txt")


def test_dataset_toml_of_the_folder_is_read(broken, tmp_path):
    (tmp_path / "dataset.toml").write_text('[checks]\nEV013 = {severity = "off", reason = "at sea"}\n')
    result = run("validate", broken, cwd=tmp_path)
    assert "EV013 coordinates" not in result.stderr
    assert "EV013 is off here: at sea" in result.stderr
    (tmp_path / "other.toml").write_text('[checks]\nCO003 = {severity = "off", reason = "no"}\n')
    refused(run("validate", broken, "--dataset", "other.toml", cwd=tmp_path), "CO003 cannot be softened")
    (tmp_path / "third.toml").write_text('[checks]\nEV013 = {severity = "off"}\n')
    refused(run("validate", broken, "--dataset", "third.toml", cwd=tmp_path), "reason is missing")


def test_the_folder_of_a_release(demo):
    folder, _ = demo
    result = run("validate", "out/demo/1.0.0", cwd=folder)
    assert (result.returncode, result.stdout) == (0, "")
    for table in ("events", "sources", "evidence", "deletions"):
        assert f"{table}.parquet" in result.stderr


def test_coding_records(demo, samples, tmp_path):
    coded = run("code", samples, "--format", "jsonl", cwd=tmp_path)
    result = run("validate", "-", cwd=tmp_path, stdin=coded.stdout)
    assert result.returncode == 0, result.stderr
    assert "10 records, 10 good" in result.stderr


def test_a_file_that_cannot_be_read_is_told_beside_the_others(good, tmp_path):
    good.write_csv(tmp_path / "good.csv")
    (tmp_path / "events.parquet").write_bytes(b"PAR1 and then nothing of use")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "events.xlsx").write_bytes(b"PK")
    result = run("validate", "events.parquet", "good.csv", "empty.csv", "events.xlsx", cwd=tmp_path)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "good.csv: 20 rows, 20 good" in result.stderr
    assert result.stderr.count("not checked to its end") == 3
    assert "whole Parquet" in result.stderr
    assert "empty.csv is empty" in result.stderr


def test_a_missing_file(tmp_path):
    refused(run("validate", "nowhere.csv", cwd=tmp_path), "nowhere.csv", "Check the spelling")


def test_a_folder_without_tables(tmp_path):
    refused(run("validate", ".", cwd=tmp_path), "holds no table", "events")


def test_an_unknown_format(good, tmp_path):
    good.write_csv(tmp_path / "some.csv")
    refused(run("validate", "some.csv", "--format", "evnts", cwd=tmp_path), "evnts", "events")


def test_files_that_cannot_be_written(broken, tmp_path):
    for option in ("--rejects", "--output"):
        result = run("validate", broken, option, "no/such/folder.csv", cwd=tmp_path)
        assert result.returncode == 2
        assert "Traceback" not in result.stderr
        assert "no/such/folder.csv" in result.stderr
