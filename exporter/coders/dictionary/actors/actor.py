"""An actor as the text gives it, and the camp that it is of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exporter.coders.dictionary.generic import NAMES, STATE, TYPES
from exporter.coders.dictionary.lexicon import Lexicon, words


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as the text gives it.

    Attributes:
        role: A key of the names above; `named` for an entry of the actor list, `state` for a bare country.
        name: The canonical name of a named actor; empty for the others.
        country: ISO 3166-1 alpha-3, or None where the text has not said.
        actor_type: ACLED's type.
        label: ACLED's label of the group, such as `Journalists`; empty where there is none.
        called: What the report calls a group that has no name, such as `Guerrillas`; empty where that says
            no more than the canonical name.
        many: Whether there are several.
        person: Name of a person who is one of them, as the report gives it; empty where it names none.
        start: Offset of the first character of the words in the article.
        end: Offset one past the last.
        own: The name that the text gives a group that no list has: `Beni Halba`, `FLRC`; empty for all others.
        civilian: Whether it is people without arms, whatever they act for: a mayor, but no ministry.
    """

    role: str
    name: str
    country: str | None
    actor_type: str
    label: str
    start: int
    end: int
    called: str = ""
    person: str = ""
    many: bool = False
    civilian: bool = False
    own: str = ""

    @property
    def armed(self) -> bool:
        """Whether the actor bears arms."""
        return self.role in _BEARERS and self.actor_type not in ("Civilians", "Protesters", "Rioters")

    @property
    def specific(self) -> bool:
        """Whether the text says more of it than that there was somebody."""
        return self.role in ("named", "state") or self.country is not None or bool(self.own)

    @property
    def anybody(self) -> bool:
        """Whether a victim is only somebody, as where a house is hit: `killing 23 Egyptian workers` says more."""
        return self.role == "civilians" and not (
            self.specific or self.person or (self.called and self.called not in _ANYBODY)
        )

    def as_state(self, role: str) -> "Actor":
        """A bare country, taken as its government or its military."""
        return replace(self, role=role, actor_type=STATE) if self.role == "state" else self

    def settled(self, country: str | None) -> "Actor":
        """The actor with the event's country where the text named none."""
        return self if self.country or self.role == "named" else replace(self, country=country)

    def title(self, lexicon: Lexicon) -> str:
        """The canonical name."""
        if self.name:
            return self.name
        country = lexicon.country(self.country) if self.country else "International"
        if self.own:
            return _OF_COMMUNITIES.format(self.own, country) if self.role == "communal" else self.own
        return NAMES["government" if self.role == "state" else self.role].format(country)

    def groups(self, lexicon: Lexicon) -> list[str]:
        """The group that generic people belong to, by ACLED's label and by the report's word for it, and a name.

        `Journalists (Mexico)`; `Christian Group (El Salvador)`, `Priests (El Salvador)` and `Oscar Romero`.
        """
        if self.role == "named":
            return []
        country = lexicon.country(self.country) if self.country else "International"
        label = "" if self.role in _HOLDERS else self.label
        groups = [f"{group} ({country})" for group in dict.fromkeys((label, self.called)) if group]
        return [*groups, self.person] if self.person else groups


def camp_of(actors: Sequence[Actor]) -> str:
    """Whether people are of the state, in arms against it or without arms: `state`, `armed`, `civil`, or empty.

    Empty where the words do not say it: `people` may be anybody.
    """
    camps = {_camp(actor) for actor in actors}
    return camps.pop() if len(camps) == 1 else ""


def _camp(actor: Actor) -> str:
    if actor.role in ("private_security", "communal") or actor.called in _ANYBODY:
        return ""
    if actor.role in _UNARMED or actor.civilian or actor.actor_type == "Civilians":
        return "civil"
    if actor.actor_type == STATE or actor.role in ("state", "peacekeepers"):
        return "state"
    return "armed" if actor.armed else ""


_UNARMED = frozenset({"civilians", "protesters", "rioters", "prisoners"})


def unidentified(role: str, start: int = 0, end: int = 0) -> Actor:
    """An actor whom the text does not name, of some role."""
    return Actor(role, "", None, TYPES[role], "", start, end)


_OF_COMMUNITIES = "{} Communal Militia ({})"
REBELS = "Rebel group"
_BEARERS = frozenset(
    {"military", "police", "rebels", "armed", "militia", "communal", "named", "peacekeepers"}
)
_HOLDERS = frozenset({"government", "military", "police"})
_ANYBODY = words("called_anybody")
