"""Further formats of a release, read back by other people's readers."""

import json
import time

import fastexcel
import geopandas
import openpyxl
import pandas
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from exporter.codebook.export import dictionary
from exporter.codebook.tables import tables
from exporter.errors import DataError, MissingExtraError, UsageError
from exporter.releases import build_release
from exporter.releases.also import FORMATS, find_writers
from tests.releases.abouts import FULL
from tests.releases.frames import awkward


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A release of awkward tables in every format that can be written here."""
    pytest.importorskip("pyreadstat")
    pytest.importorskip("xlsxwriter")
    output = tmp_path_factory.mktemp("also")
    return build_release(awkward(), "also", "1.0.0", output, about=FULL, also=tuple(FORMATS))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The same without a single row."""
    pytest.importorskip("pyreadstat")
    pytest.importorskip("xlsxwriter")
    frames = {name: frame.clear() for name, frame in awkward().items()}
    return build_release(frames, "also", "1.0.0", tmp_path_factory.mktemp("empty"), also=tuple(FORMATS))


def read(release, table):
    return pl.read_parquet(release.folder / f"{table}.parquet")


def plain(frame):
    """Codes as text and times as naive UTC, as most formats hold them."""
    return frame.with_columns(
        pl.col(pl.Enum).cast(pl.String), pl.col(pl.Datetime("us", "UTC")).dt.replace_time_zone(None)
    )


def test_every_file_is_listed(release):
    paths = {file.path for file in release.files}
    wanted = {"tables.xlsx", "events.geo.parquet", "events.geojson", *(f"{name}.dta" for name in tables())}
    assert wanted <= paths
    sums = (release.folder / "SHA256SUMS").read_text(encoding="utf-8")
    words = (release.folder / "README.md").read_text(encoding="utf-8")
    assert all(f"  {path}\n" in sums and f"| {path} | " in words for path in wanted)


def test_the_same_tables_give_the_same_bytes_a_second_later(release, tmp_path):
    """The writers of Stata and Excel files put the time of day into them, to the minute and the second."""
    time.sleep(1.1)
    again = build_release(
        awkward(), "also", "1.0.0", tmp_path, about=FULL, also=("stata", "geo", "excel", "geo")
    )
    assert again.files == release.files


def test_the_time_in_a_stata_file_is_that_of_the_data(release, empty):
    assert b"<timestamp>\x1102 Jan 2024 03:04</timestamp>" in (release.folder / "events.dta").read_bytes()
    assert b"<timestamp>\x1101 Jan 1960 00:00</timestamp>" in (empty.folder / "events.dta").read_bytes()


@pytest.mark.parametrize("table", list(tables()))
def test_stata_files_come_back_with_labels(release, table):
    pyreadstat = pytest.importorskip("pyreadstat")
    found, about = pyreadstat.read_dta(
        release.folder / f"{table}.dta", apply_value_formats=True, output_format="polars"
    )
    frame = read(release, table)
    # Stata knows missing numbers, not missing text.
    wanted = plain(frame).with_columns(
        pl.col(pl.String)
        .exclude([c for c in frame.columns if isinstance(frame.schema[c], pl.Enum)])
        .fill_null(""),
    )
    assert_frame_equal(found.cast(dict(wanted.schema)), wanted)
    assert about.column_names_to_labels == dict(dictionary(table).select("column", "title").iter_rows())
    assert about.file_label.startswith("Protests & ")


def test_pandas_reads_codes_as_categories(release):
    found = pandas.read_stata(release.folder / "events.dta")
    frame = read(release, "events")
    assert found["event_type"].astype(str).tolist() == frame["event_type"].cast(pl.String).to_list()
    assert found["fatalities"].isna().tolist() == frame["fatalities"].is_null().to_list()
    assert found["event_date"].dt.date.tolist() == frame["event_date"].to_list()
    assert found["notes"].tolist() == frame["notes"].to_list()


def test_texts_longer_than_a_string_variable_stay_whole_in_stata(tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    frames = awkward()
    long = "ü" * 3000
    frames["events"] = frames["events"].with_columns(
        tags=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit(long))
    )
    release = build_release(frames, "long", "1.0.0", tmp_path, also=["stata"])
    found, _ = pyreadstat.read_dta(release.folder / "events.dta", output_format="polars")
    assert found["tags"].to_list() == read(release, "events")["tags"].fill_null("").to_list()
    assert long in found["tags"].to_list()


