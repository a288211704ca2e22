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
        broken = _looked_up(pl.concat(mine), pl.concat(theirs), present=not reference.present)
        rows = self._rows(broken, (reference.column,))
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
        twice = self._rows(_repeated(pl.concat(self.hashes[key])), key)
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

    def _rows(self, marked: pl.Series, key: Key) -> pl.DataFrame:
        """Row, line and key of some rows, counted from 0, read from the file again."""
        empty = pl.DataFrame(schema={"row": pl.Int64, "line": pl.Int64, "key": pl.String})
        if marked.is_empty():
            return empty
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


AT_ONCE = 10_000_000
"""Hashes that are compared at a time: a table of many more would take several times the space of the hashes."""


def _repeated(hashes: pl.Series) -> pl.Series:
    """Where the hashes are that stand more than once."""
    found = [rows.filter(held.is_duplicated()) for rows, held in _in_turns(hashes, _turns(hashes))]
    return pl.concat(found).sort()


def _looked_up(mine: pl.Series, theirs: pl.Series, *, present: bool) -> pl.Series:
    """Where the hashes are that stand among the others, or that do not."""
    turns = max(_turns(mine), _turns(theirs))
    found = []
    pairs = zip(_in_turns(mine, turns), _in_turns(theirs, turns), strict=True)
    for (rows, held), (_, others) in pairs:
        there = held.is_in(others.unique().implode())
        found.append(rows.filter(there if present else ~there))
    return pl.concat(found).sort()


def _turns(hashes: pl.Series) -> int:
    return len(hashes) // AT_ONCE + 1


def _in_turns(hashes: pl.Series, turns: int) -> Iterator[tuple[pl.Series, pl.Series]]:
    """Hashes with the rows that they are of, so that equal ones come together; missing ones do not come."""
    for turn in range(turns):
        rows = (hashes.is_not_null() if turns == 1 else hashes % turns == turn).arg_true()
        yield rows.cast(pl.Int64), hashes.gather(rows)


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
