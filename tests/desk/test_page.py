"""What the page shows and does besides typing: marks, lists, the map, the same event, hostile words, access for all."""

import pytest

from exporter.store import Store
from tests.desk.texts import ARTICLE, TEXT, event
from tests.store.codings import add, article, coding

HOSTILE = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>{{7*7}}</script>"


@pytest.fixture(autouse=True)
def taken(store: Store) -> None:
    store.work.assign(ARTICLE.id, "ab")


def test_either_side_shows_the_other(serve, window) -> None:
    w = window(serve())
    page = w.desk()
    w.press("T")
    mark = page.locator("mark", has_text="at least four people")
    mark.hover()
    assert "lit" in w.field("fatalities").get_attribute("class")
    assert "lit" not in w.field("location").get_attribute("class")
    w.field("fatalities").hover()
    assert "lit" in mark.get_attribute("class")
    colours = {
        words: page.locator("mark", has_text=words).first.evaluate("e => getComputedStyle(e).backgroundColor")
        for words in ("fired on farmers", "Cochabamba")
    }
    assert len(set(colours.values())) == 2


def test_words_selected_with_the_mouse_become_evidence_with_a_click(store: Store, serve, window) -> None:
    w = window(serve())
    page = w.desk()
    page.locator("#text").evaluate(
        """(pane, words) => {
            const node = [...pane.childNodes].find((one) => one.textContent.includes(words));
            const inner = node.firstChild ?? node, at = inner.textContent.indexOf(words);
            getSelection().setBaseAndExtent(inner, at, inner, at + words.length);
            document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }""",
        "a hospital said",
    )
    page.wait_for_timeout(50)
    w.field("tags").locator("label").click()
    page.locator("mark", has_text="a hospital said").wait_for()
    assert w.value("tags") == "a hospital said"
    w.field("tags").get_by_role("button", name="No evidence: a hospital said").click()
    assert page.locator("mark", has_text="a hospital said").count() == 0
    page.wait_for_timeout(500)
    w.saved()
    assert "tags" not in store.work.draft(ARTICLE.id, "ab").content["events"][0]["evidence"]


def test_a_letter_twice_takes_evidence_back(store: Store, serve, window) -> None:
    w = window(serve())
    page = w.desk()
    w.press("/")
    page.keyboard.type("teachers")
    w.press("Enter", "v")
    page.locator("mark", has_text="teachers").wait_for()
    # Behind a character outside the basic plane, offsets still count characters.
    page.wait_for_timeout(500)
    w.saved()
    quote = store.work.draft(ARTICLE.id, "ab").content["events"][0]["evidence"]["assoc_actor_1"][0]
    assert TEXT[quote["start"] : quote["end"]] == "teachers"
    w.press("v")
    assert page.locator("mark", has_text="teachers").count() == 0


def test_a_list_narrows_down_and_says_what_codes_mean(serve, window) -> None:
    w = window(serve())
    page = w.desk()
    w.press("s")
    page.locator("#options li").first.wait_for()
    assert page.locator("#options li").count() > 25
    page.keyboard.type("mob")
    page.locator("#options li").nth(3).wait_for(state="detached")
    assert page.locator("#options li b").first.text_content() == "Mob violence"
    assert len(page.locator("#options li[aria-selected=true] small").text_content()) > 20
    assert "each belongs to one event type" in page.locator("#definition").text_content()
    w.press("Enter")
    assert (w.value("sub_event_type"), w.value("event_type")) == ("Mob violence", "Riots")
    w.press("Escape", "c")
    page.keyboard.type("small arms")
    page.locator("#options li", has_text="193").first.wait_for()


def test_a_date_is_typed_as_people_say_it(serve, window) -> None:
    w = window(serve())
    page = w.desk()
    for words, first, last, precision in (
        ("last tuesday", "2019-04-30", "2019-04-30", "day"),
        ("early march", "2019-03-01", "2019-03-10", "week"),
        ("12 april", "2019-04-12", "2019-04-12", "day"),
    ):
        w.press("d")
        page.keyboard.type(words)
        w.press("Enter")
        w.until(f"document.querySelector('.card.current [data-column=event_date] input').value === '{first}'")
        assert (w.value("event_date_end"), w.value("time_precision")) == (last, precision)


