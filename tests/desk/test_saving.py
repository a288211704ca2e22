"""Nothing that was typed is lost: closed windows, two windows, a dead server, undo across them."""

from pathlib import Path

import pytest

from exporter.store import Store
from tests.desk.texts import ARTICLE


@pytest.fixture(autouse=True)
def taken(store: Store) -> None:
    store.work.assign(ARTICLE.id, "ab")


def kept(store: Store, column: str = "notes", number: int = 0) -> str | None:
    content = store.work.draft(ARTICLE.id, "ab").content
    return None if content is None else content["events"][number]["values"].get(column)


def test_a_draft_is_saved_as_it_is_typed_and_there_in_the_next_window(store: Store, serve, window) -> None:
    w = window(serve())
    w.desk()
    w.press("n")
    w.page.keyboard.type("Police fired on farmers.")
    w.page.wait_for_timeout(500)
    w.saved()
    assert kept(store) == "Police fired on farmers."
    w.page.close()
    page = w.desk(page=w.open())
    assert w.value("notes", page) == "Police fired on farmers."
    assert w.complaints == []


def test_a_window_that_is_closed_while_somebody_types_loses_nothing(store: Store, serve, window) -> None:
    server = serve()
    w = window(server)
    w.desk()
    server.stop()
    w.press("n")
    w.page.keyboard.type("Not yet on the server.")
    w.page.close()
    assert kept(store) is None
    server.start()
    page = w.desk(page=w.open())
    assert w.value("notes", page) == "Not yet on the server."
    page.wait_for_timeout(300)
    w.saved(page)
    assert kept(store) == "Not yet on the server."


def test_a_dead_server_is_told_and_gets_everything_once_it_lives(store: Store, serve, window) -> None:
    server = serve()
    w = window(server)
    page = w.desk()
    w.press("n")
    page.keyboard.type("Before. ")
    page.wait_for_timeout(500)
    w.saved()
    server.stop()
    page.keyboard.type("While it was down. ")
    page.locator("#saved.failed", has_text="No connection").wait_for()
    page.keyboard.type("And after.")
    w.press("Escape", "]", "n")
    page.keyboard.type("The second event, too.")
    assert kept(store) == "Before. "
    server.start()
    page.locator("#saved:not(.failed)", has_text="Saved").wait_for(timeout=20_000)
    assert kept(store) == "Before. While it was down. And after."
    assert kept(store, number=1) == "The second event, too."


def test_a_lost_connection_is_the_same(store: Store, serve, window) -> None:
    w = window(serve())
    page = w.desk()
    w.context.set_offline(True)
    w.press("N", "n")
    page.keyboard.type("Typed without a connection.")
    w.press("Escape", "Control+Enter")
    page.locator("#notice", has_text="without a connection").wait_for()
    w.context.set_offline(False)
    page.locator("#saved:not(.failed)", has_text="Saved").wait_for(timeout=20_000)
    assert kept(store, number=2) == "Typed without a connection."
    assert store.work.task(ARTICLE.id).state == "in work"


def test_the_second_window_is_shown_what_the_first_has_changed(store: Store, serve, window) -> None:
    w = window(serve())
    one = w.desk()
    two = w.desk(page=w.open())
    w.field("notes", one).locator("textarea").fill("Words of the first.")
    w.field("tags", one).locator("input").fill("road")
    one.wait_for_timeout(600)
    w.saved(one)
    w.field("notes", two).locator("textarea").fill("Words of the second.")
    w.field("location", two).locator("input").fill("Sacaba")
    notice = two.locator("#notice")
    notice.wait_for()
    told = notice.text_content()
    assert "Words of the first." in told and "Words of the second." in told
    assert "road" in told
    # What only one changed is there from both; where both did, the words of the one who looks at it stay.
    assert w.value("notes", two) == "Words of the second."
    assert w.value("tags", two) == "road"
    two.wait_for_timeout(600)
    w.saved(two)
    assert (kept(store), kept(store, "tags"), kept(store, "location")) == (
        "Words of the second.",
        "road",
        "Sacaba",
    )
    notice.get_by_role("button", name="Take theirs").click()
    assert w.value("notes", two) == "Words of the first."
    two.wait_for_timeout(600)
    w.saved(two)
    assert kept(store) == "Words of the first."
    # And the first, when it goes on, learns of the second's.
    w.field("tags", one).locator("input").fill("road; farmers")
    one.locator("#notice", has_text="Sacaba").wait_for()
    assert w.value("location", one) == "Sacaba"
    history = store.work.draft_versions(ARTICLE.id, "ab")
    words = {
        change["new"] for saved in history for change in saved["changes"] if change["field"] == "values.notes"
    }
    assert words == {"Words of the first.", "Words of the second."}


def test_what_one_window_removes_and_the_other_changes_is_told(store: Store, serve, window) -> None:
    w = window(serve())
    one = w.desk()
    two = w.desk(page=w.open())
    one.locator("#text").press("Delete")
    one.wait_for_timeout(600)
    w.saved(one)
    w.field("notes", two).locator("textarea").fill("But it did happen.")
    two.locator("#notice", has_text="Event 1").wait_for()
    assert two.locator(".card").count() == 2
    two.wait_for_timeout(600)
    w.saved(two)
    assert len(store.work.draft(ARTICLE.id, "ab").content["events"]) == 2


def test_merging_is_right(tmp_path: Path, serve, window) -> None:
    """The function itself, in the browser: both sides' changes are there, and every clash is told."""
    w = window(serve())
    w.page.goto(w.server.url)
    stamp = w.page.locator("link[rel=stylesheet]").first.get_attribute("href").split("/")[2]
    script = f"""async () => {{
        const {{ merge }} = await import("/assets/{stamp}/merge.js");
        const event = (key, values, evidence = {{}}) => ({{ key, values, evidence }});
        const draft = (...events) => ({{ events, why: "" }});
        const base = draft(event("a", {{ notes: "0", tags: "t" }}), event("b", {{ notes: "0" }}), event("c", {{}}));
        const mine = draft(event("a", {{ notes: "1", tags: "t" }}), event("c", {{}}), event("m", {{ notes: "new" }}));
        const theirs = {{ events: [event("a", {{ notes: "0" }}, {{ notes: [{{ start: 1, end: 2 }}] }}),
            event("b", {{ notes: "2" }}), event("h", {{ notes: "theirs" }})], why: "because" }};
        const both = merge(base, mine, theirs);
        return {{ content: both.content, clashes: both.clashes.map((one) => `${{one.event}} ${{one.field}}`),
            taken: both.taken.map((one) => `${{one.event}} ${{one.field}}`) }};
    }}"""
    found = w.page.evaluate(script)
    events = {one["key"]: one for one in found["content"]["events"]}
    assert set(events) == {"a", "m", "b", "h"}
    assert events["a"]["values"] == {"notes": "1"}
    assert events["a"]["evidence"] == {"notes": [{"start": 1, "end": 2}]}
    assert events["b"]["values"] == {"notes": "2"}
    assert found["content"]["why"] == "because"
    assert found["clashes"] == []
    assert set(found["taken"]) == {
        "a values.tags",
        "a evidence.notes",
        "b event",
        "h event",
        "c event",
        "null why",
    }
