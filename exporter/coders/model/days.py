"""When: the days that the quoted words give, by the rules; the model's reckoning is only compared with them."""

from collections.abc import Sequence
from datetime import date

from exporter.coders.coding import Evidence
from exporter.coders.dictionary.dates import DateMention, find_dates
from exporter.coders.dictionary.draft import When, Words
from exporter.coders.dictionary.values import week_before
from exporter.coders.model.answer import Found
from exporter.coders.model.report import Report

Range = tuple[date, date]


def read_days(report: Report, found: Found, previous: Range | None) -> tuple[When, list[str]]:
    """The days of an event and what is doubtful about them.

    Args:
        report: The report.
        found: What the model found.
        previous: The days of the event told before, which `the next day` counts from.
    """
    quotes = found.quotes["event_date"]
    mentions = [mention for quote in quotes if (mention := _mention(report, quote, previous))]
    if mentions:
        return _of_rules(mentions, found.days)
    if quotes and found.days and not report.english:
        words = Words(quotes[0].start, quotes[0].end)
        when = When(*found.days, "day", words)
        return when, ["event_date: reckoned by the model, since the rules read English only"]
    guess = week_before(report.article.published)
    if quotes:
        return guess, ["event_date: no day can be read from the words quoted"]
    doubt = "event_date: no words of the report say when" if found.days else "event_date: not said"
    return guess, [doubt]


def _of_rules(mentions: Sequence["_Read"], days: Range | None) -> tuple[When, list[str]]:
    first = mentions[0]
    when = When(first.first, first.last, first.precision, first.words)
    if days is None:
        return when, []
    within = [m for m in mentions if days[0] <= m.first and m.last <= days[1]]
    if len(within) > 1:
        # `from Monday` and `until Thursday`, quoted apart.
        start, end = min(m.first for m in within), max(m.last for m in within)
        return When(start, end, within[0].precision, within[0].words), []
    if when.first <= days[1] and days[0] <= when.last:
        return when, []
    said = f"event_date: the words give {_shown(when.first, when.last)}, the model {_shown(*days)}"
    if first.anaphoric:
        # Which event `two days earlier` counts from is for the reader to say.
        return When(*days, "day", first.words), [said]
    return when, [said]


class _Read:
    """One mention of a date at its place in the article."""

    def __init__(self, mention: DateMention, offset: int) -> None:
        self.first, self.last = mention.first, mention.last
        self.precision = mention.precision
        self.anaphoric = mention.kind == "anaphoric"
        self.words = Words(offset + mention.start, offset + mention.end)


def _mention(report: Report, quote: Evidence, previous: Range | None) -> _Read | None:
    """The date at the quoted words, read in their paragraph; `before Tuesday's` words may matter."""
    if not report.english:
        return None
    passage = report.passage(quote)
    start = passage.start if passage else quote.start
    end = passage.start + len(passage.text) if passage else quote.end
    text = report.article.text[start:end]
    dated = [
        m
        for m in find_dates(text, report.article.published, previous=previous)
        if m.kind != "vague"
        and start + m.start < quote.end
        and quote.start < start + m.end
        # `the first since 1994` says how rare an event is, not when it was.
        and not text[m.start : m.end].lower().startswith("since")
    ]
    if not dated:
        return None
    best = max(dated, key=lambda m: min(start + m.end, quote.end) - max(start + m.start, quote.start))
    return _Read(best, start)


def _shown(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"
