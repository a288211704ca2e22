"""Releases found and read again."""

from pathlib import Path

import polars as pl

from exporter.codebook.export import polars_schema
from exporter.codebook.tables import Table, tables
from exporter.errors import DataError, UsageError
from exporter.releases.version import Version, dataset_name


def find_release(dataset: str, version: str | None = None, output: Path | str = "output") -> Path:
    """The folder of a release; of the highest version where none is named.

    Raises:
        UsageError: There is no such release; the message lists those that there are.
    """
    folder = Path(output) / dataset_name(dataset)
    versions = _versions(folder)
    if not versions:
        raise UsageError(
            f"There is no release of {dataset} in {output}.",
            "Check the name and the output folder, or build a release first.",
        )
    if version is None:
        return folder / str(versions[-1])
    wanted = Version.parse(version)
    if wanted not in versions:
        raise UsageError(
            f"There is no release {wanted} of {dataset} in {output}.",
            f"There are: {', '.join(str(found) for found in versions)}.",
        )
    return folder / str(wanted)


def load(
    dataset_or_path: str | Path,
    version: str | None = None,
    *,
    table: str | Table = "events",
    output: Path | str = "output",
) -> pl.DataFrame:
    """A table of a release, with the codebook's types.

    Args:
        dataset_or_path: Name of a dataset, the folder of a release, or a Parquet file of one. A text that holds
            a `/` or ends in `.parquet` is taken for a path, any other for a name.
        version: Version of the dataset; the highest where it is not given.
        table: `events`, `sources`, `evidence` or `deletions`; a file's own name says it better. A table of a
            project's own (`exporter.codebook.project`) brings its columns and codes.
        output: Folder of all releases.

    Raises:
        UsageError: There is no such release, file or table.
        DataError: The file does not hold the columns of the codebook.
    """
    named = table.name if isinstance(table, Table) else table
    if named not in tables():
        raise UsageError(f"There is no table {named!r}.", f"The tables are: {', '.join(tables())}.")
    path = _path(dataset_or_path, version, output)
    file = path / f"{named}.parquet" if path.is_dir() else path
    if not file.is_file():
        raise UsageError(
            f"There is no file {file}.", "Give the folder of a release, or a Parquet file of one."
        )
    own = isinstance(table, Table) and file.stem == named
    name = table if own or file.stem not in tables() else file.stem
    try:
        frame = pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{file} cannot be read: {reason}", "Check it against SHA256SUMS.") from error
    return _with_types(frame, name, file)


def _versions(folder: Path) -> list[Version]:
    """The versions that stand in a dataset's folder, lowest first; other entries are passed over."""
    found = []
    for entry in folder.iterdir() if folder.is_dir() else ():
        try:
            version = Version.parse(entry.name)
        except UsageError:
            continue
        if entry.is_dir():
            found.append(version)
    return sorted(found)


def _path(dataset_or_path: str | Path, version: str | None, output: Path | str) -> Path:
    text = str(dataset_or_path)
    is_path = isinstance(dataset_or_path, Path) or "/" in text or "\\" in text or text.endswith(".parquet")
    if not is_path:
        return find_release(text, version, output)
    if version is not None:
        raise UsageError(
            "A path and a version were given.", "Give the name of a dataset with a version, or a path."
        )
    return Path(dataset_or_path)


def _with_types(frame: pl.DataFrame, table: str | Table, file: Path) -> pl.DataFrame:
    """The columns in the codebook's order and types: an older release may have fewer codes in its lists."""
    wanted = polars_schema(table)
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise DataError(
            f"{file}: the column {missing[0]} is missing.",
            "Read it with polars.read_parquet: it is not a table of this codebook.",
        )
    if frame.schema == wanted:
        return frame
    try:
        return frame.select(pl.col(name).cast(kind) for name, kind in wanted.items())
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"{file} does not fit this codebook: {reason}", "Read it with polars.read_parquet."
        ) from error
