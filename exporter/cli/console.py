"""Where things go: data to standard output, talk and progress to standard error, progress on terminals only."""

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from exporter.coders.coding import Coding
from exporter.coders.explain import Line, explain
from exporter.errors import UsageError
from exporter.validation.whole import written_whole

Item = TypeVar("Item")

talk = Console(stderr=True, highlight=False, soft_wrap=True)


def output() -> IO[str]:
    """Standard output, as UTF-8 whatever the terminal's own encoding."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout


def csv(frame: pl.DataFrame) -> None:
    """Print a frame as CSV on standard output."""
    output().write(frame.write_csv())


def say(message: str) -> None:
    """Talk to the user; text from data is shown as it is."""
    talk.print(escape(message))


class _Aside(ProgressColumn):
    """What there is to say beside the bar, asked anew each time that it is drawn."""

    def __init__(self, told: Callable[[], str]) -> None:
        super().__init__()
        self.told = told

    def render(self, task: Task) -> Text:  # noqa: ARG002
        """The words."""
        return Text(self.told())


def progress(
    items: Iterable[Item], total: int | None, what: str, aside: Callable[[], str] | None = None
) -> Iterator[Item]:
    """The items, with a bar on a terminal and silently in a pipe; `aside` says something beside it."""
    columns: list[ProgressColumn] = [
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    ]  # fmt: skip
    columns += [_Aside(aside)] if aside else []
    with Progress(*columns, console=talk, transient=True, disable=not talk.is_terminal) as bar:
        yield from bar.track(items, total=total, description=what)


@contextmanager
def bar(total: int | None, what: str) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, silent in a pipe; what is given takes it one step on."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=talk, transient=True, disable=not talk.is_terminal) as shown:
        task = shown.add_task(what, total=total)
        yield lambda: shown.advance(task)


def table(frame: pl.DataFrame, title: str | None = None) -> None:
    """Print a frame for people on standard output."""
    shown = Table(title=title, title_justify="left", header_style="bold")
    for name in frame.columns:
        shown.add_column(
            name, justify="right" if frame.schema[name].is_numeric() else "left", overflow="fold"
        )
    for row in frame.iter_rows():
        shown.add_row(*("" if value is None else escape(str(value)) for value in row))
    wide = None if sys.stdout.isatty() else 160
    Console(file=output(), width=wide, highlight=False).print(shown)


def why(coding: Coding, *, aside: bool) -> None:
    """Print why a coding is what it is: on standard output, or aside on standard error where data go there."""
    stream = sys.stderr if aside else output()
    out = Console(file=stream, width=None if stream.isatty() else 160, highlight=False)
    events, skipped = explain(coding)
    out.print(f"[bold]{escape(coding.article.id)}[/bold], {coding.coder}: {len(events)} events")
    for event in events:
        out.print(_steps(event.title, event.lines))
    if skipped:
        out.print(_steps("Passed over", skipped))


def _steps(title: str, lines: Sequence[Line]) -> Table:
    shown = Table(title=title, title_justify="left", header_style="bold")
    told = [
        name for name in ("about", "value", "words", "because") if any(getattr(line, name) for line in lines)
    ]
    for name in told:
        shown.add_column(name, overflow="fold")
    for line in lines:
        shown.add_row(*(escape(" ".join(getattr(line, name).split())) for name in told))
    return shown


def write(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame to a CSV file that the user named.

    Raises:
        UsageError: The file cannot be written.
    """
    try:
        frame.write_csv(path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error}.", "Name a file in a folder that you may write to."
        ) from error


def write_text(text: str, path: Path) -> None:
    """Write a text to a file that the user named; it is there whole or not at all.

    Raises:
        UsageError: The file cannot be written.
    """
    with written_whole(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def rejects(rejected: Sequence[pl.DataFrame], path: Path) -> None:
    """Write the problems of rejected rows, print the first, and say where all of them are; nothing where none were."""
    if rejected:
        every = pl.concat(rejected)
        write(every, path)
        problems(every, limit=5)
        say(f"Rows rejected: {every.select('table', 'row').n_unique()}. The reasons are in {path}.")


def problems(found: pl.DataFrame, limit: int = 20) -> None:
    """Print the first problems of a validation on standard error, each with its remedy."""
    for row in found.head(limit).iter_rows(named=True):
        place = row["table"] + (f", row {row['row']}" if row["row"] is not None else "")
        value = "" if row["value"] is None else f" (value: {row['value']})"
        say(f"{place}, {row['column']}: {row['message']}{value} [{row['check']}]")
        say(f"    {row['remedy']}")
    if found.height > limit:
        say(f"... and {found.height - limit} more problems.")
