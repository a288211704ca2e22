"""The model's answer held against the lists and the text: what can be used of it, and what is wrong with it.

Nothing is believed here: a code is one of its list, a day one of the calendar that had come by publication, and a
quote is in the text, or it is gone. An event that loses what it stands on is not used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import jsonschema_rs

from exporter.articles.article import Article
from exporter.codebook.codelists import codes, mapping
from exporter.coders.coding import Evidence, Skipped, Value
from exporter.coders.dictionary.lexicon import fold, lexicon
from exporter.coders.locate import Text
from exporter.coders.model.own import Own
from exporter.coders.model.prompt import ASKED, MOST_EVENTS, QUOTED
from exporter.coders.model.readjson import NotJsonError, json_object

BACKGROUND = timedelta(days=365)
"""What lies this long before publication is background to the report, as for the dictionary coder."""

MOST_FAULTS = 20
_MOST_QUOTES = 6
_MOST_DEATHS = 10_000_000


@dataclass(frozen=True, slots=True)
class Party:
    """One side as the model names it; the type and the country are codes, or None where they are none."""

    name: str
    actor_type: str | None
    country: str | None
    others: tuple[str, ...]
    quotes: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One event as the model found it: codes of the lists, days of the calendar, words of the text.

    Attributes:
        sub_event_type: What it is.
        cameo_code: The action code; None where the model gives none of the list.
        days: First and last day, as the model reckons; None where it gives none that can be.
        sides: Actor 1 and, where there is one, actor 2.
        fatalities: Deaths, as the model counts.
        location: The name of the place.
        admin1: The name of the unit that it lies in.
        iso3: The country, as ISO 3166-1 alpha-3; None where the model gives none of the list.
        quotes: The words for each column of `prompt.QUOTED`, where they are in the text.
        doubts: What was wrong with the event and could be done without.
        own: The values of columns that a project adds; their words are among the quotes.
    """

    sub_event_type: str
    cameo_code: str | None
    days: tuple[date, date] | None
    sides: tuple[Party | None, Party | None]
    fatalities: int | None
    location: str
    admin1: str | None
    iso3: str | None
    quotes: Mapping[str, tuple[Evidence, ...]]
    doubts: tuple[str, ...] = ()
    own: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Examined:
    """What an answer holds.

    Attributes:
        usable: Whether it is an object with events at all.
        events: The events that can be used.
        skipped: Passages that the model passed over, and events that cannot be used, with the reason.
        faults: What is wrong, each as a sentence that the model can mend it by.
    """

    usable: bool
    events: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    faults: tuple[str, ...] = ()


def examine(said: str, article: Article, own: Own | None = None) -> Examined:
    """Hold an answer against the lists and the text of its article.

    Args:
        said: The answer.
        article: The article.
        own: The columns that a project adds and that were asked for.
    """
    try:
        answer = json_object(said)
    except NotJsonError as error:
        return Examined(usable=False, faults=(f"It is no JSON object of that form: {error}.",))
    events = answer.get("events")
    if not isinstance(events, list):
        return Examined(usable=False, faults=("`events` is missing or no list.",))
    return _Reader(article, Text(article.text), own or Own()).read(events, answer.get("skipped"))


def opening(text: str) -> Evidence:
    """The first line of a text: what a reason is hung on that concerns the whole of it."""
    start = len(text) - len(text.lstrip())
    line = text[start:].split("\n", 1)[0][:200].rstrip()
    return Evidence.of(text, start, start + len(line)) if line else Evidence.of(text, 0, 1)


