"""The guard behind a real server: over sockets, and in a real browser."""

import http.client
import json
import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from exporter.store import Store
from exporter.store.people import LIMITS, People
from tests.desk.guard.conftest import MARK, PASSWORD

Serve = Callable[[str], str]


class Visitor:
    """Asks a server and keeps its cookies, as bytes go over the wire."""

    def __init__(self, base: str) -> None:
        self._netloc = urlsplit(base).netloc
        self.jar: dict[str, str] = {}
        self.given: list[str] = []

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str):
        connection = http.client.HTTPConnection(self._netloc, timeout=30)
        sent = {"Accept": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.jar:
            sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.jar.items()))
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form is not None else None, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("set-cookie") or []:
            self.given.append(cookie)
            name, value = cookie.split(";")[0].split("=", 1)
            self.jar[name] = value
        connection.close()
        return answer, text

    def mark(self, path: str) -> str:
        return MARK.search(self.ask("GET", path)[1])[1]

    def log_in(self, name: str, password: str = PASSWORD) -> int:
        form = {"name": name, "password": password, "csrf": self.mark("/log-in")}
        return self.ask("POST", "/log-in", form)[0].status


@pytest.fixture
def team(serve: Serve, tmp_path: Path) -> str:
    with Store(tmp_path / "served.db") as store:
        People(store).add("ab", "coder", PASSWORD)
    return serve("accounts")


def test_cookies_come_and_go_with_sessions(team: str) -> None:
    visitor = Visitor(team)
    assert visitor.ask("GET", "/")[0].status == 303
    before = visitor.jar["desk"]
    assert visitor.log_in("ab") == 303
    inside = visitor.jar["desk"]
    assert "ab, coder" in visitor.ask("GET", "/")[1]
    assert visitor.ask("POST", "/log-out", {"csrf": visitor.mark("/")})[0].status == 303
    assert len({before, inside, visitor.jar["desk"]}) == 3
    assert visitor.ask("GET", "/", Cookie=f"desk={inside}")[0].status == 303
    for cookie in visitor.given:
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_behind_a_proxy_with_tls_the_cookie_is_secure(team: str) -> None:
    answer, _ = Visitor(team).ask("GET", "/log-in", X_Forwarded_Proto="https", X_Forwarded_For="203.0.113.9")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    assert "Secure" in cookie.split("; ")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", ""])
def test_another_name_reaches_nothing(team: str, host: str) -> None:
    answer, text = Visitor(team).ask("GET", "/log-in", Host=host)
    assert answer.status == 400
    assert "csrf" not in text


def test_two_names_at_once_reach_nothing(team: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(team).netloc, timeout=30)
    connection.putrequest("GET", "/log-in", skip_host=True)
    connection.putheader("Host", "127.0.0.1")
    connection.putheader("Host", "evil.example")
    connection.endheaders()
    assert connection.getresponse().status == 400


def test_a_log_in_outlives_the_server(team: str, serve: Serve) -> None:
    visitor = Visitor(team)
    visitor.log_in("ab")
    token = visitor.mark("/")
    again = Visitor(serve("accounts"))
    again.jar = visitor.jar
    assert again.ask("POST", "/save", {"csrf": token})[1] == "saved by ab"


def test_many_guesses_at_once_are_stopped(team: str, tmp_path: Path) -> None:
    def guess(number: int) -> int:
        return Visitor(team).log_in("ab", f"guess number {number}")

    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(guess, range(20)))
    assert told.count(401) == LIMITS["name and address"]
    assert told.count(429) == 20 - LIMITS["name and address"]
    with sqlite3.connect(tmp_path / "served.db") as connection:
        counted = connection.execute(
            "SELECT count(*), count(DISTINCT address) FROM login_attempts"
        ).fetchone()
    assert counted == (LIMITS["name and address"], 1)


def test_too_much_ends_before_it_is_all_sent(serve: Serve) -> None:
    visitor = Visitor(serve("alone"))
    token = visitor.mark("/")
    connection = http.client.HTTPConnection(visitor._netloc, timeout=30)
    connection.putrequest("POST", "/save")
    for name, value in (("X-CSRF-Token", token), ("Cookie", f"desk={visitor.jar['desk']}"),
                        ("Content-Length", str(10**10))):  # fmt: skip
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413
    assert visitor.ask("GET", "/saved")[1] == "[]"


# -- in a browser ------------------------------------------------------------------------------------------------


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    opened = context.new_page()
    yield opened
    context.close()


def test_a_person_logs_in_saves_and_logs_out(team: str, page) -> None:
    page.goto(f"{team}/saved")
    assert page.evaluate("document.activeElement.id") == "name"
    page.keyboard.type("ab")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/saved")
    page.goto(team)
    assert page.locator("#who").text_content() == "ab, coder"
    assert page.evaluate("document.cookie") == ""
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/save")
    assert page.locator("body").text_content() == "saved by ab"
    page.goto(f"{team}/account")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/log-in")
    page.goto(team)
    assert page.url.endswith("/log-in")


def test_what_the_page_has_not_marked_does_not_run(serve: Serve, page) -> None:
    page.goto(serve("alone"))
    page.wait_for_timeout(100)
    assert page.title() == "own script"


def test_another_site_sends_and_reads_nothing(serve: Serve, page) -> None:
    """A form and a script of another origin: another port of this machine, which browsers hold for the same site."""
    desk, evil = serve("alone"), serve("alone")
    page.goto(desk)
    forms = f'<form method="post" action="{desk}/save"><input name="note" value="forged"></form>'
    page.route(f"{evil}/evil", lambda route: route.fulfill(body=forms, content_type="text/html"))
    page.goto(f"{evil}/evil")
    read = "address => fetch(address, {credentials: 'include'}).then(() => 'read', () => 'not read')"
    assert page.evaluate(read, f"{desk}/session") == "not read"
    page.evaluate("document.forms[0].submit()")
    page.wait_for_url("**/save")
    assert "Nothing was changed" in page.content()
    assert json.loads(Visitor(desk).ask("GET", "/saved")[1]) == []


def test_the_page_is_not_framed(serve: Serve, page) -> None:
    desk, evil = serve("alone"), serve("alone")
    frame = f'<iframe src="{desk}/"></iframe>'
    page.route(f"{evil}/evil", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(f"{evil}/evil")
    page.wait_for_timeout(300)
    assert all(found.locator("#who").count() == 0 for found in page.frames)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_for_everybody(team: str, chromium, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": 390, "height": 844}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{team}/log-in")
    faults = [Axe().run(page).response["violations"]]
    for name, value in (("name", "ab"), ("password", "wrong")):
        page.locator(f"#{name}").fill(value)
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert re.match("Name and password", page.get_by_role("alert").text_content())
    faults.append(Axe().run(page).response["violations"])
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{team}/")
    page.goto(f"{team}/account")
    faults.append(Axe().run(page).response["violations"])
    context.close()
    assert faults == [[], [], []]
