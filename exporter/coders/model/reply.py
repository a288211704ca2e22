"""An answer of the server in the form of the chat completions protocol, whole or piece by piece."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class BadReplyError(Exception):
    """What came is no answer of the protocol."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said.

    Attributes:
        text: Its words.
        refusal: Why it said nothing, where it declined.
        finish: Why it ended: `stop`, `length` (the limit of the answer), `content_filter`, ...
        question_tokens: Tokens of the question; 0 where the server does not count.
        answer_tokens: Tokens of the answer, likewise.
        cached_tokens: Tokens of the question that the server still had.
    """

    text: str
    refusal: str | None
    finish: str
    question_tokens: int
    answer_tokens: int
    cached_tokens: int

    @property
    def refused(self) -> bool:
        """Whether the model, or a filter before it, declined to answer."""
        return self.refusal is not None or self.finish == "content_filter"


def reply_of(body: Any) -> Reply:
    """The answer in a response's body.

    Raises:
        BadReplyError: There is none in it.
    """
    if isinstance(body, Mapping) and body.get("error"):
        raise BadReplyError(f"an error in place of an answer: {error_words(body['error'])}")
    try:
        choice = body["choices"][0]
        message = choice["message"]
        text = _words(message.get("content"))
        refusal = message.get("refusal")
    except (LookupError, TypeError, AttributeError) as error:
        raise BadReplyError("no answer in the form of the protocol") from error
    finish = choice.get("finish_reason")
    return counted(text, _words(refusal) or None, str(finish or "stop"), body.get("usage"))


def counted(text: str, refusal: str | None, finish: str, usage: Any) -> Reply:
    """An answer with its tokens as the server counts them."""
    facts = usage if isinstance(usage, Mapping) else {}
    details = facts.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, Mapping) else 0
    return Reply(
        clean(text),
        None if refusal is None else clean(refusal),
        finish,
        _number(facts.get("prompt_tokens")),
        _number(facts.get("completion_tokens")),
        _number(cached),
    )


def clean(text: str) -> str:
    """A text that can be written as UTF-8: JSON may hold halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def error_words(error: Any) -> str:
    """What an error of the server says."""
    said = error.get("message") if isinstance(error, Mapping) else error
    return clean(" ".join(str(said).split()))[:300]


def _words(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, Mapping))
    return ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**40 else 0
