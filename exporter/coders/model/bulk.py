"""Many articles at a time: questions are asked side by side, answers are given in the order of the articles.

The questions live in an event loop of their own thread, so that the line stays busy while the answers are made into
events; the line itself lives in a process of its own. Only so many articles are taken ahead, so that memory does not
grow with their number.
"""

import asyncio
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass

from exporter.articles.article import Article
from exporter.coders.model.answer import Examined, examine
from exporter.coders.model.apart import Apart
from exporter.coders.model.ask import UnansweredError
from exporter.coders.model.budget import OutOfBudgetError, Spent
from exporter.coders.model.cache import Cache, question_key
from exporter.coders.model.line import Line
from exporter.coders.model.prompt import Prompt, mending
from exporter.coders.model.reply import Reply
from exporter.coders.model.request import Message
from exporter.coders.model.settings import Settings

AHEAD = 8
"""How many articles are taken ahead for each request under way: one slow answer holds up the order, not the line."""

_TURN = 0.0005
"""Seconds for which the making of events may hold up the line to the server."""

_HEARING = 0.2
"""Seconds until Ctrl-C is heard: Polars has the system go on with waits that a signal interrupts."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the model said of one article in the end.

    Attributes:
        reply: Its answer, the mended one where it was asked twice.
        examined: The answer held against the article; None where it declined.
    """

    reply: Reply
    examined: Examined | None


@dataclass(frozen=True, slots=True)
class Left:
    """An article without an answer, and why; `reason` is None where the budget was at its end."""

    reason: str | None


def better(first: Examined, second: Examined) -> Examined:
    """Of the answer and the mended one the better: the mended one, unless it is no answer or worse."""
    if not second.usable or (first.usable and len(second.faults) > len(first.faults)):
        return first
    return second


class Asker:
    """Asks about articles, each question once: what the cache has is not asked again; offline, nothing is."""

    def __init__(
        self, settings: Settings, prompt: Prompt, cache: Cache, *, offline: bool = False, apart: bool = True
    ) -> None:
        self._offline, self._apart = offline, apart
        self._settings, self._prompt, self._cache = settings, prompt, cache
        self._asking: dict[str, asyncio.Task[Reply]] = {}
        self.spent = Spent()
        self._line: Apart | Line | None = None
        # An article keeps its place for its second question: what was begun is finished before more is begun.
        self._places = asyncio.Semaphore(settings.concurrency)

    async def exchange(self, article: Article) -> Exchange | Left:
        """Ask about an article in its turn, and once more where something is wrong with the answer."""
        async with self._places:
            return await self._exchange(article)

    async def _exchange(self, article: Article) -> Exchange | Left:
        messages = self._prompt.messages(article)
        try:
            reply = await self._asked(messages)
            if reply.refused:
                return Exchange(reply, None)
            examined = examine(reply.text, article, self._prompt.own)
            faults = _faults(reply, examined, self._settings)
            if faults and not (self._offline and not self._known(mending(messages, reply.text, faults))):
                second = await self._asked(mending(messages, reply.text, faults))
                if not second.refused:
                    examined = better(examined, examine(second.text, article, self._prompt.own))
        except OutOfBudgetError:
            return Left(None)
        except UnansweredError as error:
            return Left(str(error))
        return Exchange(reply, examined)

    async def close(self) -> None:
        """Close the line to the server."""
        if self._line:
            await self._line.close()

    def _known(self, messages: list[Message]) -> bool:
        return self._cache.get(question_key(self._settings, messages)) is not None

    async def _asked(self, messages: list[Message]) -> Reply:
        key = question_key(self._settings, messages)
        kept = self._cache.get(key)
        if kept:
            return kept
        # Two articles with the same text are one question.
        task = self._asking.get(key)
        if task is None:
            task = asyncio.ensure_future(self._ask(key, messages))
            self._asking[key] = task
            task.add_done_callback(lambda _: self._asking.pop(key, None))
        return await asyncio.shield(task)

    async def _ask(self, key: str, messages: list[Message]) -> Reply:
        if self._offline:
            raise UnansweredError("no answer so far, and none is asked for")
        if self._line is None:
            kind = Apart if self._apart else Line
            self._line = kind(self._settings, self._prompt.schema, self._cache, self.spent)
        return await self._line.answer(key, messages)


def faults_of(reply: Reply, article: Article, settings: Settings, prompt: Prompt) -> list[str]:
    """What there is to mend in an answer; nothing where the model declined."""
    return [] if reply.refused else _faults(reply, examine(reply.text, article, prompt.own), settings)


def _faults(reply: Reply, examined: Examined, settings: Settings) -> list[str]:
    if examined.faults and reply.finish == "length":
        broken = f"It broke off at the limit of {settings.answer_tokens} tokens: answer in fewer words."
        return [broken, *examined.faults]
    return list(examined.faults)


def in_order(
    asker: Asker, articles: Iterable[Article], width: int
) -> Iterator[tuple[Article, Exchange | Left]]:
    """Each article with what became of it, in order; `width` are taken ahead.

    Raises:
        ExporterError: The run cannot go on.
    """
    # Answers are made into events beside the loop: it must not wait for its turn as long as Python would have it.
    patience = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="model coder", daemon=True)
    thread.start()
    under_way: deque[tuple[Article, Future[Exchange | Left]]] = deque()
    source = iter(articles)
    try:
        while True:
            while len(under_way) < width and (article := next(source, None)) is not None:
                under_way.append((article, asyncio.run_coroutine_threadsafe(asker.exchange(article), loop)))
            if not under_way:
                return
            article, future = under_way.popleft()
            while not wait([future], _HEARING).done:
                pass
            yield article, future.result()
    finally:
        sys.setswitchinterval(patience)
        asyncio.run_coroutine_threadsafe(_ended(asker), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _ended(asker: Asker) -> None:
    """Give up what is under way, and close the line."""
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asker.close()
