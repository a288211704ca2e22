"""Reports that a model is asked about, and what a good model says of them."""

import json
import re
from datetime import date

from exporter.articles import Article
from exporter.coders.model.prompt import ASKED, QUOTED

TOWNS = ("Kunduz", "Herat", "Kandahar", "Jalalabad", "Ghazni")
PUBLISHED = date(2020, 6, 4)  # a Thursday

_LEAD = re.compile(
    r"A bomb exploded in a crowded market in (?P<town>\w+) on (?P<day>\w+), "
    r"(?P<deaths>killing at least (?P<count>\d+) (?P<who>civilians)), (?P<by>police) said"
)


def report(number: int = 0, *, more: str = "") -> Article:
    """A short report of an attack; each number is another text."""
    town = TOWNS[number % len(TOWNS)]
    text = (
        f"Blast in {town} kills at least {number + 3}\n\n"
        f"KABUL (Sample Wire) - A bomb exploded in a crowded market in {town} on Tuesday, "
        f"killing at least {number + 3} civilians, police said.\n\n"
        "Taliban fighters may attack the town again, a local official said." + more
    )
    return Article(f"report-{number}", text, PUBLISHED, "Sample Wire")


def event(**given: object) -> dict:
    """An event in the form asked for; `quotes` are its evidence."""
    quotes = given.pop("quotes", {})
    bare: dict = dict.fromkeys(ASKED) | {"actor1": "Unidentified Armed Group (Afghanistan)"}
    evidence = {column: [] for column in QUOTED} | quotes
    return bare | given | {"evidence": evidence}


def attack(text: str) -> dict:
    """What a good model says of such a report."""
    lead = _LEAD.search(text)
    return event(
        sub_event_type="Remote explosive/landmine/IED",
        cameo_code="183",
        event_date="2020-06-02",
        event_date_end="2020-06-02",
        actor1_type="Political militia",
        actor1_country="AFG",
        actor2="Civilians (Afghanistan)",
        actor2_type="Civilians",
        actor2_country="AFG",
        fatalities=int(lead["count"]),
        location=lead["town"],
        country="Afghanistan",
        quotes={
            "sub_event_type": ["A bomb exploded"],
            "event_date": [lead["day"]],
            "actor2": [lead["who"]],
            "fatalities": [lead["deaths"]],
            "location": [lead["town"]],
        },
    )


def good(text: str) -> dict:
    """The whole answer."""
    passed = {"quote": "Taliban fighters may attack the town again", "reason": "hypothetical"}
    return {"events": [attack(text)], "skipped": [passed]}


def said(answer: object) -> str:
    """An answer as the model's words."""
    return json.dumps(answer, ensure_ascii=False)
