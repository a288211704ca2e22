"""Load the tables of this release, without any package of ours.

    from load import load, dictionary, changes, verify     # in this folder, or with it on sys.path

    events = load()              # polars where it is installed, else pandas, else a list of dicts
    events = load("evidence", using="pandas")
    dictionary("events")         # what each column means
    changes()                    # what is different from the release before
    verify()                     # compare every file with SHA256SUMS

Types are those of dictionary.csv. A missing value is None, null or NA, never an empty text: a missing number of
fatalities means that none was reported, 0 that nobody died.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Callable, Iterator  # noqa: UP035

FOLDER = Path(__file__).resolve().parent
CHANGES = ["event_id", "change", "column", "old", "new"]

# The dictionary is no table of its own; these of its columns are not text.
_DICTIONARY = {"null": "boolean", "filled": "number", "distinct": "integer"}

# Text that a spreadsheet would run as a formula is written with one apostrophe more.
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def load(table: str = "events", using: str | None = None, verify: bool = False) -> Any:
    """A table of this release: events, sources, evidence or deletions.

    Args:
        table: Which one.
        using: polars, pandas or python (a list of dicts); the first that is installed where none is named.
        verify: Compare the file with SHA256SUMS first.
    """
    kinds = {row["column"]: row["type"] for row in _facts() if row["table"] == table}
    if not kinds:
        raise ValueError(f"There is no table {table!r} in {FOLDER}.")
    return _read(table, kinds, using, verify)


def dictionary(table: str | None = None, using: str | None = None) -> Any:
    """What each column means: a row per column, of one table or of all."""
    rows = [row for row in _facts() if table in (None, row["table"])]
    kinds = {name: _DICTIONARY.get(name, "string") for name in _facts()[0]}
    typed = [{name: _value(kinds[name], row[name]) for name in kinds} for row in rows]
    return _frame(typed, list(kinds), using)


def changes(using: str | None = None, verify: bool = False) -> Any:
    """What is different from the release before; no rows where this release has no such table."""
    kinds = {row["column"]: row["type"] for row in _facts() if row["table"] == "changes"}
    if not any((FOLDER / f"changes.{ending}").exists() for ending in ("parquet", "csv")):
        return _frame([], list(kinds) or CHANGES, using)
    return _read("changes", kinds, using, verify)


def verify(*names: str) -> int:
    """Compare files of this release with SHA256SUMS, all where none are named, and say how many were right.

    Raises:
        ValueError: Files are missing or are not those that were released.
    """
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    wrong = [name for name in names or sums if sums.get(name) != _sha256(FOLDER / name)]
    if wrong:
        raise ValueError(f"Not the files that were released: {', '.join(wrong)}. Fetch the release again.")
    return len(names or sums)


def _read(table: str, kinds: dict[str, str], using: str | None, check: bool) -> Any:
    library = _library(using)
    parquet, text = FOLDER / f"{table}.parquet", FOLDER / f"{table}.csv"
    readable = library == "polars" or (library == "pandas" and _installed("pyarrow"))
    if not parquet.exists() and not text.exists():
        return _partitions(table, kinds, library if readable else None, check)
    file = parquet if parquet.exists() and readable else text
    if check:
        verify(file.name)
    if library == "pandas":
        return _pandas(file, table, kinds)
    if library == "polars" and file == parquet:
        return import_module("polars").read_parquet(file)
    rows = [
        {name: _value(kinds.get(name, "string"), cell) for name, cell in row.items()} for row in _cells(file)
    ]
    return _frame(rows, list(kinds), library)


def _partitions(table: str, kinds: dict[str, str], library: str | None, check: bool) -> Any:
    """A table that stands here in partitions, as Parquet alone; their paths tell some of the columns."""
    if library is None:
        raise ValueError(f"{table} stands here as Parquet alone: install polars, or pandas and pyarrow.")
    folder = FOLDER / table
    if check:
        verify(*(row["path"] for row in _cells(FOLDER / "partitions.csv") if row["table"] == table))
    if library == "pandas":
        return _pandas(folder, table, kinds)
    pl = import_module("polars")
    if not folder.exists():
        return pl.DataFrame(schema=dict.fromkeys(kinds, pl.String))
    frame = pl.read_parquet(folder, hive_partitioning=True, try_parse_hive_dates=False)
    codes = dict(_codes(table))
    return frame.select(
        pl.col(name).cast(
            pl.Int16 if name == "year" else pl.Enum(codes[name]) if name in codes else pl.String
        )
        if name in _TOLD_BY_PATH
        else name
        for name in kinds
    )


_TOLD_BY_PATH = ("country", "iso3", "region", "year", "event_type")


def _pandas(file: Path, table: str, kinds: dict[str, str]) -> Any:
    """Nullable whole numbers and booleans, categories with every code of their list, dates at midnight."""
    pd = import_module("pandas")
    if file.is_dir():
        frame = pd.read_parquet(file, engine="pyarrow", partitioning="hive")
        frame = frame[list(kinds)].copy()
    elif file.suffix == ".parquet":
        frame = pd.read_parquet(file, engine="pyarrow")
    else:
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
        risky = [name for name, kind in kinds.items() if kind == "string"]
        for name in risky or frame.columns:
            escaped = frame[name].str.match(_ESCAPED).fillna(False).astype(bool)
            frame[name] = frame[name].where(~escaped, frame[name].str[1:])
    typed: dict[str, Callable[[Any], Any]] = {
        "integer": lambda column: pd.to_numeric(column).astype("Int32"),
        "number": lambda column: pd.to_numeric(column).astype("float64"),
        "boolean": lambda column: column.replace({"true": True, "false": False}).astype("boolean"),
        "date": lambda column: pd.to_datetime(column).astype("datetime64[s]"),
        "datetime": lambda column: pd.to_datetime(column, utc=True).astype("datetime64[us, UTC]"),
    }
    for name, kind in kinds.items():
        if kind in typed:
            frame[name] = typed[kind](frame[name])
    for name, codes in _codes(table):
        # The codes of a list have an order, which Parquet keeps and a path does not.
        told = file.is_dir() and name in ("country", "region", "event_type")
        frame[name] = pd.Categorical(frame[name], categories=codes, ordered=True if told else None)
    return frame


def _codes(table: str) -> Iterator[tuple[str, list[str]]]:
    """The columns with a code list, and the list's values: the column of the list that holds the example."""
    for fact in _facts():
        file = FOLDER / "codelists" / f"{fact['codelist']}.csv"
        if fact["table"] == table and fact["codelist"] and file.exists():
            rows = list(_cells(file))
            for name in rows[0]:
                values = [row[name] for row in rows]
                if fact["example"] in values:
                    yield fact["column"], list(dict.fromkeys(values))
                    break


