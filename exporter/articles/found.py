"""What a file says of one article, before what the user adds: the common result of all readers.

Also the small rules for titles and languages that the readers share.
"""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a file gives it; None is what the file does not say.

    Attributes:
        text: The cleaned text, never empty.
        id: The file's own id for it.
        title: The headline.
        source: The outlet.
        published: Day of publication.
        url: Where the report stands.
        language: ISO 639-1 code.
    """

    text: str
    id: str | None = None
    title: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None


def with_title(title: str | None, body: str) -> str:
    """Return the body with the title above it, unless it begins with the title already."""
    if not title or one_line(body[: 2 * len(title) + 2]).casefold().startswith(one_line(title).casefold()):
        return body
    return f"{title}\n\n{body}"


def one_line(text: str) -> str:
    """Return a text with every run of white space as one blank."""
    return " ".join(text.split())


def language_code(value: str) -> str:
    """Return the ISO 639-1 code of a language tag, `en` for `en-GB`.

    Raises:
        ValueError: The value does not begin with a code of two letters.
    """
    if match := _LANGUAGE.fullmatch(value.strip()):
        return match[1].lower()
    raise ValueError(f"{value!r} is not a language code of two letters, such as en")


_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9_-]+)?")
