"""Releases for tests, and what others may have put into them."""

import hashlib
import json
from pathlib import Path

from exporter.releases import build_release
from tests.releases.frames import tables

HOSTILE = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"


# What a release may lack: each is read where it is there, and done without where it is not.
OPTIONAL = (
    "CHANGES.md", "CITATION.cff", "changes.csv", "changes.parquet", "datacite.json", "datapackage.json",
    "dataset.jsonld", "load.R", "load.py", "load.sql",
)  # fmt: skip


def build(output: Path, dataset: str, version: str, count: int = 40, seed: int = 0) -> Path:
    """A release with so many events and nothing that it may lack."""
    folder = build_release(tables(count, seed), dataset, version, output).folder
    for name in OPTIONAL:
        (folder / name).unlink(missing_ok=True)
    sums = (folder / "SHA256SUMS").read_text().splitlines(keepends=True)
    kept = [line for line in sums if line.split("  ", 1)[1].strip() not in OPTIONAL]
    (folder / "SHA256SUMS").write_text("".join(kept))
    return folder


def add(folder: Path, name: str, content: str | bytes | dict) -> None:
    """Put one more file into a release, with its checksum."""
    if isinstance(content, dict):
        content = json.dumps(content)
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{hashlib.sha256(data).hexdigest()}  {name}\n")


PACKAGE = {
    "name": "conflict",
    "title": "Conflict & protest",
    "description": "Events from news.",
    "created": "2024-05-06T07:08:09Z",
    "homepage": "https://example.org/conflict",
    "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "contributors": [
        {"title": "Desk One", "roles": ["creator"]},
        {"title": "A Publisher", "roles": ["publisher"]},
        {"title": "Press office", "roles": ["contact"]},
    ],
}  # fmt: skip

CHANGES = """# Changes

1.1.0 against 1.0.0: 20 events added, 0 deleted, 1 changed, 39 as they were.

A minor version: 20 events were added.

## By country

| Country | Before | Now |
| --- | --- | --- |
| Chad | 1 | 2 |
"""


def names(folder: Path) -> list[str]:
    """What stands in a folder, hidden things too."""
    return sorted(entry.name for entry in folder.iterdir())
