"""A table that has partitions: only the files are read, here or on the web, whose paths tell what is asked for."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from exporter.codebook.codelists import codelist
from exporter.errors import UsageError
from exporter.loaders.cache import Cache
from exporter.loaders.local import SUMS, check_files, filtered
from exporter.loaders.remote import RemoteRelease, read_remote
from exporter.loaders.selection import Selection, with_codebook_types
from exporter.loaders.web import Web
from exporter.releases.partitions import Part, scan_parts


def chosen(parts: Sequence[Part], selection: Selection) -> list[Part]:
    """The partitions that may hold what is asked for."""
    wanted = _texts(selection)
    return [
        part
        for part in parts
        if all(text in wanted[column] for column, text in part.values.items() if column in wanted)
    ]


def told_by_path(parts: Sequence[Part], selection: Selection) -> bool:
    """Whether the partitions' paths alone tell which rows are asked for."""
    if not parts:
        return False
    columns = set(parts[0].values) | ({"country"} if "iso3" in parts[0].values else set())
    return set(selection.where) <= columns


def read_parts_here(folder: Path, parts: Sequence[Part], selection: Selection) -> pl.DataFrame:
    """The wanted rows and columns of some partitions in a folder.

    Raises:
        UsageError: A file cannot be read.
        DataError: A file is not the one that was released, or does not hold the columns of the codebook.
    """
    try:
        if set(selection.columns) == set(selection.schema) and told_by_path(parts, selection):
            check_files(folder, [part.path for part in parts])
        rows = scan_parts(folder, parts, selection.project or selection.table)
        there = rows.collect_schema()
        wanted = [name for name in selection.columns if name in there]
        found = filtered(rows, selection).select(wanted).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{folder} cannot be read: {reason}", f"Check it against {SUMS}.") from error
    return with_codebook_types(found, selection, str(folder))


def read_parts_there(
    web: Web, release: RemoteRelease, parts: Sequence[Part], selection: Selection, cache: Cache | None
) -> pl.DataFrame:
    """The wanted rows and columns of some partitions on the web.

    Raises:
        UsageError: A file cannot be fetched.
        DataError: A file is not the one that was released, or does not hold the columns of the codebook.
    """
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


def _texts(selection: Selection) -> dict[str, set[str]]:
    """The wanted values as paths write them; of countries also their codes."""
    texts = {column: {str(value) for value in values} for column, values in selection.where.items()}
    if "country" in texts:
        listed = codelist("countries").select("code", "iso3").rows()
        texts["iso3"] = {iso3 for name, iso3 in listed if name in texts["country"]}
    return texts
