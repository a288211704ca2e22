"""Our own event table as a format among the others: every column stays what it is."""

from exporter.codebook.checks import EVENT_RULES
from exporter.codebook.event import Event
from exporter.formats.format import Format

EVENTS = Format(
    name="events",
    title="the event table",
    model=Event,
    rules=EVENT_RULES,
    key=("event_id",),
    marks=frozenset({"event_id", "event_date", "event_date_end", "sub_event_type", "cameo_code"}),
    missing=(),
)
