"""The public function: a table of a release, wherever it stands."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import polars as pl
import pyarrow as pa

from exporter.codebook.tables import Table
from exporter.errors import UsageError
from exporter.loaders.asked import Asked
from exporter.loaders.convert import Library, convert
from exporter.loaders.here import load_here
from exporter.releases.read import find_release
from exporter.releases.version import dataset_name

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
    asked = Asked(columns, countries, years)
    address = _web_address(dataset_or_path, output)
    if address is None:
        frame = load_here(_path(dataset_or_path, version, output), table, asked)
    else:
        # What speaks HTTP takes longer to import than a small table to read.
        from exporter.loaders.cache import cache_of  # noqa: PLC0415
        from exporter.loaders.there import load_there  # noqa: PLC0415

        frame = load_there(address, version, table, asked, cache_of(cache))
    return convert(frame, as_)


def _web_address(dataset_or_path: str | Path, output: Path | str) -> str | None:
    if _is_url(dataset_or_path):
        return str(dataset_or_path)
    if _is_url(output) and _is_name(dataset_or_path):
        return f"{str(output).rstrip('/')}/{dataset_name(str(dataset_or_path))}"
    return None


def _is_url(text: object) -> bool:
    return isinstance(text, str) and text.lower().startswith(("http://", "https://"))


def _is_name(dataset_or_path: str | Path) -> bool:
    text = str(dataset_or_path)
    is_path = isinstance(dataset_or_path, Path) or "/" in text or "\\" in text or text.endswith(".parquet")
    return not is_path


def _path(dataset_or_path: str | Path, version: str | None, output: Path | str) -> Path:
    if _is_name(dataset_or_path):
        return find_release(str(dataset_or_path), version, output)
    if version is not None:
        raise UsageError(
            "A path and a version were given.", "Give the name of a dataset with a version, or a path."
        )
    return Path(dataset_or_path)
