"""`exporter watch`: exactly once, across kills and restarts, and only files that are whole."""

import json
import signal
import sqlite3
import subprocess
import time

import pytest

pytest.importorskip("spacy")
pytest.importorskip("sqlalchemy")

from tests.cli import COMMAND, ENVIRONMENT, run

TEXT = "KANO, Nigeria, June {day}, 2015 (Sample Wire) - Gunmen killed {count} farmers in Kano on Monday."
WATCH = ("watch", "incoming", "--every", "0.2", "--settle", "0.3")


def start(cwd):
    return subprocess.Popen(
        [*COMMAND, *WATCH], cwd=cwd, env=ENVIRONMENT, stderr=subprocess.PIPE, encoding="utf-8"
    )


def records(path) -> list[str]:
    """The ids of the articles of all codings, one for each coding."""
    if not path.exists():
        return []
    with sqlite3.connect(path) as database:
        try:
            return sorted(name for (name,) in database.execute("select article_id from codings"))
        except sqlite3.OperationalError:
            return []


def wait_for(there, process, seconds=60):
    end = time.monotonic() + seconds
    while not there():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < end
        time.sleep(0.02)


def lines(start, count):
    rows = [
        {"id": f"a{number:03}", "text": TEXT.format(day=number % 28 + 1, count=number + 2)}
        for number in range(start, start + count)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_killed_and_started_anew_each_article_is_coded_once(tmp_path):
    incoming, store = tmp_path / "incoming", tmp_path / "events.db"
    incoming.mkdir()
    (incoming / "1.jsonl").write_text(lines(0, 60), "utf-8")
    process = start(tmp_path)
    wait_for(lambda: records(store), process)
    process.kill()
    process.communicate()
    had = len(records(store))
    assert 0 < had < 60
    process = start(tmp_path)
    wait_for(lambda: len(records(store)) == 60, process)
    # What comes later; a file that grows slowly is left until it is whole.
    with (incoming / "2.jsonl").open("w", encoding="utf-8") as growing:
        for number in range(60, 65):
            growing.write(lines(number, 1)[:30])
            growing.flush()
            time.sleep(0.1)
            assert len(records(store)) == 60
            growing.write(lines(number, 1)[30:])
            growing.flush()
    # By renaming; the name before is no article's.
    (incoming / "3.jsonl.part").write_text(lines(65, 2), "utf-8")
    (incoming / "3.jsonl.part").rename(incoming / "3.jsonl")
    wait_for(lambda: len(records(store)) == 67, process)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in told
    assert "Not read" not in told
    assert records(store) == [f"a{number:03}" for number in range(67)]
    again = run(*WATCH, "--once", cwd=tmp_path)
    assert again.returncode == 0
    assert "Articles coded now: 0." in again.stderr
    assert records(store) == [f"a{number:03}" for number in range(67)]


def test_ctrl_c_ends_cleanly(tmp_path):
    (tmp_path / "incoming").mkdir()
    process = start(tmp_path)
    wait_for((tmp_path / "events.db").exists, process)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (0, "")


def test_once_names_what_cannot_be_read_and_codes_the_rest(tmp_path):
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "1.jsonl").write_text("{no json\n" + lines(0, 1), "utf-8")
    # An id that another article has already, in a file that is there still.
    (incoming / "2.jsonl").write_text(lines(0, 1).replace("farmers", "traders"), "utf-8")
    for _ in range(2):
        result = run(*WATCH, "--once", cwd=tmp_path)
        assert result.returncode == 1
        assert "1.jsonl:1 is not valid JSON" in result.stderr
        assert "different articles with the same id, a000" in result.stderr
        assert records(tmp_path / "events.db") == ["a000"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    result = run("watch", "nowhere", cwd=tmp_path)
    assert result.returncode == 2
    assert "There is no folder nowhere." in result.stderr
