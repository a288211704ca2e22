"""One release as its own files describe it: checksums, Parquet footers, dictionary and metadata.

The tables are not read, so that a hundred releases are looked through in the time of one. A release that is
not whole, as far as that can be seen without reading its tables, is refused.
"""

import csv
import json
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from exporter.catalogue.about import About, about
from exporter.errors import DataError
from exporter.releases import Version
from exporter.releases.cells import ESCAPED
from exporter.releases.partitions import LISTED

SUMS = "SHA256SUMS"
TEXTS = ("CHANGES.md", "load.py", "load.R", "load.sql", "dataset.jsonld")
"""Files that the pages quote, where a release has them."""
REMEDY = "Build the release again, or move it out of the output folder."


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a release.

    Attributes:
        path: Where it stands in the release's folder, with `/` between folders.
        size: Bytes.
        sha256: Checksum as SHA256SUMS tells it; none for that file itself.
        rows: Rows of the table that it holds; none where that is not known.
    """

    path: str
    size: int
    sha256: str | None
    rows: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a dataset, as the catalogue shows it.

    Attributes:
        dataset: Name of the dataset.
        version: Its version.
        folder: Where the release stands.
        files: Its files, sorted by path.
        rows: Number of rows of each table.
        created: When the data were completed, in ISO 8601; none where the release does not say.
        dictionary: The rows of its data dictionary.
        about: Title, authors, licence and the like.
        texts: Those of `TEXTS` that the release has, by path.
    """

    dataset: str
    version: Version
    folder: Path
    files: tuple[Listed, ...]
    rows: Mapping[str, int]
    created: str | None
    dictionary: tuple[Mapping[str, str], ...]
    about: About
    texts: Mapping[str, str]

    @property
    def events(self) -> int:
        """Number of events."""
        return self.rows["events"]

    @property
    def countries(self) -> int | None:
        """Number of countries with events."""
        return _number(self.column("events", "country").get("distinct"))

    @property
    def first(self) -> str | None:
        """First day of an event."""
        return self.column("events", "event_date").get("minimum") or None

    @property
    def last(self) -> str | None:
        """Last day of an event."""
        ends = (self.column("events", name).get("maximum") for name in ("event_date_end", "event_date"))
        return next((day for day in ends if day), None)

    def column(self, table: str, name: str) -> Mapping[str, str]:
        """What the dictionary says of a column; nothing where it has none of that name."""
        rows = (row for row in self.dictionary if row["table"] == table and row["column"] == name)
        return next(rows, {})

    def file(self, path: str) -> Listed | None:
        """A file of the release, if it has it."""
        return next((file for file in self.files if file.path == path), None)


def read_entry(dataset: str, version: Version, folder: Path) -> Entry:
    """A release, as far as its files tell it without reading the tables.

    Raises:
        DataError: It is not whole; the message says what is amiss.
    """
    try:
        sums = _sums(folder)
        if not {"events.parquet", LISTED} & sums.keys() or "dictionary.csv" not in sums:
            raise DataError("it lists no events.parquet or no dictionary.csv", REMEDY)
        rows, completed = _footers(folder, sums)
        if LISTED in sums:
            rows = {"events": 0} | _parted(folder) | rows
        dictionary = _dictionary(folder)
        package = _json(folder, "datapackage.json", sums)
        datacite = _json(folder, "datacite.json", sums)
        texts = {path: read_text(folder / path) for path in TEXTS if path in sums}
        files = tuple(
            Listed(
                path,
                _size(folder, path),
                digest,
                rows.get(PurePosixPath(path).stem) if _tabular(path) else None,
            )
            for path, digest in sums.items()
        )
    except OSError as error:
        raise DataError(f"it cannot be read: {error}", REMEDY) from error
    _check_sizes(files, package)
    created = package.get("created") or completed
    return Entry(
        dataset=dataset,
        version=version,
        folder=folder,
        files=files,
        rows=MappingProxyType(rows),
        created=created if isinstance(created, str) and _INSTANT.match(created) else None,
        dictionary=dictionary,
        about=about(dataset, package, datacite),
        texts=MappingProxyType(texts),
    )


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        DataError: It is no UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 text", REMEDY) from error


_SUM = re.compile(r"([0-9a-f]{64})  (.+)")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d")


