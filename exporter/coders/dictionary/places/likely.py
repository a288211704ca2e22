"""How likely each of several namesakes is meant.

Every namesake gets a score, about the logarithm of its inhabitants, raised where the context names
its country, its surroundings or its kind. Small places that nothing in the context supports are
refused: common words and surnames are names of villages somewhere.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from exporter.coders.dictionary.places.place import Place, apart
from exporter.coders.dictionary.places.row import NEAR, OTHER, OWN

# A place below the first number needs a context that names its country; so does below the second a
# district, or a place that bears the name beside quite another.
_SMALL = 15_000
_SMALL_OTHER = 100_000
# What `within` cannot hold must be a city that everyone knows by its bare name.
_ELSEWHERE = 500_000

_COUNTRY = 8.4  # above the state of Georgia, unless only the United States are named
_REGION = 7.5  # those of our own list are in the news
_SITE = 5.5
_CAPITAL = 0.9
_WANTED = 3.0  # the kind that a word such as `province` asks for
_NAMED = 2.0  # the context names the country
_VOTES = 1.0  # in proportion to its votes
_ABOUT = 1.5  # the context is about this country and hardly any other
_MUCH = 6.0  # so many votes that a share of them tells what the context is about
_BESIDE = 1.5  # near a place already found
_TIE = {OWN: 0.0, NEAR: -0.3, OTHER: -1.5}
_LEVEL = {"admin1": -1.0, "admin2": -1.8}
# Countries of settlers, whose smaller towns are named after places that the news means more often.
NAMED_AFTER = frozenset({"USA", "CAN", "AUS", "NZL"})
_AFTER = -0.5
_TOWN = 300_000
# City and country in one: the name means the city.
_CITY_STATES = frozenset({"HKG", "SGP", "MAC", "MCO", "GIB", "VAT"})


@dataclass(frozen=True, slots=True)
class Namesake:
    """A place that bears the name, and how it bears it."""

    place: Place
    tie: int
    capital: bool

    @property
    def size(self) -> float:
        """The score without any context."""
        place = self.place
        if place.kind == "country":
            return 0.0 if place.iso3 in _CITY_STATES else _COUNTRY
        if self.listed:
            return _REGION if place.kind == "region" else _SITE
        score = math.log10(place.population + 100) + _TIE[self.tie] + _LEVEL.get(place.kind, 0.0)
        if place.iso3 in NAMED_AFTER and place.population < _TOWN:
            score += _AFTER
        return score + _CAPITAL * self.capital

    @property
    def listed(self) -> bool:
        """Whether it is of our own list of regions and sites."""
        return self.place.kind in {"region", "site"}


@dataclass(frozen=True, slots=True)
class Context:
    """What the text around a name says of where it may be."""

    votes: Mapping[str, float]
    holders: tuple[Place, ...]
    near: Place | None
    wanted: tuple[str, ...] = ()

    def named(self, iso3: str) -> bool:
        """Whether anything in the context names the country."""
        return (
            self.votes.get(iso3, 0) > 0
            or any(h.iso3 == iso3 for h in self.holders)
            or (self.near is not None and self.near.iso3 == iso3)
        )

    def score(self, namesake: Namesake) -> float:
        """How well a namesake fits."""
        place = namesake.place
        score = namesake.size
        if self.named(place.iso3):
            score += _NAMED
        top = max(self.votes.values(), default=0.0)
        if top > 0:
            votes, total = max(0.0, self.votes.get(place.iso3, 0.0)), sum(self.votes.values())
            score += _VOTES * votes / top
            if place.iso3 not in NAMED_AFTER:
                score += _ABOUT * votes / max(total, _MUCH)
        if self.near is not None and apart(place, self.near) < 150:
            score += _BESIDE
        if place.kind in self.wanted:
            # In the order of the wish: a district is rather a second-level division than a first.
            score += _WANTED - 0.5 * self.wanted.index(place.kind)
        return score

    def admits(self, namesake: Namesake) -> bool:
        """Whether the place is known enough, or named enough, to be meant."""
        place = namesake.place
        if place.kind in {"country", "region", "site", "admin1"}:
            return True
        if self.named(place.iso3):
            return True
        floor = _SMALL_OTHER if namesake.tie == OTHER or place.kind == "admin2" else _SMALL
        return place.population >= (_ELSEWHERE if self.holders else floor)
