"""Whole files that were fetched before, kept on disk under their SHA-256.

A file's checksum is taken whenever it is used, so that a broken one is found and fetched anew; it gets its name
only when it is there whole.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from platformdirs import user_cache_path

from exporter.errors import UsageError
from exporter.loaders.local import changed

_UNFINISHED = ".part"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of files by checksum."""

    folder: Path

    def find(self, sha256: str) -> Path | None:
        """The file of this checksum; none where it is not here or broken."""
        path = self.folder / sha256
        try:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                    return path
        except OSError:
            return None
        return None

    def add(self, sha256: str, url: str, fetch: Callable[[Callable[[], BinaryIO]], None]) -> Path:
        """Fetch a file and keep it.

        Args:
            sha256: The checksum that it must have.
            url: What to call it in errors.
            fetch: Writes the file to what the function that it is given opens, which it may call once more to
                begin anew.

        Raises:
            UsageError: The folder cannot be written.
            DataError: The file has another checksum.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            handle, name = tempfile.mkstemp(suffix=_UNFINISHED, dir=self.folder)
        except OSError as error:
            raise self._unwritable(error) from error
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:

                def begin() -> BinaryIO:
                    file.seek(0)
                    file.truncate()
                    return file

                fetch(begin)
                file.flush()
                file.seek(0)
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != sha256:
                raise changed(url, sha256, found)
            unfinished.replace(self.folder / sha256)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            unfinished.unlink(missing_ok=True)
        return self.folder / sha256

    def _sweep(self) -> None:
        """Take away what killed downloads left; those of the last day may still be running."""
        for path in self.folder.glob(f"*{_UNFINISHED}"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _DAY:
                    path.unlink()

    def _unwritable(self, error: OSError) -> UsageError:
        return UsageError(
            f"The cache {self.folder} cannot be written: {error.strerror or error}.",
            "Name another folder with cache=, or load with cache=False.",
        )


def cache_of(wanted: bool | str | Path) -> Cache | None:
    """The cache that is asked for: this user's own, none, or a folder."""
    if wanted is False:
        return None
    if wanted is True:
        return Cache(user_cache_path("event-exporter", appauthor=False) / "releases")
    return Cache(Path(wanted))