def _sums(folder: Path) -> dict[str, str | None]:
    """The files of a release with their checksums, sorted by path; SHA256SUMS itself stands among them."""
    if not (folder / SUMS).is_file():
        raise DataError(f"it has no {SUMS}", REMEDY)
    sums: dict[str, str | None] = {SUMS: None}
    for number, line in enumerate(read_text(folder / SUMS).splitlines(), start=1):
        found = _SUM.fullmatch(line)
        if not found or not _inside(found[2]):
            raise DataError(f"line {number} of {SUMS} names no file of the release", REMEDY)
        sums[found[2]] = found[1]
    return dict(sorted(sums.items()))


def _inside(path: str) -> bool:
    """Whether a path stays in the folder, on every system."""
    parts = path.split("/")
    return "\\" not in path and ":" not in path and all(part not in {"", ".", ".."} for part in parts)


def _size(folder: Path, path: str) -> int:
    try:
        found = (folder / path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        found = None
    if found is None or not stat.S_ISREG(found.st_mode):
        raise DataError(f"{path} is missing", REMEDY)
    return found.st_size


def _footers(folder: Path, sums: Mapping[str, str | None]) -> tuple[dict[str, int], str | None]:
    """Rows of each table, and when the events were completed."""
    rows: dict[str, int] = {}
    created = None
    for path in sums:
        if not path.endswith(".parquet") or "/" in path:
            continue
        if not (folder / path).is_file():
            raise DataError(f"{path} is missing", REMEDY)
        try:
            footer = pq.read_metadata(folder / path)
        except (pa.ArrowException, OSError) as error:
            raise DataError(f"{path} is no whole Parquet file", REMEDY) from error
        rows[path.removesuffix(".parquet")] = footer.num_rows
        if path == "events.parquet":
            created = (footer.metadata or {}).get(b"created", b"").decode("utf-8", "replace") or None
    return rows, created


def _parted(folder: Path) -> dict[str, int]:
    """Rows of the tables that have partitions."""
    rows: dict[str, int] = {}
    try:
        for row in csv.DictReader(read_text(folder / LISTED).splitlines()):
            rows[row["table"]] = rows.get(row["table"], 0) + int(row["rows"])
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        raise DataError(f"{LISTED} is no list of partitions", REMEDY) from error
    return rows


_COLUMNS = ("table", "column", "title", "definition", "type", "null")


def _dictionary(folder: Path) -> tuple[Mapping[str, str], ...]:
    text = read_text(folder / "dictionary.csv") if (folder / "dictionary.csv").is_file() else ""
    try:
        rows = list(csv.DictReader(text.splitlines(keepends=True), strict=True))
    except csv.Error as error:
        raise DataError(f"dictionary.csv is no CSV: {error}", REMEDY) from error
    if (
        not rows
        or any(None in row or None in row.values() for row in rows)
        or not {*_COLUMNS} <= rows[0].keys()
    ):
        raise DataError("dictionary.csv is not a whole data dictionary", REMEDY)
    return tuple({key: _cell(value) for key, value in row.items()} for row in rows)


_ESCAPED = re.compile(ESCAPED)


def _cell(text: str) -> str:
    return text[1:] if _ESCAPED.match(text) else text


def _json(folder: Path, name: str, sums: Mapping[str, str | None]) -> dict[str, Any]:
    """A JSON document of the release; an empty one where the release has none."""
    if name not in sums or not (folder / name).is_file():
        return {}
    try:
        found = json.loads(read_text(folder / name))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{name} is no JSON: {error}", REMEDY) from error
    if not isinstance(found, dict):
        raise DataError(f"{name} is no JSON object", REMEDY)
    return found


def _check_sizes(files: tuple[Listed, ...], package: Mapping[str, Any]) -> None:
    """Files must be as long as the data package tells: a copy that was cut off is not."""
    told = package.get("resources")
    resources = [told for told in told if isinstance(told, dict)] if isinstance(told, list) else []
    sizes = {
        resource.get("path"): resource.get("bytes")
        for resource in resources
        if isinstance(resource.get("path"), str)
    }
    for file in files:
        size = sizes.get(file.path)
        if isinstance(size, int) and size != file.size:
            raise DataError(
                f"{file.path} has {file.size:,} bytes, not {size:,} as datapackage.json says", REMEDY
            )


def _tabular(path: str) -> bool:
    return "/" not in path and path.endswith((".parquet", ".csv"))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
