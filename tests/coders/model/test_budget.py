"""Limits are never passed, what is left is told, and an estimate is near the truth."""

import re

import pytest

from exporter.coders.model.budget import most_tokens, usual_tokens
from exporter.coders.model.coder import ModelCoder
from exporter.coders.model.prices import Prices
from exporter.coders.model.prompt import Prompt
from exporter.coders.model.settings import Settings, read_settings
from exporter.errors import UsageError
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Server, Status

PRICES = Prices(input=1.0, output=10.0)  # a question of 7,000 tokens and an answer of 300: 0.01
ARTICLES = [report(number) for number in range(40)]


def well(asked):
    return Answer(said(good(asked.text)), after=0.01)


def test_the_cost_stays_below_the_limit_and_the_rest_is_told(coder_at):
    with Server(well) as server:
        coder = coder_at(server, prices=PRICES, max_cost=0.25, concurrency=8)
        found = list(coder.code(ARTICLES))
    paid = len(server.asked) * 0.01
    assert 0.15 < coder.spent.cost <= 0.25
    assert coder.spent.cost == pytest.approx(paid)
    assert len(found) == len(server.asked) == 40 - coder.unasked.articles < 40
    assert not coder.complete
    (line,) = [line for line in coder.closing() if line.startswith("Stopped before --max-cost was passed.")]
    assert f"Left: {coder.unasked.articles} articles" in line
    left = float(re.search(r", ([\d.]+) USD", line)[1])
    assert left == pytest.approx(coder.unasked.articles * 0.01, rel=0.3)


def test_a_run_goes_on_where_the_budget_ended(coder_at):
    with Server(well) as server:
        done = 0
        for _ in range(6):
            coder = coder_at(server, prices=PRICES, max_cost=0.2)
            done = len(list(coder.code(ARTICLES)))
            assert coder.spent.cost <= 0.2
            if coder.complete:
                break
        assert done == 40
    assert len(server.asked) == 40


def test_a_limit_of_tokens(coder_at):
    with Server(well) as server:
        coder = coder_at(server, max_tokens=100_000)
        list(coder.code(ARTICLES))
    assert 50_000 < coder.spent.tokens <= 100_000
    assert "--max-tokens" in " ".join(coder.closing())


def test_mending_counts_as_well(coder_at):
    with Server(lambda asked: well(asked) if asked.round else Answer("no")) as server:
        coder = coder_at(server, prices=PRICES, max_cost=0.25)
        found = list(coder.code(ARTICLES))
    assert coder.spent.cost == pytest.approx(len(server.asked) * 0.01)
    assert coder.spent.cost <= 0.25
    assert found


def test_nothing_can_be_afforded(coder_at):
    with Server(well) as server:
        coder = coder_at(server, prices=PRICES, max_cost=0.0)
        assert list(coder.code(ARTICLES)) == []
    assert server.asked == [] and coder.unasked.articles == 40


def test_refused_requests_cost_nothing(coder_at, hasty):
    with Server(lambda asked: Status(429) if asked.number < 3 else well(asked)) as server:
        coder = coder_at(server, prices=PRICES, max_cost=10)
        list(coder.code(ARTICLES[:2]))
    assert coder.spent.cost == pytest.approx(0.02)


def test_cached_tokens_have_their_own_price():
    prices = Prices(input=1.0, output=10.0, cached_input=0.1)
    assert prices.cost(1_000_000, 0, 400_000) == pytest.approx(0.64)
    assert PRICES.cost(1_000_000, 100_000, 400_000) == pytest.approx(2.0)


def test_an_estimate_asks_nothing(coder_at):
    with Server(well) as server:
        coder = coder_at(server, prices=PRICES)
        list(coder.code(ARTICLES[:10]))
        asked = len(server.asked)
        told = coder.estimate(ARTICLES)
    assert len(server.asked) == asked
    assert (told.articles, told.known) == (30, 10)
    assert told.question_tokens > 30 * 5000
    assert "30 articles, about" in told.told(coder.settings) and "USD" in told.told(coder.settings)


def test_the_most_is_more_than_the_usual():
    text = Prompt().instructions + report().text
    assert usual_tokens(text) < most_tokens(text) < len(text)


def test_a_limit_of_cost_needs_prices(tmp_path):
    with pytest.raises(UsageError, match="needs the prices"):
        Settings(model="m", max_cost=1.0)
    path = tmp_path / "dataset.toml"
    path.write_text('title = "X"\n[model.prices."m"]\ninput = 1\noutput = 2.5\ncurrency = "EUR"\n')
    settings = read_settings(path, model="m", max_cost=1.0)
    assert settings.prices == Prices(1, 2.5, currency="EUR") and settings.max_cost == 1.0
    assert ModelCoder(settings).told() == "0.00 EUR"
    with pytest.raises(UsageError, match="needs the prices of other"):
        read_settings(path, model="other", max_cost=1.0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("model = 3", "no table"),
        ("[model]\nname = 'm'\ntemperature = 1", "temperature is no setting"),
        ("[model]\nname = 'm'\nkey = 'sk-1'", "key is no setting"),
        ("[model]\nname = 'm'\nconcurrency = 'many'", "concurrency is 'many'"),
        ("[model]\nname = 'm'\nconcurrency = 0", "concurrency is 0"),
        ("[model]\nname = 'm'\nbase_url = 'localhost:8000'", "no address"),
        ("[model]\nname = 'm'\nbase_url = 'https://user:pass@host/v1'", "holds a name"),
        ("[model]\nname = 'm'\n[model.prices.m]\ninput = -1\noutput = 1", "no price"),
        ("[model]\nname = 'm'\n[model.prices.m]\ninput = 1", "lacks"),
        ("[model]\nname = 'm'\n[model.prices]\nm = 1", "no table of tables"),
        ("[model]\n", "No model is named"),
        ("[model", "is no TOML"),
    ],
)
def test_settings_that_cannot_be_meant_so(tmp_path, content, words):
    path = tmp_path / "dataset.toml"
    path.write_text(content)
    with pytest.raises(UsageError, match=words) as caught:
        read_settings(path)
    assert caught.value.remedy
