"""What every engine offers, wherever it runs the coder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from exporter.articles.article import Article
from exporter.coders.checked import Coded


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that could not be coded, set aside, and why."""

    article: Article
    error: str


class Engine(Protocol):
    """Has articles coded."""

    def code(self, articles: Iterable[Article]) -> Iterator[Coded | Failed]:
        """One result per article, in the order given, with few articles in flight at a time."""
        ...
