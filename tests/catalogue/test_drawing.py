import re
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.catalogue.drawing import draw
from exporter.catalogue.scale import MOST, count_periods
from exporter.maps import DOTS, Place, draw_map


@given(st.lists(st.dates(min_value=date(1, 1, 1)), min_size=1, max_size=50))
def test_every_event_stands_in_a_bar(days: list[date]) -> None:
    found = count_periods(pl.Series(days, dtype=pl.Date))
    assert sum(bar.count for bar in found.bars) == len(days)
    assert len(found.bars) <= MOST
    assert max(bar.height for bar in found.bars) <= 1
    assert len(found.across) <= 6
    assert all(0 <= tick.at < 1 for tick in found.across)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 4000))
def test_bars_follow_each_other_without_a_gap(first: date, days: int) -> None:
    found = count_periods(pl.Series([first, first + timedelta(days)]))
    assert len({bar.label for bar in found.bars}) == len(found.bars)
    for number, bar in enumerate(found.bars):
        assert bar.left == pytest.approx(number * found.width)


@pytest.mark.parametrize(
    ("first", "last", "unit", "bars"),
    [
        (date(2020, 3, 1), date(2020, 4, 1), "month", 12),
        (date(2020, 12, 31), date(2021, 1, 1), "month", 24),
        (date(2010, 1, 1), date(2020, 12, 31), "month", 132),
        (date(1997, 1, 1), date(2024, 1, 1), "year", 28),
        (date(1500, 1, 1), date(2024, 1, 1), "decade", 53),
    ],
)
def test_the_unit_follows_the_span(first: date, last: date, unit: str, bars: int) -> None:
    found = count_periods(pl.Series([first, last]))
    assert (found.unit, len(found.bars)) == (unit, bars)


def test_months_have_names() -> None:
    found = count_periods(pl.Series([date(2020, 2, 29), date(2020, 2, 1), date(2020, 5, 1)]))
    assert [(bar.label, bar.count) for bar in found.bars if bar.count] == [
        ("February 2020", 2),
        ("May 2020", 1),
    ]
    assert [bar.label for bar in found.busiest] == ["February 2020"]


PLACES = st.lists(
    st.builds(Place, st.just("a"), st.floats(-180, 180), st.floats(-90, 90), st.integers(1, 1000)),
    min_size=1,
    max_size=30,
)


@given(PLACES)
def test_every_place_is_on_the_map(places: list[Place]) -> None:
    found = draw_map(places)
    assert sum(dot.events for dot in found.dots) == sum(place.events for place in places)
    near_poles = any(not -60 <= place.latitude <= 85 for place in places)
    for dot in found.dots:
        assert 0 <= dot.x <= found.width
        assert near_poles or 0 <= dot.y <= found.height
    assert re.fullmatch(r"(M-?\d+ -?\d+l[-\d ]+z)*", found.land)


def test_a_map_of_one_country_shows_its_part_of_the_world() -> None:
    world = draw_map([Place("a", -100, 40, 1), Place("b", 100, 40, 1)])
    part = draw_map([Place("Kabul", 69.17, 34.53, 3)])
    assert part.dots[0].x == pytest.approx(part.width / 2, abs=1)
    assert part.dots[0].y == pytest.approx(part.height / 2, abs=1)
    assert len(part.land) < len(world.land) / 10


def test_land_is_where_land_is() -> None:
    """Around a place inland all is land, around one far out at sea none."""
    inland, sea = draw_map([Place("Chad", 18.7, 15.4, 1)]), draw_map([Place("Atlantic", -40.0, 25.0, 1)])
    assert inland.land.count("M") == 1
    assert sea.land == ""


def test_no_outline_runs_across_the_whole_map() -> None:
    """Land that lies across the 180th meridian is cut there."""
    world = draw_map([Place("a", -100, 40, 1), Place("b", 100, 40, 1)])
    for ring in world.land.split("z"):
        steps = re.split(r"[Ml ]", ring)[3:]
        assert all(abs(int(step)) < world.width / 4 for step in steps[::2])


def test_so_many_places_share_dots() -> None:
    places = [Place("a", x / 10, y / 10, 1) for x in range(-600, 600, 12) for y in range(-300, 300, 12)]
    found = draw_map(places)
    assert len(places) > DOTS >= len(found.dots) / 2
    assert sum(dot.events for dot in found.dots) == len(places)


def test_a_release_is_counted(output: Path) -> None:
    events = pl.read_parquet(output / "conflict" / "1.1.0" / "events.parquet")
    found = draw(output / "conflict" / "1.1.0")
    assert {bar.label: bar.count for bar in found.types} == dict(
        events["event_type"].cast(pl.String).value_counts().iter_rows()
    )
    assert sum(bar.count for bar in found.countries) + found.others[1] == events.height
    assert len(found.countries) + found.others[0] == events["country"].n_unique()
    assert found.types[0].length == 1
    assert found.inexact == 0
