"""The tables in a file, whatever kind it is of."""

from collections.abc import Iterator

from exporter.validation.inputs import columnar, delimited, lines
from exporter.validation.inputs.batch import Batch
from exporter.validation.inputs.unpack import Part

_SEPARATORS = {"csv": ",", "tsv": "\t"}


def columns_of(part: Part) -> list[str]:
    """The names of the columns, of a JSON Lines file those of its first line.

    Raises:
        UsageError: The file cannot be read.
    """
    kind = part.kind
    if kind == "parquet":
        return columnar.columns(part.path, part.name)
    if kind == "jsonl":
        return list(lines.first_object(part.path, part.name))
    return delimited.header(part.path, part.name, _SEPARATORS[kind])


def read_batches(part: Part) -> Iterator[Batch]:
    """The rows, a batch at a time.

    Raises:
        UsageError: The file cannot be read to its end.
    """
    kind = part.kind
    if kind == "parquet":
        return columnar.batches(part.path, part.name)
    if kind == "jsonl":
        return lines.batches(part.path, part.name)
    return delimited.batches(part.path, part.name, _SEPARATORS[kind])
