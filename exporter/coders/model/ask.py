"""One question to the server, with patience: limits of rate, overload, cut lines and silence are waited out.

The key of the server comes from the environment: `EXPORTER_MODEL_KEY`, and for OpenAI's own address `OPENAI_API_KEY`
as well, which is sent nowhere else. It is in the header of the requests and in nothing that is written or said.
"""

import asyncio
import json
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from exporter.coders.model.budget import Budget, most_tokens, usual_tokens
from exporter.coders.model.reply import BadReplyError, Reply, clean, counted, error_words, reply_of
from exporter.coders.model.request import Dialect, Message, body
from exporter.coders.model.settings import Settings
from exporter.errors import DataError, ExporterError, MissingExtraError, UsageError

KEY = "EXPORTER_MODEL_KEY"
"""The environment variable with the server's key."""

OPENAI_KEY = "OPENAI_API_KEY"

_NO_KEY = "none"  # the client wants one; servers without keys take any
_LONGEST_WAIT = 60.0
_LONGEST_ASKED = 3600.0
"""A server that asks for more patience than this is left alone for this run."""

_BEFORE_ANY = 3
"""Attempts at a server that has never been heard of."""

_IN_A_ROW = 20
"""Articles without an answer, one after the other, after which the run ends."""

# What the client's own library calls it where no connection came about.
_NOT_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})

_TOO_LONG = ("context length", "context_length", "maximum context", "too long", "exceed")


class UnansweredError(Exception):
    """The server gives no answer to this question; others may fare better."""


