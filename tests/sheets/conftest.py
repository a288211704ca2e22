from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "events.db") as opened:
        yield opened
