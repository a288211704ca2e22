"""What the page answers to requests, right ones and wrong ones, without a browser."""

from typing import Any

import pytest

from exporter.store import Store
from tests.desk.texts import ARTICLE, event
from tests.store.codings import article, coding


def draft(**more: Any) -> dict[str, Any]:
    content = {"events": [{"key": "e1", "values": {"notes": "n"}, "evidence": {}}], "why": ""}
    return {"article": ARTICLE.id, "part": "coder", "base": 0, "content": content} | more


def test_a_draft_is_saved_judged_and_handed_in(store: Store, client) -> None:
    ab = client()
    assert ab.post("/take", data={"article": ARTICLE.id}).headers["location"] == "/desk?article=road-1"
    told = ab.put("/draft", json=draft()).json()
    assert told["version"] == 1
    assert {one["column"] for one in told["problems"]} > {"event_date", "location"}
    assert all(one["event"] == "e1" for one in told["problems"])
    wrong = ab.post("/submit", json={"article": ARTICLE.id, "part": "coder", "base": 1})
    assert wrong.status_code == 422 and wrong.json()["problems"] == told["problems"]
    empty = draft(base=1, content={"events": [], "why": ""})
    assert ab.put("/draft", json=empty).json() == {
        "version": 2, "problems": [], "same": {"event": None, "found": []}
    }  # fmt: skip
    assert (
        ab.post("/submit", json={"article": ARTICLE.id, "part": "coder", "base": 2})
        .json()["to"]
        .startswith("/")
    )
    assert store.work.task(ARTICLE.id).state == "done"
    assert store.table("events").is_empty()


def test_the_checks_are_those_of_the_command_line(store: Store, client) -> None:
    import polars as pl

    from exporter.coders.frame import event_frame
    from exporter.validation import validate

    ab = client()
    ab.post("/take", data={"article": ARTICLE.id})
    wrong = event(
        fatalities_low=9, latitude=60.0, event_date_end=event().values["event_date"].replace(year=2018)
    )
    values = {
        name: str(value) for name, value in wrong.values.items() if value is not None and name != "confidence"
    }
    content = {"events": [{"key": "e1", "values": values, "evidence": {}}], "why": ""}
    told = ab.put("/draft", json=draft(content=content)).json()["problems"]
    frame = event_frame([coding(wrong, of=ARTICLE)]).drop("article_id", "event_number")
    rows = validate(frame, only=frame.columns).problems.filter(pl.col("severity") == "error")
    assert {(one["column"], one["message"]) for one in told} == set(rows.select("column", "message").rows())
    assert len(told) >= 3


def test_another_coders_article_is_refused(store: Store, client) -> None:
    client("ab").post("/take", data={"article": ARTICLE.id})
    client("ab").put("/draft", json=draft())
    assert client("cd").put("/draft", json=draft()).status_code == 403
    submitted = {"article": ARTICLE.id, "part": "coder", "base": 1}
    assert client("cd").post("/submit", json=submitted).status_code == 403
    assert "<b>" not in client("cd").get("/desk", params={"article": ARTICLE.id}).text.split("start")[-1]
    assert client("cd").post("/take", data={"article": ARTICLE.id}).status_code == 400
    assert store.work.draft(ARTICLE.id, "cd").version == 0
    assert client("cd").post("/give-back", data={"article": ARTICLE.id, "person": "ab"}).status_code == 403


def test_coders_neither_decide_nor_give_out(store: Store, client) -> None:
    store.work.want(ARTICLE.id, 2, by="xy")
    for person in ("ab", "cd"):
        store.work.submit(coding(event(), of=ARTICLE, name=person))
    ef = client("ef")
    assert ef.get("/decide", params={"article": ARTICLE.id}).status_code == 403
    assert ef.put("/draft", json=draft(part="third")).status_code == 403
    assert ef.post("/submit", json={"article": ARTICLE.id, "part": "third", "base": 0}).status_code == 403
    assert ef.post("/assign", data={"article": ARTICLE.id, "person": "gh"}).status_code == 403
    assert ef.post("/want", data={"article": ARTICLE.id, "coders": "1"}).status_code == 403
    assert ef.post("/dispute", data={"article": ARTICLE.id, "why": "so"}).status_code == 403
    assert "Others" not in ef.get("/desk", params={"article": ARTICLE.id}).text
    # A reviewer who has coded it does not, either.
    assert client("ab", "reviewer").get("/decide", params={"article": ARTICLE.id}).status_code == 400
    assert client("xy", "reviewer").get("/decide", params={"article": ARTICLE.id}).status_code == 200
    assert store.work.task(ARTICLE.id).state == "coded twice"


