r"""How text stands in a CSV cell so that no spreadsheet runs it, and how it is read again.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, tab or carriage return as a formula. Text that
begins so is written with an apostrophe before it, and text that already looks like that gets one more. So the
rule for readers is short: take one `'` away from a cell that matches `^'+[=+\-@\t\r]`.
"""

import polars as pl

FORMULA = r"^'*[=+\-@\t\r]"
"""Text that is written with an apostrophe before it."""

ESCAPED = r"^'+[=+\-@\t\r]"
"""Cells that hold one apostrophe more than the text."""


def escape_formulas(text: pl.Expr) -> pl.Expr:
    """Text as a cell that no spreadsheet runs."""
    return pl.when(~text.str.contains(FORMULA)).then(text).otherwise(pl.lit("'") + text)


def unescape_formulas(cell: pl.Expr) -> pl.Expr:
    """The text that such a cell stands for."""
    return pl.when(~cell.str.contains(ESCAPED)).then(cell).otherwise(cell.str.slice(1))
