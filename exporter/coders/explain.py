"""A coding laid out for those who ask why: values with their words and reasons, and passages that gave no event."""

from collections.abc import Iterator
from dataclasses import dataclass

from exporter.coders.coding import CodedEvent, Coding, Value

# Columns that one decision gives together, by the one that names it.
_TOGETHER = {
    "sub_event_type": ("event_type", "sub_event_type", "cameo_code"),
    "actor1": ("actor1", "assoc_actor_1"),
    "actor2": ("actor2", "assoc_actor_2"),
    "event_date": ("event_date", "event_date_end", "time_precision"),
    "location": ("location", "admin1", "country", "geo_precision"),
    "fatalities": ("fatalities", "fatalities_low", "fatalities_high"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what it is about, the value in the end (on the first step of each), the words, the reason."""

    about: str
    value: str
    words: str
    because: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One event with its steps."""

    title: str
    lines: tuple[Line, ...]


def explain(coding: Coding) -> tuple[list[Explained], list[Line]]:
    """The events of a coding with their steps, and a line for each passage that gave none.

    A coder that gives no reasons of its own is explained by its evidence.
    """
    told = [
        Explained(_title(number, event), tuple(_lines(event)))
        for number, event in enumerate(coding.events, 1)
    ]
    skipped = [Line("", "", passage.quote, passage.reason) for passage in coding.skipped]
    return told, skipped


def _title(number: int, event: CodedEvent) -> str:
    values = event.values
    return f"Event {number}: {values.get('sub_event_type')}, {values.get('location')}, {values.get('event_date')}"


def _lines(event: CodedEvent) -> Iterator[Line]:
    for about, columns in _TOGETHER.items():
        value = _shown([event.values.get(name) for name in columns])
        steps = [(reason.words, reason.because) for reason in event.why if reason.column == about]
        quoted = [(found.quote, "") for found in event.evidence.get(about, ())]
        for number, (words, because) in enumerate(steps or quoted or [("", "")]):
            yield Line(about if number == 0 else "", value if number == 0 else "", words, because)
    for reason in event.why:
        if reason.column not in _TOGETHER:
            yield Line(reason.column, "", reason.words, reason.because)


def _shown(values: list[Value]) -> str:
    return ", ".join(str(value) for value in dict.fromkeys(values) if value is not None)
