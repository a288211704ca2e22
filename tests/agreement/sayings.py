"""What invented coders say of invented articles."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from exporter.agreement import Said
from tests.store.codings import battle


def row(**changes: Any) -> dict[str, Any]:
    """An event as a coding record holds it."""
    values = battle().values | changes
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def said(coder: str, *rows: dict[str, Any], article: str = "one", **known: Any) -> Said:
    facts = {"sha256": article, "published": date(2019, 5, 3), "version": "1"} | known
    return Said(
        article, facts["sha256"], facts["published"], coder, facts["version"], rows, known.get("coded")
    )


TYPES = ("Battles", "Protests", "Riots")
NAMES = (
    "Military Forces of Azerbaijan",
    "Şimal Front",
    "Protesters (Colombia)",
    "Police Forces of Colombia",
    None,
)
PLACES = ("Ağdam", "Bogotá", "Barda", "San José del Guaviare")


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A few events that are alike enough to be mistaken for each other."""
    return [
        row(
            event_type=draw(st.sampled_from(TYPES)),
            event_date=(day := f"2019-05-0{draw(st.integers(1, 5))}"),
            event_date_end=day,
            actor1=draw(st.sampled_from(NAMES[:-1])),
            actor2=draw(st.sampled_from(NAMES)),
            location=draw(st.sampled_from(PLACES)),
            fatalities=draw(st.sampled_from([None, 0, 1, 4])),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]
