"""Coding in this process, one article after the other: what a coder with its own concurrency needs."""

from collections.abc import Iterable, Iterator

from exporter.articles.article import Article
from exporter.codebook.project import Project
from exporter.coders.base import Coder
from exporter.coders.checked import Coded, checked
from exporter.coders.engines.base import Failed


class Here:
    """Codes in this process; an error of the coder is raised here."""

    def __init__(self, coder: Coder, project: Project | None = None) -> None:
        self.coder = coder
        self.project = project

    def code(self, articles: Iterable[Article]) -> Iterator[Coded | Failed]:
        """The codings, checked.

        Raises:
            DataError: A coding breaks its schema or quotes words that are not in its article.
        """
        return (checked(coding, self.project) for coding in self.coder.code(articles))
