"""How many articles are read at a time."""

from collections.abc import Iterable, Iterator

from exporter.articles.article import Article

_TOGETHER = 32
"""Articles that are read at a time, unless they are long."""

_LETTERS = 100_000
"""Letters of the articles that are read at a time, about."""


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles by the batch, none of them much longer than the others: memory grows with a batch's letters."""
    batch: list[Article] = []
    letters = 0
    for article in articles:
        batch.append(article)
        letters += len(article.text)
        if len(batch) == _TOGETHER or letters > _LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch
