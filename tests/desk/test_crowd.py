"""Many at once, and a server that is killed: nothing that was acknowledged is lost."""

import random
import socket
import sqlite3
import time

from exporter.store import Store
from tests.desk.crowd import Process, lost, work
from tests.store.codings import article


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def queue(url: str, articles: int) -> None:
    with Store(url) as store:
        for number in range(articles):
            store.work.add(article(f"r{number:04}"))


def test_a_crowd_loses_nothing(url: str) -> None:
    """The short form of what `tests/benchmarks/desk.py` does for a minute."""
    coders = 5 if "://" not in url else 10
    queue(url, 200)
    with Process(url, free_port()) as server:
        crowd = work(server.port, coders, 6)
        for one in crowd:
            one.join()
    assert [refused for one in crowd for refused in one.told.refused] == []
    saved = sum(len(words) for one in crowd for words in one.told.words.values())
    # How many they get done in the time is the benchmark's business.
    assert saved > coders
    handed_in = [name for one in crowd for name in one.told.handed_in]
    assert handed_in
    assert len(set(handed_in)) == len(handed_in)
    with Store(url) as store:
        assert lost(store, crowd) == []
        assert store.work.progress()["done"] == len(handed_in) == store.counts()["events"]


def test_a_killed_server_loses_nothing_that_it_acknowledged(url: str) -> None:
    chance = random.Random(5)
    queue(url, 200)
    for _ in range(2):
        with Process(url, free_port()) as server:
            crowd = work(server.port, 4, 60, pause=0.0, words=6)
            time.sleep(chance.uniform(1.0, 1.6))
            server.kill()
            for one in crowd:
                one.join()
        assert sum(len(one.told.times) for one in crowd) > 10
        with Store(url) as store:
            assert lost(store, crowd) == []
            # What was begun and not handed in is the next to be taken: let others find it free.
            for task in store.work.queue("in work", limit=50):
                for person in task.coders:
                    store.work.give_back(task.article_id, person)
        if "://" not in url:
            with sqlite3.connect(url) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
