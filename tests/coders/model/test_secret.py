"""The key is sent to the server and stands nowhere else: not in what is printed, stored, cached or released."""

import json

import pytest

pytest.importorskip("sqlalchemy")

from exporter.coders.model import ask
from tests.cli import run
from tests.coders.model.reports import event, good, report, said
from tests.coders.model.server import Answer, Server, Status

KEY = "sk-proj-4f9aQz-secret-0b7e"


def everywhere(folder):
    """The bytes of all files below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leaked(folder, *results):
    """Where the key stands."""
    found = [str(path) for path, content in everywhere(folder).items() if KEY.encode() in content]
    return found + [part for result in results for part in (result.stdout, result.stderr) if KEY in part]


def behave(asked):
    """A server that does what it can to have the key written down."""
    if asked.number == 0:
        return Status(500, f"Bad gateway: authorization: Bearer {asked.key}")
    if asked.number == 1:
        return Answer(f"I cannot read this. Your key is {asked.key}.")
    if asked.number == 2:
        return Answer(None, refusal=f"Refused for {asked.key}")
    answer = good(asked.text)
    answer["events"][0]["actor2"] = f"Bearer {asked.key}"
    answer["events"].append(event(sub_event_type=asked.key))
    answer["skipped"].append({"quote": "police said", "reason": f"key {asked.key}"})
    return Answer(said(answer))


def test_the_key_is_in_no_file_and_no_output(tmp_path):
    articles = [report(number) for number in range(6)]
    lines = [{"id": a.id, "text": a.text, "published": "2020-06-04", "source": a.source} for a in articles]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    key = {ask.KEY: KEY, "OPENAI_LOG": "debug"}
    with Server(behave) as server:
        coded = run(
            "code", "articles.jsonl", "--coder", "model", "--model", "m", "--base-url", server.url, "--store",
            "events.db", "--cache", "answers.sqlite", "--format", "jsonl", "--why", "--concurrency", "1",
            cwd=tmp_path, environment=key,
        )  # fmt: skip
        released = run("release", "leaks", cwd=tmp_path, environment=key)
        written = run(
            "batch-write",
            "articles.jsonl",
            "--model",
            "n",
            "--cache",
            "answers.sqlite",
            cwd=tmp_path,
            environment=key,
        )
        assert all(asked.key == KEY for asked in server.asked), "and the server did get it"
    assert coded.returncode == 0, coded.stderr
    assert (released.returncode, written.returncode) == (0, 0), released.stderr + written.stderr
    files = everywhere(tmp_path)
    assert any("leaks/1.0.0/events.parquet" in str(path) for path in files) and len(files) > 20
    assert len(coded.stdout.splitlines()) == 6
    assert leaked(tmp_path, coded, released, written) == []
    assert "[key]" in coded.stdout


@pytest.mark.parametrize("status", [401, 429])
def test_an_error_that_repeats_the_key(tmp_path, status):
    (tmp_path / "a.txt").write_text(report().text, "utf-8")
    act = lambda asked: Status(status, f"Incorrect API key: {asked.key}", "insufficient_quota")  # noqa: E731
    with Server(act) as server:
        result = run(
            "code", "a.txt", "--published", "2020-06-04", "--coder", "model", "--model", "m", "--base-url",
            server.url, "--cache", "answers.sqlite", cwd=tmp_path, environment={ask.KEY: KEY},
        )  # fmt: skip
    assert result.returncode in (1, 2) and "Incorrect API key: [key]" in result.stderr
    assert "Traceback" not in result.stderr
    assert leaked(tmp_path, result) == []


def test_the_key_of_another_service_is_not_sent(tmp_path):
    (tmp_path / "a.txt").write_text(report().text, "utf-8")
    with Server(lambda asked: Answer(said(good(asked.text)))) as server:
        result = run(
            "code", "a.txt", "--published", "2020-06-04", "--coder", "model", "--model", "m", "--base-url",
            server.url, "--cache", "answers.sqlite", cwd=tmp_path, environment={ask.OPENAI_KEY: KEY},
        )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert server.asked[0].key != KEY
