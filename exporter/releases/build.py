"""A release: an immutable folder with a version, the same bytes for the same tables and version.

What stands in the folder is put together here; how it gets into its place is told in `staging`.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from exporter.agreement.measure import TABLE as AGREEMENT
from exporter.codebook.codelists import FOLDER as CODELISTS
from exporter.codebook.definitions import FILE as DEFINITIONS
from exporter.codebook.definitions import definitions, plain
from exporter.codebook.export import SCHEMA_VERSION, arrow_schema, code_lists, published_schemas
from exporter.codebook.project import Project
from exporter.codebook.snapshot import snapshot
from exporter.codebook.tables import Table
from exporter.errors import DataError
from exporter.releases.about import About
from exporter.releases.also import find_writers
from exporter.releases.blocks import Frame
from exporter.releases.changes import write_changes
from exporter.releases.compare import compare
from exporter.releases.dictionary import describe, dictionary_markdown
from exporter.releases.edition import Edition
from exporter.releases.facts import Facts, coverage
from exporter.releases.files import File, seal, write_csv, write_parquet
from exporter.releases.large import write_large
from exporter.releases.linked import last_release
from exporter.releases.metadata import metadata_documents
from exporter.releases.order import check_columns, prepare, prepare_large
from exporter.releases.partitioned import PartFile, list_schema, write_list, write_partitioned
from exporter.releases.partitions import LISTED, PARTED, partition_columns, scan_parts
from exporter.releases.readme import readme
from exporter.releases.rows import CHANGES
from exporter.releases.sql import load_sql
from exporter.releases.staging import check_absent, staged, told
from exporter.releases.version import Version, dataset_name

SCRIPTS = tuple(Path(__file__).parent / "scripts" / name for name in ("load.R", "load.py"))
"""What reads a release where this package is not installed; it goes into the release as it is."""


@dataclass(frozen=True, slots=True)
class Release:
    """What was built.

    Attributes:
        dataset: Name of the dataset.
        version: Version of its data.
        folder: Where the release stands.
        files: Its files, sorted by path.
        rows: Number of rows of each table.
        linked: The files that are those of the release before.
    """

    dataset: str
    version: str
    folder: Path
    files: tuple[File, ...]
    rows: Mapping[str, int]
    linked: tuple[str, ...] = ()


def build_release(
    tables: Mapping[str, Frame],
    dataset: str,
    version: str,
    output: Path | str = "output",
    *,
    previous: Edition | None = None,
    about: About | None = None,
    also: Collection[str] = (),
    created: datetime | None = None,
    agreement: pl.DataFrame | None = None,
    project: Project | None = None,
    partition: str | Sequence[str] | None = None,
    last: Path | str | None = None,
) -> Release:
    """Write the tables as release `version` of a dataset, to `output/<dataset>/<version>/`.

    The folder is there whole or not at all. The tables should be valid; only their columns and types are
    checked here.

    With `partition`, events, sources and evidence are written as Parquet alone, a folder for each value of these
    columns (`exporter.releases.partitions`), and `partitions.csv` lists them.

    Args:
        tables: `events`, `sources`, `evidence` and `deletions`; as lazy frames where they are too large for
            memory, of which then no more than a block of rows is held. The files are the same.
        dataset: Name of the dataset: lower-case letters, digits, hyphens, underscores.
        version: A version such as `1.0.0` that the dataset does not have yet.
        output: Folder of all releases; made where it is missing.
        previous: The release before this one, for CHANGES.md and the table of changes; none where this is the
            first.
        about: Title, authors, licence and the like, for the README and all metadata.
        also: Further formats to write: `stata`, `excel`, `geo`.
        created: When the data were completed; the last edit of an event where it is not given, so that the
            same tables always give the same files.
        agreement: How far the coders of these rows agree (see `exporter.agreement`); none where none were coded
            twice.
        project: The columns and codes that the tables have beside the codebook's (`exporter.read_project`).
        partition: Columns of the events to partition by, such as `country,year`; those that `about` names where it
            is not given, and none for a file a table.
        last: Folder of the release before: partitions in which nothing has changed are hard-linked from there, or
            copied where that cannot be.

    Raises:
        UsageError: The name, version, a format or a column to partition by is none, the release exists, or its
            folder cannot be written.
        MissingExtraError: A format needs packages that are not installed.
        DataError: A table is missing, its columns are not those of the codebook, or a format cannot hold it; or the
            event of a row to be partitioned is not there.
    """
    about = about or About()
    by = about.partition if partition is None else partition_columns(partition)
    target = check_new(dataset, version, output)
    writers = find_writers(also)
    codebook = plain() if project is None else project
    _check_tables(tables, codebook)
    created = created or _value(tables["events"], pl.col("updated_at").max())
    if created is not None:
        created = created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
    rows = MappingProxyType({name: _value(tables[name], pl.len()) for name in codebook.by_name})
    facts = Facts(dataset, version, created, about, rows, coverage(tables["events"]), codebook, by)
    with staged(target) as folder:
        said = _parquet_metadata(facts)
        parts = (
            write_partitioned(
                tables, folder, by, said, codebook, None if last is None else last_release(Path(last))
            )
            if by
            else []
        )
        facts = replace(facts, parted={name: _files_of(parts, name) for name in PARTED if by})
        ready, described, files = _write_tables(tables, folder, said, codebook, parts if by else None)
        if by:
            files.append(write_list(parts, by, folder))
        files += _write_documents(folder, described, rows, codebook)
        files += _write_changes(
            folder, previous, Edition(version, ready, snapshot(codebook), folder if by else None), said
        )
        if agreement is not None and not agreement.is_empty():
            files.append(_write_agreement(folder, agreement))
        if writers:
            # These formats are written whole: none of them is for tables beyond memory.
            held = {name: table.lazy().collect() for name, table in ready.items()}
            for write in writers:
                files += write(held, described, facts, folder)
        files.append(_write_text(folder, "load.sql", load_sql(facts)))
        files.sort(key=lambda file: file.path)
        columns = {"dictionary.csv": described.schema, "changes.csv": CHANGES, "changes.parquet": CHANGES}
        columns |= {"agreement.csv": AGREEMENT, LISTED: list_schema(by)}
        documents = metadata_documents(facts, files, columns)
        files += [_write_text(folder, name, text) for name, text in documents.items()]
        files.sort(key=lambda file: file.path)
        files.append(_write_text(folder, "README.md", readme(facts, ready["events"], files)))
        files.sort(key=lambda file: file.path)
        files += [part.file for part in parts]
        files.sort(key=lambda file: file.path)
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in files)
        files.append(_write_text(folder, "SHA256SUMS", sums))
    files.sort(key=lambda file: file.path)
    linked = tuple(part.file.path for part in parts if part.linked)
    return Release(dataset, version, target, tuple(files), rows, linked)


def check_new(dataset: str, version: str, output: Path | str = "output") -> Path:
    """The folder that a new release would have.

    Raises:
        UsageError: The name or version is none, or the release exists.
    """
    target = Path(output) / dataset_name(dataset) / str(Version.parse(version))
    with told(target):
        check_absent(target)
    return target


def _value(rows: Frame, wanted: pl.Expr) -> Any:
    """One value of a table."""
    return rows.lazy().select(wanted).collect(engine="streaming").item()


def _check_tables(tables: Mapping[str, Frame], project: Project) -> None:
    names = list(project.by_name)
    if sorted(tables) != sorted(names):
        raise DataError(
            f"A release is built from the tables {', '.join(names)}; given: {', '.join(tables) or 'none'}.",
            "Give all of them and no other; a table may have no rows.",
        )
    for table in project.tables:
        check_columns(tables[table.name].collect_schema(), table)


def _parquet_metadata(facts: Facts) -> dict[str, str]:
    """What the Parquet files say of themselves as key-values."""
    told = {
        "dataset": facts.dataset,
        "version": facts.version,
        "schema_version": SCHEMA_VERSION,
        "created": facts.created and facts.created.isoformat().replace("+00:00", "Z"),
        "title": facts.title,
        "licence": facts.about.licence and facts.about.licence.address,
        "citation": facts.citation,
        "doi": facts.about.doi,
    }
    return {key: value for key, value in told.items() if value}


def _write_tables(
    tables: Mapping[str, Frame],
    folder: Path,
    metadata: Mapping[str, str],
    project: Project,
    parts: Sequence[PartFile] | None,
) -> tuple[dict[str, Frame], pl.DataFrame, list[File]]:
    """The tables as they are released, their dictionary, and the files of those that have no partitions."""
    ready: dict[str, Frame] = {}
    described: list[Future[pl.DataFrame]] = []
    written: list[Future[File]] = []
    # Polars leaves much of a core idle while it writes CSV, by far the longest part: the rest is done beside it.
    # More than two things at a time would only fight over memory.
    with ThreadPoolExecutor(2) as pool:
        for table in project.tables:
            name = table.name
            rows, said = tables[name], {**metadata, "table": name}
            if parts is not None and name in PARTED:
                ready[name] = scan_parts(folder, [one.part for one in parts if one.table == name], table)
                described.append(pool.submit(describe, prepare_large(rows.lazy(), table), table, ready[name]))
                continue
            if isinstance(rows, pl.LazyFrame):
                ready[name], height, both = write_large(rows, folder, table, said)
                written += [pool.submit(seal, path, folder, height) for path in both]
            else:
                ready[name] = frame = prepare(rows, table)
                written.append(pool.submit(_csv, frame, folder, name))
                written.append(pool.submit(_parquet, frame, folder, table, said))
            described.append(pool.submit(describe, ready[name], table))
        return ready, pl.concat(job.result() for job in described), [job.result() for job in written]


def _files_of(parts: Sequence[PartFile], table: str) -> tuple[File, ...]:
    return tuple(one.file for one in parts if one.table == table)


def _csv(frame: pl.DataFrame, folder: Path, table: str) -> File:
    path = folder / f"{table}.csv"
    write_csv(frame, path)
    return seal(path, folder, frame.height)


def _parquet(frame: pl.DataFrame, folder: Path, table: Table, metadata: Mapping[str, str]) -> File:
    path = folder / f"{table.name}.parquet"
    write_parquet(frame, path, metadata, arrow_schema(table))
    return seal(path, folder, frame.height)


def _write_documents(
    folder: Path, described: pl.DataFrame, rows: Mapping[str, int], project: Project
) -> list[File]:
    """Dictionary, code lists, schemas and the scripts that load the tables without this package."""
    lists = project.table("events").lists
    write_csv(described, folder / "dictionary.csv")
    files = [
        seal(folder / "dictionary.csv", folder, described.height),
        _write_text(folder, "dictionary.md", dictionary_markdown(described, rows, lists)),
    ]
    (folder / "codelists").mkdir()
    for name, codes in code_lists(project.tables).items():
        path = folder / "codelists" / f"{name}.csv"
        if name in lists.added:
            write_csv(codes, path)
        else:
            path.write_bytes((CODELISTS / f"{name}.csv").read_bytes())
        files.append(seal(path, folder, codes.height))
    (folder / "schemas").mkdir()
    for name, schema in published_schemas(project.tables).items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        files.append(_write_text(folder, f"schemas/{name}", text))
    files += [_write_text(folder, path.name, path.read_text(encoding="utf-8")) for path in SCRIPTS]
    added = definitions(project)
    return files if added is None else [*files, _write_text(folder, DEFINITIONS, added)]


def _write_changes(
    folder: Path, previous: Edition | None, this: Edition, metadata: Mapping[str, str]
) -> list[File]:
    """What this release has changed against the one before."""
    found = None if previous is None else compare(previous, this)
    rows = 0 if found is None else found.changes.height
    paths = write_changes(folder, found, {**metadata, "table": "changes"})
    return [seal(path, folder, None if path.suffix == ".md" else rows) for path in paths]


def _write_agreement(folder: Path, agreement: pl.DataFrame) -> File:
    path = folder / "agreement.csv"
    write_csv(agreement, path)
    return seal(path, folder, agreement.height)


def _write_text(folder: Path, name: str, text: str) -> File:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return seal(path, folder)
