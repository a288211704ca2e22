"""One parsed sentence: its drafts of events, and what it speaks of that did not happen."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from exporter.coders.dictionary.actors import Actor, ActorFinder, camp_of, unidentified
from exporter.coders.dictionary.blame import claimants, identified
from exporter.coders.dictionary.casualties import Casualties, find_casualties, sum_counts, sum_killed
from exporter.coders.dictionary.classify import MEN, classify
from exporter.coders.dictionary.clusters import clusters, listed, others_taken
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.dates import DateMention, find_dates
from exporter.coders.dictionary.draft import (
    ABDUCTION,
    EVENT_TYPE_OF,
    Deaths,
    Draft,
    Passed,
    When,
    Where,
    Words,
)
from exporter.coders.dictionary.filters import BACKGROUND, objection, too_old
from exporter.coders.dictionary.given import is_given
from exporter.coders.dictionary.lexicon import Lexicon
from exporter.coders.dictionary.lexicon import words as word_list
from exporter.coders.dictionary.likeness import WAR, no_violence, sum_of_many
from exporter.coders.dictionary.settings import USUAL, Settings
from exporter.coders.dictionary.sides import CLAIMED, addressed, concerned, owners_of
from exporter.coders.dictionary.tokens import Span, Token
from exporter.coders.dictionary.triggers import Trigger, clause_of, find_triggers
from exporter.coders.dictionary.weapons import closer
from exporter.coders.dictionary.where import PlaceFinder


@dataclass(frozen=True, slots=True)
class Hint:
    """Who did an act and how many it killed, as a passage says that is no news of it.

    Attributes:
        whom: The words for those whom it befell, in small letters and in the singular.
        doers: Who did it.
        deaths: How many died, or None.
    """

    whom: frozenset[str]
    doers: tuple[Actor, ...]
    deaths: Deaths | None


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
        text: The article's text as stored: months and weekdays are told by their capitals.
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

    def read(self, sentence: Span, previous: When | None) -> Read:
        """Read one sentence; `previous` is the date of the event told before, which others count from."""
        dates = self._dates(sentence, previous)
        apart = _covered(dates, sentence)
        found = (_without(t, apart) for t in find_triggers(sentence, self.lexicon, self.actors, apart))
        triggers = [trigger for t in found if (trigger := self._of_people(t))]
        hurt = find_casualties(sentence)
        told = self.words(sentence)
        kept, passed, hints, hurt = self._judged(triggers, dates, hurt, previous, told)
        if any(EVENT_TYPE_OF[t.pattern.sub_event_type] in _CROWDS for t in kept) or any(
            actor.role in ("protesters", "rioters")
            for t in kept
            for k in t.agents
            for actor in self.actors.of(k)
        ):
            # `torched cars over the killing of a teenager`: the killing is why, and told elsewhere.
            kept = [t for t in kept if t.pattern.kind != "effect" or not t.nominal or not _is_cause(t.token)]
        kept, hurt = self._without_old_deaths(kept, hurt, dates, sentence)
        drafts: list[Draft] = []
        old: list[Draft] = []
        places: dict[int, list[Where]] = {}
        verbs = {trigger.token for trigger in kept if not trigger.nominal}
        for main, effects in clusters(kept):
            told_by = (_date_of(trigger, dates, sentence, verbs) for trigger in (main, *effects))
            mentioned = next(filter(None, told_by), None)
            reason = self._undated(main, mentioned)
            if mentioned and self._is_background(mentioned):
                old.append(self._background(sentence, main, effects, mentioned))
                continue
            if reason:
                passed.append(Passed(told, reason))
                continue
            when = self._when(_begun(main, mentioned, sentence), sentence)
            draft = self._draft(sentence, main, effects, when)
            if not draft.side1 and (doers := self._of_attack(main, triggers)):
                draft = replace(draft, side1=tuple(doers))
            separate = listed(main, kept) or any(others_taken(main, t) for t in kept)
            drafts.append(replace(draft, another=True) if separate else draft)
            places[len(drafts) - 1] = self.places.each(drafts[-1].where, sentence, main)
        # `rescuers pulled six bodies`: that no force did it takes nothing from what is told beside it.
        unreal = bool(old) or any(p.reason != NO_FORCE for p in passed)
        if not drafts:
            old = self._with_deaths(old, hurt, unreal=False)[0]
        drafts, loose = self._with_deaths(drafts, hurt, unreal=unreal and not drafts)
        if self.settings.skipping and any(map(_of_a_war, drafts)):
            passed += [Passed(told, "so many dead are a war's and not one event's")]
            places = {i: places[j] for i, j in enumerate(j for j, d in enumerate(drafts) if not _of_a_war(d))}
            drafts = [draft for draft in drafts if not _of_a_war(draft)]
        drafts = [one for index, draft in enumerate(drafts) for one in _in_each(draft, places[index])]
        killed = [c for c in hurt if c.fate == "killed" and not c.total] if loose else []
        victims = tuple(actor for casualty in killed for actor in self.actors.of(casualty.victims))
        claimed = self._claimed(sentence)
        several = any(token.tag_ == "NNS" and token.lemma_ in CLAIMED for token in sentence)
        names = identified(sentence)
        people = tuple(actor for name in names for actor in self.actors.of(name) or self.actors.victim(name))
        return Read(
            tuple(drafts),
            tuple(passed),
            loose,
            victims,
            claimed,
            tuple(old),
            bool(claimed) and several,
            people,
            tuple(hints),
        )

    def _judged(
        self,
        triggers: Sequence[Trigger],
        dates: Sequence[DateMention],
        hurt: list[Casualties],
        previous: When | None,
        told: Words,
    ) -> tuple[list[Trigger], list[Passed], list[Hint], list[Casualties]]:
        """The triggers that tell of what happened, what is passed over, what that hints at, and whom harm befell."""
        passed: list[Passed] = []
        kept: list[Trigger] = []
        hints: list[Hint] = []
        elsewhere: set[Token] = set()
        dated = any(m.kind != "vague" and m.precision == "day" for m in dates) or bool(
            previous and previous.words and self.places.offset <= previous.words.start
        )
        armed = any(actor.armed for t in triggers for token in t.agents for actor in self.actors.of(token))
        for trigger in triggers:
            reason = (
                self._objection(trigger, dates, dated=dated)
                or self._nobody(trigger)
                or (no_violence(trigger, triggers, armed=armed) if self.settings.skipping else None)
            )
            if reason:
                passed.append(Passed(told, reason))
                hints += self._hint(trigger, hurt, reason)
                elsewhere |= set() if reason in _NOT_DONE else _victims(trigger)
            else:
                kept.append(trigger)
        told_here = {victim for t in kept for victim in _victims(t)}
        if kept:  # `jailed for killing six priests`
            hurt = [c for c in hurt if c.victims in told_here or c.victims not in elsewhere]
        return kept, passed, hints, hurt

    def _hint(self, trigger: Trigger, hurt: Sequence[Casualties], reason: str) -> list[Hint]:
        """What a killing or kidnapping that is passed over tells of one told elsewhere."""
        if not _befalls(trigger) or reason in _NOT_DONE:
            return []
        whom = {
            token.lemma_.lower().removesuffix("s")
            for target in trigger.targets
            for head in (target, *target.conjuncts)
            for token in (head, *(c for c in head.lefts if c.dep_ in ("compound", "amod", "nmod")))
            if token.pos_ in ("NOUN", "PROPN")
        }
        doers = tuple(actor for actor in self._sides(trigger)[0] if actor.armed)
        dead = [c for c in hurt if c.fate == "killed" and not c.total and c.victims in _victims(trigger)]
        return [Hint(frozenset(whom - _ANYBODY), doers, self._deaths(dead) if dead else None)]

    def _claimed(self, sentence: Span) -> tuple[Actor, ...]:
        """Who says that he did what was told before, or is said to have."""
        words = self.words(sentence)
        said = self.text[words.start : words.end].lower()
        claiming = claimants(sentence) if any(word in said for word in _OWNING) else ()
        return tuple(actor for token in claiming for actor in self.actors.of(token))

    def _of_people(self, trigger: Trigger) -> Trigger | None:
        """The trigger, where ground is taken; where it is a person who is, the pattern of the verb for people."""
        if trigger.pattern.kind != "territory" or trigger.pattern.wants != "place":
            return trigger
        if not trigger.targets:
            return None  # `captured on 2 May by troops`: the date was taken for ground
        named = [token for token in trigger.targets if token.pos_ == "PROPN"]
        if not named or any(self.places.at(t) or not self.actors.victim(t) for t in named):
            return trigger
        same = self.lexicon.patterns[trigger.pattern.pos, trigger.pattern.lemma]
        pattern = next((pattern for pattern in same if pattern.wants == "person"), None)
        return replace(trigger, pattern=pattern) if pattern else None

    # -- what did not happen, or long ago ------------------------------------------------------------------

    def _objection(self, trigger: Trigger, dates: Sequence[DateMention], *, dated: bool) -> str | None:
        """Why a trigger tells of nothing that happened; background that may be dated is judged by its date."""
        if not self.settings.skipping:
            return None
        reason = objection(trigger, headline=self.headline, dated=dated)
        return None if reason == BACKGROUND and dates and self.settings.background else reason

    def _undated(self, trigger: Trigger, mention: DateMention | None) -> str | None:
        """Why the date of a trigger, or the lack of one, makes it no event of this report."""
        if not self.settings.skipping:
            return None
        if self.settings.background and objection(trigger, headline=self.headline) == BACKGROUND:
            return BACKGROUND
        loose = mention is None or mention.precision != "day"
        if loose and (summed := sum_of_many(trigger, self.published)):
            return summed
        if mention and mention.kind == "vague" and is_given(trigger):
            return None  # `the murder of the priests, who had lived here for years`
        return _undated(mention, self.published, self.settings.horizon)

    def _without_old_deaths(
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
            and (mention := _date_of(t, dates, sentence, frozenset()))
            and _undated(mention, self.published, self.settings.horizon)
        ]
        gone = {token for t in old for token in (t.clause.head, *t.clause.subtree)}
        return [t for t in kept if t not in old], [c for c in hurt if c.victims not in gone]

    def _is_background(self, mention: DateMention) -> bool:
        """Whether an event of that date is background that is to be coded; `decades ago` is no date."""
        if mention.kind == "vague":
            return False
        reason = _undated(mention, self.published, self.settings.horizon) or ""
        return self.settings.background and reason.startswith(BACKGROUND)

    def _background(
        self, sentence: Span, trigger: Trigger, effects: Sequence[Trigger], mention: DateMention
    ) -> Draft:
        """An event long past, with the names and offices of its own day."""
        then = replace(self, actors=replace(self.actors, day=mention.last))
        draft = then._draft(sentence, trigger, effects, self._when(mention, sentence))
        return replace(draft, background=True).noting("background: coded since that was asked for")

    # -- parts of a draft ----------------------------------------------------------------------------------

    def _draft(
        self, sentence: Span, trigger: Trigger, effects: Sequence[Trigger], when: When | None
    ) -> Draft:
        side1, side2 = self._sides(trigger)
        for effect in effects:
            first, second = self._sides(effect)
            side1 = side1 or [actor for actor in first if actor.role != "civilians"]
            # Fighting is between those who fight; those whom it kills are not its other side.
            side2 = side2 or [actor for actor in second if trigger.pattern.kind != "mutual" or actor.armed]
        side1 = side1 or self._whose_act(trigger)
        if trigger.pattern.kind == "mutual" and trigger.pattern.armed and not side1:
            # `two soldiers and five rebels were killed in the fighting`
            rebels = [actor for actor in side2 if camp_of([actor]) == "armed"]
            if rebels and any(camp_of([actor]) == "state" for actor in side2):
                side1, side2 = rebels, [actor for actor in side2 if actor not in rebels]
        sub, code = classify(trigger.pattern, side1, side2)
        for effect in effects:
            # What one word leaves open another may say: `shot dead in an ambush`.
            if effect.pattern.cameo_code == "186" and sub == "Attack":
                code = "186"
        sub, code = closer(sub, code, trigger.clause, trigger.pattern.kind)
        where = self.places.find(sentence, trigger)
        words = self.offset + trigger.first.idx, self.offset + trigger.token.idx + len(trigger.token.text)
        around = {t.lower_ for t in trigger.token.lefts} | {t.lower_ for t in trigger.clause.lefts}
        return Draft(
            sub_event_type=sub,
            cameo_code=code,
            kind=trigger.pattern.kind,
            lemma=trigger.pattern.lemma,
            triggers=(Words(*words),),
            sentences=(self.words(sentence),),
            side1=tuple(side1),
            side2=tuple(side2),
            whom=self._whom((trigger, *effects)),
            sites=_sites((trigger, *effects)),
            when=when,
            where=where,
            nominal=trigger.nominal and not _asserted(trigger),
            told_before=trigger.told_before,
            given=is_given(trigger),
            another=bool(around & {"another", "separate", "separately", "elsewhere", "second", "other"})
            or _goes_on(sentence),
            also="also" in around | _around_speech(trigger.clause),
            headline=self.headline,
            lead=self.lead and sentence.start == 0,
            perfect=_perfect(trigger.clause),
            own_words=any(token.lower_ in _FIRST_PERSON for token in sentence),
            main=_in_main_clause(trigger),
            paragraph=self.offset,
            several=trigger.nominal and trigger.token.tag_ == "NNS",
        ).noting(f"{trigger.pattern.pos} `{trigger.pattern.lemma}`")

    def _whom(self, triggers: Sequence[Trigger]) -> frozenset[str]:
        """The words for those or that which triggers befell, names as they stand.

        `People` is no mark of one event; `Jesuit priests` are both.
        """
        heads = {token for trigger in triggers for token in _victims(trigger)}
        # `attacked Castro's home`: Castro, too
        heads |= {child for head in heads for child in head.lefts if child.dep_ == "poss"}
        heads |= {child for head in heads for child in head.rights if child.dep_ == "appos"}
        kinds = {
            child
            for head in heads
            for child in head.lefts
            if child.dep_ == "compound"
            and any(actor.role == "civilians" for actor in self.actors.of(child, conjuncts=False))
        }
        return frozenset(
            token.text if token.pos_ == "PROPN" else token.lemma_.lower()
            for token in heads | kinds
            if token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() not in _ANYBODY
        )

    def _sides(self, trigger: Trigger) -> tuple[list[Actor], list[Actor]]:
        """The actors of both sides, in order; for acts of both, the first named is side one."""
        side1 = [actor for token in trigger.agents for actor in self.actors.of(token)]
        side2 = [actor for token in trigger.targets for actor in self._suffering(token, trigger)]
        if trigger.pattern.kind == "territory" and not any(actor.armed for actor in side2):
            side2 = self._driven_out(trigger) or side2
        if trigger.pattern.kind == "say" and not side2:
            side2 = [actor for token in addressed(trigger.token) for actor in self.actors.party(token)]
        if not side2 and trigger.pattern.kind in ("act", "say") and not trigger.nominal:
            side2 = [actor for token in concerned(trigger.token) for actor in self.actors.party(token)]
        if not side2 and trigger.pattern.sub_event_type == "Disrupted weapons use":
            side2 = [
                actor
                for token in owners_of(trigger.targets)
                for actor in self.actors.of(token)
                if actor.armed
            ]
        side2 = [actor for actor in side2 if all(actor.start != other.start for other in side1)]
        if trigger.pattern.kind in ("mutual", "accord") and len(side1) > 1 and not side2:
            return side1[:1], side1[1:]
        return side1, side2

    def _whose_act(self, trigger: Trigger) -> list[Actor]:
        """Who acts in the clause that calls his act one: `X destroyed the mast in its worst attack`."""
        if (
            not trigger.nominal
            or trigger.token.dep_ != "pobj"
            or trigger.token.head.lower_ not in ("in", "during")
        ):
            return []
        verb = trigger.token.head.head
        subjects = (child for child in verb.children if child.dep_ == "nsubj")
        return [actor for token in subjects for actor in self.actors.of(token) if actor.armed]

    def _of_attack(self, trigger: Trigger, every: Sequence[Trigger]) -> list[Actor]:
        """Whose attack it was in which something happened: `a raid by the ELN in which two buses were burned`."""
        if trigger.clause.dep_ != "relcl":
            return []
        links = (c for c in trigger.clause.children if c.dep_ == "prep" and c.lower_ in ("in", "during"))
        if not any(t.lower_ == "which" for link in links for t in link.children):
            return []
        attack = next((t for t in every if t.token == trigger.clause.head), None)
        return [a for a in self._sides(attack)[0] if a.armed] if attack else []

    def _driven_out(self, trigger: Trigger) -> list[Actor]:
        """From whom ground is taken: `recaptured X from Y`, `cleared X of Y`."""
        for token in trigger.token.subtree:
            if token.dep_ == "pobj" and token.head.lower_ in ("from", "of"):
                found = [a for a in self.actors.of(token) if a.armed or a.role in ("state", "government")]
                if found:
                    return found
        return []

    def _suffering(self, token: Token, trigger: Trigger) -> list[Actor]:
        """Those at the receiving end; of what befalls people alone, also a person known by name only."""
        found = self.actors.of(token)
        if found:
            return found
        if owned := self._whose(token, trigger):
            return owned
        runs_into = trigger.pattern.kind == "blast" and token.dep_ == "nsubj"
        befalls_people = trigger.pattern.wants == "person" or _befalls(trigger) or runs_into
        # Who is murdered is no place, even where some village is called so.
        if not befalls_people or (trigger.pattern.wants != "person" and self.places.at(token)):
            return []
        relative = token.lower_ in ("who", "whom", "that") and token.head.dep_ == "relcl"
        first = token.head.head if relative else token  # `A B, who was kidnapped`
        heads = (first, *(t for t in first.conjuncts if t.i > first.i))
        return [actor for head in heads for actor in self.actors.victim(head)]

    def _whose(self, token: Token, trigger: Trigger) -> list[Actor]:
        """Those whose post, house or trees are hit; somebody, where a house is nobody's."""
        lemma = token.lemma_.lower()
        if lemma in _PLACES_OF_ARMS:
            return self.actors.holders(token) or self.actors.owners(token)
        if trigger.pattern.sub_event_type not in _HITTING:
            return []
        if any(child.lemma_ == "belong" for child in token.rights):
            return self.actors.holders(token)
        if lemma not in _CIVILIAN_THINGS:
            return []
        start = self.offset + token.idx
        return self.actors.holders(token) or [unidentified("civilians", start, start + len(token.text))]

    def _nobody(self, trigger: Trigger) -> str | None:
        """Words between parties need both: a minister who `urged calm` has told nobody; so does ground."""
        kind = EVENT_TYPE_OF[trigger.pattern.sub_event_type]
        if trigger.pattern.sub_event_type in _GROUND:
            side1, side2 = self._sides(trigger)
            moved = side2 if trigger.pattern.kind != "territory" else []
            bearers = any(actor.armed or actor.role == "state" for actor in (*side1, *moved))
            return None if bearers or (not side1 and trigger.pattern.kind == "territory") else NO_FORCE
        if kind != "Diplomatic exchange" or trigger.told_before:
            return None
        side1, side2 = self._sides(trigger)
        if not side1 and not (side2 and trigger.pattern.kind == "mutual"):
            return "no actor known who did it"
        if any(actor.role in ("civilians", "protesters") and not actor.specific for actor in side1):
            return "no government, organisation or group did it"
        if not side2 and trigger.pattern.kind != "act":
            return "no second actor known"
        return None

    def _dates(self, sentence: Span, previous: When | None) -> list[DateMention]:
        told = self.words(sentence)
        said = self.text[told.start : told.end]
        before = (previous.first, previous.last) if previous else None
        found = find_dates(said, self.published, previous=before)
        # `the first since 1994` says how rare an event is, not when it was; `held since 3 May` does.
        return [
            m
            for m in found
            if (not said[m.start : m.end].lower().startswith("since") or _HELD.search(said[: m.start]))
            and not said[m.start :].startswith(_NAMES)
            and not _SINCE_THEN.search(said[: m.start])
        ]

    def _when(self, mention: DateMention | None, sentence: Span) -> When | None:
        if mention is None:
            return None
        start = self.offset + sentence.start_char
        words = Words(start + mention.start, start + mention.end)
        return When(mention.first, mention.last, mention.precision, words)

    def words(self, sentence: Span) -> Words:
        """Where a sentence stands in the article, without what was blanked out behind it."""
        last = next((token for token in reversed(sentence) if not token.is_space), sentence[-1])
        return Words(self.offset + sentence.start_char, self.offset + last.idx + len(last.text))

    def _with_deaths(
        self, drafts: list[Draft], hurt: Sequence[Casualties], *, unreal: bool
    ) -> tuple[list[Draft], Deaths | None]:
        """Give each count of deaths to the draft whose words stand closest; the rest to nobody yet."""
        harmful = [i for i, draft in enumerate(drafts) if draft.violent or draft.event_type in _CROWDS]
        violent = harmful or [
            i for i, draft in enumerate(drafts) if draft.event_type != "Diplomatic exchange"
        ]
        killed = [c for c in hurt if c.fate == "killed" and not c.total]
        if any(draft.event_type in _CROWDS for draft in drafts):
            killed = [c for c in killed if not _is_cause(c.victims)]
        wounded = [c for c in hurt if c.fate == "wounded" and not (c.total or c.negated)]
        if unreal or not (killed or (wounded and violent)):
            return drafts, None
        if not violent:
            return drafts, self._deaths(killed)
        by_draft: dict[int, list[Casualties]] = {}
        for casualty in (*killed, *wounded):
            at = self.offset + casualty.start
            index = min(violent, key=lambda i: min(abs(w.start - at) for w in drafts[i].triggers))
            by_draft.setdefault(index, []).append(casualty)
        for index, casualties in by_draft.items():
            draft = drafts[index]
            if dead := [c for c in casualties if c.fate == "killed"]:
                draft = replace(draft, deaths=self._deaths(dead))
            victims = [a for c in casualties for a in self.actors.of(c.victims)]
            # `fired rockets at Israel, killing a woman`: the country is only where they fell.
            vague = all(actor.anybody or actor.role == "state" for actor in draft.side2)
            if vague and victims and draft.event_type in _BEFALLING:
                country = next((a.country for a in draft.side2 if a.role == "state"), None)
                victims = [actor.settled(country) for actor in victims]
                draft = replace(draft, side2=tuple(a for a in victims if a not in draft.side1))
            if draft.event_type == "Battles":
                # Those without arms whom fighting hits stand behind the side that is hit.
                hit = [a for a in victims if a.role == "civilians" and not (a.anybody or a.called in MEN)]
                draft = replace(draft, side2=(*draft.side2, *(a for a in hit if a not in draft.side2)))
            drafts[index] = draft
        return drafts, None

    def _deaths(self, killed: Sequence[Casualties]) -> Deaths | None:
        count = sum_killed(killed)
        if count is None:
            return None
        counted = [c for c in killed if not c.partial] or list(killed)
        start, end = min(c.start for c in counted), max(c.end for c in counted)
        words = Words(self.offset + start, self.offset + end)
        more = all(_as_well(c.victims) for c in counted)
        return Deaths(count, words, more, self._camps(counted, count))

    def _camps(self, counted: Sequence[Casualties], whole: Count) -> dict[str, Count]:
        """The dead by the camp they were of; all in none where the groups do not make up the whole."""
        camps: dict[str, Count] = {}
        for one in counted:
            camp = "" if _points_back(one.victims) else camp_of(self.actors.of(one.victims))
            camps[camp] = sum_counts([camps[camp], one.count]) if camp in camps else one.count
        return camps if sum(count.best for count in camps.values()) == whole.best else {"": whole}


