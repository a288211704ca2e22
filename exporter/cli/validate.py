"""`exporter validate`: files of event data against their codebook, schema or format."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from exporter.cli import console
from exporter.cli.knowledge import known_actors, places
from exporter.cli.projects import project_at
from exporter.formats.validated import validated_formats
from exporter.validation.catalogue import catalogue
from exporter.validation.files import check_files
from exporter.validation.formats import formats
from exporter.validation.plausibility import Knowledge
from exporter.validation.rejects import rejects_file
from exporter.validation.report import Report
from exporter.validation.reports import REPORTS
from exporter.validation.reports.people import lines
from exporter.validation.settings import Settings, check_softened

NAME = "validate"


class Form(StrEnum):
    """The forms of a report; the first is for people."""

    text = "text"
    json = "json"
    junit = "junit"
    sarif = "sarif"
    github = "github"
    html = "html"


class Level(StrEnum):
    """What makes the exit status 1."""

    error = "error"
    warning = "warning"


def run(
    files: Annotated[
        list[str],
        typer.Argument(
            help="Files, patterns such as 'data/*.csv', the folder of a release, or - (standard input)."
        ),
    ],
    format_: Annotated[
        str | None, typer.Option("--format", "-f", help="What the files hold, where they do not show it.")
    ] = None,
    report: Annotated[Form, typer.Option(help="The form of the report.")] = Form.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the report to this file.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Write every problem to this CSV file, one line each.")
    ] = None,
    max_problems: Annotated[
        int, typer.Option(min=0, help="How many problems of each check are told one by one.")
    ] = 10,
    fail_on: Annotated[Level, typer.Option(help="What makes the exit status 1.")] = Level.error,
    plausibility: Annotated[
        bool, typer.Option("--plausibility", help="Also warn of what is possible but unlikely.")
    ] = False,
    actors: Annotated[
        Path | None, typer.Option(help="Known actors, one a line, for --plausibility to compare with.")
    ] = None,
    dataset: Annotated[
        Path | None,
        typer.Option(help="The project's dataset.toml (default: the one in this folder, if any)."),
    ] = None,
) -> None:
    """Validate event data: types, code lists, rules, and references between tables.

    Reads Parquet, CSV, tab-separated text and JSON Lines, also in .zip, .gz and .zst, in bounded memory.
    Exit status 0: every row is good, 1: some are not, 2: wrong use, or a file cannot be read.

    Examples:

      exporter validate events.csv

      exporter validate 'data/**/*.parquet' --report sarif --output events.sarif

      exporter validate acled-2023.csv 20230401120000.export.CSV.zip

      exporter validate output/conflict/1.0.0 --plausibility --rejects problems.csv
    """
    project = project_at(dataset, files)
    foreign = validated_formats()
    checks = catalogue((*project.tables, *(held.table for held in foreign)))
    check_softened(project.severities, checks)
    settings = Settings(
        project.severities,
        project.reasons,
        Knowledge(places(), known_actors(actors)) if plausibility or actors else None,
        max_problems,
    )
    with rejects_file(rejects) as sink:
        known = (*formats(project.tables), *foreign)
        found = check_files(files, known, told=format_, settings=settings, sink=sink)
    if report is Form.text:
        _tell(found, output)
    else:
        _give(REPORTS[report.value](found, checks), output, console.output().write)
    _leave(found, fail_on)


def _tell(found: Report, output: Path | None) -> None:
    if output is None:
        for line in lines(found):
            console.talk.print(line)
    else:
        _give("".join(f"{line.plain}\n" for line in lines(found)), output, console.output().write)


def _give(text: str, output: Path | None, write: Callable[[str], object]) -> None:
    if output is None:
        write(text)
    else:
        console.write_text(text, output)


def _leave(found: Report, fail_on: Level) -> None:
    if not found.readable:
        raise typer.Exit(2)
    if found.errors or (fail_on is Level.warning and found.warnings):
        raise typer.Exit(1)
