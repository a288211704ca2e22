"""Sheets that come filled in, with what a machine found in the articles."""

from collections.abc import Iterable, Iterator
from typing import Any

from exporter.articles.article import Article
from exporter.coders.coding import CodedEvent, Coding
from exporter.coders.frame import event_frame
from exporter.sheets.choices import shown_for
from exporter.sheets.parts import AT, COLUMNS, EVENT, EVENT_ID, QUOTE, QUOTED, Row, Sheet
from exporter.store import Store
from exporter.store.matching import match


def proposed_sheets(articles: Iterable[Article], store: Store) -> Iterator[Sheet]:
    """A sheet for each article with a row for each event that a machine found in this very text."""
    for article in articles:
        kept = store.article(article.id)
        coding = store.work.machine_coding(article.id) if kept and kept.text == article.text else None
        if coding is None or not coding.events:
            yield Sheet(article)
        else:
            yield filled_sheet(coding, store.work.events_of(article.id))


def filled_sheet(coding: Coding, known: Iterable[dict[str, Any]] = ()) -> Sheet:
    """A sheet with a coding's events, linked to the events of the store that they are."""
    stored = list(known)
    pairs = match(stored, event_frame([coding]).to_dicts())
    rows: list[Row] = []
    quotes: list[Row] = []
    for number, event in enumerate(coding.events):
        cells = _cells(event) | {EVENT: number + 1}
        if number in pairs:
            cells[EVENT_ID] = stored[pairs[number]]["event_id"]
        rows.append(Row(cells))
        quotes += _quotes(event, number + 1)
    return Sheet(coding.article, proposed=True, rows=tuple(rows), quotes=tuple(quotes))


def _cells(event: CodedEvent) -> dict[str, Any]:
    return {name: shown_for(name, value) for name in COLUMNS if (value := event.values.get(name)) is not None}


def _quotes(event: CodedEvent, number: int) -> Iterator[Row]:
    for column in COLUMNS:
        for one in event.evidence.get(column, ()):
            yield Row({EVENT: number, QUOTED: column, AT: one.start, QUOTE: one.quote})
