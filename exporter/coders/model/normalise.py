"""From what the model found to events: the model finds, the rules normalise.

Days, places, actors and counts are read from the quoted words by the code that the dictionary coder reads with. Where
that differs from what the model says, or can read nothing, the event is doubted, and its confidence is the lower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from exporter.articles.article import Article
from exporter.codebook.codelists import mapping
from exporter.coders.coding import CodedEvent, Evidence, Reason, Skipped, Value
from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.casting import cast
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.dictionary.draft import EVENT_TYPE_OF, VIOLENT, Deaths, Draft, When, Where, Words
from exporter.coders.dictionary.values import (
    notes_on,
    values_of_count,
    values_of_days,
    values_of_place,
    values_of_side,
)
from exporter.coders.model.answer import BACKGROUND, Found
from exporter.coders.model.days import read_days
from exporter.coders.model.deaths import read_deaths
from exporter.coders.model.report import Report
from exporter.coders.model.sides import read_side
from exporter.coders.model.spots import read_spot

SURE = 0.95
"""The confidence of an event of which nothing is doubtful."""

DOUBT = 0.8
"""What each doubt leaves of it."""

_FEWEST = 0.05
_CODES = {str(sub): str(code) for sub, code in mapping("sub_event_types", "cameo_code").items()}
_QUAD = {str(code): str(quad) for code, quad in mapping("cameo", "quad_class").items()}


@dataclass(frozen=True)
class Normaliser:
    """Makes events of what a model found.

    Attributes:
        dictionary: The coder whose lists, gazetteer and grammar are used.
    """

    dictionary: DictionaryCoder

    def events(self, article: Article, found: Sequence[Found]) -> tuple[list[CodedEvent], list[Skipped]]:
        """The events of one article in the order given, and those of which too little is known."""
        if not found:
            return [], []
        report = Report(article, self.dictionary.reading(article.text))
        events: list[CodedEvent] = []
        skipped: list[Skipped] = []
        previous: tuple[date, date] | None = None
        told = set()
        for one in found:
            made = _made(report, one, previous)
            words = one.quotes["sub_event_type"][0]
            if isinstance(made, str):
                skipped.append(Skipped(words.quote, f"refused: {made}", words.start, words.end))
                continue
            event, when = made
            values = event.values
            key = tuple(
                values[name] for name in ("sub_event_type", "event_date", "actor1", "actor2", "location")
            )
            if key in told:
                skipped.append(Skipped(words.quote, "refused: told twice", words.start, words.end))
                continue
            told.add(key)
            events.append(event)
            previous = (when.first, when.last)
        return events, skipped


def _made(report: Report, found: Found, previous: tuple[date, date] | None) -> tuple[CodedEvent, When] | str:
    """The event with its days, or the reason why there is none."""
    where, doubts = read_spot(report, found)
    if where is None:
        return "the words quoted for the place name none that is known"
    when, more = read_days(report, found, previous)
    doubts += more
    if report.article.published - when.last > BACKGROUND:
        return f"background: {when.last.year}, more than {BACKGROUND.days} days before publication"
    draft, more = _with_sides(report, found, where, when)
    doubts += more
    deaths, more = read_deaths(report, found)
    doubts += more
    country = where.place.iso3
    side1 = [actor.settled(country) for actor in draft.side1]
    if not side1:
        return "no actor known"
    title = side1[0].title(report.lexicon)
    side2 = [a for a in (b.settled(country) for b in draft.side2) if a.title(report.lexicon) != title]
    code, more = _cameo(found)
    doubts = [*found.doubts, *doubts, *more]
    return _event(report, found, draft, (side1, side2), (when, where, deaths), code, doubts), when


def _with_sides(report: Report, found: Found, where: Where, when: When) -> tuple[Draft, list[str]]:
    """The draft of the event with its sides, in the roles that this kind of event has."""
    violent = EVENT_TYPE_OF[found.sub_event_type] in VIOLENT
    sides: list[tuple[Actor, ...]] = []
    doubts: list[str] = []
    for number, party in enumerate(found.sides, 1):
        act = found.quotes["sub_event_type"][0]
        actors, more = read_side(report, party, f"actor{number}", where.place.iso3, act, violent=violent)
        doubts += more
        sides.append(tuple(actors))
    words = tuple(Words(quote.start, quote.end) for quote in found.quotes["sub_event_type"])
    draft = Draft(
        sub_event_type=found.sub_event_type,
        cameo_code=found.cameo_code or _CODES[found.sub_event_type],
        kind="",
        lemma="",
        triggers=words,
        sentences=words,
        side1=sides[0],
        side2=tuple(actor for actor in sides[1] if actor not in sides[0]),
        when=when,
        where=where,
    )
    return cast(draft), doubts


def _cameo(found: Found) -> tuple[str, list[str]]:
    """The model's code where it is of the same quad class as its sub event type, else that of the sub type."""
    usual = _CODES[found.sub_event_type]
    if found.cameo_code is None:
        return usual, []
    if _QUAD[found.cameo_code] != _QUAD[usual]:
        return usual, [f"cameo_code: {found.cameo_code} does not go with {found.sub_event_type}"]
    return found.cameo_code, []


def _event(
    report: Report,
    found: Found,
    draft: Draft,
    sides: tuple[Sequence[Actor], Sequence[Actor]],
    read: tuple[When, Where, Deaths | None],
    code: str,
    doubts: Sequence[str],
) -> CodedEvent:
    text, lexicon, (when, where, deaths) = report.article.text, report.lexicon, read
    country = where.place.iso3
    values: dict[str, Value] = {}
    evidence: dict[str, tuple[Evidence, ...]] = {}

    def give(columns: dict[str, Value], words: Sequence[Words]) -> None:
        values.update(columns)
        quoted = tuple(dict.fromkeys(Evidence.of(text, w.start, w.end) for w in words if w.end > w.start))
        evidence.update({name: quoted for name, value in columns.items() if value is not None and quoted})

    give(values_of_days(when), [when.words] if when.words else [])
    kind: dict[str, Value] = {
        "event_type": draft.event_type,
        "sub_event_type": draft.sub_event_type,
        "cameo_code": code,
    }
    give(kind, draft.triggers[:3])
    for number, side in zip("12", sides, strict=True):
        told = values_of_side(number, side, country, lexicon, violent=draft.violent)
        give(told, [Words(actor.start, actor.end) for actor in side][:4])
    give(values_of_count(deaths.count if deaths else None), [deaths.words] if deaths else [])
    give(values_of_place(where.place), [where.words])
    for name, value in found.own.items():
        give({name: value}, [Words(quote.start, quote.end) for quote in found.quotes[name]])
    give({"notes": notes_on(values, when, where.place, report.article.source)}, draft.sentences[:3])
    values |= {"tags": None, "confidence": max(round(SURE * DOUBT ** len(doubts), 2), _FEWEST)}
    return CodedEvent(values, evidence, _reasons(found, doubts))


def _reasons(found: Found, doubts: Sequence[str]) -> tuple[Reason, ...]:
    """What the model quoted for each column, and each doubt."""
    quoted = [
        Reason(column, quote.quote, "quoted by the model, read by the rules")
        for column, quotes in found.quotes.items()
        for quote in quotes
    ]
    doubted = [
        Reason(column, "", f"doubt: {said.strip()}")
        for column, _, said in (doubt.partition(":") for doubt in doubts)
    ]
    return (*quoted, *doubted)
