"""When an act was: which of the dates of its sentence is its own, and whether that lies too far back."""

import re
from calendar import day_name
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from exporter.coders.dictionary.casualties import Casualties
from exporter.coders.dictionary.dates import DateMention, find_dates
from exporter.coders.dictionary.dates.calendar import shift
from exporter.coders.dictionary.dates.words import NUMBERS
from exporter.coders.dictionary.draft import ABDUCTION, EVENT_TYPE_OF, VIOLENT, When, Words
from exporter.coders.dictionary.filters import BACKGROUND, objection, too_old
from exporter.coders.dictionary.given import is_given
from exporter.coders.dictionary.lexicon import words as word_list
from exporter.coders.dictionary.likeness import sum_of_days, sum_of_many, sum_since_month
from exporter.coders.dictionary.settings import Settings
from exporter.coders.dictionary.tokens import Span, Token
from exporter.coders.dictionary.triggers import Trigger, clause_of


@dataclass(frozen=True, slots=True)
class Days:
    """Tells the days of triggers.

    Attributes:
        text: The article's text, letter for letter, with the capitals by which months and weekdays are told.
        offset: Where the passage starts in it.
        published: Day of publication.
        headline: Whether the passage is the headline.
        settings: What is passed over, and what is background.
    """

    text: str
    offset: int
    published: date
    headline: bool
    settings: Settings

    def mentioned(self, sentence: Span, previous: When | None) -> list[DateMention]:
        """The dates that a sentence names; some count from that of the event told before."""
        told = Words.of(sentence, self.offset)
        said = _as_left(self.text[told.start : told.end], sentence.text)
        before = (previous.first, previous.last) if previous else None
        found = find_dates(said, self.published, previous=before)
        # `the first since 1994` says how rare an event is, not when it was; `held since 3 May` does.
        return [
            m
            for m in found
            if (not said[m.start : m.end].lower().startswith("since") or _HELD.search(said[: m.start]))
            and not said[m.start :].startswith(_NAMES)
            and not _since_then(said[: m.start], sentence)
            and not _TO_COME.search(said[: m.start])
            and not (_FEAST.match(said, m.start) and _years_ago(found, self.published))
        ]

    def when(self, mention: DateMention | None, sentence: Span) -> When | None:
        """The days that a date means, and its words in the article."""
        if mention is None:
            return None
        start = self.offset + sentence.start_char
        words = Words(start + mention.start, start + mention.end)
        return When(mention.first, mention.last, mention.precision, words)

    def undated(self, trigger: Trigger, mention: DateMention | None) -> str | None:
        """Why the date of a trigger, or the lack of one, makes it no event of this report."""
        if not self.settings.skipping:
            return None
        if self.settings.background and objection(trigger, headline=self.headline) == BACKGROUND:
            return BACKGROUND
        if (known := self._told_since(trigger, mention)) is not None:
            return known
        loose = mention is None or mention.precision != "day"
        if summed := sum_of_many(trigger, self.published, dated=not loose):
            return summed
        if mention and mention.kind == "vague" and is_given(trigger):
            return None  # `the murder of the priests, who had lived here for years`
        return too_long_ago(mention, self.published, self.settings.horizon)

    def _told_since(self, trigger: Trigger, mention: DateMention | None) -> str | None:
        """Why what a clause with `since` tells is no news: `nightly raids since a string of attacks killed 19`."""
        if not any(c.dep_ == "mark" and c.lower_ == "since" for c in trigger.clause.children):
            return None
        if mention is None:
            return "told as known already (since then)" if trigger.clause.dep_ == "advcl" else None
        return f"{BACKGROUND}: since then" if (self.published - mention.last).days > _MONTH else None

    def sums_up(self, trigger: Trigger) -> bool:
        """Whether a trigger counts the dead of months."""
        counted = (
            trigger.pattern.kind == "effect"
            and not trigger.agents
            and sum_of_days(trigger.token.sent.text, since=False)
        )
        return self.settings.skipping and (counted or sum_since_month(trigger, self.published))

    def is_background(self, mention: DateMention) -> bool:
        """Whether an event of that date is background that is to be coded; `decades ago` is no date."""
        if mention.kind == "vague":
            return False
        reason = too_long_ago(mention, self.published, self.settings.horizon) or ""
        return self.settings.background and reason.startswith(BACKGROUND)

    def long_ago(self, dates: Sequence[DateMention]) -> bool:
        """Whether a sentence dates all that it tells of to a time long past: `her father was hanged in 1979`."""
        old = all(too_long_ago(m, self.published, self.settings.horizon) for m in dates)
        return self.settings.skipping and bool(dates) and old

    def without_old_deaths(
        self,
        kept: Sequence[Trigger],
        hurt: Sequence[Casualties],
        dates: Sequence[DateMention],
        sentence: Span,
    ) -> tuple[list[Trigger], list[Casualties]]:
        """What is told and who came to harm, less those of long ago: `marched for two men who died in 1985`."""
        if not self.settings.skipping or len(kept) < 2:
            return list(kept), list(hurt)
        old = [
            t
            for t in kept
            if t.clause.dep_ == "relcl"
            and t.pattern.kind == "effect"
            and (mention := date_of(t, dates, sentence, frozenset()))
            and too_long_ago(mention, self.published, self.settings.horizon)
        ]
        gone = {token for t in old for token in (t.clause.head, *t.clause.subtree)}
        return [t for t in kept if t not in old], [c for c in hurt if c.victims not in gone]


