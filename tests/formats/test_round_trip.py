"""Ours, theirs, ours: every value that both can hold comes back, and what does not come back was told."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import exporter
from exporter.codebook import codelist, derive
from exporter.codebook.derive import DERIVED
from exporter.codebook.export import polars_schema
from exporter.formats import CONVERTED, FORMATS, check, convert_file, read
from exporter.formats.crosswalk import value_map
from exporter.formats.ids import event_id, number
from tests.rows import events

OTHERS = [name for name in CONVERTED if name != "events"]

# What can stand in a cell of a CSV file; the word NA alone is how R writes a missing value.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\ufeff", exclude_categories=["Cs"]),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() not in {"", "NA"})
MAYBE = st.none() | TEXT
# Several names in one cell; ACLED's and UCDP's readers put one space behind each `;`.
NAMES = st.lists(TEXT.map(str.strip).filter(lambda t: ";" not in t), min_size=1, max_size=3).map("; ".join)
COUNTS = st.none() | st.tuples(*[st.integers(0, 2**31 - 1)] * 3).map(sorted)
STATES, GROUPS = (
    ["State forces", "External/Other forces"],
    ["Rebel group", "Political militia", "Identity militia"],
)
ACTORS = codelist("actor_types")["code"].to_list()
KINDS = codelist("sub_event_types").rows(named=True)
PLACES = [r for r in codelist("countries").rows(named=True) if "GeoNames" in r["source"]]
COUNTRIES = codelist("countries")["iso3"].to_list()


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    """The coded columns of one valid event."""
    kind, place = draw(st.sampled_from(KINDS)), draw(st.sampled_from(PLACES))
    precision = draw(st.sampled_from([("day", 1), ("week", 13), ("month", 61), ("year", 730)]))
    day = draw(
        st.dates(date(1979, 1, 1), date(2023, 1, 1))
    )  # before the rows' recording, as source dates are
    second = draw(st.none() | st.sampled_from(ACTORS))
    counts = draw(COUNTS)
    return {
        "event_date": day,
        "event_date_end": day + timedelta(days=draw(st.integers(0, precision[1]))),
        "time_precision": precision[0],
        "event_type": kind["event_type"],
        "sub_event_type": kind["code"],
        "cameo_code": draw(st.sampled_from(codelist("cameo")["code"].to_list())),
        "actor1": draw(TEXT),
        "actor1_type": draw(st.sampled_from(ACTORS)),
        "actor1_country": draw(st.none() | st.sampled_from(COUNTRIES)),
        "assoc_actor_1": draw(st.none() | NAMES),
        "actor2": draw(TEXT) if second else None,
        "actor2_type": second,
        "actor2_country": draw(st.none() | st.sampled_from(COUNTRIES)) if second else None,
        "assoc_actor_2": draw(st.none() | NAMES) if second else None,
        "fatalities": counts and counts[1],
        "fatalities_low": counts and counts[0],
        "fatalities_high": counts and draw(st.sampled_from([None, counts[2]])),
        "country": place["code"],
        "admin1": draw(MAYBE),
        "admin2": draw(MAYBE),
        "location": draw(TEXT),
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "geo_precision": draw(st.sampled_from(["place", "area", "region", "country"])),
        "source": draw(NAMES),
        "source_scale": draw(st.sampled_from(codelist("source_scales")["code"].to_list())),
        "source_url": draw(MAYBE),
        "source_date": draw(st.none() | st.integers(0, 60).map(lambda days: day + timedelta(days=days))),
        "article_count": draw(st.none() | st.integers(1, 2**31 - 1)),
        "source_count": draw(st.none() | st.integers(1, 2**31 - 1)),
        "notes": draw(TEXT),
        "tags": draw(st.none() | NAMES),
        "serial": draw(st.integers(1, 10**11 - 1)),
    }


def table(drawn: list[dict[str, object]]) -> pl.DataFrame:
    """Drawn rows as a valid event table."""
    kinds = polars_schema("events")
    base = events(len(drawn))
    frame = pl.DataFrame(drawn, schema={n: pl.Int64 if n == "serial" else kinds[n] for n in drawn[0]})
    iso3 = frame.select(DERIVED["iso3"].cast(pl.String)).to_series()
    kept = base.drop([*DERIVED, *(name for name in frame.columns if name in base.columns)])
    ids = iso3 + (frame["serial"] + pl.int_range(len(drawn), eager=True)).cast(pl.String)
    whole = kept.with_columns(ids.alias("event_id")).hstack(frame.drop("serial"))
    made = derive(whole).select(pl.col(name).cast(kind) for name, kind in kinds.items())
    return made.filter(pl.col("event_id").is_unique())


def listed(name: str, column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).is_in(list(value_map(name, "out"))) | pl.col(column).is_null()


ALWAYS = pl.lit(value=True)
NO_YEARS = {
    name: ~pl.col(name).str.contains(r" \(\d{4}-(?:\d{4})?\)")
    for name in ("actor1", "actor2", "assoc_actor_1", "assoc_actor_2")
}
FLAT = {name: ~pl.col(name).str.contains(r"[\t\r\n]") for name in ("actor1", "actor2", "source_url")}
PARTED = ~pl.concat_str("location", "admin1", ignore_nulls=True).str.contains(r", |[\t\r\n]")
TYPES = {"actor1_type": 1, "actor2_type": 2}


def cameo_type(actor: int) -> pl.Expr:
    """The types that CAMEO's roles tell apart, where they do not speak against the codebook's own words."""
    kind, country = pl.col(f"actor{actor}_type"), pl.col(f"actor{actor}_country")
    at_home = ((kind != "State forces") | (country == pl.col("iso3").cast(pl.String))).fill_null(value=True)
    protest = pl.col("cameo_code").str.starts_with("14") & (actor == 1)
    known = kind.is_in(["State forces", "Rebel group", "Political militia", "External/Other forces"])
    return (known & at_home) | ((kind == "Civilians") & ~protest) | kind.is_null()


HELD: dict[str, dict[str, pl.Expr]] = {
    "acled": {
        **dict.fromkeys(
            [
                "event_id", "event_date", "year", "disorder_type", "event_type", "sub_event_type", "actor1_type",
                "actor2_type", "interaction", "civilian_targeting", "country", "iso3", "region", "admin1", "admin2",
                "location", "latitude", "longitude", "source", "source_scale", "notes", "tags", "updated_at",
            ],
            ALWAYS,
        ),
        **NO_YEARS,
        "event_date_end": pl.col("event_date") == pl.col("event_date_end"),
        "time_precision": pl.col("time_precision") != "year",
        "geo_precision": pl.col("geo_precision") != "country",
        "fatalities": (pl.col("fatalities") > 0).fill_null(value=True),
    },
    "gdelt": {
        **dict.fromkeys(
            [
                "event_id", "event_date", "year", "cameo_code", "quad_class", "goldstein", "country", "iso3", "region",
                "latitude", "longitude", "article_count", "source_count", "recorded_at",
            ],
            ALWAYS,
        ),
        **FLAT,
        "actor1_type": cameo_type(1),
        "actor2_type": cameo_type(2),
        "actor1_country": listed("cameo_countries", "actor1_country"),
        "actor2_country": listed("cameo_countries", "actor2_country"),
        "geo_precision": pl.col("geo_precision") != "area",
        "location": PARTED,
        "admin1": PARTED & ((pl.col("geo_precision") != "country") | pl.col("admin1").is_null()),
    },
    "ucdp": {
        **dict.fromkeys(
            [
                "event_id", "event_date", "event_date_end", "year", "time_precision", "country", "iso3", "region",
                "admin1", "admin2", "location", "latitude", "longitude", "geo_precision", "fatalities",
                "fatalities_low", "fatalities_high", "article_count", "source_date",
            ],
            ALWAYS,
        ),
        "actor1": pl.col("actor1_type").is_in(STATES) | ~pl.col("actor2_type").is_in(STATES),
        "actor2": pl.col("actor2_type").is_in(GROUPS),
        "source": pl.col("source").str.split("; ").list.n_unique() == pl.col("source").str.split("; ").list.len(),
    },
}  # fmt: skip
# Where our two actors change places in GED, neither name stands where it was.
HELD["ucdp"]["actor2"] &= HELD["ucdp"]["actor1"]


def held(before: pl.DataFrame, back: pl.DataFrame, name: str) -> None:
    for column, condition in HELD[name].items():
        mask = before.with_columns(condition.fill_null(value=True).alias("kept"))["kept"]
        ours, theirs = before[column].filter(mask), back[column].filter(mask)
        assert ours.equals(theirs), f"{name}: {column} {ours.to_list()} came back as {theirs.to_list()}"


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=25, deadline=None)
@given(drawn=st.lists(rows(), min_size=1, max_size=6))
def test_what_both_can_hold_comes_back(name: str, drawn: list[dict[str, object]]) -> None:
    ours = table(drawn)
    out = exporter.convert(ours, to=name)
    assert check(out.frame, FORMATS[name]).is_empty()
    assert out.frame.height + out.rejects.height == ours.height
    gone = out.rejects["event_id"].to_list()
    before = ours.filter(~pl.col("event_id").is_in(gone))
    back = exporter.convert(out.frame, to="events")
    assert exporter.validate(back.frame).ok
    # Three territories have no FIPS code: GDELT cannot say where they are, and the report says so.
    nowhere = before.select(~listed("fips_countries", "iso3") & (name == "gdelt")).to_series()
    assert back.rejects.height == nowhere.sum()
    assert not nowhere.any() or "iso3" in out.losses.filter(pl.col("what") == "unmapped")["column"]
    held(before.filter(~nowhere), back.frame, name)


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=15, deadline=None)
@given(drawn=st.lists(rows(), min_size=1, max_size=6))
def test_a_value_that_does_not_come_back_was_told(name: str, drawn: list[dict[str, object]]) -> None:
    ours = table(drawn)
    out = exporter.convert(ours, to=name)
    before = ours.filter(~pl.col("event_id").is_in(out.rejects["event_id"].to_list()))
    back = exporter.convert(out.frame, to="events").frame
    before = before.filter(pl.col("event_id").is_in(back["event_id"].to_list()))
    told = set(out.losses["column"].to_list())
    for column in before.columns:
        changed = before[column].is_not_null() & before[column].ne_missing(back[column])
        assert not changed.any() or column in told, column


@pytest.mark.parametrize("name", CONVERTED)
@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet"])
@settings(max_examples=5, deadline=None)
@given(drawn=st.lists(rows(), min_size=1, max_size=4))
def test_files_give_back_every_cell(name: str, ending: str, drawn: list[dict[str, object]]) -> None:
    ours = table(drawn)
    expected = exporter.convert(ours, to=name).frame
    with TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.parquet", Path(folder) / f"out.{ending}"
        ours.write_parquet(source)
        convert_file(source, name, out)
        found = read(out, name)
    assert found.schema == expected.schema
    for column in expected.columns:
        assert found[column].to_list() == expected[column].to_list(), column


@st.composite
def reports(draw: st.DrawFn) -> dict[str, object]:
    """One article that reports an event."""
    iso3, serial = draw(st.sampled_from(COUNTRIES[:3])), draw(st.integers(1, 3) | st.integers(1, 10**11 - 1))
    name = draw(TEXT)
    return {
        "event_id": f"{iso3}{serial}",
        "article_id": name,
        "source": draw(TEXT),
        # An article's address is often its id; else one of the two has no place in a mention.
        "url": draw(st.sampled_from([None, name, f"https://example.org/{name}"])),
        "published": draw(st.dates(date(1979, 1, 1), date(2030, 1, 1))),
        "title": draw(MAYBE),
    }


def sources_of(drawn: list[dict[str, object]]) -> pl.DataFrame:
    """Drawn reports as a valid table; ids that differ by blanks around them only are one."""
    frame = pl.DataFrame(drawn, schema=polars_schema("sources"))
    key = pl.struct("event_id", pl.col("article_id").str.strip_chars())
    return frame.filter(key.is_first_distinct())


def carried(ours: pl.DataFrame) -> pl.DataFrame:
    """What mentions can hold of sources: flat text, the address as the name where there is one, no title."""
    flat = ours.with_columns(pl.col(pl.String).str.replace_all(r"[\t\r\n]+", " "))
    return flat.with_columns(article_id=pl.coalesce("url", "article_id"), title=pl.lit(None, pl.String))


@settings(max_examples=40, deadline=None)
@given(drawn=st.lists(reports(), min_size=1, max_size=8))
def test_sources_come_back_from_mentions(drawn: list[dict[str, object]]) -> None:
    ours = sources_of(drawn)
    out = exporter.convert(ours, to="gdelt-mentions")
    assert check(out.frame, FORMATS["gdelt-mentions"]).is_empty()
    assert out.rejects.is_empty()
    firsts = {event: min(days) for event, days in ours.group_by("event_id").agg("published").iter_rows()}
    assert out.frame["EventTimeDate"].to_list() == [
        int(f"{firsts[event]:%Y%m%d}000000") for event in ours["event_id"]
    ]
    back = exporter.convert(out.frame, to="sources")
    assert exporter.validate(back.frame, "sources").ok
    # Two reports may have one address: it is one document then, of which the first is kept and the others are told.
    told = back.rejects["row"].to_list()
    expected = carried(ours).filter(~pl.int_range(1, pl.len() + 1, dtype=pl.Int64).is_in(told))
    assert back.frame.rows() == expected.rows()
    held = carried(ours)
    gone = {
        name: int((ours[name].is_not_null() & ours[name].ne_missing(held[name])).sum())
        for name in ours.columns
    }
    assert dict(out.losses.select("column", "count").iter_rows()) == {
        n: count for n, count in gone.items() if count
    }


@settings(max_examples=15, deadline=None)
@given(drawn=st.lists(reports(), min_size=1, max_size=8), size=st.integers(1, 3))
def test_batches_of_reports_give_what_the_whole_gives(drawn: list[dict[str, object]], size: int) -> None:
    ours = sources_of(drawn)
    whole = exporter.convert(ours, to="gdelt-mentions").frame
    again = exporter.convert(whole, to="sources")
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("exporter.formats.files.BATCH", size)
        folder = Path(name)
        ours.write_parquet(folder / "sources.parquet")
        convert_file(folder / "sources.parquet", "gdelt-mentions", folder / "out.mentions.CSV")
        assert read(folder / "out.mentions.CSV").rows() == whole.rows()
        report = convert_file(folder / "out.mentions.CSV", "sources", folder / "back.parquet")
        assert pl.read_parquet(folder / "back.parquet").rows() == again.frame.rows()
        assert report.rejected == again.rejects.height


@given(st.from_regex(r"\A[A-Z]{3}[1-9][0-9]{0,10}\Z"))
def test_ids_and_their_numbers(text: str) -> None:
    frame = pl.DataFrame({"id": [text]}).with_columns(number=number(pl.col("id")))
    assert frame["number"][0] >= 10**13
    assert frame["number"][0] < 2**53
    assert frame.select(event_id(pl.col("number"))).item() == text


def test_ids_that_have_no_number() -> None:
    frame = pl.DataFrame({"id": ["AZ12", "AZE0", "AZE012", "aze12", "AZE123456789012", None]})
    assert frame.select(number(pl.col("id"))).to_series().null_count() == frame.height
    numbers = pl.DataFrame({"number": [0, 1, 410_500_001, 10**13 - 1, 10**13, (26**3 + 100) * 10**11 + 1]})
    assert numbers.select(event_id(pl.col("number"))).to_series().null_count() == numbers.height
