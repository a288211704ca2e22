"""Coding in this process: what a coder with its own concurrency needs."""

from collections.abc import Iterable, Iterator

from exporter.articles.article import Article
from exporter.codebook.project import Project
from exporter.coders.base import Coder
from exporter.coders.checked import TOGETHER, Coded, all_checked
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
        # What a model says comes slowly, and is given as it comes.
        together = 1 if self.coder.name.startswith("model:") else TOGETHER
        return all_checked(self.coder.code(articles), self.project, together=together)
