"""Coding what arrives in a folder, exactly once: the store knows what it has, whatever was killed in between."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from threading import Event

from exporter.articles.article import Article
from exporter.articles.inputs import article_files
from exporter.articles.read import Defaults, Problem, read_outcomes
from exporter.coders.base import Coder
from exporter.coders.checked import Coded
from exporter.coders.engines import Failed
from exporter.coders.run import CodingStore, code_into
from exporter.errors import DataError

# The size of a file and when it was written last, in nanoseconds.
Look = tuple[int, int]


@dataclass
class Watch:
    """A folder under watch.

    Attributes:
        folder: The folder, with the folders in it.
        settle: For so many seconds a file must not have changed before it counts as whole.
        defaults: What the user says of all articles.
        stop: Set to end after the article under way.
        on_problem: Is told of each article that cannot be read, once for each state of its file.
    """

    folder: Path
    settle: float
    defaults: Defaults
    stop: Event
    on_problem: Callable[[Problem], None]
    _done: dict[Path, Look] = field(default_factory=dict)
    _ids: dict[str, tuple[bytes, Path]] = field(default_factory=dict)

    def code_into(
        self,
        store: CodingStore,
        coder: Coder,
        *,
        jobs: int,
        each: Callable[[Coded], None],
        on_failed: Callable[[Failed], None],
    ) -> int:
        """Code the articles of files that are whole and new since the last call; how many were coded now."""
        files = self._whole()
        if not files:
            return 0
        done = code_into(store, self._articles(files), coder, jobs=jobs, each=each, on_failed=on_failed)
        if not self.stop.is_set():
            self._done.update(files)
        return done

    def _articles(self, files: dict[Path, Look]) -> Iterator[Article]:
        """The articles of these files.

        One that has the id of another, in a file that is there still, is told of: it must not take the other's
        place in the store, and give it back with the next start.
        """
        for file in sorted(files):
            for where, found in read_outcomes(file, self.defaults):
                if self.stop.is_set():
                    return
                try:
                    if isinstance(found, DataError):
                        raise found
                    self._note(found, file, where)
                except DataError as error:
                    self.on_problem(Problem(where, error.message, error.remedy or ""))
                else:
                    yield found

    def _note(self, article: Article, file: Path, where: str) -> None:
        """Remember whose an id is.

        Raises:
            DataError: Another article has it.
        """
        digest = blake2b(repr(article).encode(), digest_size=16).digest()
        known, place = self._ids.get(article.id, (digest, file))
        if known != digest and place != file and place.exists():
            raise DataError(
                f"{where} and {place} are different articles with the same id, {article.id}.",
                "Give each article an id of its own, or write the corrected one over the file of the other.",
            )
        self._ids[article.id] = digest, file

    def _whole(self) -> dict[Path, Look]:
        """The new files that are whole: not written to for a while, and the same at a second look."""
        first = {file: look for file, look in self._look().items() if self._done.get(file) != look}
        young = [file for file, look in first.items() if not self._settled(look)]
        if young and not self.stop.is_set():
            # A folder that was filled just now is not left to the next time: it has its while to settle.
            self.stop.wait(self.settle)
        again = self._look()
        self._done = {file: look for file, look in self._done.items() if file in again}
        return {file: look for file, look in first.items() if again.get(file) == look and self._settled(look)}

    def _settled(self, look: Look) -> bool:
        return time.time() - look[1] / 1e9 >= self.settle

    def _look(self) -> dict[Path, Look]:
        found = {}
        for file in article_files(self.folder):
            try:
                stat = file.stat()
            except OSError:
                # It was moved away while we looked.
                continue
            found[file] = (stat.st_size, stat.st_mtime_ns)
        return found