def _years_ago(found: Sequence[DateMention], published: date) -> bool:
    """Whether a sentence names a year long past: `In 1977, 34 people died when gunmen shot at the May Day crowd.`"""
    return any(m.precision == "year" and m.last.year < published.year - 1 for m in found)


_FEAST = re.compile(r"(?:\w+ )?(?:Christmas|Easter|(?:May|Boxing|New Year.s) Day)", re.IGNORECASE)


def _since_then(before: str, sentence: Span) -> bool:
    """`the first since the raid of 1994`; `since rebels seized the town in May` tells when they did."""
    since = _SINCE_THEN.search(before)
    between = sentence.char_span(since.start(), len(before)) if since else None
    return since is not None and not (between and any(token.tag_ == "VBD" for token in between))


def _as_left(written: str, read: str) -> str:
    """A sentence as it is written, less what was blanked out before it was read: `(between 17 - 19 May)`."""
    written = written.replace("\n", " ").replace("\t", " ")
    if len(read) == len(written) and read.count(" ") == written.count(" "):
        return written
    kept = read.ljust(len(written))
    return "".join(" " if left == " " else letter for letter, left in zip(written, kept, strict=False))


def date_of(
    trigger: Trigger, dates: Sequence[DateMention], sentence: Span, verbs: Set[Token]
) -> DateMention | None:
    """The date of a trigger: the closest in its own clause, else the closest that its clause shares.

    `admitted the kidnapping on Monday` dates the admission: under a verb that tells of no event itself, only
    what stands with the noun dates it.
    """
    at = trigger.token.idx - sentence.start_char
    aside = (
        trigger.nominal
        and (trigger.told_before or (trigger.pattern.kind == "effect" and is_given(trigger)))
        and trigger.token.dep_ in ("dobj", "pobj")
        and (trigger.clause not in verbs or is_given(trigger))
        and trigger.clause.lemma_ not in _DOING
    )
    apart = any(c.dep_ == "mark" and c.lower_ in _APART for c in trigger.clause.children)
    ranked = []
    for mention in dates:
        anchor = sentence.char_span(mention.start, mention.end)
        if aside and (anchor is None or trigger.token not in anchor.root.ancestors):
            continue
        if anchor is not None and _of_something_else(anchor.root, trigger):
            continue
        if anchor is not None and _after(trigger, anchor.root):
            continue
        clause = clause_of(anchor.root) if anchor is not None else trigger.clause
        behind = anchor is not None and trigger.clause.i < clause.i < anchor.start
        over = trigger.clause in clause.subtree or (behind and clause.head == trigger.clause)
        spoken = clause.lemma_ in _SPEECH and clause != trigger.clause
        if spoken and not over:
            spoken = _closes(anchor, clause, sentence)
        if spoken and not _before_speaker(anchor, trigger.clause, clause):
            continue  # `killed 300, a senator said on Wednesday`
        elsewhere = clause.head != trigger.token and trigger.token not in clause.subtree
        if (
            clause.dep_ == "relcl"
            and elsewhere
            and (mention.precision == "day" or not _in_which(clause, trigger))
            and not (len(dates) == 1 and _as_it_was(clause, trigger))
        ):
            continue  # `the group that laid down its weapons on 9 March`, `a priest, who died in 1966`
        if (
            clause.dep_ == "acl"
            and clause.lemma_ in _BEGINNING
            and elsewhere
            and not _in_which(clause, trigger)
        ):
            continue  # `a sweep begun two weeks ago`
        if clause != trigger.clause and any(
            c.dep_ == "mark" and c.lower_ == "since" for c in clause.children
        ):
            continue  # `have died since rebels seized the town in May`
        if clause.dep_ == "pcomp" and clause.head.lower_ in _APART and clause != trigger.clause:
            continue  # `killed only eight days after taking office on 1 June`
        if clause.lemma_ in _LETTING_GO and clause in trigger.clause.conjuncts:
            continue  # `who were kidnapped in May and released today`
        own = clause == trigger.clause or (anchor is not None and trigger.token in anchor.root.ancestors)
        if own or not apart:
            distance = min(abs(mention.start - at), abs(mention.end - at))
            # `last year's attacks` are of that year; `its sixth attack this year` was today.
            yearly = mention.precision == "year" and mention.start > at
            coarse = mention.kind in ("anaphoric", "interval") or yearly
            ranked.append(((not own, coarse, distance), mention))
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def day_before(
    trigger: Trigger, dates: Sequence[DateMention], sentence: Span, published: date
) -> DateMention | None:
    """The date of what came so long before or after what a sentence dates.

    `killed on Monday, two days after an attack`, `killed on Monday, hours before a grenade wounded two`.
    """
    for match in _APART_BY.finditer(sentence.text):
        at = sentence.start_char + match.start("way")
        link = next((token for token in sentence if token.idx == at), None)
        if link is None or not (trigger.token in link.subtree or link.head in _joined_to(trigger.clause)):
            continue
        later = match["way"].lower() == "before"
        if later and (link.dep_ != "mark" or EVENT_TYPE_OF[trigger.pattern.sub_event_type] not in VIOLENT):
            continue  # `two days before the election`, `hours before martial law came into force`
        inside = link.subtree if link.dep_ == "prep" else trigger.clause.subtree
        spans = {token.idx - sentence.start_char for token in inside}
        told = [m for m in dates if m.precision == "day" and m.kind in ("explicit", "relative")]
        own = [m for m in told if m.start in spans]
        if own or len(told) != 1:
            return None
        back = _days_back(match["number"], match["unit"])
        least = 0 if later else 1
        days = (back, max(back, least)) if later else (-max(back, least), -back)
        first, last = (shift(day, by) for day, by in zip((told[0].first, told[0].last), days, strict=True))
        if first > published:
            return None
        return replace(told[0], start=match.start(), end=match.end(), first=first, last=min(last, published))
    return None


