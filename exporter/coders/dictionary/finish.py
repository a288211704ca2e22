"""From a draft to an event: stand-ins for what nobody said, evidence for every value, notes, confidence."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from exporter.articles.article import Article
from exporter.coders.coding import CodedEvent, Evidence, Value
from exporter.coders.dictionary.actors import REBELS, Actor
from exporter.coders.dictionary.airspace import with_flier
from exporter.coders.dictionary.casting import cast
from exporter.coders.dictionary.confidence import FLOOR, confidence, of_note
from exporter.coders.dictionary.doers import with_doers
from exporter.coders.dictionary.draft import CROWDS, Draft, Passed, Where, Words
from exporter.coders.dictionary.filters import BACKGROUND
from exporter.coders.dictionary.generic import STATE
from exporter.coders.dictionary.lexicon import Lexicon
from exporter.coders.dictionary.places import Place
from exporter.coders.dictionary.values import (
    notes_on,
    values_of_count,
    values_of_days,
    values_of_place,
    values_of_side,
    week_before,
)
from exporter.coders.dictionary.where import PlaceFinder
from exporter.coders.dictionary.why import reasons


@dataclass(frozen=True, slots=True)
class Finisher:
    """Turns the drafts of one article into events.

    Attributes:
        article: The article.
        text: Its text as it is read (see `layout.Layout`).
        lexicon: The lists.
        places: For the place of a country or a capital.
        dateline: The place of the dateline, or None.
        note: Whether the article is a coder's note, whose confidence is calibrated as such.
    """

    article: Article
    text: str
    lexicon: Lexicon
    places: PlaceFinder
    dateline: Where | None
    note: bool = False

    def finish(self, drafts: Sequence[Draft]) -> tuple[list[CodedEvent], list[Passed]]:
        """The events of the drafts, in order, and the drafts of which too little is known, with the reason."""
        parties = _parties(drafts)
        drafts = with_doers(drafts, self.text, self.lexicon, self.article.published)
        events: list[CodedEvent] = []
        passed: list[Passed] = []
        for draft in drafts:
            made = self._event(draft, parties)
            if isinstance(made, CodedEvent):
                events.append(made)
            else:
                passed += [Passed(sentence, made) for sentence in draft.sentences]
        return events, passed

    def _event(self, draft: Draft, parties: Sequence[tuple[Actor, Actor]]) -> CodedEvent | str:
        """The event of a draft, or the reason why there is none."""
        where = draft.where or self._fallback_place(draft)
        if where is None:
            return "no country known"
        country = where.place.iso3
        when = draft.when or week_before(self.article.published)
        draft = _with_parties(draft, country, parties)
        draft = with_flier(draft, country, when.first, self.text)
        draft = cast(_named_first(draft))
        side1 = [a.settled(country) for a in draft.side1]
        side2 = [a.settled(country) for a in draft.side2]
        if not side1:
            return "no actor known"  # words and deals need somebody who says or makes them
        side2 = [a for a in side2 if a.title(self.lexicon) != side1[0].title(self.lexicon)]
        if draft.event_type == "Diplomatic exchange" and not _parties_known(draft, side1, side2):
            return "no second actor known"
        if draft.cameo_code in _VISITS and not side2 and side1[0].country == country:
            return "a visit at home"
        sure = confidence(draft)
        if sure < FLOOR:
            return f"too little is said of it (confidence {sure})"
        values: dict[str, Value] = {}
        evidence: dict[str, tuple[Evidence, ...]] = {}

        def give(columns: dict[str, Value], words: Sequence[Words]) -> None:
            values.update(columns)
            text = self.article.text
            quoted = tuple(Evidence.of(text, w.start, w.end) for w in (each.whole(text) for each in words))
            evidence.update({name: quoted for name, value in columns.items() if value is not None and quoted})

        give(values_of_days(when), [when.words] if when.words else [])
        give(
            {
                "event_type": draft.event_type,
                "sub_event_type": draft.sub_event_type,
                "cameo_code": draft.cameo_code,
            },
            draft.triggers[:3],
        )
        give(values_of_side("1", side1, country, self.lexicon, violent=draft.violent), _words(side1))
        give(values_of_side("2", side2, country, self.lexicon, violent=draft.violent), _words(side2))
        deaths = draft.deaths
        give(
            values_of_count(deaths.count if deaths else None),
            [deaths.words, *deaths.beside] if deaths else [],
        )
        give(values_of_place(where.place), [where.words])
        notes = notes_on(values, when, where.place, self.article.source)
        give({"notes": notes}, draft.sentences[:3])
        values |= {
            "tags": BACKGROUND if draft.background else None,
            "confidence": of_note(sure) if self.note else sure,
        }
        why = reasons(self.article, self.lexicon, draft, (tuple(side1), tuple(side2)), when, where)
        return CodedEvent(values, evidence, why)

    def _fallback_place(self, draft: Draft) -> Where | None:
        """The country that the report speaks of most, by the dateline or the first words that name it."""
        if self.dateline and draft.event_type == "Diplomatic exchange":
            return self.dateline
        leader = self.places.leader
        if home := self._home(draft):
            return home
        if self.dateline and (leader is None or leader == self.dateline.place.iso3):
            # The reporter sits in the country; whether in the very town, only the news itself can tell.
            crowd = draft.event_type in CROWDS  # people take to the streets before those who govern
            near = draft.lead or draft.headline or crowd or self._is_sent(self.dateline.place)
            place = self.dateline.place if near else self.places.gazetteer.country(self.dateline.place.iso3)
            return Where(place, self.dateline.words, 9)
        for actor in (*draft.side2, *draft.side1):
            if leader is not None and actor.country == leader:
                return Where(self.places.gazetteer.country(leader), Words(actor.start, actor.end), 9)
        return self._named_country(leader) if leader else self.dateline

    def _is_sent(self, place: Place) -> bool:
        """Whether reporters are sent to a town for what happens there: it is no seat of government or of bureaus."""
        capital = self.places.gazetteer.capital(place.iso3)
        seat = place.population > _BUREAUS or (capital is not None and capital.name == place.name)
        return place.kind == "place" and not seat

    def _home(self, draft: Draft) -> Where | None:
        """The country of the armed group that did it, where the report comes from elsewhere but speaks of it."""
        here = self.dateline.place.iso3 if self.dateline else self.places.leader
        if draft.violent and (at_home := self._official(draft)):
            return at_home
        groups = [a for a in draft.actors if a.armed and a.role in ("named", "rebels") and a.country]
        homes = {actor.country for actor in groups}
        if not draft.violent or len(homes) != 1 or here in homes | {a.country for a in draft.side1}:
            return None
        first = groups[0]
        # Its own name alone does not make the report speak of its home; the Islamic State has none.
        spoken_of = self.places.votes.get(first.country or "", 0.0) > 0.5
        if first.actor_type != REBELS or not spoken_of or first.name == "Islamic State":
            return None
        return Where(self.places.gazetteer.country(first.country or ""), Words(first.start, first.end), 9)

    def _official(self, draft: Draft) -> Where | None:
        """The country in which an official was attacked: `Honduras denounced the murder of a minister of X`."""
        here = self.dateline.place.iso3 if self.dateline else self.places.leader
        held = [
            a for a in draft.side2 if a.country and (a.role == "government" or a.label == "Political Party")
        ]
        homes = {actor.country for actor in held}
        if (
            not (draft.given or draft.nominal)
            or len(homes) != 1
            or here in homes | {a.country for a in draft.side1}
        ):
            return None
        first = held[0]
        if self.places.votes.get(first.country or "", 0.0) <= 0.5:
            return None
        return Where(self.places.gazetteer.country(first.country or ""), Words(first.start, first.end), 9)

    def _named_country(self, iso3: str) -> Where | None:
        """The country that the article speaks of most, and the first words that name it."""
        words = [n.alias for n in self.lexicon.nationalities.values() if n.iso3 == iso3]
        found = re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b", self.text)
        if not found:
            return None
        return Where(self.places.gazetteer.country(iso3), Words(found.start(), found.end()), 9)


def _parties(drafts: Sequence[Draft]) -> list[tuple[Actor, Actor]]:
    """Pairs of states or armed groups that the article sets against or beside each other, the commonest first."""
    counted: Counter[tuple[str | None, str | None]] = Counter()
    first: dict[tuple[str | None, str | None], tuple[Actor, Actor]] = {}
    for draft in drafts:
        sides = [a for a in draft.side1[:2] if _is_party(a)], [a for a in draft.side2[:2] if _is_party(a)]
        pairs = [(a, b) for a in sides[0] for b in sides[1]] or list(pairwise(sides[1]))
        for a, b in pairs:
            key = (a.name or a.country, b.name or b.country)
            if key[0] != key[1]:
                counted[key] += 1
                first.setdefault(key, (a, b))
    return [first[key] for key, _ in counted.most_common()]


def _named_first(draft: Draft) -> Draft:
    """Of those who acted the group that has a name leads, whatever it was called before: `terrorists` of the ELN."""
    unnamed = (
        bool(draft.side1) and draft.side1[0].role in ("armed", "militia", "rebels") and not draft.side1[0].own
    )
    name = next((actor for actor in draft.side1 if actor.role == "named" and actor.armed), None)
    if name is None or not unnamed or not draft.violent:
        return draft
    return replace(draft, side1=(name, *(actor for actor in draft.side1 if actor != name)))


def _is_party(actor: Actor) -> bool:
    return (
        actor.role in ("state", "government", "military", "named")
        and actor.specific
        and actor.actor_type != "Civilians"
    )


def _with_parties(draft: Draft, country: str, parties: Sequence[tuple[Actor, Actor]]) -> Draft:
    """Fighting whose sides the sentence leaves out is between the parties that the report is about."""
    if draft.event_type != "Battles":
        return draft
    known = next((a for a in draft.actors if a.specific), None)
    # `armed men took the airport`
    told = known is None and any(a.armed and a.called and a.actor_type != STATE for a in draft.side1)
    if told or all(any(a.specific or a.armed for a in side) for side in (draft.side1, draft.side2)):
        return draft
    for first, second in parties:
        sides = [_fighting(first), _fighting(second)]
        if known is None and country in (first.country, second.country):
            return replace(draft, side1=(sides[0],), side2=(sides[1],)).noting(PARTIES)
        others = [side for side in sides if known and _who(side) != _who(known)]
        if known and len(others) == 1 and known.armed | (known.role == "state"):
            ours = draft.side1 if known in draft.side1 else draft.side2
            swapped = known in draft.side2
            return replace(
                draft, side1=(others[0],) if swapped else ours, side2=ours if swapped else (others[0],)
            ).noting(PARTIES)
    return draft


PARTIES = "sides: the report's two parties"


def _fighting(actor: Actor) -> Actor:
    return replace(actor, role="military", name="") if actor.role in ("state", "government") else actor


def _who(actor: Actor) -> str | None:
    return actor.name if actor.role == "named" else actor.country


def _parties_known(draft: Draft, side1: Sequence[Actor], side2: Sequence[Actor]) -> bool:
    """A diplomatic exchange is between parties that can be named."""
    return bool(side1 and side1[0].specific and (side2 or draft.kind == "act"))


def _words(side: Sequence[Actor]) -> list[Words]:
    return [Words(actor.start, actor.end) for actor in side if actor.end > actor.start][:4]


_VISITS = frozenset({"042", "043"})
"""CAMEO codes of who pays a visit and who has one paid."""
_BUREAUS = 3_000_000
"""People in a town from which a whole country is reported."""
