"""All tables in one workbook, `tables.xlsx`, with the dictionary as a sheet.

Text stands as text: nothing is run as a formula or made a link. Excel holds 1,048,576 rows a sheet and 32,767
characters a cell; what is beyond that is refused, since a cut table looks whole.
"""

import errno
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from exporter.codebook.tables import tables as declared_tables
from exporter.errors import DataError
from exporter.releases.facts import Facts
from exporter.releases.files import File, seal

MOST_ROWS = 1_048_576 - 1
"""Rows of a sheet below the header."""

MOST_CHARACTERS = 32_767
"""Characters of a cell; those beyond U+FFFF count twice."""


def write(
    tables: Mapping[str, pl.DataFrame], described: pl.DataFrame, facts: Facts, folder: Path
) -> list[File]:
    """Write `tables.xlsx`.

    Raises:
        DataError: A table has more rows, or a text more characters, than Excel holds.
    """
    sheets = {**{name: tables[name] for name in declared_tables()}, "dictionary": described}
    for name, frame in sheets.items():
        _check_size(frame, name)
    path = folder / "tables.xlsx"
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "use_future_functions": False,
    }
    try:
        with xlsxwriter.Workbook(path, options) as workbook:
            # Otherwise the time of day would stand there.
            made = (facts.created or datetime(1980, 1, 1)).replace(tzinfo=None)  # noqa: DTZ001
            workbook.set_properties({"title": facts.title, "comments": facts.citation, "created": made})
            _write_about(workbook, facts)
            for name, frame in sheets.items():
                _plain(frame).write_excel(
                    workbook,
                    name,
                    freeze_panes=(1, 0),
                    header_format={"bold": True},
                    dtype_formats=_FORMATS,
                    table_style={"style": "Table Style Light 1", "banded_rows": False},
                    table_name=f"table_{name}",
                )
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        number = cause.errno if isinstance(cause, OSError) else None
        raise OSError(number or errno.ENOSPC, str(error), str(path)) from error
    return [seal(path, folder)]


_FORMATS: dict[Any, str] = {
    pl.Date: "yyyy-mm-dd",
    pl.Datetime: "yyyy-mm-dd hh:mm:ss",
    pl.Float64: "General",
    pl.Int16: "0",
    pl.Int32: "0",
    pl.Int64: "0",
}


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes as text, and times in UTC without their zone, which Excel does not know."""
    zoned = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime) and kind.time_zone]
    return frame.with_columns(
        pl.col(pl.Enum).cast(pl.String), pl.col(zoned).dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    )


def _write_about(workbook: xlsxwriter.Workbook, facts: Facts) -> None:
    sheet = workbook.add_worksheet("about")
    licence = facts.about.licence
    rows = [
        ("Title", facts.title),
        ("Version", facts.version),
        ("Description", facts.description),
        ("How to cite", facts.citation),
        ("Licence", f"{licence.title}, {licence.address}" if licence else "not stated"),
        ("Times", "UTC"),
        ("Empty cells", "no value; 0 fatalities means that the source says that nobody died"),
    ]
    bold, wrapped = (
        workbook.add_format({"bold": True, "valign": "top"}),
        workbook.add_format({"text_wrap": True}),
    )
    for number, (what, words) in enumerate(rows):
        sheet.write_string(number, 0, what, bold)
        sheet.write_string(number, 1, words[:MOST_CHARACTERS], wrapped)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)


_REMEDY = "Leave excel out of the formats, or release fewer events; Parquet, CSV and Stata hold them."


def _check_size(frame: pl.DataFrame, name: str) -> None:
    if frame.height > MOST_ROWS:
        raise DataError(f"{name}: {frame.height:,} rows are more than Excel's {MOST_ROWS:,}.", _REMEDY)
    for text in frame.select(pl.col(pl.String)):
        # UTF-16 is how Excel counts; four bytes of UTF-8 make two of its characters, all others one.
        units = text.str.len_chars() + text.str.count_matches(r"[\x{10000}-\x{10FFFF}]")
        long = units > MOST_CHARACTERS
        if long.any():
            row = long.arg_max() or 0
            raise DataError(
                f"{name}, row {row + 1}, {text.name}: {units[row]:,} characters are more than Excel's "
                f"{MOST_CHARACTERS:,} for a cell.",
                _REMEDY,
            )
