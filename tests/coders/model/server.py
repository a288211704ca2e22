"""A server on the loopback that speaks the chat completions protocol, well or badly, as a test has it.

What it does with a request is for `behave` to say: it gets the request and gives an act. Real sockets, so that cut
lines, slow answers and limits of rate are what they are elsewhere.
"""

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Asked:
    """One request as it came."""

    number: int
    body: dict
    key: str | None
    at: float
    answered: float | None = None

    @property
    def messages(self) -> list[dict]:
        return self.body["messages"]

    @property
    def round(self) -> int:
        """0 for the first question about an article, 1 for the second."""
        return sum(message["role"] == "assistant" for message in self.messages)

    @property
    def text(self) -> str:
        """The article that is asked about."""
        said = next(message["content"] for message in self.messages if message["role"] == "user")
        mark = re.search(r"with the mark (\w+):", said)[1]
        return said.split(f"\n{mark}\n", 1)[1].rsplit(f"\n{mark}", 1)[0]


@dataclass
class Answer:
    """An answer of the protocol, after some time."""

    content: str | None
    after: float = 0.0
    finish: str = "stop"
    refusal: str | None = None
    question_tokens: int = 7000
    answer_tokens: int = 300
    usage: bool = True
    pieces: int = 12


@dataclass
class Status:
    """An error of the protocol."""

    status: int
    message: str = "no"
    code: str | None = None
    headers: dict = field(default_factory=dict)
    after: float = 0.0


@dataclass
class Raw:
    """A response of any other kind: a body that is no JSON, a line that is cut after so many bytes."""

    body: bytes
    cut: int | None = None
    after: float = 0.0
    status: int = 200


@dataclass
class Cut:
    """An answer whose line is cut in the middle."""

    content: str
    share: float = 0.5


class Server:
    """The server, in a thread of its own while it is entered."""

    def __init__(self, behave: Callable[[Asked], object]) -> None:
        self.behave = behave
        self.asked: list[Asked] = []
        self.under_way = self.most = 0
        self.busy = 0.0
        self._since = time.monotonic()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()

    def __enter__(self) -> "Server":
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._line, "127.0.0.1", 0, backlog=512))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = int(re.search(r"content-length: (\d+)", head, re.IGNORECASE)[1])
                body = json.loads(await reader.readexactly(length))
                key = re.search(r"authorization: Bearer (\S+)", head, re.IGNORECASE)
                asked = Asked(len(self.asked), body, key and key[1], time.monotonic())
                self.asked.append(asked)
                self._count(1)
                try:
                    await self._act(self.behave(asked), asked, reader, writer)
                finally:
                    self._count(-1)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _count(self, change: int) -> None:
        now = time.monotonic()
        self.busy += self.under_way * (now - self._since)
        self._since = now
        self.under_way += change
        self.most = max(self.most, self.under_way)

    async def _act(
        self, act: object, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await asyncio.sleep(getattr(act, "after", 0.0))
        if reader.at_eof():
            raise ConnectionResetError  # whoever asked is gone, and gets no answer
        match act:
            case Answer() if asked.body.get("stream"):
                await self._stream(act, asked, writer)
            case Answer():
                await self._send(writer, json.dumps(completion(act, asked.body["model"])).encode())
            case Status():
                error = {"error": {"message": act.message, "type": "error", "code": act.code}}
                await self._send(writer, json.dumps(error).encode(), act.status, act.headers)
            case Raw():
                if act.cut is not None:
                    writer.write(_head(act.status, len(act.body), {}) + act.body[: act.cut])
                    await writer.drain()
                    raise ConnectionResetError
                await self._send(writer, act.body, act.status)
            case Cut():
                await self._cut(act, asked, writer)
        asked.answered = time.monotonic()

    async def _cut(self, act: Cut, asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.body.get("stream"):
            pieces = list(chunks(Answer(act.content), asked.body))
            writer.write(_head(200, None, {"content-type": "text/event-stream"}))
            for piece in pieces[: int(len(pieces) * act.share)]:
                writer.write(_chunked(piece))
        else:
            body = json.dumps(completion(Answer(act.content), asked.body["model"])).encode()
            writer.write(_head(200, len(body), {}) + body[: int(len(body) * act.share)])
        await writer.drain()
        raise ConnectionResetError

    async def _stream(self, act: Answer, asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, None, {"content-type": "text/event-stream"}))
        for piece in chunks(act, asked.body):
            writer.write(_chunked(piece))
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async def _send(
        self, writer: asyncio.StreamWriter, body: bytes, status: int = 200, headers: dict | None = None
    ) -> None:
        writer.write(_head(status, len(body), headers or {}) + body)
        await writer.drain()


def completion(act: Answer, model: str) -> dict:
    """The body of an answer that comes whole."""
    message = {"role": "assistant", "content": act.content, "refusal": act.refusal}
    told = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": act.finish, "logprobs": None}],
    }
    return told | {"usage": _usage(act)} if act.usage else told


def chunks(act: Answer, body: dict) -> list[bytes]:
    """The events of an answer that comes in pieces."""
    said = act.content or ""
    size = max(1, len(said) // act.pieces + 1)
    deltas = [{"role": "assistant", "content": ""}]
    deltas += [{"content": said[at : at + size]} for at in range(0, len(said), size)]
    if act.refusal:
        deltas.append({"refusal": act.refusal})
    choices = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
    choices.append({"index": 0, "delta": {}, "finish_reason": act.finish})
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": body["model"]}
    events = [base | {"choices": [choice]} for choice in choices]
    if act.usage and (body.get("stream_options") or {}).get("include_usage"):
        events.append(base | {"choices": [], "usage": _usage(act)})
    return [*(f"data: {json.dumps(event)}\n\n".encode() for event in events), b"data: [DONE]\n\n"]


def _usage(act: Answer) -> dict:
    return {
        "prompt_tokens": act.question_tokens,
        "completion_tokens": act.answer_tokens,
        "total_tokens": act.question_tokens + act.answer_tokens,
    }


def _head(status: int, length: int | None, headers: dict) -> bytes:
    told = {"content-type": "application/json"} | headers
    told |= {"transfer-encoding": "chunked"} if length is None else {"content-length": str(length)}
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def _chunked(piece: bytes) -> bytes:
    return f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
