"""Loading from folders and files: columns, countries, checksums, and the frames of other libraries."""

import gc
import shutil
import sys
from datetime import UTC, date, datetime

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import exporter
from exporter.codebook import codelist
from exporter.codebook.export import polars_schema
from exporter.errors import DataError, MissingExtraError, UsageError
from exporter.loaders import web
from exporter.loaders.selection import country_names

COUNTRIES = codelist("countries")


@pytest.fixture
def copy(release, tmp_path):
    """A release that may be spoilt."""
    return shutil.copytree(release, tmp_path / "1.2.0")


def test_by_name_path_and_file(output, release):
    by_name = exporter.load("conflict", "1.2.0", output=output)
    assert by_name.schema == polars_schema("events")
    assert by_name.height == 70_000
    for same in (release, str(release), release / "events.parquet", str(release / "events.parquet")):
        assert exporter.load(same).equals(by_name)
    assert exporter.load("conflict", output=output).equals(by_name)
    assert exporter.load("conflict", "1.0.0", output=output).height == 50


def test_columns_come_in_the_order_asked(release):
    found = exporter.load(release, columns=["iso3", "event_id", "iso3"])
    assert found.columns == ["iso3", "event_id"]
    assert found.equals(exporter.load(release).select("iso3", "event_id"))


def test_countries_by_name_and_code(release):
    everything = exporter.load(release)
    found = exporter.load(release, countries=["GRC", "namibia", "Greece"], columns=["event_id"])
    wanted = everything.filter(pl.col("country").is_in(["Greece", "Namibia"])).select("event_id")
    assert wanted.height > 0
    assert found.equals(wanted)


def test_countries_of_a_companion(release):
    ids = exporter.load(release, countries=["GRC"])["event_id"]
    for source in (release, release / "sources.parquet"):
        found = exporter.load(source, table="sources", countries=["GRC"])
        assert set(found["event_id"]) == set(ids)
        assert found.columns == list(polars_schema("sources"))
    with pytest.raises(UsageError, match="deletions has no countries"):
        exporter.load(release, table="deletions", countries=["GRC"])


