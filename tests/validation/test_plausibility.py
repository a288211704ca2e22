"""Each doubt finds what it is for, leaves alone what is likely, and the work grows with the rows."""

from datetime import date, timedelta

import polars as pl
import pytest

from exporter.codebook.derive import derive
from exporter.codebook.export import polars_schema
from exporter.validation import check_files, validate
from exporter.validation.plausibility import Knowledge, doubts
from exporter.validation.settings import Settings
from tests.rows import events

pytest.importorskip("rapidfuzz")

KINDS = polars_schema("events")


def rows(count: int, **changes: object) -> pl.DataFrame:
    """Likely events in Kenya, far enough from each other in time, that keep every rule."""
    base = events(1).drop("year", "iso3", "region", "interaction", "disorder_type", "quad_class", "goldstein")
    base = base.drop("civilian_targeting").cast(
        {
            name: pl.String
            for name, kind in KINDS.items()
            if isinstance(kind, pl.Enum) and name in base.columns
        }
    )
    many = pl.concat([base] * count).with_columns(
        event_id=pl.lit("KEN") + pl.int_range(1, count + 1).cast(pl.String),
        event_date=pl.date(2016, 5, 16) + pl.duration(days=pl.int_range(count) * 3),
        country=pl.lit("Kenya"),
        location=pl.lit("Nakuru"),
        latitude=pl.lit(-0.3072),
        longitude=pl.lit(36.0723),
        actor1=pl.lit("Police Forces of Kenya"),
        actor1_type=pl.lit("State forces"),
        actor1_country=pl.lit("KEN"),
        actor2=pl.lit("Protesters (Kenya)"),
        actor2_type=pl.lit("Protesters"),
        actor2_country=pl.lit("KEN"),
        fatalities=pl.lit(1, pl.Int32),
        fatalities_low=pl.lit(None, pl.Int32),
        fatalities_high=pl.lit(None, pl.Int32),
        notes=pl.lit("Police and protesters met."),
    )
    many = many.with_columns(
        event_date_end="event_date", source_date=pl.col("event_date") + pl.duration(days=1)
    )
    many = many.with_columns(
        (pl.Series(name, value) if isinstance(value, list) else pl.lit(value)).alias(name)
        for name, value in changes.items()
    )
    whole = derive(many).select(pl.col(name).cast(kind) for name, kind in KINDS.items())
    checked = validate(whole)
    assert checked.ok, checked.problems
    return checked.valid


def found(frame: pl.DataFrame, **knowledge: object) -> dict[str, list[int]]:
    """The rows in doubt by code."""
    told = doubts(frame, Knowledge(**knowledge))  # type: ignore[arg-type]
    assert set(told["severity"]) <= {"warning"}
    return {str(code[0]): some["row"].to_list() for code, some in told.group_by("code", maintain_order=True)}


def test_likely_rows_are_left_alone() -> None:
    assert found(rows(30)) == {}
    assert doubts(rows(1).clear()).is_empty()


def test_the_same_event_twice() -> None:
    day = date(2016, 5, 16)
    frame = rows(
        3, event_date=[day] * 3, event_date_end=[day] * 3, source_date=[day] * 3, fatalities=[1, 1, 2]
    )
    told = doubts(frame)
    assert told.filter(pl.col("code") == "PL001").select("row", "value").rows() == [(2, "as KEN1")]
    assert told.filter(pl.col("code") == "PL002")["row"].to_list() == [3]


@pytest.mark.parametrize(
    ("change", "near"),
    [
        ({"location": ["Nakuru", "Nakuru Town"]}, True),
        ({"latitude": [-0.3072, -0.3572], "location": ["Nakuru", "Lanet"]}, True),
        ({"latitude": [-0.3072, -0.8072], "location": ["Nakuru", "Naivasha"]}, False),
        ({"actor2": ["Protesters (Kenya)", "Protestors (Kenya)"]}, True),
        ({"actor2": ["Protesters (Kenya)", "Mungiki Militia"]}, False),
        ({"days": [0, 1]}, True),
        ({"days": [0, 2]}, False),
        ({"days": [1, 0], "fatalities": [3, 4]}, True),
    ],
)
def test_near_duplicates(change: dict[str, list[object]], near: bool) -> None:
    days = [date(2016, 5, 16) + timedelta(days=n) for n in change.pop("days", [0, 0])]  # type: ignore[arg-type]
    dates = {"event_date": days, "event_date_end": days, "source_date": days}
    told = doubts(rows(2, **dates, **change)).filter(pl.col("code") == "PL002")
    assert told["row"].to_list() == ([2] if near else [])
    if near:
        assert "KEN1: " in told["value"][0]
        assert "km" in told["value"][0]
        assert "alike" in told["value"][0]


