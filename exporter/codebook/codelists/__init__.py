"""The code lists: one CSV file each, first column `code`, last column `source`.

`codes` gives the allowed values of a list in file order; `codelist` gives the whole table. `Codelists` are the
lists with the codes that a project adds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent

# Everything else in the files is text: codes such as `010` must keep their zeros.
_NUMBERS = {
    "goldstein": pl.Float64,
    "max_days": pl.Int32,
    "south": pl.Float64,
    "west": pl.Float64,
    "north": pl.Float64,
    "east": pl.Float64,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


@cache
def codelist(name: str) -> pl.DataFrame:
    """One code list as a frame: a row per code, all columns text but the measures.

    Raises:
        FileNotFoundError: There is no list of that name.
    """
    frame = pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)
    return frame.with_columns(pl.col(c).cast(t) for c, t in _NUMBERS.items() if c in frame.columns)


@cache
def codes(name: str, column: str = "code") -> tuple[str, ...]:
    """The allowed values of a list, in the order of the file."""
    return tuple(codelist(name)[column].to_list())


@cache
def mapping(name: str, value: str, key: str = "code") -> dict[str, object]:
    """One column of a list by another, such as the region of each country."""
    frame = codelist(name)
    return dict(zip(frame[key].to_list(), frame[value].to_list(), strict=True))


def names() -> tuple[str, ...]:
    """The names of all lists, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@dataclass(frozen=True, eq=False)
class Codelists:
    """The code lists as a project uses them.

    Attributes:
        added: For a list, the rows that come after those of its file, if it has one; columns that they lack
            are missing.
    """

    added: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def codelist(self, name: str) -> pl.DataFrame:
        """One code list as a frame, the project's own codes last."""
        more = self.added.get(name)
        if more is None:
            return codelist(name)
        return pl.concat([codelist(name), more], how="diagonal") if name in names() else more

    def codes(self, name: str, column: str = "code") -> tuple[str, ...]:
        """The allowed values of a list."""
        if name not in self.added:
            return codes(name, column)
        return tuple(self.codelist(name)[column].drop_nulls().unique(maintain_order=True).to_list())

    def mapping(self, name: str, value: str, key: str = "code") -> dict[str, object]:
        """One column of a list by another."""
        if name not in self.added:
            return mapping(name, value, key)
        frame = self.codelist(name)
        return dict(zip(frame[key].to_list(), frame[value].to_list(), strict=True))


BUILT_IN = Codelists()
"""The lists as the codebook has them."""
