"""The process that holds the line to the server (see `apart`): `python -m exporter.coders.model.line_process`.

It reads settings, then questions, until the end of its input. An empty line before that end is an orderly goodbye:
what is on the line is given up. Without it the other side was killed: what is on the line is finished and kept, and
nothing more is asked. It imports little, since its memory comes on top of that of the coder.
"""

import asyncio
import json
import os
import queue
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from exporter.coders.model.ask import UnansweredError
from exporter.coders.model.budget import OutOfBudgetError, Spent
from exporter.coders.model.cache import Cache
from exporter.coders.model.line import Line
from exporter.coders.model.prices import Prices
from exporter.coders.model.settings import Settings
from exporter.errors import DataError, ExporterError

_GOODBYE = b"\n"


class _Outbox:
    """Sends lines from a thread of its own: that the other side is slow or gone must not hold up the server's."""

    def __init__(self) -> None:
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def put(self, key: str | None, spent: Spent, **told: Any) -> None:
        said = {"key": key, "spent": asdict(spent), **told}
        self._lines.put(json.dumps(said).encode() + b"\n")

    def close(self) -> None:
        """Send what is left, if somebody reads it."""
        self._lines.put(None)
        self._thread.join(timeout=1)

    def _send(self) -> None:
        with suppress(OSError):
            while line := self._lines.get():
                while line:
                    line = line[os.write(1, line) :]


async def _hold(opening: dict[str, Any]) -> None:
    """Answer questions to the end of the input."""
    out = _Outbox()
    try:
        settings = _settings(opening["settings"])
        cache = Cache(Path(opening["settings"]["cache"]))
        spent = Spent()
        line = Line(settings, opening["schema"], cache, spent)
    except Exception as error:  # noqa: BLE001 (told to the other side, whatever it is)
        out.put(None, Spent(), error=_told(error))
        out.close()
        return
    tasks: set[asyncio.Task[None]] = set()
    inbox = _inbox(asyncio.get_running_loop())
    # A line without an end is one that was cut off with the other side.
    while (said := await inbox.get()).endswith(b"\n") and said != _GOODBYE:
        task = asyncio.create_task(_answered(line, json.loads(said), out, spent))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    if said != _GOODBYE:
        await line.finish(set(tasks))
    for task in set(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await line.close()
    cache.close()
    out.close()


async def _answered(line: Line, question: dict[str, Any], out: _Outbox, spent: Spent) -> None:
    key = question["key"]
    try:
        reply = await line.answer(key, question["messages"])
    except Exception as error:  # noqa: BLE001 (told to the other side, whatever it is)
        out.put(key, spent, error=_told(error))
    else:
        out.put(key, spent, reply=asdict(reply))


def _inbox(loop: asyncio.AbstractEventLoop) -> asyncio.Queue[bytes]:
    """The lines of the input as they come, the last one empty; read by a thread, as all systems can."""
    lines: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        said = _GOODBYE * 2
        with suppress(RuntimeError):  # the loop may have been closed
            while said not in (_GOODBYE, b""):
                said = sys.stdin.buffer.readline()
                loop.call_soon_threadsafe(lines.put_nowait, said)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _settings(facts: dict[str, Any]) -> Settings:
    prices = facts["prices"] and Prices(**facts["prices"])
    return Settings(**(facts | {"prices": prices, "cache": Path(facts["cache"])}))


def _told(error: Exception) -> dict[str, Any]:
    """An error as the other side can raise it again."""
    match error:
        case UnansweredError() | OutOfBudgetError() | DataError():
            kind, message = type(error).__name__, str(getattr(error, "message", error))
        case ExporterError():
            kind, message = "UsageError", error.message
        case _:
            kind, message = "", "".join(traceback.format_exception(error))
    return {"kind": kind, "message": message, "remedy": getattr(error, "remedy", None)}


def main() -> None:
    """Hold the line until the input ends."""
    said = sys.stdin.buffer.readline()
    if said.endswith(b"\n"):
        asyncio.run(_hold(json.loads(said)))


if __name__ == "__main__":
    main()
