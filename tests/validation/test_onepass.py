"""The one pass and pandera agree on every table: neither passes what the other refuses."""

from datetime import date
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from exporter.codebook import tables
from exporter.codebook.export import polars_schema
from exporter.validation.onepass import not_kept
from exporter.validation.tables import _schema_of
from tests.rows import events

COUNT = 5


def by_pandera(frame: pl.DataFrame, schema: pa.DataFrameSchema) -> bool:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors:
        return False
    return True


def values(kind: pl.DataType) -> st.SearchStrategy[Any]:
    """Values of a type, at the edges of what columns allow."""
    if isinstance(kind, pl.Enum):
        return st.none() | st.sampled_from(kind.categories.to_list())
    texts = st.sampled_from(["", " ", "AZE1", "AZE0", "AZE12\n", "xAZE1", "actor1", "1.1.0", "1.1"])
    numbers = st.sampled_from(
        [float("nan"), float("inf"), -180.0, -90.1, -10.0, 0.0, 1.0, 1.01, 10.0, 90.0, 180.1]
    )
    strategies: dict[type[pl.DataType], st.SearchStrategy[Any]] = {
        pl.String: texts | st.text(max_size=3),
        pl.Float64: numbers,
        pl.Int32: st.integers(-2, 3),
        pl.Int16: st.integers(-2, 3),
        pl.Date: st.just(date(2020, 1, 1)),
        pl.Boolean: st.booleans(),
    }
    return st.none() | strategies.get(kind.base_type(), st.none())


CELLS = [
    (table, name)
    for table in tables()
    for name in polars_schema(table)
    if table == "events" or name not in ("event_id", "source")
]


@settings(max_examples=250, deadline=None)
@given(data=st.data(), cell=st.sampled_from(CELLS))
def test_both_say_the_same(data: st.DataObject, cell: tuple[str, str]) -> None:
    table, name = cell
    kind = polars_schema(table)[name]
    schema = _schema_of(tables()[table], frozenset([name]))
    frame = pl.DataFrame({name: data.draw(st.lists(values(kind), max_size=COUNT))}, schema={name: kind})
    assert not_kept(frame, schema)[0] == ([] if by_pandera(frame, schema) else [name])


def test_whole_tables() -> None:
    schema = _schema_of(tables()["events"], frozenset(polars_schema("events")))
    rules = tables()["events"].rules
    broken = events(50).with_columns(year=pl.lit(1900, pl.Int16), latitude=pl.lit(-88.0))
    assert not_kept(events(50), schema, rules) == ([], [])
    assert [rule.code for rule in not_kept(broken, schema, rules)[1]] == ["EV001", "EV013"]
    wrong = events(50).with_columns(actor1=pl.lit(""), latitude=pl.lit(91.0))
    assert not_kept(wrong, schema)[0] == [name for name in schema.columns if name in ("actor1", "latitude")]
    assert not_kept(pl.concat([events(2), events(2)]), schema)[0] == ["event_id"]


@pytest.mark.parametrize(
    "declared", [pa.Column(str, pa.Check.str_startswith("a")), pa.Column(str, unique=False)]
)
def test_what_has_no_expression_is_left_to_pandera(declared: pa.Column) -> None:
    schema = pa.DataFrameSchema({"a": declared})
    assert not_kept(pl.DataFrame({"a": ["abc"]}), schema)[0] == (["a"] if declared.checks else [])
    across = pa.DataFrameSchema(
        {"a": pa.Column(str)}, checks=pa.Check(lambda data: data.lazyframe.select(pl.lit(True)))
    )
    assert not_kept(pl.DataFrame({"a": ["abc"]}), across)[0] == ["a"]
