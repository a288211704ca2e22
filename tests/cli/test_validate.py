"""`exporter validate`: 0 where every row is good, 1 where some are not, 2 where it cannot be told."""

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


def test_each_problem_names_row_column_value_check_and_remedy(broken, tmp_path):
    result = run("validate", broken, "--rejects", "problems.csv", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "20 rows, 18 good, 2 with problems" in result.stderr
    problems = pl.read_csv(tmp_path / "problems.csv", infer_schema=False)
    assert {("3", "latitude"), ("5", "country")} <= set(problems.select("row", "column").iter_rows())
    for problem in problems.iter_rows(named=True):
        assert problem["table"] == str(broken)
        line = f"row {problem['row']}, {problem['column']}: {problem['message']}"
        value = f"(value: {problem['value']}) [{problem['check']}]" if problem["value"] else problem["check"]
        assert line in result.stderr
        assert value in result.stderr
        assert problem["remedy"] in result.stderr
    assert "Atlantis" in result.stderr


def test_limit_says_how_many_are_left(broken, tmp_path):
    result = run("validate", broken, "--limit", "1", "--rejects", "problems.csv", cwd=tmp_path)
    more = pl.read_csv(tmp_path / "problems.csv", infer_schema=False).height - 1
    assert more >= 1
    assert f"and {more} more problem" in result.stderr


def test_the_folder_of_a_release(demo):
    folder, _ = demo
    result = run("validate", "out/demo/1.0.0", cwd=folder)
    assert (result.returncode, result.stdout) == (0, "")
    for table in ("events", "sources", "evidence", "deletions"):
        assert f"{table}.parquet" in result.stderr


def test_an_unknown_kind_of_file(tmp_path):
    (tmp_path / "events.xlsx").write_bytes(b"PK")
    refused(run("validate", "events.xlsx", cwd=tmp_path), "events.xlsx", ".parquet", "Give a")


def test_a_missing_file(tmp_path):
    refused(run("validate", "nowhere.csv", cwd=tmp_path), "nowhere.csv", "Check the spelling")


def test_a_broken_parquet_file(tmp_path):
    (tmp_path / "events.parquet").write_bytes(b"PAR1 and then nothing of use")
    refused(run("validate", "events.parquet", cwd=tmp_path), "events.parquet", "whole Parquet")


def test_an_empty_csv_file(tmp_path):
    (tmp_path / "events.csv").write_bytes(b"")
    result = run("validate", "events.csv", cwd=tmp_path)
    refused(result, "events.csv", status=result.returncode)
    assert result.returncode in (1, 2)


def test_a_folder_without_tables(tmp_path):
    refused(run("validate", ".", cwd=tmp_path), "holds no table", "events")


def test_an_unknown_table(good, tmp_path):
    good.write_csv(tmp_path / "some.csv")
    refused(run("validate", "some.csv", "--table", "evnts", cwd=tmp_path), "evnts", "events")


def test_rejects_that_cannot_be_written(broken, tmp_path):
    result = run("validate", broken, "--rejects", "no/such/folder.csv", cwd=tmp_path)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "no/such/folder.csv" in result.stderr
