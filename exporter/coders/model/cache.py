"""Every answer on disk, in one SQLite file, before anything is done with it: none is paid for twice.

An answer is found again by all that it was the answer to: model, parameters and messages, so by text and prompt.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from exporter.coders.model.reply import Reply
from exporter.coders.model.request import Message
from exporter.coders.model.settings import Settings
from exporter.errors import UsageError

_TABLE = """
create table if not exists answers (
    key text primary key, model text not null, text text not null, refusal text, finish text not null,
    question_tokens integer not null, answer_tokens integer not null, cached_tokens integer not null
) without rowid
"""


def question_key(settings: Settings, messages: Sequence[Message]) -> str:
    """The name of a question: SHA-256 of the model, the parameters and the messages."""
    said = [settings.model, dict(settings.parameters), settings.answer_tokens, list(messages)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def default_cache() -> Path:
    """Where the answers are kept if nobody says otherwise: in the user's cache folder."""
    # Not needed by the process that holds the line to the server, which stays small.
    from exporter.coders.dictionary.places.index import cache_folder  # noqa: PLC0415

    return cache_folder() / "answers.sqlite"


class Cache:
    """The answers so far. May be used by several threads and processes."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            UsageError: It cannot be made, or is something else.
        """
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
            self._file.execute("pragma journal_mode = wal")
            # A process that is killed loses nothing so; only the machine's own end may take the last answers.
            self._file.execute("pragma synchronous = normal")
            self._file.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            raise UsageError(
                f"{path} cannot be used for the answers: {error}.", "Name another file with --cache."
            ) from error

    def get(self, key: str) -> Reply | None:
        """The answer to a question."""
        with self._lock:
            row = self._file.execute(
                "select text, refusal, finish, question_tokens, answer_tokens, cached_tokens "
                "from answers where key = ?",
                (key,),
            ).fetchone()
        return Reply(*row) if row else None

    def put(self, key: str, model: str, reply: Reply) -> None:
        """Keep an answer; it is on disk when this returns."""
        with self._lock:
            self._file.execute(
                "insert or replace into answers values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    key,
                    model,
                    reply.text,
                    reply.refusal,
                    reply.finish,
                    reply.question_tokens,
                    reply.answer_tokens,
                    reply.cached_tokens,
                ),
            )

    def close(self) -> None:
        """Close the file."""
        with self._lock, suppress(sqlite3.Error):
            self._file.close()
