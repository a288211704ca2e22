"""The catalogue put together: a page for every dataset and every version, releases.json, and the files."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap, zip_longest
from pathlib import Path
from urllib.parse import quote

from exporter.catalogue.changes import changed_values, changes
from exporter.catalogue.drawing import draw
from exporter.catalogue.entry import Entry
from exporter.catalogue.found import Dataset, Skipped, find_datasets
from exporter.catalogue.listing import releases_json
from exporter.catalogue.pages import Shelf, front_page, release_page
from exporter.catalogue.swap import MARK, replaced
from exporter.errors import DataError, UsageError

FILES = "files"
"""Where the files of a release stand beside its page, when they are copied."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What was built.

    Attributes:
        folder: Where the site stands.
        datasets: Number of datasets.
        versions: Number of their versions.
        skipped: Releases that are left out, with the reason.
    """

    folder: Path
    datasets: int
    versions: int
    skipped: tuple[Skipped, ...]


def build_catalogue(
    output: Path | str, to: Path | str, *, copy: bool = False, title: str = "Event data"
) -> Catalogue:
    """Write the download site of all releases under `output` to the folder `to`.

    The site is there whole or not at all, and takes the place of one that was built before. The same releases
    give the same bytes. Releases that are not whole are left out and told of.

    Args:
        output: Folder of all releases.
        to: Folder of the site; outside `output`.
        copy: Put the releases' files into the site, as hard links where the disk allows. Otherwise the pages
            link to them where they are, relative to the site.
        title: Heading of the front page.

    Raises:
        UsageError: There are no releases, or the folder cannot be written or holds something else.
        DataError: None of the releases is whole.
    """
    output, to = Path(output), Path(to)
    _check_apart(output, to)
    found, broken = find_datasets(output)
    shelves, unreadable = _shelves(found)
    skipped = tuple(sorted((*broken, *unreadable), key=lambda one: one.folder))
    if not shelves:
        reasons = "; ".join(f"{one.folder}: {one.reason}" for one in skipped)
        raise DataError(f"No release in {output} is whole. {reasons}.", "Build a release again.")
    with replaced(to) as site:
        _write(site / "index.html", front_page(shelves, title))
        entries = [entry for shelf in shelves for entry in shelf.dataset.entries]
        places = {entry.folder: _files(entry, to, copy=copy) for entry in entries}
        listed = releases_json(
            [shelf.dataset for shelf in shelves], lambda entry: _address(places[entry.folder], to)
        )
        _write(site / MARK, listed)
        for shelf in shelves:
            name = shelf.dataset.name
            newest = _address(places[shelf.dataset.newest.folder], to / name)
            _write(site / name / "index.html", release_page(shelf, None, newest, title))
            for number, entry in enumerate(shelf.dataset.entries):
                version = str(entry.version)
                files = _address(places[entry.folder], to / name / version)
                _write(site / name / version / "index.html", release_page(shelf, number, files, title))
                if copy:
                    _copy(entry, site / name / version / FILES)
    return Catalogue(to, len(shelves), len(entries), skipped)


def _check_apart(output: Path, to: Path) -> None:
    inner, outer = to.resolve(), output.resolve()
    if inner == outer or outer in inner.parents or inner in outer.parents:
        raise UsageError(
            f"The site cannot stand in {to}: it and the releases in {output} must be apart.",
            "Name a folder beside the output folder, such as site.",
        )


def _shelves(found: Sequence[Dataset]) -> tuple[list[Shelf], list[Skipped]]:
    """What the pages need; a newest release whose tables turn out unreadable is skipped like the others."""
    shelves, skipped = [], []
    for dataset in found:
        for number, entry in enumerate(dataset.entries):
            try:
                drawing, values = draw(entry.folder), changed_values(entry)
            except DataError as error:
                skipped.append(Skipped(entry.folder, error.message))
                continue
            entries = dataset.entries[number:]
            told = tuple(starmap(changes, zip_longest(entries, entries[1:])))
            shelves.append(Shelf(Dataset(dataset.name, entries), told, values, drawing))
            break
    return shelves, skipped


def _files(entry: Entry, to: Path, *, copy: bool) -> Path:
    """Where a visitor of the finished site gets the files of a release."""
    return to / entry.dataset / str(entry.version) / FILES if copy else entry.folder


def _address(place: Path, page: Path) -> str:
    """The address of a folder from a page's folder."""
    try:
        way = os.path.relpath(place.absolute(), page.absolute())
    except ValueError as error:  # Windows: another drive
        raise UsageError(
            f"There is no relative way from {page} to {place}.", "Put the files into the site with --copy."
        ) from error
    return quote(Path(way).as_posix())


def _copy(entry: Entry, folder: Path) -> None:
    """Hard links to the files of a release; copies where the disk takes no links."""
    for file in entry.files:
        source, target = entry.folder / file.path, folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(source)
        except OSError:
            shutil.copyfile(source, target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