class _AgainError(Exception):
    """Worth another attempt, after a while."""

    def __init__(self, reason: str, wait: float | None = None, *, billed: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait
        self.billed = billed


def key_for(base_url: str, environment: Mapping[str, str] | None = None) -> str | None:
    """The key for a server, from the environment alone."""
    known = os.environ if environment is None else environment
    if known.get(KEY):
        return known[KEY]
    return known.get(OPENAI_KEY) if urlsplit(base_url).hostname == "api.openai.com" else None


class Server:
    """The server behind an address. Belongs to one event loop."""

    def __init__(self, settings: Settings, schema: Mapping[str, Any], budget: Budget) -> None:
        """Make ready to ask for answers in the form of `schema`; nothing is sent yet.

        Raises:
            MissingExtraError: The client is not installed.
        """
        try:
            import openai  # noqa: PLC0415 (an extra)
        except ModuleNotFoundError as error:
            raise MissingExtraError("The model coder", "model") from error
        self._openai = openai
        self._settings, self._schema, self._budget = settings, schema, budget
        self._key = key_for(settings.base_url)
        self._client: Any = openai.AsyncOpenAI(
            api_key=self._key or _NO_KEY,
            base_url=settings.base_url,
            timeout=settings.timeout,
            max_retries=0,  # ours know the budget, and that a limit of rate is for all requests
        )
        self._dialect = Dialect()
        self._open_at = 0.0
        self._heard = False
        self._failures = 0
        self._ended: Exception | None = None
        self._asking: set[asyncio.Task[Any] | None] = set()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    def asking(self, task: asyncio.Task[Any]) -> bool:
        """Whether a task has a request on its way, or the answer."""
        return task in self._asking

    def end(self) -> None:
        """Send no more requests; those on their way are not held up."""
        self._ended = UnansweredError("no more is asked")

    async def answer(self, messages: Sequence[Message], keep: Callable[[Reply], None]) -> Reply:
        """The answer to some messages; `keep` is told of it the moment that it is here.

        Raises:
            UnansweredError: There is none after all attempts.
            OutOfBudgetError: It cannot be afforded.
            UsageError: No question can be answered: the key, the model or the address is wrong.
            DataError: The server has stopped answering, or the account is used up.
        """
        attempt = 0
        while True:
            try:
                reply = await self._in_turn(messages, keep)
            except _AgainError as error:
                attempt += 1
                self._give_up(error.reason, attempt)
                if self._ended:
                    raise self._ended from error
                await asyncio.sleep(self._patience(attempt) if error.wait is None else error.wait)
            except ExporterError as error:
                self._ended = error
                raise
            else:
                self._failures = 0
                return reply

    # -- attempts ------------------------------------------------------------------------------------------

    async def _in_turn(self, messages: Sequence[Message], keep: Callable[[Reply], None]) -> Reply:
        text = "".join(message["content"] for message in messages)
        while (wait := self._open_at - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        held = await self._budget.reserve(most_tokens(text))
        question, answer, cached, lost = 0, 0, 0, False
        try:
            reply = await self._adapted(messages)
            keep(reply)
            question = reply.question_tokens or usual_tokens(text)
            answer, cached = reply.answer_tokens or usual_tokens(reply.text), reply.cached_tokens
        except _AgainError as error:
            # It may have been read and answered all the same, and be on the bill.
            question, lost = (usual_tokens(text), True) if error.billed else (0, False)
            raise
        finally:
            await self._budget.settle(held, question, answer, cached, lost=lost)
        return reply

    async def _adapted(self, messages: Sequence[Message]) -> Reply:
        """The answer, asked for in the way that the server understands."""
        openai = self._openai
        while True:
            if self._ended:
                raise self._ended
            asked = replace(self._dialect)
            try:
                return await self._once(messages, asked)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                said = self._said(error)
                if not self._dialect.adapt(said, asked):
                    raise self._rejected(said) from error
            except openai.APIStatusError as error:
                raise self._of_status(error) from error
            except openai.APIConnectionError as error:
                sent = type(error.__cause__).__name__ not in _NOT_SENT
                said = self._scrubbed(f"no connection ({error.__cause__ or error})")
                raise _AgainError(said, billed=sent) from error
            except (openai.APIError, json.JSONDecodeError, BadReplyError, UnicodeDecodeError) as error:
                self._heard = True
                raise _AgainError(
                    self._scrubbed(f"no answer of the protocol ({error})"), billed=True
                ) from error

    async def _once(self, messages: Sequence[Message], dialect: Dialect) -> Reply:
        asked = body(self._settings, self._schema, messages, dialect)
        task = asyncio.current_task()
        self._asking.add(task)
        try:
            if self._settings.stream:
                reply = await self._streamed(asked)
            else:
                response = await self._client.chat.completions.with_raw_response.create(**_besides(asked))
                reply = reply_of(json.loads(response.text))
        finally:
            self._asking.discard(task)
        self._heard = True
        text, refusal = self._scrubbed(reply.text), reply.refusal and self._scrubbed(reply.refusal)
        return replace(reply, text=text, refusal=refusal)

    async def _streamed(self, asked: dict[str, Any]) -> Reply:
        import httpx2  # noqa: PLC0415 (comes with the client)

        text: list[str] = []
        refusal: list[str] = []
        finish, usage = "", None
        options = {"include_usage": True}
        try:
            async with await self._client.chat.completions.create(
                **_besides(asked), stream=True, stream_options=options
            ) as stream:
                async for chunk in stream:
                    usage = chunk.usage.model_dump() if chunk.usage else usage
                    for choice in chunk.choices[:1]:
                        text.append(choice.delta.content or "")
                        refusal.append(choice.delta.refusal or "")
                        finish = choice.finish_reason or finish
        except httpx2.HTTPError as error:
            raise _AgainError(f"the stream broke off ({type(error).__name__})", billed=True) from error
        if not finish:
            raise _AgainError("the stream ended before the answer did", billed=True)
        return counted("".join(text), "".join(refusal) or None, finish, usage)

    # -- what errors mean ------------------------------------------------------------------------------------

    def _of_status(self, error: Any) -> Exception:
        """What a status means: another attempt, another article, or the end of the run."""
        said, status = self._said(error), int(error.status_code)
        if status in (401, 403):
            held = "The key in the environment is not taken" if self._key else "The server wants a key"
            return UsageError(
                f"{held} ({status}): {said}", f"Put the key of {self._settings.base_url} into {KEY}."
            )
        if status == 404:
            return UsageError(
                f"{self._settings.base_url} has no model {self._settings.model!r}, or is no such server: {said}",
                "Check --model and --base-url, which ends in /v1 for most servers.",
            )
        self._heard = True
        if status == 429 and "insufficient_quota" in said:
            return DataError(f"The account of the key is used up: {said}", "Fill it up and run again.")
        if status in (408, 409, 425, 429) or status >= 500:
            return self._busy(status, said, _retry_after(error.response.headers))
        return UnansweredError(f"status {status}: {said}")

    def _busy(self, status: int, said: str, wait: float | None) -> Exception:
        """Another attempt after the time that the server asks for; a limit of rate holds for all requests."""
        if wait is not None and wait > _LONGEST_ASKED:
            return UnansweredError(f"the server asks for {wait:.0f} seconds of patience ({status})")
        if status == 429 and wait is not None:
            self._open_at = max(self._open_at, time.monotonic() + wait)
        # All that wait for the same moment should not ask in the same moment.
        pause = None if wait is None else wait * (1 + 0.1 * random.random())  # noqa: S311
        return _AgainError(f"status {status}: {said}", pause, billed=status in (500, 502, 504))

    def _rejected(self, said: str) -> Exception:
        """A request that the server refuses: for this article, or, where it never took any, for good."""
        if any(words in said.lower() for words in _TOO_LONG):
            return UnansweredError(f"too long for the model ({said})")
        if self._heard:
            return UnansweredError(f"refused by the server ({said})")
        return UsageError(
            f"The server refuses the request: {said}",
            "Parameters that it does not know can be left out: write those that it does into [model.parameters].",
        )

    def _give_up(self, reason: str, attempt: int) -> None:
        """End the attempts where they are enough, and the run where the server is gone."""
        if not self._heard and attempt >= min(_BEFORE_ANY, self._settings.attempts):
            self._ended = UsageError(
                f"{self._settings.base_url} does not answer: {reason}.",
                "Check that the server runs, and --base-url.",
            )
            raise self._ended
        if attempt >= self._settings.attempts:
            self._failures += 1
            if self._failures >= _IN_A_ROW:
                self._ended = DataError(
                    f"The server has stopped answering: {reason}.",
                    "What was answered is kept; run again to go on from there.",
                )
                raise self._ended
            raise UnansweredError(f"{reason}, {attempt} times")

    def _patience(self, attempt: int) -> float:
        """Twice as long each time, and nobody at the same moment as the others."""
        return min(_LONGEST_WAIT, 0.5 * 2.0**attempt) * (0.5 + random.random() / 2)  # noqa: S311

    def _said(self, error: Any) -> str:
        """What an error of the server says, with its code."""
        facts = error.body if isinstance(error.body, Mapping) else {}
        code = facts.get("code")
        said = error_words(facts.get("message") or error.message)
        return self._scrubbed(f"{said} ({code})" if isinstance(code, str) else said)

    def _scrubbed(self, text: str) -> str:
        """A text without the key, whoever put it there."""
        # What is shorter is no secret, and would stand in half of all words.
        secret = self._key if self._key and len(self._key) >= 8 else None
        return clean(text).replace(secret, "[key]") if secret else clean(text)


def _besides(asked: dict[str, Any]) -> dict[str, Any]:
    """A request as the client takes it, which has no arguments for what other servers know besides."""
    rest = {name: value for name, value in asked.items() if name not in ("model", "messages")}
    return {"model": asked["model"], "messages": asked["messages"], "extra_body": rest}


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """How long a server asks to wait, in seconds or until a time; None where it does not say."""
    millis, said = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if millis is not None:
            return max(0.0, float(millis) / 1000)
        if said is None:
            return None
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        until: datetime = parsedate_to_datetime(said or "")
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
