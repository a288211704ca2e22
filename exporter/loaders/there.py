"""A table of a release on the web."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import polars as pl

from exporter.codebook.tables import Table
from exporter.errors import UsageError
from exporter.loaders.asked import Asked, declared, name_of, named, read_asked
from exporter.loaders.cache import Cache
from exporter.loaders.partitioned import chosen
from exporter.loaders.remote import RemoteRelease, find_remote, read_remote, remote_project, remote_release
from exporter.loaders.selection import Selection, select
from exporter.loaders.web import NotThereError, Web
from exporter.releases.partitions import LISTED, PARTED, Part, parts_in
from exporter.releases.version import Version, dataset_name


def load_there(
    address: str,
    version: str | None,
    table: str | Table,
    asked: Asked,
    cache: Cache | None,
) -> pl.DataFrame:
    """The wanted rows and columns of a table at an address: of a dataset, a release, or a Parquet file of one.

    Raises:
        UsageError: There is no such release, file, table, column, country or year, or the web does not give it.
        DataError: The file is not the one that was released, or does not hold the columns of the codebook.
    """
    folder, _, last = address.rstrip("/").rpartition("/")
    single = last.endswith(".parquet")
    if single:
        table = named(table, last.removesuffix(".parquet"))
    # What can be wrong without looking should not cost a request; columns may be those of a project.
    select(table, None, asked.countries, asked.years)
    with Web(address) as web:
        release = _web_release(web, folder if single else address, version, single=single)
        table = declared(table, lambda: remote_project(web, release))

        partitioned = not single and LISTED in release.sums

        def read(selection: Selection) -> pl.DataFrame:
            if partitioned and selection.table in PARTED:
                files = chosen(parts(selection.table), selection)
                return _read_parts(web, release, files, selection, cache)
            file = last if single and selection.table == name_of(table) else f"{selection.table}.parquet"
            return read_remote(web, release, file, selection, cache)

        def parts(table: str) -> list[Part]:
            return parts_in(release.sums, table) if partitioned else []

        return read_asked(read, table, asked, parts)


def _read_parts(
    web: Web, release: RemoteRelease, parts: Sequence[Part], selection: Selection, cache: Cache | None
) -> pl.DataFrame:
    """The wanted rows and columns of some partitions on the web."""
    schema = selection.schema
    found = [pl.DataFrame(schema={name: schema[name] for name in selection.columns})]
    for part in parts:
        columns = tuple(name for name in selection.columns if name not in part.values)
        where = {name: values for name, values in selection.where.items() if name not in part.values}
        here = replace(selection, columns=columns, where=where, apart=tuple(part.values))
        rows = read_remote(web, release, part.path, here, cache)
        told = (
            pl.lit(part.values[name]).cast(schema[name]).alias(name)
            for name in selection.columns
            if name in part.values
        )
        found.append(rows.with_columns(told).select(selection.columns))
    return pl.concat(found)


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


def _is_version(text: str) -> bool:
    try:
        Version.parse(text)
    except UsageError:
        return False
    return True
