"""A table against the codebook: types first, then every check and rule, then the split."""

from collections.abc import Collection, Mapping
from functools import lru_cache

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from exporter.codebook.export import polars_schema
from exporter.codebook.tables import Table, table_of
from exporter.validation.broken import of_rule
from exporter.validation.conform import conform
from exporter.validation.onepass import not_kept
from exporter.validation.problems import CODES, NONE, Validation, as_text, problems


def validate(
    frame: pl.DataFrame,
    table: str | Table = "events",
    *,
    only: Collection[str] | None = None,
    severities: Mapping[str, str] | None = None,
) -> Validation:
    """Check a table against the codebook and part the good rows from the others.

    Args:
        frame: The rows, in any column order; text columns (as read from CSV) are read as their types.
        table: The table's name in the codebook, or a table of a project's own.
        only: Columns to check, where the rest is not known yet; rules that need others are left out.
        severities: Codes of checks that are softened to `warning` or switched `off`.

    Returns:
        The good rows, the rejected ones as they came, and a problem per rejected value. One bad row never
        stops the others; a problem of the table as a whole (a column that is missing or unknown) stands in
        `problems` without a row, and rejects nothing by itself but what then lacks a value.

    Raises:
        KeyError: The codebook has no such table.
    """
    declared = table_of(table)
    names = [name for name in polars_schema(declared) if only is None or name in only]
    if _as_declared(frame, declared, names):
        cast, unread = frame, NONE
    else:
        cast, unread = conform(frame, declared, names)
    broken = _check(cast, declared, names)
    every = pl.concat([unread, _without(broken, unread, declared)]).sort(
        "row", maintain_order=True, nulls_last=False
    )
    every = soften(every, severities or {})
    bad = every.filter(pl.col("severity") == "error")["row"].drop_nulls().unique()
    if bad.is_empty():
        return Validation(declared.name, cast, _numbered(frame.clear()), every)
    good = ~pl.int_range(1, pl.len() + 1, dtype=pl.Int64).is_in(bad.implode())
    return Validation(declared.name, cast.filter(good), _numbered(frame).filter(~good), every)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with their numbers, from 1, in a first column `row`."""
    return frame.with_row_index("row", 1).cast({"row": pl.Int64})


def soften(found: pl.DataFrame, severities: Mapping[str, str]) -> pl.DataFrame:
    """Problems with other severities than their checks' own; those of checks that are `off` go."""
    if not severities:
        return found
    other = pl.col("code").replace_strict(list(severities), list(severities.values()), default=None)
    return found.with_columns(severity=pl.coalesce(other, "severity")).filter(pl.col("severity") != "off")


def _as_declared(frame: pl.DataFrame, table: Table, names: list[str]) -> bool:
    schema = polars_schema(table)
    return frame.columns == names and all(schema[name] == kind for name, kind in frame.schema.items())


def _check(frame: pl.DataFrame, table: Table, names: list[str]) -> pl.DataFrame:
    """Run every check over all rows and say what it found.

    Which columns are right is told in one pass over all checks, which Polars makes in parallel; what is wrong in the
    others by pandera, which takes one check after the other and has whatever else a model declares.
    """
    rules = [rule for rule in table.rules if set(rule.columns) <= set(names)]
    doubted, broken = not_kept(frame, _schema_of(table, frozenset(names)), rules)
    across = [of_rule(frame, table.name, rule) for rule in broken]
    if not doubted:
        return pl.concat([NONE, *across])
    try:
        # A LazyFrame would have its data unchecked, and without `lazy` the first failure would hide the rest.
        _schema_of(table, frozenset(doubted)).validate(frame.select(doubted), lazy=True)
    except SchemaErrors as errors:
        return pl.concat([*_explain(frame, table, errors.failure_cases), *across])
    return pl.concat([NONE, *across])


@lru_cache(maxsize=512)
def _schema_of(table: Table, names: frozenset[str]) -> pa.DataFrameSchema:
    """The model's schema without the rules, cut down to some columns."""
    schema = table.model.to_schema()
    rules = {rule.name for rule in table.rules}
    whole = names == frozenset(schema.columns)
    cut = schema.remove_columns([name for name in schema.columns if name not in names])
    # What a check of a project's own reads is not known: it is made where all columns are there.
    cut.checks = [check for check in schema.checks if check.name not in rules] if whole else []
    if cut.unique and not set(cut.unique) <= names:
        cut.unique = None
    return cut


def _explain(frame: pl.DataFrame, table: Table, cases: pl.DataFrame) -> list[pl.DataFrame]:
    """Pandera's failure cases as problems: which row, which column, which value, and what to do."""
    numbered = cases.select("column", "check", row=pl.col("index").cast(pl.Int64) + 1)
    here = pl.col("column").is_in(frame.columns) & pl.col("row").is_not_null()
    single = [
        _of_column(frame, table.name, str(column), str(check), rows["row"])
        for (column, check), rows in numbered.filter(here).group_by("column", "check", maintain_order=True)
    ]
    repeated = _repeated(frame, table)
    other = numbered.filter(~here & ~(pl.col("check").is_in(_OF_KEYS) & bool(repeated)))
    return [*single, *repeated, _of_model(other, table.name)]