def _joined_to(clause: Token) -> tuple[Token, ...]:
    """A clause and those that it stands in a row with: `a day after they stormed the house and set it on fire`."""
    return (clause, *(one for one in clause.conjuncts if one.i < clause.i))


def _days_back(number: str | None, unit: str) -> int:
    if unit.lower().startswith("hour"):
        return 0  # that day, or the evening before
    count = int(number) if number and number.isdigit() else NUMBERS.get((number or "a").lower(), 1)
    return count * (7 if unit.lower().startswith("week") else 1)


_APART_BY = re.compile(
    r"(?<!to the )\b(?:(?P<number>an?|one|two|three|four|five|six|seven|ten|\d{1,2})\s)?"
    r"(?P<unit>hours?|days?|weeks?)\s(?P<way>after|before)\b",
    re.IGNORECASE,
)


def _closes(when: Span | None, speech: Token, sentence: Span) -> bool:
    """`..., relatives and medics said Friday.`: of which the parse makes something else that was done on that day."""
    if when is None or not 0 < when.start - speech.i <= _NEXT_WORDS:
        return False
    return not any(token.text.isalnum() for token in sentence if token.i >= when.end)


_NEXT_WORDS = 2
_MONTH = 31
"""Days."""


def _of_something_else(day: Token, trigger: Trigger) -> bool:
    """`has stepped up raids since a string of attacks in March`, `broke last year's accord`: no day of what is told."""
    if day.dep_ == "poss" and trigger.token not in (day.head, *day.head.ancestors):
        return False
    if day.dep_ == "poss" and day.head != trigger.token and day.head.lemma_.lower() in _DEALS:
        return True
    for token in day.ancestors:
        if token.lower_ == "since" and token.dep_ == "prep":
            # `its biggest strikes since the start of the war on Monday`: no war began on a Monday of this week.
            long_ago = any(child.lemma_.lower() in _LONG_AGO for child in token.children)
            return trigger.token not in token.subtree and not (long_ago and day.text in _WEEKDAYS)
        if token.pos_ in ("VERB", "AUX"):
            return False
    return False


def _after(trigger: Trigger, day: Token) -> bool:
    """`agreed on Sunday to a truce after fighting that killed 42`: the day of the truce."""
    if not trigger.nominal:
        return False
    for link in trigger.token.ancestors:
        if link.pos_ in ("VERB", "AUX") and link.dep_ not in ("acl", "relcl"):
            return False
        if link.dep_ == "prep" and link.lower_ in ("after", "following"):
            return day not in link.subtree and link.head.lemma_ in _AGREEING
    return False


