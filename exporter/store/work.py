"""The work of people: the queue of articles, who has which, drafts, double coding, and the third who decides.

An article is `new` until somebody takes it, then `in work`. A person's coding makes it `done`; where two were asked
for, the second makes it `coded twice`, and a third, who was neither, decides what its events are. Whoever doubts puts
it `in dispute`. Every step stands in the log with who, when and why.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from exporter.articles.article import Article
from exporter.codebook.tables import Table
from exporter.coders.coding import Coding, from_record
from exporter.coders.frame import event_frame
from exporter.errors import DataError, UsageError
from exporter.store import schema, writing
from exporter.store.connection import saving
from exporter.store.connection import writing as transaction
from exporter.store.drafts import ChangedError, Content, Draft, read_draft, versions, write_draft
from exporter.store.judged import Link, keep_judged
from exporter.store.used import UsedActor, UsedPlace, likely_same, used_actors, used_places
from exporter.store.work_tables import assignments, queue, submissions, work_log
from exporter.store.writing import Outcome
from exporter.validation import check_record, validate

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


@dataclass(frozen=True, slots=True)
class Submission:
    """A coding that a person has handed in, with the events of the store that its events are."""

    person: str
    part: str
    at: datetime
    why: str | None
    coding: Coding
    links: tuple[Link, ...] = field(default_factory=tuple)


class Work:
    """What people do in a store; `Store.work` gives it."""

    def __init__(self, engine: sa.Engine, now: Callable[[], datetime], table: str | Table = "events") -> None:
        self._engine = engine
        self._now = now
        self._table = table

    # -- the queue -----------------------------------------------------------------------------------------

    def add(self, article: Article) -> bool:
        """Put an article into the queue that nobody has coded; False where its text is there already."""
        with transaction(self._engine) as connection:
            table = schema.articles
            there = connection.execute(
                sa.select(table.c.sha256).where(table.c.article_id == article.id)
            ).scalar()
            if there is not None:
                if there != article.sha256:
                    raise DataError(
                        f"The store has another text under the id {article.id!r}.",
                        "Give the article an id of its own, or code it with `exporter code --store`.",
                    )
                return False
            writing.keep_article(connection, article, self._now())
            return True

    def doubt(self, article: Article, why: str, *, who: str) -> Task:
        """Put an article before people, with what is to be looked at; in dispute where somebody has coded it.

        Raises:
            DataError: The store has another text under its id.
        """
        self.add(article)
        if any(done for _, _, done in self.task(article.id).people):
            return self.dispute(article.id, why, who=who)
        with transaction(self._engine) as connection:
            self._note(connection, article.id, who, "queued", why)
            return _one(connection, article.id)

    def queue(
        self,
        state: str | None = None,
        *,
        person: str | None = None,
        source: str | None = None,
        words: str | None = None,
        after: tuple[date, str] | None = None,
        limit: int = 50,
    ) -> list[Task]:
        """Articles, the newest first.

        Args:
            state: One of `STATES`; all where none is given.
            person: Only those that this person has.
            source: Only those of this outlet.
            words: Only those with these words in their title or id.
            after: Day and id of the last article of the page before.
            limit: At most so many.

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
            chosen = chosen.where((queue.c.published < day) | same)
        chosen = chosen.order_by(queue.c.published.desc(), queue.c.article_id.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(chosen).mappings().all()
            people = _people(connection, [row["article_id"] for row in rows])
        return [_task(row, people) for row in rows]

    def task(self, article_id: str) -> Task:
        """One article of the queue.

        Raises:
            UsageError: The store has no such article.
        """
        with self._engine.connect() as connection:
            return _one(connection, article_id)

    def progress(self) -> dict[str, int]:
        """How many articles are in each state."""
        counted = sa.select(queue.c.state, sa.func.count()).group_by(queue.c.state)
        with self._engine.connect() as connection:
            found = {str(state): int(count) for state, count in connection.execute(counted)}
        return {state: found.get(state, 0) for state in STATES}

    def people(self) -> list[dict[str, Any]]:
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
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(counted).mappings()]

    def log(self, article_id: str) -> list[dict[str, Any]]:
        """What was done with an article, the first step first: at, who, action, why."""
        chosen = (
            sa.select(work_log.c.at, work_log.c.who, work_log.c.action, work_log.c.why)
            .where(work_log.c.article_id == article_id)
            .order_by(work_log.c.entry)
        )
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(chosen).mappings()]

    # -- who has which -------------------------------------------------------------------------------------

    def assign(self, article_id: str, person: str, *, by: str | None = None, part: str = "coder") -> Task:
        """Give an article to a person, or let a person take it.

        Args:
            article_id: The article.
            person: Who gets it; nothing changes where this person has it already.
            by: Who gives it; the person where nobody is named.
            part: `coder`, or `third` for who decides between two.

        Raises:
            UsageError: It has all the coders that were asked for, is done, or the person is a coder of it and
                cannot be the third.
        """
        with transaction(self._engine) as connection:
            task = _one(connection, article_id)
            self._assign(connection, task, person, by or person, part)
            return _one(connection, article_id)

    def take(self, person: str) -> Task | None:
        """The next article for a person: one given to them, one that wants a second coder, or a new one."""
        with transaction(self._engine) as connection:
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
                    self._assign(connection, _one(connection, found), person, person, "coder")
                    return _one(connection, found)
        return None

    def give_back(
        self, article_id: str, person: str, *, by: str | None = None, why: str | None = None
    ) -> Task:
        """Take an article from a person who has not handed in a coding; the draft stays.

        Raises:
            UsageError: The person does not have it, or has handed it in.
        """
        with transaction(self._engine) as connection:
            mine = sa.and_(assignments.c.article_id == article_id, assignments.c.person == person)
            gone = connection.execute(
                sa.delete(assignments).where(mine, assignments.c.submitted_at.is_(None))
            )
            if gone.rowcount == 0:
                raise UsageError(
                    f"{person} has no unfinished work on {article_id}.", "See the queue for who has which."
                )
            task = _one(connection, article_id)
            if task.state == "in work" and not task.coders:
                _move(connection, task, "new", self._now())
            self._note(connection, article_id, by or person, f"taken from {person}", why)
            return _one(connection, article_id)

    def want(self, article_id: str, coders: int, *, by: str) -> Task:
        """Say how many people are to code an article: one, or two who do not see each other's work.

        Raises:
            UsageError: Neither one nor two, or too late: more people have it, or it is done.
        """
        if coders not in (1, 2):
            raise UsageError(f"An article is coded by one or two people, not {coders}.", "Give 1 or 2.")
        with transaction(self._engine) as connection:
            task = _one(connection, article_id)
            if task.wanted == coders:
                return task
            if task.state not in ("new", "in work") or len(task.coders) > coders:
                raise UsageError(
                    f"{article_id} is {task.state}, with {len(task.coders)} coders.",
                    "Say how many are to code an article before they have.",
                )
            _move(connection, task, task.state, self._now(), wanted=coders)
            self._note(connection, article_id, by, f"to be coded by {coders}", None)
            return _one(connection, article_id)

    # -- drafts --------------------------------------------------------------------------------------------

    def draft(self, article_id: str, person: str) -> Draft:
        """A person's draft as it was saved last; version 0 without content where there is none."""
        with self._engine.connect() as connection:
            return read_draft(connection, article_id, person)

    def save_draft(self, article_id: str, person: str, content: Content, *, base: int) -> int:
        """Save a draft that goes on from version `base`, and give the version that it now is.

        Raises:
            ChangedError: It was saved from elsewhere since: nothing is written, and the error says what changed.
            UsageError: The store cannot be written.
        """
        with saving(self._engine) as connection:
            return write_draft(connection, article_id, person, content, base=base, now=self._now())

    def draft_versions(self, article_id: str, person: str) -> list[dict[str, Any]]:
        """Every save of a draft, the first first: version, at, changes."""
        with self._engine.connect() as connection:
            return versions(connection, article_id, person)

    # -- codings -------------------------------------------------------------------------------------------

    def submit(
        self,
        coding: Coding,
        links: Sequence[Link] = (),
        *,
        draft: int | None = None,
        why: str | None = None,
    ) -> Outcome:
        """Hand in a person's coding; `coder_name` is the person, and the version is given here.

        Where one person was asked for, the coding's events become those of the article, with review `reviewed`.
        Where two were, nothing but the coding is kept until a third decides.

        Args:
            coding: What the person says.
            links: For each event which one of the store it is; none for new ones.
            draft: The version of the draft that the coding was made from.
            why: What the person says about it.

        Raises:
            DataError: The coding breaks its schema, misquotes the article, or a row breaks the codebook.
            ChangedError: The draft has another version.
            UsageError: The article is not the person's to code.
        """
        person, article_id = coding.coder_name, coding.article.id
        with transaction(self._engine) as connection:
            task = _one(connection, article_id)
            if task.state in OPEN_TO_THIRD:
                raise UsageError(
                    f"{article_id} is {task.state}: it waits for a third.",
                    "Let somebody who has not coded it decide.",
                )
            if task.wanted == 2 and task.state == "done":
                raise UsageError(
                    f"{article_id} was coded twice and decided.", "Decide again, or put it in dispute."
                )
            if person not in task.coders:
                if task.state == "done":
                    self._note(connection, article_id, person, "taken up again", why)
                    connection.execute(
                        assignments.insert().values(
                            article_id=article_id,
                            person=person,
                            part="coder",
                            given_at=self._now(),
                            given_by=person,
                        )
                    )
                else:
                    self._assign(connection, task, person, person, "coder")
                task = _one(connection, article_id)
            made = self._keep(connection, coding, links, draft=draft, part="coder", why=why)
            now = self._now()
            mine = sa.and_(assignments.c.article_id == article_id, assignments.c.person == person)
            connection.execute(sa.update(assignments).where(mine).values(submitted_at=now))
            self._note(connection, article_id, person, f"coded: {_told(len(coding.events))}", why)
            if task.wanted == 1:
                outcome = keep_judged(
                    connection, made, event_frame([made], self._table), _filled(links, made), now=now,
                    review="reviewed", who=person, why=why or f"coded by {person}",
                )  # fmt: skip
                _move(connection, task, "done", now)
                return outcome
            came_in = {who for who, part, done in task.people if part == "coder" and done} | {person}
            _move(connection, task, "coded twice" if len(came_in) >= task.wanted else "in work", now)
            return Outcome()

    def adjudicate(
        self,
        coding: Coding,
        links: Sequence[Link] = (),
        *,
        why: str,
        draft: int | None = None,
        version: int | None = None,
    ) -> Outcome:
        """Decide what the events of an article are; `coder_name` is the person who decides.

        Args:
            coding: What the person says after having seen the codings of the others.
            links: For each event which one of the store it is.
            why: The reason.
            draft: The version of the draft that the decision was made from.
            version: The version of the task that the person saw.

        Raises:
            DataError: As `submit`.
            ChangedError: The draft, or the article's work, has another version.
            UsageError: There is no reason, the article does not wait for a third, or the person coded it.
        """
        person, article_id = coding.coder_name, coding.article.id
        if not why.strip():
            raise UsageError("A decision needs a reason.", "Say in a sentence why.")
        with transaction(self._engine) as connection:
            task = _one(connection, article_id)
            self._third(task, person)
            if version is not None and task.version != version:
                raise ChangedError(task.version, None, [])
            made = self._keep(connection, coding, links, draft=draft, part="third", why=why)
            now = self._now()
            outcome = keep_judged(
                connection, made, event_frame([made], self._table), _filled(links, made), now=now, review="adjudicated",
                who=person, why=why,
            )  # fmt: skip
            mine = sa.and_(assignments.c.article_id == article_id, assignments.c.person == person)
            connection.execute(sa.delete(assignments).where(mine))
            connection.execute(
                assignments.insert().values(
                    article_id=article_id,
                    person=person,
                    part="third",
                    given_at=now,
                    given_by=person,
                    submitted_at=now,
                )
            )
            _move(connection, task, "done", now)
            self._note(connection, article_id, person, f"decided: {_told(len(coding.events))}", why)
            return outcome

    def dispute(self, article_id: str, why: str, *, who: str) -> Task:
        """Put an article in dispute, from whatever state; a third decides.

        Raises:
            UsageError: There is no reason, or nobody has coded the article.
        """
        if not why.strip():
            raise UsageError("A dispute needs a reason.", "Say in a sentence what is in doubt.")
        with transaction(self._engine) as connection:
            task = _one(connection, article_id)
            if not any(done for _, _, done in task.people):
                raise UsageError(
                    f"Nobody has coded {article_id} yet.", "Code it first; doubts go into its notes."
                )
            _move(connection, task, "in dispute", self._now())
            self._note(connection, article_id, who, "put in dispute", why)
            return _one(connection, article_id)

    def submissions(self, article_id: str, *, every: bool = False) -> list[Submission]:
        """The codings that people have handed in, the first in first.

        Args:
            article_id: The article.
            every: All of them, not only the last of each person and part.
        """
        table, codings = submissions, schema.codings
        last = (
            sa.select(sa.func.max(table.c.submission_id))
            .where(table.c.article_id == article_id)
            .group_by(table.c.person, table.c.part)
        )
        chosen = (
            sa.select(table, codings.c.record, schema.articles.c.text)
            .join(codings, codings.c.coding_id == table.c.coding_id)
            .join(schema.articles, schema.articles.c.article_id == table.c.article_id)
            .where(table.c.article_id == article_id)
            .order_by(table.c.submission_id)
        )
        if not every:
            chosen = chosen.where(table.c.submission_id.in_(last))
        with self._engine.connect() as connection:
            return [_submission(row) for row in connection.execute(chosen).mappings()]

    def machine_coding(self, article_id: str) -> Coding | None:
        """What a machine said of the present text of an article last."""
        codings, articles = schema.codings, schema.articles
        people = sa.select(submissions.c.coding_id).where(submissions.c.article_id == article_id)
        chosen = (
            sa.select(codings.c.record, articles.c.text)
            .join(articles, articles.c.article_id == codings.c.article_id)
            .where(
                codings.c.article_id == article_id,
                codings.c.sha256 == articles.c.sha256,
                codings.c.coding_id.not_in(people),
            )
            .order_by(codings.c.coding_id.desc())
            .limit(1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(chosen).first()
        return None if row is None else from_record(json.loads(row.record), row.text)

    # -- what is known already -----------------------------------------------------------------------------

    def used_actors(self) -> list[UsedActor]:
        """The actors of all events, those of most events first."""
        with self._engine.connect() as connection:
            return used_actors(connection)

    def used_places(self) -> list[UsedPlace]:
        """The places of all events, those of most events first."""
        with self._engine.connect() as connection:
            return used_places(connection)

    def events_of(self, article_id: str) -> list[dict[str, Any]]:
        """The events that were found in an article, as the store has them."""
        e = schema.events.c
        chosen = sa.select(schema.events).where(e.article_id == article_id).order_by(e.event_id)
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(chosen).mappings()]

    def likely_same(self, row: Mapping[str, Any], article_id: str) -> list[dict[str, Any]]:
        """Events of other articles that may be the one in `row` (see `used.likely_same`)."""
        with self._engine.connect() as connection:
            return likely_same(connection, row, article_id)

    # -- helpers -------------------------------------------------------------------------------------------

    def _assign(self, connection: sa.Connection, task: Task, person: str, by: str, part: str) -> None:
        if any(person == who for who, _, _ in task.people) and part == "coder":
            return
        if part == "third":
            self._third(task, person)
            if any(person == who for who, _, _ in task.people):
                return
        elif task.state not in ("new", "in work") or len(task.coders) >= task.wanted:
            has = " and ".join(task.coders) or "nobody"
            raise UsageError(
                f"{task.article_id} is {task.state}: {has} {'have' if len(task.coders) > 1 else 'has'} it.",
                "Take another, or ask for it to be coded twice.",
            )
        now = self._now()
        connection.execute(
            assignments.insert().values(
                article_id=task.article_id, person=person, part=part, given_at=now, given_by=by
            )
        )
        _move(connection, task, "in work" if task.state == "new" else task.state, now)
        self._note(connection, task.article_id, by, f"given to {person}" if by != person else "taken", None)

    def _third(self, task: Task, person: str) -> None:
        if task.state not in (*OPEN_TO_THIRD, "done"):
            raise UsageError(
                f"{task.article_id} is {task.state}.", "A third decides what is coded twice or in dispute."
            )
        if person in task.coders and task.wanted == 2:
            raise UsageError(
                f"{person} has coded {task.article_id} and cannot decide about it.",
                "Let somebody decide who has not coded it.",
            )

    def _keep(
        self,
        connection: sa.Connection,
        coding: Coding,
        links: Sequence[Link],
        *,
        draft: int | None,
        part: str,
        why: str | None,
    ) -> Coding:
        """Check a coding and keep it in the next version of its person."""
        person, article = coding.coder_name, coding.article
        there = read_draft(connection, article.id, person)
        if draft is not None and there.version != draft:
            raise ChangedError(there.version, there.content, [])
        table = schema.codings
        before = connection.execute(
            sa.select(sa.func.count()).where(table.c.article_id == article.id, table.c.coder_name == person)
        ).scalar_one()
        made = Coding(article, person, str(before + 1), coding.events, coding.skipped)
        text = connection.execute(
            sa.select(schema.articles.c.text).where(schema.articles.c.article_id == article.id)
        ).scalar_one()
        check_record(made.record(), text, self._table)
        _check_rows(made, self._table)
        now = self._now()
        coding_id = writing.keep_coding(connection, made, now)
        told = [{"event_id": link.event_id, "same_as": link.same_as} for link in links]
        connection.execute(
            submissions.insert().values(
                article_id=article.id, person=person, part=part, coding_id=coding_id, at=now, why=why,
                links=json.dumps(told),
            )
        )  # fmt: skip
        return made

    def _note(
        self, connection: sa.Connection, article_id: str, who: str, action: str, why: str | None
    ) -> None:
        connection.execute(
            work_log.insert().values(article_id=article_id, at=self._now(), who=who, action=action, why=why)
        )


def _check_rows(coding: Coding, table: str | Table) -> None:
    frame = event_frame([coding], table)
    known = [name for name in frame.columns if name not in ("article_id", "event_number")]
    checked = validate(frame.select(known), table, only=known)
    if not checked.ok:
        problem = checked.problems.filter(severity="error").row(0, named=True)
        raise DataError(
            f"Event {problem['row']}, {problem['column']}: {problem['message']} (value: {problem['value']}).",
            problem["remedy"],
        )


def _filled(links: Sequence[Link], coding: Coding) -> list[Link]:
    return [*links, *(Link() for _ in coding.events[len(links) :])]


def _told(events: int) -> str:
    return "no event" if events == 0 else "1 event" if events == 1 else f"{events} events"


def _one(connection: sa.Connection, article_id: str) -> Task:
    row = connection.execute(sa.select(queue).where(queue.c.article_id == article_id)).mappings().first()
    if row is None:
        raise UsageError(f"The store has no article {article_id!r}.", "See the queue for those it has.")
    return _task(row, _people(connection, [article_id]))


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


def _move(connection: sa.Connection, task: Task, state: str, now: datetime, **more: Any) -> None:
    connection.execute(
        sa.update(queue)
        .where(queue.c.article_id == task.article_id)
        .values(state=state, version=queue.c.version + 1, changed_at=now, **more)
    )


def _submission(row: Any) -> Submission:
    coding = from_record(json.loads(row["record"]), row["text"])
    links = tuple(Link(**link) for link in json.loads(row["links"]))
    return Submission(
        row["person"], row["part"], row["at"], row["why"], coding, tuple(_filled(links, coding))
    )
