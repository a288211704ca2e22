"""`exporter load`: a table of a release on the terminal, or as CSV for the next program."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.cli import console
from exporter.releases import load

NAME = "load"


def run(
    dataset: Annotated[
        str, typer.Argument(help="Name of a dataset, the folder of a release, or a file of one.")
    ],
    version: Annotated[str | None, typer.Argument(help="Version; the highest where none is given.")] = None,
    table: Annotated[str, typer.Option(help="events, sources, evidence or deletions.")] = "events",
    columns: Annotated[str | None, typer.Option(help="Columns to show, joined by commas.")] = None,
    rows: Annotated[int, typer.Option("--rows", "-n", help="How many rows to show.")] = 20,
    csv: Annotated[bool, typer.Option("--csv", help="All rows as CSV.")] = False,
    output: Annotated[Path, typer.Option(help="Folder of all releases.")] = Path("output"),
) -> None:
    """Print a table of a release.

    Examples:

      exporter load conflict

      exporter load conflict 1.0.0 --table evidence --rows 50

      exporter load conflict --columns event_id,event_date,country --csv > some.csv
    """
    frame = load(dataset, version, table=table, output=output)
    wanted = columns.split(",") if columns else None
    if wanted is not None:
        unknown = [name for name in wanted if name not in frame.columns]
        if unknown:
            from exporter.errors import UsageError  # noqa: PLC0415

            raise UsageError(f"{table} has no column {unknown[0]!r}.", f"It has: {', '.join(frame.columns)}.")
        frame = frame.select(wanted)
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
