"""Those who say `we` and `our fighters` in a report."""

from dataclasses import dataclass

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.actors.actor import Actor
from exporter.coders.dictionary.lexicon import Lexicon, words
from exporter.coders.dictionary.tokens import Token


@dataclass(frozen=True, slots=True)
class Speaker:
    """Those who speak for themselves in a report.

    Attributes:
        group: The armed group whose communique it hands on, or None: `our fighters`, `we attacked the post`.
        state: The army of the state that it is about, or None: `our soldiers`.
    """

    group: Actor | None
    state: Actor | None

    def meant_by(self, head: Token, lexicon: Lexicon) -> Actor | None:
        """Whom `we` and `our fighters` stand for."""
        if head.lower_ == "we":
            told = lexicon.patterns.get(("verb", head.head.lemma_.lower()), ())
            violent = any(
                p.sub_event_type == "Attack" or _EVENT_TYPES[p.sub_event_type] in _FIGHTS for p in told
            )
            return self.group if violent else None
        ours = any(child.dep_ == "poss" and child.lower_ == "our" for child in head.lefts)
        return self._ours(head.lemma_.lower()) if ours else None

    def _ours(self, lemma: str) -> Actor | None:
        """Whose the forces are that the speaker calls ours."""
        if lemma in _OF_REBELS:
            return self.group
        return (
            self.state if lemma in _OF_STATES else (self.group or self.state if lemma in _OF_BOTH else None)
        )


_EVENT_TYPES = mapping("sub_event_types", "event_type")
_FIGHTS = frozenset({"Battles", "Explosions/Remote violence"})
_OF_REBELS = words("forces_of_rebels")
_OF_STATES = words("forces_of_states")
_OF_BOTH = words("forces_of_both")
