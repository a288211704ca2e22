"""What several commands are tried on, made once."""

import shutil
from pathlib import Path

import pytest

from exporter.samples import sample_articles
from tests.cli import run


@pytest.fixture(scope="session")
def samples() -> Path:
    return sample_articles()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo, run once: its folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    result = run("demo", "--output", "out", cwd=folder)
    assert result.returncode == 0, result.stderr
    return folder, result


@pytest.fixture
def store(demo, tmp_path) -> Path:
    """A store of its own with the sample articles coded."""
    return Path(shutil.copy(demo[0] / "out" / "demo.db", tmp_path / "events.db"))
