"""A crowd of simulated coders over HTTP, and the count of what they were told is kept and what is there.

python -m tests.desk.crowd STORE PORT        serve a store; the header X-Person says who asks
"""

import http.client
import json
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from exporter.store import Store
from tests.desk.texts import event

ROOT = Path(__file__).parents[2]


class Named:
    """The person that the header names, as a log-in would."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["person"] = dict(scope["headers"]).get(b"x-person", b"ab").decode()
            scope |= {"role": "coder", "csrf": "", "accounts": False}
        await self.app(scope, receive, send)


class Process:
    """The page in a process of its own, which can be killed."""

    def __init__(self, url: str, port: int) -> None:
        self.port = port
        command = [sys.executable, "-m", "tests.desk.crowd", url, str(port)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout.readline() == "ready\n"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """As `kill -9` does."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


@dataclass
class Told:
    """What the server has acknowledged to one coder.

    Attributes:
        words: For each article, the words that it said are saved, in order.
        versions: For each article, the last version it gave.
        handed_in: Articles that it said are handed in.
        times: Seconds that each save took.
        refused: Answers that were no yes.
    """

    words: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    handed_in: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


class Coder(threading.Thread):
    """Takes an article, types words into its draft, saving after each, hands it in, takes the next."""

    def __init__(self, person: str, port: int, until: float, pause: float, words: int) -> None:
        super().__init__(daemon=True)
        self.person, self.port, self.until, self.pause, self.words = person, port, until, pause, words
        self.told = Told()
        self._chance = random.Random(person)
        self._connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        try:
            while time.monotonic() < self.until and self._article():
                pass
        except (OSError, http.client.HTTPException):
            return  # the server was killed

    def _article(self) -> bool:
        status, _, where = self._ask("POST", "/next")
        if status != 303 or "article=" not in where:
            return False
        article = where.split("article=")[1]
        values = {
            name: str(value)
            for name, value in event().values.items()
            if value is not None and name != "confidence"
        }
        version, words = 0, self.told.words.setdefault(article, [])
        for number in range(self.words):
            if time.monotonic() > self.until:
                return False
            word = f"{self.person}-{number}"
            content = {
                "events": [
                    {"key": "e1", "values": values | {"notes": " ".join([*words, word])}, "evidence": {}}
                ],
                "why": "",
            }
            sent = {"article": article, "part": "coder", "base": version, "content": content, "current": "e1"}
            began = time.monotonic()
            status, body, _ = self._ask("PUT", "/draft", sent)
            self.told.times.append(time.monotonic() - began)
            if status != 200:
                self.told.refused.append((status, body[:200]))
                return True
            version = json.loads(body)["version"]
            self.told.versions[article] = version
            words.append(word)
            time.sleep(self.pause * self._chance.uniform(0.5, 1.5))
        status, body, _ = self._ask("POST", "/submit", {"article": article, "part": "coder", "base": version})
        if status == 200:
            self.told.handed_in.append(article)
        else:
            self.told.refused.append((status, body[:200]))
        return True

    def _ask(self, method: str, path: str, sent: Any = None) -> tuple[int, str, str]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        kind = "application/json" if sent is not None else "application/x-www-form-urlencoded"
        body = json.dumps(sent) if sent is not None else ""
        self._connection.request(method, path, body, {"X-Person": self.person, "Content-Type": kind})
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("location", "")


def work(port: int, coders: int, seconds: float, *, pause: float = 0.3, words: int = 10) -> list[Coder]:
    """Let so many coders work, and give them back with what they were told."""
    until = time.monotonic() + seconds
    crowd = [Coder(f"c{number:02}", port, until, pause, words) for number in range(coders)]
    for one in crowd:
        one.start()
    return crowd


def lost(store: Store, crowd: list[Coder]) -> list[str]:
    """What a coder was told is kept and is not there; and events that are there twice or not at all."""
    missing = []
    for coder in crowd:
        for article, words in coder.told.words.items():
            if not words:
                continue
            draft = store.work.draft(article, coder.person)
            kept = "" if draft.content is None else draft.content["events"][0]["values"]["notes"]
            missing += [f"{article}: {word}" for word in words if word not in kept.split()]
            saves = len(store.work.draft_versions(article, coder.person))
            if saves < coder.told.versions[article] or saves != draft.version:
                missing.append(f"{article}: {saves} saves of {coder.told.versions[article]}")
        for article in coder.told.handed_in:
            events = store.work.events_of(article)
            said = [one["notes"] for one in events if one["coder"] == coder.person]
            if said != [" ".join(coder.told.words[article])]:
                missing.append(f"{article}: events {said}")
            if [one.person for one in store.work.submissions(article)] != [coder.person]:
                missing.append(f"{article}: not handed in")
    return missing


def _serve(url: str, port: int) -> None:
    import uvicorn

    from exporter.desk import create_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            print("ready", flush=True)

    with Store(url) as store:
        Server(uvicorn.Config(Named(create_app(store)), port=port, log_level="error")).run()


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
