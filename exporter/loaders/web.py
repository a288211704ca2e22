"""Requests over HTTP: timeouts, a bounded number of attempts, and errors that say what to do.

urllib3 does the work: connections are kept open between the parts of a file, an answer that ends too early is
an error, and it brings nothing else along.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import IncompleteRead
from types import TracebackType
from typing import BinaryIO, Self, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

from exporter.errors import UsageError

ATTEMPTS = 3
PAUSE = 0.25
"""Seconds before the second attempt; each further pause is twice as long."""

TIMEOUT = urllib3.Timeout(connect=10, read=30)
"""Seconds to connect, and seconds of silence before a server is given up."""

_PASSING = {408, 425, 429, 500, 502, 503, 504}
_BLOCK = 2**20
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")

Read = TypeVar("Read")


class NotThereError(UsageError):
    """The server says that there is no such file."""

    def __init__(self, url: str) -> None:
        super().__init__(f"There is no file {url}.", "Check the address, the name and the version.")


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file: where they begin, what they are, and how long the whole file is."""

    start: int
    content: bytes
    total: int


class Web:
    """Open connections; to be used in a `with` block, which closes them."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        proxy = getproxies().get(parts.scheme)
        self._pool: urllib3.PoolManager
        if proxy and not proxy_bypass(parts.hostname or ""):
            credentials = urllib3.util.parse_url(proxy).auth
            headers = urllib3.make_headers(proxy_basic_auth=credentials) if credentials else None
            self._pool = urllib3.ProxyManager(proxy, proxy_headers=headers, timeout=TIMEOUT)
        else:
            self._pool = urllib3.PoolManager(timeout=TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.clear()

    def get(self, url: str) -> bytes:
        """A small file as a whole.

        Raises:
            NotThereError: There is none.
            UsageError: It cannot be fetched.
        """
        return self._ask(url, {}, lambda answer: answer.read())

    def fetch(self, url: str, begin: Callable[[], BinaryIO]) -> None:
        """Write a whole file to what `begin` opens; each attempt begins anew.

        Raises:
            NotThereError: There is none.
            UsageError: It cannot be fetched.
        """

        def write(answer: urllib3.BaseHTTPResponse) -> None:
            target = begin()
            for block in answer.stream(_BLOCK):
                target.write(block)

        self._ask(url, {}, write)

    def part(self, url: str, span: str) -> Part | None:
        """Part of a file, such as `0-99` or `-100`; none where the server only gives whole files.

        Raises:
            NotThereError: There is no such file.
            UsageError: It cannot be fetched.
        """

        def read(answer: urllib3.BaseHTTPResponse) -> Part | None:
            found = _CONTENT_RANGE.fullmatch(answer.headers.get("Content-Range", ""))
            if answer.status != 206 or found is None:
                return None
            start, last, total = map(int, found.groups())
            content = answer.read()
            if len(content) != last - start + 1:
                raise urllib3.exceptions.ProtocolError(f"{len(content)} bytes instead of {last - start + 1}")
            return Part(start, content, total)

        return self._ask(url, {"Range": f"bytes={span}"}, read)

    def _ask(
        self, url: str, headers: dict[str, str], read: Callable[[urllib3.BaseHTTPResponse], Read]
    ) -> Read:
        """What `read` makes of the answer; asked again where the fault may pass."""
        problem = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE * 2 ** (attempt - 1))
            try:
                answer = self._pool.request(
                    "GET",
                    url,
                    headers={"Accept-Encoding": "identity", **headers},
                    preload_content=False,
                    retries=urllib3.Retry(5, connect=0, read=0, status=0, other=0),
                )
            except urllib3.exceptions.HTTPError as error:
                problem = _reason(error)
                continue
            try:
                if answer.status in _PASSING:
                    problem = f"the server answers {answer.status} {answer.reason or ''}".rstrip()
                    continue
                if answer.status in {404, 410}:
                    raise NotThereError(url)
                if answer.status >= 400 and answer.status != 416:
                    raise UsageError(
                        f"{url} cannot be fetched: the server answers {answer.status} {answer.reason or ''}".rstrip()
                        + ".",
                        "Check the address, and that it can be read without signing in.",
                    )
                return read(answer)
            except urllib3.exceptions.HTTPError as error:
                problem = _reason(error)
            finally:
                # Nothing is left to read after a good answer; any other connection is of no more use.
                answer.close()
        raise UsageError(
            f"{url} cannot be fetched after {ATTEMPTS} attempts: {problem}.",
            "Check the address and the connection, and try again later.",
        )


def _reason(error: urllib3.exceptions.HTTPError) -> str:
    """The fault in a few words, without the names of Python objects."""
    cause = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) and error.reason else error
    # The order matters: some of these are kinds of others.
    if isinstance(cause, urllib3.exceptions.NameResolutionError):
        return "there is no server of that name"
    if isinstance(cause, urllib3.exceptions.NewConnectionError):
        return "no connection to the server"
    if isinstance(cause, urllib3.exceptions.ConnectTimeoutError | urllib3.exceptions.ReadTimeoutError):
        return "the server does not answer in time"
    if any(isinstance(part, IncompleteRead) for part in (cause, *cause.args)):
        return "the answer breaks off"
    if isinstance(cause, urllib3.exceptions.SSLError):
        return f"no safe connection ({cause})"
    return str(cause)