def test_stata_refuses_numbers_that_it_would_take_for_missing(tmp_path):
    pytest.importorskip("pyreadstat")
    frames = awkward()
    frames["events"] = frames["events"].with_columns(article_count=pl.lit(2**31 - 1, pl.Int32))
    with pytest.raises(DataError, match="events cannot be written for Stata"):
        build_release(frames, "large", "1.0.0", tmp_path, also=["stata"])
    assert not (tmp_path / "large" / "1.0.0").exists()


@pytest.mark.parametrize("table", list(tables()))
def test_sheets_come_back(release, table):
    frame = plain(read(release, table))
    texts = dict.fromkeys(range(frame.width), "string")
    kinds = {
        number: "datetime" if kind.is_temporal() else "float" if kind.is_numeric() else "string"
        for number, kind in enumerate(frame.dtypes)
        if kind != pl.Boolean
    }
    sheet = fastexcel.read_excel(release.folder / "tables.xlsx").load_sheet(
        table, dtypes=kinds | {number: "boolean" for number in texts if number not in kinds}
    )
    # Excel counts times in days; calamine gives milliseconds of them.
    wanted = frame.with_columns(pl.col(pl.Datetime).dt.round("1ms"))
    found = sheet.to_polars().with_columns(pl.col(pl.Datetime).cast(pl.Datetime("us")).dt.round("1ms"))
    assert_frame_equal(found.cast(dict(wanted.schema)), wanted)


def test_the_workbook_runs_nothing_and_dates_are_dates(release):
    book = openpyxl.load_workbook(release.folder / "tables.xlsx")
    assert book.sheetnames == ["about", *tables(), "dictionary"]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert not any(sheet._hyperlinks for sheet in book)
    events = book["events"]
    names = [cell.value for cell in events[1]]
    frame = read(release, "events")
    assert names == frame.columns
    assert events.freeze_panes == "A2"
    day = events.cell(2, names.index("event_date") + 1)
    assert day.is_date and day.value.date() == frame["event_date"][0]
    assert any(str(cell.value).startswith("=HYPERLINK(") for row in events.iter_rows() for cell in row)
    told = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert told["Title"] == FULL.title
    assert "CC-BY-NC-SA-4.0" in told["Licence"]
    assert book["dictionary"].max_row == sum(dictionary(name).height for name in tables()) + 1


@pytest.mark.parametrize(("letter", "fits", "beyond"), [("a", 32_767, 32_768), ("🕊", 16_383, 16_384)])
def test_a_text_too_long_for_a_cell_is_told_with_its_place(tmp_path, letter, fits, beyond):
    pytest.importorskip("xlsxwriter")
    frames = awkward(3)

    def with_notes(length):
        notes = pl.when(pl.int_range(pl.len()) == 1).then(pl.lit(letter * length)).otherwise("notes")
        return {**frames, "events": frames["events"].with_columns(notes=notes)}

    release = build_release(with_notes(fits), "fits", "1.0.0", tmp_path, also=["excel"])
    book = openpyxl.load_workbook(release.folder / "tables.xlsx", read_only=True)
    assert letter * fits in {cell.value for row in book["events"].iter_rows() for cell in row}
    row = read(release, "events")["notes"].str.len_chars().arg_max() + 1
    with pytest.raises(DataError, match=rf"events, row {row}, notes: 32,768 characters"):
        build_release(with_notes(beyond), "beyond", "1.0.0", tmp_path, also=["excel"])
    assert not (tmp_path / "beyond" / "1.0.0").exists()


def test_more_rows_than_a_sheet_holds(monkeypatch, tmp_path):
    pytest.importorskip("xlsxwriter")
    from exporter.releases.also import excel

    assert excel.MOST_ROWS == 1_048_575
    monkeypatch.setattr(excel, "MOST_ROWS", 5)
    with pytest.raises(DataError, match="events: 6 rows are more than Excel's 5"):
        build_release(awkward(6), "rows", "1.0.0", tmp_path, also=["excel"])


