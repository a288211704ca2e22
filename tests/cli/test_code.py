"""`exporter code`: events on standard output, talk on standard error, codings in the store."""

import io
import json
import sqlite3

import polars as pl
import pytest

pytest.importorskip("spacy")
pytest.importorskip("sqlalchemy")

from exporter import read_articles
from exporter.codebook.export import polars_schema
from exporter.validation import check_record
from tests.cli import run

NAMES = ("bogota-2016-11-24", "sanaa-2016-10-09")
ESCAPE = "\x1b"


@pytest.fixture(scope="module")
def articles(samples):
    return [samples / f"{name}.txt" for name in NAMES]


@pytest.fixture(scope="module")
def texts(articles):
    return {article.id: article.text for article in read_articles(articles)}


@pytest.fixture(scope="module")
def kept(articles, tmp_path_factory):
    """A run with JSON Lines and a store, and the same run once more."""
    folder = tmp_path_factory.mktemp("kept")
    options = ("code", *articles, "--format", "jsonl", "--store", "events.db")
    return folder, run(*options, cwd=folder), run(*options, cwd=folder)


def test_each_line_is_a_valid_coding(kept, texts):
    _, first, _ = kept
    assert first.returncode == 0
    records = [json.loads(line) for line in first.stdout.splitlines()]
    assert [record["article"]["id"] for record in records] == list(NAMES)
    for record in records:
        assert record["events"]
        check_record(record, texts[record["article"]["id"]])


def test_talk_goes_to_standard_error_without_bars_or_escapes(kept):
    _, first, _ = kept
    assert ESCAPE not in first.stdout + first.stderr
    assert "\r" not in first.stderr
    assert first.stderr.splitlines() == [
        line for line in first.stderr.splitlines() if line.startswith("Articles coded now: 2.")
    ]


def test_the_store_keeps_what_was_printed(kept):
    folder, first, _ = kept
    printed = sum(len(json.loads(line)["events"]) for line in first.stdout.splitlines())
    with sqlite3.connect(folder / "events.db") as database:
        (held,) = database.execute("select count(*) from events").fetchone()
    assert held == printed > 0
    assert f"2 articles, {held} events" in first.stderr


def test_a_second_run_codes_nothing(kept):
    _, first, second = kept
    assert second.returncode == 0
    assert second.stdout == ""
    assert "Articles coded now: 0." in second.stderr
    assert second.stderr.split("now: 0")[1] == first.stderr.split("now: 2")[1]


def test_no_rejects_file_without_rejects(kept):
    assert not (kept[0] / "rejects.csv").exists()


def test_csv_has_the_columns_of_the_codebook(articles, tmp_path):
    result = run("code", *articles, "--format", "csv", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    frame = pl.read_csv(io.StringIO(result.stdout))
    assert frame.height > 1
    assert {"event_date", "actor1", "country", "fatalities"} <= set(frame.columns)
    assert set(frame.columns) - {"article_id", "event_number"} <= set(polars_schema("events"))


def test_table_shows_the_actors(articles, tmp_path):
    result = run("code", *articles, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Government of Colombia" in result.stdout
    assert "Bogotá" in result.stdout
    assert ESCAPE not in result.stdout


def test_a_text_on_standard_input(articles, tmp_path):
    words = articles[0].read_text("utf-8").split("\n\n", 1)[1]
    result = run(
        "code", "-", "-f", "jsonl", "--published", "2016-11-24", "--source", "AFP", stdin=words, cwd=tmp_path
    )
    assert (result.returncode, result.stderr) == (0, "")
    record = json.loads(result.stdout)
    assert record["article"]["source"] == "Sample Wire"  # the dateline knows better
    assert record["events"][0]["sub_event_type"] == "Agreement"


def test_json_lines_on_standard_input(texts, tmp_path):
    lines = [
        json.dumps({"id": f"no {name}", "text": text, "published": "2016-11-24"})
        for name, text in texts.items()
    ]
    result = run("code", "-", "-f", "jsonl", stdin="\n".join(lines), cwd=tmp_path)
    assert result.returncode == 0
    found = [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()]
    assert found == [f"no {name}" for name in NAMES]


def test_csv_without_articles_still_has_its_header(kept, articles):
    folder, _, _ = kept
    result = run("code", *articles, "--format", "csv", "--store", "events.db", cwd=folder)
    assert result.returncode == 0
    assert "event_date" in result.stdout.splitlines()[0]
    assert len(result.stdout.splitlines()) == 1


def test_format_none_prints_nothing(kept, articles):
    folder, _, _ = kept
    result = run("code", articles[0], "--format", "none", "--store", "events.db", cwd=folder)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--engine", "ray"), "-o FOLDER"),
        (("--address", "auto"), "--engine ray"),
        (("-o", "codings", "--store", "events.db"), "--store does not go with -o"),
        (("-o", "codings", "--format", "csv"), "--format does not go with -o"),
    ],
)
def test_options_that_do_not_go_together_are_refused(articles, tmp_path, options, words):
    result = run("code", articles[0], *options, cwd=tmp_path)
    assert result.returncode == 2
    assert words in result.stderr
    assert not (tmp_path / "codings").exists()


def test_two_processes_give_what_one_gives(samples, tmp_path):
    one, two = (run("code", samples, "--jobs", jobs, "--format", "jsonl", cwd=tmp_path) for jobs in (1, 2))
    assert one.returncode == two.returncode == 0, one.stderr + two.stderr
    assert len(one.stdout.splitlines()) == 10
    assert two.stdout == one.stdout
