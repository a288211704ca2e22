"""The page on which reviewers see how far their coders agree."""

import pytest
from starlette.testclient import TestClient

pytest.importorskip("krippendorff")

from exporter.store import Store
from tests.store.codings import article, battle, coding


@pytest.fixture
def coded(store: Store) -> Store:
    for number, deaths in enumerate((4, 5, 6)):
        name = f"a{number}"
        store.work.add(article(name))
        store.work.want(name, 2, by="xy")
        for person, count in (("ab", 4), ("cd", deaths)):
            store.work.assign(name, person)
            store.work.submit(
                coding(battle(fatalities=count, fatalities_high=9), of=article(name), name=person)
            )
    store.work.adjudicate(coding(battle(), of=article("a0"), name="xy"), why="read again")
    store.work.adjudicate(coding(of=article("a1"), name="xy"), why="no event")
    return store


@pytest.mark.parametrize(
    ("by", "heading"), [("all", "All together"), ("pair", "ab / cd"), ("month", "2019-05")]
)
def test_reviewers_see_agreement(coded: Store, client, by: str, heading: str) -> None:
    shown: TestClient = client("xy", "reviewer")
    page = shown.get(f"/agreement?by={by}")
    assert page.status_code == 200
    assert f"<h2>{heading}</h2>" in page.text
    assert "3 articles coded by two, 3 events found by both." in page.text
    row = page.text.split('<th scope="row">fatalities</th>')[1].split("</tr>")[0]
    assert "33.3 %" in row
    against = page.text.split("Against what was decided")[1]
    assert against.count('<td class="num">0.50</td>') == 2  # precision of both: one event of two was none


def test_coders_do_not(coded: Store, client) -> None:
    assert client().get("/agreement").status_code == 403
    assert "/agreement" not in client().get("/").text
    assert "/agreement" in client("xy", "reviewer").get("/").text


def test_before_anything_was_coded_twice(client) -> None:
    page = client("xy", "reviewer").get("/agreement")
    assert "No article has been coded by two people yet." in page.text
    assert client("xy", "reviewer").get("/agreement?by=moon").status_code == 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_it(coded: Store, serve, window, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    w = window(serve("xy"), color_scheme=scheme)
    w.page.goto(f"{w.server.url}/agreement?by=pair")
    found = Axe().run(w.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert w.page.locator("meter").count() == 1  # of one value everywhere there is no alpha
    assert w.complaints == []
