"""Stores as the commands open them."""

from pathlib import Path
from typing import TYPE_CHECKING

from exporter.codebook.project import Project
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.store import Store


def existing(url: str, project: Project | None = None) -> "Store":
    """Open a store that is there; a command that only reads makes none.

    Raises:
        UsageError: There is no such file, or the place cannot be used.
    """
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    if "://" not in url and not Path(url).exists():
        raise UsageError(f"There is no store {url}.", "Make one with: exporter code ARTICLES --store " + url)
    return Store(url, project=project)
