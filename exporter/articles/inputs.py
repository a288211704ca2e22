"""The files behind the paths that a user names, and the reader that each of them needs.

A file is known by its ending, standard input by its first character.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TextIO

from exporter.articles.decode import decode, utf16_marked
from exporter.articles.found import Found
from exporter.articles.html import declared_encoding, read_html
from exporter.articles.jsonlines import read_jsonl
from exporter.articles.parquet import count_parquet, read_parquet
from exporter.articles.places import files_at, is_address, opened
from exporter.articles.text import read_text
from exporter.errors import DataError, UsageError

Paths = str | Path | Iterable[str | Path]

# A file, the address of a file in an object store, or None for standard input.
Input = Path | str | None

# Where an article stands, and what was found there or what is wrong there.
Outcome = tuple[str, Found | DataError]


def find_inputs(paths: Paths) -> list[Input]:
    """Return the files to read, in order; None stands for standard input.

    Raises:
        UsageError: A path is missing, a folder holds no articles, or a file is of an unknown kind.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    if not given:
        raise UsageError("No articles were named.", f"Name files, folders, or {_STDIN} for standard input.")
    inputs: list[Input] = []
    for path in given:
        if str(path) == _STDIN:
            inputs.append(None)
        elif is_address(str(path)):
            inputs.extend(files_at(str(path)))
        else:
            inputs.extend(_find_files(Path(path)))
    return inputs


def article_files(folder: Path) -> list[Path]:
    """The files of articles in a folder and the folders in it, in sorted order."""
    return sorted(file for file in folder.rglob("*") if _is_article_file(file, folder))


def read_input(path: Input) -> Iterator[Outcome]:
    """Read what is in one input, an article at a time."""
    name = _STDIN_NAME if path is None else str(path)
    try:
        if path is None:
            yield from _from_stream(sys.stdin.buffer)
        elif name.lower().partition("?")[0].endswith(".parquet"):
            yield from read_parquet(name)
        elif isinstance(path, str):
            with opened(path) as file:
                yield from read_jsonl(
                    io.TextIOWrapper(io.BufferedReader(file), "utf-8-sig", errors="surrogateescape"), name
                )
        elif path.suffix.lower() == ".jsonl":
            with _open_lines(path) as lines:
                yield from read_jsonl(lines, name)
        else:
            yield _from_file(path, name)
    except OSError as error:
        remedy = "Check that the file is there and that you may read it."
        yield name, DataError(f"{name} cannot be read: {error.strerror or error}.", remedy)
    except UnicodeError as error:
        message = f"{name} ends in the middle of a character: {error}."
        yield name, DataError(message, "Save the file as UTF-8.")


def count_input(path: Input) -> int:
    """Return how many articles there seem to be in one input, without looking at them."""
    if path is None:
        return 1
    if str(path).lower().partition("?")[0].endswith(".parquet"):
        return count_parquet(str(path))
    if isinstance(path, str) or path.suffix.lower() != ".jsonl":
        return 1
    try:
        with path.open("rb") as lines:
            return sum(not line.isspace() for line in lines)
    except OSError:
        return 0


_NO_NAMES = frozenset({"article", "default", "index", "text"})
_STDIN = "-"
_STDIN_NAME = "standard input"
_KINDS = (".txt", ".html", ".htm", ".jsonl", ".parquet")
# White space and the byte order mark of UTF-8.
_BLANK_BYTES = b"\xef\xbb\xbf \t\r\n"


def _find_files(path: Path) -> list[Path]:
    if path.is_dir():
        files = article_files(path)
        if not files:
            raise UsageError(
                f"The folder {path} holds no articles.",
                f"Articles are files that end in {', '.join(_KINDS)}.",
            )
        return files
    if not path.exists():
        raise UsageError(f"There is no file or folder {path}.", "Check the path.")
    if path.suffix.lower() not in _KINDS:
        raise UsageError(
            f"{path} is of a kind that cannot be read.",
            f"Articles are files that end in {', '.join(_KINDS)}.",
        )
    return [path]


def _is_article_file(file: Path, folder: Path) -> bool:
    # Hidden files are notes of the operating system, some of them binary under the name of the article.
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in _KINDS and file.is_file()


def _open_lines(path: Path) -> TextIO:
    with path.open("rb") as file:
        encoding = "utf-16" if utf16_marked(file.read(2)) else "utf-8-sig"
    return path.open(encoding=encoding, errors="surrogateescape")


def _from_stream(stream: BinaryIO) -> Iterator[Outcome]:
    """Tell by its first character what a stream holds."""
    head = b""
    for line in stream:
        head += line
        if line.strip(_BLANK_BYTES):
            break
    if head.lstrip(_BLANK_BYTES).startswith(b"{"):
        lines = (line.decode("utf-8", "surrogateescape") for line in chain(io.BytesIO(head), stream))
        yield from read_jsonl((line.removeprefix("\ufeff") for line in lines), _STDIN_NAME)
        return
    try:
        raw = head + stream.read()
        text = decode(raw, _STDIN_NAME, declared_encoding(raw) or "cp1252")
        start = text.lstrip()[:1]
        if start != "{":
            found = read_html(text, _STDIN_NAME) if start == "<" else read_text(text, _STDIN_NAME)
    except DataError as error:
        yield _STDIN_NAME, error
        return
    if start == "{":  # in UTF-16
        yield from read_jsonl(text.split("\n"), _STDIN_NAME)
    else:
        yield _STDIN_NAME, found


def _from_file(path: Path, name: str) -> Outcome:
    raw = path.read_bytes()
    try:
        if path.suffix.lower() == ".txt":
            found = read_text(decode(raw, name), name)
        else:
            found = read_html(decode(raw, name, declared_encoding(raw) or "cp1252"), name)
    except DataError as error:
        return name, error
    # A file of one article is named after it; pages are often all called the same.
    own = None if path.stem.lower() in _NO_NAMES else path.stem
    return name, replace(found, id=found.id or own)
