"""A run that is killed in the middle pays for no answer twice that it had."""

import json
import os
import signal
import sqlite3
import subprocess
import time

import pytest

pytest.importorskip("sqlalchemy")

from tests.cli import COMMAND, ENVIRONMENT, run
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Server

COUNT = 60


def _kept(folder) -> int:
    with sqlite3.connect(folder / "answers.sqlite") as database:
        return database.execute("select count(*) from answers").fetchone()[0]


def test_killed_in_the_middle(tmp_path):
    """Killed while questions are open and answers are being made into events; the next run asks the rest."""
    articles = [report(number) for number in range(COUNT)]
    lines = [
        {"id": a.id, "text": a.text, "published": a.published.isoformat(), "source": a.source}
        for a in articles
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    open_questions: set[int] = set()

    def behave(asked):
        # Some questions of the first run stay open for ever, so that it is killed with answers outstanding.
        if asked.number < 40 and asked.number % 5 == 4:
            open_questions.add(asked.number)
            return Answer("", after=3600)
        return Answer(said(good(asked.text)), after=0.01)

    with Server(behave) as server:
        command = ["code", "articles.jsonl", "--coder", "model", "--model", "m", "--base-url", server.url,
                   "--store", "events.db", "--cache", "answers.sqlite", "--concurrency", "10",
                   "--format", "none"]  # fmt: skip
        process = subprocess.Popen(
            [*COMMAND, *command], cwd=tmp_path, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 60
        while len(open_questions) < 8 and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        # All other questions are answered, and on disk: none is on its way when the process is killed.
        while _kept(tmp_path) < COUNT - len(open_questions):
            assert time.monotonic() < end, "answers that were given are not kept"
            time.sleep(0.05)
        assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        answered = {asked.text for asked in server.asked if asked.answered}
        before = len(server.asked)
        assert 20 < len(answered) < COUNT
        second = run(*command, cwd=tmp_path)
        assert second.returncode == 0, second.stderr
        again = [asked.text for asked in server.asked[before:]]
    assert not answered & set(again), "no answer is paid for twice"
    assert len(again) == len(set(again)) == COUNT - len(answered)
    with sqlite3.connect(tmp_path / "events.db") as database:
        assert database.execute("select count(*), count(distinct article_id) from codings").fetchone() == (
            COUNT,
            COUNT,
        )
        assert database.execute("select count(*) from events").fetchone() == (COUNT,)
    third = run(*command, cwd=tmp_path)
    assert "Articles coded now: 0." in third.stderr and "Answers paid for: 0," in third.stderr
