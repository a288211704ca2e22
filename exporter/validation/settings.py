"""How strictly to check: what is softened or off, and what is checked beside the codebook."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    """What a user or a project asks of a validation.

    Attributes:
        severities: For the code of a check, `error`, `warning` or `off` in place of its own severity.
        plausibility: Whether to look for what is possible but unlikely, too.
        known_actors: Names that actors may have; with none, actors are not compared with a list.
        max_problems: How many problems of each check are kept to be told one by one; all are counted.
    """

    severities: Mapping[str, str] = field(default_factory=dict)
    plausibility: bool = False
    known_actors: frozenset[str] = frozenset()
    max_problems: int = 100
