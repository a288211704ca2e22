"""From the bytes of a file to its text.

UTF-8 and UTF-16 are recognised; what is neither is taken for Windows-1252, which can hold any Latin-1 text.
"""

import codecs

from exporter.errors import DataError


def decode(raw: bytes, name: str, fallback: str = "cp1252") -> str:
    """Return the text in `raw`.

    Args:
        raw: All bytes of a file.
        name: What the file is called in messages.
        fallback: The encoding where the bytes are not Unicode, such as one that a web page declares.

    Raises:
        DataError: The file is empty or does not hold text.
    """
    text = _decode(raw, name, fallback).removeprefix("\ufeff")
    if not text.strip():
        raise DataError(f"{name} is empty.", "Check that the article was saved, or leave the file out.")
    if "\0" in text or _controls(text) > max(3, len(text) // _CONTROLS_PER_TEXT):
        raise _not_text(name)
    return text


def utf16_marked(raw: bytes) -> bool:
    """Whether bytes begin with the byte order mark of UTF-16, in either order."""
    return raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


# Texts have next to no control characters; in compressed data about one byte in ten is one.
_CONTROLS_PER_TEXT = 50
_TEXTUAL_CONTROLS = "\t\n\v\f\r"


def _decode(raw: bytes, name: str, fallback: str) -> str:
    if utf16_marked(raw):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _not_text(name) from error
    for encoding in ("utf-8", fallback, "cp1252"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    # Windows-1252 leaves five bytes undefined; Latin-1 takes every byte.
    return raw.decode("latin-1")


def _controls(text: str) -> int:
    return sum(character < " " and character not in _TEXTUAL_CONTROLS for character in text)


def _not_text(name: str) -> DataError:
    return DataError(
        f"{name} does not hold text: it looks like a binary file.",
        "Export the article as plain text, HTML or JSON Lines, in UTF-8.",
    )
