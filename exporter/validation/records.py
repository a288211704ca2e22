"""A coding record against its JSON Schema, and its quotes against the article, letter for letter."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError

from exporter.codebook.export import record_schema
from exporter.codebook.tables import Table
from exporter.errors import DataError


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    """JSON Schema's patterns are those of ECMAScript: `$` is the very end, `\\d` the ten ASCII digits."""
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)


@cache
def _validator(table: str | Table) -> Any:
    extended: Any = validators
    exact = extended.extend(Draft202012Validator, {"pattern": _pattern})
    return exact(record_schema(table), format_checker=FormatChecker())


@cache
def _fast(table: str | Table) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(record_schema(table), validate_formats=True, offline=True)


def is_right(record: Any, table: str | Table = "events") -> bool:
    """Whether a record keeps its schema; agrees with `errors_of`, many times faster."""
    try:
        return _fast(table).is_valid(record)
    except (ValueError, RecursionError):  # what JSON has no word for: the other validator explains it
        return not errors_of(record, table)


def errors_of(record: Any, table: str | Table = "events") -> list[ValidationError]:
    """Where a record breaks its schema, in the order of its parts."""
    return sorted(
        _validator(table).iter_errors(record), key=lambda error: list(map(str, error.absolute_path))
    )


def record_problems(
    record: Mapping[str, Any], text: str | None = None, table: str | Table = "events"
) -> list[str]:
    """Everything that is wrong with a coding record, each as one sentence that names the place.

    Args:
        record: The record as read from JSON.
        text: The article's text; with it each quote is compared with the words at its offsets.
        table: The event table, with a project's own columns where it has any.
    """
    if not is_right(record, table):
        return [_say(error) for error in errors_of(record, table)]
    return [] if text is None else list(_misquoted(record, text))


def check_record(record: Mapping[str, Any], text: str | None = None, table: str | Table = "events") -> None:
    """Refuse a coding record that breaks its schema or misquotes its article.

    Raises:
        DataError: Naming every problem.
    """
    found = record_problems(record, text, table)
    if found:
        article = record.get("article")
        name = article.get("id", "?") if isinstance(article, Mapping) else "?"
        raise DataError(
            f"The coding of article {name!r} is refused: " + "; ".join(found),
            "See coding.schema.json for the form; quotes are taken from the text letter for letter.",
        )


def _say(error: ValidationError) -> str:
    place = ".".join(str(step) for step in error.absolute_path) or "the record"
    message = error.message if len(error.message) <= 300 else f"{error.message[:300]}..."
    return f"{place}: {message}"


def _misquoted(record: Mapping[str, Any], text: str) -> Iterator[str]:
    for number, event in enumerate(record["events"]):
        for column, found in event["evidence"].items():
            for quote in found if isinstance(found, list) else [found]:
                yield from _compare(f"events.{number}.evidence.{column}", quote, text)
    for number, skipped in enumerate(record["skipped"]):
        if "start" in skipped and "end" in skipped:
            yield from _compare(f"skipped.{number}", skipped, text)


def _compare(place: str, quote: Mapping[str, Any], text: str) -> Iterator[str]:
    words = text[quote["start"] : quote["end"]]
    # Offsets past the end of the text cut to the same words, and would be wrong all the same.
    if words != quote["quote"] or len(words) != quote["end"] - quote["start"]:
        offsets = f"{quote['start']}-{quote['end']}"
        quoted = quote["quote"][:80]
        yield f"{place}: the quote {quoted!r} is not at {offsets}, where the text says {words[:80]!r}"
