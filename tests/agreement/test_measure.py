"""The table of agreement, and the list of disagreements."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.agreement import agreement, disputes
from exporter.agreement.measure import TABLE
from exporter.codebook.project import project_of
from tests.agreement.sayings import row, rows, said


def figures(found: pl.DataFrame, column: str, **group: str) -> dict:
    return found.filter(column=column, **({"by": "all"} | group)).row(0, named=True)


def test_two_who_agree_in_all() -> None:
    events = [row(), row(event_type="Riots", location="Barda", fatalities=None)]
    found = agreement(
        [[said("ab", *events), said("cd", *events)], [said("ab", article="2"), said("cd", article="2")]]
    )
    assert found.schema == TABLE
    assert set(found["percent"]) == {100.0}
    assert figures(found, "event_type")["alpha"] == 1
    assert figures(found, "any event")["alpha"] == 1
    assert (figures(found, "event")["pairs"], figures(found, "event")["compared"]) == (2, 4)
    # One value everywhere: nothing to disagree on, and alpha is not defined.
    assert figures(found, "country")["alpha"] is None


def test_what_they_differ_in_is_counted() -> None:
    one = said("ab", row(), row(location="Barda", event_type="Riots"))
    other = said(
        "cd",
        row(fatalities=6, fatalities_high=6),
        row(location="Barda", event_type="Protests"),
        row(
            country="Colombia",
            location="Bogotá",
            event_date="2001-01-01",
            event_date_end="2001-01-01",
            actor1="Nobody here",
            actor2=None,
        ),
    )
    found = agreement([[one, other]])
    event = figures(found, "event")
    assert (event["pairs"], event["compared"], event["percent"]) == (2, 5, 80.0)
    assert figures(found, "event_type")["percent"] == 50.0
    assert figures(found, "fatalities")["percent"] == 50.0
    # One article alone has no interval.
    assert figures(found, "event_type")["percent_low"] is None


def test_a_column_of_the_project_is_compared_like_any_other() -> None:
    added = {
        "injured": {"type": "integer", "definition": "Hurt."},
        "weapon": {"type": "code", "allowed": ["gun", "knife"], "definition": "What was used."},
        "checked": {"type": "date", "definition": "When.", "origin": "store"},
    }
    table = project_of({"columns": added}).table("events")
    one = said("ab", row(injured=3, weapon="gun"), row(location="Barda", injured=None, weapon="gun"))
    other = said("cd", row(injured=5, weapon="gun"), row(location="Barda", injured=1, weapon="knife"))
    found = agreement([[one, other]], table=table)
    injured, weapon = figures(found, "injured"), figures(found, "weapon")
    assert (injured["kind"], injured["percent"], injured["compared"]) == ("interval", 0.0, 1)
    assert (weapon["kind"], weapon["percent"]) == ("nominal", 50.0)
    assert "checked" not in found["column"].to_list(), "no coder gives it"
    assert "injured" not in agreement([[one, other]])["column"].to_list()


def test_coders_who_guess_agree_as_chance_would() -> None:
    kinds = ("Battles", "Riots", "Protests")
    articles = [
        [
            said("ab", row(event_type=kinds[n % 3]), article=str(n)),
            said("cd", row(event_type=kinds[n // 3 % 3]), article=str(n)),
        ]
        for n in range(90)
    ]
    event_type = figures(agreement(articles), "event_type")
    assert event_type["alpha"] == pytest.approx(0, abs=0.02)
    assert event_type["alpha_low"] < 0 < event_type["alpha_high"]
    assert event_type["percent_low"] < 100 / 3 < event_type["percent_high"]


def test_by_pair_and_month() -> None:
    articles = [
        [said(coder, row(fatalities=count), article=str(n), published=date(2019, month, 1)) for coder, count in coders]
        for n, (month, coders) in enumerate([
            (1, [("ab", 1), ("cd", 1)]), (1, [("ab", 2), ("cd", 2)]), (2, [("cd", 1), ("ef", 2), ("ab", 3)]),
        ])
    ]  # fmt: skip
    found = agreement(articles, by=("all", "pair", "month", "coded"))
    assert found.select("by", "group").unique(maintain_order=True).rows() == [
        ("all", "all"), ("pair", "ab / cd"), ("pair", "ab / ef"), ("pair", "cd / ef"),
        ("month", "2019-01"), ("month", "2019-02"),
    ]  # fmt: skip
    assert figures(found, "fatalities", by="month", group="2019-01")["percent"] == 100
    assert figures(found, "fatalities", by="month", group="2019-02")["pairs"] == 3
    assert figures(found, "fatalities", by="pair", group="ab / cd")["articles"] == 3


def test_other_texts_are_not_compared() -> None:
    assert agreement([[said("ab", row()), said("cd", row(), sha256="another")]]).is_empty()
    assert list(disputes([[said("ab", row()), said("cd", sha256="another")]])) == []


@given(st.lists(st.tuples(rows(), rows()), min_size=1, max_size=4))
def test_figures_stay_within_their_bounds_and_come_out_the_same(texts: list) -> None:
    articles = [
        [said("ab", *one, article=str(n)), said("cd", *other, article=str(n))]
        for n, (one, other) in enumerate(texts)
    ]
    found = agreement(articles, resamples=50)
    assert found.equals(agreement(reversed_coders(articles), resamples=50))
    for name in ("percent", "percent_low", "percent_high"):
        assert found[name].drop_nulls().is_between(0, 100).all()
    assert (found["alpha"].drop_nulls() <= 1).all()
    assert (found["percent_low"] <= found["percent_high"]).drop_nulls().all()


def reversed_coders(articles: list) -> list:
    return [list(reversed(article)) for article in articles]


def test_disagreements_are_told_in_words() -> None:
    one = said("ab", row(), row(location="Barda", event_type="Riots", sub_event_type="Mob violence"))
    other = said("cd", row(fatalities=6, notes="Six died."))
    (found,) = disputes([[one, other], [said("ab", row(), article="2"), said("cd", row(), article="2")]])
    assert found.record() == {
        "article_id": "one",
        "coders": ["ab", "cd"],
        "why": "ab and cd: differ in fatalities; only ab has Mob violence on 2019-05-03 in Barda",
        "differences": [
            {"event": "Armed clash on 2019-05-03 in Ağdam", "column": "fatalities", "ab": 4, "cd": 6}
        ],
        "alone": {"ab": ["Mob violence on 2019-05-03 in Barda"], "cd": []},
    }
    assert list(disputes([[one, said("cd", *one.rows)]])) == []
    assert [
        d["column"]
        for d in next(disputes([[said("ab", row()), said("cd", row(notes="other"))]], ("notes",))).differences
    ] == ["notes"]
