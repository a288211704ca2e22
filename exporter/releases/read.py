"""Releases found again. How their tables are read is told in `exporter.loaders`."""

from pathlib import Path

from exporter.errors import UsageError
from exporter.releases.version import Version, dataset_name


def find_release(dataset: str, version: str | None = None, output: Path | str = "output") -> Path:
    """The folder of a release; of the highest version where none is named.

    Raises:
        UsageError: There is no such release; the message lists those that there are.
    """
    folder = Path(output) / dataset_name(dataset)
    versions = _versions(folder)
    if not versions:
        raise UsageError(
            f"There is no release of {dataset} in {output}.",
            "Check the name and the output folder, or build a release first.",
        )
    if version is None:
        return folder / str(versions[-1])
    wanted = Version.parse(version)
    if wanted not in versions:
        raise UsageError(
            f"There is no release {wanted} of {dataset} in {output}.",
            f"There are: {', '.join(str(found) for found in versions)}.",
        )
    return folder / str(wanted)


def _versions(folder: Path) -> list[Version]:
    """The versions that stand in a dataset's folder, lowest first; other entries are passed over."""
    found = []
    for entry in folder.iterdir() if folder.is_dir() else ():
        try:
            version = Version.parse(entry.name)
        except UsageError:
            continue
        if entry.is_dir():
            found.append(version)
    return sorted(found)