@dataclass
class _Reader:
    article: Article
    text: Text
    own: Own
    faults: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def read(self, events: Sequence[Any], passed: Any) -> Examined:
        found: list[Found] = []
        if len(events) > MOST_EVENTS:
            self.faults.append(f"`events` has {len(events)} entries; no report has more than {MOST_EVENTS}.")
        for number, event in enumerate(events[:MOST_EVENTS]):
            one = self._event(f"events[{number}]", event)
            if one is not None and one not in found:
                found.append(one)
        for passage in passed[:MOST_EVENTS] if isinstance(passed, list) else ():
            self._passage(passage)
        return Examined(
            usable=True,
            events=tuple(found),
            skipped=tuple(dict.fromkeys(self.skipped)),
            faults=tuple(self.faults[:MOST_FAULTS]),
        )

    def _event(self, where: str, event: Any) -> Found | None:
        wrong = _shape_faults(event)
        if wrong:
            self.faults += [f"{where}{fault}" for fault in wrong]
            self._drop(f"not of the form asked for: {wrong[0].lstrip('. ')}"[:300], {})
            return None
        doubts: list[str] = []
        quotes = self._quotes(where, event["evidence"], doubts)
        sub = _code("sub_event_types", event["sub_event_type"])
        if sub is None:
            said = f"{event['sub_event_type']!r} is no code of sub_event_types"
            self._fault(f"{where}.sub_event_type: {said}.", said, quotes)
            return None
        for core, what in (("sub_event_type", "what happened"), ("location", "where")):
            if not quotes[core]:
                fault = f"{where}.evidence.{core}: no words of the report are quoted for {what}."
                self._fault(fault, f"no words of the report say {what}", quotes)
                return None
        days = self._days(where, event, doubts)
        if days and self.article.published - days[1] > BACKGROUND:
            long_ago = f"background: {days[1].year}, more than {BACKGROUND.days} days before publication"
            self._drop(long_ago, quotes)
            return None
        return Found(
            sub_event_type=sub,
            cameo_code=self._listed(where, event, "cameo_code", "cameo", doubts),
            days=days,
            sides=(self._party(where, event, "1", quotes, doubts), self._party(where, event, "2", quotes, doubts)),
            fatalities=self._deaths(where, event, quotes, doubts),
            location=_short(event.get("location")) or quotes["location"][0].quote,
            admin1=_short(event.get("admin1")),
            iso3=self._country(where, event, "country", doubts),
            quotes=quotes,
            own=self._own(where, event, quotes, doubts),
            doubts=tuple(doubts),
        )  # fmt: skip

    def _quotes(
        self, where: str, evidence: Mapping[str, Any], doubts: list[str]
    ) -> dict[str, tuple[Evidence, ...]]:
        """The quotes of each column that are in the text; those of the act first, the others near them."""
        found: dict[str, tuple[Evidence, ...]] = {}
        near = 0
        for column in (*QUOTED, *self.own.names):
            said = evidence.get(column) or ()
            said = [said] if isinstance(said, str) else said[:_MOST_QUOTES]
            located = []
            for number, quote in enumerate(one for one in said if one.strip()):
                place = self.text.find(quote, near)
                if place is None:
                    shown = quote if len(quote) <= 120 else f"{quote[:120]}..."
                    self.faults.append(
                        f"{where}.evidence.{column}[{number}]: {shown!r} does not stand in the report."
                    )
                    doubts.append(f"{column}: words quoted that are not in the report")
                else:
                    located.append(place)
            found[column] = tuple(dict.fromkeys(located))
            if column == "sub_event_type" and located:
                near = located[0].start
        return found

    def _days(self, where: str, event: Mapping[str, Any], doubts: list[str]) -> tuple[date, date] | None:
        first, last = _day(event.get("event_date")), _day(event.get("event_date_end"))
        for column, day in (("event_date", first), ("event_date_end", last)):
            if day is None and event.get(column):
                self.faults.append(f"{where}.{column}: {event[column]!r} is no day, written as 2016-05-16.")
                doubts.append(f"{column}: no day of the calendar")
        if first is None or (last is not None and last < first):
            if first is not None:
                self.faults.append(f"{where}.event_date_end is before event_date.")
                doubts.append("event_date_end: before event_date")
            return None
        last = last or first
        if first > self.article.published:
            self.faults.append(f"{where}.event_date: {first} is after publication.")
            doubts.append("event_date: after publication")
            return None
        return first, min(last, self.article.published)

    def _party(
        self, where: str, event: Mapping[str, Any], number: str, quotes: Mapping[str, tuple[Evidence, ...]],
        doubts: list[str],
    ) -> Party | None:  # fmt: skip
        name = _short(event.get(f"actor{number}"))
        said = quotes[f"actor{number}"]
        if name is None and not said:
            return None
        others = tuple(
            other
            for other in map(_short, (event.get(f"assoc_actor_{number}") or "").split(";")[:8])
            if other is not None
        )
        kind = self._listed(where, event, f"actor{number}_type", "actor_types", doubts)
        country = self._country(where, event, f"actor{number}_country", doubts)
        return Party(name or "", kind, country, others, said)

    def _deaths(
        self, where: str, event: Mapping[str, Any], quotes: Mapping[str, tuple[Evidence, ...]], doubts: list[str]
    ) -> int | None:  # fmt: skip
        number = event.get("fatalities")
        if number is None:
            return None
        if not 0 <= number <= _MOST_DEATHS:
            self.faults.append(f"{where}.fatalities: {number} cannot be.")
            doubts.append("fatalities: a number that cannot be")
            return None
        if not quotes["fatalities"]:
            self.faults.append(
                f"{where}.evidence.fatalities: no words of the report are quoted for {number}."
            )
            doubts.append("fatalities: no words of the report say so")
            return None
        return int(number)

    def _own(
        self, where: str, event: Mapping[str, Any], quotes: Mapping[str, tuple[Evidence, ...]], doubts: list[str]
    ) -> dict[str, Value]:  # fmt: skip
        """What the model says in a project's columns, where they can hold it and words are quoted for it."""
        found: dict[str, Value] = {}
        for column in self.own.names:
            said = event.get(column)
            said = _short(said) if isinstance(said, str) else said
            if said is None:
                continue
            try:
                value = self.own.value(column, said)
            except ValueError as error:
                self.faults.append(f"{where}.{column}: {error}.")
                doubts.append(f"{column}: a value that cannot be")
                continue
            if not quotes[column]:
                self.faults.append(
                    f"{where}.evidence.{column}: no words of the report are quoted for {value!r}."
                )
                doubts.append(f"{column}: no words of the report say so")
                continue
            found[column] = value
        return found

    def _listed(
        self, where: str, event: Mapping[str, Any], column: str, name: str, doubts: list[str]
    ) -> str | None:
        said = _short(event.get(column))
        code = _code(name, said)
        if said is not None and code is None:
            self.faults.append(f"{where}.{column}: {said!r} is no code of {name}.")
            doubts.append(f"{column}: no code of {name}")
        return code

    def _country(self, where: str, event: Mapping[str, Any], column: str, doubts: list[str]) -> str | None:
        said = _short(event.get(column))
        iso3 = country_code(said)
        if said is not None and iso3 is None:
            self.faults.append(f"{where}.{column}: {said!r} is no country of the list.")
            doubts.append(f"{column}: no country of the list")
        return iso3

    def _passage(self, passage: Any) -> None:
        """A passage that the model passed over; one that is not in the text is nothing to keep."""
        if not isinstance(passage, Mapping):
            return
        quote, reason = passage.get("quote"), passage.get("reason")
        if not isinstance(quote, str) or not isinstance(reason, str):
            return
        place, why = self.text.find(quote), _short(reason)
        if place and why:
            self.skipped.append(Skipped(place.quote, why, place.start, place.end))

    def _fault(self, fault: str, reason: str, quotes: Mapping[str, tuple[Evidence, ...]]) -> None:
        self.faults.append(fault)
        self._drop(reason, quotes)

    def _drop(self, reason: str, quotes: Mapping[str, tuple[Evidence, ...]]) -> None:
        """Keep that an event was dropped, at words of it that are in the text, else at the first line."""
        place = next((found[0] for found in quotes.values() if found), None) or opening(self.article.text)
        self.skipped.append(Skipped(place.quote, f"refused: {reason}", place.start, place.end))


