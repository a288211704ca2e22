"""JSON Lines: flat rows as a table, and any objects as they are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from exporter.errors import UsageError
from exporter.validation.inputs import limits
from exporter.validation.inputs.batch import Batch
from exporter.validation.inputs.blocks import Block, blocks

_FORM = "Write one JSON object a line."


def objects(path: Path, name: str) -> Iterator[tuple[int, Any]]:
    """Line number and content of each line that is not blank; a line that is no JSON comes as its error."""
    for block in blocks(path, name, None):
        for number, line in enumerate(block.text.split(b"\n"), block.line):
            if line.strip():
                yield number, _parsed(line)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number in JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def _parsed(line: bytes) -> Any:
    try:
        found = _DECODER.decode(line.decode("utf-8"))
        if b"\\u" in line:
            # Halves of characters can be escaped, but written nowhere.
            json.dumps(found, ensure_ascii=False).encode("utf-8")
        return found
    except (ValueError, RecursionError) as error:
        return error


def first_object(path: Path, name: str) -> dict[str, Any]:
    """The first line's object.

    Raises:
        UsageError: The file is empty or does not begin with an object.
    """
    for number, found in objects(path, name):
        if isinstance(found, dict):
            return found
        raise UsageError(f"{name}, line {number} is no JSON object.", _FORM)
    raise UsageError(f"{name} is empty.", "Check that it was saved, or leave the file out.")


def batches(path: Path, name: str) -> Iterator[Batch]:
    """The rows of a file of flat objects, as text.

    Raises:
        UsageError: A line is no JSON object.
    """
    names: dict[str, None] = dict.fromkeys(first_object(path, name))
    before = 0
    for block in blocks(path, name, None):
        frame, numbers = _frame(block, names, name)
        yield Batch(frame, before, numbers=numbers)
        before += frame.height


def _frame(block: Block, names: dict[str, None], name: str) -> tuple[pl.DataFrame, pl.Series]:
    """The rows of a block, and the line of each."""
    rows, numbers = [], []
    for number, line in enumerate(block.text.split(b"\n"), block.line):
        if not line.strip():
            continue
        found = _parsed(line)
        if not isinstance(found, dict):
            raise UsageError(f"{name}, line {number} is no JSON object.", _FORM)
        rows.append(found)
        numbers.append(number)
        names.update(dict.fromkeys(found))
    if len(names) > limits.COLUMNS:
        raise UsageError(f"{name} has more than {limits.COLUMNS} columns.", _FORM)
    # What is neither text nor missing is read from its JSON, so that 1 and "1" are the same number.
    columns = {column: [_cell(row.get(column)) for row in rows] for column in names}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    return frame, pl.Series(numbers, dtype=pl.Int64)


def _cell(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)
