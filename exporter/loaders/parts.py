"""A table from a Parquet file on the web, fetching only the columns and row groups that are asked for.

The end of the file says where each column of each row group stands and which values it spans. Events are sorted
by country, so that most row groups can be left where they are.
"""

import io
from bisect import bisect_left
from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from exporter.errors import DataError
from exporter.loaders.local import filtered
from exporter.loaders.selection import Selection, with_codebook_types
from exporter.loaders.web import Part, Web

TAIL = 2**16
"""Bytes at the end of the file that are fetched first: most often all that describes it."""

GAP = 2**14
"""Unwanted bytes that are fetched along where that saves a request."""


def read_parts(web: Web, url: str, selection: Selection) -> pl.DataFrame | None:
    """The wanted rows and columns; none where the server only gives whole files.

    Raises:
        UsageError: The file cannot be fetched.
        DataError: It is no Parquet file, or does not hold the columns of the codebook.
    """
    tail = web.part(url, f"-{TAIL}")
    if tail is None:
        return None
    try:
        remote = _Remote(web, url, tail)
        file = pq.ParquetFile(remote)
        there = set(file.schema_arrow.names)
        names = {*selection.columns, *selection.where} & there
        columns = [i for i, name in enumerate(file.schema_arrow.names) if name in names]
        groups = [i for i in range(file.num_row_groups) if _may_hold(file.metadata.row_group(i), selection)]
        remote.fetch(list(_spans(file.metadata, groups, columns)))
        found = file.read_row_groups(groups, columns=sorted(names))
    except _OtherFileError as error:
        raise DataError(f"{url} was replaced while it was read.", "Load it again.") from error
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"{url} cannot be read: {reason}", "Check it against SHA256SUMS, or load it whole."
        ) from error
    rows = filtered(pl.DataFrame(pl.from_arrow(found)).lazy(), selection)
    return with_codebook_types(rows.collect(), selection, url)


def _may_hold(group: pq.RowGroupMetaData, selection: Selection) -> bool:
    """Whether wanted values lie between the least and the greatest of the row group."""
    for index in range(group.num_columns):
        column = group.column(index)
        wanted = selection.where.get(column.path_in_schema)
        facts = column.statistics
        if wanted is None or facts is None or not facts.has_min_max:
            continue
        first = bisect_left(wanted, facts.min)
        if first == len(wanted) or wanted[first] > facts.max:
            return False
    return True


def _spans(facts: pq.FileMetaData, groups: list[int], columns: list[int]) -> Iterator[tuple[int, int]]:
    """Where the wanted columns of the wanted row groups stand: first byte and one past the last."""
    for group in groups:
        for index in columns:
            column = facts.row_group(group).column(index)
            start = column.data_page_offset
            if column.dictionary_page_offset is not None:
                start = min(start, column.dictionary_page_offset)
            yield start, start + column.total_compressed_size


class _OtherFileError(Exception):
    """The file on the server is not the one that it was."""


class _Remote(io.RawIOBase):
    """The file as Arrow reads it: from the parts that are here, asking for others where need be."""

    def __init__(self, web: Web, url: str, tail: Part) -> None:
        super().__init__()
        self._web, self._url, self._total = web, url, tail.total
        self._parts = [tail]
        self._place = 0

    def fetch(self, spans: list[tuple[int, int]]) -> None:
        """Fetch these bytes, those that lie close together in one request."""
        joined: list[tuple[int, int]] = []
        for start, stop in sorted(span for span in spans if self._held(*span) is None):
            if joined and start - joined[-1][1] <= GAP:
                joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
            else:
                joined.append((start, stop))
        self._parts += [self._ask(start, stop) for start, stop in joined]

    def _ask(self, start: int, stop: int) -> Part:
        part = self._web.part(self._url, f"{start}-{stop - 1}")
        if part is None or part.total != self._total or part.start != start:
            raise _OtherFileError
        return part

    def _held(self, start: int, stop: int) -> bytes | None:
        for part in self._parts:
            if part.start <= start and stop <= part.start + len(part.content):
                return part.content[start - part.start : stop - part.start]
        return None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._total}[whence]
        return self._place

    def read(self, size: int | None = -1) -> bytes:
        stop = self._total if size is None or size < 0 else min(self._place + size, self._total)
        if stop <= self._place:
            return b""
        content = self._held(self._place, stop)
        if content is None:
            part = self._ask(self._place, stop)
            self._parts.append(part)
            content = part.content
        self._place = stop
        return content
