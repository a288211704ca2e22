"""Historical background: passed over with its date, or coded with a tag where that is asked for."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("spacy")

from exporter.articles import Article
from exporter.coders.coding import Coding
from exporter.coders.run import coder_named
from exporter.errors import UsageError

PUBLISHED = date(2020, 6, 3)
NEWS = "Gunmen killed three policemen in Karachi on Tuesday."
LONG_AGO = "On 14 March 2012, a car bomb exploded in Peshawar, killing 15 people."
TEXT = f"{NEWS}\n\n{LONG_AGO} In 1994, soldiers killed 40 villagers in Rwanda."

Code = Callable[..., Coding]


@pytest.fixture(scope="module")
def code() -> Code:
    def coded(text: str = TEXT, *, background: bool = False, horizon: int | None = None) -> Coding:
        coder = coder_named(background=background, horizon=horizon)
        return next(iter(coder.code([Article("a", text, PUBLISHED, "AFP")])))

    return coded


def test_background_is_passed_over_with_its_date(code: Code) -> None:
    coding = code()
    assert [event.values["tags"] for event in coding.events] == [None]
    assert [passage.reason for passage in coding.skipped] == [
        "background: 2012, more than 365 days before publication",
        "background: 1994, dated by the year alone",
    ]


def test_background_is_coded_and_tagged_where_asked_for(code: Code) -> None:
    columns = ("event_date", "location", "fatalities", "tags")
    coding = code(background=True)
    assert [tuple(event.values[c] for c in columns) for event in coding.events] == [
        (date(2020, 6, 2), "Karachi", 3, None),
        (date(2012, 3, 14), "Peshawar", 15, "background"),
        (date(1994, 1, 1), "Rwanda", 40, "background"),
    ]
    assert coding.skipped == ()
    assert all("event_date" in event.evidence for event in coding.events)


def test_news_is_coded_alike_with_background_and_without(code: Code) -> None:
    assert code(background=True).events[0] == code().events[0]


def test_background_without_a_date_stays_out(code: Code) -> None:
    text = f"{NEWS}\n\nThe army had bombed villages in Darfur decades ago."
    assert [event.values["tags"] for event in code(text, background=True).events] == [None]


def test_the_horizon_can_be_set(code: Code) -> None:
    within = code(horizon=5000)
    assert [event.values["event_date"] for event in within.events] == [date(2020, 6, 2), date(2012, 3, 14)]
    near = code("Rebels killed five villagers in Mali on 1 May 2020.", horizon=10)
    assert near.events == ()
    assert [passage.reason for passage in near.skipped] == [
        "background: 2020, more than 10 days before publication"
    ]
    with pytest.raises(UsageError, match="lies in the future"):
        coder_named(horizon=-1)


def test_settings_stand_in_the_version(tmp_path: Path) -> None:
    plain = coder_named().version
    assert coder_named(horizon=365).version == plain
    assert coder_named(background=True).version == f"{plain}+background"
    assert coder_named(background=True, horizon=30).version == f"{plain}+background.horizon30"
    actors = tmp_path / "own.actors.txt"
    actors.write_text("NEW_REBELS [MLIREB]\n", encoding="utf-8")
    both = coder_named(actors=[actors], background=True).version
    assert both.startswith(f"{plain}+")
    assert both.endswith(".background")
