"""The rows of a table that break a rule, as problems."""

import polars as pl

from exporter.codebook.rules import Rule
from exporter.validation.problems import as_text, problems


def of_rule(frame: pl.DataFrame, table: str, rule: Rule) -> pl.DataFrame:
    """The rows that break a rule, with the values of all the columns it reads."""
    shown = [pl.lit(f"{name}=") + as_text(pl.col(name)).fill_null("(missing)") for name in rule.columns]
    return problems(
        frame.with_row_index("row", 1)
        .filter(~rule.kept)
        .select(
            "row",
            table=pl.lit(table),
            column=pl.lit(rule.columns[0]),
            value=pl.concat_str(shown, separator=", "),
            check=pl.lit(f"{rule.code} {rule.name}"),
            message=pl.lit(rule.message),
            remedy=pl.lit(rule.remedy),
            severity=pl.lit(rule.severity),
        )
    )
