from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from exporter.store import Store


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that goes on by a minute whenever it is looked at."""
    ticks = count()
    return lambda: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=next(ticks))


@pytest.fixture
def store(url: str, clock: Callable[[], datetime]) -> Iterator[Store]:
    with Store(url, clock=clock) as opened:
        yield opened
