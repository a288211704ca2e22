"""`exporter convert`: event tables from one format into another."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.formats import CONVERTED, REPORTS, convert_file

NAME = "convert"


def run(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="IN",
            help="A table as .csv, .tsv or .parquet, also inside .zip or .gz; or the folder of a release.",
        ),
    ],
    to: Annotated[
        str,
        typer.Option(
            help=f"The format wanted: {', '.join(CONVERTED)}; of reports of events {' or '.join(REPORTS)}."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write: .parquet, .csv or .tsv.")
    ],
    source: Annotated[
        str | None, typer.Option("--from", help="The format of IN, where it is not recognised.")
    ] = None,
    events: Annotated[
        Path | None,
        typer.Option(help="For mentions of GDELT's own events: the file of these, GDELT's or converted."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="Where rows go that have no place in the format [default: OUTPUT.rejects.csv]."),
    ] = None,
) -> None:
    """Convert event tables between ACLED, GDELT 2.0, UCDP GED and the event table of this project.

    What was lost, could not be mapped or was filled by a stated rule is told on standard error, by column.
    Exit status 0: every row was converted, 1: some have no place in the format, 2: wrong use.

    Examples:

      exporter convert acled.csv --to events -o events.parquet

      exporter convert 20240101000000.export.CSV.zip --to acled -o acled.csv

      exporter convert output/conflict/1.0.0 --to acled -o acled.csv

      exporter convert mentions.CSV --to sources --events export.CSV -o sources.parquet
    """
    aside = rejects or output.with_name(f"{output.name}.rejects.csv")
    report = convert_file(path, to, output, source=source, rejects=aside, events=events)
    console.say(f"{path}: {report.source}, {report.rows + report.rejected} rows")
    console.say(f"{output}: {to}, {report.rows} rows")
    _tell(report.losses)
    if report.rejected:
        console.say(f"{aside}: {report.rejected} rows that have no place in {to}, each with its reason")
        raise typer.Exit(1)


_HEADS = {
    "unknown column": "Not read, since the format has no such column:",
    "unmapped": "Without a counterpart, and left empty:",
    "lost": "Lost, in whole or in part:",
    "by rule": "Not said by the source but needed in our table, and filled by a rule:",
}


def _tell(losses: pl.DataFrame) -> None:
    for what, head in _HEADS.items():
        rows = losses.filter(pl.col("what") == what)
        if rows.is_empty():
            continue
        console.say(head)
        for row in rows.iter_rows(named=True):
            example = "" if row["example"] is None else f", such as {_short(row['example'])!r}"
            note = "" if row["note"] is None else f". {row['note']}"
            console.say(f"    {row['column']}: {row['count']}{example}{note}")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
