"""A folder of codings into the store, once only.

Codings are kept some hundred at a time, each hundred whole or not at all; those that the store has are not read
again, so that a run that was cut off, or the same folder once more, adds only what is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import polars as pl

from exporter.coders.partitions import Folder, read_row
from exporter.errors import DataError
from exporter.store.store import Store

_AT_A_TIME = 200


@dataclass(slots=True)
class Loaded:
    """What came of a folder: codings added, there before, and refused."""

    added: int = 0
    known: int = 0
    refused: int = 0


def load_folder(
    store: Store,
    folder: Folder,
    *,
    on_refused: Callable[[DataError], None],
    on_problems: Callable[[pl.DataFrame], None],
    each: Callable[[str], None] | None = None,
) -> Loaded:
    """Take the codings of a folder into a store, in the order of its partitions.

    Args:
        store: The store.
        folder: The folder.
        on_refused: Is told of each coding that is refused, and of partitions that cannot be read.
        on_problems: Is told of the rows that break the codebook, and are left out of the events.
        each: Is told of each partition that is done.
    """
    loaded = Loaded()
    for part in folder.parts():
        number = 0
        try:
            found = folder.rows(part)
            while rows := list(islice(found, _AT_A_TIME)):
                keys = [
                    (row["article_id"], row["coder_name"], row["coder_version"], row["sha256"])
                    for row in rows
                ]
                known = store.has_codings(keys)
                new = []
                for key, row in zip(keys, rows, strict=True):
                    number += 1
                    if key in known:
                        loaded.known += 1
                        continue
                    try:
                        coded = read_row(row, f"{part}:{number}")
                    except DataError as error:
                        loaded.refused += 1
                        on_refused(error)
                        continue
                    new.append((coded.coding, coded.rows))
                    if not coded.problems.is_empty():
                        on_problems(coded.problems)
                skipped = sum(outcome.skipped for outcome in store.add_all(new)) if new else 0
                loaded.added += len(new) - skipped
                loaded.known += skipped
        except DataError as error:
            loaded.refused += 1
            on_refused(error)
        if each:
            each(part)
    return loaded
