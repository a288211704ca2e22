"""The formats as `exporter validate` knows them: their codebooks as tables, their files read a batch at a time."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from exporter.codebook.codelists import Codelists
from exporter.codebook.tables import Table
from exporter.errors import ExporterError
from exporter.formats.crosswalk import table
from exporter.formats.files import batches, opened, recognise
from exporter.formats.format import Format
from exporter.formats.registry import FORMATS
from exporter.formats.typed import spelled
from exporter.validation.formats import TableFormat

# Codes of other projects that stand in value maps, not among our code lists.
_VALUE_MAPS = ("cameo_actor_roles", "cameo_countries", "fips_countries", "ucdp_countries")
_LISTS = Codelists({name: table(name).select(code="theirs") for name in _VALUE_MAPS})


def validated_formats() -> tuple[TableFormat, ...]:
    """All formats but our own tables, which validation has already."""
    return tuple(
        TableFormat(
            Table(layout.name, layout.model, _LISTS),
            layout.title,
            recognise=partial(_is, layout.name),
            read=partial(_read, layout),
        )
        for layout in FORMATS.values()
        if not layout.is_ours
    )


def _is(name: str, path: Path) -> bool:
    try:
        return recognise(path) == name
    except ExporterError:
        return False  # whoever reads the file says what is wrong with it


def _read(layout: Format, path: Path) -> Iterator[pl.DataFrame]:
    with opened(path, layout.name) as file:
        for batch in batches(file.rows, path):
            yield spelled(batch, layout)
