"""`exporter desk`: the coding page."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.articles import count_articles, read_articles
from exporter.cli import console
from exporter.cli.projects import project_at
from exporter.cli.stores import existing

NAME = "desk"


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Articles to put into the queue first: .txt, .html or .jsonl files, or folders."),
    ] = None,
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    host: Annotated[
        str, typer.Option(help="Address to listen at; any but this machine's own needs accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(help="Name under which browsers reach the page behind a proxy; needs accounts."),
    ] = None,
    person: Annotated[str | None, typer.Option(help="Who codes; your user name where none is given.")] = None,
    dataset: Annotated[
        Path | None,
        typer.Option(
            help="The project's dataset.toml, whose columns are asked for too (default: the one in this folder)."
        ),
    ] = None,
) -> None:
    """Code articles by hand, in the browser: a queue, the article, and the events beside it.

    Articles that `exporter code --store` has coded come with the machine's proposals.

    Examples:

      exporter code articles/ --store events.db

      exporter desk --store events.db --person ab

      exporter desk articles/ --store events.db --port 8080

      exporter desk --store postgresql+psycopg://localhost/events --name desk.example.org
    """
    from exporter.desk import serve  # noqa: PLC0415 (an extra)
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    project = project_at(dataset)
    with Store(store, project=project) if paths else existing(store, project) as opened:
        if paths:
            found = read_articles(
                paths, on_problem=lambda problem: console.say(f"Not read: {problem.message}")
            )
            added = sum(
                opened.work.add(one) for one in console.progress(found, count_articles(paths), "queueing")
            )
            console.say(f"New in the queue: {added} articles.")
        told = f"The desk is at http://{host}:{port}/ (stop it with Ctrl+C)."
        serve(opened, host=host, port=port, person=person, names=name or (), ready=lambda: console.say(told))
