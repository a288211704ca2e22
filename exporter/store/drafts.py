"""Drafts of codings: saved as they are typed, each save a version with what it changed.

A draft is a JSON object whose `events` are a list of objects, each with a `key` of its own; what else is in it is
the page's business. A save says which version it goes on from: where another window was faster, nothing is
written, and the second saver is told what the first has changed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from exporter.errors import UsageError
from exporter.store.work_tables import draft_changes, drafts

Content = Mapping[str, Any]
Change = dict[str, Any]
"""`event` (its key; null for the draft as a whole), `field` (a path such as `values.fatalities`), `old`, `new`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A person's draft of an article; version 0 where nothing was saved yet."""

    article_id: str
    person: str
    version: int
    content: Content | None
    saved_at: datetime | None


class ChangedError(UsageError):
    """Somebody else was faster: nothing was written.

    Attributes:
        version: The version that is there now.
        content: What stands there now.
        changes: What has changed since the version that the save went on from.
    """

    def __init__(self, version: int, content: Content | None, changes: list[Change]) -> None:
        super().__init__(
            f"This was changed in another window: it is at version {version} now.",
            "Look at what has changed, and save again.",
        )
        self.version = version
        self.content = content
        self.changes = changes


def read_draft(connection: sa.Connection, article_id: str, person: str) -> Draft:
    """The draft as it was saved last."""
    row = connection.execute(
        sa.select(drafts.c.version, drafts.c.content, drafts.c.saved_at).where(
            drafts.c.article_id == article_id, drafts.c.person == person
        )
    ).first()
    if row is None:
        return Draft(article_id, person, 0, None, None)
    return Draft(article_id, person, row.version, json.loads(row.content), row.saved_at)


def write_draft(
    connection: sa.Connection, article_id: str, person: str, content: Content, *, base: int, now: datetime
) -> int:
    """Save a draft over version `base` and give its new version; what stands there already is not saved twice.

    Raises:
        ChangedError: The draft is no longer at that version.
    """
    there = read_draft(connection, article_id, person)
    if there.version > 0 and there.content == content:
        # The same once more: the answer to the first try was lost on its way.
        return there.version
    if there.version != base:
        raise _changed(connection, there, base)
    version = base + 1
    values = {"version": version, "content": _text(content), "saved_at": now}
    mine = sa.and_(drafts.c.article_id == article_id, drafts.c.person == person)
    if base == 0:
        try:
            with connection.begin_nested():
                connection.execute(drafts.insert().values(article_id=article_id, person=person, **values))
        except IntegrityError:
            raise _changed(connection, read_draft(connection, article_id, person), base) from None
    else:
        changed = connection.execute(sa.update(drafts).where(mine, drafts.c.version == base).values(**values))
        if changed.rowcount == 0:
            raise _changed(connection, read_draft(connection, article_id, person), base)
    changes = differences(there.content or {}, content)
    connection.execute(
        draft_changes.insert().values(
            article_id=article_id, person=person, version=version, at=now, changes=_text(changes)
        )
    )
    return version


def versions(connection: sa.Connection, article_id: str, person: str) -> list[dict[str, Any]]:
    """Every save of a draft, the first first: version, at, changes."""
    found = connection.execute(
        sa.select(draft_changes.c.version, draft_changes.c.at, draft_changes.c.changes)
        .where(draft_changes.c.article_id == article_id, draft_changes.c.person == person)
        .order_by(draft_changes.c.version)
    )
    return [{"version": row.version, "at": row.at, "changes": json.loads(row.changes)} for row in found]


def differences(old: Content, new: Content) -> list[Change]:
    """What is different between two states of a draft, part by part."""
    was, now = dict(_parts(old)), dict(_parts(new))
    places = dict.fromkeys((*was, *now))
    return [
        {"event": event, "field": field, "old": was.get((event, field)), "new": now.get((event, field))}
        for event, field in places
        if was.get((event, field)) != now.get((event, field))
    ]


def _parts(content: Content) -> Iterator[tuple[tuple[str | None, str], Any]]:
    for name, value in content.items():
        if name == "events":
            for event in value:
                yield from (((event["key"], field), part) for field, part in _fields(event))
        else:
            yield (None, name), value


def _fields(event: Content) -> Iterator[tuple[str, Any]]:
    """The parts of an event, one level deep: `values.fatalities`, `evidence.location`, `same_as`."""
    yield "event", True
    for name, value in event.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", part) for inner, part in value.items())
        else:
            yield name, value


def _changed(connection: sa.Connection, there: Draft, base: int) -> ChangedError:
    later = versions(connection, there.article_id, there.person)[base:]
    last: dict[tuple[str | None, str], Change] = {}
    for change in (change for save in later for change in save["changes"]):
        place = (change["event"], change["field"])
        last[place] = {**change, "old": last[place]["old"]} if place in last else change
    return ChangedError(there.version, there.content, list(last.values()))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
