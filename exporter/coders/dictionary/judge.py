"""What of a sentence did happen; why the rest did not, or is no news, and what it tells of events told elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.casualties import Casualties
from exporter.coders.dictionary.dates import DateMention
from exporter.coders.dictionary.deaths import Tally
from exporter.coders.dictionary.draft import CROWDS, EVENT_TYPE_OF, VIOLENT, Deaths
from exporter.coders.dictionary.filters import BACKGROUND, objection
from exporter.coders.dictionary.given import is_given
from exporter.coders.dictionary.ground import no_force
from exporter.coders.dictionary.likeness import no_violence
from exporter.coders.dictionary.manner import is_cause, is_motive
from exporter.coders.dictionary.parties import ANYBODY, Parties, befallen_by, befalls
from exporter.coders.dictionary.private import private
from exporter.coders.dictionary.settings import Settings
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger


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
class Verdict:
    """What was judged of the triggers of a sentence.

    Attributes:
        kept: Those that tell of what happened.
        reasons: Why each of the others does not.
        hints: What those say of acts that they do not tell as news.
        hurt: Those who came to harm, without those of the acts passed over.
        motives: Those that tell of what happened as well, and why crowds took to the streets.
    """

    kept: list[Trigger]
    reasons: list[str]
    hints: list[Hint]
    hurt: list[Casualties]
    motives: Sequence[Trigger] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the triggers of a passage.

    Attributes:
        parties: Tells the actors of triggers.
        tally: Counts the dead.
        headline: Whether the passage is the headline.
        settings: What is passed over, and what is background.
    """

    parties: Parties
    tally: Tally
    headline: bool
    settings: Settings

    def judged(
        self,
        triggers: Sequence[Trigger],
        dates: Sequence[DateMention],
        hurt: list[Casualties],
        *,
        dated: bool,
    ) -> Verdict:
        """Judge the triggers of a sentence; `dated` says whether a day is told that they may count from."""
        verdict = Verdict([], [], [], hurt)
        elsewhere: set[Token] = set()
        armed = any(actor.armed for trigger in triggers for actor in self._doers(trigger))
        for trigger in triggers:
            reason = (
                self._objection(trigger, dates, dated=dated)
                or self._nobody(trigger)
                or self._nothing(trigger)
                or (self._no_news(trigger, triggers, armed=armed) if self.settings.skipping else None)
            )
            if reason:
                verdict.reasons.append(reason)
                verdict.hints.extend(self._hint(trigger, hurt, reason))
                elsewhere |= set() if reason in _NOT_DONE else befallen_by(trigger)
            else:
                verdict.kept.append(trigger)
        verdict.kept[:] = [t for t in verdict.kept if not _part_of_it(t, verdict.kept)]
        kept = verdict.kept
        told_here = {victim for trigger in kept for victim in befallen_by(trigger)}
        if kept:  # `jailed for killing six priests`
            hurt = [c for c in hurt if c.victims in told_here or c.victims not in elsewhere]
        news = self._without_causes(kept)
        crowds = [t for t in news if EVENT_TYPE_OF[t.pattern.sub_event_type] in CROWDS]
        motives = [t for t in news if is_motive(t, crowds)]
        # `a protest against the drone strikes`: against all of them
        done = [t for t in motives if not t.nominal or (is_given(t) and t.token.tag_ != "NNS")]
        told = [t for t in news if t not in motives]
        verdict.reasons.extend(MOTIVE for t in kept if t not in told and t not in done)
        return Verdict(told, verdict.reasons, verdict.hints, hurt, done)

    def _no_news(self, trigger: Trigger, triggers: Sequence[Trigger], *, armed: bool) -> str | None:
        """What is told in the words of violence, and is none, or none of politics."""
        return no_violence(trigger, triggers, armed=armed) or private(trigger, triggers)

    def _doers(self, trigger: Trigger) -> list[Actor]:
        return [actor for token in trigger.agents for actor in self.parties.actors.of(token)]

    def _without_causes(self, kept: list[Trigger]) -> list[Trigger]:
        """What is told, less why crowds took to the streets: `torched cars over the killing of a teenager`."""
        crowds = any(EVENT_TYPE_OF[t.pattern.sub_event_type] in CROWDS for t in kept)
        if not crowds and not any(a.role in ("protesters", "rioters") for t in kept for a in self._doers(t)):
            return kept
        return [
            t
            for t in kept
            if not t.nominal
            or is_given(t)
            or not (t.pattern.kind == "effect" or t.told_before)
            or not is_cause(t.token)
        ]

    def _objection(self, trigger: Trigger, dates: Sequence[DateMention], *, dated: bool) -> str | None:
        """Why a trigger tells of nothing that happened; background that may be dated is judged by its date."""
        if not self.settings.skipping:
            return None
        reason = objection(trigger, headline=self.headline, dated=dated)
        return None if reason == BACKGROUND and dates and self.settings.background else reason

    def _nobody(self, trigger: Trigger) -> str | None:
        """Words between parties need both: a minister who `urged calm` has told nobody; ground needs a force."""
        side1, side2 = self.parties.sides(trigger)
        if no_force(trigger, side1, side2):
            return NO_FORCE
        if EVENT_TYPE_OF[trigger.pattern.sub_event_type] != "Diplomatic exchange" or trigger.told_before:
            return None
        return self._no_exchange(trigger, side1, side2)

    def _no_exchange(self, trigger: Trigger, side1: Sequence[Actor], side2: Sequence[Actor]) -> str | None:
        """Why words are no exchange between parties."""
        if trigger.clause.dep_ == "relcl" and not trigger.nominal:
            return "said by the way"  # `a gunman who pledged allegiance to the group`
        if not (side1 or (side2 and trigger.pattern.kind == "mutual")):
            return "no actor known who did it"
        if any(actor.role in ("civilians", "protesters") and not actor.specific for actor in side1):
            return "no government, organisation or group did it"
        if any(a.role == "armed" for a in side1) and any(a.role == "prisoners" for a in side2):
            return "a jailbreak is part of an attack"  # `gangs stormed the prison and freed 300 inmates`
        people = bool(side2) and all(actor.role == "civilians" and not actor.specific for actor in side2)
        blame = trigger.pattern.cameo_code[:3] in _BLAMING
        if people and (trigger.pattern.sub_event_type == "Statement or appeal" or blame):
            return "no second actor known"  # `conveyed his condolences to the families`
        return "no second actor known" if not side2 and trigger.pattern.kind != "act" else None

    def _nothing(self, trigger: Trigger) -> str | None:
        """What is no event where nobody did it, or others than usual: `shops were shut`, `rebels blocked traffic`."""
        side1, side2 = self.parties.sides(trigger)
        if trigger.pattern.kind == "protest" and trigger.pattern.sub_event_type == "Peaceful protest":
            bands = bool(side1) and all(actor.armed and actor.role in _BANDS for actor in side1)
            return "an armed group is no crowd" if bands else None
        sent = trigger.pattern.lemma == "deploy" and not trigger.agents
        if sent and side2 and all(actor.role == "police" for actor in side2):
            return "police on duty"  # `police were deployed around the post office`
        closed = trigger.pattern.sub_event_type == "Other" and trigger.pattern.lemma in ("close", "shut")
        # `it attacked from all sides`, of a fire
        alone = bool(trigger.agents) and not trigger.targets and all(t.lower_ == "it" for t in trigger.agents)
        return "no actor known who did it" if (closed or alone) and not side1 else None

    def _hint(self, trigger: Trigger, hurt: Sequence[Casualties], reason: str) -> list[Hint]:
        """What a killing or kidnapping that is passed over tells of one told elsewhere."""
        if not befalls(trigger) or reason in _NOT_DONE:
            return []
        whom = {
            token.lemma_.lower().removesuffix("s")
            for target in trigger.targets
            for head in (target, *target.conjuncts)
            for token in (head, *(c for c in head.lefts if c.dep_ in ("compound", "amod", "nmod")))
            if token.pos_ in ("NOUN", "PROPN")
        }
        doers = tuple(actor for actor in self.parties.sides(trigger)[0] if actor.armed)
        dead = [c for c in hurt if c.fate == "killed" and not c.total and c.victims in befallen_by(trigger)]
        return [Hint(frozenset(whom - ANYBODY), doers, self.tally.of(dead) if dead else None)]


