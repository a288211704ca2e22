"""The store as its users see it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl
import sqlalchemy as sa

from exporter.articles.article import Article
from exporter.codebook.definitions import plain
from exporter.codebook.project import Project
from exporter.codebook.tables import Table
from exporter.coders.coding import Coding
from exporter.errors import UsageError
from exporter.store import article_codings, reading, recording, revising, revisions, schema, writing
from exporter.store.connection import connect
from exporter.store.connection import writing as transaction
from exporter.store.history import life
from exporter.store.recording import Release
from exporter.store.work import Work
from exporter.store.writing import Outcome


def now_utc() -> datetime:
    """The time of day in UTC, to the second."""
    return datetime.now(UTC)


class Store:
    """Articles, codings, events, revisions and deletions, in SQLite or another database.

    Every change is one transaction: a process that is killed leaves each article complete or absent. Use it
    as a context manager, or call `close`.
    """

    def __init__(
        self,
        url: str | Path = "events.db",
        *,
        clock: Callable[[], datetime] = now_utc,
        project: Project | None = None,
    ) -> None:
        """Open a store, and make it where there is none.

        Args:
            url: A file for SQLite, or an SQLAlchemy URL.
            clock: Gives the time that changes are recorded under.
            project: The codebook with the columns and codes that a project adds; what was stored of other
                columns stays, and is not seen.

        Raises:
            UsageError: The place cannot be used.
        """
        self._engine = connect(url)
        self._clock = clock
        self.project = plain() if project is None else project

    @property
    def work(self) -> Work:
        """What people do: the queue, drafts, codings handed in, decisions."""
        return Work(self._engine, self._now, self.project.table("events"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # -- codings -------------------------------------------------------------------------------------------

    def has_coding(self, article: Article, coder_name: str, coder_version: str) -> bool:
        """Whether this text of the article has been coded by this coder in this version."""
        with self._engine.connect() as connection:
            return article_codings.has_coding(connection, article, coder_name, coder_version)

    def has_codings(self, keys: Sequence[tuple[str, str, str, str]]) -> set[tuple[str, str, str, str]]:
        """Those of some codings (article id, coder's name and version, SHA-256 of the text) that are there."""
        with self._engine.connect() as connection:
            return article_codings.has_codings(connection, keys)

    def add(
        self, coding: Coding, rows: pl.DataFrame, *, review: str = "machine", who: str | None = None
    ) -> Outcome:
        """Keep a coding and its events; a coding that is there already changes nothing.

        Where people have had the last word on the article, a machine's coding is kept beside theirs and changes
        no event.

        Args:
            coding: The coding, checked.
            rows: Its valid rows, as `coders.frame.event_frame` gives them.
            review: Who has looked at the rows.
            who: Who made the change; the coder where nobody is named.
        """
        now = self._now()
        with transaction(self._engine) as connection:
            return article_codings.add(connection, coding, rows, now, review=review, who=who)

    def add_all(self, coded: Iterable[tuple[Coding, pl.DataFrame]]) -> list[Outcome]:
        """Keep machines' codings and their events, as `add` does, all of them in one transaction or none."""
        now = self._now()
        with transaction(self._engine) as connection:
            return [
                article_codings.add(connection, coding, rows, now, review="machine", who=None)
                for coding, rows in coded
            ]

    def codings(
        self,
        *,
        last: int | None = None,
        coder: str | None = None,
        several: bool = False,
        by: article_codings.By = "coders",
    ) -> Iterator[tuple[dict[str, Any], datetime]]:
        """The last coding of each article by each coder: its record and when it came in, by article and coder.

        Args:
            last: The last coding that counts, as a recorded release has it; all where none is given.
            coder: Only those of the coder of this name.
            several: Only of articles that several coders have coded.
            by: All coders' (a third who decides has seen the others' work and is none), only `people`'s, or what a
                `third` has decided.
        """
        with self._engine.connect() as connection:
            yield from article_codings.codings(connection, last, coder, several, by)

    def article(self, article_id: str) -> Article | None:
        """An article with its text, or None."""
        with self._engine.connect() as connection:
            return article_codings.article_of(connection, article_id)

    def articles(self) -> Iterator[Article]:
        """All articles, by id."""
        with self._engine.connect() as connection:
            yield from article_codings.articles(connection)

    # -- events --------------------------------------------------------------------------------------------

    def revise(
        self, event_id: str, changes: Mapping[str, Any], *, who: str, why: str, review: str = "reviewed"
    ) -> None:
        """Correct an event by hand; what follows from the changed columns is derived anew.

        Raises:
            UsageError: There is no such event, or a column that people may not change.
            DataError: The corrected row breaks the codebook.
        """
        read = revising.read_changes(event_id, changes, self.project.table("events"))
        now = self._now()
        with transaction(self._engine) as connection:
            revising.revise(connection, event_id, read, self.project, now, who=who, why=why, review=review)

    def delete(self, event_id: str, *, who: str, reason: str, replaced_by: str | None = None) -> None:
        """Take an event out; the next release lists it among its deletions.

        Raises:
            UsageError: There is no such event, or none that could replace it.
        """
        with transaction(self._engine) as connection:
            for known in (event_id, replaced_by):
                if known is not None:
                    revising.event(connection, known, self.project.table("events"))
            writing.delete_event(
                connection, event_id, who=who, reason=reason, now=self._now(), replaced_by=replaced_by
            )

    def table(
        self,
        name: str,
        *,
        revision: int | None = None,
        dataset: str | None = None,
        version: str | None = None,
        project: Project | None = None,
    ) -> pl.DataFrame:
        """A table with the codebook's columns and types, sorted as releases are.

        Args:
            name: events, sources, evidence or deletions.
            revision: The state after this revision; now where it is None.
            dataset: Whose releases the deletions are counted by; only for deletions.
            version: The release that deletions since the last one belong to; only for deletions.
            project: The codebook that the table is read by; the store's own where none is given.

        Raises:
            UsageError: There is no such table.
        """
        with self._engine.connect() as connection:
            if name == "deletions":
                last = revisions.last_revision(connection) if revision is None else revision
                earlier = recording.held_before(connection, dataset, version, last) if dataset else {}
                return reading.deletions(connection, last, earlier, version or "0.0.0")
            return reading.table(connection, *self._state(connection, name, revision, project))

    def scan(
        self,
        name: str,
        folder: Path,
        *,
        revision: int | None = None,
        above: int = 1_000_000,
        project: Project | None = None,
    ) -> pl.DataFrame | pl.LazyFrame:
        """The events, sources or evidence as a frame that may be larger than memory.

        Args:
            name: events, sources or evidence.
            folder: A folder for Parquet files of the rows, where there are many; it must outlive the frame.
            revision: The state after this revision; now where it is None.
            above: Up to so many rows come as a frame in memory, in order.
            project: Whose columns come with the codebook's; the store's own where none is given.

        Raises:
            UsageError: There is no such table.
        """
        with self._engine.connect() as connection:
            return reading.scan(connection, *self._state(connection, name, revision, project), folder, above)

    def history(self, event_id: str) -> pl.DataFrame:
        """Every revision of an event, the earliest first; no rows where there was never such an event.

        Columns: revision, at, who, why, action (create, update, delete), changes (JSON: old and new value of
        each changed column; the number of rows where sources or evidence changed) and releases (those that
        held the event in this state first, or were the first without it; `demo 1.0.0`, joined by `; `).
        """
        with self._engine.connect() as connection:
            return life(revisions.revisions_of(connection, event_id), recording.releases(connection))

    # -- releases ------------------------------------------------------------------------------------------

    def record_release(
        self,
        dataset: str,
        version: str,
        *,
        revision: int | None = None,
        about: str | None = None,
        also: str | None = None,
    ) -> Release:
        """Note that a release holds everything up to a revision; one noted before keeps its state.

        So that a release whose writing was cut off comes out the same the second time. What the codebook says
        is noted too: later releases are compared with it.

        Args:
            dataset: Name of the dataset.
            version: Version of the release.
            revision: The last revision that it holds; the last that there is where none is given.
            about: What is said of the dataset, as JSON.
            also: The further formats that it is written in, joined by commas.
        """
        with transaction(self._engine) as connection:
            return recording.record(
                connection, self.project, self._now(), dataset=dataset, version=version,
                revision=revision, about=about, also=also,
            )  # fmt: skip

    def finish_release(self, dataset: str, version: str, checksum: str) -> None:
        """Note that a recorded release stands in its place, and the SHA-256 of its SHA256SUMS."""
        with transaction(self._engine) as connection:
            recording.finish(connection, dataset, version, checksum)

    def forget_release(self, dataset: str, version: str) -> None:
        """Take back the note of a release that could not be written; one that was stays."""
        with transaction(self._engine) as connection:
            recording.forget(connection, dataset, version)

    def last_revision(self) -> int:
        """The number of the last revision; 0 where there is none."""
        with self._engine.connect() as connection:
            return revisions.last_revision(connection)

    def datasets(self) -> list[str]:
        """The names of the datasets that releases were recorded of."""
        with self._engine.connect() as connection:
            return recording.datasets(connection)

    def releases(self, dataset: str) -> list[Release]:
        """The releases of a dataset in the order in which they were recorded."""
        with self._engine.connect() as connection:
            return recording.releases(connection, dataset)

    def counts(self) -> dict[str, int]:
        """How many rows each table holds."""
        every = (schema.articles, schema.codings, schema.events, schema.sources, schema.evidence,
                 schema.revisions, schema.deletions, schema.releases)  # fmt: skip
        with self._engine.connect() as connection:
            return {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in every
            }

    # -- helpers -------------------------------------------------------------------------------------------

    def _now(self) -> datetime:
        """The time of a change: UTC without its zone, as databases keep it, to the second."""
        return self._clock().astimezone(UTC).replace(tzinfo=None, microsecond=0)

    def _state(
        self, connection: sa.Connection, name: str, revision: int | None, project: Project | None
    ) -> tuple[Table, int | None]:
        """A table that can be read, and the revision if it is an earlier one."""
        if name not in ("events", "sources", "evidence"):
            raise UsageError(
                f"The store has no table {name!r}.", "It has events, sources, evidence, deletions."
            )
        earlier = revision is not None and revision < revisions.last_revision(connection)
        return (project or self.project).table(name), revision if earlier else None
