"""An article for the desk's tests, invented, and what the machine says of it."""

from datetime import date
from typing import Any

from exporter.articles.article import Article
from exporter.coders.coding import CodedEvent
from tests.store.codings import battle, quoted

TEXT = (
    "Protest in Cochabamba leaves four dead\n\n"
    "LA PAZ — Police fired on farmers who had blocked the road to Cochabamba on Tuesday, killing at least four "
    "people, a hospital said. 🕊 The farmers had been on the road for a week.\n\n"
    "Elsewhere, teachers marched through Santa Cruz on Monday; nobody was hurt.\n"
)
ARTICLE = Article("road-1", TEXT, date(2019, 5, 3), "EFE", "Protest in Cochabamba", None, "en")

SHOTS: dict[str, Any] = {
    "event_date": date(2019, 4, 30),
    "event_date_end": date(2019, 4, 30),
    "event_type": "Protests",
    "sub_event_type": "Excessive force against protesters",
    "cameo_code": "175",
    "actor1": "Police Forces of Bolivia",
    "actor1_type": "State forces",
    "actor1_country": "BOL",
    "actor2": "Protesters (Bolivia)",
    "actor2_type": "Protesters",
    "actor2_country": "BOL",
    "fatalities": 3,
    "fatalities_low": 3,
    "fatalities_high": None,
    "country": "Bolivia",
    "admin1": "Cochabamba",
    "location": "Cochabamba",
    "latitude": -17.3895,
    "longitude": -66.1568,
    "notes": "Police fired on farmers who blocked a road near Cochabamba.",
}


def event(**changes: Any) -> CodedEvent:
    """What happened on the road, with evidence from the article."""
    made = battle(**(SHOTS | changes))
    evidence = {
        "location": quoted(TEXT, "Cochabamba"),
        "fatalities": quoted(TEXT, "at least four people"),
        "event_type": quoted(TEXT, "fired on farmers"),
    }
    return CodedEvent(made.values, evidence)


PROPOSED = (
    event(),
    CodedEvent(
        event(sub_event_type="Peaceful protest", cameo_code="141", location="Oruro", latitude=-17.98,
              longitude=-67.13, fatalities=None, fatalities_low=None).values,
        {"event_type": quoted(TEXT, "teachers marched")},
    ),
)  # fmt: skip
