"""Good rows go on, bad rows are set aside with their reasons, and nothing is lost."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.codebook import Event
from exporter.codebook.derive import DERIVED
from exporter.codebook.export import dictionary, polars_schema
from exporter.validation import validate, validate_dataset
from tests.rows import events

COUNT = 12
FACTS = {row["column"]: row for row in dictionary("events").iter_rows(named=True)}
WRONG = {
    "integer": ["many", "1.5", "99999999999"],
    "number": ["far", "12,5"],
    "date": ["2020-13-01", "yesterday", "01/02/2020"],
    "datetime": ["noon"],
    "boolean": ["maybe", "2"],
}


def texts(frame: pl.DataFrame) -> pl.DataFrame:
    """A table as it comes from CSV."""
    return frame.with_columns(pl.all().cast(pl.String))


def with_value(frame: pl.DataFrame, row: int, column: str, value: str | None) -> pl.DataFrame:
    here = pl.int_range(pl.len()) == row
    return frame.with_columns(pl.when(here).then(pl.lit(value, pl.String)).otherwise(column).alias(column))


@st.composite
def wrong_cells(draw: st.DrawFn) -> tuple[int, str, str | None]:
    column = draw(st.sampled_from(list(FACTS)))
    facts = FACTS[column]
    values: list[str | None] = list(WRONG.get(facts["type"], []))
    if facts["codelist"]:
        values.append("Atlantis")
    if not facts["null"]:
        values.append(None)
    if not values:
        column, values = "country", ["Atlantis"]
    return draw(st.integers(0, COUNT - 1)), column, draw(st.sampled_from(values))


@settings(max_examples=80, deadline=None)
@given(cell=wrong_cells())
def test_one_wrong_value_rejects_its_row_and_no_other(cell: tuple[int, str, str | None]) -> None:
    row, column, value = cell
    good = events(COUNT)
    result = validate(with_value(texts(good), row, column, value))
    assert set(result.problems["row"]) == {row + 1}
    assert column in result.problems["column"].to_list() or any(
        column in (said or "") for said in result.problems["value"]
    )
    assert result.valid.equals(good.filter(pl.int_range(pl.len()) != row))
    assert result.rejected.height == 1


def test_text_is_read_back_as_the_codebook_types_it() -> None:
    good = events(COUNT)
    result = validate(texts(good))
    assert result.ok
    assert result.valid.schema == polars_schema("events")
    assert result.valid.equals(good)


def test_permitted_nulls_never_lose_a_row() -> None:
    nullable = [name for name, facts in FACTS.items() if facts["null"] and name != "disorder_type"]
    kept = ("actor2", "actor2_type", "actor2_country", "assoc_actor_2")
    empty = events(COUNT).with_columns(
        pl.lit(None).cast(polars_schema("events")[n]).alias(n) for n in nullable
    )
    alone = pl.col("actor1_type").cast(pl.String) + " only"
    result = validate(empty.with_columns(interaction=alone, civilian_targeting=DERIVED["civilian_targeting"]))
    assert result.problems.is_empty()
    assert result.valid.height == COUNT
    assert all(result.valid[name].is_null().all() for name in kept)


def test_a_lazy_frame_would_pass_pandera_unchecked() -> None:
    # The reason why `validate` takes a frame in memory: with a lazy one pandera looks at the schema only.
    wrong = events(COUNT).with_columns(latitude=pl.lit(1000.0))
    Event.validate(wrong.lazy(), lazy=True)
    assert validate(wrong).valid.is_empty()


def test_both_rows_of_a_repeated_id_are_named() -> None:
    good = events(COUNT)
    twice = pl.concat([good, good.head(1)])
    result = validate(twice)
    assert set(result.problems["row"]) == {1, COUNT + 1}
    assert set(result.problems["check"]) == {"unique"}
    assert result.valid.height == COUNT - 1


def test_missing_and_unknown_columns_are_named() -> None:
    result = validate(events(COUNT).drop("notes").with_columns(mood=pl.lit("good")))
    told = {
        row["column"]: row["check"] for row in result.problems.iter_rows(named=True) if row["row"] is None
    }
    assert told == {"notes": "column_missing", "mood": "column_unknown"}


def test_order_of_columns_does_not_matter() -> None:
    good = events(COUNT)
    result = validate(good.select(reversed(good.columns)))
    assert result.ok
    assert result.valid.equals(good)


@pytest.mark.parametrize("table", ["events", "sources", "evidence", "deletions"])
def test_an_empty_table_is_fine(table: str) -> None:
    result = validate(pl.DataFrame(schema=polars_schema(table)), table)
    assert result.ok
    assert result.valid.is_empty()


def test_many_bad_rows_are_all_told() -> None:
    frame = events(3000).with_columns(year=pl.lit(1900, pl.Int16))
    result = validate(frame)
    assert result.problems.height == 3000
    assert result.valid.is_empty()


def test_evidence_needs_its_event_and_a_deleted_id_stays_deleted() -> None:
    rows = events(2)
    known = rows["event_id"].to_list()
    evidence = pl.DataFrame(
        [
            {"event_id": name, "column": "actor1", "article_id": "a", "start": 0, "end": 4, "quote": "army"}
            for name in (known[0], "XKX99")
        ],
        schema=polars_schema("evidence"),
    )
    deletions = pl.DataFrame(
        [{"event_id": known[1], "version": "1.1.0", "reason": "repeated", "replaced_by": None}],
        schema=polars_schema("deletions"),
    )
    checked = validate_dataset({"events": rows, "evidence": evidence, "deletions": deletions})
    assert checked["events"].ok
    assert checked["evidence"].valid["event_id"].to_list() == [known[0]]
    assert checked["evidence"].problems["value"].to_list() == ["XKX99"]
    assert checked["deletions"].problems["value"].to_list() == [known[1]]
