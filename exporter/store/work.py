"""The work of people: the queue of articles, who has which, drafts, double coding, and the third who decides.

An article is `new` until somebody takes it, then `in work`. A person's coding makes it `done`; where two were asked
for, the second makes it `coded twice`, and a third, who was neither, decides what its events are. Whoever doubts puts
it `in dispute`. Every step stands in the log with who, when and why.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from exporter.articles.article import Article
from exporter.codebook.tables import Table
from exporter.coders.coding import Coding
from exporter.coders.frame import event_frame
from exporter.errors import DataError, UsageError
from exporter.store import assigning, schema, submissions, tasks, writing
from exporter.store.connection import saving
from exporter.store.connection import writing as transaction
from exporter.store.drafts import ChangedError, Content, Draft, read_draft, versions, write_draft
from exporter.store.judged import Link, keep_judged
from exporter.store.submissions import Submission, filled
from exporter.store.tasks import OPEN_TO_THIRD, Task
from exporter.store.used import UsedActor, UsedPlace, likely_same, used_actors, used_places
from exporter.store.work_tables import assignments
from exporter.store.writing import Outcome


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
            return tasks.one(connection, article.id)

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
        with self._engine.connect() as connection:
            return tasks.listed(connection, state, person, source, words, after, limit)

    def task(self, article_id: str) -> Task:
        """One article of the queue.

        Raises:
            UsageError: The store has no such article.
        """
        with self._engine.connect() as connection:
            return tasks.one(connection, article_id)

    def progress(self) -> dict[str, int]:
        """How many articles are in each state."""
        with self._engine.connect() as connection:
            return tasks.progress(connection)

    def people(self) -> list[dict[str, Any]]:
        """Who has articles: person, has (not handed in yet), done (handed in), by name."""
        with self._engine.connect() as connection:
            return tasks.people(connection)

    def log(self, article_id: str) -> list[dict[str, Any]]:
        """What was done with an article, the first step first: at, who, action, why."""
        with self._engine.connect() as connection:
            return tasks.log(connection, article_id)

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
            task = tasks.one(connection, article_id)
            assigning.assign(connection, task, person, by=by or person, part=part, now=self._now())
            return tasks.one(connection, article_id)

    def take(self, person: str) -> Task | None:
        """The next article for a person: one given to them, one that wants a second coder, or a new one."""
        with transaction(self._engine) as connection:
            found = assigning.next_for(connection, person)
            if found is None:
                return None
            task = tasks.one(connection, found)
            assigning.assign(connection, task, person, by=person, now=self._now())
            return tasks.one(connection, found)

    def give_back(
        self, article_id: str, person: str, *, by: str | None = None, why: str | None = None
    ) -> Task:
        """Take an article from a person who has not handed in a coding; the draft stays.

        Raises:
            UsageError: The person does not have it, or has handed it in.
        """
        with transaction(self._engine) as connection:
            assigning.give_back(connection, article_id, person, by=by or person, why=why, now=self._now())
            return tasks.one(connection, article_id)

    def want(self, article_id: str, coders: int, *, by: str) -> Task:
        """Say how many people are to code an article: one, or two who do not see each other's work.

        Raises:
            UsageError: Neither one nor two, or too late: more people have it, or it is done.
        """
        if coders not in (1, 2):
            raise UsageError(f"An article is coded by one or two people, not {coders}.", "Give 1 or 2.")
        with transaction(self._engine) as connection:
            task = tasks.one(connection, article_id)
            if task.wanted == coders:
                return task
            if task.state not in ("new", "in work") or len(task.coders) > coders:
                raise UsageError(
                    f"{article_id} is {task.state}, with {len(task.coders)} coders.",
                    "Say how many are to code an article before they have.",
                )
            tasks.move(connection, task, task.state, self._now(), wanted=coders)
            self._note(connection, article_id, by, f"to be coded by {coders}", None)
            return tasks.one(connection, article_id)

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
            task = tasks.one(connection, article_id)
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
                    assigning.give(connection, task, person, by=person, part="coder", now=self._now())
                else:
                    assigning.assign(connection, task, person, by=person, now=self._now())
                task = tasks.one(connection, article_id)
            made = self._keep(connection, coding, links, draft=draft, part="coder", why=why)
            now = self._now()
            mine = assigning.of(article_id, person)
            connection.execute(sa.update(assignments).where(mine).values(submitted_at=now))
            self._note(connection, article_id, person, f"coded: {_told(len(coding.events))}", why)
            if task.wanted == 1:
                outcome = keep_judged(
                    connection, made, event_frame([made], self._table), filled(links, made), now=now,
                    review="reviewed", who=person, why=why or f"coded by {person}",
                )  # fmt: skip
                tasks.move(connection, task, "done", now)
                return outcome
            came_in = {who for who, part, done in task.people if part == "coder" and done} | {person}
            tasks.move(connection, task, "coded twice" if len(came_in) >= task.wanted else "in work", now)
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
            task = tasks.one(connection, article_id)
            assigning.may_be_third(task, person)
            if version is not None and task.version != version:
                raise ChangedError(task.version, None, [])
            made = self._keep(connection, coding, links, draft=draft, part="third", why=why)
            now = self._now()
            outcome = keep_judged(
                connection, made, event_frame([made], self._table), filled(links, made), now=now, review="adjudicated",
                who=person, why=why,
            )  # fmt: skip
            connection.execute(sa.delete(assignments).where(assigning.of(article_id, person)))
            assigning.give(connection, task, person, by=person, part="third", now=now, submitted=now)
            tasks.move(connection, task, "done", now)
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
            task = tasks.one(connection, article_id)
            if not any(done for _, _, done in task.people):
                raise UsageError(
                    f"Nobody has coded {article_id} yet.", "Code it first; doubts go into its notes."
                )
            tasks.move(connection, task, "in dispute", self._now())
            self._note(connection, article_id, who, "put in dispute", why)
            return tasks.one(connection, article_id)

    def submissions(self, article_id: str, *, every: bool = False) -> list[Submission]:
        """The codings that people have handed in, the first in first.

        Args:
            article_id: The article.
            every: All of them, not only the last of each person and part.
        """
        with self._engine.connect() as connection:
            return submissions.handed_in(connection, article_id, every=every)

    def machine_coding(self, article_id: str) -> Coding | None:
        """What a machine said of the present text of an article last."""
        with self._engine.connect() as connection:
            return submissions.machine_coding(connection, article_id)

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

    def _keep(
        self,
        connection: sa.Connection,
        coding: Coding,
        links: Sequence[Link],
        draft: int | None,
        part: str,
        why: str | None,
    ) -> Coding:
        return submissions.keep(
            connection, coding, links, table=self._table, draft=draft, part=part, why=why, now=self._now()
        )

    def _note(
        self, connection: sa.Connection, article_id: str, who: str, action: str, why: str | None
    ) -> None:
        tasks.note(connection, article_id, who, action, why, now=self._now())


def _told(events: int) -> str:
    return "no event" if events == 0 else "1 event" if events == 1 else f"{events} events"
