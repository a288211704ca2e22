"""Columns and types: is every declared column there, and can each value be read as its type?

Done before pandera, which reports a column of the wrong type as a whole instead of by value.
"""

import polars as pl

from exporter.codebook.export import dictionary, polars_schema
from exporter.codebook.tables import Table
from exporter.validation.problems import NONE, as_text, problems


def conform(frame: pl.DataFrame, table: Table, names: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cast a table to the codebook's types.

    Args:
        frame: The table as it came.
        table: Its declaration.
        names: The columns that it must have; others are reported and left out.

    Returns:
        The table with exactly `names`, where values that could not be read are null, and the problems. A
        missing column is added as nulls, so that the other columns can still be checked.
    """
    schema = polars_schema(table)
    found = [_columns(frame, table, names)]
    given = frame.schema
    changed = [name for name in names if name in given and given[name] != schema[name]]
    cast = frame.with_columns(_read(name, given[name], schema[name]) for name in changed)
    found += [_unread(frame, cast, table, name) for name in _lossy(frame, cast, changed)]
    missing = [pl.lit(None, schema[name]).alias(name) for name in names if name not in given]
    return cast.with_columns(missing).select(names), pl.concat([NONE, *found])


def _lossy(before: pl.DataFrame, after: pl.DataFrame, changed: list[str]) -> list[str]:
    """The columns in which a cast may have lost something; texts, which mostly have not, are asked all at once."""
    given = before.schema
    texts = [name for name in changed if given[name] == pl.String]
    if not texts:
        return changed
    both = pl.concat(
        [before.select(pl.col(texts).name.prefix("was ")), after.select(texts)], how="horizontal"
    )
    filled = {name: pl.col(f"was {name}").str.strip_chars() != "" for name in texts}
    lost = both.select((filled[name] & pl.col(name).is_null()).any().alias(name) for name in texts)
    kept = {name for name, any_lost in lost.row(0, named=True).items() if not any_lost}
    return [name for name in changed if name not in kept]


def _columns(frame: pl.DataFrame, table: Table, names: list[str]) -> pl.DataFrame:
    """Missing and unexpected columns, each a problem of the table as a whole."""
    missing = [
        {"column": name, "check": "column_missing", "message": f"the table {table.name} has no column {name}",
         "remedy": "Add the column; the data dictionary says what it holds."}
        for name in names
        if name not in frame.columns
    ]  # fmt: skip
    extra = [
        {"column": name, "check": "column_unknown", "message": f"{table.name} has no column {name} in the codebook",
         "remedy": "Remove or rename the column."}
        for name in frame.columns
        if name not in names
    ]  # fmt: skip
    if not missing and not extra:
        return NONE
    return problems(pl.DataFrame(missing + extra).with_columns(table=pl.lit(table.name)))


def _read(name: str, given: pl.DataType, kind: pl.DataType) -> pl.Expr:
    """A column of one type read as another; what cannot be read without loss becomes null."""
    if given == pl.String and kind != pl.String:
        return _from_text(name, kind)
    read = _from_number(name, given, kind) if given.is_numeric() else _from_other(name, given, kind)
    return pl.lit(None, kind).alias(name) if read is None else read


def _from_number(name: str, given: pl.DataType, kind: pl.DataType) -> pl.Expr | None:
    """A number as another type; none where it would have to be guessed what it means."""
    value = pl.col(name)
    if kind == pl.String:
        return value.cast(pl.String)
    if kind == pl.Boolean:
        return pl.when((value == 0) | (value == 1)).then(value == 1).alias(name)
    if not kind.is_numeric():
        return None  # for an Enum or a date it would be taken for a position or a count of days
    cast = value.cast(kind, strict=False)
    if not kind.is_integer():
        return cast
    # A half is no whole number: what the cast would cut off is not read at all.
    return pl.when(cast.cast(given, strict=False) == value).then(cast).alias(name)


def _from_other(name: str, given: pl.DataType, kind: pl.DataType) -> pl.Expr | None:
    """A truth value, time or code as another type; none where that loses something."""
    value, wanted = pl.col(name), kind.base_type()
    if given == pl.String or given.base_type() in (pl.Enum, pl.Categorical):
        return value.cast(pl.String).cast(kind, strict=False) if wanted in (pl.String, pl.Enum) else None
    if given == pl.Boolean and wanted in (pl.String, pl.Boolean):
        return value.cast(kind)
    if not isinstance(given, pl.Datetime):
        return value if given == kind else None
    if wanted == pl.Date:
        return pl.when(value.dt.time() == pl.time(0)).then(value.dt.date()).alias(name)
    if wanted == pl.Datetime:
        return (value if given.time_zone else value.dt.replace_time_zone("UTC")).cast(kind, strict=False)
    return None


def _from_text(name: str, kind: pl.DataType) -> pl.Expr:
    """Text, as from a CSV file, as another type: an empty cell is a missing value."""
    trimmed = pl.col(name).str.strip_chars()
    filled = pl.when(trimmed != "").then(trimmed)
    if kind == pl.Boolean:
        return (
            filled.str.to_lowercase()
            .replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
            .alias(name)
        )
    if kind == pl.Date:
        # The parser takes `2020-1-1` and `+020-01-01` too, which other readers do not.
        day = pl.when((filled.str.len_bytes() == 10) & (filled >= "0")).then(filled)
        return day.str.to_date("%Y-%m-%d", strict=False).alias(name)
    if kind.base_type() == pl.Datetime:
        return pl.coalesce(_instant(filled, form) for form in _INSTANTS).alias(name)
    return filled.cast(kind, strict=False).alias(name)


# RFC 3339, and the form in which Polars writes a time with its zone.
_INSTANTS = ("%+", "%Y-%m-%dT%H:%M:%S%.f%z")


def _instant(text: pl.Expr, form: str) -> pl.Expr:
    return text.str.to_datetime(form, time_unit="us", time_zone="UTC", strict=False)


def _unread(before: pl.DataFrame, after: pl.DataFrame, table: Table, name: str) -> pl.DataFrame:
    """The values that were there before the cast and are not after it."""
    facts = dictionary(table).row(by_predicate=pl.col("column") == name, named=True)
    coded = facts["codelist"] or facts["allowed"]
    wanted = _ARTICLE[facts["type"]]
    if coded:
        wanted = (
            f"one of the codes of {facts['codelist']}" if facts["codelist"] else "one of the allowed values"
        )
    blank = pl.col("value").is_null() | (pl.col("value").str.strip_chars() == "")
    lost = (
        before.select(value=_shown(before, name), read=after[name].is_not_null())
        .with_row_index("row", 1)
        .filter(~pl.col("read") & ~blank)
        .with_columns(
            table=pl.lit(table.name),
            column=pl.lit(name),
            check=pl.lit("code_list" if coded else "type"),
            message=pl.lit(f"{name} is not {wanted}"),
            remedy=pl.lit(_remedy(facts)),
        )
    )
    return problems(lost)


def _shown(frame: pl.DataFrame, name: str) -> pl.Expr:
    """A value of any type as people may see it; of bytes and nested values only what they are."""
    given = frame.schema[name]
    if given.is_nested() or given.base_type() in _UNSHOWN:
        return pl.when(pl.col(name).is_not_null()).then(pl.lit(f"(a value of type {given})"))
    return as_text(pl.col(name))


_UNSHOWN = (pl.Binary, pl.Object, pl.Null, pl.Duration)

_ARTICLE = {
    "string": "text",
    "integer": "a whole number of 32 bits or fewer",
    "number": "a number",
    "date": "a date of the form 2016-05-16",
    "datetime": "a time of the form 2016-05-16T12:30:00Z",
    "boolean": "true or false",
}


def _remedy(facts: dict[str, str | None]) -> str:
    if facts["allowed"]:
        return f"Allowed: {facts['allowed']}."
    if facts["codelist"]:
        return f"Allowed are the codes in {facts['codelist']}.csv, spelled as there."
    return "Write the value in that form, or leave it empty where the column may be missing."
