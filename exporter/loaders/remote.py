"""Where a table of a release stands on the web, with its checksum, and how it comes from there."""

import hashlib
import io
import json
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote, urljoin

import polars as pl

from exporter.codebook.definitions import FILE, plain, project_from
from exporter.codebook.project import Project
from exporter.errors import DataError, UsageError
from exporter.loaders.cache import Cache
from exporter.loaders.local import SUMS, changed, checksums, read_file
from exporter.loaders.parts import read_parts
from exporter.loaders.selection import Selection
from exporter.loaders.web import NotThereError, Web
from exporter.releases.version import Version

INDEX = "releases.json"
"""The list of releases that a catalogue writes beside them."""


@dataclass(frozen=True, slots=True)
class RemoteRelease:
    """The folder of a release on the web, with a slash at its end, and the SHA-256 of its files by path."""

    url: str
    sums: dict[str, str]


def remote_release(web: Web, folder: str) -> RemoteRelease:
    """The release in a folder on the web.

    Raises:
        NotThereError: There is no release.
    """
    folder = folder.rstrip("/") + "/"
    text = web.get(folder + SUMS)
    return RemoteRelease(folder, checksums(text.decode("utf-8", errors="replace"), folder + SUMS))


def remote_project(web: Web, release: RemoteRelease) -> Project:
    """The codebook of a release on the web, with what its project adds.

    Raises:
        UsageError: The definitions cannot be fetched.
        DataError: They are not those that were released.
    """
    sha256 = release.sums.get(FILE)
    if sha256 is None:
        return plain()
    return project_from(_in_memory(web, release.url + FILE, sha256).read().decode("utf-8"))


def find_remote(web: Web, output: str, dataset: str, version: str | None) -> RemoteRelease:
    """A release of a dataset below the address of all releases; the highest version where none is named.

    Raises:
        UsageError: There is no such release, or no list that says which is the highest.
    """
    output = output.rstrip("/") + "/"
    if version is not None:
        wanted = str(Version.parse(version))
        try:
            return remote_release(web, f"{output}{dataset}/{wanted}")
        except NotThereError:
            listed = _listed(web, output, dataset)
            if listed is None:
                raise UsageError(
                    f"There is no release {wanted} of {dataset} in {output}.",
                    f"Check the address: a release has a {SUMS}, and {output}{dataset}/{wanted}/{SUMS} is not there.",
                ) from None
    else:
        listed = _listed(web, output, dataset)
        if listed is None:
            raise UsageError(
                f"Which release of {dataset} is the latest cannot be told: there is no {output}{INDEX}.",
                'Name the version, as in load(..., "1.0.0").',
            )
        wanted = str(max(map(Version.parse, listed)))
    if wanted not in listed:
        there = ", ".join(map(str, sorted(map(Version.parse, listed))))
        raise UsageError(f"There is no release {wanted} of {dataset} in {output}.", f"There are: {there}.")
    return remote_release(web, listed[wanted])


def _listed(web: Web, output: str, dataset: str) -> dict[str, str] | None:
    """The addresses of a dataset's releases by version, from the list of a catalogue; none without a list."""
    url = output + INDEX
    try:
        text = web.get(url)
    except NotThereError:
        return None
    try:
        datasets = {one["name"]: one["versions"] for one in json.loads(text)["datasets"]}
        found = {
            str(Version.parse(one["version"])): urljoin(output, one["path"])
            for one in datasets.get(dataset, ())
        }
    except (ValueError, LookupError, TypeError, AttributeError, UsageError) as error:
        raise DataError(
            f"{url} is not a list of releases.", "Name the version, or have the catalogue written anew."
        ) from error
    if not found:
        others = ", ".join(sorted(datasets)) or "none"
        raise UsageError(f"There is no release of {dataset} in {output}.", f"There are datasets: {others}.")
    return found


def read_remote(
    web: Web, release: RemoteRelease, file: str, selection: Selection, cache: Cache | None
) -> pl.DataFrame:
    """A table of a release on the web: by parts where only some of it is wanted, else as a whole.

    Raises:
        UsageError: There is no such file, or it cannot be fetched.
        DataError: It is not the file that was released, or does not hold the columns of the codebook.
    """
    # What stands escaped in the name of a partition's folder is escaped once more in an address.
    url, sha256 = release.url + quote(file, safe="/="), release.sums.get(file)
    if sha256 is None:
        raise UsageError(f"{release.url}{SUMS} names no file {file}.", "Check the address and the table.")
    kept = cache.find(sha256) if cache else None
    if kept is None and not selection.whole:
        frame = read_parts(web, url, selection)
        if frame is not None:
            return frame
    if kept is None and cache:
        kept = cache.add(sha256, url, lambda begin: web.fetch(url, begin))
    return read_file(kept or _in_memory(web, url, sha256), selection, url)


def _in_memory(web: Web, url: str, sha256: str) -> BinaryIO:
    content = web.get(url)
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise changed(url, sha256, found)
    return io.BytesIO(content)
