"""The way in: from files, folders and standard input to complete articles.

One bad article never stops the others, as long as somebody wants to hear of it (`on_problem`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import chain, repeat
from urllib.parse import urlsplit

from exporter.articles.article import Article, text_digest
from exporter.articles.dateline import find_dateline
from exporter.articles.dates import WANTED, parse_date
from exporter.articles.found import Found, language_code
from exporter.articles.inputs import Input, Paths, count_input, find_inputs, read_input
from exporter.errors import DataError, UsageError


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the user says of all articles, used where a file says nothing."""

    published: date | None = None
    source: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An article that could not be read.

    Attributes:
        where: The file, with its line where it has several articles: `articles.jsonl:3`.
        message: What is wrong, as a sentence that names the place too.
        remedy: What the user can do about it.
    """

    where: str
    message: str
    remedy: str


def read_articles(
    paths: Paths,
    *,
    published: date | str | None = None,
    source: str | None = None,
    language: str | None = None,
    on_problem: Callable[[Problem], None] | None = None,
) -> Iterator[Article]:
    """Read articles one after the other.

    Facts come from the file first (its fields, header lines or markup), then from the dateline of the text,
    then from the arguments here; a source that nobody names is the host of the URL, else `Unknown`. An
    article that is there twice, equal in everything, is given once.

    Args:
        paths: Files (`.txt`, `.html`, `.htm`, `.jsonl`, `.parquet`), folders, which are searched through and read in
            sorted order, and `-` for standard input, which may hold any of the three forms. One or many.
        published: Day of publication for articles that do not give one.
        source: Outlet for articles that do not give one.
        language: ISO 639-1 code for articles that do not give one.
        on_problem: Is told of each article that cannot be read; reading goes on. Without it the first such
            article is raised as an error.

    Raises:
        UsageError: At once, before anything is read: a path is missing, a folder holds no articles, a file is
            of an unknown kind, or an argument is not a date or a language code.
        DataError: While reading, where there is no `on_problem`.
        MissingExtraError: While reading, for a web page without the packages to read it.
    """
    inputs = find_inputs(paths)
    defaults = defaults_of(published, source, language)
    return _read(inputs, defaults, on_problem or _raise)


def count_articles(paths: Paths) -> int:
    """Return how many articles there seem to be, for a progress bar.

    Counts lines and files without looking at them. Standard input counts as one, since counting would use it
    up. May be more than `read_articles` gives, which passes over bad and repeated articles.

    Raises:
        UsageError: As for `read_articles`.
    """
    return sum(count_input(path) for path in find_inputs(paths))


_NO_DATE_REMEDY = (
    "Give it with --published YYYY-MM-DD, a 'Date:' line at the top of the file, or a \"published\" field."
)


def _read(
    inputs: list[Input], defaults: Defaults, on_problem: Callable[[Problem], None]
) -> Iterator[Article]:
    once = Once()
    for where, found in chain.from_iterable(map(read_outcomes, inputs, repeat(defaults))):
        try:
            if isinstance(found, DataError):
                raise found
            fresh = once.note(found, where)
        except DataError as error:
            on_problem(Problem(where, error.message, error.remedy or ""))
        else:
            if fresh:
                yield found


def read_outcomes(path: Input, defaults: Defaults) -> Iterator[tuple[str, Article | DataError]]:
    """Read one input: where each article stands, with the article or what is wrong with it."""
    for where, found in read_input(path):
        try:
            yield where, found if isinstance(found, DataError) else _complete(found, where, defaults)
        except DataError as error:
            yield where, error


class Once:
    """Articles seen so far, to give each once."""

    def __init__(self) -> None:
        # By id: the digest of everything in the article, and where it was.
        self._seen: dict[str, tuple[bytes, str]] = {}

    def note(self, article: Article, where: str) -> bool:
        """Remember an article; whether it is new.

        Raises:
            DataError: Another article has its id.
        """
        digest = sha256(repr(article).encode()).digest()
        if article.id not in self._seen:
            self._seen[article.id] = digest, where
            return True
        known, place = self._seen[article.id]
        if known != digest:
            raise DataError(
                f"{where} and {place} are different articles with the same id, {article.id}.",
                "Give each article an id of its own; those without one differ by their text.",
            )
        return False


def _raise(problem: Problem) -> None:
    raise DataError(problem.message, problem.remedy or None)


def _complete(found: Found, where: str, defaults: Defaults) -> Article:
    dateline = find_dateline(found.text)
    published = found.published or dateline.published or defaults.published
    if published is None:
        called = found.title or found.id
        name = f"{where} ({called})" if called else where
        raise DataError(f"{name} has no publication date.", _NO_DATE_REMEDY)
    return Article(
        id=found.id or text_digest(found.text),
        text=found.text,
        published=published,
        source=found.source or dateline.source or defaults.source or _host(found.url) or "Unknown",
        title=found.title,
        url=found.url,
        language=found.language or defaults.language,
    )


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # such as http://[half
        return None
    return host.removeprefix("www.") if host else None


def defaults_of(published: date | str | None, source: str | None, language: str | None) -> Defaults:
    """What the user says of all articles, read.

    Raises:
        UsageError: It is not a date or a language code.
    """
    try:
        day = parse_date(published) if isinstance(published, str) else published
    except ValueError as error:
        raise UsageError(f"The publication date cannot be used: {error}.", WANTED) from error
    try:
        code = language_code(language) if language else None
    except ValueError as error:
        raise UsageError(f"The language cannot be used: {error}.", "Give an ISO 639-1 code.") from error
    return Defaults(day.date() if isinstance(day, datetime) else day, source or None, code)
