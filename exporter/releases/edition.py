"""One side of a comparison: the tables of a dataset at one time and what its codebook then said.

It is read from the folder of a release, from a file of events, or made from frames at hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from exporter.codebook.export import polars_schema
from exporter.codebook.snapshot import (
    CODES,
    COLUMNS,
    Snapshot,
    code_meanings,
    snapshot,
    storage,
    unlisted_codes,
)
from exporter.codebook.tables import tables as declared_tables
from exporter.errors import DataError, UsageError
from exporter.releases.blocks import BLOCK, Frame
from exporter.releases.files import read_cells
from exporter.releases.partitions import LISTED, PARTED, Part, parts_of, scan_parts
from exporter.releases.read import find_release
from exporter.releases.version import Version
from exporter.validation.conform import conform

COMPANIONS = tuple(name for name in declared_tables() if name != "events")


@dataclass(frozen=True, slots=True)
class Edition:
    """The tables of a dataset at one time.

    Attributes:
        name: What to call it: a version, or a file.
        tables: The events, and the companions where they are at hand; lazy frames where they are large.
        codebook: What the codebook said then; that of this software where nothing else is given.
        parted: The folder of the release, where its tables have partitions.
    """

    name: str
    tables: Mapping[str, Frame]
    codebook: Snapshot = field(default_factory=snapshot)
    parted: Path | None = None


def edition(
    what: str | Path | pl.DataFrame, *, dataset: str | None = None, output: Path | str = "output"
) -> Edition:
    """Read one side of a comparison.

    Args:
        what: The folder of a release, a Parquet or CSV file of events, `DATASET@VERSION`, a version of
            `dataset`, the name of a dataset (its highest version), or a frame of events.
        dataset: The dataset that a version alone is one of.
        output: Folder of all releases.

    Raises:
        UsageError: There is nothing of that name, or it cannot be read.
    """
    if isinstance(what, pl.DataFrame):
        return Edition("the frame", {"events": what}, _undocumented(what))
    path = _place(what, dataset, output)
    if path.is_dir():
        return _release(path)
    if not path.exists():
        raise UsageError(
            f"There is no file or folder {path}.",
            "Give the folder of a release, a .parquet or .csv file of events, or DATASET@VERSION.",
        )
    return _file(path)


def _place(what: str | Path, dataset: str | None, output: Path | str) -> Path:
    text = str(what)
    if isinstance(what, Path) or "/" in text or "\\" in text or text.endswith((".parquet", ".csv")):
        return Path(what)
    if "@" in text:
        name, _, version = text.partition("@")
        return find_release(name, version, output)
    if dataset is not None:
        return find_release(dataset, text, output)
    if text[:1].isdigit() and "." in text and not Path(text).exists():
        Version.parse(text)
        raise UsageError(
            f"Which dataset is {text} a version of?", f"Write DATASET@{text}, or name it with --dataset."
        )
    return Path(text) if Path(text).exists() else find_release(text, None, output)


def _release(folder: Path) -> Edition:
    partitioned = (folder / LISTED).is_file()
    files = {name: folder / f"{name}.parquet" for name in declared_tables()}
    if not partitioned and not files["events"].is_file():
        raise UsageError(
            f"{folder} holds no release: there is no events.parquet in it.", "Give the folder of a release."
        )
    frames = {name: _scanned(file) for name, file in files.items() if file.is_file()}
    if partitioned:
        frames = {name: joined(folder, parts_of(folder, name), name) for name in PARTED} | frames
    return Edition(folder.name, frames, _documented(folder, frames), folder if partitioned else None)


def _file(path: Path) -> Edition:
    if path.stem in COMPANIONS:
        raise UsageError(
            f"{path} holds {path.stem}, and files are compared by their events.",
            "Give the folders of the releases: then all tables are compared.",
        )
    match path.suffix:
        case ".parquet":
            frame = _parquet(path)
            return Edition(str(path), {"events": frame}, _undocumented(frame))
        case ".csv":
            frame = _csv(path)
            facts = _undocumented(frame)
            # Nothing in a CSV file says what type it is of.
            unknown = facts.columns.with_columns(storage=pl.lit(None, pl.String))
            return Edition(str(path), {"events": frame}, Snapshot(unknown, facts.codes.clear(), False))
    raise UsageError(
        f"{path} is neither .parquet nor .csv.", "Give a Parquet or CSV file, or the folder of a release."
    )


def joined(folder: Path, parts: Sequence[Part], table: str) -> Frame:
    """Some partitions of a table, read only where they are small.

    Raises:
        UsageError: They cannot be read.
    """
    try:
        rows = scan_parts(folder, parts, table)
        large = rows.select(pl.len() > BLOCK).collect().item()
        return rows if large else rows.collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(folder / table, error) from error


def _scanned(path: Path) -> Frame:
    """A table of a release, read only where that is small."""
    try:
        rows = pl.scan_parquet(path)
        large = rows.select(pl.len() > BLOCK).collect().item()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(path, error) from error
    return rows if large else _parquet(path)


def _parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(path, error) from error


def _csv(path: Path) -> pl.DataFrame:
    """The cells; columns of the codebook in their types, where every cell can be read so."""
    try:
        cells = read_cells(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(path, error) from error
    known = [name for name in polars_schema("events") if name in cells.columns]
    typed, unread = conform(cells.select(known), declared_tables()["events"], known)
    return cells.with_columns(typed[name] for name in known if name not in unread["column"].to_list())


def _unreadable(path: Path, error: Exception) -> UsageError:
    reason = str(error).splitlines()[0]
    return UsageError(
        f"{path} cannot be read: {reason}", "Check that it is a whole Parquet or UTF-8 CSV file."
    )


def _undocumented(events: Frame) -> Snapshot:
    """What a frame alone says: its columns, their types, and the values that an Enum allows."""
    schema = events.collect_schema()
    facts = [
        {"table": "events", "column": name, "type": storage(kind), "storage": storage(kind)}
        for name, kind in schema.items()
    ]
    lists = [
        pl.DataFrame({"codelist": name, "code": kind.categories, "meaning": None}, schema=CODES)
        for name, kind in schema.items()
        if isinstance(kind, pl.Enum)
    ]
    columns = pl.DataFrame(facts, schema=COLUMNS)
    return Snapshot(columns, pl.concat([pl.DataFrame(schema=CODES), *lists]), documented=False)


def _documented(folder: Path, frames: Mapping[str, Frame]) -> Snapshot:
    """What the dictionary and the code lists of a release say."""
    file = folder / "dictionary.csv"
    if not file.is_file():
        return _undocumented(frames["events"])
    schemas = {table: frame.collect_schema() for table, frame in frames.items()}
    kinds = pl.DataFrame(
        [
            {"table": table, "column": name, "storage": storage(kind)}
            for table, schema in schemas.items()
            for name, kind in schema.items()
        ]
    )
    try:
        said = read_cells(file).with_columns(null=pl.col("null") == "true")
        columns = said.join(kinds, on=["table", "column"], how="left", maintain_order="left")
        lists = [
            code_meanings(path.stem, pl.read_csv(path, infer_schema=False))
            for path in sorted((folder / "codelists").glob("*.csv"))
        ]
        return Snapshot(
            columns.select(list(COLUMNS)).cast(COLUMNS),
            pl.concat([pl.DataFrame(schema=CODES), *lists, *unlisted_codes(columns, schemas)]),
        )
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"The dictionary or a code list in {folder} cannot be read: {reason}",
            f"See what is wrong with: exporter verify {folder}",
        ) from error
