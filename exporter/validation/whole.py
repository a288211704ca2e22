"""A file that the user named, written whole or not at all."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from exporter.errors import UsageError


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A part file beside the path to write to; it takes the path's place when all went well, or goes.

    Raises:
        UsageError: The file cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Name a file in a folder that you may write to.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
