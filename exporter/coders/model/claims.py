"""Who is asking what at the moment, so that no two runs ask the same question: the later one waits for the answer.

A claim stands in the file of the answers as long as its question is on the line. A claim of a process that is gone
counts for nothing. That is known by a lock which each holder has on a file of its own, beside the answers, and which
the system frees when the process ends, in whatever way.
"""

import glob
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_TABLE = "create table if not exists under_way (key text primary key, holder text not null) without rowid"


class Claims:
    """The claims of one holder on the questions of a file of answers. Belongs to one thread."""

    def __init__(self, path: Path) -> None:
        """Become a holder, and clear away what holders have left that are gone."""
        self._path = path
        self._name = secrets.token_hex(8)
        self._file = sqlite3.connect(path, timeout=60, isolation_level=None)
        with self._alone():
            self._file.execute(_TABLE)
            for other in path.parent.glob(f"{glob.escape(path.name)}-line-*"):
                self._lives(other.name.rpartition("-")[2])
            self._lock = _opened(self._lock_of(self._name))
            self._lock.execute("pragma journal_mode = memory")  # else a second file lies about
            self._lock.execute("begin exclusive")

    def take(self, key: str) -> bool:
        """Claim a question; whether nobody else has it."""
        with self._alone():
            row = self._file.execute("select holder from under_way where key = ?", (key,)).fetchone()
            if row and row[0] != self._name and self._lives(row[0]):
                return False
            self._file.execute("insert or replace into under_way values (?, ?)", (key, self._name))
        return True

    def free(self, key: str) -> None:
        """Give a claim up."""
        self._file.execute("delete from under_way where key = ? and holder = ?", (key, self._name))

    def close(self) -> None:
        """Give all claims up."""
        with self._alone():
            self._lock.close()
            self._forget(self._name)
        self._file.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other holder comes, goes or claims meanwhile."""
        self._file.execute("begin immediate")
        try:
            yield
        finally:
            self._file.execute("commit")

    def _lives(self, name: str) -> bool:
        """Whether a holder's process is there; one that is gone is forgotten."""
        path = self._lock_of(name)
        if path.exists():
            with closing(_opened(path)) as lock:
                try:
                    lock.execute("begin exclusive")
                except sqlite3.OperationalError:
                    return True
        self._forget(name)
        return False

    def _forget(self, name: str) -> None:
        self._file.execute("delete from under_way where holder = ?", (name,))
        self._lock_of(name).unlink(missing_ok=True)

    def _lock_of(self, name: str) -> Path:
        return self._path.with_name(f"{self._path.name}-line-{name}")


def _opened(path: Path) -> sqlite3.Connection:
    """A file that is only there to be locked: SQLite does so on all systems alike."""
    return sqlite3.connect(path, timeout=0, isolation_level=None)