# -- forms and lists ---------------------------------------------------------------------------------------


_TEXT = {"type": ["string", "null"], "maxLength": 400}
_SHAPE = {
    "type": "object",
    "properties": {
        **dict.fromkeys(ASKED, _TEXT),
        "sub_event_type": {"type": "string", "maxLength": 400},
        "fatalities": {"type": ["integer", "null"]},
        "evidence": {
            "type": "object",
            "additionalProperties": {
                "anyOf": [{"type": ["string", "null"]}, {"type": "array", "items": {"type": "string"}}]
            },
        },
    },
    "required": ["sub_event_type", "evidence"],
}


@cache
def _shape() -> Any:
    return jsonschema_rs.Draft202012Validator(_SHAPE)


def _shape_faults(event: Any) -> list[str]:
    """Where an event is not of the form, each with the place in it."""
    found = []
    for error in _shape().iter_errors(event):
        place = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in error.instance_path)
        said = error.message if len(error.message) <= 200 else f"{error.message[:200]}..."
        found.append(f"{place}: {said}.")
    return found[:5]


@cache
def _by_fold(name: str) -> dict[str, str]:
    return {code.casefold(): code for code in codes(name)}


def _code(name: str, said: str | None) -> str | None:
    """The code of a list that was meant, whatever its case."""
    return None if said is None else _by_fold(name).get(said.strip().casefold())


@cache
def _countries() -> dict[str, str]:
    by_name = {fold(str(name)): str(iso3) for name, iso3 in mapping("countries", "iso3").items()}
    return {str(iso3).casefold(): str(iso3) for iso3 in codes("countries", "iso3")} | by_name


def country_code(said: str | None) -> str | None:
    """The ISO 3166-1 alpha-3 code of a country, by that code or by a name that the lists know."""
    if said is None:
        return None
    known = _countries().get(fold(said))
    if known is None:
        named = lexicon().nationality(said)
        known = named.iso3 if named and named.kind == "name" else None
    return known if known in codes("countries", "iso3") else None


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said and len(said) == 10 else None
    except ValueError:
        return None


def _short(said: Any) -> str | None:
    """Words on one line without control characters; None where there are none or far too many."""
    if not isinstance(said, str):
        return None
    bare = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return bare if 0 < len(bare) <= 300 else None
