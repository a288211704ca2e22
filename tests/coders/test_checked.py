"""Codings that are checked together are judged as each alone is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

pytest.importorskip("spacy")

from exporter.articles import Article
from exporter.coders.checked import Coded, all_checked, checked
from exporter.coders.coding import Coding, Skipped
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.errors import DataError

TEXTS = (
    "Gunmen killed three policemen in Karachi on Tuesday.",
    "The rains began early this year.",
    "A car bomb exploded in Kabul on Monday, killing 15 people. On Tuesday, police dispersed a protest in Lima.",
)


@pytest.fixture(scope="module")
def codings() -> list[Coding]:
    articles = [Article(str(n), text, date(2020, 6, 3), "AFP") for n, text in enumerate(TEXTS)]
    return list(DictionaryCoder().code(articles))


def _plain(found: Coded) -> tuple[object, ...]:
    return found.coding, found.rows.to_dicts(), found.problems.to_dicts()


def _ending_before_it_begins(coding: Coding) -> Coding:
    first, *others = coding.events
    day = first.values["event_date"]
    assert isinstance(day, date)
    broken = replace(first, values={**first.values, "event_date_end": day - timedelta(days=1)})
    return replace(coding, events=(broken, *others))


def test_together_as_alone(codings: list[Coding]) -> None:
    assert [len(coding.events) for coding in codings] == [1, 0, 2]
    together = list(map(_plain, all_checked(codings)))
    assert together == [_plain(checked(coding)) for coding in codings]
    assert all(found.rows.height == len(found.coding.events) for found in all_checked(codings))


def test_a_bad_row_among_them_is_left_out_and_named_in_its_article(codings: list[Coding]) -> None:
    broken = [*codings[:2], _ending_before_it_begins(codings[2])]
    good, _, bad = all_checked(broken)
    assert (good.rows.height, good.problems.height) == (1, 0)
    assert bad.rows["event_number"].to_list() == [1]
    assert set(bad.problems["table"]) == {"events of 2"}
    assert set(bad.problems["row"]) == {1}


def test_those_before_one_that_breaks_are_given(codings: list[Coding]) -> None:
    misquoted = replace(codings[1], skipped=(Skipped("no such words", "made up", 0, 13),))
    given: list[str] = []

    def take(found: Iterator[Coded]) -> None:
        given.extend(one.coding.article.id for one in found)

    with pytest.raises(DataError):
        take(all_checked([codings[0], misquoted, codings[2]]))
    assert given == ["0"]
