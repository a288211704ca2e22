"""A piece of a table, and where its rows stand."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Batch:
    """Some rows of a table.

    Attributes:
        frame: The rows.
        before: How many rows of the table came before these.
        line: The line of the file that the first row starts in; none where there are no lines.
        breaks: Whether cells of these rows hold line breaks, so that rows and lines part ways.
        numbers: The line of each row, where it does not follow from the above.
        overlong: Numbers (from 1, in this batch) of rows with more cells than the table has columns.
    """

    frame: pl.DataFrame
    before: int = 0
    line: int | None = None
    breaks: bool = False
    overlong: tuple[int, ...] = ()
    numbers: pl.Series | None = None

    def lines(self, rows: pl.Series) -> pl.Series:
        """The line that each row (from 1, in this batch) starts in; null where there are no lines."""
        if self.numbers is not None:
            return self.numbers.gather(rows - 1).cast(pl.Int64)
        if self.line is None:
            return pl.Series([None] * len(rows), dtype=pl.Int64)
        if not self.breaks:
            return (rows + (self.line - 1)).cast(pl.Int64)
        texts = self.frame.select(pl.col(pl.String).str.count_matches("\n", literal=True).fill_null(0))
        inside = texts.select(pl.sum_horizontal(pl.all()).cum_sum().shift(1, fill_value=0)).to_series()
        return (rows + (self.line - 1) + inside.gather(rows - 1)).cast(pl.Int64)
