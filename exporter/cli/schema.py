"""`exporter schema`: the contract written out, and compared with a published version."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.cli.projects import project_at
from exporter.codebook.compare import (
    Schema,
    compare,
    needed_version,
    numbers_of,
    read_contract,
    version_of,
)
from exporter.codebook.export import SCHEMA_VERSION, code_lists, dictionary, published_schemas
from exporter.codebook.publish import as_json
from exporter.codebook.tables import Table
from exporter.errors import UsageError

NAME = "schema"


class Action(StrEnum):
    """What to do with the contract."""

    diff = "diff"
    write = "write"


def run(
    action: Annotated[
        Action, typer.Argument(help="diff: compare with a published version; write: write it out.")
    ],
    against: Annotated[
        Path | None,
        typer.Option(help="diff: the folder of the published version, or of all: then the highest is taken."),
    ] = None,
    new: Annotated[
        Path | None, typer.Option(help="diff: the folder to compare (default: what the codebook says now).")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="write: the folder for schemas and dictionary.")
    ] = None,
    dataset: Annotated[
        Path | None,
        typer.Option(help="The project's dataset.toml (default: the one in this folder, if any)."),
    ] = None,
) -> None:
    """Compare the contract with a published version, or write it out with what dataset.toml adds.

    `diff` exits with 1 where a change breaks what the version promises: a major version is needed.

    Examples:

      exporter schema diff --against schemas

      exporter schema write --output schemas/mine --dataset dataset.toml
    """
    tables = project_at(dataset).tables
    if action is Action.write:
        if output is None:
            raise UsageError("There is no folder to write to.", "Name it with --output.")
        _write(output, tables)
        return
    if against is None:
        raise UsageError("There is no version to compare with.", "Name its folder with --against.")
    current = read_contract(new) if new is not None else dict[str, Schema](published_schemas(tables))
    if not _diff(read_contract(against), current):
        raise typer.Exit(1)


def _write(output: Path, tables: tuple[Table, ...]) -> None:
    lists = tables[0].lists
    try:
        (output / "codelists").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{output} cannot be made: {error.strerror}.", "Choose another folder.") from error
    for name, schema in published_schemas(tables).items():
        console.write_text(as_json(schema), output / name)
    console.write(pl.concat(dictionary(table) for table in tables), output / "dictionary.csv")
    for name in code_lists():
        console.write(lists.codelist(name), output / "codelists" / f"{name}.csv")
    console.say(
        f"Written to {output}: {len(tables) + 1} schemas, {len(code_lists())} code lists, dictionary.csv."
    )


def _diff(old: dict[str, Schema], new: dict[str, Schema]) -> bool:
    """Print the changes; whether the new version's number allows them."""
    changes = compare(old, new)
    if changes:
        rows = [(change.kind, change.place, change.what) for change in changes]
        console.table(pl.DataFrame(rows, schema=["change", "where", "what"], orient="row"))
    before, now = version_of(old), version_of(new)
    needed = needed_version(before, changes)
    if numbers_of(now) >= numbers_of(needed):
        console.say(f"{len(changes)} changes from {before} to {now}.")
        return True
    breaking = sum(change.kind == "breaking" for change in changes)
    console.say(f"{len(changes)} changes, {breaking} of them breaking, from {before} to {now}.")
    console.say(f"They need version {needed}: raise SCHEMA_VERSION (now {SCHEMA_VERSION}) or undo them.")
    # Additions and words may wait for the next version to be named; what breaks may not.
    return not breaking
