"""`exporter compare`: what one release has changed against another."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.errors import UsageError
from exporter.releases import Comparison, compare
from exporter.releases.changes import changes_markdown, reason, summary, write_changes_table

NAME = "compare"


class Format(StrEnum):
    """How the comparison is printed."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


class FailOn(StrEnum):
    """Which changes make the command fail."""

    BREAKING = "breaking"
    ANY = "any"


def run(
    old: Annotated[
        str,
        typer.Argument(
            help="The earlier one: DATASET@VERSION, the folder of a release, or a .parquet or .csv of events."
        ),
    ],
    new: Annotated[str, typer.Argument(help="The later one, likewise.")],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="table, markdown, or json with every changed value.")
    ] = Format.TABLE,
    changes: Annotated[
        Path | None, typer.Option(help="Write every changed value to this .parquet or .csv file.")
    ] = None,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="Leave with status 1 on breaking changes, or on any.")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many changed values the table shows.")] = 20,
    dataset: Annotated[
        str | None, typer.Option(help="The dataset, where OLD and NEW are versions alone.")
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder of all releases.")] = Path("output"),
) -> None:
    """Compare two releases, or two files of events: rows by event_id, and what the codebook says.

    Exit status 1 with --fail-on where there are such changes.

    Examples:

      exporter compare conflict@1.0.0 conflict@1.1.0

      exporter compare 1.0.0 1.1.0 --dataset conflict --format markdown

      exporter compare old.csv new.csv --changes changes.csv --fail-on any
    """
    if changes is not None and changes.suffix not in (".parquet", ".csv"):
        raise UsageError(f"{changes} is neither .parquet nor .csv.", "Name a file that ends in one of them.")
    found = compare(old, new, dataset=dataset, output=output)
    if changes is not None:
        _write(found, changes)
    match form:
        case Format.JSON:
            console.output().write(json.dumps(_facts(found), indent=2, ensure_ascii=False) + "\n")
        case Format.MARKDOWN:
            console.output().write(changes_markdown(found))
        case Format.TABLE:
            _show(found, limit)
    if (fail_on is FailOn.BREAKING and found.breaking) or (fail_on is FailOn.ANY and found.level):
        raise typer.Exit(1)


def _write(found: Comparison, path: Path) -> None:
    try:
        write_changes_table(found.changes, path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error}.", "Name a file in a folder that you may write to."
        ) from error


def _show(found: Comparison, limit: int) -> None:
    """The comparison as tables for people; what is empty is left out."""
    console.output().write(f"{summary(found)}\n{reason(found)}\n")
    moved = pl.col("added") + pl.col("deleted") + pl.col("changed") > 0
    shown = found.changes.head(limit)
    for title, frame in (
        ("Codebook", found.schema),
        ("Changed values by column", found.columns),
        ("Other tables", found.companions.filter(pl.col("added") + pl.col("removed") > 0)),
        ("Events", found.counts.filter(moved)),
        (f"{shown.height} of {found.changes.height} changes", shown),
    ):
        if not frame.is_empty():
            console.table(frame, title=title)


def _facts(found: Comparison) -> dict[str, object]:
    frames = ("schema", "columns", "companions", "counts", "deletions", "changes")
    numbers = ("old", "new", "added", "deleted", "changed", "unchanged", "level", "breaking")
    return {
        **{name: getattr(found, name) for name in numbers},
        **{name: getattr(found, name).to_dicts() for name in frames},
    }