def test_type_ahead_knows_what_the_team_used(store: Store, serve, window) -> None:
    add(store, coding(event(actor1="Comité Cívico Pro Santa Cruz", actor1_type="Political militia",
                            location="Quillacollo del Norte"), of=article("other", TEXT)))  # fmt: skip
    w = window(serve())
    page = w.desk()
    w.press("a")
    page.keyboard.type("civico")
    page.locator("#options li", has_text="Comité Cívico").wait_for()
    w.press("Enter")
    assert w.value("actor1_type") == "Political militia"
    w.press("Escape", "l")
    page.keyboard.type("quillacollo del")
    page.locator("#options li", has_text="used 1×").wait_for()
    w.press("Enter")
    assert w.value("country") == "Bolivia"
    # Where two are alike, the one of the event's country comes first.
    w.press("Escape", "b")
    page.keyboard.type("protesters (")
    page.locator("#options li b").first.wait_for()
    w.until("document.querySelector('#options li b').textContent === 'Protesters (Bolivia)'")


def test_the_same_event_of_another_article_gets_this_report(store: Store, serve, window) -> None:
    add(store, coding(event(), of=article("other", TEXT, source="AFP")))
    w = window(serve())
    page = w.desk()
    w.press("T")
    page.locator(".same", has_text="BOL3").wait_for()
    w.press("=")
    page.locator(".same", has_text="one more report").wait_for()
    w.press("]", "Delete")
    page.wait_for_timeout(500)
    w.saved()
    w.press("Control+Enter")
    page.wait_for_url("**/?told=kept")
    kept = store.table("events").filter(event_id="BOL3").row(0, named=True)
    assert (kept["article_count"], kept["source_count"]) == (2, 2)
    assert store.table("events").height == 1
    assert store.history("BOL1")["action"].to_list() == ["create", "delete"]


def test_what_an_article_says_is_shown_and_not_run(store: Store, serve, window) -> None:
    hostile = article("h'\"><b>", HOSTILE + "\n" + TEXT, title=HOSTILE, source=HOSTILE)
    made = event(notes=HOSTILE, actor1=HOSTILE, location=HOSTILE)
    add(store, coding(type(made)(made.values), of=hostile))
    w = window(serve())
    page = w.page
    page.goto(w.server.url)
    assert HOSTILE in page.locator(".task").all_text_contents()
    page.get_by_role("link", name=HOSTILE).click()
    assert page.locator("h1").text_content() == HOSTILE
    page.get_by_role("button", name="Code this article").click()
    w.saved()
    w.press("T")
    assert HOSTILE in page.locator("#text").text_content()
    assert w.value("notes") == HOSTILE
    w.press("Escape", "a")
    page.keyboard.type("<img")
    page.locator("#options li").first.wait_for()
    page.wait_for_timeout(500)
    w.saved()
    assert page.title() == HOSTILE
    assert page.locator("#events img, #text img, #options img").count() == 0
    assert [one for one in w.complaints if "run" in one] == []


def test_nothing_is_loaded_from_elsewhere(serve, window) -> None:
    w = window(serve())
    w.desk()
    w.press("T")
    w.page.wait_for_timeout(300)
    assert all(url.startswith((w.server.url, "data:")) for url in w.requests)
    assert w.complaints == []


# -- two coders and a third -----------------------------------------------------------------------------------


@pytest.fixture
def twice(store: Store) -> None:
    store.work.want(ARTICLE.id, 2, by="xy")
    store.work.submit(coding(event(fatalities=4), of=ARTICLE, name="ab"))
    store.work.submit(
        coding(event(fatalities=5, notes="Others' words."), event(location="Oruro"), of=ARTICLE, name="cd"),
        why="five, counting the hospital",
    )


