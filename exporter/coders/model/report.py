"""A report as the rules read it: the passage and the grammar around any words of it."""

from dataclasses import dataclass, field
from functools import cached_property

from exporter.articles.article import Article
from exporter.coders.coding import Evidence
from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.language import foreign_language
from exporter.coders.dictionary.layout import Passage
from exporter.coders.dictionary.lexicon import Lexicon, fold
from exporter.coders.dictionary.reading import Reading
from exporter.coders.dictionary.tokens import Doc, Span
from exporter.coders.dictionary.where import PlaceFinder


@dataclass(frozen=True)
class Report:
    """One article and what the dictionary coder's lists and grammar say of words in it.

    Attributes:
        article: The article.
        reading: It, cut up.
    """

    article: Article
    reading: Reading
    _parsed: dict[int, Doc] = field(default_factory=dict)

    @cached_property
    def english(self) -> bool:
        """Whether the rules can read it: their grammar is that of English."""
        return foreign_language(self.article.text) is None

    @property
    def lexicon(self) -> Lexicon:
        """The lists."""
        return self.reading.places.lexicon

    @property
    def places(self) -> PlaceFinder:
        """The gazetteer, and how often the report speaks of each country."""
        return self.reading.places

    def passage(self, words: Evidence) -> Passage | None:
        """The paragraph in which words begin; None for the dateline, which is none."""
        return next(
            (p for p in self.reading.layout.passages if p.start <= words.start < p.start + len(p.text)), None
        )

    def span(self, words: Evidence) -> tuple[Passage, Span] | None:
        """The words in the grammar of their paragraph, which is parsed once; None where it is not English."""
        passage = self.passage(words) if self.english else None
        if passage is None:
            return None
        doc = self._parsed.get(passage.start)
        if doc is None:
            doc = self._parsed[passage.start] = self.reading.parse(passage.text)
        first, last = words.start - passage.start, min(words.end - passage.start, len(doc.text))
        found = doc.char_span(first, last) if first < last else None
        return None if found is None or not len(found) else (passage, found)

    def actors(self, passage: Passage) -> ActorFinder:
        """Who is named in a paragraph, by the lists as they held on the day of publication."""
        return ActorFinder(self.lexicon, self.article.published, passage.start)

    def names(self, name: str) -> bool:
        """Whether a name stands anywhere in the report, whatever its accents, stops and case."""
        return f" {fold(name)} " in self._folded

    @cached_property
    def _folded(self) -> str:
        return f" {fold_words(self.article.text)} "


def fold_words(text: str) -> str:
    """Words alone, as names are compared: no marks, accents, case; one blank between two."""
    bare = "".join(letter if letter.isalnum() or letter in "'’.-" else " " for letter in text)
    return " ".join(map(fold, bare.split()))
