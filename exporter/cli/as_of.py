"""`exporter as-of`: an earlier release, built again from the store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli import console
from exporter.cli.release import files
from exporter.cli.stores import existing
from exporter.errors import UsageError
from exporter.releases.from_store import rebuild

if TYPE_CHECKING:
    from exporter.store import Store

NAME = "as-of"


def run(
    version: Annotated[str, typer.Argument(help="Version of the release, such as 1.0.0.")],
    dataset: Annotated[
        str | None, typer.Option(help="Name of the dataset, where the store has released several.")
    ] = None,
    store: Annotated[str, typer.Option(help="The store: a file or a database URL.")] = "events.db",
    output: Annotated[Path, typer.Option(help="Folder of all releases.")] = Path("output"),
) -> None:
    """Build an earlier release again from the store, byte for byte.

    It is written to OUTPUT/DATASET/VERSION. Exit status 1 where the bytes are not those that were released.

    Examples:

      exporter as-of 1.0.0

      exporter as-of 1.0.0 --dataset conflict --output /tmp/again
    """
    with existing(store) as opened:
        built = rebuild(opened, dataset or _only(opened), version, output)
    console.table(files(built), title=f"{built.dataset} {built.version} in {built.folder}")


def _only(store: "Store") -> str:
    """The one dataset that the store has released."""
    names = store.datasets()
    if len(names) == 1:
        return names[0]
    if not names:
        raise UsageError("The store has no release.", "Build one with: exporter release DATASET")
    raise UsageError("Which dataset?", f"Name one of {', '.join(names)} with --dataset.")
