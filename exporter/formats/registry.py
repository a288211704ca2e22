"""The formats by name, and which of them a table is in."""

from collections.abc import Sequence

from exporter.errors import UsageError
from exporter.formats.acled import ACLED
from exporter.formats.events import EVENTS
from exporter.formats.format import Format
from exporter.formats.gdelt import GDELT, MENTIONS
from exporter.formats.reports import SOURCES
from exporter.formats.ucdp import UCDP

FORMATS: dict[str, Format] = {
    layout.name: layout for layout in (EVENTS, ACLED, GDELT, UCDP, SOURCES, MENTIONS)
}
"""Every format that is read and checked."""

CONVERTED = tuple(name for name, layout in FORMATS.items() if layout.ours == "events")
"""Those that hold events, and so can be converted into each other."""

REPORTS = tuple(name for name, layout in FORMATS.items() if layout.ours == "sources")
"""Those that hold which articles report an event, and so can be converted into each other."""


def format_of(columns: Sequence[str]) -> str | None:
    """The format that a header belongs to; none where it is no format's."""
    names = {name.strip().strip("\ufeff").lower() for name in columns}
    return next((layout.name for layout in FORMATS.values() if layout.marks <= names), None)


def the_format(name: str) -> Format:
    """A format by its name.

    Raises:
        UsageError: There is none of that name.
    """
    if name not in FORMATS:
        raise UsageError(f"The format {name!r} is not known.", f"There are: {', '.join(FORMATS)}.")
    return FORMATS[name]
