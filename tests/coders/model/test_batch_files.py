"""Requests into a file, results out of another: the same answers, checked and mended the same way."""

import json

import pytest

from exporter.coders.model.batch_files import read_results, write_requests
from exporter.coders.model.cache import Cache
from exporter.coders.model.coder import ModelCoder
from exporter.coders.model.prompt import Prompt
from exporter.coders.model.settings import Settings
from exporter.errors import UsageError
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Asked, completion

ARTICLES = [report(number) for number in range(5)]


@pytest.fixture
def settings(tmp_path):
    return Settings(model="batch-1", cache=tmp_path / "answers.sqlite")


@pytest.fixture
def cache(settings):
    opened = Cache(settings.cache)
    yield opened
    opened.close()


def endpoint(requests, results, behave):
    """What a batch endpoint does with a file."""
    lines = []
    for number, line in enumerate(requests.read_text("utf-8").splitlines()):
        request = json.loads(line)
        assert (request["method"], request["url"]) == ("POST", "/v1/chat/completions")
        act = behave(Asked(number, request["body"], None, 0.0))
        told = {"id": f"r{number}", "custom_id": request["custom_id"], "error": None}
        if isinstance(act, Answer):
            told["response"] = {"status_code": 200, "body": completion(act, request["body"]["model"])}
        else:
            told |= act
        lines.append(json.dumps(told))
    results.write_text("\n".join(reversed(lines)) + "\n", "utf-8")  # in any order


def well(asked):
    return Answer(said(good(asked.text)))


def test_there_and_back(settings, cache, tmp_path):
    requests, results = tmp_path / "requests.jsonl", tmp_path / "results.jsonl"
    written = write_requests([*ARTICLES, ARTICLES[0]], requests, settings, Prompt(), cache)
    assert (written.first, written.mending, written.files) == (5, 0, [requests])
    endpoint(requests, results, well)
    read = read_results([results], settings, cache)
    assert (read.answers, read.failed) == (5, [])
    coder = ModelCoder(settings, offline=True)
    found = list(coder.code(ARTICLES))
    assert [len(coding.events) for coding in found] == [1] * 5
    assert coder.complete and coder.spent.answers == 0
    assert write_requests(ARTICLES, requests, settings, Prompt(), cache).known == 5


def test_answers_with_faults_are_mended_the_next_time(settings, cache, tmp_path):
    requests, results = tmp_path / "requests.jsonl", tmp_path / "results.jsonl"
    bad = ARTICLES[2].text

    def behave(asked):
        return Answer("no JSON") if asked.text == bad and not asked.round else well(asked)

    write_requests(ARTICLES, requests, settings, Prompt(), cache)
    endpoint(requests, results, behave)
    read_results([results], settings, cache)
    # As it is: an answer that cannot be used.
    found = list(ModelCoder(settings, offline=True).code(ARTICLES))
    assert [len(coding.events) for coding in found] == [1, 1, 0, 1, 1]
    written = write_requests(ARTICLES, requests, settings, Prompt(), cache)
    assert (written.first, written.mending, written.known) == (0, 1, 4)
    endpoint(requests, results, behave)
    read_results([results], settings, cache)
    found = list(ModelCoder(settings, offline=True).code(ARTICLES))
    assert [len(coding.events) for coding in found] == [1] * 5
    assert write_requests(ARTICLES, requests, settings, Prompt(), cache).requests == 0


def test_requests_that_failed_are_named_and_asked_again(settings, cache, tmp_path):
    requests, results = tmp_path / "requests.jsonl", tmp_path / "results.jsonl"

    def behave(asked):
        if asked.number == 0:
            return {"response": None, "error": {"code": "expired", "message": "This request expired."}}
        if asked.number == 1:
            error = {"error": {"message": "overloaded"}}
            return {"response": {"status_code": 503, "body": error}}
        return well(asked)

    write_requests(ARTICLES, requests, settings, Prompt(), cache)
    endpoint(requests, results, behave)
    read = read_results([results], settings, cache)
    assert read.answers == 3
    assert sorted(line.split(": ", 1)[1] for line in read.failed) == [
        "This request expired.", "status 503: overloaded",
    ]  # fmt: skip
    coder = ModelCoder(settings, offline=True)
    assert len(list(coder.code(ARTICLES))) == 3
    assert len(coder.unanswered) == 2
    assert write_requests(ARTICLES, requests, settings, Prompt(), cache).first == 2


def test_large_files_are_split(settings, cache, tmp_path):
    written = write_requests(ARTICLES, tmp_path / "r.jsonl", settings, Prompt(), cache, megabytes=0.06)
    assert [path.name for path in written.files] == ["r.jsonl", "r-2.jsonl", "r-3.jsonl"]
    lines = [line for path in written.files for line in path.read_text("utf-8").splitlines()]
    assert len(lines) == len({json.loads(line)["custom_id"] for line in lines}) == 5
    assert all(path.stat().st_size <= 60_000 for path in written.files)


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "[]",
        "{}",
        '{"custom_id": 3}',
        '{"custom_id": "mine-1", "response": {}}',
        '{"custom_id": "../../etc"}',
        "\x00",
    ],
)
def test_lines_that_are_no_results(settings, cache, tmp_path, line):
    path = tmp_path / "results.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(UsageError, match=r"results.jsonl:2") as caught:
        read_results([path], settings, cache)
    assert caught.value.remedy


def test_a_results_file_that_is_not_there(settings, cache, tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_results([tmp_path / "none.jsonl"], settings, cache)


def test_a_cache_that_is_no_cache(tmp_path):
    path = tmp_path / "answers.sqlite"
    path.write_text("notes of mine, kept here for long " * 30)
    with pytest.raises(UsageError, match="cannot be used for the answers"):
        Cache(path)
    assert path.read_text().startswith("notes of mine")
