"""The public function: a table of a release, wherever it stands."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload
from urllib.parse import urlsplit

import polars as pl
import pyarrow as pa

from exporter.codebook.definitions import project_beside
from exporter.codebook.project import Project
from exporter.codebook.tables import Table, tables
from exporter.errors import UsageError
from exporter.loaders.cache import Cache, cache_of
from exporter.loaders.convert import Library, convert
from exporter.loaders.local import check_files, read_file
from exporter.loaders.partitioned import chosen, read_parts_here, read_parts_there, told_by_path
from exporter.loaders.remote import RemoteRelease, find_remote, read_remote, remote_project, remote_release
from exporter.loaders.selection import Selection, select
from exporter.loaders.web import NotThereError, Web, is_url
from exporter.releases.partitions import LISTED, PARTED, Part, parts_in, parts_of
from exporter.releases.read import find_release
from exporter.releases.version import Version, dataset_name

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


@overload
def load(
    dataset_or_path: str | Path,
    version: str | None = ...,
    *,
    table: str | Table = ...,
    columns: Iterable[str] | None = ...,
    countries: Iterable[str] | None = ...,
    years: Iterable[int] | None = ...,
    as_: Literal["polars"] = ...,
    output: Path | str = ...,
    cache: bool | str | Path = ...,
) -> pl.DataFrame: ...
@overload
def load(
    dataset_or_path: str | Path,
    version: str | None = ...,
    *,
    table: str | Table = ...,
    columns: Iterable[str] | None = ...,
    countries: Iterable[str] | None = ...,
    years: Iterable[int] | None = ...,
    as_: Literal["pandas"],
    output: Path | str = ...,
    cache: bool | str | Path = ...,
) -> "pd.DataFrame": ...
@overload
def load(
    dataset_or_path: str | Path,
    version: str | None = ...,
    *,
    table: str | Table = ...,
    columns: Iterable[str] | None = ...,
    countries: Iterable[str] | None = ...,
    years: Iterable[int] | None = ...,
    as_: Literal["arrow"],
    output: Path | str = ...,
    cache: bool | str | Path = ...,
) -> pa.Table: ...
@overload
def load(
    dataset_or_path: str | Path,
    version: str | None = ...,
    *,
    table: str | Table = ...,
    columns: Iterable[str] | None = ...,
    countries: Iterable[str] | None = ...,
    years: Iterable[int] | None = ...,
    as_: Literal["duckdb"],
    output: Path | str = ...,
    cache: bool | str | Path = ...,
) -> "duckdb.DuckDBPyRelation": ...
def load(
    dataset_or_path: str | Path,
    version: str | None = None,
    *,
    table: str | Table = "events",
    columns: Iterable[str] | None = None,
    countries: Iterable[str] | None = None,
    years: Iterable[int] | None = None,
    as_: Library = "polars",
    output: Path | str = "output",
    cache: bool | str | Path = True,
) -> Any:
    """A table of a release, with the codebook's types.

    A file that is read whole is compared with the release's SHA256SUMS. Over HTTP, where columns, countries or
    years are chosen, only their parts of the file are fetched; such parts have no checksum.

    Args:
        dataset_or_path: Name of a dataset, the folder of a release, a Parquet file of one, or the address of
            a dataset, a release or a file on the web. A text that holds a `/` or ends in `.parquet` is taken
            for a path, any other for a name.
        version: Version of the dataset; the highest where it is not given.
        table: `events`, `sources`, `evidence` or `deletions`; a file's own name says it better. A table of a
            project's own (`exporter.codebook.project`) brings its columns and codes.
        columns: The columns that are wanted, in this order; all where none are given.
        countries: Only events in these countries, by name or ISO 3166-1 alpha-3 code; of `sources` and
            `evidence`, the rows of such events. Of a release that has partitions by country, only those are read.
        years: Only events that began in these years; likewise.
        as_: `polars`, `pandas`, `arrow` or `duckdb`: the library whose frame is wanted.
        output: Folder of all releases, or its address on the web.
        cache: Whether whole files from the web are kept on this machine, or the folder to keep them in.

    Raises:
        UsageError: There is no such release, file, table, column, country or year, or the web does not give it.
        DataError: The file is not the one that was released, or does not hold the columns of the codebook.
        MissingExtraError: The library is not installed.
    """
    web_address = dataset_or_path if is_url(dataset_or_path) else None
    if web_address is None and is_url(output) and _is_name(dataset_or_path):
        web_address = f"{str(output).rstrip('/')}/{dataset_name(str(dataset_or_path))}"
    if web_address is not None:
        asked = _Asked(columns, countries, years)
        frame = _from_web(str(web_address), version, table, asked, cache_of(cache))
    else:
        path = _path(dataset_or_path, version, output)
        frame = _from_disk(path, table, _Asked(columns, countries, years))
    return convert(frame, as_)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for of whatever table."""

    columns: Iterable[str] | None
    countries: Iterable[str] | None
    years: Iterable[int] | None

    def __post_init__(self) -> None:
        for name in ("columns", "countries", "years"):
            given = getattr(self, name)
            # An iterator can be read once, and this is read more than once.
            if given is not None and not isinstance(given, str | int):
                object.__setattr__(self, name, list(given))


