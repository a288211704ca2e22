"""How strictly to check: what is softened or off, and what is checked beside the codebook."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from exporter.errors import UsageError
from exporter.validation.plausibility import Knowledge
from exporter.validation.problems import CODES

FIRM = frozenset(CODES[name] for name in ("column_missing", "type", "code_list", "json", "file", "cells"))
"""Checks that cannot be softened: what they find could not be kept in a table of the codebook."""


@dataclass(frozen=True)
class Settings:
    """What a user or a project asks of a validation.

    Attributes:
        severities: For the code of a check, `error`, `warning` or `off` in place of its own severity.
        reasons: For the code of a check, why its severity is another.
        plausibility: What to compare events with to find what is unlikely; none: not looked for.
        max_problems: How many problems of each check are kept to be told one by one; all are counted.
    """

    severities: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    plausibility: Knowledge | None = None
    max_problems: int = 100


def check_softened(severities: Mapping[str, str], known: Collection[str]) -> None:
    """Refuse severities for checks that are not there, or that cannot be softened.

    Raises:
        UsageError: Naming the check.
    """
    for code, severity in severities.items():
        if code not in known:
            raise UsageError(f"There is no check {code}.", "`exporter explain` lists them all.")
        if code in FIRM and severity != "error":
            raise UsageError(
                f"{code} cannot be softened: what it finds could not be kept in the table.",
                "Mend the values, or take the entry out of [checks].",
            )
