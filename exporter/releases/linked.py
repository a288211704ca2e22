"""Partitions that are as they were in the last release: its files are linked, not written again.

A file is taken over where it holds the same rows and says the same of itself as the one that would be written, and
where it is still the file that the last release lists. So the bytes are those that writing would have given.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from exporter.releases.blocks import BLOCK, Frame

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Last:
    """The last release, as files that may be taken over.

    Attributes:
        folder: Where it stands.
        sums: The SHA-256 of its files, by path.
    """

    folder: Path
    sums: dict[str, str]

    def take(self, path: str, rows: Frame, target: Path, like: Path) -> str | None:
        """Link a file of the last release to its place in the new one.

        Args:
            path: The file, from the release's folder on.
            rows: The rows that it should hold.
            target: Its place in the new release.
            like: A file that says of itself what the new one should.

        Returns:
            Its SHA-256; none where the last release has no such file, and it must be written.
        """
        file, listed = self.folder / path, self.sums.get(path)
        try:
            if listed is None or not _same(file, rows, like) or sha256_of(file) != listed:
                return None
        except (OSError, pa.ArrowException, pl.exceptions.PolarsError):
            return None
        try:
            os.link(file, target)
        except OSError:
            # Another disk, or a file system that has no links.
            shutil.copyfile(file, target)
        return listed


def last_release(folder: Path) -> Last | None:
    """The last release in its folder; none where that is no release whose files are listed."""
    return Last(folder, sums_of(folder)) if (folder / SUMS).is_file() else None


def sums_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file that a release lists, by path; none where it has no list."""
    file = folder / SUMS
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return {line[66:]: line[:64] for line in lines}


def sha256_of(file: Path) -> str:
    """The checksum of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _same(file: Path, rows: Frame, like: Path) -> bool:
    """Whether a file holds these rows in this order, and says of itself what another does."""
    found, wanted = pq.read_metadata(file), pq.read_metadata(like)
    height = rows.height if isinstance(rows, pl.DataFrame) else rows.select(pl.len()).collect().item()
    if found.num_rows != height or found.metadata != wanted.metadata:
        return False
    there = pl.scan_parquet(file, hive_partitioning=False)
    return all(
        _alike(there.slice(start, BLOCK).collect(), rows.lazy().slice(start, BLOCK).collect())
        for start in range(0, height, BLOCK)
    )


def _alike(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether rows would be written in the same bytes: to `equals`, -0.0 is 0.0."""
    numbers = [name for name, kind in one.schema.items() if kind.is_float()]
    return one.equals(other) and all(
        (
            one[name].fill_null(0).to_numpy().view("int64")
            == other[name].fill_null(0).to_numpy().view("int64")
        ).all()
        for name in numbers
    )
