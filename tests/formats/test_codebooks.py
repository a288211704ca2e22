"""Each format's codebook: every column described, every rule broken once and told."""

import polars as pl
import pytest

from exporter.codebook.export import code_lists
from exporter.formats import FORMATS, check, read
from exporter.formats.crosswalk import names
from tests.formats import samples

SAMPLE = {
    "acled": samples.ACLED,
    "gdelt": samples.GDELT,
    "gdelt-mentions": samples.MENTIONS,
    "ucdp": samples.GED,
}
OTHERS = list(SAMPLE)

BREAKS: dict[str, dict[str, object]] = {
    "AC001": {"year": 1999},
    "AC002": {
        "sub_event_type": "Mob violence",
        "disorder_type": "Political violence",
        "event_type": "Battles",
    },
    "AC003": {"disorder_type": "Strategic developments", "sub_event_type": "Attack"},
    "AC004": {"actor2": None, "inter2": "Civilians"},
    "AC005": {"interaction": "Civilians-State forces"},
    "AC006": {"iso": 4, "country": "Myanmar"},
    "AC007": {"region": "Antarctica"},
    "AC008": {"source_scale": "National-Worldwide"},
    "GD001": {"SQLDATE": 20150231},
    "GD002": {"MonthYear": 201501},
    "GD003": {"EventCode": "999"},
    "GD004": {"EventBaseCode": "010", "EventCode": "040"},
    "GD005": {"QuadClass": 3, "EventCode": "040"},
    "GD006": {"DATEADDED": 20159999},
    "GD007": {"ActionGeo_Lat": None, "ActionGeo_Long": 3.0},
    "GD008": {"ActionGeo_CountryCode": "DEU"},
    "GM001": {"EventTimeDate": 2015},
    "GM002": {"MentionTimeDate": 2015},
    "GM003": {"MentionTimeDate": 20140101000000},
    "UC001": {"date_end": pl.date(1999, 1, 1)},
    "UC002": {"year": 1999},
    "UC003": {"low": 400, "best": 300},
    "UC004": {"deaths_a": 1000, "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": 0},
    "UC005": {"best": 0, "low": 0, "high": 0},
    "UC006": {"type_of_violence": 3, "side_b": "Taleban"},
    "UC007": {"country_id": 2, "country": "Afghanistan"},
}


def test_codes_of_rules_are_given_once() -> None:
    every = [r.code for f in FORMATS.values() for r in (*f.rules, *f.holds) if f.name != "events"]
    assert len(every) == len(set(every))
    assert set(BREAKS) == {r.code for name in OTHERS for r in FORMATS[name].rules}


@pytest.mark.parametrize("name", OTHERS)
def test_every_rule_is_told_where_it_is_broken(name: str) -> None:
    layout = FORMATS[name]
    good = read(SAMPLE[name])
    for rule in layout.rules:
        values = {
            column: value if isinstance(value, pl.Expr) else pl.lit(value)
            for column, value in BREAKS[rule.code].items()
        }
        first = pl.int_range(pl.len()) == 0
        bad = good.with_columns(
            pl.when(first).then(value.cast(good.schema[column])).otherwise(pl.col(column)).alias(column)
            for column, value in values.items()
        )
        found = check(bad, layout).filter(pl.col("check") == f"{rule.code} {rule.name}")
        assert found["row"].to_list() == [1], rule.code
        assert found["message"][0]
        assert found["remedy"][0]


@pytest.mark.parametrize("name", OTHERS)
def test_every_column_is_described(name: str) -> None:
    known = {*names(), *code_lists()}
    for column, declared in FORMATS[name].model.to_schema().columns.items():
        assert declared.title, column
        assert declared.description.endswith("."), column
        assert declared.metadata["source"]
        assert declared.metadata["codelist"] in {None, *known}


@pytest.mark.parametrize(
    ("name", "column", "value", "message"),
    [
        ("acled", "fatalities", -1, "fatalities is below 0"),
        ("acled", "latitude", 91.0, "latitude is above 90"),
        ("acled", "notes", None, None),
        ("acled", "actor1", None, "actor1 is missing"),
        ("acled", "time_precision", 4, "time_precision is not one of the allowed values"),
        ("gdelt", "GLOBALEVENTID", None, "GLOBALEVENTID is missing"),
        ("gdelt", "ActionGeo_Type", 9, "ActionGeo_Type is not one of the allowed values"),
        ("ucdp", "where_prec", 8, "where_prec is not one of the allowed values"),
        ("ucdp", "country", "Atlantis", "country is not one of the allowed values"),
        ("ucdp", "geom_wkt", "here", "geom_wkt does not have the form"),
    ],
)
def test_a_value_that_its_column_does_not_take(
    name: str, column: str, value: object, message: str | None
) -> None:
    good = read(SAMPLE[name])
    first = pl.int_range(pl.len()) == 0
    bad = good.with_columns(
        pl.when(first).then(pl.lit(value).cast(good.schema[column])).otherwise(pl.col(column)).alias(column)
    )
    found = check(bad, FORMATS[name])
    if message is None:
        assert found.is_empty()
    else:
        assert found.filter(pl.col("column") == column)["row"].to_list() == [1]
        assert found["message"].str.contains(message, literal=True).any()


def test_an_id_that_stands_twice() -> None:
    for name, path in SAMPLE.items():
        layout = FORMATS[name]
        if not layout.repeats:
            twice = pl.concat([read(path), read(path).head(1)])
            found = check(twice, layout)
            assert found["message"].to_list() == [f"{layout.key[0]} stands more than once"] * 2
