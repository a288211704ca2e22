"""A web server for tests: real HTTP over a socket, with byte ranges, that counts what it serves."""

import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Site(ThreadingHTTPServer):
    """A folder on the web.

    Attributes:
        ranges: Whether parts of files can be had.
        fault: Called with each request's handler before it is answered; what it returns as true was its answer.
        served: Bytes of bodies by path.
        asked: Requests by path.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.ranges = True
        self.fault: Callable[[_Handler], bool] = lambda handler: False
        self.served: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def reset(self) -> None:
        self.ranges, self.fault = True, lambda handler: False
        self.served.clear()
        self.asked.clear()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up is no error; a traceback of it would stand among what the command says."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def file(self, ending: str) -> tuple[int, int]:
        """Requests and bytes of the files with this ending."""
        paths = [path for path in self.asked if path.endswith(ending)]
        return sum(self.asked[p] for p in paths), sum(self.served[p] for p in paths)


class _Handler(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.asked[path] += 1
        if self.server.fault(self):
            return
        file = self.server.folder / path.lstrip("/")
        if not file.is_file():
            self.send(404, b"not here")
            return
        size = file.stat().st_size
        wanted = RANGE.fullmatch(self.headers.get("Range", ""))
        if not self.server.ranges or wanted is None:
            self.send(200, file.read_bytes())
            return
        first, last = wanted.groups()
        start = int(first) if first else max(0, size - int(last))
        stop = min(int(last) + 1, size) if first and last else size
        if start >= size:
            self.send(416, b"")
            return
        with file.open("rb") as content:
            content.seek(start)
            body = content.read(stop - start)
        self.send(206, body, {"Content-Range": f"bytes {start}-{stop - 1}/{size}"})

    def send(self, status: int, body: bytes, headers: dict[str, str] | None = None, cut: int = 0) -> None:
        """Answer; with `cut`, break off that many bytes before the end."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        sent = body[: len(body) - cut]
        self.wfile.write(sent)
        self.server.served[unquote(urlsplit(self.path).path)] += len(sent)
        if cut:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """A server on a folder, as long as the block runs."""
    with Site(folder) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
