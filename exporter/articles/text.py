"""Plain text files: the headline on the first line, and optional header lines above it.

    Date: 2016-05-16
    Source: AFP

Header lines are facts about the article and not part of its text.
"""

import re
from datetime import date

from exporter.articles.clean import clean
from exporter.articles.dateline import Dateline, find_dateline
from exporter.articles.dates import WANTED, parse_date
from exporter.articles.found import Found, language_code, one_line, with_title
from exporter.errors import DataError


def read_text(text: str, where: str) -> Found:
    """Read the article in a plain text.

    The headline stays in the text, since evidence may quote it. One that stands in a `Title:` line is put on
    top of the text where the text does not begin with it.

    Args:
        text: What the file holds.
        where: What the file is called in messages.

    Raises:
        DataError: There is no text, or a header line has a value that cannot be read.
    """
    headers, body = split_headers(clean(text))
    if not body:
        raise DataError(f"{where} has no text.", "Check that the article was saved, or leave the file out.")
    title = headers.get("title")
    return Found(
        text=with_title(title, body),
        id=headers.get("id"),
        title=title or find_title(body),
        source=headers.get("source"),
        published=_date(headers.get("published"), where),
        url=headers.get("url"),
        language=_language(headers.get("language"), where),
    )


def split_headers(text: str) -> tuple[dict[str, str], str]:
    """Return the header lines at the very top by name, and the text below them.

    Names are `title`, `published`, `source`, `url`, `language` and `id`. The first line that is no header
    line, or repeats one, begins the text.
    """
    headers: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _HEADER.fullmatch(line)
        name = _NAMES.get(match["key"].lower()) if match else None
        if match is None or name is None or name in headers:
            return _filled(headers), "\n".join(lines[number:]).lstrip("\n")
        headers[name] = one_line(match["value"])
    return _filled(headers), ""


def find_title(text: str) -> str | None:
    """Return the headline: a short first line that stands apart from what follows, else None."""
    first, _, rest = text.partition("\n")
    following = rest.split("\n", 1)[0]
    if not rest or len(first) > _LONGEST_TITLE or find_dateline(first) != Dateline():
        return None
    # In a text with hard line breaks the first line has no full stop either, but nor has the second.
    apart = not following or (not _SENTENCE_END.search(first) and bool(_SENTENCE_END.search(following)))
    return one_line(first) if apart else None


_NAMES = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "source": "source",
    "url": "url",
    "language": "language",
    "id": "id",
}
_HEADER = re.compile(rf"(?P<key>{'|'.join(_NAMES)})[ \t]*:(?P<value>.*)", re.IGNORECASE)
_LONGEST_TITLE = 150
_SENTENCE_END = re.compile(r"[.!?…][\"'\u201d\u2019)\]]*$")


def _filled(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if value}


def _date(value: str | None, where: str) -> date | None:
    try:
        return parse_date(value) if value else None
    except ValueError as error:
        raise DataError(f"The 'Date:' line of {where} cannot be used: {error}.", WANTED) from error


def _language(value: str | None, where: str) -> str | None:
    try:
        return language_code(value) if value else None
    except ValueError as error:
        remedy = "Write an ISO 639-1 code, or leave the line out."
        raise DataError(f"The 'Language:' line of {where} cannot be used: {error}.", remedy) from error
