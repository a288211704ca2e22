"""A coding record against its JSON Schema, and its quotes against the article, letter for letter."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from exporter.codebook.export import record_schema
from exporter.errors import DataError


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(record_schema(), format_checker=FormatChecker())


def record_problems(record: Mapping[str, Any], text: str | None = None) -> list[str]:
    """Everything that is wrong with a coding record, each as one sentence that names the place.

    Args:
        record: The record as read from JSON.
        text: The article's text; with it each quote is compared with the words at its offsets.
    """
    errors = sorted(_validator().iter_errors(record), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        return [_say(error) for error in errors]
    return [] if text is None else list(_misquoted(record, text))


def check_record(record: Mapping[str, Any], text: str | None = None) -> None:
    """Refuse a coding record that breaks its schema or misquotes its article.

    Raises:
        DataError: Naming every problem.
    """
    found = record_problems(record, text)
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
    if words != quote["quote"]:
        offsets = f"{quote['start']}-{quote['end']}"
        quoted = quote["quote"][:80]
        yield f"{place}: the quote {quoted!r} is not at {offsets}, where the text says {words[:80]!r}"
