"""What sort of party an actor is: a force, a state, a crowd, people without arms."""

from collections.abc import Sequence

from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.generic import STATE

CROWD = frozenset({"protesters", "rioters"})
"""Roles of those who take to the streets."""
MEN = frozenset(
    {
        "Bikers",
        "Criminals",
        "Individuals",
        "Men",
        "Motorcyclists",
        "Persons",
        "Robbers",
        "Suspects",
        "Thieves",
        "Traffickers",
        "Young men",
        "Youths",
    }
)
"""What the report calls those of whom it knows nothing more."""


def fights(actor: Actor | None) -> bool:
    """Whether somebody may take part in a battle."""
    return actor is not None and (actor.armed or actor.role == "state")


def leading(side: Sequence[Actor]) -> Actor | None:
    """The first named of a side."""
    return side[0] if side else None


def is_force(actor: Actor | None) -> bool:
    """Whether somebody bears arms for a state."""
    return actor is not None and actor.armed and actor.actor_type == STATE


def is_state(actor: Actor | None) -> bool:
    """Whether somebody is a state, or acts for one."""
    return actor is not None and (actor.actor_type == STATE or actor.role == "state")


def all_civil(side: Sequence[Actor]) -> bool:
    """Whether there is somebody, and nobody who bears arms."""
    return bool(side) and all(is_civil(actor) for actor in side)


def is_civil(actor: Actor) -> bool:
    """Whether somebody bears no arms: people, prisoners, a party or a union by its name."""
    rival = actor.role == "rioters" and actor.called.startswith("Rival")  # `two rival groups clashed`
    party = actor.role == "named" and actor.actor_type == "Civilians"
    return rival or party or actor.role in ("civilians", "prisoners")