@given(st.lists(st.sampled_from(COUNTRIES.select("code", "iso3").rows()), min_size=1, max_size=6), st.data())
def test_every_country_is_known_by_name_and_code_in_any_case(chosen, data):
    said = [data.draw(st.sampled_from([name, iso3, name.upper(), iso3.lower()])) for name, iso3 in chosen]
    assert country_names(said) == tuple(sorted({name for name, _ in chosen}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(data=st.data())
def test_the_web_and_the_disk_give_the_same(data, site, release):
    """Whatever is asked for, parts over HTTP are what the file on disk holds."""
    table = data.draw(st.sampled_from(["events", "sources", "evidence"]))
    columns = data.draw(st.lists(st.sampled_from(list(polars_schema(table))), min_size=1, max_size=5))
    countries = data.draw(
        st.none() | st.lists(st.sampled_from(COUNTRIES["iso3"].to_list()[:150]), min_size=1)
    )
    options = {"table": table, "columns": columns, "countries": countries}
    there = exporter.load(f"{site.url}/conflict/1.2.0", cache=False, **options)
    assert there.equals(exporter.load(release, **options))


@pytest.mark.parametrize(
    ("options", "message", "remedy"),
    [
        ({"table": "event"}, "no table 'event'", "Did you mean events"),
        ({"columns": ["fatalites"]}, "no column 'fatalites'", "fatalities"),
        ({"columns": ["???"]}, r"no column '\?\?\?'", "There are: event_id"),
        ({"columns": []}, "columns is an empty list", "leave columns out"),
        ({"countries": ["Germny"]}, "no country 'Germny'", "Did you mean Germany"),
        ({"countries": ["XQQ1"]}, "no country 'XQQ1'", "There are: Afghanistan"),
        ({"countries": []}, "countries is an empty list", "leave countries out"),
        ({"as_": "numpy"}, "as_='numpy'", "pandas"),
    ],
)
def test_what_is_not_there(release, site, options, message, remedy):
    for source in (release, f"{site.url}/conflict/1.2.0"):
        with pytest.raises(UsageError, match=message) as caught:
            exporter.load(source, cache=False, **options)
        assert remedy in caught.value.remedy


def test_a_path_and_a_version(release):
    with pytest.raises(UsageError, match="A path and a version"):
        exporter.load(release, "1.2.0")


def test_one_name_instead_of_a_list(release):
    assert exporter.load(release, columns="iso3", countries="Greece")["iso3"].unique().to_list() == ["GRC"]


def test_a_changed_file_is_found(copy):
    exporter.load(copy, table="sources").head(5).write_parquet(copy / "sources.parquet")
    for source in (copy, copy / "sources.parquet"):
        with pytest.raises(DataError, match=r"sources.parquet is not the file that was released") as caught:
            exporter.load(source, table="sources")
        assert caught.value.remedy
    assert exporter.load(copy).height == 70_000


def test_a_file_without_checksums_beside_it(release, tmp_path):
    file = shutil.copy(release / "deletions.parquet", tmp_path / "mine.parquet")
    assert exporter.load(file, table="deletions").equals(exporter.load(release, table="deletions"))


def test_files_that_are_no_tables(copy):
    (copy / "SHA256SUMS").unlink()
    (copy / "events.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(UsageError, match=r"events.parquet cannot be read"):
        exporter.load(copy)
    pl.DataFrame({"event_id": ["AZE1"]}).write_parquet(copy / "events.parquet")
    with pytest.raises(DataError, match="column event_date is missing"):
        exporter.load(copy)
    with pytest.raises(DataError, match="column event_date is missing"):
        exporter.load(copy, columns=["event_date"], countries=["AZE"])


def test_no_table_over_the_web_either(site, monkeypatch):
    monkeypatch.setattr(web, "PAUSE", 0.0)

    def nonsense(handler):
        if not handler.path.endswith(".parquet"):
            return False
        handler.send(206, b"PAR1 nonsense", {"Content-Range": "bytes 0-12/13"})
        return True

    site.fault = nonsense
    with pytest.raises(DataError, match=r"events.parquet cannot be read"):
        exporter.load(f"{site.url}/conflict/1.2.0", columns=["notes"], cache=False)


def test_a_release_of_an_older_codebook_with_fewer_codes(copy):
    """Its lists are shorter; its rows are given with today's types."""
    few = exporter.load(copy).filter(pl.col("country") == "Greece")
    older = few.with_columns(
        country=pl.col("country").cast(pl.String).cast(pl.Enum(["Greece", "Namibia"])),
        event_type=pl.col("event_type").cast(pl.String),
    )
    older.write_parquet(copy / "events.parquet")
    (copy / "SHA256SUMS").unlink()
    assert exporter.load(copy).equals(few)
    assert exporter.load(copy, countries=["GRC", "KEN"]).equals(few)
    assert exporter.load(copy, countries=["KEN"]).height == 0
    (copy / "events.parquet").unlink()
    older.with_columns(country=pl.lit("Atlantis")).write_parquet(copy / "events.parquet")
    with pytest.raises(DataError, match="does not fit this codebook"):
        exporter.load(copy)


def test_pandas_keeps_types(release):
    pd = pytest.importorskip("pandas")
    frame = exporter.load(release)
    found = exporter.load(release, as_="pandas")
    assert list(found.columns) == frame.columns
    kinds = found.dtypes
    assert kinds["fatalities"] == pd.Int32Dtype()
    assert kinds["year"] == pd.Int16Dtype()
    assert kinds["civilian_targeting"] == pd.BooleanDtype()
    assert kinds["goldstein"] == "float64"
    assert kinds["event_date"].kind == "M"
    assert str(kinds["recorded_at"]) == "datetime64[us, UTC]"
    assert isinstance(kinds["country"], pd.CategoricalDtype)
    assert list(found["country"].cat.categories) == frame["country"].dtype.categories.to_list()
    assert found["fatalities"].isna().sum() == frame["fatalities"].null_count() > 0
    assert (found["fatalities"] == 0).sum() == (frame["fatalities"] == 0).sum() > 0
    assert found["fatalities"].sum() == frame["fatalities"].sum()
    assert found["event_date"].dt.date.tolist() == frame["event_date"].to_list()
    assert found["notes"].tolist() == frame["notes"].to_list()
    assert found["admin2"].isna().all()
    assert found["recorded_at"].iloc[0].to_pydatetime() == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_arrow_is_what_polars_holds(release):
    found = exporter.load(release, countries=["GRC"], as_="arrow")
    assert isinstance(found, pa.Table)
    assert pa.types.is_dictionary(found.schema.field("country").type)
    assert pa.types.is_date32(found.schema.field("event_date").type)
    back = pl.DataFrame(pl.from_arrow(found)).cast(dict(polars_schema("events")))
    assert back.equals(exporter.load(release, countries=["GRC"]))


def test_duckdb_answers_sql(release):
    pytest.importorskip("duckdb")
    frame = exporter.load(release, countries=["GRC"])
    found = exporter.load(release, countries=["GRC"], as_="duckdb")
    gc.collect()
    sql = "SELECT count(*), sum(fatalities), count(fatalities), min(event_date), min(country) FROM events"
    rows = found.query("events", sql).fetchall()
    first: date = frame["event_date"].min()
    total, known = frame["fatalities"].sum(), frame["fatalities"].count()
    assert rows == [(frame.height, total, known, first, "Greece")]
    assert dict(zip(found.columns, map(str, found.types), strict=True))["fatalities"] == "INTEGER"


@pytest.mark.parametrize("library", ["pandas", "duckdb"])
def test_a_library_that_is_not_installed(release, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError) as caught:
        exporter.load(release, as_=library)
    assert f"event-exporter[{library}]" in caught.value.remedy
