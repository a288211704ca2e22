"""`exporter lint-dictionary`: the broken lines of dictionaries."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.cli import console
from exporter.errors import MissingExtraError

NAME = "lint-dictionary"


def run(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Lists of ours (.csv) or PETRARCH's actor and agent files; without any, our own lists."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(help="How many broken lines to print.")] = 50,
) -> None:
    """Name every broken line of a dictionary, with what is wrong and what to do.

    Exit status 0: there is none, 1: there are some, 2: wrong use.

    Examples:

      exporter lint-dictionary

      exporter lint-dictionary Phoenix.MilNonState.actors.txt Phoenix.agents.txt
    """
    try:
        from exporter.coders.dictionary.lint import lint, own_lists  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingExtraError("The dictionary", "dictionary") from error

    paths = files or own_lists()
    faults = lint(paths)
    for fault in faults[:limit]:
        console.say(f"{fault.file}:{fault.line}: {fault.what}")
        console.say(f"    {fault.remedy}")
    if len(faults) > limit:
        console.say(f"... and {len(faults) - limit} more.")
    console.say(f"Files: {len(paths)}, broken lines: {len(faults)}.")
    if faults:
        raise typer.Exit(1)
