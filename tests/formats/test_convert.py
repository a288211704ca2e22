"""Conversions of the samples: what comes out, what is told, what is refused."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

import exporter
from exporter.errors import UsageError
from exporter.formats import CONVERTED, FORMATS, REPORTS, Conversion, check, convert_file, read
from exporter.formats import files as files_module
from exporter.formats.registry import the_format
from tests.formats import samples
from tests.rows import events

PATHS = {"acled": samples.ACLED, "gdelt": samples.GDELT, "ucdp": samples.GED}


def losses(done: exporter.Converted, what: str) -> dict[str, int]:
    return {
        row["column"]: row["count"]
        for row in done.losses.filter(pl.col("what") == what).iter_rows(named=True)
    }


def test_acled_into_ours() -> None:
    done = exporter.convert(samples.ACLED, to="events")
    assert exporter.validate(done.frame).ok
    assert done.rejects.is_empty()
    coup, riot, attack, _strike, protest = done.frame.iter_rows(named=True)
    assert coup["actor1"] == "Military Forces of Myanmar"
    assert coup["fatalities"] is None, "ACLED's 0 does not say whether none died or none were reported"
    assert coup["source_count"] == 2
    assert coup["source_scale"] == "International"
    assert riot["assoc_actor_1"] == "Students (Chile)"
    assert attack["fatalities"] == 300
    assert attack["fatalities_low"] is None
    assert attack["actor1_country"] is None
    assert attack["civilian_targeting"] is True
    assert attack["cameo_code"] == "180"
    assert attack["updated_at"] == datetime.fromtimestamp(1400000000, UTC)
    assert protest["actor2_type"] is None
    assert protest["interaction"] == "Protesters only"
    assert protest["time_precision"] == "week"
    assert losses(done, "lost") == {"actor1": 1, "actor2": 2, "source_scale": 1}
    assert losses(done, "by rule") == {
        "event_date_end": 1,
        "cameo_code": 5,
        "coder": 5,
        "review": 5,
        "recorded_at": 5,
    }


def test_older_acled_gives_the_same_rows_and_tells_unknown_columns() -> None:
    new = exporter.convert(samples.ACLED, to="events").frame
    old = exporter.convert(samples.ACLED_OLDER, to="events")
    assert old.frame.drop("admin1", "tags").equals(new.drop("admin1", "tags"))
    assert losses(old, "unknown column") == {"data_id": 5, "event_id_no_cnty": 5, "iso3": 5}


def test_gdelt_into_ours() -> None:
    done = exporter.convert(samples.GDELT, to="events")
    assert exporter.validate(done.frame).ok
    assert done.rejects["row"].to_list() == [4, 5]
    assert done.rejects["reason"].str.starts_with("actor1").all()
    attack, talks, protest, fight = done.frame.iter_rows(named=True)
    assert attack["event_id"] == "KEN410500001"
    assert (attack["location"], attack["admin1"], attack["country"]) == ("Garissa", "North-Eastern", "Kenya")
    assert attack["actor1_type"] == "State forces"
    assert attack["source"] == "example.org"
    assert attack["fatalities"] is None
    assert (talks["actor1_type"], talks["actor2_type"]) == ("External/Other forces", "External/Other forces")
    assert talks["quad_class"] == "Verbal cooperation"
    assert protest["actor1_type"] == "Protesters"
    assert protest["sub_event_type"] == "Peaceful protest"
    assert protest["actor2"] is None
    assert (fight["geo_precision"], fight["location"], fight["admin1"]) == ("region", "Donetsk", None)
    assert fight["recorded_at"] == datetime(2015, 4, 3, 12, tzinfo=UTC)
    assert losses(done, "lost")["AvgTone"] == 4


def test_a_region_is_no_country_and_is_told() -> None:
    frame = read(samples.GDELT).with_columns(Actor1Type1Code=pl.lit("GOV"))
    done = exporter.convert(frame.filter(pl.col("Actor1CountryCode") == "EUR"), to="events")
    assert done.frame["actor1_country"].to_list() == [None]
    assert losses(done, "unmapped") == {"Actor1CountryCode": 1}
    assert "Actor1CountryCode" not in losses(done, "lost")


def test_ged_into_ours() -> None:
    done = exporter.convert(samples.GED, to="events")
    assert exporter.validate(done.frame).ok
    kunduz, gamboru, juarez, yemen = done.frame.iter_rows(named=True)
    assert kunduz["event_id"] == "AFG150001"
    assert (kunduz["actor1_type"], kunduz["actor2_type"]) == ("State forces", "Rebel group")
    assert (kunduz["actor1_country"], kunduz["actor2_country"]) == ("AFG", None)
    assert (kunduz["fatalities_low"], kunduz["fatalities"], kunduz["fatalities_high"]) == (50, 50, 83)
    assert kunduz["source"] == "AFP; Reuters"
    assert kunduz["source_date"] == date(2015, 9, 28)
    assert gamboru["event_type"] == "Violence against civilians"
    assert gamboru["time_precision"] == "week"
    assert gamboru["event_date_end"] == date(2014, 5, 6)
    assert kunduz["source_count"] == 2
    assert juarez["source"] == "Reuters 5/2/2010"
    assert (yemen["country"], yemen["geo_precision"]) == ("Yemen", "country")


@pytest.mark.parametrize(
    ("source", "unsaid"),
    [
        ("acled", {"source_date": 5, "article_count": 5, "source_count": 0}),
        ("gdelt", {"source_date": 4, "article_count": 0, "source_count": 0}),
        # GED's third event has neither outlets nor days of reports, and -1 for their number.
        ("ucdp", {"source_date": 1, "article_count": 1, "source_count": 1}),
    ],
)
def test_what_the_source_does_not_say_of_reports_stays_empty(source: str, unsaid: dict[str, int]) -> None:
    done = exporter.convert(PATHS[source], to="events")
    assert {name: done.frame[name].null_count() for name in unsaid} == unsaid
    assert not set(unsaid) & set(losses(done, "by rule"))
    if source == "ucdp":
        assert set(done.frame.filter(pl.col("source_date").is_null())["source"]) == {"Reuters 5/2/2010"}


def test_an_unknown_number_of_reports_is_written_as_ged_writes_it() -> None:
    rows = events(700).with_columns(article_count=pl.lit(None, pl.Int32))
    done = exporter.convert(rows, to="ucdp")
    assert done.frame["number_of_sources"].unique().to_list() == [-1]
    assert "article_count" not in losses(done, "lost")


@pytest.mark.parametrize("source", PATHS)
@pytest.mark.parametrize("target", CONVERTED)
def test_what_goes_out_keeps_the_formats_codebook_and_nothing_disappears(source: str, target: str) -> None:
    done = exporter.convert(PATHS[source], to=target)
    assert done.frame.schema == FORMATS[target].schema
    assert check(done.frame, FORMATS[target]).is_empty()
    assert done.frame.height + done.rejects.height == read(PATHS[source]).height
    assert done.rejects["reason"].null_count() == 0


@pytest.mark.parametrize("target", CONVERTED)
def test_ours_go_out_whole_or_with_a_reason(target: str) -> None:
    rows = events(700)
    done = exporter.convert(rows, to=target)
    assert check(done.frame, FORMATS[target]).is_empty()
    assert done.frame.height + done.rejects.height == 700
    assert not done.frame.is_empty()
    refused = {"acled": "diplomatic exchange", "ucdp": "no death is reported"}
    if target in refused:
        assert done.rejects["reason"].str.contains(refused[target]).any()
    else:
        assert done.rejects.is_empty()


@pytest.mark.parametrize(
    ("target", "columns"),
    [
        (
            "gdelt",
            [
                "IsRootEvent",
                "NumMentions",
                "AvgTone",
                "ActionGeo_ADM1Code",
                "ActionGeo_FeatureID",
                "Actor1Geo_Type",
            ],
        ),
        (
            "ucdp",
            [
                "conflict_name",
                "deaths_a",
                "deaths_unknown",
                "event_clarity",
                "code_status",
                "source_headline",
            ],
        ),
        ("acled", ["admin3"]),
    ],
)
def test_nothing_is_invented_for_columns_that_we_do_not_have(target: str, columns: list[str]) -> None:
    frame = exporter.convert(events(700), to=target).frame
    for column in columns:
        assert frame[column].null_count() == frame.height, column


def test_an_open_high_count_stays_open_in_ged() -> None:
    rows = events(700)
    done = exporter.convert(rows, to="ucdp").frame
    back = rows.filter(pl.col("event_id").is_in(done["relid"].to_list()))
    assert done["high"].to_list() == back["fatalities_high"].to_list()
    assert done["high"].null_count() > 0


def test_by_rule_is_told_under_the_names_of_the_result() -> None:
    told = losses(exporter.convert(samples.ACLED, to="gdelt"), "by rule")
    assert told == {"EventCode": 5, "DATEADDED": 5}


def test_an_id_that_stands_twice_is_refused_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = events(40)
    twice = pl.concat([rows, rows.head(1)])
    done = exporter.convert(twice, to="gdelt")
    assert done.rejects["row"].to_list() == [1, 41]
    assert done.rejects["reason"][0] == f"event_id {rows['event_id'][0]} stands more than once"
    monkeypatch.setattr(files_module, "BATCH", 7)
    twice.write_parquet(tmp_path / "in.parquet")
    report = convert_file(
        tmp_path / "in.parquet", "gdelt", tmp_path / "out.tsv", rejects=tmp_path / "rejects.csv"
    )
    assert (report.rows, report.rejected) == (39, 2)
    assert pl.read_csv(tmp_path / "rejects.csv")["row"].to_list() == [1, 41]


def test_a_value_that_cannot_be_read_sets_its_row_aside() -> None:
    text = pl.read_csv(samples.ACLED, infer_schema=False)
    wrong = text.with_columns(
        latitude=pl.when(pl.int_range(pl.len()) == 2).then(pl.lit("12,37")).otherwise("latitude")
    )
    done = exporter.convert(wrong, to="events")
    assert done.frame.height == 4
    assert done.rejects.select("row", "reason").rows() == [(3, "latitude cannot be read as a number: 12,37")]
    assert done.rejects["latitude"].to_list() == ["12,37"]


@pytest.mark.parametrize("target", CONVERTED)
@pytest.mark.parametrize("ending", ["parquet", "csv", "tsv"])
def test_batches_of_a_file_give_what_the_whole_gives(
    target: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = events(500)
    rows.write_parquet(tmp_path / "in.parquet")
    whole = exporter.convert(rows, to=target)
    monkeypatch.setattr(files_module, "BATCH", 90)
    out = tmp_path / f"out.{ending}"
    report = convert_file(tmp_path / "in.parquet", target, out)
    assert files_module.recognise(out) == target
    assert read(out).equals(whole.frame)
    assert report.losses.sort("column").equals(whole.losses.sort("column"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", out.name]


def test_gdelt_as_it_names_its_own_files(tmp_path: Path) -> None:
    out = tmp_path / "20240102030400.export.CSV"
    convert_file(samples.GDELT, "gdelt", out)
    assert out.read_text().count("\n") == 6
    assert len(out.read_text().splitlines()[0].split("\t")) == 61
    assert read(out).equals(read(samples.GDELT))


def test_a_file_without_rows_keeps_its_header(tmp_path: Path) -> None:
    events(3).head(0).write_parquet(tmp_path / "in.parquet")
    for target in CONVERTED:
        convert_file(tmp_path / "in.parquet", target, tmp_path / "out.csv")
        assert read(tmp_path / "out.csv").schema == FORMATS[target].schema


def test_rows_that_were_set_aside_are_converted_once_mended(tmp_path: Path) -> None:
    text = pl.read_csv(samples.ACLED, infer_schema=False)
    text.with_columns(latitude=pl.lit("north")).write_csv(tmp_path / "in.csv")
    convert_file(tmp_path / "in.csv", "events", tmp_path / "out.csv", rejects=tmp_path / "rejects.csv")
    aside = pl.read_csv(tmp_path / "rejects.csv", infer_schema=False)
    assert aside.columns[:2] == ["row", "reason"]
    done = exporter.convert(aside.with_columns(text["latitude"]), to="events")
    assert done.frame.equals(exporter.convert(samples.ACLED, to="events").frame)
    assert exporter.convert(aside, to="events").rejects["row"].to_list() == [1, 2, 3, 4, 5]


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'excel' is not known"):
        exporter.convert(samples.ACLED, to="excel")
    with pytest.raises(UsageError, match="holds reports of events"):
        exporter.convert(samples.MENTIONS, to="events")
    with pytest.raises(UsageError, match="no format"):
        exporter.convert(pl.DataFrame({"a": [1]}), to="events")
    with pytest.raises(UsageError, match=r"ends in none of"):
        convert_file(samples.ACLED, "events", tmp_path / "out.xlsx")
    with pytest.raises(UsageError, match="cannot be written"):
        convert_file(samples.ACLED, "events", tmp_path / "no" / "such" / "folder.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events(100).write_parquet(tmp_path / "in.parquet")
    monkeypatch.setattr(files_module, "BATCH", 40)
    run, calls = Conversion.run, []

    def failing(self: Conversion, *arguments: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return run(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Conversion, "run", failing)
    with pytest.raises(KeyboardInterrupt):
        convert_file(tmp_path / "in.parquet", "acled", tmp_path / "out.csv", rejects=tmp_path / "rejects.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


def test_formats_of_events_are_those_that_convert() -> None:
    assert [the_format(name).name for name in CONVERTED] == ["events", "acled", "gdelt", "ucdp"]
    assert [the_format(name).name for name in REPORTS] == ["sources", "gdelt-mentions"]
