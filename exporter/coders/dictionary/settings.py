"""How the dictionary coder is set: how far back events count, and which of its parts are at work."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

HORIZON = 365
"""Days before publication after which an event is background to a report."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the coder is to do.

    Attributes:
        background: Whether background is coded too, tagged as such, where the report gives its date.
        horizon: Days before publication after which an event is background.
        merging: Whether mentions of one event become one.
        skipping: Whether what did not happen is passed over.
        metonyms: Whether a capital stands for its government.
        truecasing: Whether texts in capitals are written in small letters first.
        regions: Whether our list of regions, which gazetteers lack, is at hand.
        calibration: Whether the confidence in the events of a note is what the notes have shown it to be worth.

    The parts are all at work but where it is measured what each of them brings.
    """

    background: bool = False
    horizon: int = HORIZON
    merging: bool = True
    skipping: bool = True
    metonyms: bool = True
    truecasing: bool = True
    regions: bool = True
    calibration: bool = True

    def marks(self) -> Iterator[str]:
        """What the coder's version says of settings that are not the usual ones, since they change the codings."""
        if self.background:
            yield "background"
        if self.horizon != HORIZON:
            yield f"horizon{self.horizon}"
        for part in fields(self):
            if part.name not in ("background", "horizon") and not getattr(self, part.name):
                yield f"without-{part.name}"


USUAL = Settings()
