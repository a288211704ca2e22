"""`exporter release`: what the store holds, as an immutable folder of files with a computed version."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.cli.projects import project_at
from exporter.cli.stores import existing
from exporter.codebook.project import Project
from exporter.releases import About, Release, read_about
from exporter.releases.about import FILE_NAME
from exporter.releases.also import FORMATS
from exporter.releases.from_store import carry_out, plan_release
from exporter.releases.partitions import COLUMNS, partition_columns

NAME = "release"


def run(
    dataset: Annotated[str, typer.Argument(help="Name of the dataset: small letters, digits, - and _.")],
    version: Annotated[
        str | None, typer.Option(help="A higher version than the computed one, such as 2.0.0.")
    ] = None,
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    output: Annotated[Path, typer.Option(help="Folder of all releases.")] = Path("output"),
    about: Annotated[
        Path | None,
        typer.Option(
            help="Title, authors, licence and the like, and columns and codes of the project's own; dataset.toml in "
            "this folder where there is one."
        ),
    ] = None,
    also: Annotated[str, typer.Option(help=f"Further formats, joined by commas: {', '.join(FORMATS)}.")] = "",
    partition: Annotated[
        str | None,
        typer.Option(help=f"Columns to partition large tables by, joined by commas: {', '.join(COLUMNS)}."),
    ] = None,
) -> None:
    """Build the next release: Parquet, CSV, data dictionary, code lists, changes, metadata and checksums.

    The version is computed from what has changed since the last release: 1.0.0 for the first, then major,
    minor or patch. It is written to OUTPUT/DATASET/VERSION, whole or not at all, and never overwritten. Where
    nothing has changed, nothing is written.

    With --partition country,year (or `partition` in dataset.toml) events, sources and evidence are written as Parquet,
    a folder for each country and year. Partitions in which nothing has changed are linked from the last release.

    Examples:

      exporter release conflict

      exporter release conflict --version 2.0.0 --about conflict.toml --also stata,excel

      exporter release conflict --partition country,year

      exporter release conflict --store postgresql:///events --output /data/releases
    """
    said = read_about(about) if about else read_about(FILE_NAME) if Path(FILE_NAME).is_file() else About()
    if partition is not None:
        said = replace(said, partition=partition_columns(partition))
    formats = [name.strip() for name in also.split(",") if name.strip()]
    built = release(store, dataset, version, output, about=said, also=formats, project=project_at(about))
    if built is not None:
        if built.linked:
            console.say(
                f"{len(built.linked):,} files are those of the last release; nothing in them has changed."
            )
        console.table(files(built), title=f"{built.dataset} {built.version} in {built.folder}")


def release(
    store: str,
    dataset: str,
    version: str | None,
    output: Path,
    *,
    about: About,
    also: Sequence[str] = (),
    project: Project | None = None,
) -> Release | None:
    """Build the next release from a store, and say which and why; None where nothing has changed."""
    with existing(store, project) as opened:
        plan = plan_release(opened, dataset, version, output)
        if plan.version is None:
            console.say(f"{plan.why} {dataset} {plan.previous} is up to date; nothing was written.")
            return None
        console.say(f"{dataset} {plan.version}: {plan.why}")
        console.problems(plan.problems)
        return carry_out(opened, plan, output, about=about, also=also)


def files(built: Release) -> pl.DataFrame:
    """The files of a release with size and rows, for people; the partitions of a table are one line."""
    rows = [{"file": f.path, "bytes": f.size, "rows": f.rows, "sha256": f.sha256[:12]} for f in built.files]
    every = pl.DataFrame(
        rows, schema={"file": pl.String, "bytes": pl.Int64, "rows": pl.Int64, "sha256": pl.String}
    )
    alike = every.group_by(pl.col("file").str.replace_all("=[^/]+", "=*"), maintain_order=True)
    return alike.agg(
        pl.col("bytes").sum(),
        pl.when(pl.col("rows").count() > 0).then(pl.col("rows").sum()),
        pl.when(pl.len() == 1).then(pl.col("sha256").first()),
    )
