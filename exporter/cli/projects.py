"""The dataset.toml that a command works by."""

from collections.abc import Iterable
from pathlib import Path

from exporter.codebook.definitions import FILE as DEFINITIONS
from exporter.codebook.definitions import project_beside
from exporter.codebook.project import Project, project_of, read_project

FILE = Path("dataset.toml")


def project_at(given: Path | None, releases: Iterable[str] = ()) -> Project:
    """The project that the user names, else the one of this folder, else that of the release that is looked at.

    Args:
        given: The dataset.toml that the user names.
        releases: What is looked at; the first release among it that says what its project adds.

    Raises:
        UsageError: The file is missing, or something in it cannot be meant so.
        DataError: What the release says of its project cannot be read.
    """
    if given is not None or FILE.exists():
        return read_project(given or FILE)
    for name in releases:
        path = Path(name)
        folder = path if path.is_dir() else path.parent
        if (folder / DEFINITIONS).is_file():
            return project_beside(folder)
    return project_of({})