def test_two_who_save_are_told(client) -> None:
    ab = client()
    ab.post("/take", data={"article": ARTICLE.id})
    ab.put("/draft", json=draft())
    other = draft(content={"events": [], "why": "x"})
    answer = ab.put("/draft", json=other)
    assert answer.status_code == 409
    assert answer.json()["version"] == 1
    assert answer.json()["content"]["events"][0]["values"] == {"notes": "n"}
    assert {"event": "e1", "field": "values.notes", "old": None, "new": "n"} in answer.json()["changes"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        {},
        {"events": [{}]},
        {"events": [{"key": "a", "values": {"nonsense": "x"}}]},
        {"events": [{"key": "a", "values": {"notes": 3}}]},
        {"events": [{"key": "a", "values": {}}, {"key": "a", "values": {}}]},
        {"events": [{"key": "a", "values": {}, "evidence": {"notes": [{"start": "x", "end": 2}]}}]},
        {"events": [{"key": "a", "values": {"notes": "x" * 20_001}}]},
        {"events": [{"key": str(n), "values": {}} for n in range(201)]},
    ],
)
def test_what_is_no_draft_is_refused(store: Store, client, content: Any) -> None:
    ab = client()
    ab.post("/take", data={"article": ARTICLE.id})
    answer = ab.put("/draft", json=draft(content=content))
    assert answer.status_code == 400, answer.text
    assert store.work.draft(ARTICLE.id, "ab").version == 0


def test_wrong_requests_are_answered(client) -> None:
    ab = client()
    ab.post("/take", data={"article": ARTICLE.id})
    for answer, status in (
        (ab.put("/draft", content=b"{"), 400),
        (ab.put("/draft", content=b"[1]"), 400),
        (ab.put("/draft", content=b'"' + b"x" * 2_000_001 + b'"'), 413),
        (ab.put("/draft", json=draft(article="missing")), 400),
        (ab.put("/draft", json=draft(base="0")), 400),
        (ab.put("/draft", json=draft(base=True)), 400),
        (ab.post("/take", data={}), 400),
        (ab.post("/take", data={"article": "missing"}), 400),
        (ab.get("/desk"), 400),
        (ab.get("/?state=old"), 400),
        (ab.get("/map?latitude=91&longitude=0"), 404),
        (ab.get("/map?latitude=nan&longitude=0"), 404),
        (ab.get("/map?latitude=a"), 404),
        (ab.get("/assets/x/../app.py"), 404),
        (ab.get("/assets/x/app.py"), 404),
        (ab.get("/elsewhere"), 404),
        (ab.get("/next"), 405),
    ):
        assert answer.status_code == status, (answer.request.url, answer.status_code, answer.text[:200])


def test_evidence_outside_the_article_is_refused(store: Store, client) -> None:
    ab = client()
    ab.post("/take", data={"article": ARTICLE.id})
    values = {
        name: str(value)
        for name, value in event().values.items()
        if value is not None and name != "confidence"
    }
    far = {"notes": [{"start": 10, "end": 100_000}]}
    content = {"events": [{"key": "e1", "values": values, "evidence": far}], "why": ""}
    ab.put("/draft", json=draft(content=content))
    answer = ab.post("/submit", json={"article": ARTICLE.id, "part": "coder", "base": 1})
    assert answer.status_code == 422, answer.text
    assert store.work.task(ARTICLE.id).state == "in work"


def test_words_are_read(client) -> None:
    ab = client()
    read = {"article": ARTICLE.id, "kind": "date"}
    assert ab.get("/read", params=read | {"words": "last Tuesday"}).json()["event_date"] == "2019-04-30"
    assert ab.get("/read", params=read | {"words": "2019-04-29"}).json()["event_date_end"] == "2019-04-29"
    assert ab.get("/read", params=read | {"words": "the road"}).json() is None
    count = {"kind": "number", "words": "killing at least four people"}
    assert ab.get("/read", params=count).json() == {
        "fatalities": "4", "fatalities_low": "4", "fatalities_high": ""
    }  # fmt: skip
    assert ab.get("/read", params={"kind": "number", "words": "the road"}).json() is None


def test_nothing_left_is_told(store: Store, client) -> None:
    ab = client()
    assert ab.post("/next").headers["location"] == "/desk?article=road-1"
    store.work.submit(coding(of=ARTICLE, name="ab"))
    assert ab.post("/next").headers["location"] == "/?told=nothing"
    assert "no article that waits" in ab.get("/?told=nothing").text


def test_a_long_queue_goes_on_over_pages(store: Store, client) -> None:
    for number in range(120):
        store.work.add(article(f"r{number:03}", title=f"Report {number}"))
    seen: list[str] = []
    address = "/?words=Report"
    while address:
        page = client().get(address, headers={"X-Part": "list"}).text
        seen += [line.split("article=")[1].split('"')[0] for line in page.split('<a class="task"')[1:]]
        rest = page.split('<p class="further"><a href="')
        address = rest[1].split('"')[0].replace("&amp;", "&") if len(rest) > 1 else ""
    assert len(seen) == len(set(seen)) == 120


def test_the_fields_are_those_of_the_codebook() -> None:
    from exporter.codebook.asked import NOT_ASKED
    from exporter.codebook.export import columns_from
    from exporter.desk import form

    assert set(form.fields()) == set(columns_from("coded")) - NOT_ASKED
    keys = [field.key for field in form.fields().values()]
    assert len(set(keys)) == len(keys)
    every = form.lists()
    for field in form.fields().values():
        assert field.definition
        if field.codelist:
            assert every[f"{field.codelist}.{field.list_column}"]
