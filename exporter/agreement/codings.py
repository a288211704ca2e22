"""What several coders say of the same texts, article by article, from files of coding records or from codings."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from exporter.codebook.tables import Table
from exporter.coders.coding import Coding
from exporter.errors import DataError, UsageError
from exporter.validation.records import errors_of, is_right

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What one coder says of one article.

    Attributes:
        article_id: The article.
        sha256: Of its text: only codings of the same text are compared.
        published: Its day of publication.
        coder: The coder's name.
        version: And version.
        rows: The events.
        coded: The day on which the coding came into the store; None where it is from a file.
    """

    article_id: str
    sha256: str
    published: date
    coder: str
    version: str
    rows: tuple[Record, ...]
    coded: date | None = None


def said(record: Record, coded: date | None = None) -> Said:
    """What a checked coding record says."""
    article, coder = record["article"], record["coder"]
    return Said(
        article["id"],
        article["sha256"],
        date.fromisoformat(article["published"]),
        coder["name"],
        coder["version"],
        tuple(record["events"]),
        coded,
    )


def said_by(coding: Coding) -> Said:
    """What a coding says."""
    return said(coding.record())


def read_codings(paths: Iterable[Path | str], table: str | Table = "events") -> Iterator[Said]:
    """The codings of files of coding records, as they stand there.

    Args:
        paths: The files.
        table: The table of events, where a project adds to it.

    Raises:
        UsageError: A file cannot be read.
        DataError: A line is no coding record, with the file and the line.
    """
    for path in map(Path, paths):
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield said(_record(line, path, number, table))


def by_article(paths: Sequence[Path | str], table: str | Table = "events") -> Iterator[list[Said]]:
    """What every coder says of one article, then of the next, from files in any order.

    The files are gone through twice: where each article stands is kept in mind, what is said of it is not. Of two
    codings of an article by one coder the later one counts.

    Args:
        paths: The files.
        table: The table of events, where a project adds to it.

    Raises:
        UsageError: A file cannot be read; standard input cannot be gone through twice.
        DataError: A line is no coding record.
    """
    places: dict[str, dict[str, tuple[int, int]]] = {}
    files = [_opened(Path(path)) for path in paths]
    try:
        for which, (path, file) in enumerate(zip(map(Path, paths), files, strict=True)):
            start = 0
            for number, line in enumerate(file, 1):
                if line.strip():
                    record = _record(line, path, number, table)
                    places.setdefault(record["article"]["id"], {})[record["coder"]["name"]] = (which, start)
                start += len(line)
        for article in sorted(places):
            yield [_again(files[which], start) for _, (which, start) in sorted(places[article].items())]
    finally:
        for file in files:
            file.close()


def grouped(codings: Iterable[Said]) -> Iterator[list[Said]]:
    """Codings that come article by article, an article at a time; of one coder the later one counts."""
    together: dict[str, Said] = {}
    article: str | None = None
    for one in codings:
        if together and one.article_id != article:
            yield [together[coder] for coder in sorted(together)]
            together = {}
        article = one.article_id
        together[one.coder] = one
    if together:
        yield [together[coder] for coder in sorted(together)]


def _opened(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror or error}.",
            "Give a file of coding records; `exporter code ARTICLES --format jsonl > codings.jsonl` makes one.",
        ) from error


def _record(line: bytes, path: Path, number: int, table: str | Table) -> Record:
    try:
        record = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}, line {number}: the line is no JSON: {error}.", _FORM) from error
    if not is_right(record, table):
        first = errors_of(record, table)[0]
        place = ".".join(str(step) for step in first.absolute_path) or "the record"
        raise DataError(f"{path}, line {number}, {place}: {first.message[:200]}.", _FORM)
    found: Record = record
    return found


def _again(file: io.BufferedReader, start: int) -> Said:
    file.seek(start)
    return said(json.loads(file.readline()))


_FORM = "Write one coding record a line; `exporter validate FILE` names every line that is none."
