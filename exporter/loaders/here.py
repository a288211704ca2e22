"""A table of a release on this machine."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from exporter.codebook.definitions import project_beside
from exporter.codebook.tables import Table
from exporter.errors import UsageError
from exporter.loaders.asked import Asked, declared, name_of, named, read_asked
from exporter.loaders.local import check_files, collected, read_file, readable
from exporter.loaders.partitioned import chosen, told_by_path
from exporter.loaders.selection import Selection, with_codebook_types
from exporter.releases.partitions import LISTED, PARTED, Part, parts_of, scan_parts


def load_here(path: Path, table: str | Table, asked: Asked) -> pl.DataFrame:
    """The wanted rows and columns of a table in the folder of a release, or in a Parquet file of one.

    Raises:
        UsageError: There is no such file, table, column, country or year, or it cannot be read.
        DataError: The file is not the one that was released, or does not hold the columns of the codebook.
    """
    folder = path if path.is_dir() else path.parent
    wanted = declared(named(table, path.stem) if not path.is_dir() else table, lambda: project_beside(folder))
    name = name_of(wanted)
    partitioned = path.is_dir() and (path / LISTED).is_file()

    def read(selection: Selection) -> pl.DataFrame:
        if partitioned and selection.table in PARTED:
            return _read_parts(path, chosen(parts(selection.table), selection), selection)
        file = path / f"{selection.table}.parquet" if path.is_dir() else path
        if selection.table != name:
            file = file.with_name(f"{selection.table}.parquet")
        if not file.is_file():
            raise UsageError(
                f"There is no file {file}.", "Give the folder of a release, or a Parquet file of one."
            )
        if selection.whole:
            check_files(file.parent, [file.name])
        return read_file(file, selection, str(file))

    def parts(table: str) -> list[Part]:
        return parts_of(path, table) if partitioned else []

    return read_asked(read, wanted, asked, parts)


def _read_parts(folder: Path, parts: Sequence[Part], selection: Selection) -> pl.DataFrame:
    """The wanted rows and columns of some partitions in a folder."""
    with readable(str(folder)):
        if set(selection.columns) == set(selection.schema) and told_by_path(parts, selection):
            check_files(folder, [part.path for part in parts])
        found = collected(scan_parts(folder, parts, selection.project or selection.table), selection)
    return with_codebook_types(found, selection, str(folder))
