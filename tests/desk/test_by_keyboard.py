"""A person codes an article in a real browser, without a mouse."""

import polars as pl

from exporter.store import Store
from tests.desk.texts import ARTICLE, TEXT


def test_from_the_queue_to_a_validated_event_by_keyboard_alone(store: Store, serve, window) -> None:
    """No proposals, nothing pasted: every value is chosen, typed or read from the words of the article."""
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM codings")
        for table in ("evidence", "sources", "events"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    w = window(serve())
    page = w.page
    page.goto(w.server.url)
    w.press("n")
    w.saved()
    w.press("N")

    def find(words: str) -> None:
        w.press("/")
        page.keyboard.type(words)
        w.press("Enter")

    def fill(key: str, words: str, *then: str) -> None:
        """Lead to a field by its letter, type, and go back to the article."""
        w.press("Escape", key)
        page.keyboard.type(words)
        if then:
            page.locator("#options:visible li").first.wait_for()
        w.press(*then, "Enter")

    find("on Tuesday")
    w.press("d")
    w.until("document.querySelector('[data-column=event_date] input').value === '2019-04-30'")
    assert w.value("event_date_end") == "2019-04-30"
    assert w.value("time_precision") == "day"
    find("at least four people")
    w.press("f")
    w.until("document.querySelector('[data-column=fatalities_low] input').value === '4'")
    assert (w.value("fatalities"), w.value("fatalities_high")) == ("4", "")
    find("fired on farmers")
    w.press("s")
    page.keyboard.type("excessive")
    page.locator("#options li", has_text="Excessive force").first.wait_for()
    w.press("Enter")
    assert w.value("event_type") == "Protests"
    assert w.value("cameo_code") != ""
    w.press("Enter")
    find("Cochabamba on")
    # One word less: the place alone.
    w.press("Shift+ArrowLeft", "l")
    w.until(
        "document.querySelector('#options:not([hidden]) li') "
        "|| document.querySelector('[data-column=latitude] input').value"
    )
    if not w.value("latitude"):
        w.press("ArrowDown", "ArrowUp", "Enter")
        w.until("document.querySelector('[data-column=latitude] input').value")
    assert w.value("country") == "Bolivia"
    page.locator(".card.current svg.map").wait_for()
    w.press("Escape")
    fill("a", "Police Forces of Bolivia", "Enter")
    assert (w.value("actor1_type"), w.value("actor1_country")) == ("State forces", "BOL")
    fill("b", "Protesters (Bolivia)")
    fill("x", "Protesters", "Enter")
    assert w.value("actor2_type") == "Protesters"
    fill("2", "Bolivia", "Enter")
    assert w.value("actor2_country") == "BOL"
    w.press("Escape", "n")
    page.keyboard.type("Police fired on farmers who had blocked a road.")
    w.press("Escape")
    w.saved()
    w.press("Control+Enter")
    page.wait_for_url("**/?told=kept")
    event = store.table("events").row(0, named=True)
    assert (event["location"], event["fatalities"], event["coder"]) == ("Cochabamba", 4, "ab")
    assert event["review"] == "reviewed"
    quotes = store.table("evidence").sort("column").select("column", "quote").rows()
    assert quotes == [
        ("event_date", "on Tuesday"),
        ("fatalities", "at least four people"),
        ("location", "Cochabamba"),
        ("sub_event_type", "fired on farmers"),
    ]
    # Behind the dove, too, offsets count characters.
    for start, end, quote in store.table("evidence").select("start", "end", "quote").rows():
        assert TEXT[start:end] == quote
    assert store.work.task(ARTICLE.id).state == "done"
    assert w.complaints == []
    assert all(url.startswith((w.server.url, "data:")) for url in w.requests)


def test_proposals_are_taken_changed_and_thrown_away_by_keyboard(store: Store, serve, window) -> None:
    w = window(serve())
    store.work.assign(ARTICLE.id, "ab")
    page = w.desk()
    assert page.locator(".card").count() == 2
    assert w.value("location") == ""
    w.press(".")
    assert page.evaluate("document.activeElement.closest('.field').dataset.column") == "event_date"
    w.press("Alt+Enter")
    assert w.value("event_date") == "2019-04-30"
    assert page.evaluate("document.activeElement.closest('.field').dataset.column") == "event_date_end"
    w.press("Escape", "f", "4", "Enter")
    assert w.field("fatalities").locator(".chip").text_content() == "proposed 3"
    w.press("h", "Escape", "m", "Alt+Backspace", "Escape", "T", "r", "4", "Enter")
    assert w.value("admin1") == ""
    assert w.value("location") == "Cochabamba"
    # What was typed stays when everything else is taken.
    assert w.value("fatalities") == "4"
    # The second is no event.
    w.press("]", "Delete")
    assert page.locator(".card").count() == 1
    w.saved()
    w.press("Control+Enter")
    page.wait_for_url("**/?told=kept")
    kept = store.table("events")
    assert kept.select("event_id", "fatalities", "fatalities_low", "admin1").rows() == [("BOL1", 4, 4, None)]
    assert store.history("BOL1").select("who", "action").rows() == [
        ("dictionary 1.0.0", "create"), ("ab", "update"),
    ]  # fmt: skip
    assert store.history("BOL2")["action"].to_list() == ["create", "delete"]
    assert set(store.table("evidence")["column"]) == {"location", "event_type"}
    assert w.complaints == []


def test_what_is_to_be_mended_is_led_to(store: Store, serve, window) -> None:
    w = window(serve())
    store.work.assign(ARTICLE.id, "ab")
    page = w.desk()
    w.press("T", "]", "T", "[")
    w.press("f")
    page.keyboard.type("2")
    w.press("Enter", "Control+Enter")
    page.locator("#notice", has_text="Not handed in yet").wait_for()
    where = page.evaluate("document.activeElement.closest('.field').dataset.column")
    assert where.startswith("fatalities")
    message = w.field(where).locator(".message").text_content()
    assert "low, best, high" in message
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert store.work.task(ARTICLE.id).state == "in work"
    assert store.table("events").filter(pl.col("review") != "machine").is_empty()


def test_every_change_can_be_undone(store: Store, serve, window) -> None:
    w = window(serve())
    store.work.assign(ARTICLE.id, "ab")
    page = w.desk()
    w.press("n")
    page.keyboard.type("First words.")
    w.press("Escape", "T")
    assert w.value("location") == "Cochabamba"
    w.press("]", "Delete")
    assert page.locator(".card").count() == 1
    w.press("Control+z")
    assert page.locator(".card").count() == 2
    w.press("[", "Control+z")
    assert w.value("location") == ""
    assert w.value("notes") == "First words."
    w.press("Control+z")
    assert w.value("notes") == ""
    w.press("Control+Shift+Z", "Control+Shift+Z")
    assert (w.value("notes"), w.value("location")) == ("First words.", "Cochabamba")
    w.saved()
    page.wait_for_timeout(600)
    assert store.work.draft(ARTICLE.id, "ab").content["events"][0]["values"]["notes"] == "First words."


def test_the_keys_are_told(serve, window) -> None:
    w = window(serve())
    w.page.goto(w.server.url)
    w.press("?")
    assert w.page.locator("#help").is_visible()
    w.press("Escape", "n")
    w.saved()
    w.press("?")
    assert "evidence of that field" in w.page.locator("#help").text_content()


def test_the_queue_is_walked_by_keyboard(store: Store, serve, window) -> None:
    from tests.store.codings import article

    store.work.add(article("zz-1", title="Zzz"))
    w = window(serve())
    w.page.goto(w.server.url)
    w.press("/")
    w.page.keyboard.type("zz")
    w.page.locator("a.task").nth(1).wait_for(state="detached")
    assert w.page.locator("a.task").all_text_contents() == ["Zzz"]
    w.press("Escape", "j", "Enter")
    w.page.wait_for_url("**/desk?article=zz-1")
    # The browser gives the button its focus only after loading.
    w.page.locator("form[action='/take'] button:focus").wait_for()
    w.press("Enter")
    w.page.locator("#text").wait_for()
    assert store.work.task("zz-1").coders == ("ab",)
