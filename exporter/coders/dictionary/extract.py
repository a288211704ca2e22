"""One parsed sentence: its drafts of events, and what it speaks of that did not happen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.actors import Actor, ActorFinder
from exporter.coders.dictionary.blame import claimants, identified
from exporter.coders.dictionary.casualties import Casualties, find_casualties
from exporter.coders.dictionary.classify import kind_of
from exporter.coders.dictionary.clusters import clusters, gone_before, is_aside, listed, others_taken
from exporter.coders.dictionary.dates import DateMention
from exporter.coders.dictionary.days import Days, apart_from, begun, covered, date_of, day_before
from exporter.coders.dictionary.deaths import Tally, of_a_war
from exporter.coders.dictionary.draft import EVENT_TYPE_OF, Deaths, Draft, Passed, When, Where, Words
from exporter.coders.dictionary.filters import BACKGROUND
from exporter.coders.dictionary.given import is_given
from exporter.coders.dictionary.ground import taken
from exporter.coders.dictionary.judge import NO_FORCE, Hint, Judge
from exporter.coders.dictionary.lexicon import Lexicon, Pattern
from exporter.coders.dictionary.lexicon import words as word_list
from exporter.coders.dictionary.likeness import sum_of_days
from exporter.coders.dictionary.manner import (
    around_speech,
    asserted,
    earlier_on,
    goes_on,
    in_main_clause,
    later_on,
    of_known,
    perfect,
    says_where,
    spread,
)
from exporter.coders.dictionary.parties import Parties, befallen_by, sites_of
from exporter.coders.dictionary.pointing import pointing
from exporter.coders.dictionary.settings import USUAL, Settings
from exporter.coders.dictionary.sides import CLAIMED, sides_of
from exporter.coders.dictionary.tokens import Span, Token
from exporter.coders.dictionary.triggers import Trigger, find_triggers
from exporter.coders.dictionary.where import PlaceFinder


@dataclass(frozen=True, slots=True)
class Read:
    """What a sentence gave.

    Attributes:
        drafts: Events in the making.
        passed: Passages passed over.
        deaths: Deaths that no trigger in it accounts for.
        victims: Who died so.
        claimed: Who says that he did what was told before, or is said to have.
        several: Whether that is several acts: `claimed responsibility for the bombings`.
        identified: Whom what was told before befell, by name.
        hints: What the sentence says of acts that it does not tell as news: `the soldiers on trial for the murder
            of the priests` tells who murdered them.
        background: Events in the making that are background to the report.
        pointed: When and where what was told before happened.
        buried: The names of those whom what it dates long past befell.
    """

    drafts: tuple[Draft, ...]
    passed: tuple[Passed, ...]
    deaths: Deaths | None
    victims: tuple[Actor, ...] = ()
    claimed: tuple[Actor, ...] = ()
    background: tuple[Draft, ...] = ()
    several: bool = False
    identified: tuple[Actor, ...] = ()
    hints: tuple[Hint, ...] = ()
    pointed: tuple[When | None, Where | None] = (None, None)
    buried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """Reads the sentences of one passage.

    Attributes:
        lexicon: The lists.
        actors: Finds actors in the passage.
        places: Finds places in it.
        published: Day of publication.
        offset: Where the passage starts in the article.
        headline: Whether the passage is the headline.
        lead: Whether the passage is the first below the headline.
        text: The article's text, letter for letter, with the capitals by which months and weekdays are told.
        settings: What is passed over, and what is background.
    """

    lexicon: Lexicon
    actors: ActorFinder
    places: PlaceFinder
    published: date
    offset: int
    headline: bool
    lead: bool
    text: str
    settings: Settings = USUAL

    @property
    def days(self) -> Days:
        """Tells when."""
        return Days(self.text, self.offset, self.published, self.headline, self.settings)

    @property
    def parties(self) -> Parties:
        """Tells who did it to whom."""
        return Parties(self.actors, self.places, self.offset)

    @property
    def tally(self) -> Tally:
        """Tells how many died."""
        return Tally(self.actors, self.offset)

    @property
    def judge(self) -> Judge:
        """Tells what happened from what did not."""
        return Judge(self.parties, self.tally, self.headline, self.settings)

    def read(self, sentence: Span, previous: When | None) -> Read:
        """Read one sentence; `previous` is the date of the event told before, which others count from."""
        dates = self.days.mentioned(sentence, previous)
        firm = {mention.last for mention in dates if mention.kind != "vague"}
        reader = self._then(firm.pop()) if len(firm) == 1 else self
        return reader._read(sentence, previous, dates)

    def _then(self, day: date) -> "SentenceReader":
        """A reader that looks names and offices up at a day other than that of publication."""
        return replace(self, actors=replace(self.actors, day=day))

    def _read(self, sentence: Span, previous: When | None, dates: Sequence[DateMention]) -> Read:
        days, tally = self.days, self.tally
        triggers = self._triggers(sentence, dates)
        dated = any(m.kind != "vague" and m.precision == "day" for m in dates) or bool(
            previous and previous.words and self.places.offset <= previous.words.start
        )
        verdict = self.judge.judged(triggers, dates, find_casualties(sentence), dated=dated)
        told = Words.of(sentence, self.offset)
        passed = [Passed(told, reason) for reason in verdict.reasons]
        kept, hurt = days.without_old_deaths(verdict.kept, verdict.hurt, dates, sentence)
        if summed := [t for t in kept if days.sums_up(t)]:
            passed.append(Passed(told, "a sum over a long time"))
            kept, hurt = _without_sums(kept, hurt, summed)
        drafts: list[Draft] = []
        old: list[Draft] = []
        places: list[list[Where]] = []
        gone: set[Token] = set()
        buried: frozenset[str] = frozenset()
        verbs = {trigger.token for trigger in (*kept, *verdict.motives) if not trigger.nominal}
        for main, effects in (*clusters(kept), *clusters(verdict.motives)):
            told_by = (date_of(trigger, dates, sentence, verbs) for trigger in (main, *effects))
            mentioned = day_before(main, dates, sentence, self.published) or next(filter(None, told_by), None)
            if mentioned and days.is_background(mentioned):
                old.append(self._background(sentence, main, effects, mentioned))
                continue
            if reason := days.undated(main, mentioned):
                passed.append(Passed(told, reason))
                gone |= {victim for trigger in (main, *effects) for victim in befallen_by(trigger)}
                if reason.startswith(BACKGROUND):
                    buried |= {name for name in self.parties.whom((main, *effects)) if name[:1].isupper()}
                continue
            when = days.when(begun(main, mentioned, sentence), sentence)
            reader = self._then(mentioned.last) if mentioned and mentioned.kind != "vague" else self
            draft = reader._draft(sentence, main, effects, when)
            if not draft.side1 and (doers := self.parties.of_attack(main, triggers)):
                draft = replace(draft, side1=tuple(doers))
            if listed(main, kept) or any(others_taken(main, t) for t in kept):
                draft = replace(draft, another=True)
            drafts.append(replace(draft, motive=main in verdict.motives))
            places.append(self.places.each(draft.where, sentence, main))
        # `rescuers pulled six bodies`: that no force did it takes nothing from what is told beside it.
        unreal = bool(old) or any(p.reason != NO_FORCE for p in passed)
        if not drafts:
            old = tally.shared_out(old, hurt, unreal=False)[0]
        if drafts:
            hurt = [casualty for casualty in hurt if casualty.victims not in gone]
        drafts, loose = tally.shared_out(drafts, hurt, unreal=unreal and not drafts)
        told_of = list(zip(drafts, places, strict=True))
        if self.settings.skipping and any(map(of_a_war, drafts)):
            passed.append(Passed(told, "so many dead are a war's and not one event's"))
            told_of = [(draft, there) for draft, there in told_of if not of_a_war(draft)]
        loose = None if days.long_ago(dates) or sum_of_days(sentence.text) else loose
        claimed = self._claimed(sentence)
        several = any(token.tag_ == "NNS" and token.lemma_ in CLAIMED for token in sentence)
        names = identified(sentence)
        return Read(
            drafts=tuple(one for draft, there in told_of for one in _in_each(draft, there)),
            passed=tuple(passed),
            deaths=loose,
            victims=self._dead(hurt) if loose else (),
            claimed=claimed,
            background=tuple(old),
            several=bool(claimed) and several,
            identified=tuple(a for name in names for a in self.actors.of(name) or self.actors.victim(name)),
            hints=tuple(verdict.hints),
            pointed=self._pointed(sentence, dates),
            buried=buried,
        )

    def plainly(self, sentence: Span, sub: str) -> Draft | None:
        """An event of a kind that is known already: what the main clause of a sentence tells; None without a verb."""
        verb = sentence.root
        if verb.pos_ not in ("VERB", "AUX"):
            verb = next((token for token in sentence if token.pos_ == "VERB"), verb)
        apart = covered(self.days.mentioned(sentence, None), sentence)
        agents, targets = sides_of(verb)
        code = str(mapping("sub_event_types", "cameo_code")[sub])
        pattern = Pattern(verb.lemma_.lower(), "verb", "", frozenset(), sub, "", code, "act", "")
        trigger = apart_from(Trigger(verb, verb, pattern, agents, targets, verb), apart)
        return self._draft(sentence, trigger, (), self.opening(sentence))

    def opening(self, sentence: Span) -> When | None:
        """The day that a sentence opens with."""
        dates = [m for m in self.days.mentioned(sentence, None) if m.kind != "vague"]
        return self.days.when(dates[0] if dates else None, sentence)

    # -- parts of what is read ------------------------------------------------------------------------------

    def _triggers(self, sentence: Span, dates: Sequence[DateMention]) -> list[Trigger]:
        """The words that may tell of an event, without those of dates among who acts or suffers."""
        apart = covered(dates, sentence)
        found = (apart_from(t, apart) for t in find_triggers(sentence, self.lexicon, self.actors, apart))
        every = (taken(trigger, self.lexicon, self.actors, self.places) for trigger in found)
        return [trigger for trigger in every if trigger]

    def _dead(self, hurt: Sequence[Casualties]) -> tuple[Actor, ...]:
        """Who died."""
        killed = (casualty for casualty in hurt if casualty.fate == "killed" and not casualty.total)
        found = (self.actors.of(c.victims) or self.actors.victim(c.victims) for c in killed)
        return tuple(actor for actors in found for actor in actors)

    def _claimed(self, sentence: Span) -> tuple[Actor, ...]:
        """Who says that he did what was told before, or is said to have."""
        words = Words.of(sentence, self.offset)
        said = self.text[words.start : words.end].lower()
        claiming = claimants(sentence) if any(word in said for word in _OWNING) else ()
        return tuple(actor for token in claiming for actor in self.actors.of(token))

    def _pointed(self, sentence: Span, dates: Sequence[DateMention]) -> tuple[When | None, Where | None]:
        """When and where an act was to which the sentence only points back."""
        trigger = pointing(sentence)
        if trigger is None:
            return None, None
        mention = date_of(trigger, dates, sentence, frozenset())
        firm = mention if mention and mention.kind != "vague" else None
        return self.days.when(firm, sentence), self.places.find(sentence, trigger)

    def _background(
        self, sentence: Span, trigger: Trigger, effects: Sequence[Trigger], mention: DateMention
    ) -> Draft:
        """An event long past, with the names and offices of its own day."""
        draft = self._then(mention.last)._draft(sentence, trigger, effects, self.days.when(mention, sentence))
        return replace(draft, background=True).noting("background: coded since that was asked for")

    def _draft(
        self, sentence: Span, trigger: Trigger, effects: Sequence[Trigger], when: When | None
    ) -> Draft:
        side1, side2 = self.parties.both(trigger, effects)
        sub, code = kind_of(trigger, effects, side1, side2)
        words = self.offset + trigger.first.idx, self.offset + trigger.token.idx + len(trigger.token.text)
        around = {t.lower_ for t in trigger.token.lefts} | {t.lower_ for t in trigger.clause.lefts}
        return Draft(
            sub_event_type=sub,
            cameo_code=code,
            kind=trigger.pattern.kind,
            lemma=trigger.pattern.lemma,
            triggers=(Words(*words),),
            sentences=(Words.of(sentence, self.offset),),
            side1=tuple(side1),
            side2=tuple(side2),
            whom=self.parties.whom((trigger, *effects)),
            sites=sites_of((trigger, *effects)),
            when=when,
            where=self._where(sentence, (trigger, *effects)),
            nominal=trigger.nominal and not asserted(trigger),
            told_before=trigger.told_before,
            given=is_given(trigger),
            another=bool(around & _ANOTHER)
            or later_on(sentence, trigger)
            or goes_on(sentence)
            or trigger.clause.lemma_ in _REPLYING,
            also="also" in around | around_speech(trigger.clause),
            headline=self.headline,
            lead=self.lead and sentence.start == 0,
            perfect=perfect(trigger.clause),
            own_words=any(token.lower_ in _FIRST_PERSON for token in sentence),
            main=in_main_clause(trigger),
            paragraph=self.offset,
            several=trigger.nominal and trigger.token.tag_ == "NNS",
            aside=is_aside(trigger) or gone_before(trigger.clause, sentence.root),
            known=of_known(trigger),
            earlier=earlier_on(trigger.clause),
            says_where=says_where(trigger),
            spread=spread(sentence),
        ).noting(f"{trigger.pattern.pos} `{trigger.pattern.lemma}`")

    def _where(self, sentence: Span, triggers: Sequence[Trigger]) -> Where | None:
        """The place of an act, which what belongs to it may know better: `raided Nablus and arrested two men`."""
        if EVENT_TYPE_OF[triggers[0].pattern.sub_event_type] == "Diplomatic exchange":
            return self.places.find(sentence, triggers[0])  # the rest is what they talk about
        found = [where for trigger in triggers if (where := self.places.find(sentence, trigger))]
        first = next(iter(found), None)
        if first is None or first.place.kind != "country":
            return first
        closer = (w for w in found if w.place.kind != "country" and w.place.iso3 == first.place.iso3)
        return next(closer, first)


def _without_sums(
    kept: Sequence[Trigger], hurt: Sequence[Casualties], summed: Sequence[Trigger]
) -> tuple[list[Trigger], list[Casualties]]:
    """What is told and who came to harm, less what adds up over a long time."""
    counted = {victim for trigger in summed for victim in befallen_by(trigger)}
    told = [t for t in kept if all(t.clause != other.clause for other in summed)]
    return told, [casualty for casualty in hurt if casualty.victims not in counted]


def _in_each(draft: Draft, places: Sequence[Where]) -> list[Draft]:
    """A draft for each of several places; one alone where deaths are told, which nothing shares out among them."""
    if len(places) < 2 or draft.deaths or not (draft.violent or draft.event_type == "Protests"):
        return [draft]
    return [replace(draft, where=where).noting("one event in each of the places named") for where in places]


# What a claim of an act must have among its letters.
_OWNING = (
    "accus", "attribut", "bears", "behind", "belong", "blam", "bore", "carried out", "claim", "commit", "fell",
    "accost", "found", "hallmark", "identif", "implicat", "intercept", "involv", "left", "link", "order", "part",
    "perpetrat", "waylai", "plan", "point", " named", "responsib", "signed", " did it", " did this", "suspect",
    "tied", " did the job", " were ", " was ", " are ", " is ",
)  # fmt: skip
_ANOTHER = frozenset(
    {"another", "elsewhere", "other", "second", "separate", "similar", "separately", "smaller"}
)
_REPLYING = frozenset({"reply", "respond", "retaliate"})
_FIRST_PERSON = word_list("first_person")
