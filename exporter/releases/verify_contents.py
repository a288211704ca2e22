"""What the files of a release say, each against the others."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from exporter.articles import Article
from exporter.codebook.codelists import Codelists
from exporter.codebook.export import polars_schema
from exporter.codebook.project import Project
from exporter.codebook.tables import Table
from exporter.releases.blocks import Frame
from exporter.releases.cells import unescape_formulas, written
from exporter.releases.dictionary import describe, dictionary_markdown
from exporter.releases.files import read_cells, read_csv
from exporter.releases.order import short_type
from exporter.releases.rows import as_written
from exporter.releases.verify_files import Found, found, read

_REBUILD = "Get the release again from where it was published, or build it again: exporter as-of VERSION."

MOST = 100
"""Cells of one table that differ between CSV and Parquet are told up to this number."""


def check_schema(root: Path, there: pl.Schema, table: Table, file: str) -> Found:
    """Columns and types of a table's file or partitions against the codebook and against the release's dictionary."""
    wanted = polars_schema(table)
    names, _ = _dictionary(root)
    said = None if names is None else names.filter(pl.col("table") == table.name)["column"].to_list()
    problems: list[tuple[str, str | None, str, str]] = []
    for name in {**wanted, **there, **dict.fromkeys(said or [])}:
        if name not in there:
            where = "codebook" if name in wanted else "dictionary"
            problems.append((name, None, "column_missing", f"the column of the {where} is missing"))
            continue
        kind = there[name]
        if name not in wanted:
            problems.append((name, str(kind), "column_extra", "the column is not in the codebook"))
        elif kind != wanted[name]:
            what = f"the column is of type {short_type(kind)}, not {short_type(wanted[name])}"
            problems.append((name, str(kind.base_type()), "column_type", what))
        if said is not None and name not in said:
            what = "the column is not in dictionary.csv"
            problems.append((name, None, "column_undocumented", what))
    if not problems and list(wanted) != list(there):
        at = next(a for a, b in zip(there, wanted, strict=True) if a != b)
        problems.append((at, None, "column_order", "the columns are not in the codebook's order"))
    return found(
        [
            {"file": file, "column": column, "value": value, "check": check, "message": message,
             "remedy": _REBUILD}
            for column, value, check, message in problems
        ]
    )  # fmt: skip


def check_same(root: Path, frame: pl.DataFrame, table: Table) -> Found:
    """The CSV file of a table against its Parquet file, cell by cell."""
    name = f"{table.name}.csv"
    if frame.schema == polars_schema(table):
        other, unread = read(root / name, lambda path: read_csv(path, table), "csv_values")
    else:
        # A table of other columns or types is compared by the text of its cells.
        frame = _as_file(frame)
        other, unread = read(root / name, read_cells)
    if other is None:
        return unread
    if other.columns != frame.columns:
        odd = next(iter([c for c in other.columns if c not in frame.columns] or frame.columns))
        what = f"the columns are not those of {table.name}.parquet"
        return found([_differs(name, None, odd, None, what)])
    if other.height != frame.height:
        what = f"the file has {other.height:,} rows, and {table.name}.parquet has {frame.height:,}"
        return found([_differs(name, None, None, None, what)])
    problems: list[dict[str, Any]] = []
    for column in frame.columns:
        one, two = frame[column], other[column]
        at = one.ne_missing(two).arg_true().head(MOST)
        if len(at):
            texts = zip(as_written(one.gather(at)), as_written(two.gather(at)), at, strict=True)
            problems += [
                _differs(name, row + 1, column, cell, f"{table.name}.parquet has {_quoted(value)} here")
                for value, cell, row in texts
            ]
    return found(sorted(problems, key=lambda problem: problem["row"])[:MOST])


def check_dictionary(root: Path, frames: Mapping[str, Frame], project: Project) -> Found:
    """What the dictionary says of the data against what the data hold."""
    said, unread = _dictionary(root)
    if said is None:
        return unread
    names = [name for name in project.by_name if name in frames]
    if not names:
        return unread
    facts = pl.concat(describe(frames[name], project.table(name)) for name in names)
    holds = _as_file(facts)
    if said.columns != holds.columns:
        what = f"the columns are not {', '.join(holds.columns)}"
        return found([_dictionary_problem("dictionary.csv", None, None, None, what)])
    beside = holds.join(said.with_row_index("row", 1), on=["table", "column"], how="inner", suffix="_said")
    problems = []
    for name in holds.columns[2:]:
        odd = beside.filter(pl.col(name).ne_missing(pl.col(f"{name}_said")))
        for row in odd.iter_rows(named=True):
            what = f"{name} of {row['table']}.{row['column']} is {_quoted(row[name])} in the data"
            problems.append(
                _dictionary_problem("dictionary.csv", row["row"], name, row[f"{name}_said"], what)
            )
    if len(names) == len(project.tables):
        rows = {name: frames[name].lazy().select(pl.len()).collect().item() for name in names}
        problems += _markdown(root, facts, rows, project.table("events").lists)
    return found(problems)


def check_quotes(evidence: pl.DataFrame, articles: Iterable[Article]) -> Found:
    """Every quote against the text of its article, where that is at hand."""
    texts = pl.DataFrame(
        [(article.id, article.text) for article in articles],
        schema={"article_id": pl.String, "text": pl.String},
        orient="row",
    ).unique("article_id")
    there = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    broken = (
        evidence.with_row_index("row", 1)
        .join(texts, on="article_id", maintain_order="left")
        .with_columns(there=there)
        .filter(pl.col("there").ne_missing(pl.col("quote")))
    )
    where = pl.format(
        "the words of article {} from {} to {} are «{}»", "article_id", "start", "end", pl.col("there")
    )
    return broken.select(
        file=pl.lit("evidence.parquet"),
        row=pl.col("row").cast(pl.Int64),
        column=pl.lit("quote"),
        value=pl.col("quote"),
        check=pl.lit("quote"),
        message=where,
        remedy=pl.lit(
            "Code the article again, or take the evidence out: a quote stands in the text as it is."
        ),
    )


def _dictionary(root: Path) -> tuple[pl.DataFrame | None, Found]:
    frame, unread = read(root / "dictionary.csv", read_cells)
    if frame is not None and not {"table", "column"} <= set(frame.columns):
        what = "the columns table and column are missing"
        return None, found([_dictionary_problem("dictionary.csv", None, None, None, what)])
    return frame, unread


def _as_file(frame: pl.DataFrame) -> pl.DataFrame:
    """A table as the cells of its CSV file give it back."""
    held = written(frame).write_csv(float_scientific=False).encode()
    return pl.read_csv(held, infer_schema=False).select(unescape_formulas(pl.all()))


def _markdown(
    root: Path, facts: pl.DataFrame, rows: Mapping[str, int], lists: Codelists
) -> list[dict[str, Any]]:
    """The first line of dictionary.md that says something else than the data; it also tells the rows."""
    path = root / "dictionary.md"
    if not path.is_file():
        return []  # the checksums have told
    wanted = dictionary_markdown(facts, rows, lists).splitlines()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, (line, right) in enumerate(zip(lines + [""] * len(wanted), wanted, strict=False), 1):
        if line != right:
            what = f"the line should say: {right}"
            return [_dictionary_problem("dictionary.md", number, None, line, what)]
    return []


def _dictionary_problem(
    file: str, row: int | None, column: str | None, value: str | None, message: str
) -> dict[str, Any]:
    return {"file": file, "row": row, "column": column, "value": value, "check": "dictionary",
            "message": message, "remedy": _REBUILD}  # fmt: skip


def _differs(
    file: str, row: int | None, column: str | None, value: str | None, message: str
) -> dict[str, Any]:
    return {"file": file, "row": row, "column": column, "value": value, "check": "csv_differs",
            "message": message, "remedy": _REBUILD}  # fmt: skip


def _quoted(value: object) -> str:
    return "no value" if value is None else f"{value!r}"
