"""`exporter load`: a table of a release on the terminal, or as CSV for the next program."""

from typing import Annotated

import typer

from exporter.cli import console
from exporter.loaders import load

NAME = "load"


def run(
    dataset: Annotated[
        str,
        typer.Argument(
            help="Name of a dataset, the folder of a release, a file of one, or an address on the web."
        ),
    ],
    version: Annotated[str | None, typer.Argument(help="Version; the highest where none is given.")] = None,
    table: Annotated[str, typer.Option(help="events, sources, evidence or deletions.")] = "events",
    columns: Annotated[str | None, typer.Option(help="Columns to show, joined by commas.")] = None,
    country: Annotated[
        list[str] | None, typer.Option(help="Only events in this country, by name or ISO3; may be repeated.")
    ] = None,
    year: Annotated[
        list[int] | None, typer.Option(help="Only events that began in this year; may be repeated.")
    ] = None,
    rows: Annotated[int, typer.Option("--rows", "-n", help="How many rows to show.")] = 20,
    csv: Annotated[bool, typer.Option("--csv", help="All rows as CSV.")] = False,
    cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="Keep whole files from the web on this machine.")
    ] = True,
    output: Annotated[
        str, typer.Option(help="Folder of all releases, or its address on the web.")
    ] = "output",
) -> None:
    """Print a table of a release.

    Examples:

      exporter load conflict

      exporter load conflict 1.0.0 --table evidence --rows 50

      exporter load conflict --columns event_id,event_date,country --csv > some.csv

      exporter load https://example.org/releases/conflict 1.0.0 --country Kenya --country UGA --year 2024
    """
    wanted = [name.strip() for name in columns.split(",")] if columns else None
    frame = load(
        dataset,
        version,
        table=table,
        columns=wanted,
        countries=country or None,
        years=year or None,
        output=output,
        cache=cache,
    )
    if csv:
        console.csv(frame)
        return
    few = (
        "event_id",
        "event_date",
        "event_type",
        "sub_event_type",
        "actor1",
        "actor2",
        "location",
        "country",
        "fatalities",
    )
    shown = frame if wanted or table != "events" else frame.select(few)
    console.table(shown.head(rows), title=f"{min(rows, frame.height)} of {frame.height} rows of {table}")
