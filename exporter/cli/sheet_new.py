"""`exporter sheet new`: a workbook in which people code articles."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.articles import count_articles, read_articles
from exporter.articles.read import Problem
from exporter.cli import console
from exporter.cli.stores import existing
from exporter.errors import UsageError
from exporter.sheets import new_workbook

NAME = "new"


def run(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Articles: .txt, .html or .jsonl files, folders of them, or - for standard input."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The workbook; one that is there is never overwritten.")
    ] = Path("coding.xlsx"),
    published: Annotated[
        str | None, typer.Option(help="Day of publication (YYYY-MM-DD) where the file does not say.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Outlet, where the file does not say.")] = None,
    rows: Annotated[int, typer.Option(min=1, max=100, help="Rows for the events of each article.")] = 20,
    store: Annotated[
        str | None, typer.Option(help="With --proposals, the store that has them: a file or a database URL.")
    ] = None,
    proposals: Annotated[
        bool,
        typer.Option(
            "--proposals", help="Fill rows in beforehand with what a machine found in the articles."
        ),
    ] = False,
) -> None:
    """Make a workbook with a sheet per article: its text, rows for events, dropdowns, definitions as notes.

    Exit status 1 when an article could not be read.

    Examples:

      exporter sheet new articles/ -o coding.xlsx

      exporter sheet new articles/ -o coding.xlsx --store events.db --proposals
    """
    if proposals != (store is not None):
        raise UsageError("--store and --proposals go together.", "Give both, or neither for empty rows.")
    problems: list[Problem] = []

    def tell(problem: Problem) -> None:
        problems.append(problem)
        console.say(f"Not read: {problem.message}")
        console.say(f"    {problem.remedy}")

    found = read_articles(paths, published=published, source=source, on_problem=tell)
    articles = console.progress(found, count_articles(paths), "writing")
    if store is None:
        made = new_workbook(articles, output, rows=rows)
    else:
        with existing(store) as opened:
            made = new_workbook(articles, output, proposals=opened, rows=rows)
    console.say(f"{output}: {made} {'article' if made == 1 else 'articles'}.")
    if problems:
        raise typer.Exit(1)
