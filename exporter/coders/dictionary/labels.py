"""What coders write before a note to say of what kind it is: `Defusal: On 27 April 2022, ...`.

The labels and what they make of a note stand in `data/labels.csv`.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache

from exporter.coders.dictionary.lexicon import DATA, fold


@dataclass(frozen=True, slots=True)
class Label:
    """Words with the sub event type that they say; behind a label the note starts."""

    sub_event_type: str
    start: int
    end: int


_LABEL = re.compile(r"\s*(?P<label>[A-Z][\w /-]{2,40}):\s+(?=[A-Z])")


def label_of(text: str) -> Label | None:
    """The label that a text begins with, or None where it begins with none that is known."""
    found = _LABEL.match(text)
    sub = _labels().get(fold(found["label"])) if found else None
    return Label(sub, found.start("label"), found.end()) if found and sub else None


_CODED_AS = re.compile(
    r"\bcoded as (?:an? |the )?(?P<kind>[a-z/ -]{3,30}?)s? (?:by default|based on|due to|given)\b",
    re.IGNORECASE,
)


def coded_as(text: str) -> Label | None:
    """What a note's coder says that he coded it as: `(coded as air/drone strikes by default)`."""
    for found in _CODED_AS.finditer(text):
        if sub := _labels().get(fold(found["kind"])):
            return Label(sub, found.start(), found.end())
    return None


@cache
def _labels() -> dict[str, str]:
    with (DATA / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {fold(row["label"]): row["sub_event_type"] for row in csv.DictReader(file)}
