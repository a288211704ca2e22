"""The dictionary coder on whole articles."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.agreement import evaluate, read_gold
from exporter.articles import Article, read_articles
from exporter.codebook.export import columns_from
from exporter.coders.coding import Coding
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.run import code
from exporter.samples import sample_articles
from exporter.validation import check_record
from tests.shared import SHARED, needs_shared

# What no words support: a guess of the coder about itself, and what it does not give.
WITHOUT_EVIDENCE = {"confidence", "tags"}
NOTES = Path(__file__).parents[1] / "gold" / "notes.jsonl"
COLUMNS = ("sub_event_type", "event_date", "country", "location", "actor1", "actor2", "fatalities")


@pytest.fixture(scope="module")
def coder() -> DictionaryCoder:
    return DictionaryCoder()


@pytest.fixture(scope="module")
def samples(coder: DictionaryCoder) -> dict[str, Coding]:
    return {coding.article.id: coding for coding in coder.code(read_articles(sample_articles()))}


def coded(coder: DictionaryCoder, text: str, published: date = date(2020, 6, 3)) -> Coding:
    coding = coder.code_one(Article("test", text, published, "Example News"))
    check_record(coding.record(), text)
    return coding


def rows(coding: Coding, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(event.values[name] for name in columns) for event in coding.events]


def score(gold: Path, codings: list[Coding], folder: Path) -> dict[str, float]:
    """What the scorer beside the repository prints of the whole."""
    found = folder / "coded.jsonl"
    found.write_text("".join(json.dumps(c.record()) + "\n" for c in codings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, SHARED / "score.py", gold, found], capture_output=True, text=True, check=True
    )
    return {name: float(value) for name, value in re.findall(r"(precision|recall|F1) ([\d.]+)", done.stdout)}


# -- measures --------------------------------------------------------------------------------------------


@needs_shared
def test_report_on_two_presidents(coder: DictionaryCoder, tmp_path: Path) -> None:
    articles = read_articles(
        SHARED / "articles" / "vienna-2016-05-16.txt", published=date(2016, 5, 16), source="AFP"
    )
    codings = list(coder.code(articles))
    assert score(SHARED / "gold" / "vienna.jsonl", codings, tmp_path) == {
        "precision": 1,
        "recall": 1,
        "F1": 1,
    }
    assert sorted(rows(codings[0], "location", "country")) == [
        ("Nagorno-Karabakh", "Azerbaijan"),
        ("Vienna", "Austria"),
    ]
    told = " ".join(
        quote.quote for event in codings[0].events for found in event.evidence.values() for quote in found
    )
    for never in ("30,000", "1994 ceasefire", "every year", "more violence"):
        assert never not in told


@needs_shared
def test_every_coded_value_has_evidence(coder: DictionaryCoder) -> None:
    articles = read_articles(
        SHARED / "articles" / "vienna-2016-05-16.txt", published=date(2016, 5, 16), source="AFP"
    )
    for coding in coder.code(articles):
        check_record(coding.record(), coding.article.text)
        for event in coding.events:
            dated = event.values["confidence"] >= 0.7  # a guessed date has no words, and costs confidence
            for name in columns_from("coded"):
                needed = name not in WITHOUT_EVIDENCE and (
                    dated or not name.startswith(("event_date", "time_"))
                )
                if needed and event.values[name] is not None:
                    assert event.evidence.get(name), (name, event.values[name])


@needs_shared
def test_samples_score(samples: dict[str, Coding], tmp_path: Path) -> None:
    found = score(Path(__file__).parents[1] / "gold" / "samples.jsonl", list(samples.values()), tmp_path)
    assert found["F1"] >= 0.68


@needs_shared
@pytest.mark.parametrize(("name", "least"), [("muc-tst1", 0.55), ("muc-tst2", 0.58)])
def test_old_wires_score(coder: DictionaryCoder, tmp_path: Path, name: str, least: float) -> None:
    codings = list(coder.code(read_articles(SHARED / "articles" / f"{name}.jsonl")))
    for coding in codings:
        check_record(coding.record(), coding.article.text)
    assert score(SHARED / "gold" / f"{name}.jsonl", codings, tmp_path)["F1"] >= least


# -- plain cases -----------------------------------------------------------------------------------------


def test_article_without_event_stays_empty(samples: dict[str, Coding]) -> None:
    assert samples["svalbard-2018-02-26"].events == ()


def test_signed_agreement(samples: dict[str, Coding]) -> None:
    assert rows(
        samples["bogota-2016-11-24"], "sub_event_type", "event_date", "location", "actor1", "actor2"
    ) == [
        (
            "Agreement",
            date(2016, 11, 24),
            "Bogotá",
            "Government of Colombia",
            "FARC: Revolutionary Armed Forces of Colombia",
        )
    ]


def test_all_sample_rows_are_valid(coder: DictionaryCoder) -> None:
    for coded_article in code(read_articles(sample_articles()), coder):
        assert coded_article.problems.is_empty()
        assert coded_article.rows.height == len(coded_article.coding.events)


def test_passive_and_active_voice_give_the_same_roles(coder: DictionaryCoder) -> None:
    active = coded(coder, "Boko Haram fighters killed 12 villagers near Maiduguri on Tuesday.")
    passive = coded(coder, "Twelve villagers were killed by Boko Haram fighters near Maiduguri on Tuesday.")
    columns = ("sub_event_type", "actor1", "actor2", "event_date", "country", "fatalities")
    expected = [("Attack", "Boko Haram", "Civilians (Nigeria)", date(2020, 6, 2), "Nigeria", 12)]
    assert rows(active, *columns) == rows(passive, *columns) == expected


def test_deaths_with_open_end(coder: DictionaryCoder) -> None:
    coding = coded(coder, "A car bomb killed at least 31 people in Baghdad on Monday and wounded 80.")
    counts = rows(coding, "fatalities", "fatalities_low", "fatalities_high")
    assert counts == [(31, 31, None)]


def test_no_deaths_reported_is_missing_and_none_killed_is_zero(coder: DictionaryCoder) -> None:
    silent = coded(coder, "A bomb exploded in Kabul on Tuesday.")
    denied = coded(coder, "A bomb exploded in Kabul on Tuesday. No one was killed.")
    assert rows(silent, "fatalities") == [(None,)]
    assert rows(denied, "fatalities") == [(0,)]


def test_guerrillas_are_the_one_group_that_the_report_names(coder: DictionaryCoder) -> None:
    text = (
        "BOGOTA - The ELN attacked an army post near Arauca on Monday.\n\n"
        "On Tuesday guerrillas killed a farmer in Cali, Colombia."
    )
    assert {actor for (actor,) in rows(coded(coder, text), "actor1")} == {"ELN: National Liberation Army"}
    other = text.replace("The ELN attacked", "The ELN and the EPL attacked")
    assert rows(coded(coder, other), "actor1")[-1] == ("Unidentified Armed Group (Colombia)",)


def test_a_group_in_apposition_names_its_fighters(coder: DictionaryCoder) -> None:
    text = "On Monday the guerrilla movement Shining Path kidnapped a mayor in Lima."
    assert rows(coded(coder, text), "actor1") == [("Shining Path",)]


def test_the_wounded_are_the_victims_of_a_blast(coder: DictionaryCoder) -> None:
    text = "A bomb exploded at a hotel in Lima on Monday, wounding two policemen."
    assert rows(coded(coder, text), "actor2", "fatalities") == [("Police Forces of Peru", None)]


def test_a_later_sentence_says_whom_it_befell(coder: DictionaryCoder) -> None:
    text = "Gunmen attacked a house near Arauca, Colombia, on Monday.\n\nThe attackers killed a peasant on Monday."
    assert rows(coded(coder, text), "assoc_actor_2") == [("Farmers (Colombia); Peasants (Colombia)",)]


def test_two_armed_sides_are_a_battle(coder: DictionaryCoder) -> None:
    coding = coded(coder, "Colombian soldiers clashed with ELN guerrillas in Arauca on Sunday.")
    assert rows(coding, "event_type", "sub_event_type", "actor1") == [
        ("Battles", "Armed clash", "Military Forces of Colombia")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rebels could attack Goma in the coming days.",
        "The army will bomb the town if the rebels attack.",
        "The militants threatened to kill the hostages in Mali.",
        "The minister denied that soldiers had attacked the village.",
        "Dozens of farmers are killed in Nigeria every year.",
        "In 1994, soldiers killed 40 villagers in Rwanda.",
        "The company struck a deal and the singer had a heart attack.",
        "Police in Kenya prevented an attack on a market.",
        "Nobody attacked the convoy in Somalia.",
    ],
)
def test_what_did_not_happen_is_no_event(coder: DictionaryCoder, sentence: str) -> None:
    assert coded(coder, sentence).events == ()


def test_skipped_passages_say_why(coder: DictionaryCoder) -> None:
    skipped = coded(coder, "Rebels could attack Goma in the coming days.").skipped
    assert [(passage.quote, passage.reason) for passage in skipped] == [
        ("Rebels could attack Goma in the coming days.", "future or hypothetical")
    ]


def test_date_that_is_guessed_has_no_evidence(coder: DictionaryCoder) -> None:
    (event,) = coded(coder, "Gunmen killed three policemen in Karachi.").events
    assert event.values["time_precision"] == "week"
    assert "event_date" not in event.evidence


@pytest.mark.parametrize("quote", ["shot dead", "A 17-year-old"])
def test_quotes_end_with_a_word(coder: DictionaryCoder, quote: str) -> None:
    """The parser reads a shorter word for these; the evidence is whole."""
    (event,) = coded(coder, "A 17-year-old was shot dead by police in Nanterre on Monday.").events
    quotes = {one.quote for quotes in event.evidence.values() for one in quotes}
    assert any(quote in one for one in quotes)
    assert not any(one.endswith(("shot dea", "17-yea")) for one in quotes)


def test_all_capitals(coder: DictionaryCoder) -> None:
    text = "LIMA, 4 FEB 90 (EFE) -- A CAR BOMB EXPLODED IN\nLIMA ON 3 FEBRUARY, KILLING TWO POLICEMEN."
    coding = coded(coder, text, date(1990, 2, 4))
    assert rows(coding, "sub_event_type", "event_date", "location", "fatalities") == [
        ("Remote explosive/landmine/IED", date(1990, 2, 3), "Lima", 2)
    ]


def test_all_small(coder: DictionaryCoder) -> None:
    text = "karachi, june 2 (afp) - gunmen of the pakistani taliban shot dead three policemen\nin karachi on 1 june."
    coding = coded(coder, text, date(2020, 6, 3))
    assert rows(coding, "sub_event_type", "event_date", "location", "actor2", "fatalities") == [
        ("Armed clash", date(2020, 6, 1), "Karachi", "Police Forces of Pakistan", 3)
    ]
    quotes = [quote for quotes in coding.events[0].evidence.values() for quote in quotes]
    assert quotes and all(text[quote.start : quote.end] == quote.quote for quote in quotes)


def test_a_text_in_small_letters_is_coded_as_the_same_in_capitals(coder: DictionaryCoder) -> None:
    notes = evaluate.texts(read_gold(NOTES)[:60], None)
    small, large = (
        [
            rows(coding, *COLUMNS)
            for coding in coder.code(replace(note, text=form(note.text)) for note in notes)
        ]
        for form in (str.lower, str.upper)
    )
    assert small == large
    assert sum(map(bool, small)) > 50


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "The minister was killed near his home in Goma, only eight days after taking office on 21 May.",
            None,
        ),
        (
            "On Monday a unit named after a priest, who was killed by soldiers in 1966, ambushed a patrol near Goma.",
            date(2020, 6, 1),
        ),
        ("Rebels on Monday carried out their sixth attack this year on the post of Goma.", date(2020, 6, 1)),
        (
            "The two engineers, who were kidnapped in Goma on Monday and released today, are well.",
            date(2020, 6, 1),
        ),
    ],
)
def test_the_day_of_something_else_is_not_taken(coder: DictionaryCoder, text: str, day: date | None) -> None:
    (event,) = coded(coder, text, date(2020, 6, 3)).events
    if day is None:
        assert "event_date" not in event.evidence
    else:
        assert (event.values["event_date"], event.values["time_precision"]) == (day, "day")


def test_whose_shells_they_are_says_the_fighting_told_before(coder: DictionaryCoder) -> None:
    text = (
        "Armenian and Azerbaijani forces exchanged fire in Nagorno-Karabakh on Monday. "
        "Azerbaijan's second city Ganja came under shelling, Baku said, killing one civilian."
    )
    assert rows(coded(coder, text), "actor1", "fatalities")[1] == ("Military Forces of Armenia", 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Gunmen killed two farmers in Wajir, Kenya, on Monday, two days after rebels killed a teacher in the town.",
            [date(2020, 6, 1), date(2020, 5, 30)],
        ),
        (
            "Police arrested 46 people in Oran, Algeria, on Monday, a day after clashes in Algiers in which four died.",
            [date(2020, 6, 1), date(2020, 5, 31)],
        ),
        (
            "Israel bombed Gaza on Monday, a day after Hamas fired rockets at Sderot.",
            [date(2020, 6, 1), date(2020, 5, 31)],
        ),
        (
            "Russian forces bombed a theatre where people were sheltering in Mariupol, Ukraine, on Monday.",
            [date(2020, 6, 1)],
        ),
    ],
)
def test_days_counted_back_from_the_act(coder: DictionaryCoder, text: str, days: list[date]) -> None:
    assert [row[0] for row in rows(coded(coder, text), "event_date")] == days


def test_a_dash_between_sentences_hides_nothing(coder: DictionaryCoder) -> None:
    text = "The road was closed in Kabul - Taliban fighters killed three soldiers in Herat, officials said on Monday."
    assert rows(coded(coder, text), "location", "fatalities") == [("Herat", 3)]


def test_talks_are_where_they_are_held_and_not_in_what_they_are_about(coder: DictionaryCoder) -> None:
    text = (
        "Sudan and Uganda leaders meet on border crisis\n\n"
        "The leaders of Sudan and Uganda met on Monday for the first time since fighting erupted.\n\n"
        "A French envoy was also in the Kenyan capital for the talks."
    )
    (place,) = rows(coded(coder, text), "location", "country")
    assert place == ("Nairobi", "Kenya")


# -- anything at all -------------------------------------------------------------------------------------


def _mutilated() -> st.SearchStrategy[str]:
    texts = [article.text for article in read_articles(sample_articles())]
    pieces = [piece for text in texts for piece in re.split(r"(?<=[.\s])", text)]
    cut = st.builds(
        lambda text, a, b: text[a : a + b], st.sampled_from(texts), st.integers(0, 900), st.integers(1, 600)
    )
    shuffled = st.lists(st.sampled_from(pieces), max_size=60).map("".join)
    return st.one_of(cut, cut.map(str.upper), shuffled, st.text(max_size=300))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=_mutilated())
def test_any_text_gives_a_coding_that_holds(coder: DictionaryCoder, text: str) -> None:
    for checked in code([Article("any", text, date(2020, 6, 3), "Example News")], coder):
        assert checked.problems.is_empty(), checked.problems.to_dicts()
        for event in checked.coding.events:
            assert event.values["event_date"] <= event.values["event_date_end"] <= date(2020, 6, 3)
