"""Codings for tests, of invented reports, in any number."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from exporter.articles.article import Article
from exporter.coders.coding import CodedEvent, Coding, Evidence
from exporter.coders.frame import event_frame
from exporter.store import Outcome, Store

TEXT = (
    "BAKI, 3 May (Həbər) — Soldiers and gunmen of the Şimal Front fought near Ağdam on Friday, and four of the "
    "gunmen died, said a spokesman. In Bogotá, students marched past the Plaza de Bolívar 🕊 the same day; "
    "nobody was hurt. Shells fell on Ağdam again on Saturday."
)
"""An invented report with letters of several alphabets, one of them outside the basic plane."""


def article(article_id: str = "həbər-1", text: str = TEXT, **known: Any) -> Article:
    facts = {"source": "Həbər", "title": "Döyüş: «Ağdam»", "url": f"https://example.org/{article_id}"}
    return Article(article_id, text, date(2019, 5, 3), **(facts | {"language": "en"} | known))


def quoted(text: str, *quotes: str) -> tuple[Evidence, ...]:
    starts = [text.index(quote) for quote in quotes]
    return tuple(Evidence.of(text, at, at + len(q)) for at, q in zip(starts, quotes, strict=True))


def battle(text: str = TEXT, **changes: Any) -> CodedEvent:
    """Four die in a battle near Ağdam."""
    values: dict[str, Any] = {
        "event_date": date(2019, 5, 3),
        "event_date_end": date(2019, 5, 3),
        "time_precision": "day",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "cameo_code": "193",
        "actor1": "Military Forces of Azerbaijan",
        "actor1_type": "State forces",
        "actor1_country": "AZE",
        "assoc_actor_1": None,
        "actor2": "Şimal Front",
        "actor2_type": "Rebel group",
        "actor2_country": "AZE",
        "assoc_actor_2": None,
        "fatalities": 4,
        "fatalities_low": 4,
        "fatalities_high": 4,
        "country": "Azerbaijan",
        "admin1": None,
        "admin2": None,
        "location": "Ağdam",
        "latitude": 39.99333,
        "longitude": 46.92958,
        "geo_precision": "place",
        "notes": "Soldiers and gunmen of the Şimal Front fought near Ağdam; four gunmen died.",
        "tags": None,
        "confidence": 0.8125,
    }
    evidence = {
        "location": quoted(text, "Ağdam"),
        "event_type": quoted(text, "fought", "gunmen"),
        "fatalities": quoted(text, "four of the gunmen died"),
    }
    return CodedEvent(values | changes, evidence)


def protest(text: str = TEXT, **changes: Any) -> CodedEvent:
    """Students march in Bogotá; the other side is nobody."""
    values = {
        "event_type": "Protests",
        "sub_event_type": "Peaceful protest",
        "cameo_code": "141",
        "actor1": "Protesters (Colombia)",
        "actor1_type": "Protesters",
        "actor1_country": "COL",
        "actor2": None,
        "actor2_type": None,
        "actor2_country": None,
        "fatalities": None,
        "fatalities_low": None,
        "fatalities_high": None,
        "country": "Colombia",
        "location": "Bogotá",
        "latitude": 4.60971,
        "longitude": -74.08175,
        "notes": "Students marched past the Plaza de Bolívar 🕊.",
        "confidence": None,
    }
    event = battle(text, **(values | changes))
    return CodedEvent(event.values, {"event_type": quoted(text, "marched past the Plaza de Bolívar 🕊")})


def coding(
    *events: CodedEvent, of: Article | None = None, name: str = "dictionary", version: str = "1.0.0"
) -> Coding:
    return Coding(of or article(), name, version, events)


def add(store: Store, made: Coding, **options: Any) -> Outcome:
    return store.add(made, event_frame([made]), **options)


def generated(number: int) -> Coding:
    """The coding of the report with this number: one to three events, each with evidence."""
    text = f"Report {number}. {TEXT}"
    day = date(2000, 1, 1) + timedelta(days=number)
    days = {"event_date": day, "event_date_end": day}
    events: Sequence[CodedEvent] = (
        battle(text, **days),
        protest(text, **days),
        battle(text, **days, event_type="Violence against civilians", sub_event_type="Attack",
               cameo_code="180", actor2="Civilians (Azerbaijan)", actor2_type="Civilians"),
    )  # fmt: skip
    return coding(*events[: 1 + number % 3], of=article(f"report-{number}", text))


TABLES = ("events", "sources", "evidence")


def state(store: Store, revision: int | None = None) -> dict[str, pl.DataFrame]:
    return {name: store.table(name, revision=revision) for name in TABLES}


def same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> bool:
    return all(one[name].schema == other[name].schema and one[name].equals(other[name]) for name in TABLES)


def complete(store: Store) -> int:
    """Check that every report of `generated` in the store is there whole, and give their number."""
    frames = state(store)
    events = frames["events"].join(
        frames["sources"].select("event_id", of="article_id"), on="event_id", validate="1:1"
    )
    found = {row["of"]: row["rows"] for row in events.group_by("of").agg(rows=pl.len()).to_dicts()}
    quotes = frames["evidence"].group_by("event_id").agg(rows=pl.len())
    known = {row["event_id"]: row["rows"] for row in quotes.to_dicts()}
    count = 0
    for kept in store.articles():
        count += 1
        made = generated(int(kept.id.removeprefix("report-")))
        assert kept == made.article
        assert store.has_coding(kept, made.coder_name, made.coder_version)
        assert found.pop(kept.id) == len(made.events)
        rows = events.filter(pl.col("of") == kept.id)
        want = sorted(sum(map(len, event.evidence.values())) for event in made.events)
        assert sorted(known[event_id] for event_id in rows["event_id"]) == want
    assert not found, "events without their article"
    assert store.counts()["codings"] == count
    return count
