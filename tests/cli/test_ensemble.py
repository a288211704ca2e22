"""Machines side by side: the dictionary and models at a server of the tests' own."""

import json
from pathlib import Path

import pytest

pytest.importorskip("openai")
pytest.importorskip("spacy")
pytest.importorskip("krippendorff")
pytest.importorskip("sqlalchemy")

from exporter.store import Store
from tests.cli import run
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Asked, Server

ARTICLES = [report(number) for number in range(3)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [{"id": a.id, "text": a.text, "published": "2020-06-04", "source": a.source} for a in ARTICLES]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    gold = [
        line
        | {
            "events": [
                {
                    "event_type": ["Explosions/Remote violence"],
                    "event_date": ["2020-06-02", "2020-06-02"],
                    "fatalities": n + 3,
                }
            ]
        }
        for n, line in enumerate(lines)
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), "utf-8")
    return tmp_path


def blind(asked: Asked) -> Answer:
    """A good model, and one that sees nothing in the first report."""
    first = ARTICLES[0].text in asked.text
    return Answer(
        said({"events": [], "skipped": []})
        if asked.body["model"] == "blind" and first
        else said(good(asked.text))
    )


def test_an_ensemble_sets_before_people_what_its_coders_differ_in(folder: Path) -> None:
    with Server(blind) as server:
        model = ("--base-url", server.url, "--cache", "answers.sqlite")
        done = run("ensemble", "articles.jsonl", "--coder", "dictionary", "--coder", "model:blind", *model,
                   "--store", "events.db", "-o", "d.jsonl", "--keep", "all.jsonl",
                   "-f", "json", cwd=folder)  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {row["column"]: row for row in json.loads(done.stdout)}
    assert found["any event"]["articles"] == 3
    assert found["any event"]["percent"] == pytest.approx(66.6667)
    assert len((folder / "all.jsonl").read_text("utf-8").splitlines()) == 6
    (told,) = [line for line in (folder / "d.jsonl").read_text("utf-8").splitlines() if "report-0" in line]
    assert json.loads(told)["alone"]["model:blind"] == []
    with Store(folder / "events.db") as store:
        assert "report-0" in {task.article_id for task in store.work.queue("new")}
        assert "only dictionary has" in store.work.log("report-0")[-1]["why"]


def test_an_article_that_cannot_be_read_is_told_and_the_rest_is_coded(folder: Path) -> None:
    with (folder / "articles.jsonl").open("a") as file:
        file.write("\n{no json")
    with Server(blind) as server:
        done = run("ensemble", "articles.jsonl", "--coder", "model:one", "--coder", "model:two", "-f", "csv",
                   "--base-url", server.url, "--cache", "answers.sqlite", cwd=folder)  # fmt: skip
    assert done.returncode == 1
    assert "Not read: articles.jsonl:4" in done.stderr
    assert "all,all,any event,nominal,3," in done.stdout


def test_machines_are_evaluated_side_by_side(folder: Path) -> None:
    with Server(blind) as server:
        model = ("--base-url", server.url, "--cache", "answers.sqlite")
        coders = ("--coder", "model:blind", "--coder", "model:other")
        done = run("evaluate", "--gold", "gold.jsonl", *coders, *model, "-f", "json", cwd=folder)
        asked = len(server.asked)
        again = run("evaluate", "--gold", "gold.jsonl", *coders, *model, "-f", "json", cwd=folder)
        assert len(server.asked) == asked == 6
    assert done.returncode == 0, done.stderr
    assert again.stdout == done.stdout
    found = {(row["coder"], row["measure"]): row["value"] for row in json.loads(done.stdout)}
    assert found["model:other", "recall"] == found["model:other", "fatalities"] == 1
    assert found["model:blind", "recall"] == pytest.approx(0.6667)
    assert "tokens" in done.stderr