def test_deaths_far_outside() -> None:
    assert found(rows(40, fatalities=[*[1, 2, 3, 0] * 9, 2, 3, 1, 900])) == {"PL003": [40]}
    # A war that kills hundreds each day is no news in itself, and twelve deaths are not many anywhere.
    assert found(rows(40, fatalities=[*[400, 700, 500, 300] * 9, 200, 300, 100, 900])) == {}
    assert found(rows(40, fatalities=[*[1, 2] * 19, 1, 9])) == {}
    assert found(rows(10, fatalities=[*[1] * 9, 900])) == {}, "ten rows say nothing of what is usual"


def test_a_place_on_the_middle_of_the_country() -> None:
    assert found(rows(2, latitude=[1.0, -0.3072], longitude=[38.0, 36.0723])) == {"PL004": [1]}
    assert found(rows(1, latitude=1.0, longitude=38.0, geo_precision="country")) == {}


def test_coordinates_outside_the_country() -> None:
    assert found(rows(2, latitude=[-0.3072, 6.63], longitude=[36.0723, 38.41])) == {"PL006": [2]}


def test_a_place_far_from_its_name() -> None:
    def places(name: str, iso3: str) -> list[tuple[float, float]]:
        return {("Nakuru", "KEN"): [(-0.28, 36.07), (3.1, 35.6)]}.get((name, iso3), [])

    assert found(rows(1), places=places) == {}
    assert found(rows(1, longitude=39.67, latitude=-4.05), places=places) == {"PL005": [1]}
    assert found(rows(1, longitude=39.67, latitude=-4.05, location="Nobody knows"), places=places) == {}


@pytest.mark.parametrize(
    ("notes", "code"),
    [
        ("On 17 May 2016, police met protesters.", "PL007"),
        ("On May 17, 2016 police met protesters.", "PL007"),
        ("On 2016-05-17 police met protesters.", "PL007"),
        ("On 16 May 2016, after the vote of 3 April 2016, police met protesters.", None),
        ("On 31 February 2016 nobody met.", None),
        ("On Monday, police met protesters.", None),
        ("On Tuesday, police met protesters.", "PL008"),
        ("From Friday to Monday, police met protesters.", None),
        ("In May 2016, police met protesters.", None),
    ],
)
def test_dates_and_weekdays_of_the_notes(notes: str, code: str | None) -> None:
    assert found(rows(1, notes=notes)) == ({code: [1]} if code else {})


def test_an_actor_spelled_in_two_ways() -> None:
    names = ["Boko Haram"] * 4 + [
        "Boko Haraam",
        "BokoHaram",
        "Police Forces of Mali",
        "Police Forces of Malawi",
    ]
    told = doubts(rows(8, actor1=names)).filter(pl.col("code") == "PL009")
    assert told["row"].to_list() == [5, 6]
    assert told["value"][0] == "Boko Haraam (1 times); Boko Haram (4 times)"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AQIM: Group 1", "AQIM: Group 2"),
        ("Protesters (Mali)", "Protesters (Bali)"),
        ("Military Forces of Niger", "Military Forces of Nigeria"),
        ("Rioters (Iran)", "Rioters (Iraq)"),
        ("Military Forces of Guinea", "Military Forces of Guyana"),
    ],
)
def test_two_actors_that_are_not_one(one: str, other: str) -> None:
    assert "PL009" not in found(rows(2, actor1=[one, other]))


def test_actors_that_nobody_knows() -> None:
    known = frozenset({"Police Forces of Kenya", "Protesters (Kenya)"})
    assert found(rows(2), actors=known) == {}
    assert found(rows(2, actor1=["Police Forces of Kenya", "The Unknown"]), actors=known) == {"PL010": [2]}


def test_published_before_the_end() -> None:
    ends = {"event_date_end": date(2016, 5, 20), "time_precision": "week"}
    assert found(rows(1, **ends)) == {"PL011": [1]}


def test_a_check_that_is_off_is_not_made() -> None:
    frame = rows(1, latitude=1.0, longitude=38.0)
    assert doubts(frame, severities={"PL004": "off"}).is_empty()


def test_files_are_doubted_with_their_lines(tmp_path) -> None:
    rows(2, notes=["a\nb", "On Friday, they met."]).write_csv(tmp_path / "events.csv")
    (plain,) = check_files([tmp_path / "events.csv"]).files
    assert plain.counts.is_empty()
    settings = Settings(plausibility=Knowledge())
    (report,) = check_files([tmp_path / "events.csv"], settings=settings).files
    assert report.problems.select("code", "severity", "line").rows() == [("PL008", "warning", 4)]
    assert report.good == 2


def test_pairs_grow_with_the_rows() -> None:
    from exporter.validation.plausibility.twice import _pairs

    # The worst case: everything in one block. All pairs of 4,000 rows would be 8 million.
    day = date(2016, 5, 16)
    one = rows(1, event_date=day, event_date_end=day, source_date=day)
    same = pl.concat([one] * 4000).with_columns(
        event_id=pl.lit("KEN") + pl.int_range(1, 4001).cast(pl.String),
        fatalities=pl.int_range(4000).cast(pl.Int32),
    )
    assert _pairs(same.with_row_index("row", 1)).height <= 20 * 4000
