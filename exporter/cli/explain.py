"""`exporter explain`: what a check finds, why, and how a row looks before and after."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.cli.projects import project_at
from exporter.formats.validated import validated_formats
from exporter.validation.catalogue import catalogue, explain
from exporter.validation.pages import page

NAME = "explain"


def run(
    code: Annotated[str | None, typer.Argument(help="The code of a check; none: list all.")] = None,
    dataset: Annotated[
        Path | None,
        typer.Option(help="The project's dataset.toml (default: the one in this folder, if any)."),
    ] = None,
) -> None:
    """Explain a check: what it finds, why that matters, what to do, with a row before and after.

    Examples:

      exporter explain EV012

      exporter explain
    """
    known = (*project_at(dataset).tables, *(held.table for held in validated_formats()))
    if code is not None:
        console.output().write(page(explain(code, known)))
        return
    rows = [(c.code, c.name, c.severity, c.message) for c in catalogue(known).values()]
    console.table(pl.DataFrame(rows, schema=["code", "name", "severity", "finds"], orient="row"))
