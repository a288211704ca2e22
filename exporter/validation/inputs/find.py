"""The files behind the paths that a user names."""

import glob
from collections.abc import Iterable
from pathlib import Path

from exporter.codebook import tables
from exporter.errors import UsageError

KINDS = (".parquet", ".csv", ".tsv", ".jsonl", ".ndjson")
PACKED = (".zip", ".gz", ".zst")

STDIN = "-"


def find(named: Iterable[str | Path]) -> list[Path | None]:
    """The files to read, in order, each once; none stands for standard input.

    Args:
        named: Files, folders of releases, patterns such as `data/*.csv` or `data/**/*.csv`, or `-`.

    Raises:
        UsageError: A file is missing, a pattern matches none, or a folder holds no table.
    """
    found: list[Path | None] = []
    for name in named:
        found += [None] if str(name) == STDIN else _at(Path(name))
    return list(dict.fromkeys(found))


def _at(path: Path) -> list[Path]:
    if path.is_dir():
        return _tables_in(path)
    if path.exists():
        return [path]
    if glob.has_magic(str(path)):
        matched = sorted(Path(name) for name in glob.glob(str(path), recursive=True))  # noqa: PTH207
        files = [file for file in matched if file.is_file()]
        if files:
            return files
        raise UsageError(f"No file matches {path}.", "Check the pattern; `**` stands for folders in folders.")
    raise UsageError(f"There is no file {path}.", "Check the spelling of the path.")


def _tables_in(folder: Path) -> list[Path]:
    """The tables of a release; of one that is there as Parquet and CSV, the Parquet file."""
    if any(next((folder / name).glob("*=*/"), None) for name in tables()):
        raise UsageError(
            f"{folder} holds tables in partitions, which are checked together with what lists them.",
            f"Check them with: exporter verify {folder}. Or name the files of some partitions.",
        )
    found = []
    for name in tables():
        held = [folder / f"{name}{ending}" for ending in KINDS]
        found += [file for file in held if file.exists()][:1]
    if not found:
        raise UsageError(
            f"{folder} holds no table of the codebook.",
            f"Looked for {', '.join(tables())} as {', '.join(KINDS)}. Name other files themselves.",
        )
    return found
