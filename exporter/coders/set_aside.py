"""Articles that could not be coded, kept as JSON Lines that can be coded again."""

import json
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from exporter.coders.engines.base import Failed
from exporter.errors import UsageError


class SetAside:
    """A file of articles with their errors, made with the first of them. Use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: IO[str] | None = None

    def add(self, failed: Failed) -> None:
        """Keep an article, with its error as one more field.

        Raises:
            UsageError: The file cannot be written.
        """
        article = failed.article
        fields = {name: getattr(article, name) for name in article.__slots__}
        record = fields | {"published": article.published.isoformat(), "error": failed.error}
        try:
            if self._file is None:
                self._file = self.path.open("w", encoding="utf-8", newline="\n")
            # Flushed, so that a run that is cut off has told of each.
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            message = f"{self.path} cannot be written: {error.strerror or error}."
            raise UsageError(message, "Name --rejects in a folder that you may write to.") from error
        self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
