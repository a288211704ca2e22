"""A run that is killed again and again pays for no answer twice, not even for those that were on their way."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest

pytest.importorskip("sqlalchemy")

from tests.cli import COMMAND, ENVIRONMENT, run
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Server

COUNT, WIDTH, KILLS = 40, 8, 4
COMMON = ["code", "articles.jsonl", "--coder", "model", "--model", "m", "--store", "events.db", "--cache",
          "answers.sqlite", "--concurrency", WIDTH, "--format", "none"]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    articles = [report(number) for number in range(COUNT)]
    lines = [
        {"id": a.id, "text": a.text, "published": a.published.isoformat(), "source": a.source}
        for a in articles
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return tmp_path


def begun(server, folder):
    """A run that is under way."""
    return subprocess.Popen(
        [*COMMAND, *map(str, COMMON), "--base-url", server.url], cwd=folder, env=ENVIRONMENT,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def mended(asked):
    """Slow answers, every third of which is to be mended."""
    words = said(good(asked.text))
    bad = len(asked.text) % 3 == 0 and asked.round == 0
    return Answer(words[:50] if bad else words, after=0.2 + 0.1 * (asked.number % 5))


def test_killed_in_the_middle(folder):
    """Killed with as many questions on the line as may be, and answers being mended and made into events."""
    with Server(mended) as server:
        process = begun(server, folder)
        wait_for(lambda: len(server.asked) > 3 * WIDTH and server.under_way > WIDTH / 2)
        process.kill()
        process.wait()
        last = run(*COMMON, "--base-url", server.url, cwd=folder)
    assert last.returncode == 0, last.stderr
    questions = Counter((asked.text, asked.round) for asked in server.asked)
    assert all(asked.answered for asked in server.asked)
    assert set(questions.values()) == {1}, "nothing is asked twice"
    assert len({text for text, _ in questions}) == COUNT
    with sqlite3.connect(folder / "events.db") as database:
        assert database.execute("select count(*), count(distinct article_id) from codings").fetchone() == (
            COUNT,
            COUNT,
        )
    assert not list(folder.glob("answers.sqlite-line-*")), "every process has come to its end"


ASKER = """
import asyncio, sys
from pathlib import Path
from exporter.coders.model.apart import Apart
from exporter.coders.model.budget import Spent
from exporter.coders.model.cache import Cache
from exporter.coders.model.settings import Settings

async def ask_all(url, count, width):
    cache, places = Cache(Path("answers.sqlite")), asyncio.Semaphore(width)
    line = Apart(Settings(model="m", base_url=url, timeout=20), {}, cache, Spent())

    async def ask(question):
        async with places:
            if not cache.get(question):
                await line.answer(question, [{"role": "user", "content": question}])

    await asyncio.gather(*(ask(str(number)) for number in range(count)))
    await line.close()

asyncio.run(ask_all(sys.argv[1], *map(int, sys.argv[2:])))
"""
"""The part of the coder that asks, without what takes long to load."""


def test_killed_again_and_again(tmp_path):
    """Killed at any moment; the next begins at once, while answers to those before are still on their way."""
    chance = random.Random(7)
    with Server(lambda asked: Answer("yes", after=2 if asked.number % 5 == 0 else 0.3)) as server:
        command = [sys.executable, "-c", ASKER, server.url, str(COUNT), str(WIDTH)]
        for _ in range(KILLS):
            before = len(server.asked)
            process = subprocess.Popen(command, cwd=tmp_path)
            wait_for(lambda before=before: len(server.asked) > before + 2)
            time.sleep(chance.uniform(0, 0.4))
            assert server.under_way > 0, "answers are on their way"
            process.kill()
            process.wait()
        assert server.under_way > 0
        subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    assert all(asked.answered for asked in server.asked)
    questions = Counter(asked.messages[0]["content"] for asked in server.asked)
    assert set(questions.values()) == {1}, "nothing is asked twice"
    assert len(questions) == COUNT
    assert {one.name for one in tmp_path.iterdir()} == {"answers.sqlite"}, "every process has come to its end"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal for one process")
def test_an_interrupted_run_leaves_no_process_behind(coder_at, tmp_path):
    """Ctrl-C is heard while nothing but waiting is done, and what is on the line given up."""
    with Server(lambda asked: Answer("", after=3600)) as server:

        def interrupt():
            wait_for(lambda: server.asked)
            os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=interrupt, daemon=True).start()
        with pytest.raises(KeyboardInterrupt):
            list(coder_at(server, apart=True).code([report()]))
        assert time.monotonic() - server.asked[0].at < 15
    assert {one.name for one in tmp_path.iterdir()} <= {"answers.sqlite"}
