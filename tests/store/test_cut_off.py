"""What is left when a process is killed or the disk is full."""

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from exporter.errors import UsageError
from exporter.store import Store
from tests.store.codings import add, battle, coding, complete, generated

ROOT = Path(__file__).parents[2]

ADDING = """
import sys
from exporter.store import Store
from tests.store.codings import add, generated
with Store(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[2]), 100_000):
        add(store, generated(number))
        print(number, flush=True)
"""

FULL = """
import resource, signal, sys
from exporter.errors import UsageError
from exporter.store import Store
from tests.store.codings import add, generated
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store(sys.argv[1]) as store:
    for number in range(5):
        add(store, generated(number))
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        for number in range(5, 5000):
            add(store, generated(number))
    except UsageError as error:
        print(number, str(error).replace(chr(10), " "))
        sys.exit(int(error.exit_status))
"""


def _start(script: str, *options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, options)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _whole(path: str) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_killed_process_leaves_articles_whole_or_absent(url: str) -> None:
    chance = random.Random(7)
    sqlite = "://" not in url
    told = kills = 0
    while kills < (10 if sqlite else 6):
        # Each begins where it stands in the numbers, so that they meet what those before them kept.
        first = told
        waiting = [_start(ADDING, url, first) for _ in range(5 if sqlite else 3)]
        for process in waiting:
            assert process.stdout.readline() == "ready\n"
        for process in waiting:
            process.stdin.write("go\n")
            process.stdin.flush()
            # After a few new articles, however long those take on this machine, and somewhere within the next.
            said = [process.stdout.readline() for _ in range(told - first + chance.randrange(1, 6))]
            time.sleep(chance.uniform(0, 0.02))
            process.kill()
            said += process.stdout.readlines()
            assert process.wait() == -9
            kills += 1
            whole = [int(line) for line in said if line.endswith("\n")]
            with Store(url) as store:
                kept = complete(store)
                told = max([told, *(number + 1 for number in whole)])
                # What was said to be kept is kept; the next one may be, too.
                assert told <= kept <= told + 1
            if sqlite:
                _whole(url)
    assert told >= kills
    with Store(url) as store:
        kept = complete(store)
        assert add(store, generated(kept)).created
        assert complete(store) == kept + 1


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    path = str(tmp_path / "events.db")
    process = _start(FULL, path)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 2, said
    number, message = said.split(" ", 1)
    assert "cannot be written" in message
    assert "free space" in message
    with Store(path) as store:
        assert complete(store) == int(number)
        assert add(store, generated(int(number))).created
        assert complete(store) == int(number) + 1
    _whole(path)


def test_a_full_database_is_told_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    kept = 0
    with Store(path) as store:

        @sa.event.listens_for(store._engine, "begin")
        def _small(connection: sa.Connection) -> None:
            connection.exec_driver_sql("PRAGMA max_page_count = 60")

        def fill() -> None:
            nonlocal kept
            for kept in range(2000):
                add(store, generated(kept))

        with pytest.raises(UsageError, match="full") as caught:
            fill()
        assert "free space" in caught.value.remedy
        assert kept > 3
        assert complete(store) == kept
    with Store(path) as store:
        assert add(store, generated(kept)).created
        assert complete(store) == kept + 1
    _whole(str(path))


def test_a_locked_store_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.db"
    with Store(path) as store:

        @sa.event.listens_for(store._engine, "begin")
        def _impatient(connection: sa.Connection) -> None:
            connection.exec_driver_sql("PRAGMA busy_timeout = 50")

        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UsageError, match="locked"):
            add(store, coding(battle()))
        assert store.counts()["articles"] == 0  # readers are not held up
        other.execute("ROLLBACK")
        other.close()
        assert add(store, coding(battle())).created == ("AZE1",)


def test_an_error_in_the_middle_keeps_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patched:
        patched.setattr("exporter.store.writing._insert_quotes", fail)
        with pytest.raises(RuntimeError):
            add(store, coding(battle()))
    assert set(store.counts().values()) == {0}
    assert add(store, coding(battle())).created == ("AZE1",)
