r"""How a value is written in a cell of a CSV file, so that every reader gets it back.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, tab or carriage return as a formula. Text that
begins so is written with an apostrophe before it, and text that already looks like that gets one more. So the
rule for readers is short: take one `'` away from a cell that matches `^'+[=+\-@\t\r]`. Numbers are never
touched. Columns with a closed list of values are not either: no code begins so.
"""

import polars as pl

from exporter.codebook.cells import ESCAPED, FORMULA, escape_formulas, unescape_formulas

__all__ = ["ESCAPED", "FORMULA", "INSTANT", "escape_formulas", "unescape_formulas", "written"]


def written(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as its cells are written: dates and times as ISO 8601 text, formulas escaped."""
    return frame.with_columns(
        *(escape_formulas(pl.col(name)) for name in _risky(frame)),
        *(_day_text(frame[name]) for name in frame.select(pl.col(pl.Date)).columns),
        *(_instant_text(frame[name]) for name in frame.select(pl.col(pl.Datetime)).columns),
    )


INSTANT = "%Y-%m-%dT%H:%M:%S%.fZ"
"""2024-01-02T03:04:05Z, and a fraction of the second where there is one."""


def _risky(frame: pl.DataFrame) -> list[str]:
    """The text columns that may hold a formula.

    All characters in question sort before `A`, digits aside: three comparisons decide over most columns at a
    tenth of the price of the pattern.
    """
    text = pl.col(pl.String)
    risky = (text < "0") | ((text > "9") & (text < "A"))
    found = frame.select(risky.any())
    return [name for name in found.columns if found.item(0, name)]


def _day_text(days: pl.Series) -> pl.Series:
    """Days as text: formatting each day of the span once is ten times faster than each row."""
    number = days.to_physical()
    first, last = number.min(), number.max()
    if not isinstance(first, int) or not isinstance(last, int) or last - first > len(days):
        return days.cast(pl.String)
    span = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True).cast(pl.Date).cast(pl.String)
    return span.gather(number - first).alias(days.name)


def _instant_text(instants: pl.Series) -> pl.Series:
    """Instants as text, day and time of day formatted apart where all are whole seconds."""
    microseconds = instants.to_physical()
    if instants.dtype != pl.Datetime("us", "UTC") or (microseconds % 1_000_000 != 0).any():
        return instants.dt.strftime(INSTANT)
    seconds = microseconds // 1_000_000
    day = (seconds // 86_400).cast(pl.Int32).cast(pl.Date)
    time = pl.int_range(86_400, dtype=pl.Int64, eager=True) * 1_000_000_000
    clock = "T" + time.cast(pl.Time).dt.strftime("%H:%M:%S") + "Z"
    return (_day_text(day) + clock.gather(seconds % 86_400)).alias(instants.name)
