"""`exporter verify`: is a release what it says it is?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from exporter.articles import Article, read_articles
from exporter.cli import console
from exporter.cli.stores import existing
from exporter.errors import UsageError
from exporter.releases import verify

NAME = "verify"


def run(
    folder: Annotated[Path, typer.Argument(help="The folder of a release.")],
    store: Annotated[
        str | None,
        typer.Option(
            help="The store it came from: quotes are looked up in its articles, and its note of the release."
        ),
    ] = None,
    articles: Annotated[
        list[str] | None, typer.Option(help="Articles to look the quotes up in; may be given several times.")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many problems to print.")] = 20,
    rejects: Annotated[
        Path | None, typer.Option(help="Write every problem to this CSV file, one line each.")
    ] = None,
) -> None:
    """Verify a release: checksums, columns, dictionary, CSV against Parquet, rules, references and quotes.

    Exit status 0: all is well, 1: there are problems, 2: wrong use.

    Examples:

      exporter verify output/conflict/1.0.0

      exporter verify output/conflict/1.0.0 --store events.db

      exporter verify output/conflict/1.0.0 --articles articles/
    """
    texts = list(_texts(store, articles)) if store or articles else None
    problems = verify(folder, texts, checksum=None if store is None else _noted(store, folder))
    for row in problems.head(limit).iter_rows(named=True):
        place = "".join(
            (row["file"], "" if row["row"] is None else f", row {row['row']}",
             "" if row["column"] is None else f", {row['column']}")
        )  # fmt: skip
        value = "" if row["value"] is None else f" (value: {row['value']})"
        console.say(f"{place}: {row['message']}{value} [{row['check']}]")
        console.say(f"    {row['remedy']}")
    if problems.height > limit:
        console.say(f"... and {problems.height - limit} more problems.")
    if rejects is not None:
        console.write(problems, rejects)
    if not problems.is_empty():
        raise typer.Exit(1)
    quotes = (
        "quotes looked up in the articles" if texts is not None else "quotes not looked up: no articles given"
    )
    console.say(f"{folder}: all is well ({quotes}).")


def _texts(store: str | None, articles: list[str] | None) -> Iterator[Article]:
    if store is not None:
        with existing(store) as opened:
            yield from opened.articles()
    if articles:
        yield from read_articles(articles)


def _noted(store: str, folder: Path) -> str | None:
    """The checksum that the store has noted of the release in a folder DATASET/VERSION."""
    place = folder.resolve()
    with existing(store) as opened:
        for release in opened.releases(place.parent.name):
            if release.version == place.name:
                return release.checksum
    raise UsageError(
        f"The store {store} has not released {place.parent.name} {place.name}.",
        "Give the store that the release came from, or the articles with --articles.",
    )
