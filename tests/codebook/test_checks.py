"""Each rule finds the row that breaks it, and only that."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from exporter.codebook import tables
from exporter.codebook.checks import EVENT_RULES
from exporter.validation import validate
from tests.rows import events

ROW = 3

# What to change in one row so that the rule of that code, and no other, is broken.
BROKEN: dict[str, dict[str, object]] = {
    "EV001": {"year": 1900},
    "EV002": {"event_date_end": date(1990, 1, 1)},
    "EV003": {"event_date_end": date(2030, 1, 1)},
    "EV004": {"source_date": date(1990, 1, 1)},
    "EV005": {"event_type": "Riots", "sub_event_type": "Peaceful protest", "disorder_type": "Demonstrations"},
    "EV006": {"disorder_type": "Demonstrations", "sub_event_type": "Armed clash", "event_type": "Battles"},
    "EV007": {"actor2": None, "actor2_type": "Civilians", "interaction": None},
    "EV008": {"interaction": "State forces only"},
    "EV009": {"fatalities": 5, "fatalities_low": 6, "fatalities_high": 9},
    "EV010": {"fatalities": None, "fatalities_low": 1, "fatalities_high": None},
    "EV011": {"iso3": "FRA", "country": "Norway", "region": "Europe", "latitude": 59.9, "longitude": 10.7},
    "EV012": {"region": "Antarctica"},
    "EV013": {"latitude": -88.0},
    "EV014": {"quad_class": "Verbal cooperation", "cameo_code": "190", "goldstein": -10.0},
    "EV015": {"goldstein": 9.9},
    "EV016": {"cameo_code": "9999", "quad_class": "Verbal conflict", "goldstein": 0.0},
    "EV017": {"actor1_country": "ZZZ"},
    "EV018": {"updated_at": datetime(2001, 1, 1, tzinfo=UTC)},
}


def broken(frame: pl.DataFrame, changes: dict[str, object]) -> pl.DataFrame:
    here = pl.int_range(pl.len()) == ROW
    return frame.with_columns(
        pl.when(here).then(pl.lit(value, dtype=frame.schema[name])).otherwise(name).alias(name)
        for name, value in changes.items()
    )


def test_every_rule_has_its_broken_row() -> None:
    assert {rule.code for rule in EVENT_RULES} == set(BROKEN)


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_broken_row_is_found_by_its_rule(code: str) -> None:
    frame = broken(events(20), BROKEN[code])
    result = validate(frame)
    found = {check.split()[0] for check in result.problems["check"] if check.startswith("EV")}
    assert code in found
    assert set(result.problems["row"]) == {ROW + 1}
    assert result.valid.height == 19
    assert result.rejected["row"].to_list() == [ROW + 1]
    rule = next(rule for rule in EVENT_RULES if rule.code == code)
    told = result.problems.filter(pl.col("check").str.starts_with(code)).row(0, named=True)
    assert (told["column"], told["message"], told["remedy"]) == (rule.columns[0], rule.message, rule.remedy)


def test_codes_and_names_of_rules_are_given_once() -> None:
    rules = [rule for table in tables().values() for rule in table.rules]
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


@pytest.mark.parametrize(
    ("country", "latitude", "longitude", "near"),
    [
        ("Fiji", -17.7, 178.1, True),
        ("Fiji", -18.2, -178.8, True),
        ("Fiji", -17.7, 0.0, False),
        ("Russia", 64.7, -173.3, True),
        ("Russia", 54.7, 20.5, True),
        ("United States", 52.0, -174.0, True),
        ("Austria", 48.2, 16.4, True),
        ("Austria", 16.4, 48.2, False),
        ("Austria", 48.2, -16.4, False),
    ],
)
def test_coordinates_in_or_near_the_country(
    country: str, latitude: float, longitude: float, near: bool
) -> None:
    rule = next(rule for rule in EVENT_RULES if rule.code == "EV013")
    row = pl.DataFrame({"country": [country], "latitude": [latitude], "longitude": [longitude]})
    assert row.select(rule.kept).item() is near
