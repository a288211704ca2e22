"""JSON Lines: one article a line, read line by line, so that a file may be larger than memory.

`text` is required; `id`, `title`, `source`, `published` (or `date`), `url` and `language` are taken where
given; other keys are ignored. The text is the one in `text`: a title is not put on top of it.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from exporter.articles.clean import clean, clean_characters
from exporter.articles.dates import WANTED, parse_date
from exporter.articles.found import Found, language_code, one_line
from exporter.errors import DataError

KEYS = ("id", "text", "title", "source", "published", "date", "url", "language")
"""What is read of a record."""


def read_jsonl(lines: Iterable[str], name: str) -> Iterator[tuple[str, Found | DataError]]:
    """Read an article from each line that is not blank.

    Args:
        lines: The lines of a file. Bytes that are not UTF-8 are expected as lone surrogates, the way
            `errors="surrogateescape"` gives them.
        name: What the file is called in messages.

    Yields:
        For each line where it stands, such as `articles.jsonl:3`, with what was found there or what is wrong
        there. An error is a value here because the lines after it are still wanted.
    """
    empty = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        empty = False
        where = f"{name}:{number}"
        outcome: Found | DataError
        try:
            outcome = read_record(line, where)
        except DataError as error:
            outcome = error
        yield where, outcome
    if empty:
        yield (
            name,
            DataError(f"{name} is empty.", "Check that the articles were saved, or leave the file out."),
        )


def read_record(line: str, where: str) -> Found:
    """Read the article in one line.

    Raises:
        DataError: The line is not a JSON object, or a value in it cannot be used.
    """
    record = _json_object(line, where)
    text = record.get("text")
    if text is None:
        raise DataError(f'{where} has no "text".', _FORM)
    if not isinstance(text, str):
        raise _wrong_type("text", text, where)
    text = clean(text)
    if not text:
        raise DataError(f'The "text" of {where} is empty.', "Fill it in, or leave the line out.")
    return Found(
        text=text,
        id=_id(record, where),
        title=_string(record, "title", where),
        source=_string(record, "source", where),
        published=_date(record, where),
        url=_string(record, "url", where),
        language=_language(record, where),
    )


_FORM = 'Write one JSON object a line, such as {"text": "...", "published": "2016-05-16", "source": "AFP"}.'


def _json_object(line: str, where: str) -> dict[str, Any]:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"{where} is not UTF-8, at character {error.start + 1}."
        raise DataError(message, "Save the file as UTF-8.") from error
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"{where} is not valid JSON: {error.msg}, at character {error.colno}."
        raise DataError(message, _FORM) from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, lists in lists in lists
        raise DataError(f"{where} cannot be read as JSON: {error}.", _FORM) from error
    if not isinstance(record, dict):
        raise DataError(f"{where} is JSON, but not an object.", _FORM)
    return record


def _string(record: dict[str, Any], key: str, where: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong_type(key, value, where)
    return one_line(clean_characters(value)) or None


def _id(record: dict[str, Any], where: str) -> str | None:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(record, "id", where)


def _date(record: dict[str, Any], where: str) -> date | None:
    for key in ("published", "date"):
        value = _string(record, key, where)
        if value is None:
            continue
        try:
            return parse_date(value)
        except ValueError as error:
            raise DataError(f'The "{key}" of {where} cannot be used: {error}.', WANTED) from error
    return None


def _language(record: dict[str, Any], where: str) -> str | None:
    value = _string(record, "language", where)
    try:
        return language_code(value) if value else None
    except ValueError as error:
        remedy = "Write an ISO 639-1 code, or leave the field out."
        raise DataError(f'The "language" of {where} cannot be used: {error}.', remedy) from error


def _wrong_type(key: str, value: object, where: str) -> DataError:
    kind = {bool: "a truth value", int: "a number", float: "a number", list: "a list", dict: "an object"}
    found = kind.get(type(value), type(value).__name__)
    return DataError(f'The "{key}" of {where} is {found}, not a string.', "Put it in double quotes.")
