"""Keys of a whole file in few bytes: repeated ones, and those that another table lacks.

A key is kept as a hash of 64 bits. Whatever the hashes suggest is read again from the file and compared letter
for letter; for a repeated key to be missed, no chance is left, since equal keys have equal hashes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from exporter.codebook import REFERENCES
from exporter.codebook.tables import Reference, Table
from exporter.validation.inputs import Batch
from exporter.validation.problems import NONE, as_text, problems

Key = tuple[str, ...]

Found = tuple[pl.DataFrame, pl.Series]
"""Problems, and the line of each."""


@dataclass
class Keys:
    """The keys of one file.

    Attributes:
        table: What the file holds.
        again: Reads the file once more.
    """

    table: Table
    again: Callable[[], Iterator[Batch]]
    batches: int = 0
    hashes: dict[Key, list[pl.Series]] = field(default_factory=dict)

    def add(self, frame: pl.DataFrame) -> None:
        """Keep the keys of some rows."""
        self.batches += 1
        for key in _keys_of(self.table):
            if set(key) <= set(frame.columns):
                self.hashes.setdefault(key, []).append(_hashed(frame, key))

    def repeated(self) -> Found:
        """The rows that repeat a key, wherever in the file the other stands."""
        found = [self._repeats(key) for key in _unique_of(self.table) if key in self.hashes]
        return _joined(found)

    def referred(self, parent: "Keys", reference: Reference) -> Found:
        """The rows that break a reference to another table."""
        mine = self.hashes.get((reference.column,))
        theirs = parent.hashes.get((reference.parent_column,))
        if mine is None or theirs is None:
            return _joined([])
        there = pl.concat(mine).is_in(pl.concat(theirs).unique().implode())
        broken = ~there if reference.present else there
        rows = self._rows(broken & pl.concat(mine).is_not_null(), (reference.column,))
        found = problems(
            rows.select(
                "row",
                table=pl.lit(reference.child),
                column=pl.lit(reference.column),
                value="key",
                check=pl.lit(f"{reference.code} {reference.child}.{reference.column}"),
                message=pl.lit(f"{reference.message} (in {reference.parent})"),
                remedy=pl.lit(reference.remedy),
            )
        )
        return found, rows["line"]

    def _repeats(self, key: Key) -> Found:
        hashes = pl.concat(self.hashes[key])
        twice = self._rows(hashes.is_duplicated() & hashes.is_not_null(), key)
        twice = twice.filter(pl.col("key").is_duplicated())
        together = f"{' and '.join(key)} stand{'' if len(key) > 1 else 's'} "
        found = problems(
            twice.select(
                "row",
                table=pl.lit(self.table.name),
                column=pl.lit(key[0]),
                value="key",
                check=pl.lit("unique"),
                message=pl.lit(together + ("together " if len(key) > 1 else "") + "more than once"),
                remedy=pl.lit(
                    "Keep one of the rows." if len(key) > 1 else "Give each row a value of its own."
                ),
            )
        )
        return found, twice["line"]

    def _rows(self, wanted: pl.Series, key: Key) -> pl.DataFrame:
        """Row, line and key of the rows that are marked, read from the file again."""
        empty = pl.DataFrame(schema={"row": pl.Int64, "line": pl.Int64, "key": pl.String})
        if not wanted.any():
            return empty
        marked = wanted.arg_true().cast(pl.Int64)
        found = [empty]
        for batch in self.again():
            here = marked.filter(marked.is_between(batch.before, batch.before + batch.frame.height - 1))
            if len(here):
                rows = here - batch.before + 1
                found.append(
                    batch.frame[here - batch.before].select(
                        row=here + 1, line=batch.lines(rows), key=_shown(key)
                    )
                )
        return pl.concat(found)


def _joined(found: list[Found]) -> Found:
    none = pl.Series([], dtype=pl.Int64)
    return pl.concat([NONE, *(one for one, _ in found)]), pl.concat([none, *(lines for _, lines in found)])


def _unique_of(table: Table) -> list[Key]:
    schema = table.model.to_schema()
    single: list[Key] = [(name,) for name, column in schema.columns.items() if column.unique]
    return [*single, tuple(map(str, schema.unique))] if schema.unique else single


def _keys_of(table: Table) -> list[Key]:
    """What must stand once, and what references read."""
    child = [(one.column,) for one in REFERENCES if one.child == table.name]
    parent = [(one.parent_column,) for one in REFERENCES if one.parent == table.name]
    return list(dict.fromkeys([*_unique_of(table), *child, *parent]))


def _shown(key: Key) -> pl.Expr:
    return pl.concat_str([as_text(pl.col(name)) for name in key], separator=", ")


def _hashed(frame: pl.DataFrame, key: Key) -> pl.Series:
    """The key of each row as 64 bits; null where a part of it is missing or cannot be shown as text."""
    if any(frame.schema[name].is_nested() or frame.schema[name] == pl.Binary for name in key):
        return pl.repeat(None, frame.height, dtype=pl.UInt64, eager=True)
    text = frame.select(_shown(key)).to_series()
    return pl.select(pl.when(text.is_not_null()).then(text.hash(seed=7))).to_series().cast(pl.UInt64)
