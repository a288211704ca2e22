"""`exporter sheet read`: what people have coded in a workbook."""

import getpass
import json
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli import console
from exporter.coders.coding import Coding
from exporter.coders.frame import event_frame
from exporter.errors import UsageError
from exporter.sheets import read_workbook, rest_of

if TYPE_CHECKING:
    from exporter.sheets.read import Read
    from exporter.store import Store

NAME = "read"

SHOWN = (
    "article_id",
    "event_date",
    "sub_event_type",
    "actor1",
    "actor2",
    "location",
    "country",
    "fatalities",
)

MOST_NAMED = 10
"""Sheets that are named one by one."""


class Format(StrEnum):
    """How the events are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    NONE = "none"


def run(
    workbook: Annotated[Path, typer.Argument(help="The workbook, filled in and saved as .xlsx.")],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="jsonl: coding records with evidence; table; none.")
    ] = Format.TABLE,
    store: Annotated[
        str | None,
        typer.Option(help="Hand the codings in to this store (a file such as events.db, or a database URL)."),
    ] = None,
    person: Annotated[str | None, typer.Option(help="Who coded; your user name where none is given.")] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(
            help="The workbook of the rows that could not be taken; WORKBOOK.rejects.xlsx where none is named."
        ),
    ] = None,
) -> None:
    """Read a workbook that people have filled in: every problem with its cell, good rows taken, the rest to be mended.

    Sheets without rows count only where they are marked as coded. With --store the codings are handed in as on the
    coding page; reading a workbook twice adds nothing. Exit status 1 where anything is to be mended.

    Examples:

      exporter sheet read coding.xlsx --person ab --format jsonl > codings.jsonl

      exporter sheet read coding.xlsx --person ab --store events.db
    """
    who = (getpass.getuser() if person is None else person).strip()
    if not who:
        raise UsageError("Nobody is named.", "Say who coded, such as --person ab.")
    rest = rejects or rest_of(workbook)
    # A store that cannot be used is told before anything is written.
    with _opened(store) as opened:
        found = read_workbook(workbook, rest=rest)
        codings = [coding for sheet in found.sheets if (coding := sheet.coding(who))]
        _tell_problems(found)
        _print(codings, form)
        _tell(found, codings, rest)
        refused = _hand_in(found, opened, who, store) if opened else 0
    if found.errors or refused:
        raise typer.Exit(1)


def _opened(store: str | None) -> "AbstractContextManager[Store | None]":
    if store is None:
        return nullcontext()
    from exporter.store import Store  # noqa: PLC0415 (an extra)

    return Store(store)


def _tell_problems(found: "Read") -> None:
    for problem in found.problems:
        console.say(f"{problem}{' [warning]' if problem.severity == 'warning' else ''}")
        console.say(f"    {problem.remedy}")


def _print(codings: list[Coding], form: Format) -> None:
    if form is Format.JSONL:
        for coding in codings:
            console.output().write(json.dumps(coding.record(), ensure_ascii=False) + "\n")
    elif form is Format.TABLE and codings:
        rows = event_frame(codings)
        console.table(rows.select(SHOWN), title=f"{rows.height} events in {len(codings)} articles")


def _tell(found: "Read", codings: list[Coding], rest: Path) -> None:
    events = sum(len(coding.events) for coding in codings)
    console.say(f"Articles coded: {len(codings)}, with {_count(events, 'event')}.")
    if found.waiting:
        more = ", ..." if len(found.waiting) > MOST_NAMED else ""
        names = ", ".join(found.waiting[:MOST_NAMED]) + more
        console.say(f"Not coded yet: {len(found.waiting)} ({names}).")
    if found.to_mend:
        rows = sum(len(sheet.rows) or 1 for sheet in found.to_mend)
        console.say(
            f"To be mended: {_count(rows, 'row')} of {_count(len(found.to_mend), 'article')}, in {rest}."
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _hand_in(found: "Read", opened: "Store", who: str, store: str | None) -> int:
    """Hand the sheets in, tell what became of each that is not there now, and give the number of those refused."""
    from exporter.sheets.hand_in import hand_in  # noqa: PLC0415 (an extra)

    counts: Counter[str] = Counter()
    for sheet in console.progress(found.sheets, len(found.sheets), "handing in"):
        came = hand_in(opened, sheet, who)
        counts[came.what] += 1
        if came.why:
            console.say(f"{came.sheet}: not handed in: {came.why[0]}")
            console.say(f"    {came.why[1]}")
        elif came.what == "waits":
            console.say(f"{came.sheet}: handed in once its rows are mended; nothing is lost till then.")
    told = ", ".join(f"{what}: {counts[what]}" for what in ("handed in", "as before", "waits", "refused"))
    console.say(f"In {store}: {told}.")
    return counts["refused"]
