"""`exporter validate`: files of event data against their codebook, schema or format."""

from typing import Annotated

import typer

from exporter.cli import console
from exporter.validation.files import check_files
from exporter.validation.formats import formats

NAME = "validate"


def run(
    files: Annotated[list[str], typer.Argument(help="Files")],
    format_: Annotated[str | None, typer.Option("--format", "-f", help="x")] = None,
) -> None:
    """Validate."""
    report = check_files(files, formats(), told=format_)
    for file in report.files:
        console.say(f"{file.name}: {file.rows} rows, {file.good} good, {file.rows - file.good} with problems")
        print(file.counts, file.problems)
