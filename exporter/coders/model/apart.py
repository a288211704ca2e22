"""The line to the server in a process of its own, which lives on when this one is killed.

What the server sends then is received and kept all the same, so that the next run need not pay for it again. The two
talk through pipes, a JSON object a line: settings and questions there (see `line_process`), answers, errors and what
has been spent back. The key of the server is not among it: the other process has the same environment.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from exporter.coders.model.ask import UnansweredError
from exporter.coders.model.budget import OutOfBudgetError, Spent
from exporter.coders.model.cache import Cache
from exporter.coders.model.reply import Reply
from exporter.coders.model.request import Message
from exporter.coders.model.settings import Settings
from exporter.errors import DataError, MissingExtraError, UsageError

_LONGEST_LINE = 2**28
_FAREWELL = 5.0
"""Seconds that the other process has to close its connections."""


class Apart:
    """A line to the server that outlives this process. Belongs to one event loop."""

    def __init__(self, settings: Settings, schema: Mapping[str, Any], cache: Cache, spent: Spent) -> None:
        """Make ready to ask; the other process starts with the first question.

        Raises:
            MissingExtraError: The client is not installed.
        """
        if find_spec("openai") is None:
            raise MissingExtraError("The model coder", "model")
        self._spent = spent
        self._opening = {
            "settings": asdict(settings) | {"cache": str(cache.path.absolute())},
            "schema": schema,
        }
        self._waiting: dict[str, asyncio.Future[Reply]] = {}
        self._broken: Exception | None = None
        self._starting: asyncio.Task[asyncio.subprocess.Process] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None

    async def answer(self, key: str, messages: Sequence[Message]) -> Reply:
        """The answer to a question, which is kept before it is given.

        Raises:
            UnansweredError: There is none after all attempts.
            OutOfBudgetError: It cannot be afforded.
            UsageError: No question can be answered: the key, the model or the address is wrong.
            DataError: The server has stopped answering, the account is used up, or the other process is gone.
        """
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start())
        process = await asyncio.shield(self._starting)
        if self._broken:
            raise self._broken
        coming: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[key] = coming
        await _tell(process, {"key": key, "messages": list(messages)})
        return await coming

    async def close(self) -> None:
        """Have the other process give up what is on the line, and see it end."""
        process = self._process
        if process is None:
            return
        if process.stdin and process.returncode is None:
            # Without this line it would take the end of the pipe for the end of us, and finish what is on the line.
            with suppress(ConnectionError):
                process.stdin.write(b"\n")
                process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), _FAREWELL)
            except TimeoutError:
                process.kill()
        await process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        process = self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "exporter.coders.model.line_process",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # Who waits for the end of our standard error is not to wait for that process.
            stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)},
            limit=_LONGEST_LINE,
            **_of_its_own(),
        )  # fmt: skip
        self._listening = asyncio.ensure_future(self._listen(process))
        await _tell(process, self._opening)
        return process

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout  # noqa: S101 (a pipe, as asked for)
        async for line in process.stdout:
            told = json.loads(line)
            for name, value in told["spent"].items():
                setattr(self._spent, name, value)
            if told["key"] is None:
                self._break(_error(told["error"]))
            elif (future := self._waiting.pop(told["key"], None)) and not future.done():
                if "reply" in told:
                    future.set_result(Reply(**told["reply"]))
                else:
                    future.set_exception(_error(told["error"]))
        status = await process.wait()
        self._break(
            DataError(
                f"The process that holds the line to the server has ended (status {status}).",
                "What was answered is kept; run again to go on from there.",
            )
        )

    def _break(self, error: Exception) -> None:
        self._broken = self._broken or error
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(self._broken)
        self._waiting.clear()


async def _tell(process: asyncio.subprocess.Process, said: Mapping[str, Any]) -> None:
    """Send a line; that the other side is gone is found where its answers are read."""
    if process.stdin:
        with suppress(ConnectionError):
            process.stdin.write(json.dumps(said).encode() + b"\n")
            await process.stdin.drain()


def _of_its_own() -> dict[str, Any]:
    """What makes a process independent of ours: neither our end nor a key pressed at our terminal ends it."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _error(told: Mapping[str, Any]) -> Exception:
    kind, message, remedy = told["kind"], told["message"], told["remedy"]
    if kind == "UnansweredError":
        return UnansweredError(message)
    if kind == "OutOfBudgetError":
        return OutOfBudgetError()
    if kind == "DataError":
        return DataError(message, remedy)
    if kind == "UsageError":
        return UsageError(message, remedy)
    return RuntimeError(f"The process that holds the line to the server failed:\n{message}")
