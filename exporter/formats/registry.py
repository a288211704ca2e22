"""The formats by name, and which of them a table is in."""

from collections.abc import Sequence

from exporter.errors import UsageError
from exporter.formats.acled import ACLED
from exporter.formats.events import EVENTS
from exporter.formats.format import Format
from exporter.formats.gdelt import GDELT, MENTIONS
from exporter.formats.ucdp import UCDP

FORMATS: dict[str, Format] = {layout.name: layout for layout in (EVENTS, ACLED, GDELT, MENTIONS, UCDP)}
"""Every format that is read and checked."""

CONVERTED = tuple(name for name in FORMATS if name != MENTIONS.name)
"""Those that hold events, and so can be converted."""


def format_of(columns: Sequence[str]) -> str | None:
    """The format that a header belongs to; none where it is no format's."""
    names = {name.strip().strip("\ufeff").lower() for name in columns}
    return next((layout.name for layout in FORMATS.values() if layout.marks <= names), None)


def the_format(name: str) -> Format:
    """A format of events by its name.

    Raises:
        UsageError: There is none of that name, or it holds no events.
    """
    if name not in CONVERTED:
        why = "holds mentions, not events" if name in FORMATS else "is not known"
        raise UsageError(f"The format {name!r} {why}.", f"There are: {', '.join(CONVERTED)}.")
    return FORMATS[name]
