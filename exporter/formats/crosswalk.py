"""The crosswalks: CSV files that say what becomes of each column and each code, read here and nowhere else.

`<format>.csv` lists the columns, ours and theirs side by side, with what is done in each direction and what is
lost; the other files map values. Both are written for researchers, and the conversion follows them.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

FOLDER = Path(__file__).parent / "crosswalks"

Direction = Literal["in", "out"]
"""`in`: theirs to ours; `out`: ours to theirs."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a crosswalk.

    Attributes:
        theirs: Their column; empty where they have none.
        ours: Our column; empty where we have none.
        into_ours: What is done from theirs to ours: `copied`, `mapped` (through a value map), `computed`,
            `rule` (a stated rule fills what the source does not say), or nothing.
        into_theirs: The same from ours to theirs.
        values: Name of the value map.
        note: What a reader must know, and what is lost.
    """

    theirs: str
    ours: str
    into_ours: frozenset[str]
    into_theirs: frozenset[str]
    values: str
    note: str

    def does(self, direction: Direction) -> frozenset[str]:
        """What is done in one direction."""
        return self.into_ours if direction == "in" else self.into_theirs

    def target(self, direction: Direction) -> str:
        """The column that is filled."""
        return self.ours if direction == "in" else self.theirs

    def source(self, direction: Direction) -> str:
        """The column that is read."""
        return self.theirs if direction == "in" else self.ours


@cache
def table(name: str) -> pl.DataFrame:
    """A crosswalk or value map as it stands in its file; all columns are text, empty cells empty text."""
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False).fill_null("")


@cache
def steps(name: str) -> tuple[Step, ...]:
    """The lines of a format's crosswalk."""
    return tuple(
        Step(
            row["theirs"],
            row["ours"],
            _actions(row["into_ours"]),
            _actions(row["into_theirs"]),
            row["values"],
            row["note"],
        )
        for row in table(name).iter_rows(named=True)
    )


def _actions(cell: str) -> frozenset[str]:
    return frozenset(cell.split("; ")) if cell else frozenset()


@cache
def value_map(name: str, direction: Direction, theirs: str = "theirs", ours: str = "ours") -> dict[str, str]:
    """A value map in one direction: their codes to ours, or ours to theirs.

    Args:
        name: The file.
        direction: Lines that hold for the other direction only are left out.
        theirs: The column that holds their codes.
        ours: The column that holds ours.
    """
    rows = table(name).filter(pl.col("direction").is_in(["both", direction]))
    key, value = (theirs, ours) if direction == "in" else (ours, theirs)
    return dict(zip(rows[key].to_list(), rows[value].to_list(), strict=True))


@cache
def known(name: str) -> tuple[str, ...]:
    """All of their codes that a value map lists, whether we have a code for them or not."""
    return tuple(table(name)["theirs"].unique(maintain_order=True).to_list())


def translated(value: pl.Expr, pairs: dict[str, str]) -> pl.Expr:
    """A value through a value map; null where the map does not list it."""
    text = value.cast(pl.String)
    return text.replace_strict(list(pairs), list(pairs.values()), default=None, return_dtype=pl.String)


def names() -> tuple[str, ...]:
    """The names of all crosswalk files."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))
