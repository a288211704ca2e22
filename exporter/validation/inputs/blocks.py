"""Text read in blocks that end where a row ends, whatever its lines hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exporter.errors import UsageError
from exporter.validation.inputs import limits


@dataclass(frozen=True)
class Block:
    """Whole rows of a text file, and the line in which they start."""

    text: bytes
    line: int


def blocks(path: Path, name: str, quote: bytes | None) -> Iterator[Block]:
    """The rows of a text file in blocks of about `limits.BLOCK` bytes.

    Args:
        path: The file.
        name: What it is called in messages.
        quote: The character between which line breaks are part of a cell; none where there is no such.

    Raises:
        UsageError: A row is longer than any honest one, or the file holds bytes that are no text.
    """
    line, rest = 1, b""
    with path.open("rb") as file:
        while chunk := file.read(limits.BLOCK if not rest else limits.LINE):
            if not rest and line == 1:
                chunk = unmarked(chunk, name)
            _no_nulls(chunk, name, line + rest.count(b"\n"))
            rest += chunk
            cut = _last_end(rest, quote)
            if cut < 0:
                if len(rest) > limits.LINE:
                    raise _too_long(rest, name, line, quote)
                continue
            yield Block(rest[: cut + 1], line)
            line += rest.count(b"\n", 0, cut + 1)
            rest = rest[cut + 1 :]
            if len(rest) > limits.LINE:
                raise _too_long(rest, name, line, quote)
    if quote is not None and rest.count(quote) % 2:
        raise _never_closed(rest, name, line, quote)
    if rest:
        yield Block(rest, line)


def unmarked(chunk: bytes, name: str) -> bytes:
    """The start of a file without its byte order mark.

    Raises:
        UsageError: It is the mark of another encoding.
    """
    if chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UsageError(f"{name} is UTF-16, not UTF-8.", "Save it as UTF-8.")
    return chunk.removeprefix(b"\xef\xbb\xbf")


def _no_nulls(chunk: bytes, name: str, line: int) -> None:
    place = chunk.find(b"\0")
    if place >= 0:
        at = line + chunk.count(b"\n", 0, place)
        raise UsageError(
            f"{name}, line {at}: there is a NUL byte, so this is no text file.",
            "Check what wrote the file, or take the byte out.",
        )


def _last_end(text: bytes, quote: bytes | None) -> int:
    """Where the last line break outside quotes stands; -1 where there is none."""
    end = text.rfind(b"\n")
    if quote is None or end < 0:
        return end
    quotes = text.count(quote, 0, end)
    while end >= 0 and quotes % 2:
        earlier = text.rfind(b"\n", 0, end)
        quotes -= text.count(quote, max(earlier, 0), end)
        end = earlier
    return end


def _too_long(text: bytes, name: str, line: int, quote: bytes | None) -> UsageError:
    if quote is not None and b"\n" in text:
        return _never_closed(text, name, line, quote)
    return UsageError(
        f"{name}, line {line} is longer than {limits.LINE // 2**20} MB.",
        "Check that the file has line ends, and that it is what its name says.",
    )


def _never_closed(text: bytes, name: str, line: int, quote: bytes) -> UsageError:
    at = line
    for number, one in enumerate(text.split(b"\n")):
        if one.count(quote) % 2:
            at = line + number
            break
    return UsageError(
        f"{name}, line {at}: a quotation mark is opened and never closed.",
        'Close it, or write a quotation mark inside a cell twice (`""`).',
    )
