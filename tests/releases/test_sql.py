"""`load.sql`, run by DuckDB."""

import duckdb
import polars as pl
import pytest

from exporter.codebook import codes
from exporter.codebook.export import dictionary, polars_schema
from exporter.codebook.tables import tables


@pytest.fixture
def loaded(release, monkeypatch):
    """A database that has run the script in the folder of a release."""
    monkeypatch.chdir(release)
    with duckdb.connect() as connection:
        connection.execute((release / "load.sql").read_text(encoding="utf-8"))
        yield connection, connection.fetchall()


def test_the_tables_hold_what_parquet_holds(loaded, release):
    connection, _ = loaded
    for table in tables():
        frame = pl.read_parquet(release / f"{table}.parquet")
        found = connection.sql(f'SELECT * FROM "{table}"').to_arrow_table()
        found = pl.DataFrame(found).cast(dict(polars_schema(table)))
        assert found.equals(frame)


def test_types_are_those_of_the_codebook(loaded):
    connection, _ = loaded
    columns = connection.sql("SELECT table_name, column_name, data_type FROM duckdb_columns()").fetchall()
    types = {(table, column): kind for table, column, kind in columns}
    assert types["events", "event_date"] == "DATE"
    assert types["events", "year"] == "SMALLINT"
    assert types["events", "fatalities"] == "INTEGER"
    assert types["events", "recorded_at"] == "TIMESTAMP WITH TIME ZONE"
    assert types["events", "civilian_targeting"] == "BOOLEAN"
    assert types["events", "time_precision"] == "ENUM('day', 'week', 'month', 'year')"
    assert types["evidence", "column"] == "VARCHAR"


def test_every_column_has_its_comment(loaded):
    connection, _ = loaded
    comments = connection.sql("SELECT table_name, column_name, comment FROM duckdb_columns()").fetchall()
    found = {(table, column): comment for table, column, comment in comments}
    for table in tables():
        for row in dictionary(table).iter_rows(named=True):
            assert row["definition"] in found[table, row["column"]]
            assert row["title"] in found[table, row["column"]]
    assert all(comment for (comment,) in connection.sql("SELECT comment FROM duckdb_tables()").fetchall())


def test_the_example_counts_the_events(loaded, release):
    _, answer = loaded
    frame = pl.read_parquet(release / "events.parquet")
    assert sum(row[3] for row in answer) == frame.height
    assert sum(row[4] or 0 for row in answer) == (frame["fatalities"].sum() or 0)
    assert len(answer) == frame.select("year", "country", "event_type").n_unique()


def test_codes_sort_as_in_their_list_and_no_other_can_be_put_in(loaded, release):
    connection, _ = loaded
    found = connection.sql("SELECT DISTINCT event_type FROM events ORDER BY event_type").fetchall()
    held = set(pl.read_parquet(release / "events.parquet")["event_type"])
    assert [code for (code,) in found] == [code for code in codes("event_types") if code in held]
    with pytest.raises(duckdb.ConversionException, match="Battle"):
        connection.execute("INSERT INTO events (event_id, event_type) VALUES ('AZE1', 'Battle')")


def test_it_can_be_run_again(loaded, release):
    connection, answer = loaded
    assert connection.execute((release / "load.sql").read_text(encoding="utf-8")).fetchall() == answer
