"""The columns that a project adds: asked for, read and quoted like the codebook's own."""

import json

import pytest

from exporter.codebook.project import project_of
from exporter.coders.coding import from_record
from exporter.coders.model.answer import examine
from exporter.coders.model.own import Own
from exporter.coders.model.prompt import Prompt
from exporter.coders.run import code, coder_named
from exporter.errors import DataError
from tests.coders.model.reports import attack, good, report, said
from tests.coders.model.server import Answer, Server

PROJECT = project_of(
    {
        "columns": {
            "weapon": {"type": "code", "allowed": ["bomb", "gun"], "definition": "What was used."},
            "claimed": {"type": "text", "definition": "Who claimed it.", "form": "^[A-Z]"},
            "injured": {"type": "integer", "definition": "People hurt.", "minimum": 0},
            "trial": {"type": "date", "definition": "Day of the trial."},
            "reader": {"type": "text", "definition": "Who read it.", "origin": "store"},
        },
        "codes": {"actor_types": {"Private company": {"definition": "A firm and its guards."}}},
    }
)
OWN = Own(PROJECT.table("events"))
ARTICLE = report()


def answer(**given):
    """A good answer with a weapon, and with other values and quotes of a project's columns."""
    quotes = given.pop("quotes", {})
    one = attack(ARTICLE.text) | dict.fromkeys(OWN.names) | {"weapon": "bomb"} | given
    none = {name: [] for name in OWN.names}
    one["evidence"] = one["evidence"] | none | {"weapon": ["A bomb"]} | quotes
    return {"events": [one], "skipped": []}


def test_what_a_model_can_find_is_asked_for():
    assert OWN.names == ("weapon", "claimed", "injured")
    prompt = Prompt(own=OWN)
    assert "- weapon: What was used. One of: bomb; gun." in prompt.instructions
    assert "`location`, `weapon`, `claimed`, `injured`, quote" in prompt.instructions
    event = prompt.schema["properties"]["events"]["items"]["properties"]
    assert event["weapon"] == {"type": ["string", "null"], "enum": ["bomb", "gun", None]}
    assert event["injured"] == {"type": ["integer", "null"]}
    assert {"weapon", "injured"} <= set(event["evidence"]["properties"])
    assert "Private company" not in prompt.instructions, "codes of the codebook's lists are read by rules"
    assert prompt.sha256 != Prompt().sha256


def test_values_with_words_are_taken_whatever_the_case_of_a_code():
    (found,) = examine(said(answer(weapon="BOMB", injured=3, quotes={"injured": ["3"]})), ARTICLE, OWN).events
    assert found.own == {"weapon": "bomb", "injured": 3}
    assert [quote.quote for quote in found.quotes["weapon"]] == ["A bomb"]
    assert examine(said(answer()), ARTICLE).events[0].own == {}, "nobody asked"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"weapon": "knife"}, "events[0].weapon"),
        ({"weapon": ["bomb"]}, "events[0].weapon"),
        ({"injured": -1, "quotes": {"injured": ["3"]}}, "events[0].injured"),
        ({"injured": 2**31, "quotes": {"injured": ["3"]}}, "no value of the column's type"),
        ({"injured": True, "quotes": {"injured": ["3"]}}, "events[0].injured"),
        ({"claimed": "nobody", "quotes": {"claimed": ["police"]}}, "events[0].claimed"),
        ({"injured": 3}, "evidence.injured: no words of the report are quoted for 3"),
        ({"injured": 3, "quotes": {"injured": ["three hurt"]}}, "'three hurt' does not stand in the report"),
    ],
)
def test_what_a_column_cannot_hold_or_nobody_says_is_left_out(given, fault):
    examined = examine(said(answer(**given)), ARTICLE, OWN)
    assert any(fault in one for one in examined.faults), examined.faults
    (found,) = examined.events
    wrong = next(name for name in given if name != "quotes")
    assert wrong not in found.own
    assert any(doubt.startswith(wrong) for doubt in found.doubts)


def test_a_run_gives_rows_and_records_with_the_projects_columns(coder_at):
    told = answer(injured=3, quotes={"injured": ["at least 3"]})
    with Server(lambda asked: Answer(said(told))) as server:
        settings = coder_at(server).settings
        coder = coder_named("model", settings=settings, project=PROJECT)
        (one,) = code([ARTICLE], coder, PROJECT)
        with pytest.raises(DataError, match="injured"):
            list(code([ARTICLE], coder))
    assert one.rows.select("weapon", "injured", "trial").rows() == [("bomb", 3, None)]
    record = json.loads(json.dumps(one.coding.record()))
    assert record["events"][0]["evidence"]["weapon"]["quote"] == "A bomb"
    assert from_record(record, ARTICLE.text).events[0].values["injured"] == 3
    plain = coder_at(server)
    assert coder.name == plain.name and coder.version != plain.version


def test_a_projects_columns_that_nobody_speaks_of_are_empty(coder_at):
    with Server(lambda asked: Answer(said(good(asked.text)))) as server:
        coder = coder_named("model", settings=coder_at(server).settings, project=PROJECT)
        (one,) = code([ARTICLE], coder, PROJECT)
    assert one.rows["weapon"].to_list() == [None]
    assert one.problems.is_empty()