_AGREEING = frozenset({"agree", "announce", "call", "declare", "impose", "order", "sign", "appeal"})


def _as_it_was(clause: Token, trigger: Trigger) -> bool:
    """`bombed a theatre where people were sheltering in Mariupol on Wednesday`: the day is that of the bombing."""
    if clause.lemma_ in _BEGINNING:
        return False  # `on the way back from a search that had begun two days ago`
    helpers = {child.lower_ for child in clause.children if child.dep_ == "aux"}
    lasting = clause.tag_ == "VBG" and helpers & {"was", "were"}
    before = clause.tag_ == "VBN" and "had" in helpers
    return bool(lasting or before) and clause.head in trigger.clause.subtree and clause.i > trigger.clause.i


def _in_which(clause: Token, trigger: Trigger) -> bool:
    """Whether a relative clause is about what an act was part of: `seized it in a war that ended in 1994`."""
    noun = clause.head
    if clause.lemma_ == "follow":
        return False  # `in the attack, which followed a dispute over last week's election`
    within = noun.dep_ == "pobj" and noun.head.lower_ in ("during", "in")
    return within and noun.head.head in (trigger.token, trigger.clause)


def _before_speaker(when: Span | None, told: Token, speech: Token) -> bool:
    """`killed 300 late on Tuesday, a senator said`: what stands before who speaks is told, whatever it hangs on."""
    speaker = next((c for c in speech.lefts if c.dep_ == "nsubj"), None)
    if when is None or speaker is None or told.i > speech.i:
        return False
    return told.i < when.start and when.end <= speaker.left_edge.i


def begun(trigger: Trigger, mention: DateMention | None, sentence: Span) -> DateMention | None:
    """The date of an act; who has been held since a day was taken on it."""
    if mention is not None and mention.kind == "vague":
        return None  # `the killing of the priests who had lived here for years`
    taken = trigger.pattern.sub_event_type == ABDUCTION and mention is not None and mention.kind == "interval"
    if mention is None or not (taken and sentence.text[mention.start :].lower().startswith("since ")):
        return mention
    return replace(mention, last=mention.first)


def covered(dates: Sequence[DateMention], sentence: Span) -> Set[int]:
    """The words of dates."""
    spans = (sentence.char_span(m.start, m.end) for m in dates)
    return {token.i for span in spans if span is not None for token in span}


def apart_from(trigger: Trigger, apart: Set[int]) -> Trigger:
    """The trigger without the words of dates among those who act or suffer."""
    agents = tuple(token for token in trigger.agents if token.i not in apart)
    targets = tuple(token for token in trigger.targets if token.i not in apart)
    return replace(trigger, agents=agents, targets=targets)


def too_long_ago(mention: DateMention | None, published: date, horizon: int) -> str | None:
    """Why a date makes an event no event of this report, or None."""
    if mention is None:
        return None
    old = too_old(mention.last, published, horizon)
    if mention.precision == "year" and mention.last.year < published.year:
        old = f"{BACKGROUND}: {mention.last.year}, dated by the year alone"
    return old or ("habitual or long drawn out" if mention.kind == "vague" else None)


_WEEKDAYS = frozenset(day_name)
_BEGINNING = frozenset({"begin", "commence", "launch", "start"})
_LONG_AGO = frozenset({"beginning", "invasion", "onset", "outbreak", "start", "war"})
# `the largest since the coup of October`: the date of the coup.
_SINCE_THEN = re.compile(r"\bsince\s+(?:[\w'-]+\s+){1,5}$", re.IGNORECASE)
# `elections set for January 30`, `are to be home by the end of August`
_TO_COME = re.compile(
    r"\b(?:(?:due|planned|scheduled|set|slated)\s+(?:for|on)\s+(?:\w+\s+)?"
    r"|(?:to|will)\s+(?:\w+\s+){1,4}by(?:\s+the\s+end\s+of)?\s+)$",
    re.IGNORECASE,
)
_HELD = re.compile(r"\bheld\b[^.;]{0,60}$", re.IGNORECASE)
# Names that begin like a date.
_NAMES = ("Fridays for Future",)
_DEALS = frozenset(
    {"accord", "agreement", "ceasefire", "deal", "election", "poll", "treaty", "truce", "vote"}
)
_LETTING_GO = frozenset({"find", "free", "liberate", "release", "rescue"})
_DOING = word_list("verbs_of_doing")
_SPEECH = word_list("verbs_of_speech")
# A clause with one of these before it has a time of its own.
_APART = frozenset({"since", "before", "after", "until", "although", "while"})
