"""`exporter store`: codings that were made elsewhere into a store."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.coders.partitions import Folder
from exporter.errors import DataError

NAME = "store"


class Action(StrEnum):
    """What to do with a store."""

    load = "load"


def run(
    action: Annotated[Action, typer.Argument(help="load: take the codings of a folder in.")],  # noqa: ARG001
    folder: Annotated[
        str,
        typer.Argument(help="The folder of partitions that `exporter code -o FOLDER` made, or its address."),
    ],
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    rejects: Annotated[
        Path,
        typer.Option(
            help="Where rows that break the codebook go, with the reasons; written only if there are any."
        ),
    ] = Path("rejects.csv"),
) -> None:
    """Take the codings of a folder into a store, once only: what is there already adds nothing.

    Every coding is checked as one that is made here. Exit status 1 when a coding or a row is refused.

    Examples:

      exporter store load codings --store events.db

      exporter store load s3://bucket/codings --store postgresql+psycopg:///events
    """
    from exporter.store import Store  # noqa: PLC0415 (an extra)
    from exporter.store.partitions import load_folder  # noqa: PLC0415

    opened = Folder(folder)
    rejected: list[pl.DataFrame] = []

    def refused(error: DataError) -> None:
        console.say(f"Refused: {error.message}")
        if error.remedy:
            console.say(f"    {error.remedy}")

    with Store(store) as kept, console.bar(len(opened.parts()), "loading") as advance:
        loaded = load_folder(
            kept, opened, on_refused=refused, on_problems=rejected.append, each=lambda _: advance()
        )
        counts = kept.counts()
    console.say(
        f"Codings added: {loaded.added}; there before: {loaded.known}. "
        f"In {store}: {counts['articles']} articles, {counts['events']} events."
    )
    console.rejects(rejected, rejects)
    if loaded.refused or rejected:
        raise typer.Exit(1)
