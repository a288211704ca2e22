"""What is wrong with a line of a dictionary, as `lint-dictionary` tells it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A broken line: the file, the line counted from 1, what is wrong with it, and what to do."""

    file: Path
    line: int
    what: str
    remedy: str
