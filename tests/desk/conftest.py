import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from exporter.desk import create_app
from exporter.desk.guard import guarded
from exporter.store import Store
from tests.desk.texts import ARTICLE, PROPOSED
from tests.store.codings import add, coding


class Server:
    """The page of one person, served from a thread; it can be stopped and started at the same address."""

    def __init__(self, store: Store, person: str, port: int = 0) -> None:
        self.app = guarded(create_app(store), store, accounts=False, person=person)
        self.port = port
        self.start()

    def start(self) -> None:
        # A page that is open keeps its connection: do not wait for it to go.
        settings = uvicorn.Config(
            self.app, port=self.port, log_level="error", timeout_graceful_shutdown=1, lifespan="off"
        )
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
            assert self._thread.is_alive(), "the server did not start"
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one article that the machine has coded: one event of it is right, one is not there."""
    with Store(tmp_path / "events.db") as opened:
        add(opened, coding(*PROPOSED, of=ARTICLE))
        yield opened


class Person:
    """An ASGI application's view of somebody with a role."""

    def __init__(self, app: Any, person: str, role: str) -> None:
        self.app, self.person, self.role = app, person, role

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope |= {"person": self.person, "role": self.role, "csrf": "", "accounts": False}
        await self.app(scope, receive, send)


@pytest.fixture
def client(store: Store):
    app = create_app(store)

    def of(person: str = "ab", role: str = "coder") -> TestClient:
        return TestClient(Person(app, person, role), follow_redirects=False)

    return of


@pytest.fixture
def serve(store: Store) -> Iterator[Callable[..., Server]]:
    """Serve the page to a person."""
    started: list[Server] = []

    def begin(person: str = "ab", over: Store | None = None) -> Server:
        started.append(Server(over or store, person))
        return started[-1]

    yield begin
    for one in started:
        one.stop()


class Window:
    """A window of a browser, with what it asked for and complained of."""

    def __init__(self, browser, server: Server, **options) -> None:
        self.server = server
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page = self.open()

    def open(self):
        page = self.context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def desk(self, article: str = ARTICLE.id, path: str = "desk", page=None):
        page = page or self.page
        page.goto(f"{self.server.url}/{path}?article={article}")
        page.locator(".card, #cards").first.wait_for()
        self.saved(page)
        return page

    def saved(self, page=None) -> None:
        """Wait until all that was typed is on the server."""
        (page or self.page).locator("#saved", has_text="Saved").wait_for()

    def until(self, script: str) -> None:
        """Wait until a script says true: asked from here, because the page's own policy forbids it to evaluate text."""
        deadline = time.monotonic() + 30
        while not self.page.evaluate(script):
            assert time.monotonic() < deadline, f"never true: {script}"
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def field(self, column: str, page=None):
        return (page or self.page).locator(f'.card.current .field[data-column="{column}"]')

    def value(self, column: str, page=None) -> str:
        return self.field(column, page).locator("input, textarea").input_value()


@pytest.fixture
def window(chromium) -> Iterator[Callable[..., Window]]:
    opened: list[Window] = []

    def begin(server: Server, **options) -> Window:
        opened.append(Window(chromium, server, **options))
        return opened[-1]

    yield begin
    for one in opened:
        one.context.close()
