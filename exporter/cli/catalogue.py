"""`exporter catalogue`: the releases as a download site."""

from pathlib import Path
from typing import Annotated

import typer

from exporter.cli import console
from exporter.errors import DataError

NAME = "catalogue"


def run(
    output: Annotated[Path, typer.Argument(help="Folder of all releases.")] = Path("output"),
    to: Annotated[Path, typer.Option(help="Folder of the site.")] = Path("site"),
    copy: Annotated[bool, typer.Option("--copy", help="Put the releases' files into the site.")] = False,
    title: Annotated[str, typer.Option(help="Heading of the front page.")] = "Event data",
) -> None:
    """Write a download site of all releases: static pages that need no server.

    The pages link to the files where they are; with --copy, the site holds them and can be moved or uploaded.
    A release that is not whole is left out and named, and the exit status is then 1.

    Examples:

      exporter catalogue

      exporter catalogue /data/releases --to /srv/www/events --copy --title 'Conflict events'
    """
    from exporter.catalogue import build_catalogue  # noqa: PLC0415 (an extra)

    built = build_catalogue(output, to, copy=copy, title=title)
    console.say(f"{built.folder / 'index.html'}: {built.datasets} datasets, {built.versions} versions.")
    for one in built.skipped:
        console.say(f"Left out: {one.folder}: {one.reason}.")
    if built.skipped:
        raise DataError(
            f"{len(built.skipped)} releases are not whole.",
            "Build them again, or move them out of the output folder.",
        )