def _points_back(victims: Token) -> bool:
    """`the dead man`, `the victims`: those told of before, whatever they are called now."""
    beside = {child.lower_ for child in victims.lefts}
    return bool(beside & {"the", "both"}) and bool(beside & _DEAD or victims.lower_ in ("victim", "victims"))


_DEAD = frozenset({"dead", "killed", "murdered", "slain"})


def _date_of(
    trigger: Trigger, dates: Sequence[DateMention], sentence: Span, verbs: Set[Token]
) -> DateMention | None:
    """The date of a trigger: the closest in its own clause, else the closest that its clause shares.

    `admitted the kidnapping on Monday` dates the admission: under a verb that tells of no event itself, only
    what stands with the noun dates it.
    """
    at = trigger.token.idx - sentence.start_char
    aside = (
        trigger.nominal
        and trigger.told_before
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
        clause = clause_of(anchor.root) if anchor is not None else trigger.clause
        if clause.lemma_ in _SPEECH and clause != trigger.clause and trigger.clause in clause.subtree:
            continue  # `killed 300, a senator said on Wednesday`
        elsewhere = clause.head != trigger.token and trigger.token not in clause.subtree
        if clause.dep_ == "relcl" and mention.precision == "day" and elsewhere:
            continue  # `the group that laid down its weapons on 9 March`
        own = clause == trigger.clause or (anchor is not None and trigger.token in anchor.root.ancestors)
        if own or not apart:
            distance = min(abs(mention.start - at), abs(mention.end - at))
            ranked.append(((not own, mention.kind == "interval", distance), mention))
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _as_well(victims: Token) -> bool:
    """Whether somebody died beside those told of before: `the driver was also killed`, `another woman died`."""
    beside = {token.lower_ for token in victims.doc[victims.left_edge.i : victims.i]}
    if victims.dep_ in ("nsubj", "nsubjpass"):
        beside |= {child.lower_ for child in victims.head.lefts}
    return bool(beside & {"also", "another", "further", "likewise", "more", "other"})


def _asserted(trigger: Trigger) -> bool:
    """Whether a noun with its verb says as much as a verb does: `held a march`, whose crowd goes without saying."""
    if trigger.pattern.kind == "blast" and trigger.token.dep_ == "nsubj":
        return trigger.token.head.lemma_ in _EXPLODING and not trigger.told_before
    if EVENT_TYPE_OF[trigger.pattern.sub_event_type] not in _CROWDS:
        return False
    verb = trigger.token.head
    stated = trigger.token.dep_ in ("dobj", "nsubj", "nsubjpass") and not trigger.told_before
    return stated and verb.lemma_ in _DOING | _OCCURRING


def _of_a_war(draft: Draft) -> bool:
    """Whether a toll is that of a war: so many dead, and no day on which they died."""
    if draft.deaths is None or draft.deaths.count.best < WAR:
        return False
    return draft.perfect or draft.when is None or draft.when.precision != "day"


def _in_each(draft: Draft, places: Sequence[Where]) -> list[Draft]:
    """A draft for each of several places; one alone where deaths are told, which nothing shares out among them."""
    if len(places) < 2 or draft.deaths or not (draft.violent or draft.event_type == "Protests"):
        return [draft]
    return [replace(draft, where=where).noting("one event in each of the places named") for where in places]


def _befalls(trigger: Trigger) -> bool:
    """Whether a trigger tells what befell people and nothing else: killings and kidnappings."""
    return trigger.pattern.kind == "effect" or trigger.pattern.sub_event_type in _TAKING


_TAKING = frozenset({"Abduction/forced disappearance", "Arrests"})


def _victims(trigger: Trigger) -> Set[Token]:
    """Those or that which a trigger befalls, and what is joined to them."""
    return {head for target in trigger.targets for head in (target, *target.conjuncts)}


def _sites(triggers: Sequence[Trigger]) -> frozenset[str]:
    """The buildings and the like that triggers befell, where they are told of as new; `a house` may be any."""
    return frozenset(
        target.lemma_.lower()
        for trigger in triggers
        for target in trigger.targets
        if target.lemma_.lower() in _CERTAIN_SITES
        and any(child.lower_ in ("a", "an", "another") for child in target.lefts)
    )


def _is_cause(victims: Token) -> bool:
    """Whether a death is what people took to the streets over: `protested over the killing of a teenager`."""
    for token in (victims, *victims.ancestors):
        causal = token.dep_ == "prep" and token.lower_ in _CAUSES
        after = token.dep_ == "advcl" and any(c.lower_ in ("after", "because") for c in token.children)
        protested = token.dep_ == "dobj" and token.head.lemma_ == "protest"
        if causal or after or protested or token.lemma_ == "response":
            return True
    return False


_ANYBODY = word_list("words_for_anybody")
_CAUSES = frozenset({"about", "against", "after", "following", "over"})


def _covered(dates: Sequence[DateMention], sentence: Span) -> Set[int]:
    """The words of dates."""
    spans = (sentence.char_span(m.start, m.end) for m in dates)
    return {token.i for span in spans if span is not None for token in span}


def _without(trigger: Trigger, apart: Set[int]) -> Trigger:
    """The trigger without the words of dates among those who act or suffer."""
    agents = tuple(token for token in trigger.agents if token.i not in apart)
    targets = tuple(token for token in trigger.targets if token.i not in apart)
    return replace(trigger, agents=agents, targets=targets)


def _in_main_clause(trigger: Trigger) -> bool:
    """Whether the trigger is the verb of the main clause, or its subject or object."""
    verb = trigger.clause
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    direct = trigger.token == trigger.clause or (
        trigger.token.head == trigger.clause and trigger.token.dep_ in ("dobj", "nsubj", "nsubjpass")
    )
    return verb.dep_ == "ROOT" and direct


def _begun(trigger: Trigger, mention: DateMention | None, sentence: Span) -> DateMention | None:
    """The date of an act; who has been held since a day was taken on it."""
    if mention is not None and mention.kind == "vague":
        return None  # `the killing of the priests who had lived here for years`
    taken = trigger.pattern.sub_event_type == ABDUCTION and mention is not None and mention.kind == "interval"
    if mention is None or not (taken and sentence.text[mention.start :].lower().startswith("since ")):
        return mention
    return replace(mention, last=mention.first)


def _goes_on(sentence: Span) -> bool:
    """Whether a sentence begins with words that lead over to something else: `Meanwhile,`, `In another incident,`."""
    return _LEADING_OVER.match(sentence.text) is not None


def _around_speech(verb: Token) -> Set[str]:
    """The words before the verb of speech that a clause hangs from: `he also reported that`."""
    over = verb.head
    said = verb.dep_ == "ccomp" and over.lemma_ in _SPEECH
    return {token.lower_ for token in over.lefts} if said else set()


# `the largest since the coup of October`: the date of the coup.
_SINCE_THEN = re.compile(r"\bsince\s+(?:[\w'-]+\s+){1,5}$", re.IGNORECASE)
_HELD = re.compile(r"\bheld\b[^.;]{0,60}$", re.IGNORECASE)
_LEADING_OVER = re.compile(rf"\W*(?:{'|'.join(sorted(word_list('leading_over')))})\b", re.IGNORECASE)


def _perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in ("has", "have", "'ve") for child in verb.children)


