"""`exporter release`: what the store holds, as an immutable folder of files."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.cli.stores import existing
from exporter.codebook import tables
from exporter.errors import DataError
from exporter.releases import Release, build_release, check_new
from exporter.validation import validate_dataset

NAME = "release"


def run(
    dataset: Annotated[str, typer.Argument(help="Name of the dataset: small letters, digits, - and _.")],
    version: Annotated[str, typer.Argument(help="Version, such as 1.0.0.")],
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    output: Annotated[Path, typer.Option(help="Folder of all releases.")] = Path("output"),
) -> None:
    """Build a release: Parquet, CSV, data dictionary, code lists and checksums.

    It is written to OUTPUT/DATASET/VERSION, whole or not at all, and never overwritten.

    Examples:

      exporter release conflict 1.0.0

      exporter release conflict 1.0.1 --store postgresql:///events --output /data/releases
    """
    built = release(store, dataset, version, output)
    console.table(files(built), title=f"{built.dataset} {built.version} in {built.folder}")


def release(store: str, dataset: str, version: str, output: Path) -> Release:
    """Build a release from a store, every table validated once more."""
    check_new(dataset, version, output)
    with existing(store) as opened:
        recorded = opened.record_release(dataset, version)
        frames = {
            name: opened.table(name, revision=recorded.last_revision, dataset=dataset, version=version)
            for name in tables()
        }
    checked = validate_dataset(frames)
    bad = pl.concat([result.problems for result in checked.values()])
    if not bad.is_empty():
        console.problems(bad)
        raise DataError(
            "The store holds rows that break the codebook; nothing was written.",
            "Correct or delete them first.",
        )
    return build_release(frames, dataset, version, output)


def files(built: Release) -> pl.DataFrame:
    """The files of a release with size and rows, for people."""
    rows = [{"file": f.path, "bytes": f.size, "rows": f.rows, "sha256": f.sha256[:12]} for f in built.files]
    return pl.DataFrame(
        rows, schema={"file": pl.String, "bytes": pl.Int64, "rows": pl.Int64, "sha256": pl.String}
    )
