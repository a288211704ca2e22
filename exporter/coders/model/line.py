"""The line to the server: a question that nobody else is asking is asked, and its answer kept."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exporter.coders.model.ask import Server
from exporter.coders.model.budget import Budget, Spent
from exporter.coders.model.cache import Cache
from exporter.coders.model.claims import Claims
from exporter.coders.model.reply import Reply
from exporter.coders.model.request import Message
from exporter.coders.model.settings import Settings

_LOOK = 0.2
"""Seconds between two looks at whether another run has its answer."""

_GRACE = 5.0


class Line:
    """Asks a server within a budget, in this process. Belongs to one event loop."""

    def __init__(self, settings: Settings, schema: Mapping[str, Any], cache: Cache, spent: Spent) -> None:
        """Make ready to ask; what it takes is counted into `spent`.

        Raises:
            MissingExtraError: The client is not installed.
        """
        self._settings, self._cache = settings, cache
        self._server = Server(settings, schema, Budget(settings, spent))
        self._claims = Claims(cache.path)

    async def answer(self, key: str, messages: Sequence[Message]) -> Reply:
        """The answer to a question, which is kept before it is given.

        Raises:
            UnansweredError: There is none after all attempts.
            OutOfBudgetError: It cannot be afforded.
            UsageError: No question can be answered: the key, the model or the address is wrong.
            DataError: The server has stopped answering, or the account is used up.
        """
        while not self._claims.take(key):
            await asyncio.sleep(_LOOK)
        try:
            # Another run may have had it answered meanwhile.
            kept = self._cache.get(key)
            if kept:
                return kept
            return await self._server.answer(
                messages, lambda reply: self._cache.put(key, self._settings.model, reply)
            )
        finally:
            self._claims.free(key)

    async def finish(self, tasks: Iterable[asyncio.Task[Any]]) -> None:
        """Of the tasks that have questions, finish those that are on the line, and begin nothing.

        A server that is silent is given up after the usual time, as is one that then still has not come to an end.
        """
        self._server.end()
        begun = []
        for task in tasks:
            if self._server.asking(task):
                begun.append(task)
            else:
                task.cancel()
        if begun:
            await asyncio.wait(begun, timeout=self._settings.timeout + _GRACE)

    async def close(self) -> None:
        """Close the connections."""
        self._claims.close()
        await self._server.close()
