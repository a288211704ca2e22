"""The queue of articles: their states, who has which, and the log of every step. Functions on a connection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from exporter.errors import UsageError
from exporter.store.work_tables import assignments, queue, work_log

STATES = ("new", "in work", "coded twice", "in dispute", "done")
"""The states of an article, in the order in which it goes through them."""

OPEN_TO_THIRD = ("coded twice", "in dispute")


@dataclass(frozen=True, slots=True)
class Task:
    """An article in the queue.

    Attributes:
        article_id: The article.
        state: One of `STATES`.
        wanted: How many people code it.
        version: Goes up with every change.
        published, source, title: Of the article.
        people: Who has it, with the part (`coder` or `third`) and whether the coding has come in.
    """

    article_id: str
    state: str
    wanted: int
    version: int
    published: date
    source: str
    title: str | None
    people: tuple[tuple[str, str, bool], ...] = ()

    @property
    def coders(self) -> tuple[str, ...]:
        """Who codes it, or has."""
        return tuple(person for person, part, _ in self.people if part == "coder")

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who codes it and has not handed in."""
        return tuple(person for person, part, done in self.people if part == "coder" and not done)


def one(connection: sa.Connection, article_id: str) -> Task:
    """One article of the queue.

    Raises:
        UsageError: The store has no such article.
    """
    row = connection.execute(sa.select(queue).where(queue.c.article_id == article_id)).mappings().first()
    if row is None:
        raise UsageError(f"The store has no article {article_id!r}.", "See the queue for those it has.")
    return _task(row, _people(connection, [article_id]))


def listed(
    connection: sa.Connection,
    state: str | None,
    person: str | None,
    source: str | None,
    words: str | None,
    after: tuple[date, str] | None,
    limit: int,
) -> list[Task]:
    """Articles, the newest first; what the arguments mean stands at `Work.queue`.

    Raises:
        UsageError: There is no such state.
    """
    chosen = sa.select(queue)
    if state is not None:
        if state not in STATES:
            raise UsageError(f"There is no state {state!r}.", f"The states are: {', '.join(STATES)}.")
        chosen = chosen.where(queue.c.state == state)
    if person is not None:
        theirs = sa.select(assignments.c.article_id).where(assignments.c.person == person)
        chosen = chosen.where(queue.c.article_id.in_(theirs))
    if source is not None:
        chosen = chosen.where(queue.c.source == source)
    for word in (words or "").split():
        like = queue.c.title.icontains(word, autoescape=True)
        chosen = chosen.where(like | queue.c.article_id.icontains(word, autoescape=True))
    if after is not None:
        day, article_id = after
        same = (queue.c.published == day) & (queue.c.article_id < article_id)
        # The first bound says nothing new, and lets the index begin at the day instead of at the newest article.
        chosen = chosen.where(queue.c.published <= day, (queue.c.published < day) | same)
    chosen = chosen.order_by(queue.c.published.desc(), queue.c.article_id.desc()).limit(limit)
    rows = connection.execute(chosen).mappings().all()
    people = _people(connection, [row["article_id"] for row in rows])
    return [_task(row, people) for row in rows]


def progress(connection: sa.Connection) -> dict[str, int]:
    """How many articles are in each state."""
    counted = sa.select(queue.c.state, sa.func.count()).group_by(queue.c.state)
    found = {str(state): int(count) for state, count in connection.execute(counted)}
    return {state: found.get(state, 0) for state in STATES}


def people(connection: sa.Connection) -> list[dict[str, Any]]:
    """Who has articles: person, has (not handed in yet), done (handed in), by name."""
    came_in = assignments.c.submitted_at.is_not(None)
    counted = (
        sa.select(
            assignments.c.person,
            sa.func.count(sa.case((~came_in, 1))).label("has"),
            sa.func.count(sa.case((came_in, 1))).label("done"),
        )
        .group_by(assignments.c.person)
        .order_by(assignments.c.person)
    )
    return [dict(row) for row in connection.execute(counted).mappings()]


def log(connection: sa.Connection, article_id: str) -> list[dict[str, Any]]:
    """What was done with an article, the first step first: at, who, action, why."""
    chosen = (
        sa.select(work_log.c.at, work_log.c.who, work_log.c.action, work_log.c.why)
        .where(work_log.c.article_id == article_id)
        .order_by(work_log.c.entry)
    )
    return [dict(row) for row in connection.execute(chosen).mappings()]


def note(
    connection: sa.Connection, article_id: str, who: str, action: str, why: str | None, *, now: datetime
) -> None:
    """Write a step into the log."""
    connection.execute(
        work_log.insert().values(article_id=article_id, at=now, who=who, action=action, why=why)
    )


def move(connection: sa.Connection, task: Task, state: str, now: datetime, **more: Any) -> None:
    """Bring an article into a state, and change what else is given, in a new version."""
    connection.execute(
        sa.update(queue)
        .where(queue.c.article_id == task.article_id)
        .values(state=state, version=queue.c.version + 1, changed_at=now, **more)
    )


def _people(connection: sa.Connection, articles: Sequence[str]) -> dict[str, list[tuple[str, str, bool]]]:
    chosen = (
        sa.select(assignments)
        .where(assignments.c.article_id.in_(articles))
        .order_by(assignments.c.given_at, assignments.c.person)
    )
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for row in connection.execute(chosen):
        found.setdefault(row.article_id, []).append((row.person, row.part, row.submitted_at is not None))
    return found


def _task(row: Any, people: dict[str, list[tuple[str, str, bool]]]) -> Task:
    names = ("article_id", "state", "wanted", "version", "published", "source", "title")
    return Task(**{name: row[name] for name in names}, people=tuple(people.get(row["article_id"], ())))
