"""`exporter validate`: event tables against the codebook."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.codebook import tables
from exporter.errors import UsageError
from exporter.releases import read_cells
from exporter.validation import Validation, validate_dataset

NAME = "validate"

_READERS = (".parquet", ".csv")


def run(
    paths: Annotated[
        list[Path], typer.Argument(help="Tables as .parquet or .csv, or the folder of a release.")
    ],
    table: Annotated[
        str | None,
        typer.Option(help="Which table a file holds, where its name does not say (events, sources, ...)."),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Write every problem to this CSV file, one line each.")
    ] = None,
    limit: Annotated[int, typer.Option(help="How many problems to print.")] = 20,
) -> None:
    """Validate event tables against the codebook: types, code lists, rules, and references between tables.

    Exit status 0: every row is good, 1: some are not, 2: wrong use.

    Examples:

      exporter validate events.csv

      exporter validate output/conflict/1.0.0 --rejects problems.csv
    """
    files = [file for path in paths for file in _files(path)]
    problems = pl.concat([_tell(file, *result) for file, result in _validated(files, table)])
    console.problems(problems, limit)
    if rejects is not None:
        console.write(problems, rejects)
    if not problems.is_empty():
        raise typer.Exit(1)


def _validated(files: list[Path], table: str | None) -> Iterator[tuple[Path, tuple[int, Validation]]]:
    """Each file's rows and validation; the tables that stand in one folder are checked against each other."""
    groups: dict[tuple[Path, int], dict[str, Path]] = {}
    for file in files:
        name = _table_of(file, table)
        # A second file of the same table in a folder is a table of its own.
        turn = sum(name in group for (folder, _), group in groups.items() if folder == file.parent)
        groups.setdefault((file.parent, turn), {})[name] = file
    for group in groups.values():
        frames = {name: _read(file) for name, file in group.items()}
        for name, result in validate_dataset(frames).items():
            yield group[name], (frames[name].height, result)


def _tell(file: Path, rows: int, result: Validation) -> pl.DataFrame:
    good = result.valid.height
    console.say(f"{file}: {rows} rows, {good} good, {rows - good} with problems")
    return result.problems.with_columns(table=pl.lit(str(file)))


def _files(path: Path) -> list[Path]:
    """The tables at a path; of a release, which holds each twice, the Parquet files."""
    if path.is_dir():
        held = [path / f"{name}.parquet" for name in tables()] + [path / f"{name}.csv" for name in tables()]
        present = [file for file in held if file.exists()]
        chosen = list({file.stem: file for file in reversed(present)}.values())[::-1]
        if not chosen:
            raise UsageError(
                f"{path} holds no table of the codebook.",
                f"Looked for {', '.join(tables())} as Parquet or CSV.",
            )
        return chosen
    if not path.exists():
        raise UsageError(f"There is no file {path}.", "Check the spelling of the path.")
    if path.suffix not in _READERS:
        raise UsageError(
            f"{path} is neither .parquet nor .csv.", "Give a Parquet or CSV file, or the folder of a release."
        )
    return [path]


def _table_of(file: Path, given: str | None) -> str:
    name = given or (file.stem if file.stem in tables() else "events")
    if name not in tables():
        raise UsageError(
            f"There is no table {name!r} in the codebook.", f"The tables are: {', '.join(tables())}."
        )
    return name


def _read(file: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(file) if file.suffix == ".parquet" else read_cells(file)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            f"{file} cannot be read: {reason}", "Check that it is a whole Parquet or UTF-8 CSV file."
        ) from error
