"""Whether a file may be opened at all: a workbook without macros, of bounded size, without definitions of entities.

A workbook is an archive of XML, and either can be made to unfold without end. Everything here is counted while it
streams by, before a library holds any of it.
"""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO
from xml.parsers import expat

from exporter.errors import UsageError

MOST_BYTES = 128 << 20
"""Unpacked size of all parts together."""

MOST_PARTS = 4_000
MOST_CELLS = 1_500_000

_CHUNK = 1 << 16
_OLD = b"\xd0\xcf\x11\xe0"
_SAVE = "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx)."
_MACROS = ("vbaproject.bin", "macrosheets/", "dialogsheets/", "activex/", "embeddings/")


Merged = Mapping[str, Sequence[str]]
"""Ranges of merged cells, `C7:D8`, by the part of the archive in which they stand."""


def check_file(path: Path) -> Merged:
    """Refuse what is no workbook or might do harm; say which cells are merged, while it streams by.

    Raises:
        UsageError: It is no workbook, has macros, or is too large; the message says which.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.", "Check the path.") from error
    if head == _OLD:
        raise UsageError(
            f"{path} is an old Excel workbook, or one with a password.", f"{_SAVE[:-1]}, without a password."
        )
    try:
        with zipfile.ZipFile(path) as archive:
            return _check_parts(archive, path)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise UsageError(f"{path} is no workbook: {error}.", _SAVE) from error


def _check_parts(archive: zipfile.ZipFile, path: Path) -> Merged:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if "mimetype" in names and "[content_types].xml" not in names:
        raise UsageError(f"{path} is an OpenDocument file.", _SAVE)
    if "xl/workbook.xml" not in names and "[content_types].xml" not in names:
        raise UsageError(f"{path} is an archive, but no workbook.", _SAVE)
    if any(mark in name for name in names for mark in _MACROS):
        raise UsageError(f"{path} has macros or embedded files in it.", f"{_SAVE[:-1]}, without macros.")
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > MOST_BYTES:
        raise UsageError(
            f"{path} unpacks to {size >> 20:,} MB in {len(parts):,} parts, more than a workbook of sheets has.",
            "Read the workbook that `exporter sheet new` has made.",
        )
    if len(set(names)) != len(names):
        raise UsageError(f"{path} holds a part twice.", _SAVE)
    cells = _Count(path)
    merged: dict[str, list[str]] = {}
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(part) as stream:
                cells.merged = merged.setdefault(part.filename, [])
                cells.read(stream)
    return merged


class _Count:
    """Counts cells over all parts, and stops at the first definition of a document type."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells = 0
        self.merged: list[str] = []

    def read(self, stream: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._element
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UsageError(f"{self.path} is no workbook: {error}.", _SAVE) from error

    def _doctype(self, *_: object) -> None:
        raise UsageError(f"{self.path} defines entities, which no workbook does.", _SAVE)

    def _element(self, name: str, given: Mapping[str, str]) -> None:
        # Cells, the texts that they share, and the like: all become objects when the workbook is opened.
        kind = name.rpartition(" ")[2]
        if kind == "mergeCell":
            self.merged.append(given.get("ref", ""))
        if kind in ("c", "si", "r", "row", "xf", "mergeCell", "hyperlink", "definedName", "sheet"):
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise UsageError(
                    f"{self.path} has more than {MOST_CELLS:,} cells.",
                    "Read the workbook that `exporter sheet new` has made.",
                )
