"""One news report, as the coders see it."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Article:
    """A news report: the text as stored, and what is known about it.

    Every offset anywhere in this project (evidence, skipped passages) counts characters (Unicode code
    points) of `text`.

    Attributes:
        id: The article's own id (as its file gives it, else the file's name without ending), else the
            SHA-256 of its text.
        text: The report, headline included where the source has one; cleaned on reading (see `clean`).
        published: Day of publication, which relative dates in the text are counted from.
        source: The outlet, such as `AFP`.
        title: The headline, or None.
        url: Where the report stands, or None.
        language: ISO 639-1 code, or None where it is not known.
    """

    id: str
    text: str
    published: date
    source: str = "Unknown"
    title: str | None = None
    url: str | None = None
    language: str | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return text_digest(self.text)


def text_digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return sha256(text.encode("utf-8")).hexdigest()