NO_FORCE = "no force did it"
# What is denied to have been done says nothing of who did it.
_NOT_DONE = frozenset({"negated", "denied", "conditional", "future or hypothetical", "habitual"})

# Names that begin like a date.
_NAMES = ("Fridays for Future",)
# What a claim of an act must have among its letters.
_OWNING = (
    "accus", "attribut", "bears", "behind", "belong", "blam", "bore", "carried out", "claim", "commit", "fell",
    "found", "hallmark", "identif", "implicat", "involv", "left", "link", "order", "part", "perpetrat",
    "plan", "responsib", "suspect", "tied", " were ", " was ", " are ", " is ",
)  # fmt: skip
_EXPLODING = frozenset({"detonate", "explode"})
_FIRST_PERSON = word_list("first_person")
_DOING = word_list("verbs_of_doing")
_OCCURRING = word_list("verbs_of_occurring") | {"break", "erupt", "rage"}
_CROWDS = frozenset({"Protests", "Riots"})
# `an army post`: who holds it is who is hit.
_PLACES_OF_ARMS = word_list("places_of_arms")
# Where these are hit, civilians are.
_CIVILIAN_THINGS = word_list("civilian_things")
_CERTAIN_SITES = (_CIVILIAN_THINGS | _PLACES_OF_ARMS) - word_list("vague_sites")
_SPEECH = word_list("verbs_of_speech")
_HITTING = frozenset(
    {"Attack", "Air/drone strike", "Chemical weapon", "Grenade", "Remote explosive/landmine/IED",
     "Shelling/artillery/missile attack", "Suicide bomb", "Looting/property destruction"}
)  # fmt: skip
_BEFALLING = frozenset({"Violence against civilians", "Explosions/Remote violence"})
# What only forces can do: take ground and leave it.
_GROUND = frozenset(
    {
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Non-violent transfer of territory",
    }
)
# A clause with one of these before it has a time of its own.
_APART = frozenset({"since", "before", "after", "until", "although", "while"})


def _undated(mention: DateMention | None, published: date, horizon: int) -> str | None:
    """Why a date makes an event no event of this report, or None."""
    if mention is None:
        return None
    old = too_old(mention.last, published, horizon)
    if mention.precision == "year" and mention.last.year < published.year:
        old = f"{BACKGROUND}: {mention.last.year}, dated by the year alone"
    return old or ("habitual or long drawn out" if mention.kind == "vague" else None)
