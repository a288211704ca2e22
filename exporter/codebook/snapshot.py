"""The codebook as it is at one time, in a form that can be kept and held against a later one.

Two frames: what is said of each column, and what each code means. As JSON, the store keeps it with every
release, so that a change of the codebook can be told long after the codebook itself has changed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Self

import polars as pl

from exporter.codebook.export import code_lists, dictionary, polars_schema
from exporter.codebook.project import Project
from exporter.codebook.tables import tables

COLUMNS = pl.Schema(
    {
        "table": pl.String,
        "column": pl.String,
        "type": pl.String,
        "storage": pl.String,
        "null": pl.Boolean,
        "unit": pl.String,
        "definition": pl.String,
        "codelist": pl.String,
    }
)
"""What is kept of a column. `type` is the dictionary's word, `storage` the type in the Parquet files."""

CODES = pl.Schema({"codelist": pl.String, "code": pl.String, "meaning": pl.String})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a codebook says.

    Attributes:
        columns: A row per column (see `COLUMNS`).
        codes: A row per code of each list (see `CODES`).
        documented: Whether definitions, units and code lists are known; of a plain file only types are.
    """

    columns: pl.DataFrame
    codes: pl.DataFrame
    documented: bool = True

    def to_json(self) -> str:
        """The snapshot as text, the same for the same codebook."""
        facts = {"columns": self.columns.to_dicts(), "codes": self.codes.to_dicts()}
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The snapshot that `to_json` wrote."""
        facts = json.loads(text)
        return cls(pl.DataFrame(facts["columns"], schema=COLUMNS), pl.DataFrame(facts["codes"], schema=CODES))

    def names(self, table: str) -> list[str]:
        """The columns of a table, in order."""
        return self.columns.filter(pl.col("table") == table)["column"].to_list()


@cache
def snapshot(project: Project | None = None) -> Snapshot:
    """The codebook of this software, with what a project adds."""
    every = tuple(tables().values()) if project is None else project.tables
    said = pl.concat(dictionary(table) for table in every)
    kinds = [storage(kind) for table in every for kind in polars_schema(table).values()]
    columns = said.with_columns(storage=pl.Series(kinds)).select(list(COLUMNS))
    lists = [code_meanings(name, codes) for name, codes in code_lists(every).items()]
    schemas = {table.name: polars_schema(table) for table in every}
    return Snapshot(columns, pl.concat([NO_CODES, *lists, *unlisted_codes(columns, schemas)]))


def unlisted_codes(
    columns: pl.DataFrame, schemas: Mapping[str, Mapping[str, pl.DataType]]
) -> list[pl.DataFrame]:
    """The codes of columns that have some and no code list, as a list by the column's name each.

    Args:
        columns: What is said of the columns.
        schemas: The types of the columns of each table.
    """
    bare = columns.filter(pl.col("codelist").is_null()).select("table", "column").rows()
    kinds = [(name, schemas.get(table, {}).get(name)) for table, name in bare]
    return [
        pl.DataFrame({"codelist": name, "code": kind.categories, "meaning": None}, schema=CODES)
        for name, kind in kinds
        if isinstance(kind, pl.Enum)
    ]


def storage(kind: pl.DataType) -> str:
    """The type in one word; which values an Enum has is told by its codes."""
    return "Enum" if isinstance(kind, pl.Enum) else str(kind)


NO_CODES = pl.DataFrame(schema=CODES)

# Where a code comes from, where its country lies and what others call it is not what it means.
_NOT_MEANING = ("code", "source", "south", "west", "north", "east", "latitude", "longitude")
_OTHERS = ("acled_", "gdelt_")


def code_meanings(name: str, codes: pl.DataFrame) -> pl.DataFrame:
    """A row per code of a list: all that its file says of what the code means and what follows from it."""
    telling = [c for c in codes.columns if c not in _NOT_MEANING and not c.startswith(_OTHERS)]
    said = [pl.format("{}: {}", pl.lit(column), pl.col(column)) for column in telling]
    meaning = pl.concat_str(said, separator="; ", ignore_nulls=True) if said else pl.lit(None, pl.String)
    return codes.select(codelist=pl.lit(name), code="code", meaning=meaning)