def test_geopandas_reads_the_points_and_their_reference_system(release):
    found = geopandas.read_parquet(release.folder / "events.geo.parquet")
    frame = read(release, "events")
    assert found.crs == "OGC:CRS84"
    assert found.geometry.x.tolist() == frame["longitude"].to_list()
    assert found.geometry.y.tolist() == frame["latitude"].to_list()
    assert_frame_equal(pl.read_parquet(release.folder / "events.geo.parquet").drop("geometry"), frame)


def test_the_box_of_the_points_is_that_of_the_data(release):
    geo = json.loads(pl.read_parquet_metadata(release.folder / "events.geo.parquet")["geo"])
    frame = read(release, "events")
    west, south, east, north = geo["columns"]["geometry"]["bbox"]
    assert (west, east) == (frame["longitude"].min(), frame["longitude"].max())
    assert (south, north) == (frame["latitude"].min(), frame["latitude"].max())


def test_geojson_holds_every_event(release):
    frame = read(release, "events")
    told = json.loads((release.folder / "events.geojson").read_text(encoding="utf-8"))
    assert told["type"] == "FeatureCollection"
    assert [one["id"] for one in told["features"]] == frame["event_id"].to_list()
    assert [one["geometry"]["coordinates"] for one in told["features"]] == [
        list(pair) for pair in frame.select("longitude", "latitude").iter_rows()
    ]
    assert [one["properties"]["notes"] for one in told["features"]] == frame["notes"].to_list()
    assert [one["properties"]["fatalities"] for one in told["features"]] == frame["fatalities"].to_list()
    cells = pl.read_csv(release.folder / "events.csv", infer_schema=False)["recorded_at"].to_list()
    assert [one["properties"]["recorded_at"] for one in told["features"]] == cells


def test_geojson_is_the_same_whatever_it_is_written_in(release, tmp_path, monkeypatch):
    monkeypatch.setattr("exporter.releases.also.geo.ROW_GROUP", 7)
    again = build_release(awkward(), "also", "1.0.0", tmp_path, about=FULL, also=["geo"])
    name = "events.geojson"
    assert (again.folder / name).read_bytes() == (release.folder / name).read_bytes()


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=20), st.integers(0, 3))
def test_points_come_back_from_wkb(points, skip):
    from exporter.releases.also.geo import wkb_points

    frame = pl.DataFrame(points, schema={"x": pl.Float64, "y": pl.Float64}, orient="row").slice(skip)
    made = wkb_points(frame["x"], frame["y"]).to_pylist()
    found = [shapely.from_wkb(point) for point in made]
    assert [(point.x, point.y) for point in found] == frame.rows()


def test_without_rows_every_format_is_there_and_read(empty):
    pyreadstat = pytest.importorskip("pyreadstat")
    for table in tables():
        found, _ = pyreadstat.read_dta(empty.folder / f"{table}.dta", output_format="polars")
        assert found.height == 0
        assert found.columns == read(empty, table).columns
    book = openpyxl.load_workbook(empty.folder / "tables.xlsx")
    assert [cell.value for cell in book["deletions"][1]] == read(empty, "deletions").columns
    assert all(cell.value is None for row in book["events"].iter_rows(min_row=2) for cell in row)
    assert len(geopandas.read_parquet(empty.folder / "events.geo.parquet")) == 0
    assert json.loads((empty.folder / "events.geojson").read_text(encoding="utf-8"))["features"] == []


def test_unknown_formats_and_missing_packages(monkeypatch, tmp_path):
    with pytest.raises(UsageError, match="no format 'xls'"):
        build_release(awkward(), "also", "1.0.0", tmp_path, also=["xls"])
    with pytest.raises(UsageError, match="one text"):
        find_writers("geo")
    monkeypatch.setattr("exporter.releases.also.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"event-exporter\[stata\]"):
        build_release(awkward(), "also", "1.0.0", tmp_path, also=["stata"])
    with pytest.raises(MissingExtraError, match=r"event-exporter\[excel\]"):
        build_release(awkward(), "also", "1.0.0", tmp_path, also=["geo", "excel"])
    assert list(tmp_path.iterdir()) == []
    assert len(find_writers(["geo"])) == 1