# What pandera calls a key of several columns that stands twice; `_repeated` says where.
_OF_KEYS = ["multiple_fields_uniqueness"]


def _of_model(cases: pl.DataFrame, table: str) -> pl.DataFrame:
    """What breaks a check that a project's model declares in pandera's own way; never let it pass in silence."""
    return problems(
        cases.unique(maintain_order=True).select(
            "row",
            table=pl.lit(table),
            check=pl.lit("column_check"),
            message=pl.lit("the check ")
            + pl.col("check").fill_null("(without a name)")
            + pl.lit(" does not hold"),
            remedy=pl.lit("See where the project's model declares it."),
        )
    )


def _of_column(frame: pl.DataFrame, table: str, column: str, check: str, rows: pl.Series) -> pl.DataFrame:
    """The rows whose value in one column breaks a check of that column."""
    name, message, remedy = _say(column, check)
    return problems(
        frame[rows - 1].select(
            row=rows,
            table=pl.lit(table),
            column=pl.lit(column),
            value=as_text(pl.col(column)),
            check=pl.lit(name),
            message=pl.lit(message),
            remedy=pl.lit(remedy),
        )
    )


# Pandera's own checks, which it writes as `name(argument)`: our name, what is wrong, what to do.
_SAYINGS = {
    "not_nullable": ("missing", "{column} is missing", "Give a value; this column may not be empty."),
    "greater_than_or_equal_to": ("minimum", "{column} is below {limit}", "Give a value of {limit} or more."),
    "less_than_or_equal_to": ("maximum", "{column} is above {limit}", "Give a value of {limit} or less."),
    "str_matches": ("form", "{column} does not have the form {limit}", "Write it in that form."),
    "isin": ("code_list", "{column} is not one of the allowed values", "Allowed: {limit}"),
    "str_length": ("empty", "{column} is empty", "Give a value; an empty text says nothing."),
    "field_uniqueness": ("unique", "{column} stands more than once", "Give each row a value of its own."),
}


def missing_value(column: str) -> tuple[str, str]:
    """What is told, message and remedy, where a column lacks a value that it may not lack."""
    return _say(column, "not_nullable")[1:]


def _say(column: str, check: str) -> tuple[str, str, str]:
    """Name, message and remedy of one of pandera's own checks."""
    name, _, argument = check.partition("(")
    other = (
        "column_check",
        "{column} breaks the check {limit}",
        "See the data dictionary for what the column holds.",
    )
    facts = {"column": column, "limit": argument.removesuffix(")") or check}
    ours, message, remedy = _SAYINGS.get(name, other)
    return ours, message.format(**facts), remedy.format(**facts)


def _repeated(frame: pl.DataFrame, table: Table) -> list[pl.DataFrame]:
    """Rows that repeat a key of several columns, which pandera reports without saying where."""
    key = table.model.to_schema().unique
    if not key or not set(key) <= set(frame.columns):
        return []
    twice = frame.with_row_index("row", 1).filter(pl.struct(key).is_duplicated())
    return [
        problems(
            twice.select(
                "row",
                table=pl.lit(table.name),
                column=pl.lit(key[0]),
                value=pl.concat_str([as_text(pl.col(name)) for name in key], separator=", "),
                check=pl.lit("unique"),
                message=pl.lit(f"{' and '.join(key)} stand together more than once"),
                remedy=pl.lit("Keep one of the rows."),
            )
        )
    ]


def _without(broken: pl.DataFrame, unread: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Leave out what only follows from a value that could not be read: it is `missing`, and rules miss it."""
    if unread.is_empty() or broken.is_empty():
        return broken
    reads = [(rule.code, name) for rule in table.rules for name in rule.columns]
    codes = pl.DataFrame(
        [*reads, *((CODES["missing"], name) for name in polars_schema(table))],
        schema={"code": pl.String, "column": pl.String},
        orient="row",
    )
    follows = unread.select("row", "column").join(codes, on="column")
    # A missing value is told in its own column only, a rule in whatever column it names.
    follows = follows.with_columns(column=pl.when(pl.col("code") == CODES["missing"]).then("column"))
    asked = broken.with_columns(of=pl.when(pl.col("code") == CODES["missing"]).then("column"))
    told = follows.filter(pl.col("row").is_not_null()).unique()
    absent = follows.filter(pl.col("row").is_null()).unique()
    kept = asked.join(
        told, left_on=["row", "code", "of"], right_on=["row", "code", "column"], how="anti",
        nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    return kept.join(
        absent, left_on=["code", "of"], right_on=["code", "column"], how="anti",
        nulls_equal=True, maintain_order="left",
    ).drop("of")  # fmt: skip
