"""A table made ready for its files: its columns checked, empty text taken out, its rows in order.

Values are not validated here; that is done before.
"""

from collections.abc import Sequence

import polars as pl

from exporter.codebook.export import dictionary, polars_schema
from exporter.codebook.tables import Table, table_of
from exporter.errors import DataError
from exporter.releases.blocks import Frame, FrameType


def prepare(frame: pl.DataFrame, table: str | Table) -> pl.DataFrame:
    """The rows of a table as a release holds them.

    Empty text is missing: no column gives it a meaning, and CSV cannot tell the two apart.

    Raises:
        DataError: A column is missing, unknown, of another type or out of order, or a value that must stand
            is missing or empty.
    """
    check_columns(frame.schema, table)
    empty = frame.select((pl.col(pl.String) == "").any())
    frame = _without_empty_text(frame, [name for name in empty.columns if empty.item(0, name)])
    _check_filled(frame, table)
    return in_order(frame, table_of(table).name)


def prepare_large(rows: pl.LazyFrame, table: str | Table) -> pl.LazyFrame:
    """The rows of a table as a release holds them, but for their order, which is given to them block by block.

    Raises:
        DataError: See `prepare`.
    """
    check_columns(rows.collect_schema(), table)
    texts = [name for name, kind in polars_schema(table).items() if kind == pl.String]
    rows = _without_empty_text(rows, texts)
    _check_filled(rows, table)
    return rows


def check_columns(found: pl.Schema, table: str | Table) -> None:
    """Refuse columns that are not those of the codebook.

    Raises:
        DataError: A column is missing, unknown, of another type or out of order.
    """
    wanted, named = polars_schema(table), table_of(table).name
    remedy = "Validate the tables before they are released; the codebook says what the columns are."
    for name, kind in wanted.items():
        if name not in found:
            raise DataError(f"{named}: the column {name} is missing.", remedy)
        if found[name] != kind:
            raise DataError(
                f"{named}: the column {name} is of type {short_type(found[name])}, not {short_type(kind)}.",
                remedy,
            )
    for name in found:
        if name not in wanted:
            raise DataError(f"{named}: the column {name} is not in the codebook.", remedy)
    if list(wanted) != list(found):
        name = next(a for a, b in zip(found, wanted, strict=True) if a != b)
        raise DataError(f"{named}: the column {name} is not in its place.", remedy)


def short_type(kind: pl.DataType) -> str:
    """The type in a few words: an Enum may list hundreds of values."""
    if not isinstance(kind, pl.Enum):
        return str(kind)
    first = ", ".join(kind.categories.head(2))
    return f"Enum of {len(kind.categories)} values ({first}, ...)"


def _without_empty_text(rows: FrameType, names: Sequence[str]) -> FrameType:
    return rows.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in names)


def _check_filled(rows: Frame, table: str | Table) -> None:
    must = dictionary(table).filter(~pl.col("null"))["column"].to_list()
    missing = rows.lazy().select(pl.col(must).is_null().any()).collect(engine="streaming")
    for name in must:
        if missing.item(0, name):
            row = rows.lazy().select(pl.col(name).is_null().arg_max()).collect().item()
            raise DataError(
                f"{table_of(table).name}: the column {name} has no value in row {row + 1}.",
                "Give the value, or leave the row out: the codebook wants one in every row.",
            )


def sort_key(table: str) -> pl.Expr:
    """The number that the rows of a table are ordered by before all else."""
    return _country_and_date() if table == "events" else country_and_serial()


def in_order(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Events by country, date and id; the rest by id and then all else. `AZE2` comes before `AZE10`."""
    second = [country_and_serial()] if table == "events" else []
    order = frame.select(pl.arg_sort_by(sort_key(table), *second, *frame.columns)).to_series()
    return frame if order.is_sorted() else _gathered(frame, order)


def _country_and_date() -> pl.Expr:
    """Both in one number: sorting by a few numbers is several times faster than by many columns."""
    country = pl.col("country").to_physical().cast(pl.Int64)
    return country * 2**32 + pl.col("event_date").to_physical()


def country_and_serial() -> pl.Expr:
    """The two parts of an id as one number; none where it is no id, so that the text itself decides."""
    event_id = pl.col("event_id")
    # Four bytes are read fastest; the fourth is the first of the serial's digits.
    letters = event_id.cast(pl.Binary).bin.head(4)
    country = letters.bin.reinterpret(dtype=pl.UInt32, endianness="big").cast(pl.Int64) // 2**8
    return country * 2**32 + event_id.str.slice(3).cast(pl.Int64, strict=False)


# Text of a column beyond the processor's cache, in bytes.
_SCATTERED = 2**20


def _gathered(frame: pl.DataFrame, order: pl.Series) -> pl.DataFrame:
    """The rows in another order, and their text in memory in that order too.

    A gather leaves text where it was; reading it in row order then misses the cache at every cell, and the
    CSV takes nearly twice as long as with the text laid out anew.
    """
    frame = frame[order]
    texts = frame.select(pl.col(pl.String))
    # Sixteen bytes of each cell are the cell itself, which a gather does move.
    scattered = [text.name for text in texts if text.estimated_size() - 16 * len(text) > _SCATTERED]
    return frame.with_columns(pl.format("{}", pl.col(name)).alias(name) for name in scattered)
