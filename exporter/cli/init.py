"""`exporter init`: a `dataset.toml` to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.cli import console
from exporter.errors import UsageError
from exporter.releases.about import FILE_NAME, template
from exporter.releases.version import dataset_name

NAME = "init"


def run(
    dataset: Annotated[
        str, typer.Argument(help="Name of the dataset, which is its first title.")
    ] = "dataset",
    folder: Annotated[Path, typer.Option(help="Where to write it; made where it is missing.")] = Path(),
) -> None:
    """Write a dataset.toml with comments: title, authors, licence and the like, for all releases to come.

    A file that is there is never overwritten.

    Examples:

      exporter init conflict

      exporter init conflict --folder datasets/conflict
    """
    text = template(dataset_name(dataset))
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(
            f"{path if path.exists() else folder} is there already, and nothing is overwritten.",
            "Edit it, or choose another folder with --folder.",
        ) from error
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error
    option = "" if folder == Path() else f" --about {path}"
    console.say(f"{path} is written; fill it in, then: exporter release {dataset}{option}")
