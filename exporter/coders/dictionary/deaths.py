"""Whose deaths: each count that a sentence gives goes to the event whose words stand closest to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exporter.coders.dictionary.actors import ActorFinder, camp_of
from exporter.coders.dictionary.casualties import Casualties, sum_counts, sum_killed
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.draft import CROWDS, SIEGE, Deaths, Draft, Words
from exporter.coders.dictionary.filters import OFTEN
from exporter.coders.dictionary.likeness import WAR
from exporter.coders.dictionary.manner import is_cause, is_reason
from exporter.coders.dictionary.party_sorts import MEN
from exporter.coders.dictionary.tokens import Token


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts the dead of events.

    Attributes:
        actors: Finds actors in the passage.
        offset: Where the passage starts in the article.
    """

    actors: ActorFinder
    offset: int

    def shared_out(
        self, drafts: list[Draft], hurt: Sequence[Casualties], *, unreal: bool
    ) -> tuple[list[Draft], Deaths | None]:
        """Give each count of deaths to the draft whose words stand closest; the rest to nobody yet."""
        drafts, hurt = self._of_motives(drafts, hurt)
        harmful = [
            i
            for i, draft in enumerate(drafts)
            if (draft.violent or draft.event_type in CROWDS) and not draft.motive
        ]
        violent = harmful or [
            i for i, draft in enumerate(drafts) if draft.event_type != "Diplomatic exchange"
        ]
        killed = [c for c in hurt if c.fate == "killed" and not c.total and not _counted_before(c.victims)]
        crowds = [w.start - self.offset for d in drafts if d.event_type in CROWDS for w in d.triggers]
        if crowds:
            killed = [c for c in killed if not is_cause(c.victims, crowds)]
        acts = [w.start - self.offset for d in drafts if d.violent for w in d.triggers]
        killed = [c for c in killed if not is_reason(c.victims, acts)]
        wounded = [c for c in hurt if c.fate == "wounded" and not (c.total or c.negated)]
        if unreal or not (killed or (wounded and violent)):
            return drafts, None
        if not violent:
            return drafts, self.of(killed)
        by_draft: dict[int, list[Casualties]] = {}
        for casualty in (*killed, *wounded):
            at = self.offset + casualty.start
            index = min(violent, key=lambda i: min(abs(w.start - at) for w in drafts[i].triggers))
            by_draft.setdefault(index, []).append(casualty)
        for index, casualties in by_draft.items():
            draft = drafts[index]
            if dead := [c for c in casualties if c.fate == "killed"]:
                draft = replace(draft, deaths=self.of(dead))
            victims = [a for c in casualties for a in self.actors.harmed(c.victims)]
            foes = [
                a
                for a in victims
                if a.armed and a.country and all(a.country != b.country for b in draft.side1)
            ]
            if draft.event_type == "Battles" and not draft.side2 and draft.side1 and foes:
                draft = replace(draft, side2=tuple(foes[:1]))
            # `fired rockets at Israel, killing a woman`: the country is only where they fell.
            vague = all(actor.anybody or actor.role == "state" for actor in draft.side2)
            if vague and victims and (draft.event_type in _BEFALLING or draft.cameo_code == SIEGE):
                country = next((a.country for a in draft.side2 if a.role == "state"), None)
                victims = [actor.settled(country) for actor in victims]
                draft = replace(draft, side2=tuple(a for a in victims if a not in draft.side1))
            if draft.event_type == "Battles":
                # Those without arms whom fighting hits stand behind the side that is hit.
                hit = [a for a in victims if a.role == "civilians" and not (a.anybody or a.called in MEN)]
                draft = replace(draft, side2=(*draft.side2, *(a for a in hit if a not in draft.side2)))
            drafts[index] = draft
        return drafts, None

    def _of_motives(
        self, drafts: list[Draft], hurt: Sequence[Casualties]
    ) -> tuple[list[Draft], list[Casualties]]:
        """What protests are about, with its own dead, and those who came to harm otherwise."""
        left = list(hurt)
        told: list[Draft] = []
        for draft in drafts:
            own = [c for c in left if draft.motive and self._tells_of(draft, c)]
            left = [c for c in left if c not in own]
            killed = [c for c in own if c.fate == "killed" and not c.total]
            told.append(replace(draft, deaths=self.of(killed)) if killed else draft)
        return told, left

    def _tells_of(self, draft: Draft, casualty: Casualties) -> bool:
        """Whether a draft's own words count somebody."""
        first, last = self.offset + casualty.start, self.offset + casualty.end
        return any(first <= words.start < last for words in draft.triggers)

    def of(self, killed: Sequence[Casualties]) -> Deaths | None:
        """How many died, as the words about them say; None where they give no number."""
        killed = [c for c in killed if not c.early] or list(killed)
        count = sum_killed(killed)
        if count is None:
            return None
        counted = [c for c in killed if not c.partial] or list(killed)
        start, end = min(c.start for c in counted), max(c.end for c in counted)
        words = Words(self.offset + start, self.offset + end)
        more = all(_as_well(c.victims) for c in counted)
        early = all(c.early for c in counted)
        return Deaths(count, words, more, self._camps(counted, count), early=early)

    def _camps(self, counted: Sequence[Casualties], whole: Count) -> dict[str, Count]:
        """The dead by the camp they were of; all in none where the groups do not make up the whole."""
        camps: dict[str, Count] = {}
        for one in counted:
            camp = "" if _points_back(one.victims) else camp_of(self.actors.harmed(one.victims))
            camps[camp] = sum_counts([camps[camp], one.count]) if camp in camps else one.count
        return camps if sum(count.best for count in camps.values()) == whole.best else {"": whole}


