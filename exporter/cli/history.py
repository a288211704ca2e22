"""`exporter history`: the life of one event."""

import json
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.cli.stores import existing
from exporter.errors import UsageError
from exporter.releases import BOOKKEEPING

NAME = "history"


def run(
    event_id: Annotated[str, typer.Argument(help="The event's id, such as AZE12.")],
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    csv: Annotated[bool, typer.Option("--csv", help="As CSV.")] = False,
) -> None:
    """Show every revision of an event: when, who, why, what changed, and the releases that held it first.

    A line per changed column. Deleted events have their history too; the release beside a deletion is the
    first without the event.

    Examples:

      exporter history AZE12

      exporter history AZE12 --store events.db --csv
    """
    with existing(store) as opened:
        found = opened.history(event_id)
    if found.is_empty():
        raise UsageError(f"There was never an event {event_id}.", "Check the id and the store.")
    lines = pl.DataFrame(
        [line for row in found.iter_rows(named=True) for line in _lines(row)],
        schema=dict.fromkeys(_LINE, pl.String),
        orient="row",
    )
    if csv:
        console.csv(lines)
    else:
        console.table(lines, title=f"{event_id}: {found.height} revisions")


_LINE = ("revision", "at", "who", "why", "action", "column", "old", "new", "releases")


def _lines(row: dict[str, object]) -> list[tuple[str | None, ...]]:
    """A line for each column that a revision changed; one where it changed none."""
    changes = {k: v for k, v in json.loads(str(row["changes"])).items() if k not in BOOKKEEPING}
    head = (str(row["revision"]), f"{row['at']:%Y-%m-%d %H:%M:%S}", str(row["who"]), str(row["why"]))
    releases = None if row["releases"] is None else str(row["releases"])
    return [
        (*head, str(row["action"]), column, _text(old), _text(new), releases)
        for column, (old, new) in (changes or {None: (None, None)}).items()
    ]


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
