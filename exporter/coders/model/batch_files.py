"""The other way to ask: a file of requests for a batch endpoint, and the file of results that comes back.

Requests are named by their question (see `cache.question_key`), so results find their way into the cache, and the
coder takes them from there. What the results leave to be mended is a question too: written like the others, the next
time.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exporter.articles.article import Article
from exporter.coders.model.budget import usual_tokens
from exporter.coders.model.bulk import faults_of
from exporter.coders.model.cache import Cache, question_key
from exporter.coders.model.prompt import Prompt, mending
from exporter.coders.model.reply import BadReplyError, error_words, reply_of
from exporter.coders.model.request import FORMS, Dialect, Message, body
from exporter.coders.model.settings import Settings
from exporter.errors import UsageError
from exporter.validation.whole import written_whole

MEGABYTE = 1_000_000
MOST_REQUESTS = 50_000
"""Requests of one file, as the usual endpoints take them."""

_URL = "/v1/chat/completions"
_KEY = frozenset("0123456789abcdef")


@dataclass
class Written:
    """What was written.

    Attributes:
        files: The files, in order.
        first: Articles asked about for the first time.
        mending: Answers that are to be mended.
        known: Articles that need no question.
        question_tokens: About the tokens of the questions.
    """

    files: list[Path] = field(default_factory=list)
    first: int = 0
    mending: int = 0
    known: int = 0
    question_tokens: int = 0

    @property
    def requests(self) -> int:
        """All of them."""
        return self.first + self.mending


@dataclass
class Read:
    """What results held.

    Attributes:
        answers: How many were kept.
        question_tokens: Their tokens, as the server counts.
        answer_tokens: Likewise.
        failed: Requests without an answer: file and line, and why.
    """

    answers: int = 0
    question_tokens: int = 0
    answer_tokens: int = 0
    failed: list[str] = field(default_factory=list)


def write_requests(
    articles: Iterable[Article],
    path: Path,
    settings: Settings,
    prompt: Prompt,
    cache: Cache,
    *,
    megabytes: float = 190,
    form: str = FORMS[0],
) -> Written:
    """Write the questions that have no answer yet, in as many files as the size asks for.

    Raises:
        UsageError: A file cannot be written.
    """
    written = Written()
    lines: list[bytes] = []
    size = 0
    for key, messages in _questions(articles, settings, prompt, cache, written):
        asked = body(settings, prompt.schema, messages, Dialect(form))
        line = {"custom_id": key, "method": "POST", "url": _URL, "body": asked}
        said = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        if lines and (size + len(said) > megabytes * MEGABYTE or len(lines) == MOST_REQUESTS):
            _write(lines, path, written)
            lines, size = [], 0
        lines.append(said)
        size += len(said)
        written.question_tokens += sum(usual_tokens(message["content"]) for message in messages)
    if lines:
        _write(lines, path, written)
    return written


def _questions(
    articles: Iterable[Article], settings: Settings, prompt: Prompt, cache: Cache, written: Written
) -> Iterator[tuple[str, list[Message]]]:
    """Each question once: the first about an article, or the one that mends the answer to it."""
    seen: set[str] = set()
    for article in articles:
        messages = prompt.messages(article)
        key = question_key(settings, messages)
        reply = cache.get(key)
        mend = False
        if reply is not None:
            faults = faults_of(reply, article, settings, prompt)
            if not faults:
                written.known += 1
                continue
            mend, messages = True, mending(messages, reply.text, faults)
            key = question_key(settings, messages)
        if key in seen or cache.get(key):
            written.known += 1
            continue
        seen.add(key)
        written.mending += mend
        written.first += not mend
        yield key, messages


def _write(lines: list[bytes], path: Path, written: Written) -> None:
    number = len(written.files) + 1
    name = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
    with written_whole(name) as part:
        part.write_bytes(b"".join(lines))
    written.files.append(name)


def read_results(paths: Iterable[Path], settings: Settings, cache: Cache) -> Read:
    """Take the answers of results files into the cache.

    Raises:
        UsageError: A file cannot be read, or a line is no result.
    """
    read = Read()
    for path in paths:
        try:
            with path.open(encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        _take(f"{path}:{number}", line, settings, cache, read)
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} cannot be read: {error}.", "Name a results file.") from error
    return read


def _take(where: str, line: str, settings: Settings, cache: Cache, read: Read) -> None:
    try:
        result: Any = json.loads(line)
        key, response, error = result["custom_id"], result.get("response"), result.get("error")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise UsageError(
            f"{where} is no result of a batch: no JSON object with `custom_id`.",
            "Give the file as the endpoint returned it.",
        ) from fault
    if not isinstance(key, str) or len(key) != 64 or not set(key) <= _KEY:
        raise UsageError(
            f"{where}: custom_id {key!r} is none of ours.",
            "Give the results of requests that `exporter batch-write` has written.",
        )
    try:
        if error or not isinstance(response, dict):
            raise BadReplyError(error_words(error or "no response"))
        if response.get("status_code", 200) != 200:
            facts = response.get("body")
            said = error_words(facts.get("error", facts) if isinstance(facts, dict) else facts)
            raise BadReplyError(f"status {response['status_code']}: {said}")
        reply = reply_of(response.get("body"))
    except BadReplyError as fault:
        read.failed.append(f"{where}: {fault}")
        return
    cache.put(key, settings.model, reply)
    read.answers += 1
    read.question_tokens += reply.question_tokens
    read.answer_tokens += reply.answer_tokens