def _from_disk(path: Path, table: str | Table, asked: _Asked) -> pl.DataFrame:
    folder = path if path.is_dir() else path.parent
    wanted = _declared(
        _named(table, path.stem) if not path.is_dir() else table, lambda: project_beside(folder)
    )
    name = _name(wanted)
    partitioned = path.is_dir() and (path / LISTED).is_file()

    def read(selection: Selection) -> pl.DataFrame:
        if partitioned and selection.table in PARTED:
            return read_parts_here(path, chosen(parts(selection.table), selection), selection)
        file = path / f"{selection.table}.parquet" if path.is_dir() else path
        if selection.table != name:
            file = file.with_name(f"{selection.table}.parquet")
        if not file.is_file():
            raise UsageError(
                f"There is no file {file}.", "Give the folder of a release, or a Parquet file of one."
            )
        if selection.whole:
            check_files(file.parent, [file.name])
        return read_file(file, selection, str(file))

    def parts(table: str) -> list[Part]:
        return parts_of(path, table) if partitioned else []

    return _read(read, wanted, asked, parts)


def _from_web(
    address: str,
    version: str | None,
    table: str | Table,
    asked: _Asked,
    cache: Cache | None,
) -> pl.DataFrame:
    folder, _, last = address.rstrip("/").rpartition("/")
    single = last.endswith(".parquet")
    if single:
        table = _named(table, last.removesuffix(".parquet"))
    # What can be wrong without looking should not cost a request; columns may be those of a project.
    select(table, None, asked.countries, asked.years)
    with Web(address) as web:
        release = _web_release(web, folder if single else address, version, single=single)
        table = _declared(table, lambda: remote_project(web, release))

        partitioned = not single and LISTED in release.sums

        def read(selection: Selection) -> pl.DataFrame:
            if partitioned and selection.table in PARTED:
                files = chosen(parts(selection.table), selection)
                return read_parts_there(web, release, files, selection, cache)
            file = last if single and selection.table == _name(table) else f"{selection.table}.parquet"
            return read_remote(web, release, file, selection, cache)

        def parts(table: str) -> list[Part]:
            return parts_in(release.sums, table) if partitioned else []

        return _read(read, table, asked, parts)


def _declared(table: str | Table, project: Callable[[], Project]) -> str | Table:
    """The table as the release's own project declares it, where the caller has not brought one."""
    return table if isinstance(table, Table) else project().by_name.get(table, table)


def _web_release(web: Web, address: str, version: str | None, *, single: bool) -> RemoteRelease:
    """The release at an address: that of the release itself where it ends in a version, else of its dataset."""
    output, _, last = address.rstrip("/").rpartition("/")
    if single or _is_version(last):
        if version is not None:
            raise UsageError(
                "The address of a release and a version were given.",
                "Give the address of a dataset with a version, or that of a release.",
            )
        try:
            return remote_release(web, address)
        except NotThereError as error:
            raise UsageError(
                f"There is no release at {address}: {error.message}", "Check the address and the version."
            ) from None
    if not urlsplit(output).netloc:
        raise UsageError(f"{address} names no dataset.", "Add the name of a dataset: https://.../conflict.")
    return find_remote(web, output, dataset_name(last), version)


def _read(
    read: Callable[[Selection], pl.DataFrame],
    table: str | Table,
    asked: _Asked,
    parts: Callable[[str], Sequence[Part]],
) -> pl.DataFrame:
    """A table by way of `read`; where neither table nor path tells what is asked, by the ids of such events."""
    name = _name(table)
    selection = select(table, asked.columns, asked.countries, asked.years)
    if name == "events" or not selection.where:
        return read(selection)
    if name == "deletions":
        raise UsageError(
            "deletions has no countries and years: its events are gone.",
            "Load all of it: it is the smallest table.",
        )
    if told_by_path(parts(name), selection):
        return read(selection)
    ids = read(select("events", ["event_id"], asked.countries, asked.years))["event_id"]
    return read(replace(selection, where={**selection.where, "event_id": tuple(ids.sort())}))


def _name(table: str | Table) -> str:
    return table.name if isinstance(table, Table) else table


def _named(table: str | Table, file: str) -> str | Table:
    """The table that a file holds: the one its own name says, which may be the one that is asked for."""
    return file if file in tables() and file != _name(table) else table


def _is_name(dataset_or_path: str | Path) -> bool:
    text = str(dataset_or_path)
    is_path = isinstance(dataset_or_path, Path) or "/" in text or "\\" in text or text.endswith(".parquet")
    return not is_path


def _is_version(text: str) -> bool:
    try:
        Version.parse(text)
    except UsageError:
        return False
    return True


def _path(dataset_or_path: str | Path, version: str | None, output: Path | str) -> Path:
    if _is_name(dataset_or_path):
        return find_release(str(dataset_or_path), version, output)
    if version is not None:
        raise UsageError(
            "A path and a version were given.", "Give the name of a dataset with a version, or a path."
        )
    return Path(dataset_or_path)
