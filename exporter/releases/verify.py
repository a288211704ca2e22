"""A release held against itself: is it what it says it is, and does every part say the same?

Checked are the checksums, the columns and types, the dictionary, CSV against Parquet, the rows against the
codebook of the version that the release follows, the references between tables and, where the articles are at hand,
the quotes. Nothing is raised for
what is wrong with a release: every fault is a row of the frame that comes back.
"""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from exporter.articles import Article
from exporter.codebook import earlier
from exporter.codebook.definitions import FILE, plain, project_beside
from exporter.codebook.export import SCHEMA_VERSION
from exporter.codebook.project import Project
from exporter.errors import DataError, UsageError
from exporter.releases.verify_contents import (
    check_dictionary,
    check_quotes,
    check_same,
    check_schema,
)
from exporter.releases.verify_files import (
    Found,
    check_checksums,
    found,
    parquet_metadata,
    read_changes,
    read_table,
)
from exporter.validation import validate_dataset


def verify(
    folder: Path | str, articles: Iterable[Article] | None = None, *, checksum: str | None = None
) -> pl.DataFrame:
    """Check a release from its files to its quotes.

    Args:
        folder: The folder of the release.
        articles: Texts to look the quotes up in; those of other articles are not checked.
        checksum: The SHA-256 that the release's SHA256SUMS should have, as the store notes it.

    Returns:
        The problems, none where all is well: file, row (from 1), column, value, check, message, remedy.

    Raises:
        UsageError: There is no such folder.
    """
    root = Path(folder)
    if not root.is_dir():
        raise UsageError(f"There is no folder {root}.", "Give the folder of a release.")
    problems: list[Found] = [check_checksums(root, checksum)]
    frames: dict[str, pl.DataFrame] = {}
    project, unread = _project(root)
    problems.append(unread)
    for name in project.by_name:
        frame, unread = read_table(root, name)
        problems.append(unread)
        if frame is not None:
            frames[name] = frame
    version = parquet_metadata(root / "events.parquet").get("schema_version") or SCHEMA_VERSION
    if version not in earlier.KNOWN:
        problems.append(_other_codebook(version))
    elif frames:
        project = earlier.as_of(project, version)
        sound = {}
        for name, frame in frames.items():
            table = project.table(name)
            faults = check_schema(root, frame, table)
            problems += [faults, check_same(root, frame, table)]
            if faults.is_empty():
                sound[name] = frame
        problems += [check_dictionary(root, sound, project), *_validated(frames, project)]
        if articles is not None and "evidence" in sound:
            problems.append(check_quotes(sound["evidence"], articles))
    problems.append(read_changes(root))
    return pl.concat(problems)


def _validated(frames: dict[str, pl.DataFrame], project: Project) -> list[Found]:
    """What breaks the codebook or a reference between tables; columns are checked with the schema."""
    columns = pl.col("check").is_in(["column_missing", "column_unknown"])
    return [
        result.problems.filter(~columns).select(
            (pl.col("table") + ".parquet").alias("file"),
            "row", "column", "value", "check", "message", "remedy",
        )
        for result in validate_dataset(frames, project).values()
    ]  # fmt: skip


def _project(root: Path) -> tuple[Project, Found]:
    """The codebook of the release, with what its project adds."""
    try:
        return project_beside(root), found([])
    except DataError as error:
        told = {"file": FILE, "check": "definitions", "message": error.message, "remedy": error.remedy}
        return plain(), found([told])


def _other_codebook(version: str) -> Found:
    return found(
        [
            {
                "file": "events.parquet",
                "value": version,
                "check": "schema_version",
                "message": f"the release follows schema version {version}, this software {SCHEMA_VERSION}: only "
                "its checksums were checked",
                "remedy": "Verify it with the version of exporter that built it.",
            }
        ]
    )
