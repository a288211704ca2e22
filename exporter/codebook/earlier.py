"""The codebook as earlier versions of the published contract have it, so that what follows them can be checked.

Only what a later version changed stands here, in the words of the earlier one.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from exporter.codebook.column import field
from exporter.codebook.export import SCHEMA_VERSION
from exporter.codebook.project import Project
from exporter.codebook.tables import Table

_OURS = "this project"

# Version 2.0.0 lets these be missing.
_FIRST: Mapping[str, Mapping[str, tuple[Any, Any]]] = {
    "events": {
        "source_date": (
            pl.Date,
            field(
                "Source date",
                "Day of publication of the first report.",
                source=_OURS,
                origin="article",
                unit="ISO 8601 date",
            ),
        ),
        "article_count": (
            pl.Int32,
            field(
                "Articles",
                "Number of articles that report the event.",
                source="GDELT NumArticles",
                origin="article",
                unit="articles",
                ge=1,
            ),
        ),
        "source_count": (
            pl.Int32,
            field(
                "Outlets",
                "Number of outlets that report the event.",
                source="GDELT NumSources",
                origin="article",
                unit="outlets",
                ge=1,
            ),
        ),
    },
    "sources": {
        "published": (
            pl.Date,
            field("Published", "Day of publication.", source=_OURS, origin="article", unit="ISO 8601 date"),
        )
    },
}

_VERSIONS = {"1.0.0": _FIRST}

KNOWN = frozenset({*_VERSIONS, SCHEMA_VERSION})
"""The versions of the contract that can be checked."""


@cache
def as_of(project: Project, version: str) -> Project:
    """A project's codebook by an earlier version of the contract.

    Raises:
        KeyError: The version is not among `KNOWN`.
    """
    if version == SCHEMA_VERSION:
        return project
    changed = _VERSIONS[version]
    tables = tuple(_earlier(table, changed.get(table.name, {})) for table in project.tables)
    return Project(tables, project.severities, project.reasons)


def _earlier(table: Table, columns: Mapping[str, tuple[Any, Any]]) -> Table:
    if not columns:
        return table
    kinds = {name: kind for name, (kind, _) in columns.items()}
    fields = {name: declared for name, (_, declared) in columns.items()}
    model: Any = type("Earlier", (table.model,), {"__annotations__": kinds, **fields})
    return Table(table.name, model, table.lists)
