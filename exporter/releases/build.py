"""A release: an immutable folder with a version, the same bytes for the same tables and version.

What stands in the folder is put together here; how it gets into its place is told in `staging`.
"""

import json
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import polars as pl

from exporter.codebook.codelists import FOLDER as CODELISTS
from exporter.codebook.export import SCHEMA_VERSION, code_lists, published_schemas
from exporter.codebook.tables import tables as declared_tables
from exporter.errors import DataError
from exporter.releases.changes import write_changes
from exporter.releases.compare import compare
from exporter.releases.dictionary import describe, dictionary_markdown
from exporter.releases.edition import Edition
from exporter.releases.files import File, seal, write_csv, write_table
from exporter.releases.order import prepare
from exporter.releases.readme import readme
from exporter.releases.staging import check_absent, staged, told
from exporter.releases.version import Version, dataset_name


@dataclass(frozen=True, slots=True)
class Release:
    """What was built.

    Attributes:
        dataset: Name of the dataset.
        version: Version of its data.
        folder: Where the release stands.
        files: Its files, sorted by path.
        rows: Number of rows of each table.
    """

    dataset: str
    version: str
    folder: Path
    files: tuple[File, ...]
    rows: Mapping[str, int]


def build_release(
    tables: Mapping[str, pl.DataFrame],
    dataset: str,
    version: str,
    output: Path | str = "output",
    *,
    previous: Edition | None = None,
    title: str | None = None,
    licence: str | None = None,
    created: datetime | None = None,
) -> Release:
    """Write the tables as release `version` of a dataset, to `output/<dataset>/<version>/`.

    The folder is there whole or not at all. The tables should be valid; only their columns and types are
    checked here.

    Args:
        tables: The frames `events`, `sources`, `evidence` and `deletions`.
        dataset: Name of the dataset: lower-case letters, digits, hyphens, underscores.
        version: A version such as `1.0.0` that the dataset does not have yet.
        output: Folder of all releases; made where it is missing.
        previous: The release before this one, for CHANGES.md and the table of changes; none where this is the
            first.
        title: Heading of the README; the name of the dataset where there is none.
        licence: Licence of the data, as the README states it.
        created: When the data were completed; the last edit of an event where it is not given, so that the
            same tables always give the same files.

    Raises:
        UsageError: The name or version is none, the release exists, or its folder cannot be written.
        DataError: A table is missing, or its columns are not those of the codebook.
    """
    target = check_new(dataset, version, output)
    _check_tables(tables)
    created = created or tables["events"]["updated_at"].max()  # type: ignore[assignment]
    if created is not None:
        created = created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
    metadata = {"dataset": dataset, "version": version, "schema_version": SCHEMA_VERSION}
    if created is not None:
        metadata["created"] = created.isoformat().replace("+00:00", "Z")
    with staged(target) as folder:
        ready, described, files = _write_tables(tables, folder, metadata)
        files += _write_documents(folder, described, {name: frame.height for name, frame in ready.items()})
        files += _write_changes(folder, previous, Edition(version, ready), metadata)
        files.sort(key=lambda file: file.path)
        text = readme(
            title or dataset,
            dataset,
            version,
            created=created,
            licence=licence,
            events=ready["events"],
            files=files,
        )
        files.append(_write_text(folder, "README.md", text))
        files.sort(key=lambda file: file.path)
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in files)
        files.append(_write_text(folder, "SHA256SUMS", sums))
    files.sort(key=lambda file: file.path)
    rows = MappingProxyType({name: frame.height for name, frame in ready.items()})
    return Release(dataset, version, target, tuple(files), rows)


def check_new(dataset: str, version: str, output: Path | str = "output") -> Path:
    """The folder that a new release would have.

    Raises:
        UsageError: The name or version is none, or the release exists.
    """
    target = Path(output) / dataset_name(dataset) / str(Version.parse(version))
    with told(target):
        check_absent(target)
    return target


def _check_tables(tables: Mapping[str, pl.DataFrame]) -> None:
    names = list(declared_tables())
    if sorted(tables) != sorted(names):
        raise DataError(
            f"A release is built from the tables {', '.join(names)}; given: {', '.join(tables) or 'none'}.",
            "Give all of them and no other; a table may have no rows.",
        )


def _write_tables(
    tables: Mapping[str, pl.DataFrame], folder: Path, metadata: Mapping[str, str]
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame, list[File]]:
    """The tables as they are released, their dictionary and their files."""

    ready: dict[str, pl.DataFrame] = {}
    described: list[Future[pl.DataFrame]] = []
    sealed: list[Future[File]] = []
    # Polars sorts and writes on all cores; counting and checksums, which take one, run beside it. More threads
    # than that would only fight over memory.
    with ThreadPoolExecutor(1) as aside:
        for name in declared_tables():
            ready[name] = prepare(tables[name], name)
            described.append(aside.submit(describe, ready[name], name))
            paths = write_table(ready[name], folder, name, {**metadata, "table": name})
            sealed += [aside.submit(seal, path, folder, ready[name].height) for path in paths]
    return ready, pl.concat(job.result() for job in described), [job.result() for job in sealed]


def _write_documents(folder: Path, described: pl.DataFrame, rows: Mapping[str, int]) -> list[File]:
    """Dictionary, code lists and schemas."""
    write_csv(described, folder / "dictionary.csv")
    files = [
        seal(folder / "dictionary.csv", folder, described.height),
        _write_text(folder, "dictionary.md", dictionary_markdown(described, rows)),
    ]
    (folder / "codelists").mkdir()
    for name, codes in code_lists().items():
        path = folder / "codelists" / f"{name}.csv"
        path.write_bytes((CODELISTS / f"{name}.csv").read_bytes())
        files.append(seal(path, folder, codes.height))
    (folder / "schemas").mkdir()
    for name, schema in published_schemas().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        files.append(_write_text(folder, f"schemas/{name}", text))
    return files


def _write_changes(
    folder: Path, previous: Edition | None, this: Edition, metadata: Mapping[str, str]
) -> list[File]:
    """What this release has changed against the one before."""
    found = None if previous is None else compare(previous, this)
    rows = 0 if found is None else found.changes.height
    paths = write_changes(folder, found, {**metadata, "table": "changes"})
    return [seal(path, folder, None if path.suffix == ".md" else rows) for path in paths]


def _write_text(folder: Path, name: str, text: str) -> File:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return seal(path, folder)