def _counted_before(victims: Token) -> bool:
    """`the fourth educator killed in two weeks`, who has been counted already."""
    told = any(child.lower_ in OFTEN for child in victims.lefts)
    behind = victims.doc[victims.i + 1] if victims.i + 1 < victims.sent.end else victims
    return told and (behind.tag_ == "VBN" or victims.dep_ in ("appos", "attr", "npadvmod", "oprd"))


def of_a_war(draft: Draft) -> bool:
    """Whether a toll is that of a war: so many dead, and no day on which they died."""
    if draft.deaths is None:
        return False
    if draft.perfect and draft.when is None and draft.kind == "effect" and any(a.armed for a in draft.side1):
        # `security forces have killed at least 163 people`
        return draft.deaths.count.best >= _MANY and not (draft.lead or draft.headline)
    if draft.deaths.count.best < WAR:
        return False
    return draft.perfect or draft.when is None or draft.when.precision != "day"


def _points_back(victims: Token) -> bool:
    """`the dead man`, `the victims`, `he`, `one of the two`: those told of before, whatever they are called now."""
    if victims.lower_ in ("he", "she") or _one_of_known(victims):
        return True
    beside = {child.lower_ for child in victims.lefts}
    return bool(beside & {"the", "both"}) and bool(beside & _DEAD or victims.lower_ in ("victim", "victims"))


def _one_of_known(victims: Token) -> bool:
    of_several = victims.dep_ == "pobj" and victims.head.lower_ == "of" and victims.head.head.lower_ == "one"
    return of_several and any(child.lower_ == "the" for child in victims.lefts)


def _as_well(victims: Token) -> bool:
    """Whether somebody died beside those told of before: `the driver was also killed`, `another woman died`."""
    beside = {token.lower_ for token in victims.doc[victims.left_edge.i : victims.i]}
    if victims.dep_ in ("nsubj", "nsubjpass"):
        beside |= {child.lower_ for child in victims.head.lefts}
    return bool(beside & {"also", "another", "further", "likewise", "more", "other"})


_DEAD = frozenset({"dead", "killed", "murdered", "slain"})
_MANY = 50
_BEFALLING = frozenset({"Violence against civilians", "Explosions/Remote violence"})
