"""A file brought to plain UTF-8 text on the disk, whatever it is packed in or written as, in bounded memory."""

import codecs
import gzip
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from exporter.errors import UsageError

_CHUNK = 1 << 20
_TEXTS = (".csv", ".tsv", ".txt")

# A text of rows packs five to twenty times smaller; what grows a thousandfold is made to fill a disk.
_GROWTH, _HARMLESS = 1000, 100_000_000

# Windows-1252 where it differs from Latin-1: typographic quotes and dashes.
_WINDOWS = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


@contextmanager
def plain(path: Path) -> Iterator[Path]:
    """A file of UTF-8 text with the content of a table that may be zipped, gzipped or in Latin-1.

    Raises:
        UsageError: The file is not there, or holds no table or several.
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Check the spelling of the path.")
    with TemporaryDirectory(prefix="exporter-") as folder:
        text = _unpacked(path, Path(folder))
        if not _is_utf8(text):
            text = _decoded(text, Path(folder) / "utf-8.txt")
        yield text


def _unpacked(path: Path, folder: Path) -> Path:
    try:
        if zipfile.is_zipfile(path):
            return _of_zip(path, folder / "table.txt")
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        if packed:
            with gzip.open(path) as file:
                return _copied(file, folder / "table.txt", path)
    except (OSError, EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UsageError(
            f"{path} cannot be unpacked: {error}", "Check that it was downloaded whole."
        ) from error
    return path


def _of_zip(path: Path, target: Path) -> Path:
    with zipfile.ZipFile(path) as packed:
        tables = [name for name in packed.namelist() if name.lower().endswith(_TEXTS)]
        if len(tables) != 1:
            raise UsageError(
                f"{path} holds {len(tables)} tables ({', '.join(_TEXTS)}).",
                "Unpack it and give one of its files.",
            )
        with packed.open(tables[0]) as file:
            return _copied(file, target, path)


def _copied(file: IO[bytes] | gzip.GzipFile, target: Path, path: Path) -> Path:
    """The unpacked content, unless it grows beyond all measure."""
    most = max(path.stat().st_size * _GROWTH, _HARMLESS)
    size = 0
    with target.open("wb") as out:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise UsageError(
                    f"{path} unpacks to more than {_GROWTH} times its size.",
                    "Unpack it yourself if you trust where it comes from.",
                )
            out.write(chunk)
    return target


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(path: Path, target: Path) -> Path:
    """Latin-1 as UTF-8; its unused places are read as Windows-1252 has them."""
    with path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
        while chunk := file.read(_CHUNK):
            out.write(chunk.decode("latin-1").translate(_WINDOWS))
    if path.parent == target.parent:
        path.unlink()
    return target
