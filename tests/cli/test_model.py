"""`exporter code --coder model`, `batch-write` and `batch-read`, as users run them."""

import json
import re

import pytest

pytest.importorskip("openai")
pytest.importorskip("spacy")
pytest.importorskip("sqlalchemy")

from exporter.validation import check_record
from tests.cli import refused, run
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Server
from tests.coders.model.test_batch_files import endpoint

ARTICLES = [report(number) for number in range(4)]
TOML = """[model]
name = "small-1"
base_url = "{url}"
cache = "answers.sqlite"

[model.prices."small-1"]
input = 1.0
output = 10.0
"""


def well(asked):
    return Answer(said(good(asked.text)))


@pytest.fixture
def folder(tmp_path):
    lines = [{"id": a.id, "text": a.text, "published": "2020-06-04", "source": a.source} for a in ARTICLES]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return tmp_path


def test_a_project_with_its_model(folder):
    """Estimate, code within a limit, go on: the settings stand in dataset.toml."""
    with Server(well) as server:
        (folder / "dataset.toml").write_text(TOML.format(url=server.url))
        base = ("code", "articles.jsonl", "--coder", "model", "--store", "events.db")
        dry = run(*base, "--dry-run", cwd=folder)
        assert dry.returncode == 0 and dry.stdout == "" and server.asked == []
        told = r"To ask: 4 articles, about [\d,]+ tokens of questions and 2,400 of answers, 0\.0\d+ USD"
        assert re.match(told, dry.stderr)
        assert not (folder / "events.db").exists()
        first = run(*base, "--max-cost", "0.07", "--concurrency", "1", cwd=folder)
        assert first.returncode == 1
        assert 0 < len(server.asked) < 4
        assert "Stopped before --max-cost was passed. Left: " in first.stderr
        second = run(*base, "--format", "jsonl", "--why", cwd=folder)
        assert second.returncode == 0, second.stderr
        assert "In events.db: 4 articles, 4 events." in second.stderr
        assert "quoted by the model, read by the rules" in second.stderr
        assert len(server.asked) == 4
    record = json.loads(second.stdout.splitlines()[0])
    assert record["coder"]["name"] == "model:small-1" and record["coder"]["model"] == "small-1"
    check_record(record)


def test_by_way_of_a_batch(folder):
    model = ("--model", "b-1", "--cache", "answers.sqlite")
    written = run("batch-write", "articles.jsonl", *model, "-o", "requests.jsonl", cwd=folder)
    assert written.returncode == 0, written.stderr
    assert "Requests written: 4 (4 first, 0 to mend an answer)" in written.stderr
    endpoint(folder / "requests.jsonl", folder / "results.jsonl", well)
    read = run("batch-read", "results.jsonl", *model, cwd=folder)
    assert (
        read.returncode == 0
        and "Answers kept: 4, 28,000 tokens of questions, 1,200 of answers." in read.stderr
    )
    coded = run("code", "articles.jsonl", "--coder", "model", *model, "--no-ask", "-f", "csv", cwd=folder)
    assert coded.returncode == 0, coded.stderr
    assert len(coded.stdout.splitlines()) == 5


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--coder", "model"), ["No model is named", "--model"]),
        (("--coder", "model", "--model", "m", "--max-cost", "1"), ["needs the prices of m", "dataset.toml"]),
        (("--coder", "model", "--model", "m", "--dataset", "none.toml"), ["none.toml cannot be read"]),
        (("--max-cost", "1"), ["--max-cost is of no use to the coder dictionary", "--coder model"]),
        (("--coder", "oracle"), ["no coder named 'oracle'", "dictionary, model"]),
    ],
)
def test_wrong_use(folder, options, words):
    refused(run("code", "articles.jsonl", *options, cwd=folder), *words)
