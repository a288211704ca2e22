"""The pages in a real browser, opened from the disk."""

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.catalogue.releases import HOSTILE

PAGES = ("index.html", "conflict/index.html", "conflict/1.0.0/index.html", "hostile/index.html")


class Visit:
    """A page with all that it asked for and complained of."""

    def __init__(self, browser, **options) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: Path):
        self.page.goto(path.as_uri())
        return self.page


@pytest.fixture
def visit(chromium) -> Iterator[Visit]:
    opened = Visit(chromium, viewport={"width": 1280, "height": 900})
    yield opened
    opened.context.close()


@pytest.fixture
def phone(chromium) -> Iterator[Visit]:
    opened = Visit(chromium, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield opened
    opened.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_from_the_disk_and_asks_for_nothing_else(visit: Visit, site: Path, path: str) -> None:
    visit.go(site / path)
    assert visit.complaints == []
    assert {url for url in visit.requests if not url.startswith("data:")} == {(site / path).as_uri()}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_style(visit: Visit, site: Path, path: str) -> None:
    page = visit.go(site / path)
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px"


@pytest.mark.parametrize("path", PAGES)
def test_what_data_say_is_shown_and_not_run(visit: Visit, site: Path, path: str) -> None:
    page = visit.go(site / path)
    page.wait_for_timeout(100)
    assert page.title() != "run"
    assert page.locator("img").count() == 0
    addresses = page.eval_on_selector_all("a", "all => all.map(a => a.href)")
    assert not [address for address in addresses if address.startswith("javascript:")]


def test_a_hostile_title_is_read_as_it_is_written(visit: Visit, site: Path) -> None:
    page = visit.go(site / "hostile/index.html")
    assert page.locator("h1").text_content() == HOSTILE
    assert HOSTILE in page.locator("#citation").text_content()


def test_the_search_leaves_the_columns_that_hold_the_words(visit: Visit, site: Path) -> None:
    page = visit.go(site / "conflict/index.html")
    rows = page.locator("[data-column]")
    everything = rows.count()
    page.get_by_label("Search the dictionary").fill("fatalities lowest")
    assert page.locator("[data-column]:visible code").all_text_contents() == ["fatalities_low"]
    assert page.locator("#found").text_content() == f"1 of {everything} columns"
    page.get_by_label("Search the dictionary").fill("shelling")
    assert page.locator("[data-column]:visible li:visible", has_text="Shelling").count() == 1
    page.get_by_label("Search the dictionary").fill("xyzzy")
    assert page.locator("[data-column]:visible").count() == 0
    page.get_by_label("Search the dictionary").fill("")
    assert page.locator("[data-column]:visible").count() == everything


def test_a_button_copies_what_stands_under_it(visit: Visit, site: Path) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.go(site / "conflict/index.html")
    for name, target in (
        ("the reference", "citation"),
        ("the BibTeX entry", "bibtex"),
        ("the code for R", "code-2"),
    ):
        button = page.get_by_role("button", name=name)
        button.click()
        page.get_by_text("Copied", exact=True).wait_for()
        text = page.locator(f"#{target}").text_content()
        assert page.evaluate("navigator.clipboard.readText()") == text.strip()
        assert len(text) > 20
        button.wait_for(timeout=5000)


def test_a_button_copies_without_the_clipboard_of_safe_pages(visit: Visit, site: Path) -> None:
    visit.context.grant_permissions(["clipboard-read"])
    visit.context.add_init_script(
        "Object.defineProperty(navigator.clipboard, 'writeText', {value: () => Promise.reject()})"
    )
    page = visit.go(site / "conflict/index.html")
    page.get_by_role("button", name="the reference").click()
    page.get_by_text("Copied", exact=True).wait_for()
    assert "Conflict & protest" in page.evaluate("navigator.clipboard.readText()")


def test_the_keyboard_reaches_the_downloads_first_in_reading_order(visit: Visit, site: Path) -> None:
    page = visit.go(site / "conflict/index.html")
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert reached[:2] == ["Skip to the content", "Test data"]
    assert [words.rsplit(" ", 2)[0] for words in reached[2:4]] == ["Events as CSV", "Events as Parquet"]
    assert reached[4].startswith("All ")


def test_everything_that_can_be_clicked_can_be_reached_by_keyboard(visit: Visit, site: Path) -> None:
    page = visit.go(site / "conflict/index.html")
    wanted = page.eval_on_selector_all(
        "a[href], button, input, summary",
        "all => all.filter(e => e.checkVisibility() && e.tabIndex >= 0).length",
    )
    all_of_them = page.locator("a[href]:visible, button:visible, input:visible, summary:visible").count()
    assert wanted == all_of_them > 50


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(phone: Visit, site: Path, path: str) -> None:
    page = phone.go(site / path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_essentials_are_there_without_script(chromium, site: Path) -> None:
    visit = Visit(chromium, java_script_enabled=False)
    page = visit.go(site / "conflict/index.html")
    assert page.locator("[data-column]:visible").count() > 50
    assert page.locator("#citation").is_visible()
    assert page.locator("svg.columns").is_visible()
    assert page.locator("svg.map .dot title").first.text_content()
    assert page.locator(".search").is_hidden()
    assert page.locator("button:visible").count() == 0
    visit.context.close()


def test_a_download_is_the_file_of_the_release(visit: Visit, site: Path, output: Path) -> None:
    page = visit.go(site / "conflict/index.html")
    href = page.get_by_role("link", name="Events as Parquet").get_attribute("href")
    linked = site / "conflict" / href
    assert linked.read_bytes() == (output / "conflict" / "1.1.0" / "events.parquet").read_bytes()


def test_a_mark_tells_what_it_stands_for(visit: Visit, site: Path) -> None:
    page = visit.go(site / "conflict/index.html")
    mark = page.locator("svg.map .dot").last
    mark.scroll_into_view_if_needed()
    # A scroll hides the tip, and is told two frames late at the most.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    mark.hover(force=True)
    assert "event" in page.locator("#tip").text_content()
    assert page.locator("#tip").is_visible()


def test_the_pages_work_from_a_web_server(chromium, site: Path) -> None:
    handler = partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            visit = Visit(chromium)
            home = f"http://127.0.0.1:{server.server_port}/"
            visit.page.goto(home)
            visit.page.get_by_role("link", name="Conflict & protest").click()
            visit.page.get_by_role("link", name="1.0.1", exact=True).click()
            assert visit.page.url == f"{home}conflict/1.0.1/index.html"
            with visit.page.expect_download() as download:
                visit.page.get_by_role("link", name="dictionary.md").click()
            assert download.value.suggested_filename == "dictionary.md"
            assert visit.complaints == []
            assert all(url.startswith((home, "data:")) for url in visit.requests)
            visit.context.close()
        finally:
            server.shutdown()
            thread.join()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(chromium, site: Path, path: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visit = Visit(chromium, color_scheme=scheme)
    page = visit.go(site / path)
    page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    visit.context.close()