def _frame(rows: list[dict[str, Any]], columns: list[str], using: str | None) -> Any:
    library = _library(using)
    if library == "polars":
        pl = import_module("polars")
        return pl.DataFrame(
            rows, schema=None if rows else dict.fromkeys(columns, pl.String), infer_schema_length=None
        )
    if library == "pandas":
        return import_module("pandas").DataFrame(rows, columns=columns)
    return rows


def _facts() -> list[dict[str, str]]:
    return list(_cells(FOLDER / "dictionary.csv"))


def _cells(file: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {name: cell[1:] if _ESCAPED.match(cell) else cell for name, cell in row.items()}


_TYPED: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": lambda cell: cell == "true",
    "date": date.fromisoformat,
    "datetime": lambda cell: datetime.fromisoformat(cell.replace("Z", "+00:00")),
}


def _value(kind: str, cell: str) -> Any:
    return None if cell == "" else _TYPED.get(kind, str)(cell)


def _library(using: str | None) -> str:
    known = ("polars", "pandas", "python")
    if using is None:
        return next(name for name in known if name == "python" or _installed(name))
    if using not in known:
        raise ValueError(f"using={using!r} is not known; choose {', '.join(known)}.")
    return using


def _installed(name: str) -> bool:
    return find_spec(name) is not None


def _sha256(file: Path) -> str | None:
    if not file.is_file():
        return None
    digest = hashlib.sha256()
    with file.open("rb") as content:
        for block in iter(lambda: content.read(2**20), b""):
            digest.update(block)
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{verify()} files are those that were released.\n")
    except ValueError as error:
        sys.exit(str(error))
