"""Why an event was coded as it was."""

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("spacy")

from exporter.articles import Article
from exporter.coders.coding import CodedEvent, Coding, Evidence
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.explain import Explained, explain
from tests.cli import run

TEXT = (
    "ABUJA, Sept 9 (AFP) - Boko Haram killed five farmers near Maiduguri on Monday, officials said.\n\n"
    "The rebels may attack the town again."
)


@pytest.fixture(scope="module")
def coding() -> Coding:
    return DictionaryCoder().code_one(Article("report", TEXT, date(2015, 9, 9), "AFP"))


@pytest.fixture(scope="module")
def event(coding: Coding) -> Explained:
    (found,) = explain(coding)[0]
    return found


def steps(event: Explained, about: str) -> list[tuple[str, str]]:
    """Words and reasons of all steps of one value."""
    found: list[tuple[str, str]] = []
    current = ""
    for line in event.lines:
        current = line.about or current
        if current == about:
            found.append((line.words, line.because))
    return found


def test_each_value_has_its_words_and_its_reason(event: Explained) -> None:
    assert event.title == "Event 1: Attack, Maiduguri, 2015-09-07"
    assert steps(event, "sub_event_type")[0] == (
        "killed",
        "verb pattern kill with person: Attack, CAMEO 180",
    )
    assert steps(event, "actor1") == [("Boko Haram", "actor list: Boko Haram is Boko Haram since 2002-01-01")]
    assert steps(event, "actor2") == [
        ("farmers", "noun list: farmer has the role civilians, group Farmers"),
        ("", "no country is said: that of the event, Nigeria"),
    ]
    assert steps(event, "event_date") == [
        ("Monday", "read as of 2015-09-09, the day of publication: 2015-09-07")
    ]
    assert steps(event, "location")[0][0] == "Maiduguri"
    assert steps(event, "fatalities") == [("killed five farmers", "counted: best 5, low 5, high 5")]


def test_words_of_reasons_stand_in_the_text(coding: Coding) -> None:
    for event in coding.events:
        for reason in event.why:
            assert all(part in TEXT for part in reason.words.split(", "))


def test_guesses_are_owned_up_to() -> None:
    article = Article("x", "KABUL (AFP) - Five people were killed in an attack.", date(2018, 9, 5), "AFP")
    (event,) = explain(DictionaryCoder().code_one(article))[0]
    assert steps(event, "event_date") == [
        ("", "the text gives no date: the week before publication is a guess")
    ]
    assert steps(event, "actor1")[0] == (
        "",
        "nobody is named: Unidentified Armed Group (Afghanistan) stands in, as this kind of event has it",
    )


def test_passages_passed_over_have_their_reasons(coding: Coding) -> None:
    _, skipped = explain(coding)
    assert [(line.words, line.because) for line in skipped] == [
        ("The rebels may attack the town again.", "future or hypothetical")
    ]


def test_a_coder_without_reasons_is_explained_by_its_evidence() -> None:
    event = CodedEvent(
        {"location": "Maiduguri", "country": "Nigeria"}, {"location": (Evidence.of(TEXT, 58, 67),)}
    )
    article = Article("report", TEXT, date(2015, 9, 9), "AFP")
    ((told,), skipped) = explain(Coding(article, "person", "1", (event,)))
    assert skipped == []
    assert ("location", "Maiduguri, Nigeria", "Maiduguri") in [
        (line.about, line.value, line.words) for line in told.lines
    ]


def test_reasons_stay_out_of_the_record(coding: Coding) -> None:
    assert coding.events[0].why
    assert "why" not in coding.record()["events"][0]


def test_command_prints_them_beside_the_data(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    options = ("code", "report.txt", "--published", "2015-09-09", "--source", "AFP", "--why")
    table = run(*options, cwd=tmp_path)
    assert table.returncode == 0
    assert "Event 1: Attack, Maiduguri, 2015-09-07" in table.stdout
    assert "future or hypothetical" in table.stdout
    data = run(*options, "--format", "jsonl", cwd=tmp_path)
    assert len(data.stdout.splitlines()) == 1
    assert "verb pattern kill with person" in " ".join(data.stderr.split())
