"""A coding record is checked against its schema, and its quotes against the article, letter for letter."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exporter.articles import Article
from exporter.codebook.export import published_schemas, row_schema
from exporter.coders.coding import CodedEvent, Coding, Evidence, from_record
from exporter.errors import DataError
from exporter.validation import check_record
from tests.rows import events

TEXT = "Soldiers fought rebels near the bridge on Tuesday, and 12 rebels died."


def quote(words: str) -> tuple[Evidence, ...]:
    start = TEXT.index(words)
    return (Evidence(words, start, start + len(words)),)


CODING = Coding(
    Article("a1", TEXT, date(2020, 6, 3), "Example News"),
    "tester",
    "1.0.0",
    (
        CodedEvent(
            {
                "event_date": date(2020, 6, 2),
                "event_date_end": date(2020, 6, 2),
                "time_precision": "day",
                "event_type": "Battles",
                "sub_event_type": "Armed clash",
                "cameo_code": "190",
                "actor1": "Military Forces of Kenya",
                "actor1_type": "State forces",
                "country": "Kenya",
                "location": "Kenya",
                "latitude": 0.5,
                "longitude": 37.0,
                "geo_precision": "country",
                "fatalities": 12,
                "notes": "On 2 June 2020, soldiers and rebels fought.",
            },
            {
                "event_type": quote("fought"),
                "actor1": quote("Soldiers"),
                "fatalities": quote("12 rebels died"),
            },
        ),
    ),
)


def test_a_good_record_passes_and_comes_back() -> None:
    record = json.loads(json.dumps(CODING.record()))
    check_record(record, TEXT)
    assert from_record(record, TEXT) == CODING


def test_several_quotes_for_one_value() -> None:
    record = CODING.record()
    one = record["events"][0]["evidence"]["fatalities"]
    record["events"][0]["evidence"]["fatalities"] = [one, one]
    check_record(record, TEXT)


def _set(*path: Any) -> Callable[[dict[str, Any]], None]:
    *steps, last, value = path

    def change(record: dict[str, Any]) -> None:
        place: Any = record
        for step in steps:
            place = place[step]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("mood", "good"), "mood"),
        (_set("events", 0, "event_date", "2020-13-45"), "events.0.event_date"),
        (_set("events", 0, "sub_event_type", "Party"), "events.0.sub_event_type"),
        (_set("events", 0, "fatalities", -1), "events.0.fatalities"),
        (_set("events", 0, "year", 2020), "year"),
        (_set("events", 0, "actor1", None), "events.0.actor1"),
        (_set("article", "sha256", "abc"), "article.sha256"),
        (_set("events", 0, "evidence", "actor1", "quote", "Sailors"), "events.0.evidence.actor1"),
        (_set("events", 0, "evidence", "actor1", "end", 9000), "events.0.evidence.actor1"),
        (_set("events", 0, "evidence", "mood", {"quote": "x", "start": 0, "end": 1}), "mood"),
    ],
)
def test_a_wrong_record_is_refused_and_the_place_is_named(
    change: Callable[[dict[str, Any]], None], said: str
) -> None:
    record = deepcopy(CODING.record())
    change(record)
    with pytest.raises(DataError, match="a1") as refused:
        check_record(record, TEXT)
    assert said in refused.value.message


def test_published_schemas_are_schemas() -> None:
    for schema in published_schemas().values():
        Draft202012Validator.check_schema(schema)


def test_rows_that_pandera_passes_pass_the_json_schema(tmp_path: Path) -> None:
    validator = Draft202012Validator(row_schema("events"))
    for row in events(40).iter_rows(named=True):
        plain = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
        assert list(validator.iter_errors(plain)) == []
        assert list(validator.iter_errors(plain | {"event_type": "Party"}))
