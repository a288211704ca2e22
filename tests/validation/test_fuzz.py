"""Every column set to every kind of wrong value: never a crash, never a wrong row passed or a right one rejected."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from exporter.codebook.export import polars_schema, row_schema
from exporter.validation import check_files, validate
from tests.rows import events

COUNT = 6
GOOD = events(COUNT)
SCHEMA = polars_schema("events")
COLUMNS = list(SCHEMA)
ROW_VALID = Draft202012Validator(row_schema("events"), format_checker=FormatChecker())

# A column of such values in place of the right ones: what a program that knows no codebook may write.
OTHER_TYPES: list[pl.Series] = [
    pl.Series([1.5] * COUNT),
    pl.Series([float("nan")] * COUNT),
    pl.Series([float("inf")] * COUNT),
    pl.Series([2**40] * COUNT),
    pl.Series([-1] * COUNT),
    pl.Series([300] * COUNT, dtype=pl.UInt16),
    pl.Series([True, False] * (COUNT // 2)),
    pl.Series([b"\xff\x00"] * COUNT),
    pl.Series([[1, 2]] * COUNT),
    pl.Series([{"a": 1}] * COUNT),
    pl.Series([date(1, 1, 1)] * COUNT),
    pl.Series([datetime(2020, 1, 1, 12)] * COUNT),  # noqa: DTZ001
    pl.Series([time(12)] * COUNT),
    pl.Series([timedelta(days=1)] * COUNT),
    pl.Series(["nowhere"] * COUNT, dtype=pl.Categorical),
    pl.Series([None] * COUNT),
    pl.Series(["\ufeff", "\0", "", "  ", "=1+1", "NaN"]),
]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_another_type_never_crashes_and_is_never_taken_for_right(column: str) -> None:
    for other in OTHER_TYPES:
        checked = validate(GOOD.with_columns(other.alias(column)))
        assert checked.valid.height + checked.rejected.height == COUNT
        assert checked.valid.schema == SCHEMA
        told = checked.problems.filter(pl.col("severity") == "error")["row"].drop_nulls().unique()
        assert set(told) == set(checked.rejected["row"])
        _nothing_is_made_up(other, checked.valid[column])


def _nothing_is_made_up(given: pl.Series, kept: pl.Series) -> None:
    """A value that passes is one that was given, not what a cast made of it."""
    if kept.dtype.is_numeric() and given.dtype.is_numeric():
        assert set(kept.drop_nulls().cast(pl.Float64)) <= set(given.drop_nulls().cast(pl.Float64))
    elif given.null_count() < len(given) and kept.null_count():
        assert given.dtype == pl.String, "only empty cells of text are missing values"


texts = st.text(st.characters(codec="utf-8"), max_size=12)
values = st.one_of(
    texts,
    st.sampled_from(
        ["", " ", "0", "-1", "1.0", "1e3", "1_000", "+5", "0x10", "inf", "NaN", "null", "NA", "١"]
    ),
    st.sampled_from(["2020-01-01", "2020-1-1", "2020-02-30", "01/02/2020", "2020-01-01T00:00:00Z", "24:00"]),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(str),
    st.sampled_from(["true", "TRUE", "yes", "1", "f"]),
    st.sampled_from(["Kenya", "kenya", "Battles", "State forces", "AZE1", "AZE01", "day"]),
)


@settings(max_examples=100, deadline=None)
@given(row=st.integers(0, COUNT - 1), column=st.sampled_from(COLUMNS), value=values)
def test_any_text_in_any_cell(row: int, column: str, value: str) -> None:
    here = pl.int_range(pl.len()) == row
    frame = GOOD.with_columns(pl.all().cast(pl.String)).with_columns(
        pl.when(here).then(pl.lit(value)).otherwise(column).alias(column)
    )
    checked = validate(frame)
    assert set(checked.problems["row"]) <= _blamed(frame, row)
    others = GOOD.filter(pl.int_range(pl.len()) != row)
    if row + 1 in set(checked.problems["row"]):
        assert checked.valid.height >= COUNT - 2
    else:
        # It passed: as JSON it keeps the published schema too, and it says what was written.
        passed = checked.valid.row(row, named=True)
        plain = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in passed.items()}
        assert list(ROW_VALID.iter_errors(plain)) == []
        assert checked.valid.filter(pl.int_range(pl.len()) != row).equals(others)


def _blamed(frame: pl.DataFrame, row: int) -> set[int]:
    """The row itself, and its double where the value is an id that another row has."""
    ids = frame["event_id"].to_list()
    return {number + 1 for number, name in enumerate(ids) if number == row or name == ids[row]}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from(COLUMNS), values, max_size=4), row=st.integers(0, COUNT - 1))
def test_a_file_says_what_its_rows_say(changes: dict[str, str], row: int, tmp_path: Path) -> None:
    here = pl.int_range(pl.len()) == row
    frame = GOOD.with_columns(pl.all().cast(pl.String)).with_columns(
        pl.when(here).then(pl.lit(value)).otherwise(column).alias(column)
        for column, value in changes.items()
        # What marks a formula is taken away in files only; what is no text is refused there.
        if "\0" not in value and not value.startswith("'")
    )
    in_memory = validate(frame)
    frame.write_csv(tmp_path / "events.csv")
    (report,) = check_files([tmp_path / "events.csv"]).files
    assert report.readable, report.problems
    assert (report.rows, report.good) == (COUNT, in_memory.valid.height)
    assert sorted(report.problems["code"]) == sorted(in_memory.problems["code"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), texts.map(str.encode)), ending=st.sampled_from(
    ["csv", "tsv", "jsonl", "parquet", "zip", "csv.gz", "csv.zst", "dat"]))  # fmt: skip
def test_any_bytes_are_a_report_and_no_crash(content: bytes, ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"events.{ending}"
    file.write_bytes(content)
    (report,) = check_files([file]).files
    assert report.good == 0
    assert report.counts.filter(pl.col("severity") == "error").height or report.rows == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.text('a,"\n\r ', max_size=30), at=st.floats(0, 1))
def test_noise_in_a_csv_file_loses_no_row_in_silence(noise: str, at: float, tmp_path: Path) -> None:
    text = GOOD.write_csv()
    place = text.index("\n") + 1 + int(at * (len(text) - text.index("\n") - 2))
    (tmp_path / "events.csv").write_text(text[:place] + noise + text[place:], newline="")
    (report,) = check_files([tmp_path / "events.csv"]).files
    # Noise in the notes is text like any other; elsewhere it costs rows, and each that is lost is told.
    assert not report.readable or report.good + report.problems["row"].n_unique() >= COUNT - noise.count('"')
