"""Codings as Parquet partitions: what an engine leaves in a folder, and a store takes in.

`codings/part-00000.parquet` and so on hold a coding a row, with the article's text, which its quotes are checked
against; `set-aside/` the articles that could not be coded, with the error. A partition is there whole or not at
all, and a run that is cut off goes on where it stopped.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from exporter.articles.places import at
from exporter.coders.checked import Coded, checked
from exporter.coders.coding import from_record
from exporter.coders.engines.base import Failed
from exporter.errors import DataError, ExporterError, UsageError
from exporter.validation import check_record

CODINGS = pa.schema(
    [("article_id", pa.string()), ("coder_name", pa.string()), ("coder_version", pa.string()),
     ("sha256", pa.string()), ("text", pa.string()), ("record", pa.string())]
)  # fmt: skip
"""A coding: the record as JSON, and what it is found by."""

ASIDE = pa.schema(
    [("id", pa.string()), ("text", pa.string()), ("title", pa.string()), ("source", pa.string()),
     ("published", pa.date32()), ("url", pa.string()), ("language", pa.string()), ("error", pa.string())]
)  # fmt: skip
"""An article that could not be coded; `exporter code` reads it again."""

_KEY = ("article_id", "coder_name", "coder_version", "sha256")
_PER_PART = 1000
_AT_A_TIME = 100

Row = dict[str, Any]


def row_of(coded: Coded) -> Row:
    """A coding as a row of a partition."""
    coding = coded.coding
    return {
        "article_id": coding.article.id,
        "coder_name": coding.coder_name,
        "coder_version": coding.coder_version,
        "sha256": coding.article.sha256,
        "text": coding.article.text,
        "record": json.dumps(coding.record(), ensure_ascii=False),
    }


class Folder:
    """A folder of partitions, on this machine or in an object store."""

    def __init__(self, address: str, *, new: bool = False) -> None:
        """Open a folder.

        Args:
            address: Its path, or its address such as `s3://bucket/codings`.
            new: Whether it is made where there is none.

        Raises:
            UsageError: It cannot be used, or is not there.
        """
        self.address = address
        self._system, self._path = at(address)
        with _told(self.address):
            if new:
                for name in ("codings", "set-aside"):
                    self._system.create_dir(f"{self._path}/{name}", recursive=True)
            elif not self.parts():
                raise UsageError(
                    f"{address} holds no partitions of codings.",
                    f"Make some with: exporter code ARTICLES -o {address}",
                )

    def parts(self, kind: str = "codings") -> list[str]:
        """The names of its partitions, in their order."""
        selector = fs.FileSelector(f"{self._path}/{kind}", allow_not_found=True)
        with _told(self.address):
            found = self._system.get_file_info(selector)
        return sorted(f.base_name for f in found if f.base_name.startswith("part-"))

    def has(self) -> set[bytes]:
        """Digests of the codings that it holds (see `key`): some hundred bytes for each in memory."""
        held: set[bytes] = set()
        for part in self.parts():
            for row in self._rows(f"codings/{part}", columns=list(_KEY)):
                held.add(key(*(row[name] for name in _KEY)))
        return held

    def rows(self, part: str) -> Iterator[Row]:
        """The codings of a partition, a few in memory at a time.

        Raises:
            DataError: It is damaged, or no partition of codings.
        """
        return self._rows(f"codings/{part}", columns=CODINGS.names)

    def write(self, results: Iterable[Row | Failed]) -> "Tally":
        """Write results to partitions as they come; what is begun when the run ends early is written too."""
        # Those that were set aside before are tried again, so their list begins anew.
        for part in self.parts("set-aside"):
            self._system.delete_file(f"{self._path}/set-aside/{part}")
        tally = Tally()
        rows: list[Row] = []
        aside: list[Row] = []
        try:
            for result in results:
                if isinstance(result, Failed):
                    article = result.article
                    fields = {name: getattr(article, name) for name in ASIDE.names if name != "error"}
                    aside.append(fields | {"error": result.error})
                    tally.set_aside += 1
                else:
                    rows.append(result)
                    tally.coded += 1
                if len(rows) == _PER_PART:
                    self._add("codings", rows, CODINGS)
                    rows = []
                if len(aside) == _PER_PART:
                    self._add("set-aside", aside, ASIDE)
                    aside = []
        finally:
            self._add("codings", rows, CODINGS)
            self._add("set-aside", aside, ASIDE)
        return tally

    def _add(self, kind: str, rows: list[Row], schema: pa.Schema) -> None:
        if not rows:
            return
        names = self.parts(kind)
        number = int(names[-1].removeprefix("part-").partition(".")[0]) + 1 if names else 0
        name = f"part-{number:05}.parquet"
        table = pa.Table.from_pylist(rows, schema=schema)
        with _told(self.address):
            if isinstance(self._system, fs.LocalFileSystem):
                # Written beside and moved: a kill leaves no half partition. An object appears whole anyway.
                begun = f"{self._path}/{kind}/.{name}"
                pq.write_table(table, begun, filesystem=self._system, compression="zstd")
                self._system.move(begun, f"{self._path}/{kind}/{name}")
            else:
                pq.write_table(
                    table, f"{self._path}/{kind}/{name}", filesystem=self._system, compression="zstd"
                )

    def _rows(self, name: str, columns: list[str]) -> Iterator[Row]:
        where = f"{self.address}/{name}"
        try:
            with self._system.open_input_file(f"{self._path}/{name}") as file, pq.ParquetFile(file) as part:
                missing = [column for column in columns if column not in part.schema_arrow.names]
                if missing:
                    raise DataError(
                        f"{where} has no column {missing[0]!r}: it is no partition of codings.",
                        f"Its columns are {', '.join(CODINGS.names)}.",
                    )
                for batch in part.iter_batches(_AT_A_TIME, columns=columns):
                    yield from batch.to_pylist()
        except (pa.ArrowException, OSError) as error:
            raise DataError(
                f"{where} cannot be read: {error}.", "Take it away and code its articles again."
            ) from error


@dataclass(slots=True)
class Tally:
    """How many articles were coded, and set aside."""

    coded: int = 0
    set_aside: int = 0


def key(article_id: str, coder_name: str, coder_version: str, sha256: str) -> bytes:
    """What a coding is known by, short."""
    return blake2b(
        "\0".join((article_id, coder_name, coder_version, sha256)).encode(), digest_size=16
    ).digest()


def read_row(row: Row, where: str) -> Coded:
    """The coding in a row of a partition, through the same checks as one that was made here.

    Raises:
        DataError: It does not pass them, with where it stands.
    """
    try:
        record = json.loads(row["record"])
        check_record(record, row["text"])
        coding = from_record(record, row["text"])
    except (ValueError, TypeError, RecursionError) as error:
        raise DataError(f"{where} is no coding record: {error}.", "See coding.schema.json.") from error
    except ExporterError as error:
        raise DataError(f"{where}: {error.message}", error.remedy) from error
    said = (coding.article.id, coding.coder_name, coding.coder_version, coding.article.sha256)
    for name, is_now in zip(_KEY, said, strict=True):
        if row[name] != is_now:
            raise DataError(
                f"{where}: {name} is {row[name]!r}, and the coding says {is_now!r}.",
                "Code the article again.",
            )
    if record["article"].get("sha256") not in (None, coding.article.sha256):
        raise DataError(f"{where}: the coding was made of another text.", "Code the article again.")
    return checked(coding)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Errors of a file system, told as the user's."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise UsageError(
            f"{address} cannot be used: {error}.", "Check the address, its rights and the free space."
        ) from error
