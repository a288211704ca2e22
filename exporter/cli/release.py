"""`exporter release`: what the store holds, as an immutable folder of files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from exporter.cli import console
from exporter.cli.stores import existing
from exporter.codebook import tables
from exporter.errors import DataError
from exporter.releases import About, Release, build_release, check_new, read_about
from exporter.releases.about import FILE_NAME
from exporter.releases.also import FORMATS, find_writers
from exporter.validation import validate_dataset

NAME = "release"


def run(
    dataset: Annotated[str, typer.Argument(help="Name of the dataset: small letters, digits, - and _.")],
    version: Annotated[str, typer.Argument(help="Version, such as 1.0.0.")],
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    output: Annotated[Path, typer.Option(help="Folder of all releases.")] = Path("output"),
    about: Annotated[
        Path | None,
        typer.Option(
            help="Title, authors, licence and the like; dataset.toml in this folder where there is one."
        ),
    ] = None,
    also: Annotated[str, typer.Option(help=f"Further formats, joined by commas: {', '.join(FORMATS)}.")] = "",
) -> None:
    """Build a release: Parquet, CSV, data dictionary, code lists, metadata and checksums.

    It is written to OUTPUT/DATASET/VERSION, whole or not at all, and never overwritten.

    Examples:

      exporter release conflict 1.0.0

      exporter release conflict 1.0.1 --store postgresql:///events --output /data/releases

      exporter release conflict 1.1.0 --about conflict.toml --also stata,excel
    """
    said = read_about(about) if about else read_about(FILE_NAME) if Path(FILE_NAME).is_file() else About()
    formats = [name.strip() for name in also.split(",") if name.strip()]
    built = release(store, dataset, version, output, about=said, also=formats)
    console.table(files(built), title=f"{built.dataset} {built.version} in {built.folder}")


def release(
    store: str, dataset: str, version: str, output: Path, *, about: About, also: Sequence[str] = ()
) -> Release:
    """Build a release from a store, every table validated once more."""
    check_new(dataset, version, output)
    find_writers(also)
    with existing(store) as opened:
        recorded = opened.record_release(dataset, version, about=about.to_json())
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
    noted = About.from_json(recorded.about) if recorded.about else About()
    if noted != about:
        console.say(
            f"{store} has noted {version} with other metadata than these; the noted ones stand in it."
        )
        console.say(
            "    A release that is built again gives the same bytes: choose a higher version for new words."
        )
    return build_release(frames, dataset, version, output, about=noted, also=also)


def files(built: Release) -> pl.DataFrame:
    """The files of a release with size and rows, for people."""
    rows = [{"file": f.path, "bytes": f.size, "rows": f.rows, "sha256": f.sha256[:12]} for f in built.files]
    return pl.DataFrame(
        rows, schema={"file": pl.String, "bytes": pl.Int64, "rows": pl.Int64, "sha256": pl.String}
    )
