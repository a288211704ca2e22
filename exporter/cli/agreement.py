"""`exporter agreement`: how far those who coded the same articles agree."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.agreement import Said, agreement, by_article, grouped, said
from exporter.cli import console
from exporter.cli.projects import project_at
from exporter.cli.stores import existing
from exporter.codebook.tables import Table
from exporter.errors import UsageError
from exporter.releases.markdown import markdown_table

NAME = "agreement"


class Format(StrEnum):
    """How a table of figures is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class By(StrEnum):
    """What agreement is told by."""

    PAIR = "pair"
    MONTH = "month"
    CODED = "coded"


def run(
    codings: Annotated[
        list[Path] | None, typer.Argument(help="Files of coding records, of two coders at least.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(help="The store to take the codings from: a file or a database URL.")
    ] = None,
    by: Annotated[
        By | None,
        typer.Option(
            help="pair of coders, month of publication, or (from a store) month in which it was coded."
        ),
    ] = None,
    machines: Annotated[
        bool, typer.Option("--machines", help="From a store: count machine coders, too, not people alone.")
    ] = False,
    form: Annotated[
        Format, typer.Option("--format", "-f", help="table, json, csv or markdown.")
    ] = Format.TABLE,
    dataset: Annotated[
        Path | None,
        typer.Option(help="The project's dataset.toml (default: the one in this folder, if any)."),
    ] = None,
) -> None:
    """Show the agreement of coders on the same articles: per column, in percent and as Krippendorff's alpha.

    With 95 % confidence intervals over articles. From a store, people count, and those who decide between two do
    not. The columns that dataset.toml adds are compared, too. Exit status 1 where no article was coded by two.

    Examples:

      exporter agreement --store events.db

      exporter agreement ab.jsonl cd.jsonl --by pair --format markdown
    """
    if bool(codings) == (store is not None):
        raise UsageError("Give either files of coding records or a store.", "See: exporter agreement --help")
    table = project_at(dataset).table("events")
    found = agreement(
        _articles(codings or [], store, table, machines=machines), by=[by or "all"], table=table
    )
    if found.is_empty():
        console.say("No text was coded by two coders; there is nothing to compare.")
        raise typer.Exit(1)
    show(found, form, "Agreement")


def _articles(
    codings: list[Path], store: str | None, table: Table, *, machines: bool
) -> Iterator[list[Said]]:
    if store is None:
        yield from by_article(codings, table)
        return
    with existing(store) as opened:
        every = opened.codings(several=True, by="coders" if machines else "people")
        yield from grouped(said(record, at.date()) for record, at in every)


def show(found: pl.DataFrame, form: Format, title: str) -> None:
    """Print a table of figures."""
    match form:
        case Format.JSON:
            console.output().write(json.dumps(found.to_dicts(), indent=2, ensure_ascii=False) + "\n")
        case Format.CSV:
            console.csv(found)
        case Format.MARKDOWN:
            cells = [["" if cell is None else str(cell) for cell in row] for row in found.iter_rows()]
            console.output().write("\n".join(markdown_table([found.columns, *cells])) + "\n")
        case Format.TABLE:
            console.table(found, title=title)
