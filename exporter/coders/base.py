"""What every coder offers, whether it is a dictionary, a model or a person."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from exporter.articles.article import Article
from exporter.coders.coding import Coding


class Coder(Protocol):
    """Turns articles into codings."""

    @property
    def name(self) -> str:
        """Short name, such as `dictionary`."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same text may be coded otherwise than before."""
        ...

    def code(self, articles: Iterable[Article]) -> Iterator[Coding]:
        """One coding per article, in the order given; every article gets one, with or without events."""
        ...
