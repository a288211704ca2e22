"""A file of rows against its table, a batch at a time."""

from contextlib import nullcontext

import polars as pl

from exporter.validation.formats import TableFormat
from exporter.validation.inputs import Batch, Part
from exporter.validation.keys import Found, Keys
from exporter.validation.plausibility import READ
from exporter.validation.plausibility.large import Doubts
from exporter.validation.problems import CODES, Validation, problems
from exporter.validation.settings import Settings
from exporter.validation.tables import soften, validate
from exporter.validation.tally import Tally


def check_table(part: Part, form: TableFormat, keys: Keys, tally: Tally, settings: Settings) -> None:
    """Check every row, and that what must stand once stands once in the whole file.

    Raises:
        ExporterError: The file cannot be read to its end.
    """
    doubts = _doubts(form, settings)
    with doubts or nullcontext():
        _check_batches(part, form, keys, tally, settings, doubts)
        if doubts is not None:
            for found in doubts.problems():
                tell(tally, found, settings)


def _doubts(form: TableFormat, settings: Settings) -> Doubts | None:
    """What looks for the unlikely, where that is asked for."""
    if settings.plausibility is None or form.name != "events":
        return None
    return Doubts(settings.plausibility, settings.severities)


def _check_batches(
    part: Part, form: TableFormat, keys: Keys, tally: Tally, settings: Settings, doubts: Doubts | None
) -> None:
    told_twice = []
    for batch in form.batches(part):
        first = tally.rows == 0
        tally.add(batch.frame.height)
        keys.add(batch.frame)
        checked = validate(batch.frame, form.table, severities=settings.severities)
        found = pl.concat([checked.problems, _overlong(batch)])
        if doubts is not None:
            doubts.add(_to_doubt(checked, batch))
        # What is wrong with the table as a whole is told once.
        found = found if first else found.filter(pl.col("row").is_not_null())
        lines = batch.lines(found["row"].fill_null(1)) if found.height and batch.frame.height else None
        if lines is not None:
            lines = pl.select(pl.when(found["row"].is_not_null()).then(lines)).to_series()
        found = found.with_columns(row=pl.col("row") + batch.before)
        told_twice.append(found.filter(pl.col("code") == CODES["unique"])["row"])
        tell(tally, (found, _or_none(found, lines)), settings)
    if keys.batches > 1:
        repeated, lines = keys.repeated()
        new = ~repeated["row"].is_in(pl.concat(told_twice).implode())
        tell(tally, (repeated.filter(new), lines.filter(new)), settings)


def _to_doubt(checked: Validation, batch: Batch) -> pl.DataFrame:
    """What plausibility reads of the good rows, with their number and line in the file."""
    bad = checked.rejected["row"].implode()
    rows = pl.int_range(1, batch.frame.height + 1, dtype=pl.Int64, eager=True)
    good = rows.filter(~rows.is_in(bad))
    slim = checked.valid.select(READ)
    return slim.with_columns(row=good + batch.before, line=batch.lines(good))


def tell(tally: Tally, found: Found, settings: Settings) -> None:
    """Count what was found, by the severities that the settings give."""
    problems_, lines = found
    kept = soften(problems_.with_columns(line=lines), settings.severities)
    tally.tell(kept.drop("line"), kept["line"])


def _or_none(found: pl.DataFrame, lines: pl.Series | None) -> pl.Series:
    return lines if lines is not None else pl.Series([None] * found.height, dtype=pl.Int64)


def _overlong(batch: Batch) -> pl.DataFrame:
    """Rows with more cells than the header: whatever the last cells hold would be lost."""
    rows = pl.DataFrame({"row": batch.overlong}, schema={"row": pl.Int64})
    return problems(
        rows.with_columns(
            column=pl.lit(batch.frame.columns[-1]),
            check=pl.lit("cells"),
            message=pl.lit("the row has more cells than the header"),
            remedy=pl.lit("Put a cell that holds the separator in quotation marks."),
        )
    )
