"""Coding over processes says the same as coding in one, in order, whatever an article does to its worker."""

import multiprocessing
import time

import pytest

from exporter.coders.engines import Failed, Processes
from exporter.coders.run import code
from exporter.errors import DataError, UsageError
from tests.coders.engines import StubCoder, articles_of


def test_the_order_is_that_of_the_articles():
    articles = articles_of("sleep 0.6", *(f"sleep {0.05 if n % 3 else 0} {n}" for n in range(30)))
    alone = [c.coding for c in code(articles, StubCoder())]
    assert [c.coding for c in code(articles, StubCoder(), jobs=3)] == alone
    assert [c.article.id for c in alone] == [a.id for a in articles]


def test_few_articles_are_in_flight():
    taken = 0

    def reading():
        nonlocal taken
        for article in articles_of(*(["sleep 0.01"] * 80)):
            taken += 1
            yield article

    for given, _ in enumerate(code(reading(), StubCoder(), jobs=2)):
        assert taken - given <= 2 * 2 * 8 + 1


def test_an_article_that_kills_or_breaks_its_worker_is_named_and_the_others_are_coded():
    # The first go alone, and those behind them several together.
    articles = articles_of("one", "two", "three", "die", "four", "break", "five")
    results = list(Processes(StubCoder(), 2).code(articles))
    failed = {r.article.id: r.error for r in results if isinstance(r, Failed)}
    assert set(failed) == {"a003", "a005"}
    assert "SIGKILL" in failed["a003"]
    assert failed["a005"] == "ValueError: a text that breaks"
    assert [r.article.id if isinstance(r, Failed) else r.coding.article.id for r in results] == [
        article.id for article in articles
    ]


def test_without_a_listener_the_article_is_raised():
    with pytest.raises(DataError, match="a001"):
        list(code(articles_of("one", "break"), StubCoder(), jobs=2))


def test_what_is_not_installed_ends_the_run():
    with pytest.raises(UsageError, match="not installed"):
        list(Processes(StubCoder(), 2).code(articles_of("missing", "one")))


def test_a_run_that_is_left_leaves_no_process():
    results = Processes(StubCoder(), 2).code(articles_of("one", *(["sleep 30"] * 5)))
    next(results)
    began = time.monotonic()
    results.close()
    assert time.monotonic() - began < 10
    assert multiprocessing.active_children() == []
