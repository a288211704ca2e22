"""The public function: a table of a release, wherever it stands."""

from collections.abc import Callable, Iterable
from dataclasses import replace
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
from exporter.loaders.local import check_file, read_file
from exporter.loaders.remote import RemoteRelease, find_remote, read_remote, remote_project, remote_release
from exporter.loaders.selection import Selection, select
from exporter.loaders.web import NotThereError, Web, is_url
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
    as_: Library = "polars",
    output: Path | str = "output",
    cache: bool | str | Path = True,
) -> Any:
    """A table of a release, with the codebook's types.

    A file that is read whole is compared with the release's SHA256SUMS. Over HTTP, where columns or countries
    are chosen, only their parts of the file are fetched; such parts have no checksum.

    Args:
        dataset_or_path: Name of a dataset, the folder of a release, a Parquet file of one, or the address of
            a dataset, a release or a file on the web. A text that holds a `/` or ends in `.parquet` is taken
            for a path, any other for a name.
        version: Version of the dataset; the highest where it is not given.
        table: `events`, `sources`, `evidence` or `deletions`; a file's own name says it better. A table of a
            project's own (`exporter.codebook.project`) brings its columns and codes.
        columns: The columns that are wanted, in this order; all where none are given.
        countries: Only events in these countries, by name or ISO 3166-1 alpha-3 code; of `sources` and
            `evidence`, the rows of such events.
        as_: `polars`, `pandas`, `arrow` or `duckdb`: the library whose frame is wanted.
        output: Folder of all releases, or its address on the web.
        cache: Whether whole files from the web are kept on this machine, or the folder to keep them in.

    Raises:
        UsageError: There is no such release, file, table, column or country, or the web does not give it.
        DataError: The file is not the one that was released, or does not hold the columns of the codebook.
        MissingExtraError: The library is not installed.
    """
    web_address = dataset_or_path if is_url(dataset_or_path) else None
    if web_address is None and is_url(output) and _is_name(dataset_or_path):
        web_address = f"{str(output).rstrip('/')}/{dataset_name(str(dataset_or_path))}"
    if web_address is not None:
        frame = _from_web(str(web_address), version, table, columns, countries, cache_of(cache))
    else:
        frame = _from_disk(_path(dataset_or_path, version, output), table, columns, countries)
    return convert(frame, as_)


def _from_disk(
    path: Path, table: str | Table, columns: Iterable[str] | None, countries: Iterable[str] | None
) -> pl.DataFrame:
    folder = path if path.is_dir() else path.parent
    wanted = _declared(
        _named(table, path.stem) if not path.is_dir() else table, lambda: project_beside(folder)
    )
    name = _name(wanted)

    def read(selection: Selection) -> pl.DataFrame:
        file = path / f"{selection.table}.parquet" if path.is_dir() else path
        if selection.table != name:
            file = file.with_name(f"{selection.table}.parquet")
        if not file.is_file():
            raise UsageError(
                f"There is no file {file}.", "Give the folder of a release, or a Parquet file of one."
            )
        if selection.whole:
            check_file(file)
        return read_file(file, selection, str(file))

    return _read(read, wanted, columns, countries)


def _from_web(
    address: str,
    version: str | None,
    table: str | Table,
    columns: Iterable[str] | None,
    countries: Iterable[str] | None,
    cache: Cache | None,
) -> pl.DataFrame:
    folder, _, last = address.rstrip("/").rpartition("/")
    single = last.endswith(".parquet")
    if single:
        table = _named(table, last.removesuffix(".parquet"))
    # What can be wrong without looking should not cost a request; columns may be those of a project.
    select(table, None, countries)
    with Web(address) as web:
        release = _web_release(web, folder if single else address, version, single=single)
        table = _declared(table, lambda: remote_project(web, release))

        def read(selection: Selection) -> pl.DataFrame:
            file = last if single and selection.table == _name(table) else f"{selection.table}.parquet"
            return read_remote(web, release, file, selection, cache)

        return _read(read, table, columns, countries)


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
    columns: Iterable[str] | None,
    countries: Iterable[str] | None,
) -> pl.DataFrame:
    """A table by way of `read`; where a table knows no country, by the ids of the events in the countries."""
    if countries is None or _name(table) == "events":
        return read(select(table, columns, countries))
    selection = select(table, columns, None)
    if selection.table == "deletions":
        raise UsageError(
            "deletions has no countries: its events are gone.", "Load all of it: it is the smallest table."
        )
    ids = read(select("events", ["event_id"], countries))["event_id"]
    return read(replace(selection, key="event_id", values=tuple(ids.sort())))


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
