"""What is packed in a file, unpacked to a temporary file under a limit: one layer, and never by its own path."""

import contextlib
import gzip
import shutil
import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

import pyarrow as pa

from exporter.errors import UsageError
from exporter.validation.inputs import limits
from exporter.validation.inputs.find import KINDS, PACKED

_SANE = "Unpack it yourself if you trust it, and name the files."
_CHUNK = 2**20


@dataclass(frozen=True)
class Part:
    """A file to read.

    Attributes:
        name: What it is called in messages: a path, `archive.zip:events.csv`, or `standard input`.
        path: Where its bytes are; a temporary file where it was packed.
        file: The path that the user named; none for standard input.
    """

    name: str
    path: Path
    file: Path | None

    @property
    def stem(self) -> str:
        """The name without folders, archive and endings."""
        last = PurePosixPath(self.name.replace("\\", "/").rsplit(":", 1)[-1]).name
        return last.split(".")[0]

    @property
    def kind(self) -> str:
        """`parquet`, `csv`, `tsv` or `jsonl`: by the ending, else by what stands at the start."""
        ending = PurePosixPath(self.name).suffix.lower()
        if ending in PACKED:
            ending = PurePosixPath(self.name[: -len(ending)]).suffix.lower()
        return _BY_ENDING.get(ending) or _sniffed(self.path, self.name)


_BY_ENDING = {".parquet": "parquet", ".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def _sniffed(path: Path, name: str) -> str:
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK") or b"\0" in head:
        raise UsageError(
            f"{name} is of a kind that cannot be read.",
            f"Give one of {', '.join(KINDS)}, packed or not; save a spreadsheet as CSV.",
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "jsonl"
    first = head.split(b"\n", 1)[0]
    return "tsv" if first.count(b"\t") > first.count(b",") else "csv"


@contextlib.contextmanager
def parts(path: Path | None) -> Iterator[list[Part]]:
    """The files in one input; temporary ones are there until the block ends.

    Raises:
        UsageError: It is no archive, or one that no honest person packs.
    """
    with tempfile.TemporaryDirectory(prefix="exporter-") as folder:
        yield _parts(path, Path(folder))


def _parts(path: Path | None, folder: Path) -> list[Part]:
    if path is None:
        copy = folder / "input"
        with copy.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out, _CHUNK)
        with copy.open("rb") as start:
            magic = start.read(4)
        packed = next((ending for sign, ending in _MAGIC.items() if magic.startswith(sign)), "")
        return _unpacked("standard input", copy, packed, None, folder)
    try:
        return _unpacked(str(path), path, path.suffix.lower(), path, folder)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror or error}.", "Check that you may read it."
        ) from error


_MAGIC = {b"PK\x03\x04": ".zip", b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}


def _unpacked(name: str, path: Path, ending: str, file: Path | None, folder: Path) -> list[Part]:
    if ending == ".zip":
        return [Part(f"{name}:{inner}", where, file) for inner, where in _from_zip(name, path, folder)]
    if ending not in (".gz", ".zst"):
        return [Part(name, path, file)]
    out = folder / "unpacked"
    packed = path.stat().st_size
    try:
        with gzip.open(path) if ending == ".gz" else pa.input_stream(path, "zstd") as stream:
            _copy(stream, out, packed, name)
    except (zlib.error, EOFError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{name} cannot be unpacked: {reason}.", "Check that it is whole.") from error
    return [Part(name, out, file)]


def _from_zip(name: str, path: Path, folder: Path) -> list[tuple[str, Path]]:
    """Name and temporary file of each table or record file in an archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > limits.MEMBERS:
                raise UsageError(f"{name} holds {len(entries)} entries, more than {limits.MEMBERS}.", _SANE)
            for entry in entries:
                _check_entry(name, entry)
            wanted = [entry for entry in entries if _is_data(entry)]
            if not wanted:
                raise UsageError(f"{name} holds no file that can be read.", f"Looked for {', '.join(KINDS)}.")
            found = []
            left = max(limits.SMALL, limits.RATIO * path.stat().st_size)
            for number, entry in enumerate(wanted):
                out = folder / str(number)
                with archive.open(entry) as stream:
                    left -= _copy(stream, out, entry.compress_size, f"{name}:{entry.filename}", left)
                found.append((entry.filename, out))
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{name} cannot be unpacked: {error}.", "Check that it is a whole .zip.") from error


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    """Refuse paths that lead out of the archive, links, and packings that are rare or encrypted."""
    inner = entry.orig_filename.replace("\\", "/")
    outside = inner.startswith("/") or ".." in inner.split("/") or ":" in inner.split("/")[0]
    if outside or "\0" in inner:
        raise UsageError(f"{name} holds an entry whose path leads elsewhere: {inner!r}.", _SANE)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UsageError(f"{name} holds a link to another file: {inner!r}.", _SANE)
    if entry.flag_bits & 0x1:
        raise UsageError(f"{name} is encrypted.", "Unpack it with its password and name the files.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UsageError(f"{name} packs {inner!r} in a way that is not read here.", _SANE)


def _is_data(entry: zipfile.ZipInfo) -> bool:
    inner = PurePosixPath(entry.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in inner.parts)
    return not entry.is_dir() and not hidden and inner.suffix.lower() in KINDS


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes:
        """Some bytes, none at the end."""


def _copy(stream: _Readable, out: Path, packed: int, name: str, left: int | None = None) -> int:
    """Unpack a stream to a file, and stop where it grows beyond all measure."""
    limit = max(limits.SMALL, limits.RATIO * packed)
    limit = limit if left is None else min(limit, left)
    size = 0
    with out.open("wb") as file:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise UsageError(
                    f"{name} unpacks to more than {limit // 2**20} MB, {limit // max(packed, 1)} times "
                    "its size and more: it may be made to fill the disk.",
                    _SANE,
                )
            file.write(chunk)
    return size
