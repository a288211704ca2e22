"""`exporter info`: what is installed, and what a store holds."""

import importlib.util
import platform
from importlib.metadata import version as version_of
from typing import Annotated

import polars as pl
import typer

from exporter import __version__
from exporter.cli import console
from exporter.cli.stores import existing
from exporter.codebook import tables
from exporter.codebook.export import SCHEMA_VERSION, code_lists, polars_schema

NAME = "info"

_EXTRAS = {
    "catalogue": "jinja2",
    "dictionary": "spacy",
    "excel": "xlsxwriter",
    "html": "trafilatura",
    "plausibility": "rapidfuzz",
    "stata": "pyreadstat",
    "store": "sqlalchemy",
    "pandas": "pandas",
    "duckdb": "duckdb",
}


def run(
    store: Annotated[str | None, typer.Option(help="Also count what this store holds.")] = None,
) -> None:
    """Show versions, installed extras, the codebook's size and, with --store, what a store holds.

    Examples:

      exporter info

      exporter info --store events.db
    """
    lists = code_lists()
    facts = [
        ("exporter", __version__),
        ("codebook", f"{SCHEMA_VERSION}: {len(tables())} tables, {len(lists)} code lists"),
        *(
            (f"  {name}", f"{len(polars_schema(name))} columns, {len(table.rules)} rules")
            for name, table in tables().items()
        ),
        ("python", platform.python_version()),
        *((name, version_of(name)) for name in ("polars", "pandera", "pyarrow")),
        *(
            (f"extra {name}", "installed" if importlib.util.find_spec(module) else "not installed")
            for name, module in _EXTRAS.items()
        ),
    ]
    if store is not None:
        with existing(store) as opened:
            facts += [(f"store: {what}", str(count)) for what, count in opened.counts().items()]
    console.table(pl.DataFrame(facts, schema={"what": pl.String, "is": pl.String}, orient="row"))
