"""An answer of any kind: what can be used of it, and what is said to be wrong with it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.coders.model.answer import MOST_EVENTS, country_code, examine
from exporter.coders.model.readjson import NotJsonError, json_object
from tests.coders.model.reports import attack, event, good, report, said

ARTICLE = report()
GOOD = good(ARTICLE.text)


def changed(**given):
    """A good answer with other values, and other quotes under `quotes`."""
    quotes = given.pop("quotes", {})
    one = attack(ARTICLE.text) | given
    one["evidence"] = one["evidence"] | quotes
    return {"events": [one], "skipped": []}


def test_a_good_answer_has_no_faults():
    examined = examine(said(GOOD), ARTICLE)
    assert examined.faults == () and examined.usable
    (found,) = examined.events
    assert found.fatalities == 3 and found.iso3 == "AFG" and not found.doubts
    assert [s.quote for s in examined.skipped] == ["Taliban fighters may attack the town again"]


@pytest.mark.parametrize(
    "around",
    [
        "{}", "```json\n{}\n```", "Here is the answer:\n{}\nI hope this helps.",
        "<think>It says {{\"events\": 1}}, so</think>\n{}", '{{"note": 1}}\n{}', "\ufeff {}",
    ],
)  # fmt: skip
def test_json_is_found_among_words(around):
    assert examine(around.format(said(GOOD)), ARTICLE).events == examine(said(GOOD), ARTICLE).events


@pytest.mark.parametrize(
    "words",
    ["", "   ", "I cannot help with that.", "[]", "null", '{"events": [', '{"events": [{"a": NaN}]}',
     '{"a": 1}', '{"events": {}}', "{" * 50_000, "[" * 100_000, '{"events": [' + "1" * 5000 + "]}",
     '{"events": ' + "[" * 100_000],
)  # fmt: skip
def test_no_answer_at_all(words):
    examined = examine(words, ARTICLE)
    assert not examined.usable and not examined.events
    assert len(examined.faults) == 1


@given(st.text(max_size=200))
def test_any_words_are_read_or_refused(words):
    examined = examine(words, ARTICLE)
    assert examined.usable or examined.faults


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*GOOD["events"][0]]), ANY), st.booleans())
def test_any_shape_is_read_or_refused(part, inside):
    one = GOOD["events"][0]
    other = one | {"evidence": part} if inside else one | part
    examined = examine(json.dumps({"events": [other]}), ARTICLE)
    for found in examined.events:
        for quote in (q for quotes in found.quotes.values() for q in quotes):
            assert ARTICLE.text[quote.start : quote.end] == quote.quote


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (changed(sub_event_type="Bombing"), "events[0].sub_event_type: 'Bombing' is no code of sub_event_types."),
        (changed(sub_event_type=None), "events[0].sub_event_type: null is not of type"),
        (changed(quotes={"sub_event_type": []}), "no words of the report are quoted for what happened"),
        (changed(quotes={"sub_event_type": ["A rocket landed"]}), "'A rocket landed' does not stand in the report"),
        (changed(quotes={"location": ["Paris"]}), "no words of the report are quoted for where"),
        ({"events": ["a bomb"]}, "events[0]: \"a bomb\" is not of type"),
        (changed(fatalities="3"), "events[0].fatalities: \"3\" is not of type"),
    ],
)  # fmt: skip
def test_an_event_that_loses_what_it_stands_on_is_refused(answer, fault):
    examined = examine(json.dumps(answer), ARTICLE)
    assert examined.usable and examined.events == ()
    assert any(fault in one for one in examined.faults), examined.faults
    (passed,) = examined.skipped
    assert passed.reason.startswith("refused: ")
    assert ARTICLE.text[passed.start : passed.end] == passed.quote != ""


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (changed(cameo_code="999"), "'999' is no code of cameo"),
        (changed(actor1_type="Bandits"), "'Bandits' is no code of actor_types"),
        (changed(country="Atlantis"), "'Atlantis' is no country of the list"),
        (changed(actor2_country="XXX"), "'XXX' is no country of the list"),
        (changed(event_date="2020-02-30"), "'2020-02-30' is no day"),
        (changed(event_date="Tuesday"), "'Tuesday' is no day"),
        (changed(event_date="2020-06-05", event_date_end="2020-06-05"), "2020-06-05 is after publication"),
        (changed(event_date_end="2020-05-01"), "event_date_end is before event_date"),
        (changed(fatalities=-1), "-1 cannot be"),
        (changed(fatalities=10**15), "1000000000000000 cannot be"),
        (changed(quotes={"fatalities": []}), "no words of the report are quoted for 3"),
        (changed(quotes={"event_date": ["Monday"]}), "'Monday' does not stand in the report"),
    ],
)
def test_what_an_event_can_do_without_is_left_out_and_doubted(answer, fault):
    examined = examine(json.dumps(answer), ARTICLE)
    (found,) = examined.events
    assert found.doubts
    assert any(fault in one for one in examined.faults), examined.faults


def test_codes_are_known_whatever_their_case():
    answer = changed(
        sub_event_type="remote explosive/landmine/ied", country="afg", actor2_country="Afghanistan"
    )
    examined = examine(json.dumps(answer), ARTICLE)
    (found,) = examined.events
    assert found.sub_event_type == "Remote explosive/landmine/IED"
    assert found.iso3 == found.sides[1].country == "AFG"
    assert not examined.faults


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Côte d'Ivoire", "CIV"),
        ("IVORY COAST", "CIV"),
        ("usa", "USA"),
        ("Russia", "RUS"),
        ("Russian", None),
        ("", None),
    ],
)
def test_countries_by_any_name(name, code):
    assert country_code(name) == code


def test_what_lies_long_ago_is_background():
    examined = examine(json.dumps(changed(event_date="2001-06-02", event_date_end="2001-06-02")), ARTICLE)
    assert not examined.events and not examined.faults
    assert "background: 2001" in examined.skipped[0].reason


def test_control_characters_and_endless_names_do_not_get_through():
    answer = changed(actor1="Rebels\x1b[31m\n" + "\u202e", location="K" * 350)
    (found,) = examine(json.dumps(answer), ARTICLE).events
    assert found.sides[0].name == "Rebels [31m"
    assert found.location == "Kunduz"


def test_no_report_has_that_many_events():
    answer = {"events": [event(sub_event_type=f"X{n}") for n in range(MOST_EVENTS + 500)]}
    examined = examine(json.dumps(answer), ARTICLE)
    assert len(examined.skipped) <= MOST_EVENTS
    assert "no report has more than" in examined.faults[0]


def test_skipped_passages_that_are_not_in_the_text_are_nothing():
    answer = {"events": [], "skipped": [{"quote": "never said", "reason": "x"}, {"quote": 1}, "x", None]}
    assert examine(json.dumps(answer), ARTICLE).skipped == ()


def test_json_of_many_braces_ends_soon():
    with pytest.raises(NotJsonError):
        json_object("{ " * 100_000)
