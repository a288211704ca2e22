"""The data dictionary of a release: what the codebook says of each column, beside what the data hold."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import polars as pl

from exporter.codebook.codelists import BUILT_IN, Codelists
from exporter.codebook.export import dictionary
from exporter.codebook.tables import Table, tables
from exporter.releases.blocks import Frame
from exporter.releases.markdown import literal, markdown_table, words

_Engine = Literal["in-memory", "streaming"]

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
    facts = pl.DataFrame(list(_facts(rows, rows if ordered is None else ordered)), schema=_FACTS)
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


def _facts(rows: Frame, ordered: Frame) -> Iterator[dict[str, object]]:
    """What the data hold in each column."""
    schema = rows.collect_schema()
    engine: _Engine = "in-memory" if isinstance(rows, pl.DataFrame) else "streaming"
    bounded = [name for name, kind in schema.items() if kind.is_numeric() or kind.is_temporal()]
    few = [name for name, kind in schema.items() if isinstance(kind, _OF_FEW_VALUES)]
    height, distinct, nulls, least, most = pl.collect_all(
        [
            rows.lazy().select(pl.len()),
            rows.lazy().select(pl.col(few).drop_nulls().n_unique()),
            rows.lazy().select(pl.all().null_count()),
            rows.lazy().select(pl.col(bounded).min()),
            rows.lazy().select(pl.col(bounded).max()),
        ],
        engine=engine,
    )
    count = height.item()
    examples = _examples(ordered, engine)
    for name, kind in schema.items():
        example = _text(examples[name])
        if example is not None and len(example) > EXAMPLE_LENGTH:
            example = example[: EXAMPLE_LENGTH - 1] + "…"
        yield {
            "filled": round(1 - nulls.item(0, name) / count, 6) if count else None,
            "distinct": distinct.item(0, name) if name in few else _distinct(rows, name, kind, count, engine),
            "minimum": _text(least.item(0, name)) if name in bounded else None,
            "maximum": _text(most.item(0, name)) if name in bounded else None,
            "example": example,
        }


def _examples(ordered: Frame, engine: _Engine) -> dict[str, object]:
    """The first value of each column; most have one among the first rows."""
    first = pl.all().drop_nulls().first()
    found = ordered.lazy().head(_FIRST_ROWS).select(first).collect(engine=engine).row(0, named=True)
    none = [name for name, value in found.items() if value is None]
    if none:
        found |= ordered.lazy().select(pl.col(none)).select(first).collect(engine=engine).row(0, named=True)
    return found


_FIRST_ROWS = 10_000


def _distinct(rows: Frame, name: str, kind: pl.DataType, height: int, engine: _Engine) -> int:
    """How many different values there are; of very many rows those of some hashes at a time, in bounded memory.

    One column at a time: Polars counts so twice as fast as of many in one query, and holds no more than that.
    """
    column = pl.col(name)
    # The hash of a long text is all that must be held of it.
    value = column.hash() if kind == pl.String else column
    present = rows.lazy().filter(column.is_not_null())
    turns = height // _COUNTED + 1
    counts = (
        present.select(value) if turns == 1 else present.select(value).filter(pl.all().hash() % turns == turn)
        for turn in range(turns)
    )
    return sum(one.select(pl.all().n_unique()).collect(engine=engine).item() for one in counts)


_OF_FEW_VALUES = (pl.Enum, pl.Boolean, pl.Int8, pl.Int16, pl.Date)

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
