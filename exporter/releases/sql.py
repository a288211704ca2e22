"""`load.sql`: the tables of a release in DuckDB, with the codebook's types and words."""

from collections.abc import Sequence

import polars as pl

from exporter.codebook.export import dictionary, polars_schema
from exporter.codebook.tables import Table
from exporter.releases.contents import table_words
from exporter.releases.facts import Facts, one_line
from exporter.releases.partitions import PARTED, every_part


def load_sql(facts: Facts) -> str:
    """The script. It is run in the folder of the release, whose Parquet files it reads."""
    parts = [
        f"-- {one_line(facts.title)}, version {facts.version}: the tables of this release for DuckDB.",
        '-- Run it in this folder:  duckdb events.duckdb -c ".read load.sql"',
        "-- Codes become ENUMs: they sort in the order of their code lists, and no other code can be put in.",
        "",
    ]
    for table in facts.project.tables:
        parts += [_created(table, facts.partition), *_comments(table), ""]
    parts += [_EXAMPLE]
    return "\n".join(parts)


# Year, country and type are what most who count events ask for first.
_EXAMPLE = """\
-- For example: events and reported deaths by year, country and type. Missing counts stay out of the sum.
SELECT year, country, event_type, count(*) AS events, sum(fatalities) AS fatalities
FROM events
GROUP BY ALL
ORDER BY year, country, event_type;
"""

_TYPES: dict[type[pl.DataType], str] = {
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMPTZ",
    pl.Float64: "DOUBLE",
    pl.Int16: "SMALLINT",
    pl.Int32: "INTEGER",
    pl.String: "VARCHAR",
}


def _created(table: Table, partition: Sequence[str]) -> str:
    columns = [
        f"    CAST({_name(name)} AS {_type(kind)}) AS {_name(name)}"
        for name, kind in polars_schema(table).items()
    ]
    select = ",\n".join(columns)
    if partition and table.name in PARTED:
        file = f"{_text(every_part(table.name, partition))}, hive_partitioning = true"
    else:
        file = _text(f"{table.name}.parquet")
    return f"CREATE OR REPLACE TABLE {_name(table.name)} AS SELECT\n{select}\nFROM read_parquet({file});"


def _comments(table: Table) -> list[str]:
    words = [f"COMMENT ON TABLE {_name(table.name)} IS {_text(table_words(table.name))};"]
    for row in dictionary(table).iter_rows(named=True):
        unit = f" Unit: {row['unit']}." if row["unit"] else ""
        said = _text(f"{row['title']}. {row['definition']}{unit}")
        words.append(f"COMMENT ON COLUMN {_name(table.name)}.{_name(row['column'])} IS {said};")
    return words


def _type(kind: pl.DataType) -> str:
    if isinstance(kind, pl.Enum):
        return f"ENUM ({', '.join(_text(code) for code in kind.categories)})"
    return _TYPES[kind.base_type()]


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
