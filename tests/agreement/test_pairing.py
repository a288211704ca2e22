"""Which events are the same: our rule and the scorer's give the same pairs."""

import importlib.util
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.agreement.pairing import FIELDS, against_gold, between_coders, judge
from tests.agreement.sayings import row, rows
from tests.shared import SHARED, needs_shared


@given(rows(), rows())
def test_pairs_are_one_to_one_and_the_same_from_either_side(one: list[Any], other: list[Any]) -> None:
    pairs = between_coders(one, other)
    assert len(set(pairs.values())) == len(pairs)
    assert len(between_coders(other, one)) == len(pairs)


@given(rows())
def test_a_coder_agrees_with_itself(one: list[Any]) -> None:
    assert len(between_coders(one, one)) == len(one)


def test_the_same_event_under_another_type_is_still_a_pair() -> None:
    riot = row(event_type="Riots", sub_event_type="Mob violence")
    elsewhere = row(event_type="Riots", location="Bogotá", actor1="Rioters (Colombia)", actor2=None)
    assert between_coders([row()], [elsewhere, riot]) == {0: 1}


def test_names_in_other_scripts_can_be_the_same() -> None:
    one = row(location="北京", actor1="武装", actor2=None)
    assert between_coders([one], [one | {"event_date": "2020-01-01", "event_date_end": "2020-01-01"}]) == {
        0: 0
    }


def test_what_the_gold_leaves_open_is_not_judged() -> None:
    assert judge({"event_type": ["Battles"], "fatalities": None, "actor2": []}, row()) == {"event_type": True}
    judged = judge({"fatalities": None, "actor2": None}, row(fatalities=None), empty_counts=True)
    assert judged == {"actor2": False, "fatalities": True}


@st.composite
def gold(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Gold events: some fields of some rows, as lists of what is right."""
    found = []
    for event in draw(rows()):
        # The scorer does not know the first division.
        kept = draw(st.sets(st.sampled_from([name for name in FIELDS if name != "admin1"]), min_size=1))
        listed = {name: [event[name]] for name in kept if event[name] is not None}
        if "event_date" in kept:
            listed["event_date"] = [event["event_date"], event["event_date_end"]]
        if "fatalities" in kept:
            listed["fatalities"] = event["fatalities"]
        found.append(listed)
    return found


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", SHARED / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_shared
@settings(max_examples=300)
@given(data=st.data())
def test_the_pairs_are_the_scorers(scorer: ModuleType, data: st.DataObject) -> None:
    wanted, coded = data.draw(gold()), data.draw(rows())
    assert against_gold(wanted, coded) == scorer.pair(wanted, coded)
