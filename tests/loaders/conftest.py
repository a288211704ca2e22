"""A release that is loaded in many ways, and the same release on the web."""

import json
from pathlib import Path

import polars as pl
import pytest

from exporter.releases import build_release
from tests.loaders.server import serving
from tests.releases.frames import tables

ROWS = 70_000
"""Enough for three row groups."""


HARD = ["=1+1", "'=x", "''-2", '@a, "b"\nc', "\tq", "№ é 中", "-", "NA", "null", "'single'", "a\\n", "#b"]
"""Notes that a reader may get wrong."""


@pytest.fixture(scope="session")
def frames():
    """Tables whose notes compress no better than the words of people do, and whose reports have not all a day."""
    made = tables(ROWS)
    words = [pl.col("event_id").hash(seed).cast(pl.String) for seed in range(4)]
    notes = pl.concat_str("notes", *words, separator=" ")
    day = pl.when(pl.int_range(pl.len()) % 3 != 0).then("source_date")
    return {**made, "events": made["events"].with_columns(notes=notes, source_date=day)}


@pytest.fixture(scope="session")
def output(tmp_path_factory, frames) -> Path:
    """A folder of releases: conflict 1.0.0 (small) and 1.2.0 (large)."""
    folder = tmp_path_factory.mktemp("releases")
    build_release(tables(50), "conflict", "1.0.0", folder)
    build_release(frames, "conflict", "1.2.0", folder)
    return folder


@pytest.fixture(scope="session")
def release(output) -> Path:
    return output / "conflict" / "1.2.0"


@pytest.fixture(scope="session")
def _site(output):
    with serving(output) as site:
        yield site


@pytest.fixture
def site(_site, monkeypatch, output, tmp_path):
    """The releases on the web, without a list of them."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    _site.reset()
    yield _site
    (output / "releases.json").unlink(missing_ok=True)


@pytest.fixture
def listed(site, output):
    """The releases on the web, with a list of them in no order."""
    versions = [{"version": v, "path": f"conflict/{v}"} for v in ("1.2.0", "1.0.0")]
    text = json.dumps({"datasets": [{"name": "conflict", "versions": versions}]})
    (output / "releases.json").write_text(text)
    return site


@pytest.fixture(scope="session")
def hard(tmp_path_factory) -> Path:
    """A release with notes that are hard to read."""
    made = tables(len(HARD) * 20)
    made["events"] = made["events"].with_columns(pl.Series("notes", HARD * 20))
    return build_release(made, "hard", "1.0.0", tmp_path_factory.mktemp("hard")).folder
