"""The frame as other libraries hold it, without losing what the codebook says of its types."""

from typing import Any, Literal

import polars as pl
import pyarrow as pa

from exporter.errors import MissingExtraError, UsageError

Library = Literal["polars", "pandas", "arrow", "duckdb"]


def convert(frame: pl.DataFrame, library: Library) -> Any:
    """The frame as a library's own.

    - `pandas`: a DataFrame. Whole numbers and booleans are nullable (`Int32`, `boolean`), code lists are
      categories with every code in the list's order, dates are `datetime64` at midnight, instants are in UTC.
    - `arrow`: a `pyarrow.Table`; code lists are dictionaries.
    - `duckdb`: a relation over the Arrow table, in an in-memory connection of its own.

    Raises:
        MissingExtraError: The library is not installed.
        UsageError: There is no such library.
    """
    match library:
        case "polars":
            return frame
        case "arrow":
            return _arrow(frame)
        case "pandas":
            return _pandas(frame)
        case "duckdb":
            return _duckdb(frame)
    raise UsageError(f"as_={library!r} is not known.", "Choose polars, pandas, arrow or duckdb.")


def _arrow(frame: pl.DataFrame) -> pa.Table:
    # The oldest layout: not every library reads string views yet.
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def _pandas(frame: pl.DataFrame) -> Any:
    try:
        import pandas as pd  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("Loading as pandas", "pandas") from None
    nullable = {pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
    return _arrow(frame).to_pandas(types_mapper=nullable.get, date_as_object=False)


def _duckdb(frame: pl.DataFrame) -> Any:
    try:
        import duckdb  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("Loading as duckdb", "duckdb") from None
    return duckdb.connect().from_arrow(_arrow(frame))
