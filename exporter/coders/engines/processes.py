"""Coding over the cores of this machine: each worker is a process with a coder of its own.

A thread per worker hands it some articles at a time, which are coded faster together, and waits for the answers,
so that neither side ever waits for the other to empty a full pipe. When a worker dies of them, each is coded
alone, so that the article that it dies of is named.
"""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue

from exporter.articles.article import Article
from exporter.codebook.definitions import definitions, project_from
from exporter.codebook.project import Project
from exporter.coders.base import Coder
from exporter.coders.checked import Coded, all_checked, checked
from exporter.coders.engines.base import Failed
from exporter.errors import ExporterError, UsageError

# A worker may die of what is no fault of its article (memory that another program took): once more, then aside.
_ATTEMPTS = 2

# Articles that go to a worker together, once each worker has had fewer.
_TOGETHER = 8

# Such batches in flight a worker: enough that none waits while an earlier, longer one holds up the order.
_AHEAD = 2

_ONE_THREAD = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_environment = threading.Lock()


def cores() -> int:
    """The cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Processes:
    """Codes with several processes; the articles are read, and the results used, in this one.

    Articles that the coder breaks on, or that kill its process, are set aside with the error.
    """

    def __init__(self, coder: Coder, jobs: int, project: Project | None = None) -> None:
        """An engine; its processes live as long as a call of `code`.

        Args:
            coder: The coder, which is sent to the workers: it must be possible to pickle it.
            jobs: How many processes.
            project: The codebook with the columns and codes that a project adds.
        """
        self.coder = coder
        self.jobs = jobs
        self.project = project

    def code(self, articles: Iterable[Article]) -> Iterator[Coded | Failed]:
        """The results, in the order of the articles.

        Raises:
            UsageError: The coder cannot work at all: a part of it is not installed.
        """
        free: SimpleQueue[Worker] = SimpleQueue()
        workers = [Worker(self.coder, self.project) for _ in range(self.jobs)]
        for worker in workers:
            free.put(worker)

        def some(batch: Sequence[Article]) -> list[Coded | Failed]:
            worker = free.get()
            try:
                return worker.code(batch)
            finally:
                free.put(worker)

        waiting: deque[Future[list[Coded | Failed]]] = deque()
        threads = ThreadPoolExecutor(self.jobs, thread_name_prefix="coder")
        try:
            for batch in _growing(articles, self.jobs):
                waiting.append(threads.submit(some, batch))
                while waiting and (waiting[0].done() or len(waiting) >= _AHEAD * self.jobs):
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            # Also on Ctrl-C: the threads' waits end when their processes do.
            for worker in workers:
                worker.stop()
            threads.shutdown(cancel_futures=True)


class Worker:
    """A process that codes, started when it is first needed and anew when it has died."""

    def __init__(self, coder: Coder, project: Project | None = None) -> None:
        self._coder = coder
        self._project = project
        # Columns and codes can be sent to another process, rules cannot.
        self._added = None if project is None else definitions(project)
        self._context = get_context("spawn")
        self._lock = threading.Lock()
        self._stopped = False
        self._connection: Connection | None = None

    def code(self, articles: Sequence[Article]) -> list[Coded | Failed]:
        """What the process says of some articles, of each in its place."""
        if len(articles) > 1:
            try:
                return self._ask(articles)
            except (EOFError, OSError):
                self._death()
        return [self._code_alone(article) for article in articles]

    def _code_alone(self, article: Article) -> Coded | Failed:
        error = ""
        for _ in range(_ATTEMPTS):
            try:
                return self._ask([article])[0]
            except (EOFError, OSError):
                error = self._death()
                if self._stopped:
                    break
        return Failed(article, error)

    def _ask(self, articles: Sequence[Article]) -> list[Coded | Failed]:
        connection = self._running()
        connection.send(articles)
        kind, answer = connection.recv()
        if kind == "usage":
            raise UsageError(*answer)
        results: list[Coded | Failed] = answer
        if self._project is None:
            return results
        # A project's own rules are kept here.
        return [
            result if isinstance(result, Failed) else checked(result.coding, self._project)
            for result in results
        ]

    def stop(self) -> None:
        """End the process, whatever it does; none is started any more."""
        with self._lock:
            self._stopped = True
            if self._connection is not None:
                self._process.terminate()
                self._process.join()

    def _running(self) -> Connection:
        with self._lock:
            if self._stopped:
                raise EOFError
            if self._connection is None:
                ours, theirs = self._context.Pipe()
                self._process = self._context.Process(
                    target=_work, args=(theirs, self._coder, self._added), daemon=True
                )
                with _one_thread_each():
                    self._process.start()
                # Theirs alone: so the end of one process is seen by the other.
                theirs.close()
                self._connection = ours
            return self._connection

    def _death(self) -> str:
        """Clean up after a process that has died, and say of what."""
        with self._lock:
            if self._connection is None:
                return "the run was stopped"
            self._connection.close()
            self._connection = None
            # What closed its pipe and lives on cannot be talked to.
            self._process.join(timeout=5)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            code = self._process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        return f"the coder's process died of it, {_ATTEMPTS} times ({how})"


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started here do not each take all cores for their libraries."""
    with _environment:
        added = [name for name in _ONE_THREAD if name not in os.environ]
        os.environ.update(dict.fromkeys(added, "1"))
        try:
            yield
        finally:
            for name in added:
                del os.environ[name]


def _work(connection: Connection, coder: Coder, added: str | None) -> None:
    """What a worker does until its parent ends: articles in, an answer for each out."""
    # Ctrl-C goes to all processes of a terminal; the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    project = None if added is None else project_from(added)
    while True:
        try:
            articles = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[str, object] = ("coded", _results(coder, articles, project))
        except UsageError as error:
            answer = ("usage", (error.message, error.remedy))
        connection.send(answer)


def _results(coder: Coder, articles: Sequence[Article], project: Project | None) -> list[Coded | Failed]:
    """What the coder says of articles; those that it breaks on are found by coding each alone.

    Raises:
        UsageError: The coder cannot work at all.
    """
    try:
        return list(all_checked(coder.code(articles), project))
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever a coder breaks on, the next article is coded)
        if len(articles) > 1:
            return [result for article in articles for result in _results(coder, [article], project)]
        said = error.message if isinstance(error, ExporterError) else f"{type(error).__name__}: {error}"
        return [Failed(articles[0], said)]


def _growing(articles: Iterable[Article], jobs: int) -> Iterator[list[Article]]:
    """Articles by the batch: one for each worker first, so that all begin at once and few are shared out evenly."""
    source = iter(articles)
    for number in count():
        batch = list(islice(source, min(_TOGETHER, 1 + number // jobs)))
        if not batch:
            return
        yield batch
