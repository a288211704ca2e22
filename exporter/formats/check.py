"""A table of a format against the format's own codebook."""

from copy import copy

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from exporter.formats.format import Format
from exporter.validation import validate
from exporter.validation.broken import of_rule
from exporter.validation.onepass import not_kept
from exporter.validation.problems import NONE, as_text, problems


def check(frame: pl.DataFrame, layout: Format) -> pl.DataFrame:
    """Everything in a table that breaks the codebook of its format, as a frame of problems.

    Args:
        frame: The table, with the columns and types of the format.
        layout: The format.
    """
    if layout.is_ours:
        return validate(frame, layout.name).problems
    plain = _without_rules(layout)
    if frame.schema == layout.schema and not_kept(frame, plain, layout.rules) == ([], []):
        return NONE
    try:
        layout.model.to_schema().validate(frame, lazy=True)
    except SchemaErrors as errors:
        return _explain(frame, layout, errors.failure_cases)
    return NONE


def _without_rules(layout: Format) -> pa.DataFrameSchema:
    rules = {rule.name for rule in layout.rules}
    schema = copy(layout.model.to_schema())
    schema.checks = [check for check in schema.checks if check.name not in rules]
    return schema


def _explain(frame: pl.DataFrame, layout: Format, cases: pl.DataFrame) -> pl.DataFrame:
    rules = {rule.name: rule for rule in layout.rules}
    across = [
        of_rule(frame, layout.name, rules[name])
        for name in cases["check"].unique(maintain_order=True)
        if name in rules
    ]
    single = cases.filter(pl.col("index").is_not_null() & ~pl.col("check").is_in(list(rules)))
    found = [
        _of_column(frame, layout, str(column), str(name), rows["index"].cast(pl.Int64))
        for (column, name), rows in single.group_by("column", "check", maintain_order=True)
    ]
    every = pl.concat([NONE, *found, *across])
    if every.is_empty():
        raise RuntimeError(
            f"pandera failed a table of {layout.name} in a way that is not understood: {cases}"
        )
    return every.sort("row", maintain_order=True)


# Pandera's own checks: what is wrong, what to do.
_SAYINGS = {
    "not_nullable": ("{column} is missing", "{title} needs a value here."),
    "field_uniqueness": ("{column} stands more than once", "Give each row an id of its own."),
    "isin": ("{column} is not one of the allowed values", "Allowed: {limit}."),
    "greater_than_or_equal_to": ("{column} is below {limit}", "Give a value of {limit} or more."),
    "less_than_or_equal_to": ("{column} is above {limit}", "Give a value of {limit} or less."),
    "str_matches": ("{column} does not have the form {limit}", "Write it in that form."),
    "str_length": ("{column} is empty", "Give a value; an empty text says nothing."),
}


def _of_column(frame: pl.DataFrame, layout: Format, column: str, check: str, rows: pl.Series) -> pl.DataFrame:
    name, _, argument = check.partition("(")
    message, remedy = _SAYINGS.get(
        name, ("{column} breaks the check {limit}", "See the codebook of {title}.")
    )
    facts = {"column": column, "limit": argument.removesuffix(")") or check, "title": layout.title}
    return problems(
        frame[rows].select(
            row=rows + 1,
            table=pl.lit(layout.name),
            column=pl.lit(column),
            value=as_text(pl.col(column)),
            check=pl.lit(name),
            message=pl.lit(message.format(**facts)),
            remedy=pl.lit(remedy.format(**facts)),
        )
    )
