"""Opening a database: SQLite by a path, anything else by its SQLAlchemy URL, and what can go wrong."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from exporter.errors import UsageError
from exporter.store import schema, work_tables
from exporter.store.migrations import migrate

# How many seconds a connection waits for others to finish.
_PATIENCE = 30


def connect(url: str | Path) -> sa.Engine:
    """An engine for a store, its tables there.

    Raises:
        UsageError: The place cannot be used: no such folder, no database, no server, a later layout.
    """
    text = str(url)
    try:
        # A path is no URL: it may hold ? and %.
        made = sa.make_url(text) if "://" in text else sa.URL.create("sqlite", database=text)
        engine = sa.create_engine(made)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise UsageError(
            f"{text!r} is no store: {error}.",
            "Give a file such as events.db, or a database URL such as postgresql+psycopg:///events.",
        ) from error
    if "://" in text:
        text = made.render_as_string(hide_password=True)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        _prepare_tables(engine, text)
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise UsageError(f"The store {text} cannot be used: {reason}.", _remedy(text, engine)) from error
    return engine


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that writes, alone among writers: it is kept whole or not at all.

    Raises:
        UsageError: The database refuses to be written to (disk full, read-only, locked by another program).
    """
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                # Ids are given in order: one writer at a time, readers are not held up.
                connection.execute(sa.text("LOCK TABLE serials IN EXCLUSIVE MODE"))
            yield connection
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        remedy = "Check the free space and the rights of its folder; nothing of this article was kept."
        raise UsageError(f"The store {engine.url.database} cannot be written: {reason}.", remedy) from error


@contextmanager
def saving(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that writes rows of its own kind only, beside other writers where the database can.

    Raises:
        UsageError: As `writing`.
    """
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        remedy = "Check the free space and the rights of its folder; nothing of this was kept."
        raise UsageError(f"The store {engine.url.database} cannot be written: {reason}.", remedy) from error


def _prepare_sqlite(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not begin transactions of its own: `writing` begins them with the lock it needs.
        connection.isolation_level = None
        for pragma in (f"busy_timeout={_PATIENCE * 1000}", "foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn to the write-ahead log, whose readers do not wait for the writer.

    SQLite does not wait by itself here: of several that open a new file at once, all but one are told that it is
    locked, however long `busy_timeout` is (https://www.sqlite.org/c3ref/busy_handler.html). The mode stays with
    the file, so this is met only in its first moments.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            # The lower byte is the kind of the error, the rest its cause.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _prepare_tables(engine: sa.Engine, text: str) -> None:
    if sa.inspect(engine).has_table("about"):
        with engine.connect() as connection:
            if connection.execute(sa.select(schema.about.c.schema_version)).scalar() == schema.VERSION:
                return
    with engine.begin() as connection:
        # One process at a time makes the tables; the next one finds them.
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('exporter.store'))"))
        # One metadata holds all tables; these know the others.
        work_tables.queue.metadata.create_all(connection)
        found = connection.execute(sa.select(schema.about.c.schema_version)).scalar()
        if found is None:
            connection.execute(schema.about.insert().values(schema_version=schema.VERSION))
        elif found > schema.VERSION:
            raise UsageError(
                f"The store {text} has layout {found}, and this version of exporter knows {schema.VERSION}.",
                "Use the version of exporter that made it, or a later one.",
            )
        else:
            migrate(connection, found)


def _remedy(text: str, engine: sa.Engine) -> str:
    if engine.dialect.name != "sqlite":
        return "Check the address, that the server runs, and that you may use the database."
    folder = Path(engine.url.database or ".").parent
    if not folder.is_dir():
        return f"The folder {folder} does not exist; make it first."
    return f"Check that {text} is a store made by this program and that you may write to {folder.absolute()}."
