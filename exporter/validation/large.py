"""The tables of a dataset that may be larger than memory: what breaks the codebook in any of them."""

from collections.abc import Iterator, Mapping
from functools import partial

import polars as pl

from exporter.codebook import REFERENCES
from exporter.codebook.project import Project
from exporter.codebook.tables import tables
from exporter.validation.inputs import Batch
from exporter.validation.keys import Keys
from exporter.validation.problems import CODES, NONE
from exporter.validation.references import validate_dataset
from exporter.validation.tables import validate

BATCH = 200_000
"""Rows that are checked at a time."""

LIMIT = 10_000
"""Problems that are told at the most, of tables that are read batch by batch."""


def dataset_problems(
    frames: Mapping[str, pl.DataFrame | pl.LazyFrame], project: Project | None = None
) -> pl.DataFrame:
    """The problems of all tables, and of the references between them.

    Frames in memory are checked as a whole. Of lazy frames a batch of rows is held, and eight bytes a row for what
    must stand once or is referred to. A `project` brings its columns, codes and severities.
    """
    held = {name: rows for name, rows in frames.items() if isinstance(rows, pl.DataFrame)}
    if len(held) == len(frames):
        return pl.concat([NONE, *(checked.problems for checked in validate_dataset(held, project).values())])
    known, severities = (tables(), {}) if project is None else (project.by_name, project.severities)
    found, keys = [NONE], {}
    for name, rows in frames.items():
        keys[name] = Keys(known[name], partial(_batches, rows))
        for batch in _batches(rows):
            keys[name].add(batch.frame)
            checked = validate(batch.frame, known[name], severities=severities).problems
            # What stands twice is found over the whole table below.
            once = checked.filter(pl.col("code") != CODES["unique"])
            found.append(once.with_columns(row=pl.col("row") + batch.before))
            if sum(one.height for one in found) > LIMIT:
                return pl.concat(found).head(LIMIT)
        found.append(keys[name].repeated()[0])
    found += [
        keys[one.child].referred(keys[one.parent], one)[0]
        for one in REFERENCES
        if one.child in keys and one.parent in keys
    ]
    return pl.concat(found).head(LIMIT)


def _batches(rows: pl.DataFrame | pl.LazyFrame) -> Iterator[Batch]:
    before = 0
    for frame in rows.lazy().collect_batches(chunk_size=BATCH, maintain_order=True, engine="streaming"):
        yield Batch(frame, before)
        before += frame.height
