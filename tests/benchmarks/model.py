"""How busy the model coder keeps a server, in how much memory, and what kills in the middle make it pay twice.

python -m tests.benchmarks.model [articles] [seconds an answer takes] [requests at a time]

The server answers on the loopback, in a process of its own, each question after the same time. The coder runs into a
store, in another process, whose memory is measured.
"""

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from exporter import Store
from exporter.coders.model.coder import ModelCoder
from exporter.coders.model.settings import Settings
from exporter.coders.run import code_into
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Server

WANTED = 0.95
MOST_MEGABYTES = 500
MORE = (
    "\n\n"
    + "Officials said the market had been crowded and that ambulances took the wounded to hospitals. " * 30
)
"""With it a report has about 500 words, as many as news reports have."""

SPAWN = multiprocessing.get_context("spawn")


def serve(line: Connection, seconds: float) -> None:
    """Answer until told to stop, then tell what was seen."""
    with Server(lambda asked: Answer(said(good(asked.text)), after=seconds)) as server:
        line.send(server.url)
        while line.recv() == "tell":
            first = server.asked[0].at
            last = max(asked.answered or 0 for asked in server.asked)
            answered = [asked.text for asked in server.asked if asked.answered]
            line.send((server.busy, last - first, len(server.asked), len(answered), len(set(answered))))


def code(url: str, folder: str, articles: int, width: int, line: Connection | None = None) -> None:
    """Code so many articles into a store."""
    settings = Settings(
        model="bench", base_url=url, concurrency=width, cache=Path(folder) / "answers.sqlite", timeout=120
    )
    reports = (report(number, more=MORE) for number in range(articles))
    with Store(Path(folder) / "events.db") as store:
        done = code_into(store, reports, ModelCoder(settings))
        events = store.counts()["events"]
    if line:
        line.send((done, events))


class Watched:
    """The memory of a process and of those that it has started, looked at ten times a second.

    `most` is the most that was resident in each of them, one added to the other, whenever that was.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.peaks: dict[int, float] = {}
        threading.Thread(target=self._look, daemon=True).start()

    @property
    def most(self) -> float:
        return sum(self.peaks.values())

    def _look(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            for pid in [self.pid, *self._started()]:
                try:
                    status = Path(f"/proc/{pid}/status").read_text()
                except OSError:
                    continue
                peak = next((row for row in status.splitlines() if row.startswith("VmHWM")), "VmHWM: 0")
                self.peaks[pid] = max(self.peaks.get(pid, 0.0), int(peak.split()[1]) / 1024)
            time.sleep(0.1)

    def _started(self) -> list[int]:
        try:
            tasks = list(Path(f"/proc/{self.pid}/task").iterdir())
            return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
        except OSError:
            return []


def busy(articles: int, seconds: float, width: int) -> None:
    """The whole run, as busy as it keeps the server."""
    ours, theirs = SPAWN.Pipe()
    server = SPAWN.Process(target=serve, args=(theirs, seconds))
    server.start()
    url = ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        here, there = SPAWN.Pipe()
        began = time.perf_counter()
        coder = SPAWN.Process(target=code, args=(url, folder, articles, width, there))
        coder.start()
        watched = Watched(coder.pid or 0)
        done, events = here.recv()
        coder.join()
        wall = time.perf_counter() - began
    ours.send("tell")
    worked, span, asked, _, _ = ours.recv()
    ours.send("stop")
    server.join()
    share = worked / (width * span)
    print(
        f"{articles:,} articles, {width} at a time, {seconds:g} s an answer: {done:,} codings, {events:,} events"
    )
    print(f"wall clock    {wall:.0f} s, requests {asked:,}")
    print(f"server busy   {share:.1%} of {width} x {span:.0f} s (wanted: {WANTED:.0%})")
    print(
        f"peak memory   {watched.most:.0f} MB in {len(watched.peaks)} processes (wanted: below {MOST_MEGABYTES})"
    )


def killed(articles: int, seconds: float, width: int) -> None:
    """A run that is killed again and again at random moments: how many answers were given twice."""
    ours, theirs = SPAWN.Pipe()
    server = SPAWN.Process(target=serve, args=(theirs, seconds))
    server.start()
    url, chance, kills = ours.recv(), random.Random(5), 0
    with tempfile.TemporaryDirectory() as folder:
        while True:
            coder = SPAWN.Process(target=code, args=(url, folder, articles, width))
            coder.start()
            coder.join(chance.uniform(8, 14) if kills < 5 else None)
            if coder.exitcode is not None:
                break
            os.kill(coder.pid or 0, signal.SIGKILL)
            coder.join()
            kills += 1
    ours.send("tell")
    _, _, asked, answered, different = ours.recv()
    ours.send("stop")
    server.join()
    print(f"{articles:,} articles, killed {kills} times: {asked:,} requests, {answered:,} answers given")
    print(f"answers given twice   {answered - different}")


if __name__ == "__main__":
    given = [float(argument) for argument in sys.argv[1:]]
    count, each, lines = (given + [10_000, 4.0, 64][len(given) :])[:3]
    busy(int(count), each, int(lines))
    killed(min(int(count), 1500), min(each, 2.0), int(lines))
