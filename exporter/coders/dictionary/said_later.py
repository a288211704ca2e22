"""What a report says of an event after it told it: who did it, who died of it, how the dead are called."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date

from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.draft import CROWDS, VIOLENT, Draft, Passed, Words
from exporter.coders.dictionary.extract import Read
from exporter.coders.dictionary.generic import STATE
from exporter.coders.dictionary.judge import Hint
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.likeness import WAR
from exporter.coders.dictionary.merging import better_deaths, better_where, days_agree
from exporter.coders.dictionary.party_sorts import MEN
from exporter.coders.dictionary.pointing import POINTED


def told_of(drafts: list[Draft], read: Read, said: str, told: Words) -> list[Draft]:
    """The events of a sentence; what it says of who did those told before and whom they befell is added to them."""
    mine = list(read.drafts)
    news = [i for i, d in enumerate(mine) if d.violent and not d.told_before]
    if read.claimed and not news:
        for index in _claimed(drafts, read, said):
            owned = _owned(drafts[index], read, told)
            if owned != drafts[index]:
                # `the minister blamed the rebels` says who did it, and is no quarrel between the two
                mine = [draft for draft in mine if draft.sub_event_type != "Disapproval"]
            drafts[index] = owned
    elif read.claimed:
        # `condemned the killing of the judge and accused X of the crime`
        for index in news:
            if mine[index].given or not mine[index].side1:
                mine[index] = _owned(mine[index], read, told)
    if any(read.pointed) and not news:
        for index in _claimed(drafts, read, said)[-1:]:
            drafts[index] = _placed(drafts[index], read, told)
    if read.identified and not mine:
        spoken = {word.lower().strip(",.;:").removesuffix("s") for word in said.split()}
        for index in _claimed(drafts, read, said)[-1:]:
            called = {actor.called.lower().removesuffix("s") for actor in drafts[index].side2}
            if spoken & (_VICTIMS | drafts[index].whom | called):
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


def _owned(draft: Draft, read: Read, told: Words) -> Draft:
    """The event told last with who did it, where a sentence says so: by his own claim or by the word of others."""
    claimed = tuple(actor for actor in read.claimed if actor.armed or actor.called in MEN)
    # Of whoever fired `rockets from Lebanon` nothing is known but the country.
    known = (actor for actor in draft.side1 if actor.role != "armed" or actor.called)
    named = any(actor.armed and _is_somebody(actor) for actor in known)
    if not claimed or not draft.violent or named:
        return draft
    called = tuple(actor for actor in draft.side1 if actor.called and not actor.country)
    sentences = (*draft.sentences, *(words for words in (told,) if words not in draft.sentences))
    return replace(draft, side1=(*claimed, *called), sentences=sentences).noting(CLAIM)


def _is_somebody(actor: Actor) -> bool:
    """Whether more is known of who did it than their country: `a Palestinian suicide bomber` may be of any group."""
    return actor.role == "named" or bool(actor.own) or (actor.specific and actor.actor_type == STATE)


CLAIM = "side 1: who claimed responsibility, or is held responsible"


def _placed(draft: Draft, read: Read, told: Words) -> Draft:
    """The event told last with the day and the place that a sentence gives which only points back to it."""
    when, where = read.pointed
    if not days_agree(draft.when, when):
        return draft  # `he was shot there in 1998`
    mine = replace(draft, when=draft.when or when, where=better_where(draft.where, where))
    if mine == draft:
        return draft
    sentences = tuple(dict.fromkeys((*draft.sentences, told)))
    return replace(mine, sentences=sentences).noting(POINTED)


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


def add_dead(drafts: list[Draft], read: Read, told: Words) -> None:
    """Add the dead of a sentence that tells of no event to the event told last, if that may have cost lives."""
    if read.deaths is not None and read.deaths.early and any(draft.deaths for draft in drafts):
        return  # `officials had earlier given a toll of 19`: of what the report gives the toll of that holds
    if drafts and not read.drafts and (at := _deadly(drafts)) is not None:
        if read.claimed and drafts[at].deaths:
            return  # `X said that it was behind the attack and put the dead at nine`: so it says
        drafts[at] = _continued(drafts[at], read, told)


def _continued(draft: Draft, read: Read, told: Words) -> Draft:
    """The event told last with what a sentence adds that tells of none: the dead."""
    if read.deaths is not None and read.deaths.count.best >= WAR:
        return draft  # `we have inflicted 1,900 dead`: all of them, and not this event's
    if _others_died(draft, read):
        return draft
    deaths = better_deaths(draft.deaths, read.deaths)
    if deaths != draft.deaths:
        vague = all(actor.anybody for actor in draft.side2)
        victims = read.victims if vague and read.victims else draft.side2
        draft = replace(draft, deaths=deaths, side2=victims, sentences=(*draft.sentences, told))
    return draft


def _others_died(draft: Draft, read: Read) -> bool:
    """Whether a sentence names dead of whom the event told before names none: `he looks into the deaths of A and B`."""
    befell, died = ({word for a in side for word in a.person.split()} for side in (draft.side2, read.victims))
    more = read.deaths is not None and read.deaths.more
    return bool(befell and died) and not (befell & died or more)


def _deadly(drafts: Sequence[Draft]) -> int | None:
    """Which of the drafts of the sentence before may have cost lives, the last of them first."""
    before = drafts[-1].sentences
    alike = (i for i in range(len(drafts) - 1, -1, -1) if drafts[i].sentences == before)
    return next((i for i in alike if drafts[i].event_type in _DEADLY), None)


_DEADLY = VIOLENT | CROWDS
_VICTIMS = words("words_for_victims")


def still_background(read: Read, reason: str) -> Read:
    """A sentence after one of background, without what points back to it: `The attacks killed 130 people.`"""
    back = [d for d in read.drafts if d.told_before and d.nominal and not (d.when and d.when.words)]
    passed = [Passed(words, reason) for draft in back for words in draft.sentences]
    kept = tuple(draft for draft in read.drafts if draft not in back)
    return replace(read, drafts=kept, passed=(*read.passed, *passed)) if back else read


def hinted(draft: Draft, hints: Sequence[Hint]) -> Draft:
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


def of_months_ago(events: Sequence[Draft], published: date, lead: Set[str]) -> list[Draft]:
    """Events that a report dates by a month gone by: `in April, rebels killed 76 policemen`.

    That of last month may be news, unless the report tells of the last days; one of a season ago is none.
    So it may where headline or lead (their words) name somebody whom it befell.
    """
    dated = [(event, event.when) for event in events if event.when and event.when.words]
    recent = any((published - when.last).days <= _NEWS and when.precision == "day" for _, when in dated)
    news = [when for event, when in dated if event.lead or event.headline]
    return [
        event
        for event, when in dated
        if when.precision == "month" and not any(days_agree(when, told) for told in news)
        if recent or not any(name in lead for name in event.whom if name[:1].isupper())
        if (published - when.last).days > (_MONTH if recent else 2 * _MONTH)
    ]


_NEWS = 14
_MONTH = 31
"""Days."""
