"""The columns of a project at the desk: asked for, checked, handed in and shown again."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.codebook.project import project_of
from exporter.desk import form
from exporter.store import Store
from tests.desk.texts import ARTICLE, PROPOSED, event
from tests.store.codings import add, coding

ADDED = {
    "columns": {
        "injured": {"type": "integer", "definition": "People hurt.", "minimum": 0, "unit": "people"},
        "weapon": {"type": "code", "definition": "What was used.", "allowed": ["gun", "knife"]},
        "night": {"type": "boolean", "definition": "Whether at night."},
        "burial": {"type": "date", "definition": "Day of the burial."},
    }
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "events.db", project=project_of(ADDED)) as opened:
        add(opened, coding(*PROPOSED, of=ARTICLE))
        yield opened


def test_they_have_fields_and_lists(store: Store, client) -> None:
    table = store.project.table("events")
    more = form.groups(table)[-1]
    assert [(one.column, one.kind) for one in more.fields] == [
        ("injured", "number"), ("weapon", "code"), ("night", "code"), ("burial", "date")
    ]  # fmt: skip
    assert form.groups(table)[:-1] == form.groups()
    ab = client()
    ab.post("/take", data={"article": ARTICLE.id})
    page = ab.get("/desk", params={"article": ARTICLE.id}).text
    assert 'data-column="injured"' in page
    fields = json.loads(re.search(r'id="fields">(.*?)</script>', page)[1])
    assert {one["column"]: one["list"] for one in fields}["weapon"] == "weapon.allowed"
    lists = ab.get("/lists/any").json()
    assert lists["weapon.allowed"] == [{"value": "gun"}, {"value": "knife"}]
    assert [one["value"] for one in lists["night.allowed"]] == ["true", "false"]


def test_what_is_typed_is_checked_and_kept(store: Store, client) -> None:
    ab = client()
    ab.post("/take", data={"article": ARTICLE.id})
    values = {k: str(v) for k, v in event().values.items() if v is not None and k != "confidence"}

    def save(base: int, **added: str) -> dict:
        content = {"events": [{"key": "e1", "values": values | added, "evidence": {}}], "why": ""}
        sent = {"article": ARTICLE.id, "part": "coder", "base": base, "content": content, "current": "e1"}
        return ab.put("/draft", json=sent).json()

    told = save(0, injured="-3", weapon="spoon", night="perhaps", burial="soon")
    assert {"injured", "weapon", "night", "burial"} <= {one["column"] for one in told["problems"]}
    assert save(1, injured="3", weapon="gun", night="true", burial="2017-03-09")["problems"] == []
    done = ab.post("/submit", json={"article": ARTICLE.id, "part": "coder", "base": 2})
    assert done.status_code == 200, done.text
    row = store.table("events").row(0, named=True)
    assert [row["injured"], row["weapon"], row["night"], str(row["burial"])] == [3, "gun", True, "2017-03-09"]
    (handed_in,) = store.work.submissions(ARTICLE.id)
    assert handed_in.coding.events[0].values["injured"] == 3
    third = client("xy", "reviewer")
    store.work.dispute(ARTICLE.id, "look again", who="ab")
    page = third.get("/decide", params={"article": ARTICLE.id}).text
    assert '"injured": "3"' in page or '"injured":"3"' in page
    assert '"night": "true"' in page or '"night":"true"' in page
