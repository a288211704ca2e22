"""Coders for tests of the engines: fast, and with articles that they break on."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

from exporter.articles.article import Article
from exporter.coders.coding import Coding, Skipped
from exporter.errors import UsageError


@dataclass(frozen=True)
class StubCoder:
    """Passes over the first word of each article; does what the article says."""

    pause: float = 0.0
    name: str = "stub"
    version: str = "1.0.0"

    def code(self, articles) -> Iterator[Coding]:
        for article in articles:
            words = article.text.split()
            if words[0] == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if words[0] == "break":
                raise ValueError("a text that breaks")
            if words[0] == "missing":
                raise UsageError("The pipeline is not installed.", "Install it.")
            time.sleep(float(words[1]) if words[0] == "sleep" else self.pause)
            quote = words[0]
            yield Coding(
                article, self.name, self.version, (), (Skipped(quote, "a stub codes nothing", 0, len(quote)),)
            )


def articles_of(*texts: str) -> list[Article]:
    from datetime import date

    return [Article(f"a{number:03}", text, date(2020, 1, 1)) for number, text in enumerate(texts)]
