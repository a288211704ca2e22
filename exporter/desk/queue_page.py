"""What the queue shows: articles by state, with who has which and how far the work is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from exporter.errors import UsageError
from exporter.store import Store
from exporter.store.tasks import STATES, Task

PAGE = 50
"""Articles on a page of the queue."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is shown; empty texts show all."""

    state: str = ""
    who: str = ""
    source: str = ""
    words: str = ""
    after: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """The filters in an address.

        Raises:
            UsageError: There is no such state.
        """
        given = {name: query.get(name, "").strip()[:200] for name in cls.__slots__}
        if given["state"] and given["state"] not in STATES:
            raise UsageError(f"There is no state {given['state']!r}.", f"The states: {', '.join(STATES)}.")
        return cls(**given)

    def address(self, **changes: str) -> str:
        """The address of the queue with these filters, some of them changed; always from its first page."""
        every = {name: getattr(self, name) for name in self.__slots__ if name != "after"} | changes
        return "/?" + urlencode({name: value for name, value in every.items() if value})


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue.

    Attributes:
        tasks: The articles.
        further: The address of the next page; empty where this is the last.
        progress: How many articles are in each state.
        people: Who has how many.
    """

    tasks: list[Task]
    further: str
    progress: dict[str, int]
    people: list[dict[str, object]]

    @property
    def total(self) -> int:
        """All articles."""
        return sum(self.progress.values())

    def share(self, state: str) -> float:
        """The articles in a state as a share of all."""
        return self.progress[state] / self.total if self.total else 0.0


def queue_page(store: Store, filters: Filters) -> QueuePage:
    """What the queue shows with these filters."""
    work = store.work
    tasks = work.queue(
        filters.state or None,
        person=filters.who or None,
        source=filters.source or None,
        words=filters.words or None,
        after=_after(filters.after),
        limit=PAGE + 1,
    )
    shown, more = tasks[:PAGE], len(tasks) > PAGE
    last = f"{shown[-1].published.isoformat()} {shown[-1].article_id}" if more else ""
    further = filters.address(after=last) if more else ""
    return QueuePage(shown, further, work.progress(), list(work.people()))


def _after(text: str) -> tuple[date, str] | None:
    day, _, article_id = text.partition(" ")
    try:
        return (date.fromisoformat(day), article_id) if article_id else None
    except ValueError:
        return None