def _part_of_it(trigger: Trigger, every: Sequence[Trigger]) -> bool:
    """Whether what a trigger tells is a part of another act, or why it was done."""
    return any(part(trigger, every) for part in (_entered, _avenged, _killed_when_taken, _hit, _laid))


def _laid(blast: Trigger, every: Sequence[Trigger]) -> bool:
    """`defused a bomb planted beneath a bridge`: it did not go off."""
    found = [t for t in every if t.pattern.sub_event_type == "Disrupted weapons use"]
    laid = blast.clause.dep_ == "acl" and blast.pattern.kind == "blast"
    return laid and any(blast.clause.head in t.targets for t in found)


def _entered(way: Trigger, every: Sequence[Trigger]) -> bool:
    """`gang members entered the district and traded fire with police`: on their way to fight."""
    if way.pattern.lemma != "enter" or way.nominal:
        return False
    return any(
        t.clause in way.clause.conjuncts and EVENT_TYPE_OF[t.pattern.sub_event_type] in VIOLENT for t in every
    )


def _killed_when_taken(arrest: Trigger, every: Sequence[Trigger]) -> bool:
    """`was captured and killed`"""
    if arrest.pattern.sub_event_type != "Arrests" or arrest.nominal:
        return False
    joined = [t for t in every if t.pattern.kind == "effect" and t.clause in arrest.clause.conjuncts]
    return any(not any(c.dep_ in ("nsubj", "nsubjpass", "dobj") for c in t.clause.children) for t in joined)


def _hit(crowd: Trigger, every: Sequence[Trigger]) -> bool:
    """`explosions ripped through a rally`: those on whom it was are no news of their own."""
    if crowd.pattern.kind != "protest" or not crowd.nominal:
        return False
    link = crowd.token.head
    through = crowd.token.dep_ == "pobj" and link.lower_ in ("at", "near", "through")
    blasts = [t for t in every if t.pattern.kind == "blast"]
    return any(crowd.token in t.targets or (through and link.head in (t.token, t.clause)) for t in blasts)


def _avenged(trigger: Trigger, every: Sequence[Trigger]) -> bool:
    """What somebody was set upon for: `beat up the mayor for firing a gun`."""
    link = trigger.clause.head
    if trigger.nominal or trigger.clause.dep_ != "pcomp" or link.lower_ != "for":
        return False
    return any(t.token == link.head and t.pattern.sub_event_type == "Attack" for t in every if t != trigger)


_BANDS = frozenset({"armed", "militia", "named", "rebels"})
_BLAMING = frozenset({"110", "111", "112"})  # in CAMEO: words alone, unlike a verdict
MOTIVE = "what a protest is about"
NO_FORCE = "no force did it"
# What is denied to have been done says nothing of who did it.
_NOT_DONE = frozenset({"negated", "denied", "conditional", "future or hypothetical", "habitual"})
