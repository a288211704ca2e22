"""The crosswalk files against both codebooks: nothing forgotten, nothing that is not there."""

import pytest

from exporter.codebook import codes
from exporter.codebook.codelists import mapping
from exporter.formats import FORMATS
from exporter.formats.carry import plan
from exporter.formats.crosswalk import names, steps, table, value_map

OTHERS = [name for name, layout in FORMATS.items() if not layout.is_ours]
VALUE_MAPS = [name for name in names() if name not in OTHERS]

LISTS = {
    "acled_actor_types": codes("actor_types"),
    "acled_time_precisions": codes("time_precisions"),
    "acled_geo_precisions": codes("geo_precisions"),
    "gdelt_geo_types": codes("geo_precisions"),
    "gdelt_quad_classes": codes("quad_classes"),
    "gdelt_mention_types": (),
    "cameo_actor_roles": codes("actor_types"),
    "cameo_event_types": codes("sub_event_types"),
    "cameo_countries": codes("countries", "iso3"),
    "fips_countries": codes("countries", "iso3"),
    "ucdp_countries": codes("countries", "iso3"),
    "ucdp_violence_types": codes("sub_event_types"),
    "ucdp_date_precisions": codes("time_precisions"),
    "ucdp_where_precisions": codes("geo_precisions"),
    "ucdp_clarities": (),
}


@pytest.mark.parametrize("name", OTHERS)
def test_every_column_of_both_sides_stands_in_it_once(name: str) -> None:
    theirs = [step.theirs for step in steps(name) if step.theirs]
    ours = [step.ours for step in steps(name) if step.ours]
    assert sorted(theirs) == sorted(FORMATS[name].schema)
    assert sorted(ours) == sorted(FORMATS[FORMATS[name].ours].schema)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_carried_over_has_a_note(name: str) -> None:
    for step in steps(name):
        assert step.into_ours <= {"copied", "mapped", "computed", "rule"}
        assert step.into_theirs <= {"copied", "mapped", "computed"}
        both = step.theirs and step.ours and step.into_ours and step.into_theirs
        assert both or step.note, f"{name}.csv: {step.theirs or step.ours} says nothing of what is lost"
        assert "rule" not in step.into_ours or step.note
        if "mapped" in step.into_ours | step.into_theirs:
            assert step.values in VALUE_MAPS


@pytest.mark.parametrize("name", OTHERS)
def test_file_and_expressions_say_the_same(name: str) -> None:
    for direction in ("in", "out"):
        assert plan(FORMATS[name], direction)


@pytest.mark.parametrize("name", VALUE_MAPS)
def test_value_maps_give_codes_of_our_lists_and_each_code_once(name: str) -> None:
    rows = table(name)
    assert set(rows["direction"]) <= {"both", "in", "out", "none"}
    assert set(rows["ours"]) - {""} <= set(LISTS[name])
    for key, direction in (("theirs", "in"), ("ours", "out")):
        there = rows.filter(rows["direction"].is_in(["both", direction]))[key]
        assert there.is_unique().all(), (name, direction, there.filter(there.is_duplicated()).to_list())
    assert set(rows.filter(rows["direction"] == "none")["ours"]) <= {""}


def test_there_is_a_list_of_ours_for_every_value_map() -> None:
    assert set(LISTS) == set(VALUE_MAPS)


@pytest.mark.parametrize(
    ("name", "theirs", "ours"),
    [
        ("fips_countries", "UP", "UKR"),
        ("fips_countries", "AS", "AUS"),
        ("fips_countries", "AU", "AUT"),
        ("fips_countries", "CH", "CHN"),
        ("fips_countries", "SZ", "CHE"),
        ("fips_countries", "GM", "DEU"),
        ("fips_countries", "GA", "GMB"),
        ("fips_countries", "IZ", "IRQ"),
        ("fips_countries", "OD", "SSD"),
        ("cameo_countries", "ROM", "ROU"),
        ("cameo_countries", "TMP", "TLS"),
        ("cameo_countries", "DEU", "DEU"),
        ("ucdp_countries", "DR Congo (Zaire)", "COD"),
        ("ucdp_countries", "Myanmar (Burma)", "MMR"),
    ],
)
def test_countries_whose_codes_mislead(name: str, theirs: str, ours: str) -> None:
    assert value_map(name, "in")[theirs] == ours
    assert value_map(name, "out")[ours] == theirs


def test_nearly_every_country_has_a_fips_code() -> None:
    without = set(codes("countries", "iso3")) - set(value_map("fips_countries", "out"))
    assert without == {"ALA", "BES", "UMI"}


def test_every_cameo_code_has_an_event_type() -> None:
    from exporter.formats.gdelt_columns import _event_types

    types = _event_types()
    assert set(types) == set(codes("cameo"))
    assert types["1831"] == "Suicide bomb"
    assert types["1832"] == "Remote explosive/landmine/IED"
    assert types["043"] == "Consultation or visit"


def test_older_labels_of_actor_types_agree_with_the_code_list() -> None:
    read = value_map("acled_actor_types", "in")
    for label, number in mapping("actor_types", "acled_code").items():
        assert read[str(number)] == label
    for label, older in mapping("actor_types", "acled_older_label").items():
        assert read[str(older)] == label
