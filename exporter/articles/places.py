"""Where files of many articles lie: this machine, or any object store that pyarrow's file systems reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from exporter.errors import UsageError

if TYPE_CHECKING:
    from pyarrow import fs

MANY = (".jsonl", ".parquet")
"""The endings of files that hold many articles."""


def is_address(path: str) -> bool:
    """Whether a path is an address such as `s3://bucket/articles`, not a file of this machine."""
    return "://" in path


def at(address: str) -> "tuple[fs.FileSystem, str]":
    """The file system of an address or path, and the path on it.

    Raises:
        UsageError: There is no such file system, or it cannot be reached.
    """
    from pathlib import Path  # noqa: PLC0415

    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import fs  # noqa: PLC0415

    if not is_address(address):
        return fs.LocalFileSystem(), str(Path(address).absolute())
    try:
        found: tuple[fs.FileSystem, str] = fs.FileSystem.from_uri(address)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UsageError(
            f"{address} cannot be reached: {error}.",
            "Give an address that pyarrow knows, such as s3://bucket/folder, gs://..., abfs://... or hdfs://...",
        ) from error
    return found


def files_at(address: str) -> list[str]:
    """The files of many articles at an address, in sorted order, each as an address.

    Raises:
        UsageError: Nothing is there that can be read.
    """
    from pyarrow import fs  # noqa: PLC0415

    system, path = at(address)
    start = address[: len(address) - len(path)] if address.endswith(path) else ""
    try:
        info = system.get_file_info(path)
        if info.type == fs.FileType.Directory:
            listed = system.get_file_info(fs.FileSelector(path, recursive=True))
        else:
            listed = [info]
    except OSError as error:
        raise UsageError(
            f"{address} cannot be read: {error}.", "Check the address and your rights."
        ) from error
    files = sorted(f.path for f in listed if f.type == fs.FileType.File and f.path.lower().endswith(MANY))
    if not files:
        raise UsageError(
            f"There are no articles at {address}.", f"Files of articles end in {' or '.join(MANY)} there."
        )
    if info.type != fs.FileType.Directory:
        return [address]
    if not start:
        # An address with options (s3://bucket/folder?region=...): they hold for each of its files.
        stem, mark, options = address.partition("?")
        return [stem.rstrip("/") + file[len(path.rstrip("/")) :] + mark + options for file in files]
    return [start + file for file in files]


@contextmanager
def opened(address: str) -> Iterator[Any]:
    """A file at an address or path, open for reading in any order."""
    system, path = at(address)
    with system.open_input_file(path) as file:
        yield file
