"""How strictly to check: what is softened or off, and what is checked beside the codebook."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from exporter.validation.plausibility import Knowledge


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
