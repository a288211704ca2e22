"""Every check of a table in one pass, which says which columns keep theirs; pandera then says which rows do not.

Pandera takes one check after the other. Most tables are right, and for those one pass, which Polars does in
parallel, is enough; where something is wrong, it is so in a column or two. A check that has no expression here is
always left to pandera, and a test compares the two.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandera.polars as pa
import polars as pl

from exporter.codebook.rules import Rule


def not_kept(
    frame: pl.DataFrame, schema: pa.DataFrameSchema, rules: Sequence[Rule] = ()
) -> tuple[list[str], list[Rule]]:
    """The columns with a check that does not hold, or of which that cannot be told here, and broken rules.

    Args:
        frame: Exactly the columns of the schema, in its types.
        schema: Without the rules; where it has checks across columns, all columns are told.
        rules: Rules across its columns.
    """
    if frame.is_empty():
        return [], []
    doubted = set(schema.columns) if schema.checks or schema.unique else set()
    expressions = {}
    for name, declared in schema.columns.items():
        for number, expression in enumerate(_of_column(name, declared)):
            if expression is None:
                doubted.add(name)
            else:
                expressions[name, number] = expression
    # Polars takes expressions in order: the many short ones first fill the cores best.
    asked = [*expressions.values(), *(rule.kept.all() for rule in rules)]
    held = frame.select(one.alias(str(at)) for at, one in enumerate(asked)).row(0) if asked else ()
    of_columns, of_rules = held[: len(expressions)], held[len(expressions) :]
    doubted |= {name for (name, _), kept in zip(expressions, of_columns, strict=True) if not kept}
    broken = [rule for rule, kept in zip(rules, of_rules, strict=True) if not kept]
    return [name for name in schema.columns if name in doubted], broken


def _of_column(name: str, declared: Any) -> Iterator[pl.Expr | None]:
    """Whether all values keep each check of a column; none for a check that has no expression here."""
    column = pl.col(name)
    if not declared.nullable:
        yield column.is_not_null().all()
        if declared.dtype.type.is_float():
            # To pandera a number that is none is a missing value.
            yield column.is_not_nan().all()
    if declared.unique:
        yield column.n_unique() == pl.len()
    for check in declared.checks:
        kept = _of_check(column, check.name, check.statistics)
        # A missing value keeps every check but that of being there: `all` passes over it.
        yield None if kept is None else kept.all()


def _of_check(column: pl.Expr, name: str | None, facts: dict[str, Any]) -> pl.Expr | None:
    match name:
        case "greater_than_or_equal_to":
            return column.ge(facts["min_value"])
        case "less_than_or_equal_to":
            return column.le(facts["max_value"])
        case "isin":
            return column.is_in(list(facts["allowed_values"]))
        case "str_matches":
            pattern = facts["pattern"]
            text = pattern.pattern if isinstance(pattern, re.Pattern) else pattern
            return column.str.contains(text if text.startswith("^") else f"^{text}")
        case "str_length" if facts.get("exact_value") is None:
            length = column.str.len_chars()
            low, high = facts.get("min_value"), facts.get("max_value")
            return (length >= (low or 0)) & (length <= (2**32 if high is None else high))
    return None
