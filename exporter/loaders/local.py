"""A table from a Parquet file on this machine, or from its bytes; and its checksum."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import polars as pl

from exporter.errors import DataError, UsageError
from exporter.loaders.selection import Selection, with_codebook_types

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def read_file(source: Path | BinaryIO, selection: Selection, where: str) -> pl.DataFrame:
    """The wanted rows and columns of a Parquet file.

    Args:
        source: The file, or its bytes.
        selection: What is wanted.
        where: What to call the file in errors.

    Raises:
        UsageError: It cannot be read.
        DataError: It does not hold the columns of the codebook.
    """
    with readable(where):
        found = collected(pl.scan_parquet(source, hive_partitioning=False), selection)
    return with_codebook_types(found, selection, where)


@contextmanager
def readable(where: str) -> Iterator[None]:
    """Tell of Parquet files that cannot be read.

    Args:
        where: What to call them.

    Raises:
        UsageError: They cannot be read.
    """
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{where} cannot be read: {reason}", f"Check it against {SUMS}.") from error


def collected(rows: pl.LazyFrame, selection: Selection) -> pl.DataFrame:
    """The wanted rows and columns, as far as there are such columns."""
    there = rows.collect_schema()
    wanted = [name for name in selection.columns if name in there]
    return filtered(rows, selection).select(wanted).collect()


def filtered(rows: pl.LazyFrame, selection: Selection) -> pl.LazyFrame:
    """The wanted rows."""
    there = rows.collect_schema()
    for column, wanted in selection.where.items():
        if column in there:
            known = pl.Series(wanted).cast(there[column], strict=False).drop_nulls()
            rows = rows.filter(pl.col(column).is_in(known.implode()))
    return rows


def checksums(text: str, where: str) -> dict[str, str]:
    """The SHA-256 of each file of a release, by path.

    Raises:
        DataError: The text is not what `sha256sum` writes.
    """
    sums = {}
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise DataError(
                f"{where}, line {number}: this is no checksum: {line[:80]}", "Fetch the release again."
            )
        sums[found[2]] = found[1]
    return sums


def check_files(folder: Path, paths: Iterable[str]) -> None:
    """Compare files of a release with the SHA256SUMS in its folder; nothing to do where there is none.

    Raises:
        DataError: A file is not the one that was released.
    """
    beside = folder / SUMS
    if not beside.is_file():
        return
    sums = checksums(beside.read_text(encoding="utf-8"), str(beside))
    for path in paths:
        wanted = sums.get(path)
        with (folder / path).open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if wanted is not None and found != wanted:
            raise changed(str(folder / path), wanted, found)


def changed(where: str, wanted: str, found: str) -> DataError:
    """The error for a file that is not the one that was released."""
    return DataError(
        f"{where} is not the file that was released: its SHA-256 is {found[:12]}..., "
        f"{SUMS} says {wanted[:12]}....",
        "Fetch the release again; a release is never edited.",
    )
