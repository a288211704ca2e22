"""Releases that several tests read, each built once."""

from pathlib import Path

import pytest

from exporter.releases import build_release
from tests.releases.abouts import FULL, NOTHING, OWN_LICENCE
from tests.releases.frames import awkward


@pytest.fixture(scope="session")
def releases(tmp_path_factory) -> dict[str, Path]:
    """Folders of releases by what is special of them."""
    output = tmp_path_factory.mktemp("releases")
    frames = awkward()
    undeleted = {**frames, "deletions": frames["deletions"].clear()}
    empty = {name: frame.clear() for name, frame in frames.items()}
    kinds = {
        "full": (frames, FULL),
        "unsaid": (frames, NOTHING),
        "undeleted": (undeleted, OWN_LICENCE),
        "empty": (empty, FULL),
        "empty-unsaid": (empty, NOTHING),
    }
    return {
        name: build_release(tables, name, "1.2.3", output, about=about).folder
        for name, (tables, about) in kinds.items()
    }


@pytest.fixture(params=["full", "unsaid", "undeleted", "empty", "empty-unsaid"])
def release(request, releases) -> Path:
    """The folder of each of them in turn."""
    return releases[request.param]
