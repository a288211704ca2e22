"""The dataset.toml that a command works by."""

from pathlib import Path

from exporter.codebook.project import Project, project_of, read_project

FILE = Path("dataset.toml")


def project_at(given: Path | None) -> Project:
    """The project that the user names, else the one of this folder, else the plain codebook.

    Raises:
        UsageError: The file is missing, or something in it cannot be meant so.
    """
    if given is None and not FILE.exists():
        return project_of({})
    return read_project(given or FILE)
