"""The data dictionary of a release: what the codebook says of each column, beside what the data hold."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import polars as pl

from exporter.codebook.codelists import BUILT_IN, Codelists
from exporter.codebook.export import dictionary
from exporter.codebook.tables import Table, tables
from exporter.releases.blocks import Frame
from exporter.releases.markdown import literal, markdown_table, words

EXAMPLE_LENGTH = 80
SHORT_LIST = 40
"""Code lists up to this length stand in the Markdown dictionary; longer ones are linked."""


def describe(rows: Frame, table: str | Table, ordered: Frame | None = None) -> pl.DataFrame:
    """A row per column of a table.

    Columns: those of the codebook's dictionary, and `filled` (share of rows with a value, 0 to 1), `distinct`
    (different values; of text, different 64-bit hashes of it), `minimum` and `maximum` (of numbers, dates and
    times) and `example` (the first value of the data, the codebook's own where there is none).

    Args:
        rows: The rows.
        table: What they are of.
        ordered: The same rows in the order of the release, where `rows` are in another.
    """
    said = dictionary(table)
    facts = pl.DataFrame(
        [
            _facts(rows, name, kind, rows if ordered is None else ordered)
            for name, kind in rows.collect_schema().items()
        ],
        schema=_FACTS,
    )
    examples = facts.select(pl.coalesce("example", said["example"]))
    return pl.concat([said.drop("example"), facts.drop("example"), examples], how="horizontal_extend")


def dictionary_markdown(described: pl.DataFrame, rows: Mapping[str, int], lists: Codelists = BUILT_IN) -> str:
    """The dictionary for reading.

    Args:
        described: What `describe` says of the tables, one under the other.
        rows: Number of rows of each table.
        lists: The code lists, with a project's own codes.
    """
    parts = [_HEAD]
    for (table,), columns in described.group_by("table", maintain_order=True):
        name = str(table)
        said = tables()[name].model.__doc__ or ""
        parts.append(f"## {name}\n\n{said.splitlines()[0]} {rows[name]:,} rows.\n")
        parts += [_column_section(column) for column in columns.iter_rows(named=True)]
    used = described["codelist"].drop_nulls().unique().sort()
    parts.append("## Code lists\n\nThe same lists, with all their columns, are in `codelists/`.\n")
    parts += [_codelist_section(name, lists.codelist(name)) for name in used]
    return "\n".join(parts)


_FACTS = {
    "filled": pl.Float64,
    "distinct": pl.Int64,
    "minimum": pl.String,
    "maximum": pl.String,
    "example": pl.String,
}

_HEAD = """# Data dictionary

Filled is the share of rows with a value; distinct counts different values. An empty cell means that there is
no value. The same facts as a table are in `dictionary.csv`.
"""


def _facts(rows: Frame, name: str, kind: pl.DataType, ordered: Frame) -> dict[str, object]:
    """What the data hold in a column.

    Column by column, since Polars counts distinct values of one column at a time twice as fast as of many in
    one query; and of a large table, no more than a column is then in memory.
    """
    column = pl.col(name)
    bounded = kind.is_numeric() or kind.is_temporal()
    facts = rows.lazy().select(
        rows=pl.len(),
        nulls=column.null_count(),
        minimum=column.min() if bounded else None,
        maximum=column.max() if bounded else None,
    )
    engine: Literal["in-memory", "streaming"] = "in-memory" if isinstance(rows, pl.DataFrame) else "streaming"
    held = facts.collect(engine=engine).row(0, named=True)
    first = ordered.lazy().select(column).filter(column.is_not_null()).head(1).collect(engine=engine)
    example = _text(first.item() if first.height else None)
    if example is not None and len(example) > EXAMPLE_LENGTH:
        example = example[: EXAMPLE_LENGTH - 1] + "…"
    return {
        "filled": round(1 - held["nulls"] / held["rows"], 6) if held["rows"] else None,
        "distinct": _distinct(rows, column, kind, held["rows"], engine),
        "minimum": _text(held["minimum"]),
        "maximum": _text(held["maximum"]),
        "example": example,
    }


def _distinct(
    rows: Frame, column: pl.Expr, kind: pl.DataType, height: int, engine: Literal["in-memory", "streaming"]
) -> int:
    """How many different values there are; of very many rows those of some hashes at a time, in bounded memory."""
    # The hash of a long text is all that must be held of it.
    value = column.hash() if kind == pl.String else column
    present = rows.lazy().filter(column.is_not_null())
    turns = 1 if isinstance(kind, pl.Enum | pl.Boolean) else height // _COUNTED + 1
    counts = (
        present.select(value) if turns == 1 else present.select(value).filter(pl.all().hash() % turns == turn)
        for turn in range(turns)
    )
    return sum(one.select(pl.all().n_unique()).collect(engine=engine).item() for one in counts)


_COUNTED = 20_000_000
"""Rows whose different values are counted at a time."""


def _text(value: object) -> str | None:
    """A value as the CSV files write it."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case float():
            return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)


def _column_section(column: dict[str, object]) -> str:
    facts = {
        "Type": column["type"],
        "May be missing": "yes" if column["null"] else "no",
        "Unit": words(column["unit"]),
        "Source": words(column["source"]),
        "Filled": "" if column["filled"] is None else f"{column['filled']:.1%}",
        "Distinct": f"{column['distinct']:,}",
        "Minimum": literal(column["minimum"]),
        "Maximum": literal(column["maximum"]),
        "Example": literal(column["example"]),
    }
    lines = [
        f"### {column['table']}.{column['column']}",
        "",
        f"**{words(column['title'])}.** {words(column['definition'])}",
    ]
    if name := column["codelist"]:
        lines += ["", f"Values: [{name}](#code-list-{name})."]
    lines += ["", *markdown_table([list(facts), list(facts.values())]), ""]
    return "\n".join(lines)


def _codelist_section(name: str, codes: pl.DataFrame) -> str:
    heading = f"### Code list {name}\n"
    if codes.height > SHORT_LIST:
        return f"{heading}\n{codes.height} codes: [codelists/{name}.csv](codelists/{name}.csv).\n"
    meaning = next((column for column in ("definition", "label") if column in codes.columns), None)
    shown = codes.select("code", *([meaning] if meaning else []))
    rows = [[words(cell) for cell in row] for row in shown.iter_rows()]
    return "\n".join([heading, *markdown_table([["Code", "Meaning"][: shown.width], *rows]), ""])