def test_a_third_sees_both_and_decides_by_keyboard(store: Store, serve, window, twice: None) -> None:
    w = window(serve("xy"))
    w.page.goto(w.server.url)
    w.page.get_by_role("link", name="Protest in Cochabamba").press("Enter")
    page = w.page
    w.saved()
    assert page.url.endswith("/decide?article=road-1")
    assert "five, counting the hospital" in page.locator("#events").text_content()
    assert page.locator(".card").count() == 2
    # What both say is there; where they differ, both are shown and marked, and nothing is.
    assert w.value("location") == "Cochabamba"
    assert w.value("fatalities") == ""
    differing = page.locator(".card.current .field.differ").evaluate_all(
        "all => all.map(e => e.dataset.column)"
    )
    assert differing == ["fatalities", "notes"]
    assert w.field("fatalities").locator(".chip").all_text_contents() == ["ab 4", "cd 5"]
    w.press(".", "Alt+Digit2")
    assert w.value("fatalities") == "5"
    assert page.evaluate("document.activeElement.closest('.field').dataset.column") == "notes"
    page.keyboard.type("The decided words.")
    w.press("Escape", "]", "Delete", "Control+Enter")
    page.locator("#notice", has_text="needs a reason").wait_for()
    page.keyboard.type("the hospital is the better source")
    page.wait_for_timeout(500)
    w.press("Control+Enter")
    page.wait_for_url("**/?told=kept")
    kept = store.table("events").row(0, named=True)
    assert (kept["fatalities"], kept["notes"], kept["review"], kept["coder"]) == (
        5, "The decided words.", "adjudicated", "xy",
    )  # fmt: skip
    assert store.history(kept["event_id"])["why"][-1] == "the hospital is the better source"
    assert w.complaints == []


def test_coders_do_not_see_each_others_work(store: Store, serve, window, twice: None) -> None:
    w = window(serve("ab"))
    w.page.goto(f"{w.server.url}/desk?article={ARTICLE.id}")
    seen = w.page.content()
    assert "Others' words." not in seen and "Others&#39; words." not in seen
    assert "five, counting" not in seen


# -- for everybody --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(store: Store, serve, window, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    add(store, coding(event(), of=article("other", TEXT, source="AFP")))
    w = window(serve(), color_scheme=scheme, reduced_motion="reduce")
    page = w.page

    def look(what: str) -> None:
        found = Axe().run(page).response["violations"]
        assert [(what, one["id"], one["nodes"][0]["html"]) for one in found] == []

    page.goto(w.server.url)
    look("queue")
    page.goto(f"{w.server.url}/desk?article=other")
    look("preview")
    w.desk()
    look("proposals")
    w.press("T")
    page.locator(".same", has_text="BOL3").wait_for()
    page.locator("svg.map").wait_for()
    look("desk")
    w.press("Escape", "f")
    page.keyboard.type("x")
    w.press("Escape", "Control+Enter")
    page.locator("#notice", has_text="Not handed in").wait_for()
    look("to mend")
    w.press("Escape", "s")
    page.keyboard.press("ArrowDown")
    page.locator("#options li").first.wait_for()
    look("list")
    w.press("Escape", "Escape", "?")
    look("keys")


@pytest.mark.parametrize("width", [1440, 1024, 820])
def test_no_page_is_wider_than_its_window(store: Store, serve, window, width: int) -> None:
    long = article(
        "long", TEXT, title="A title that goes on for much longer than any window of a browser " * 3
    )
    store.work.add(long)
    store.work.assign("long", "ab")
    w = window(serve(), viewport={"width": width, "height": 900})
    w.page.goto(w.server.url)
    assert w.page.evaluate("document.documentElement.scrollWidth") <= width
    w.desk("long")
    assert w.page.evaluate("document.documentElement.scrollWidth") <= width
    w.desk()
    w.press("T")
    assert w.page.evaluate("document.documentElement.scrollWidth") <= width
    assert w.page.evaluate(
        "document.getElementById('events').scrollWidth <= document.getElementById('events').clientWidth"
    )
