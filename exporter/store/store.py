"""The store as its users see it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import takewhile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl
import sqlalchemy as sa

from exporter.articles.article import Article
from exporter.codebook import derive
from exporter.codebook.definitions import definitions, plain
from exporter.codebook.export import columns_from, polars_schema
from exporter.codebook.project import Project
from exporter.codebook.snapshot import snapshot
from exporter.codebook.tables import Table
from exporter.coders.coding import Coding
from exporter.errors import DataError, UsageError
from exporter.store import reading, schema, writing
from exporter.store.connection import connect
from exporter.store.connection import writing as transaction
from exporter.store.further import COLUMN, own, values_of
from exporter.store.history import life
from exporter.store.reading import Release
from exporter.store.work import Work
from exporter.store.writing import Outcome
from exporter.validation import Validation, validate


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
            return self._has(connection, article, coder_name, coder_version)

    def has_codings(self, keys: Sequence[tuple[str, str, str, str]]) -> set[tuple[str, str, str, str]]:
        """Those of some codings (article id, coder's name and version, SHA-256 of the text) that are there."""
        table = schema.codings
        names = (table.c.article_id, table.c.coder_name, table.c.coder_version, table.c.sha256)
        wanted = {key[0] for key in keys}
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(*names).where(table.c.article_id.in_(wanted)))
            return {(row[0], row[1], row[2], row[3]) for row in found} & set(keys)

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
            return self._add(connection, coding, rows, now, review, who)

    def add_all(self, coded: Iterable[tuple[Coding, pl.DataFrame]]) -> list[Outcome]:
        """Keep machines' codings and their events, as `add` does, all of them in one transaction or none."""
        now = self._now()
        with transaction(self._engine) as connection:
            return [self._add(connection, coding, rows, now, "machine", None) for coding, rows in coded]

    def codings(
        self,
        *,
        last: int | None = None,
        coder: str | None = None,
        several: bool = False,
        by: reading.By = "coders",
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
            yield from reading.codings(connection, last, coder, several, by)

    def article(self, article_id: str) -> Article | None:
        """An article with its text, or None."""
        table = schema.articles
        with self._engine.connect() as connection:
            row = (
                connection.execute(sa.select(table).where(table.c.article_id == article_id))
                .mappings()
                .first()
            )
        return None if row is None else _article(dict(row))

    def articles(self) -> Iterator[Article]:
        """All articles, by id."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(schema.articles).order_by(schema.articles.c.article_id))
            yield from (_article(dict(row)) for row in found.mappings())

    # -- events --------------------------------------------------------------------------------------------

    def revise(
        self, event_id: str, changes: Mapping[str, Any], *, who: str, why: str, review: str = "reviewed"
    ) -> None:
        """Correct an event by hand; what follows from the changed columns is derived anew.

        Raises:
            UsageError: There is no such event, or a column that people may not change.
            DataError: The corrected row breaks the codebook.
        """
        table = self.project.table("events")
        unknown = [name for name in changes if name not in columns_from("coded", table)]
        if unknown:
            raise UsageError(
                f"{unknown[0]!r} cannot be changed by hand.", "Change the columns that coders give."
            )
        changes = _read(event_id, changes, table)
        now = self._now()
        with transaction(self._engine) as connection:
            old, further = self._event(connection, event_id)
            given = {
                name: value
                for name, value in {**old, **changes}.items()
                if name not in columns_from("derived", table)
            }
            given |= {"review": review, "updated_at": now}
            kinds = polars_schema(table)
            _check_read(event_id, given, kinds)
            stored = {name: kinds[name] if name not in _AWARE else pl.Datetime("us") for name in given}
            texts = {
                name: pl.String if kind.base_type() == pl.Enum else kind for name, kind in stored.items()
            }
            row = pl.DataFrame([given], schema=texts).with_columns(pl.col(_AWARE).dt.replace_time_zone("UTC"))
            row = derive(row, table.lists).select(list(kinds))
            values = (
                _accepted(event_id, validate(row, table, severities=self.project.severities))
                .with_columns(pl.col(_AWARE).dt.replace_time_zone(None))
                .row(0, named=True)
            )
            writing.update_event(connection, event_id, values_of(values, further), None, who=who, why=why)

    def delete(self, event_id: str, *, who: str, reason: str, replaced_by: str | None = None) -> None:
        """Take an event out; the next release lists it among its deletions.

        Raises:
            UsageError: There is no such event, or none that could replace it.
        """
        with transaction(self._engine) as connection:
            self._event(connection, event_id)
            if replaced_by is not None:
                self._event(connection, replaced_by)
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
                recorded = self._releases(connection, dataset) if dataset else []
                # A release that is built again knows nothing of those recorded after it.
                before = takewhile(lambda r: r.version != version, recorded)
                known = {r.version: r.last_revision for r in before}
                last = self._last(connection) if revision is None else revision
                earlier = {v: n for v, n in known.items() if n <= last}
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
        table = schema.revisions
        with self._engine.connect() as connection:
            found = connection.execute(
                sa.select(table).where(table.c.event_id == event_id).order_by(table.c.revision)
            ).mappings()
            return life([dict(row) for row in found], self._releases(connection))

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
        table = schema.releases
        with transaction(self._engine) as connection:
            for known in self._releases(connection, dataset):
                if known.version == version:
                    return known
            last = self._last(connection) if revision is None else revision
            coding = self._last_coding(connection)
            codebook, added = snapshot(self.project).to_json(), definitions(self.project)
            connection.execute(
                table.insert().values(
                    dataset=dataset, version=version, last_revision=last, recorded_at=self._now(),
                    about=about, also=also, codebook=codebook, last_coding=coding, definitions=added,
                )
            )  # fmt: skip
            return Release(dataset, version, last, about, also, codebook, None, coding, added)

    def finish_release(self, dataset: str, version: str, checksum: str) -> None:
        """Note that a recorded release stands in its place, and the SHA-256 of its SHA256SUMS."""
        table = schema.releases
        with transaction(self._engine) as connection:
            connection.execute(
                sa.update(table)
                .where(table.c.dataset == dataset, table.c.version == version)
                .values(checksum=checksum)
            )

    def forget_release(self, dataset: str, version: str) -> None:
        """Take back the note of a release that could not be written; one that was stays."""
        table = schema.releases
        with transaction(self._engine) as connection:
            connection.execute(
                sa.delete(table).where(
                    table.c.dataset == dataset, table.c.version == version, table.c.checksum.is_(None)
                )
            )

    def last_revision(self) -> int:
        """The number of the last revision; 0 where there is none."""
        with self._engine.connect() as connection:
            return self._last(connection)

    def datasets(self) -> list[str]:
        """The names of the datasets that releases were recorded of."""
        table = schema.releases
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(table.c.dataset).distinct().order_by(table.c.dataset))
            return list(found.scalars())

    def releases(self, dataset: str) -> list[Release]:
        """The releases of a dataset in the order in which they were recorded."""
        with self._engine.connect() as connection:
            return self._releases(connection, dataset)

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

    def _has(self, connection: sa.Connection, article: Article, coder_name: str, coder_version: str) -> bool:
        table = schema.codings
        found = connection.execute(
            sa.select(table.c.coding_id).where(
                table.c.article_id == article.id,
                table.c.coder_name == coder_name,
                table.c.coder_version == coder_version,
                table.c.sha256 == article.sha256,
            )
        )
        return found.first() is not None

    def _add(
        self,
        connection: sa.Connection,
        coding: Coding,
        rows: pl.DataFrame,
        now: datetime,
        review: str,
        who: str | None,
    ) -> Outcome:
        if self._has(connection, coding.article, coding.coder_name, coding.coder_version):
            return Outcome(skipped=True)
        writing.keep_article(connection, coding.article, now)
        writing.keep_coding(connection, coding, now)
        if review == "machine" and writing.judged(connection, coding.article.id):
            return Outcome()
        return writing.keep_events(connection, coding, rows, now=now, review=review, who=who or coding.coder)

    def _event(self, connection: sa.Connection, event_id: str) -> tuple[dict[str, Any], str | None]:
        """The values of an event, a project's own among them, and its further values as they stand."""
        columns = [schema.events.c[name] for name in (*polars_schema("events"), COLUMN)]
        row = (
            connection.execute(sa.select(*columns).where(schema.events.c.event_id == event_id))
            .mappings()
            .first()
        )
        if row is None:
            raise UsageError(f"There is no event {event_id}.", "It may have been deleted; see its history.")
        values = dict(row)
        further = values.pop(COLUMN)
        return values | own(further, self.project.table("events")), further

    def _releases(self, connection: sa.Connection, dataset: str | None = None) -> list[Release]:
        """In the order in which they were recorded; of all datasets where none is named."""
        table = schema.releases
        names = (
            "dataset",
            "version",
            "last_revision",
            "about",
            "also",
            "codebook",
            "checksum",
            "last_coding",
            "definitions",
        )
        chosen = sa.select(*(table.c[name] for name in names))
        if dataset is not None:
            chosen = chosen.where(table.c.dataset == dataset)
        # Versions only rise, so that of two at the same revision the higher one came later.
        return sorted((Release(**row) for row in connection.execute(chosen).mappings()), key=_age)

    def _state(
        self, connection: sa.Connection, name: str, revision: int | None, project: Project | None
    ) -> tuple[Table, int | None]:
        """A table that can be read, and the revision if it is an earlier one."""
        if name not in ("events", "sources", "evidence"):
            raise UsageError(
                f"The store has no table {name!r}.", "It has events, sources, evidence, deletions."
            )
        earlier = revision is not None and revision < self._last(connection)
        return (project or self.project).table(name), revision if earlier else None

    def _last_coding(self, connection: sa.Connection) -> int:
        return connection.execute(sa.select(sa.func.max(schema.codings.c.coding_id))).scalar() or 0

    def _last(self, connection: sa.Connection) -> int:
        return connection.execute(sa.select(sa.func.max(schema.revisions.c.revision))).scalar() or 0


def _age(release: Release) -> tuple[int, list[int]]:
    return release.last_revision, [int(part) for part in release.version.split(".") if part.isdigit()]


_AWARE = ["recorded_at", "updated_at"]


def _read(event_id: str, changes: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """The changed values as the types of their columns; a text is read as in a CSV file."""
    if not changes:
        return {}
    plain = (str, int, float, date)
    texts = {k: v if v is None or isinstance(v, plain) else str(v) for k, v in changes.items()}
    checked = validate(pl.DataFrame([pl.Series(k, [v]) for k, v in texts.items()]), table, only=list(changes))
    return _accepted(event_id, checked).row(0, named=True)


def _check_read(event_id: str, row: Mapping[str, Any], kinds: Mapping[str, pl.DataType]) -> None:
    """Refuse a value that was stored under another definition of its column."""
    for name, value in row.items():
        if isinstance(value, str) and kinds[name].base_type() not in (pl.String, pl.Enum):
            raise DataError(
                f"{event_id}, {name}: the store holds {value!r}, which the column can no longer hold.",
                "Change this value too, or define the column as it was.",
            )


def _accepted(event_id: str, checked: Validation) -> pl.DataFrame:
    """The valid row; its first problem is raised."""
    if not checked.ok:
        problem = checked.problems.filter(severity="error").row(0, named=True)
        raise DataError(
            f"{event_id}, {problem['column']}: {problem['message']} (value: {problem['value']}).",
            problem["remedy"],
        )
    return checked.valid


def _article(row: Mapping[str, Any]) -> Article:
    return Article(
        id=row["article_id"],
        text=row["text"],
        published=row["published"],
        source=row["source"],
        title=row["title"],
        url=row["url"],
        language=row["language"],
    )
