"""The datasets and versions under an output folder, and the releases that are not whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exporter.catalogue.entry import Entry, read_entry
from exporter.errors import DataError, UsageError
from exporter.releases import Version
from exporter.releases.version import dataset_name


@dataclass(frozen=True, slots=True)
class Skipped:
    """A release that is left out: its folder, and what is amiss."""

    folder: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset with its whole releases, newest first; there is at least one."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def newest(self) -> Entry:
        """The release with the highest version."""
        return self.entries[0]


def find_datasets(output: Path) -> tuple[tuple[Dataset, ...], tuple[Skipped, ...]]:
    """The datasets by name, and the releases that are skipped.

    Raises:
        UsageError: There is no such folder, or it holds no release.
    """
    if not output.is_dir():
        raise UsageError(f"There is no folder {output}.", "Name the folder of all releases.")
    datasets, skipped = [], []
    for name in sorted(_datasets(output)):
        entries = []
        for version in sorted(_versions(output / name), reverse=True):
            folder = output / name / str(version)
            try:
                entries.append(read_entry(name, version, folder))
            except DataError as error:
                skipped.append(Skipped(folder, error.message))
        if entries:
            datasets.append(Dataset(name, tuple(entries)))
    if not datasets and not skipped:
        raise UsageError(f"{output} holds no release.", "Build one first: exporter release DATASET VERSION")
    return tuple(datasets), tuple(skipped)


def _datasets(output: Path) -> Iterator[str]:
    for entry in output.iterdir():
        try:
            name = dataset_name(entry.name)
        except UsageError:
            continue
        if entry.is_dir():
            yield name


def _versions(folder: Path) -> Iterator[Version]:
    for entry in folder.iterdir():
        try:
            version = Version.parse(entry.name)
        except UsageError:
            continue
        if entry.is_dir():
            yield version
