from pathlib import Path

import polars as pl
import pytest

from exporter.catalogue import build_catalogue
from tests.catalogue.releases import CHANGES, HOSTILE, PACKAGE, add, build


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two datasets: one with metadata, changes and loaders in its newest version, one whose words are hostile."""
    folder = tmp_path_factory.mktemp("catalogue") / "output"
    for version, count in (("1.0.0", 40), ("1.0.1", 40), ("1.1.0", 60)):
        newest = build(folder, "conflict", version, count)
    add(newest, "datapackage.json", PACKAGE)
    add(newest, "CHANGES.md", CHANGES)
    add(newest, "load.R", "# source it first\nevents <- read_events()\n")
    add(newest, "dataset.jsonld", {"@type": "Dataset", "name": "</script>" + HOSTILE})
    changed = {
        "event_id": ["TCD1"],
        "change": ["changed"],
        "column": ["notes"],
        "old": [HOSTILE],
        "new": [None],
    }
    frame = pl.DataFrame(changed, schema=dict.fromkeys(changed, pl.String))
    frame.write_parquet(newest / "changes.parquet")
    add(newest, "changes.parquet", (newest / "changes.parquet").read_bytes())
    hostile = build(folder, "hostile", "1.0.0")
    add(hostile, "datapackage.json", {"title": HOSTILE, "description": HOSTILE, "homepage": "javascript:alert(1)",
                                      "licenses": [{"title": HOSTILE, "path": "javascript:alert(1)"}],
                                      "contributors": [{"title": HOSTILE}]})  # fmt: skip
    add(
        hostile,
        "CHANGES.md",
        f"# Changes\n\n{HOSTILE} [a](javascript:alert(1)) ![b](http://example.org/b.png)\n",
    )
    add(hostile, "load.py", HOSTILE)
    return folder


@pytest.fixture(scope="session")
def site(output: Path) -> Path:
    """The catalogue of these, with their files in it."""
    return build_catalogue(output, output.parent / "site", copy=True, title="Test data").folder
