"""Those who say `we` and `our fighters` in a report."""

from dataclasses import dataclass

from exporter.coders.dictionary.actors.actor import Actor
from exporter.coders.dictionary.lexicon import words


@dataclass(frozen=True, slots=True)
class Speaker:
    """Those who speak for themselves in a report.

    Attributes:
        group: The armed group whose communique it hands on, or None: `our fighters`, `we attacked the post`.
        state: The army of the state that it is about, or None: `our soldiers`.
    """

    group: Actor | None
    state: Actor | None

    def ours(self, lemma: str) -> Actor | None:
        """Whose the forces are that the speaker calls ours."""
        if lemma in _OF_REBELS:
            return self.group
        return (
            self.state if lemma in _OF_STATES else (self.group or self.state if lemma in _OF_BOTH else None)
        )


_OF_REBELS = words("forces_of_rebels")
_OF_STATES = words("forces_of_states")
_OF_BOTH = words("forces_of_both")
