import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from exporter.desk.guard import guarded
from exporter.store import Store, passwords
from exporter.store.people import People
from tests.desk.guard.small_desk import small_desk

ROOT = Path(__file__).parents[3]
PASSWORD = "four plain words here"
MARK = re.compile(r'name="csrf" value="([^"]+)"')


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2024, 5, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are compared quickly: the tests of the store are of the real settings."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store(tmp_path / "events.db", clock=clock) as opened:
        yield opened


@pytest.fixture
def people(store: Store) -> People:
    made = People(store)
    made.add("ab", "coder", PASSWORD)
    made.add("rev", "reviewer", PASSWORD)
    return made


@pytest.fixture
def app() -> Starlette:
    return small_desk()


Browser = Callable[..., TestClient]


@pytest.fixture
def browser(app: Starlette, store: Store, people: People) -> Browser:
    """Makes browsers, each with cookies of its own, that look at a desk with accounts."""
    desk = guarded(
        app, store, accounts=True, hosts=["desk.example.org"], uploads={"/upload-sheet": 5_000_000}
    )

    def make(address: str = "192.0.2.7", base: str = "https://desk.example.org") -> TestClient:
        return TestClient(
            desk, base, client=(address, 50000), follow_redirects=False, headers={"Accept": "text/html"}
        )

    return make


@pytest.fixture
def alone(app: Starlette, store: Store) -> TestClient:
    """A browser of one who works alone."""
    desk = guarded(app, store, accounts=False, person="ab")
    return TestClient(desk, "http://127.0.0.1:8000", client=("127.0.0.1", 50000), follow_redirects=False)


def mark(client: TestClient, path: str = "/") -> str:
    """The mark of a form on a page."""
    found = MARK.search(client.get(path).text)
    assert found, f"{path} has no form"
    return found[1]


def log_in(client: TestClient, name: str, password: str = PASSWORD, **more: str):
    sent = {"name": name, "password": password, "csrf": mark(client, "/log-in"), **more}
    return client.post("/log-in", data=sent)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Runs servers as processes of their own, over one store; gives their addresses."""
    running: list[subprocess.Popen] = []

    def start(kind: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        program = [
            sys.executable,
            "-m",
            "tests.desk.guard.small_desk",
            tmp_path / "served.db",
            str(port),
            kind,
        ]
        running.append(subprocess.Popen(list(map(str, program)), cwd=ROOT))
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                assert running[-1].poll() is None, "the server has ended"
                time.sleep(0.05)
            else:
                return f"http://127.0.0.1:{port}"
        raise AssertionError("the server does not answer")

    yield start
    for process in running:
        process.terminate()
        process.wait(10)
