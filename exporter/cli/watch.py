"""`exporter watch`: what arrives in a folder, coded into a store."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from exporter.articles.read import Problem, defaults_of
from exporter.cli import console
from exporter.coders.checked import Coded
from exporter.coders.engines import Failed
from exporter.coders.run import coder_named
from exporter.coders.watch import Watch
from exporter.errors import UsageError

NAME = "watch"


def run(
    folder: Annotated[Path, typer.Argument(help="The folder that articles arrive in.")],
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    once: Annotated[
        bool, typer.Option("--once", help="Code what is there and end: for cron and the like.")
    ] = False,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks at the folder.")] = 5.0,
    settle: Annotated[
        float,
        typer.Option(min=0, help="A file is whole when it has not changed for so many seconds."),
    ] = 2.0,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Code with so many processes.")] = 1,
    published: Annotated[
        str | None, typer.Option(help="Day of publication (YYYY-MM-DD) where the file does not say.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Outlet, where the file does not say.")] = None,
) -> None:
    """Code the articles that arrive in a folder, each exactly once, also across restarts and kills.

    Ends after the article under way on Ctrl-C or SIGTERM, with exit status 0. With --once the exit status is 1
    when an article could not be read or coded, or a row was rejected.

    Examples:

      exporter watch incoming/ --store events.db

      exporter watch incoming/ --store events.db --once
    """
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", "Make it, or check the path.")
    troubles = 0

    def unread(problem: Problem) -> None:
        nonlocal troubles
        troubles += 1
        console.say(f"Not read: {problem.message}")
        console.say(f"    {problem.remedy}")

    def failed(result: Failed) -> None:
        nonlocal troubles
        troubles += 1
        console.say(f"Not coded: {result.article.id}: {result.error}.")

    def each(coded: Coded) -> None:
        nonlocal troubles
        if not coded.problems.is_empty():
            troubles += 1
            console.problems(coded.problems, limit=5)

    coder = coder_named()
    with Store(store) as kept, _stopped_by_signals() as stop:
        watch = Watch(folder, settle, defaults_of(published, source, None), stop, unread)
        while not stop.is_set():
            done = watch.code_into(kept, coder, jobs=jobs, each=each, on_failed=failed)
            if done or once:
                counts = kept.counts()
                console.say(
                    f"Articles coded now: {done}. In {store}: {counts['articles']} articles, "
                    f"{counts['events']} events."
                )
            if once:
                break
            stop.wait(every)
    if once and troubles:
        raise typer.Exit(1)


@contextmanager
def _stopped_by_signals() -> Iterator[Event]:
    """An event that Ctrl-C and SIGTERM set; a second Ctrl-C ends at once."""
    stop = Event()

    def handle(number: int, frame: object) -> None:  # noqa: ARG001
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
