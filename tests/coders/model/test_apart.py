"""The line to the server in a process of its own: it tells what one in this process tells."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from exporter.coders.model.claims import Claims
from exporter.coders.model.prices import Prices
from exporter.coders.run import code
from exporter.errors import DataError, UsageError
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Server, Status


def well(asked):
    return Answer(said(good(asked.text)), after=0.05)


def test_it_tells_the_same(coder_at, tmp_path):
    """Codings, what was spent, what was not answered, where the budget ended."""
    articles = [report(number) for number in range(12)]
    bad = articles[2].text
    behave = lambda asked: Status(422, "no") if asked.text == bad else well(asked)  # noqa: E731
    told = []
    for apart in (False, True):
        with Server(behave) as server:
            coder = coder_at(
                server, apart=apart, concurrency=1, prices=Prices(1, 2), max_cost=0.08, timeout=5,
                cache=tmp_path / f"{apart}.sqlite",
            )  # fmt: skip
            records = [one.coding.record() for one in code(articles, coder)]
        told.append((records, coder.spent, coder.unanswered, coder.unasked))
    assert told[0] == told[1]
    records, spent, unanswered, unasked = told[1]
    assert 0 < len(records) < 11, spent
    assert spent.answers == len(records) and spent.cost > 0
    assert [name for name, _ in unanswered] == ["report-2"] and unasked.articles > 0


def test_what_ends_the_run_ends_it_from_there(coder_at):
    with Server(lambda asked: Status(401, "no such key")) as server:
        coder = coder_at(server, apart=True, concurrency=4)
        with pytest.raises(UsageError, match="wants a key") as caught:
            list(code([report(number) for number in range(9)], coder))
    assert "EXPORTER_MODEL_KEY" in caught.value.remedy


def test_a_line_that_is_gone(coder_at, tmp_path):
    """What was answered is kept; the claims of the one that is gone count for nothing."""
    with Server(lambda asked: well(asked) if asked.number != 2 else Answer("", after=3600)) as server:
        coder = coder_at(server, apart=True, concurrency=1)
        found = coder.code([report(number) for number in range(4)])
        next(found), next(found)
        while len(server.asked) < 3:
            time.sleep(0.01)
        os.kill(_line_of_this_process(), signal.SIGKILL)
        with pytest.raises(DataError, match="has ended"):
            next(found)
        with sqlite3.connect(tmp_path / "answers.sqlite") as file:
            assert file.execute("select count(*) from answers").fetchone() == (2,)
            assert file.execute("select count(*) from under_way").fetchone() == (1,)
        again = list(coder_at(server).code([report(number) for number in range(4)]))
    assert len(again) == 4 and len(server.asked) == 5


def _line_of_this_process():
    if not Path("/proc/self").exists():
        pytest.skip("processes are found in /proc")
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            parent = f"\nPPid:\t{os.getpid()}\n" in status.read_text()
            if parent and b"line_process" in status.with_name("cmdline").read_bytes():
                return int(status.parent.name)
        except OSError:
            continue
    raise AssertionError("no such process")


def test_a_question_that_is_cut_off_ends_it(coder_at, tmp_path):
    """Whoever asks is killed in the middle of a word."""
    coder = coder_at(type("Nobody", (), {"url": "http://127.0.0.1:9/v1"}))
    opening = {"settings": vars(coder.settings) | {"cache": str(tmp_path / "a.sqlite")}, "schema": {}}
    said_so = json.dumps(opening) + '\n{"key": "a", "mess'
    done = subprocess.run(
        [sys.executable, "-m", "exporter.coders.model.line_process"],
        input=said_so, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_imports_little():
    program = """
import sys, exporter.coders.model.line_process
print({"polars", "pandera", "pyarrow", "numpy", "spacy", "jsonschema", "typer"} & set(sys.modules))"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_two_runs_at_a_time_ask_each_question_once(coder_at):
    articles = [report(number) for number in range(8)]
    found = {}
    with Server(lambda asked: Answer(said(good(asked.text)), after=0.3)) as server:
        runs = [
            threading.Thread(target=lambda n=n: found.update({n: list(coder_at(server).code(articles))}))
            for n in range(2)
        ]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
    assert found[0] == found[1] and len(found[0]) == 8
    assert len(server.asked) == 8


def test_claims(tmp_path):
    path = tmp_path / "answers.sqlite"
    first, second = Claims(path), Claims(path)
    assert first.take("a") and first.take("a") and second.take("b")
    assert not second.take("a") and not first.take("b")
    second.free("a")
    assert not second.take("a"), "only the holder frees"
    first.free("a")
    assert second.take("a")
    second.close()
    assert first.take("a") and first.take("b")
    first.close()
    assert [one.name for one in tmp_path.iterdir()] == ["answers.sqlite"]
