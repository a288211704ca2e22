"""Who gets which article, and gives it back. Functions on a connection; rules about who may stand here alone."""

from datetime import datetime

import sqlalchemy as sa

from exporter.errors import UsageError
from exporter.store import tasks
from exporter.store.tasks import OPEN_TO_THIRD, Task
from exporter.store.work_tables import assignments, queue


def assign(
    connection: sa.Connection, task: Task, person: str, *, by: str, part: str = "coder", now: datetime
) -> None:
    """Give an article to a person; nothing changes where this person has it already.

    Raises:
        UsageError: It has all the coders that were asked for, is done, or the person may not be the third.
    """
    if any(person == who for who, _, _ in task.people) and part == "coder":
        return
    if part == "third":
        may_be_third(task, person)
        if any(person == who for who, _, _ in task.people):
            return
    elif task.state not in ("new", "in work") or len(task.coders) >= task.wanted:
        has = " and ".join(task.coders) or "nobody"
        raise UsageError(
            f"{task.article_id} is {task.state}: {has} {'have' if len(task.coders) > 1 else 'has'} it.",
            "Take another, or ask for it to be coded twice.",
        )
    give(connection, task, person, by=by, part=part, now=now)
    tasks.move(connection, task, "in work" if task.state == "new" else task.state, now)
    action = f"given to {person}" if by != person else "taken"
    tasks.note(connection, task.article_id, by, action, None, now=now)


def give(
    connection: sa.Connection,
    task: Task,
    person: str,
    *,
    by: str,
    part: str,
    now: datetime,
    submitted: datetime | None = None,
) -> None:
    """Write down that a person has an article, whatever its state."""
    connection.execute(
        assignments.insert().values(
            article_id=task.article_id, person=person, part=part, given_at=now, given_by=by, submitted_at=submitted
        )
    )  # fmt: skip


def may_be_third(task: Task, person: str) -> None:
    """Check that a person may decide between the others.

    Raises:
        UsageError: The article waits for no third, or the person is one of two who coded it.
    """
    if task.state not in (*OPEN_TO_THIRD, "done"):
        raise UsageError(
            f"{task.article_id} is {task.state}.", "A third decides what is coded twice or in dispute."
        )
    if person in task.coders and task.wanted == 2:
        raise UsageError(
            f"{person} has coded {task.article_id} and cannot decide about it.",
            "Let somebody decide who has not coded it.",
        )


def next_for(connection: sa.Connection, person: str) -> str | None:
    """The next article for a person: one given to them, one that wants a second coder, or a new one."""
    theirs = sa.select(assignments.c.article_id).where(assignments.c.person == person)
    waiting = sa.select(assignments.c.article_id).where(
        assignments.c.person == person,
        assignments.c.part == "coder",
        assignments.c.submitted_at.is_(None),
    )
    enough = (
        sa.select(sa.func.count())
        .where(assignments.c.article_id == queue.c.article_id, assignments.c.part == "coder")
        .scalar_subquery()
    )
    newest = (queue.c.published.desc(), queue.c.article_id.desc())
    tries = (
        sa.select(queue.c.article_id).where(queue.c.article_id.in_(waiting)),
        sa.select(queue.c.article_id).where(
            queue.c.state == "in work",
            queue.c.wanted == 2,
            queue.c.article_id.not_in(theirs),
            enough < queue.c.wanted,
        ),
        sa.select(queue.c.article_id).where(queue.c.state == "new"),
    )
    for chosen in tries:
        found = connection.execute(chosen.order_by(*newest).limit(1)).scalar()
        if found is not None:
            return str(found)
    return None


def give_back(
    connection: sa.Connection, article_id: str, person: str, *, by: str, why: str | None, now: datetime
) -> None:
    """Take an article from a person who has not handed in a coding.

    Raises:
        UsageError: The person does not have it, or has handed it in.
    """
    mine = of(article_id, person)
    gone = connection.execute(sa.delete(assignments).where(mine, assignments.c.submitted_at.is_(None)))
    if gone.rowcount == 0:
        raise UsageError(
            f"{person} has no unfinished work on {article_id}.", "See the queue for who has which."
        )
    task = tasks.one(connection, article_id)
    if task.state == "in work" and not task.coders:
        tasks.move(connection, task, "new", now)
    tasks.note(connection, article_id, by, f"taken from {person}", why, now=now)


def of(article_id: str, person: str) -> sa.ColumnElement[bool]:
    """The condition that a row is what this person has of this article."""
    return sa.and_(assignments.c.article_id == article_id, assignments.c.person == person)
