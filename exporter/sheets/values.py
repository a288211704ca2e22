"""What is in a cell as the text that its column understands, or why it is none."""

from datetime import date, datetime, time, timedelta

from exporter.sheets.choices import code_for, codes_for, declared
from exporter.sheets.grid import Cell

Wrong = tuple[str, str]
"""Message and remedy."""

_FORMULA = ("a formula is not read", "Write the value itself: copy the cell and paste its value only.")
_BROKEN = ("the spreadsheet shows an error here", "Write the value, or empty the cell.")
_NO_DAY = "Write the day as 2016-05-16, in a cell whose format is date or text."


def typed(column: str, cell: Cell) -> tuple[str, Wrong | None]:
    """A value as a text, and what is wrong with it as it stands in a spreadsheet; the codebook judges the rest."""
    wrong = refused(cell)
    if wrong or cell.value is None:
        return cell.text, wrong
    kind = declared()[column].kind
    value = cell.value
    if isinstance(value, datetime | date | time | timedelta):
        return _day(kind, value)
    if kind == "date" and not isinstance(value, str):
        return cell.text, (f"{column} is a number, not a day", _NO_DAY)
    if isinstance(value, bool):
        return str(value).lower(), None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return _number(column, value)
    return code_for(column, str(value).strip()), None


# As text in a cell that was formatted so, or written back.
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


def refused(cell: Cell, *, quoted: bool = False) -> Wrong | None:
    """Why nothing in this cell can be read; words that are quoted may begin with an equals sign."""
    if cell.kind == "formula" or (not quoted and isinstance(cell.value, str) and cell.text.startswith("=")):
        return _FORMULA
    return _BROKEN if cell.kind == "error" or cell.value in _ERRORS else None


def _day(kind: str, value: date | time | timedelta) -> tuple[str, Wrong | None]:
    if kind != "date":
        return str(value), (
            "the spreadsheet has made a date or time of it",
            "Give the cell the format text, and write the value again.",
        )
    if isinstance(value, datetime):
        if value.time() == time(0):
            return value.date().isoformat(), None
        return str(value), ("there is a time of day beside the day", _NO_DAY)
    if isinstance(value, date):
        return value.isoformat(), None
    return str(value), ("it is a time, not a day", _NO_DAY)


def _number(column: str, value: int) -> tuple[str, Wrong | None]:
    if declared()[column].listed is None:
        return str(value), None
    found = codes_for(column, value)
    if len(found) > 1:
        return str(value), (
            f"as a number it may be {' or '.join(found)}",
            "Choose it from the list, or give the cell the format text and write it again.",
        )
    return (found[0] if found else str(value)), None
