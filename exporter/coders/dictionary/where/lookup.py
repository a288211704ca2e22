"""What a name means as a place in an article: the likeliest of its namesakes, or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from exporter.coders.dictionary.lexicon import Lexicon, fold, words
from exporter.coders.dictionary.places import Gazetteer, Place
from exporter.coders.dictionary.places.names import is_direction, place_key, split_generic
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.where.called import FAMOUS, WELL_KNOWN
from exporter.coders.dictionary.where.units import NEVER


@dataclass(frozen=True, slots=True)
class PlaceLookup:
    """Looks up places that one article names.

    Attributes:
        gazetteer: The places.
        lexicon: For the names of countries and their people.
        votes: How often the article speaks of each country, by ISO 3166-1 alpha-3.
        offset: Where the passage starts in the article.
        asides: Names that stood in brackets, by the offset of the bracket in the passage.
        divisions: The first-level units of the country it speaks of most that it names as such.
    """

    gazetteer: Gazetteer
    lexicon: Lexicon
    votes: Mapping[str, float]
    offset: int
    asides: Mapping[int, str] = field(default_factory=dict)
    divisions: tuple[Place, ...] = ()

    @property
    def leader(self) -> str | None:
        """The country that the article speaks of most."""
        return max(self.votes, key=lambda iso3: self.votes[iso3], default=None)

    def resolve(self, name: str, within: str | None, *, hamlet: bool = False) -> Place | None:
        """The place that a name means in this article; None for names of people, bodies and months."""
        key = fold(name)
        if key in NEVER or key in _HEADS or key in self.lexicon.agents or key in self.lexicon.entries:
            return None  # `Capital`, `Police` and `Red Cross` are towns somewhere, too
        nationality = self.lexicon.nationality(name)
        if nationality and nationality.kind == "demonym":
            return None
        if nationality and nationality.kind == "name":
            known = self.gazetteer.candidates(name)
            if not known or known[0].kind == "country":
                return self._namesake_in(name, within, nationality.iso3) or self.gazetteer.country(
                    nationality.iso3
                )
        place = self.gazetteer.resolve(name, countries=self.votes, within=within)
        return place if place and self._likely(place, key, within, hamlet=hamlet) else None

    def _namesake_in(self, name: str, within: str | None, iso3: str) -> Place | None:
        """The namesake of a country in a unit abroad: `in Puerto Rico, in Caqueta`, `Georgia, United States`."""
        if within is None or is_direction(place_key(within)):
            return None
        place = self.gazetteer.resolve(name, countries=self.votes, within=within)
        if place is None or place.iso3 == iso3 or not self.gazetteer.lies_in(place, within):
            return None
        # Countries in a row: `in Mexico, Chile and Peru`.
        return None if self.lexicon.nationality(within) and place.kind != "admin1" else place

    def _likely(self, place: Place, key: str, within: str | None, *, hamlet: bool) -> bool:
        """Whether an article that speaks of other countries may mean a place."""
        if within is not None and self.gazetteer.lies_in(place, within):
            return True
        if self._far_fetched(place, key, hamlet=hamlet):
            return False
        if place.iso3 in self.votes or sum(self.votes.values()) < MANY_VOTES:
            return True
        # Hardly more than its dateline, which says where it is written.
        speaks_of_none = sum(self.votes.values()) < MANY_VOTES + 1
        known = speaks_of_none and place.population >= WELL_KNOWN and self._only_there(key, place)
        famous = known or place.kind in ("country", "region") or place.population >= FAMOUS
        return famous and not hamlet  # `Chiapas hamlet` is no famous one

    def _only_there(self, key: str, place: Place) -> bool:
        """Whether the namesakes abroad of a town are small beside it."""
        abroad = (other for other in self.gazetteer.candidates(key) if other.iso3 != place.iso3)
        return all(other.population * _SMALL_BESIDE < place.population for other in abroad)

    def _in_no_other_country(self, key: str, place: Place) -> bool:
        """Whether all places of a name lie in one country."""
        return all(other.iso3 == place.iso3 for other in self.gazetteer.candidates(key))

    def _far_fetched(self, place: Place, key: str, *, hamlet: bool) -> bool:
        """Whether a place lies in a country that the article hardly speaks of, and little but a name speaks for it.

        `a US patrol in Dora` is in no Dora of Alabama; `Kiri village` is not Kiryu in Japan, which some call so.
        """
        leader = self.leader
        if leader is None or place.iso3 == leader or place.kind != "place":
            return False
        if not hamlet and place.population >= _TOWN and self._in_no_other_country(key, place):
            return False  # `near Avdiivka`, in a report on Russian troops
        small = hamlet or place.population < WELL_KNOWN
        spelt = place_key(place.name) == place_key(key)
        rare = self.votes.get(place.iso3, 0.0) * 3 <= self.votes[leader]
        return small and rare and (hamlet or not spelt or place.iso3 in self.votes)

    def aside(self, last: Token) -> str | None:
        """What stood in brackets behind a name, or behind a name and `town` or the like."""
        if not self.asides:
            return None
        for token in last.doc[last.i : last.i + 2]:
            end = token.idx + len(token.text)
            if token != last and token.lower_ not in _HEADS:
                break
            if inside := self.asides.get(end + 1):
                return inside
        return None

    def beside_known(self, name: str, within: str) -> Place | None:
        """A place that no gazetteer has: its own name, with the coordinates of the unit that it lies in."""
        units = within.split(",")
        for index, unit in enumerate(units):
            around = ", ".join(units[index + 1 :]).strip() or None
            holder = self.gazetteer.resolve(unit.strip(), countries=self.votes, within=around)
            if holder is None and split_generic(place_key(unit)):
                holder = self.only_division(unit)
            if holder:
                exact = "area" if holder.geo_precision == "place" else holder.geo_precision
                return replace(holder, name=name, geo_precision=exact, kind="place", population=0)
        return None

    def only_division(self, name: str) -> Place | None:
        """The division of that name, where there is no other: `Sourou` is in Burkina Faso whatever else is named."""
        bare = split_generic(place_key(name))
        known = [
            place
            for place in self.gazetteer.candidates(bare[0] if bare else name)
            if place.kind in ("admin1", "admin2")
        ]
        return known[0] if len(known) == 1 else None

    def may_be(self, place: Place) -> bool:
        """Whether a place may be meant of its name: it lies in the article's country, or is known beyond its own."""
        small = place.kind == "place" and place.population < WELL_KNOWN
        return not small or self.leader in (None, place.iso3)


_HEADS = words("place_heads")
MANY_VOTES = 3
"""An article that speaks of countries this often means a town elsewhere only if the town is famous."""
_SMALL_BESIDE = 10
_TOWN = 20_000
"""People in a place whose name is known in the countries around."""
