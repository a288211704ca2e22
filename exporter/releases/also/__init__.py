"""Further formats of a release, each written beside Parquet and CSV where it is asked for.

stata.py   Stata: `<table>.dta`
excel.py   Excel: `tables.xlsx`
geo.py     maps: `events.geo.parquet` and `events.geojson`
"""

from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from exporter.errors import MissingExtraError, UsageError
from exporter.releases.facts import Facts
from exporter.releases.files import File

Writer = Callable[[Mapping[str, pl.DataFrame], pl.DataFrame, Facts, Path], list[File]]
"""Writes the tables (with their dictionary) into the folder of a release, and says which files it made."""

FORMATS: Mapping[str, str | None] = {"excel": "xlsxwriter", "geo": None, "stata": "pyreadstat"}
"""The formats, and the package that each needs; its extra has the name of the format."""


def find_writers(also: Collection[str]) -> list[Writer]:
    """The writers of formats, each once and in one order, whatever the order that they are asked for in.

    Raises:
        UsageError: There is no such format.
        MissingExtraError: A format needs packages that are not installed.
    """
    if isinstance(also, str):
        raise UsageError(f"{also!r} is one text, not a list of formats.", f"Write ({also!r},).")
    for name in also:
        if name not in FORMATS:
            raise UsageError(f"There is no format {name!r}.", f"The formats are: {', '.join(FORMATS)}.")
        package = FORMATS[name]
        if package is not None and find_spec(package) is None:
            raise MissingExtraError(f"Writing {name}", name)
    return [import_module(f"{__name__}.{name}").write for name in FORMATS if name in also]
