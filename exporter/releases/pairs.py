"""Two editions cut at the same ids, so that each pair of blocks is compared by itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from exporter.releases.blocks import BLOCK, Frame, cut, cuts, keys
from exporter.releases.edition import Edition
from exporter.releases.order import country_and_serial

Tables = Mapping[str, pl.DataFrame]


def pairs(old: Edition, new: Edition, folder: Path) -> Iterator[tuple[Tables, Tables]]:
    """The tables of both, block by block in the order of their ids; as a whole where they fit into one block.

    Args:
        old: The earlier one.
        new: The later one.
        folder: An empty folder for blocks of tables that are not in the order of their ids.
    """
    held = all(isinstance(table, pl.DataFrame) for one in (old, new) for table in one.tables.values())
    if held or sum(_height(one.tables["events"]) for one in (old, new)) <= 3 * BLOCK:
        yield _collected(old.tables), _collected(new.tables)
        return
    sides = {"old": old.tables, "new": new.tables}
    key = country_and_serial()
    found = {
        (side, name): keys(table.lazy(), key) for side, held in sides.items() for name, table in held.items()
    }
    at = cuts(pl.concat([found["old", "events"], found["new", "events"]]), 2 * BLOCK)
    blocks = {
        (side, name): cut(sides[side][name].lazy(), key, numbers, at, folder / side / name)
        for (side, name), numbers in found.items()
    }
    found.clear()
    for number in range(len(at) + 1):
        yield (
            {name: blocks["old", name][number].collect() for name in old.tables},
            {name: blocks["new", name][number].collect() for name in new.tables},
        )


def _height(table: Frame) -> int:
    return int(table.lazy().select(pl.len()).collect().item())


def _collected(held: Mapping[str, Frame]) -> Tables:
    return {name: table.lazy().collect() for name, table in held.items()}
