"""The commands put together, and how errors reach the user: a message and a remedy, never a traceback."""

import os
import sys
from typing import Annotated

import typer

from exporter import __version__
from exporter.cli import (
    agreement,
    as_of,
    batch_read,
    batch_write,
    catalogue,
    code,
    compare,
    convert,
    demo,
    desk,
    ensemble,
    evaluate,
    explain,
    history,
    info,
    init,
    lint_dictionary,
    load,
    release,
    schema,
    sheet_new,
    sheet_read,
    store,
    user,
    validate,
    verify,
    watch,
)
from exporter.cli.console import say
from exporter.errors import ExporterError

app = typer.Typer(
    name="exporter",
    help="Turn news articles into validated event rows, and event rows into versioned, documented releases.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_COMMANDS = (
    code,
    watch,
    batch_write,
    batch_read,
    store,
    desk,
    lint_dictionary,
    validate,
    explain,
    agreement,
    evaluate,
    ensemble,
    schema,
    convert,
    init,
    release,
    as_of,
    compare,
    verify,
    history,
    load,
    catalogue,
    user,
    info,
    demo,
)
for command in _COMMANDS:
    app.command(name=command.NAME)(command.run)

_sheet = typer.Typer(
    help="Code articles in a spreadsheet: make workbooks, and read what was filled in.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for part in (sheet_new, sheet_read):
    _sheet.command(name=part.NAME)(part.run)
app.add_typer(_sheet, name="sheet")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"exporter {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Options of the command itself."""


def main() -> None:
    """Run the command line; exit status 0: fine, 1: the data has problems, 2: wrong use."""
    try:
        app(prog_name="exporter")
    except ExporterError as error:
        say(f"Error: {error.message}")
        if error.remedy:
            say(error.remedy)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader (`head`, say) has had enough; Python would complain once more on closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
