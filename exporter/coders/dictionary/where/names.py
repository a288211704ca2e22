"""The place that a noun names in its article."""

from dataclasses import dataclass, replace

from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.lexicon import is_name, words
from exporter.coders.dictionary.places import Place, apart
from exporter.coders.dictionary.places.names import GENERICS, is_direction, place_key
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.where.called import FAMOUS, WELL_KNOWN, called
from exporter.coders.dictionary.where.units import unit_of
from exporter.coders.dictionary.where.villages import VillageNames
from exporter.coders.dictionary.where.wording import small_behind


@dataclass(frozen=True, slots=True)
class PlaceNames(VillageNames):
    """Looks up places that one article names."""

    def at(self, token: Token, near: int = 0) -> Where | None:
        """The place that a noun names, with those that it says it lies in."""
        name, first, last = called(token, self.lexicon, self.gazetteer)
        if name.isupper() and _is_acronym(first):
            return None  # `SWAT officers` are not of Swat
        capital = self._capital(token)
        if capital:
            return Where(
                capital,
                Words(self.offset + token.left_edge.idx, self.offset + token.idx + len(token.text)),
                near,
            )
        if not name:
            return None
        name = self._in_full(token, name, first)
        aside = self.aside(last)
        within = aside or unit_of(last, first, self.lexicon)
        place = self.resolve(name, within, hamlet=_is_hamlet(name, last))
        told = within and not is_direction(place_key(within))  # `Tripoli (North)`
        if place and within and told and not self.gazetteer.may_lie_in(place, within):
            # `Tahrir Square in Baghdad`: better the city than a namesake of the square
            holder = self.gazetteer.resolve(within, countries=self.votes) or place
            # `explodes in Baghdad, U.S. military says`
            place = place if holder.kind == "country" and place.population >= WELL_KNOWN else holder
            if settled := self.settlement(token, name, first, last):
                place, last = settled  # `Maan town in Hama` is not Hama
        if place and not aside and (other := self.in_units(name, place, last)):
            place = other
        if place is None and aside:
            place = self.beside_known(name, aside)
        if place is None and (owner := self._owner(token)):
            return self.at(owner, near)  # `in Kharkiv's Novobavarskyi district`
        if place is None and (settled := self.settlement(token, name, first, last)):
            place, last = settled
        if place is None and "-" in name and (end := self._end_of_road(name, last)):
            place = end
        if place is None and first != last and token.dep_ == "pobj":
            place, first = self._part_of_city(last), last
        if place is None:
            return None
        place = place if within else self._in_the_division(place)
        return Where(place, Words(self.offset + first.idx, self.offset + last.idx + len(last.text)), near)

    def _in_the_division(self, place: Place) -> Place:
        """A hamlet far from the one division that the article names is a namesake of one there."""
        hamlet = place.kind == "place" and place.population < _HAMLET
        if not hamlet or len(self.divisions) != 1:
            return place
        unit = self.divisions[0]
        if unit.iso3 != place.iso3 or unit.admin1 == place.admin1 or apart(unit, place) <= _AROUND_KM:
            return place
        return replace(unit, name=place.name, kind="place", population=0)

    def _in_full(self, token: Token, name: str, first: Token) -> str:
        """A name with the kind of its division or its direction: `the province of X`, `southern Lebanon`."""
        kind = token.lemma_.lower()
        division = kind in GENERICS and "place" not in GENERICS[kind]
        if token.i < first.i and division and self.gazetteer.candidates(name):
            return f"{name} {kind}"
        before = first.doc[first.i - 1] if first.i > first.sent.start else first
        if before.lower_ in _DIRECTIONS and before.head == first:
            part = self.gazetteer.candidates(f"{before.lower_} {name}")
            return f"{before.lower_} {name}" if part and part[0].kind == "region" else name
        return name

    def _part_of_city(self, last: Token) -> Place | None:
        """The city whose name ends that of a part of it: `in Maasvlakte Rotterdam`."""
        city = self.resolve(last.text, None) if is_name(last.text) else None
        meant = city is not None and (city.iso3 in self.votes or not self.votes)
        return city if city and meant and city.kind == "place" and city.population >= FAMOUS else None

    def _end_of_road(self, name: str, last: Token) -> Place | None:
        """The first town that a road is called by: `the Pec-Decani road`."""
        behind = last.doc[last.i + 1].lower_ if last.i + 1 < last.sent.end else ""
        if behind not in _ROADS:
            return None
        towns = (self.resolve(part.strip(), None) for part in name.split("-"))
        return next((town for town in towns if town and town.kind == "place"), None)

    def _owner(self, token: Token) -> Token | None:
        """The town that a quarter or the like is said to be of, where it stands behind a preposition."""
        if token.dep_ != "pobj":
            return None
        owners = (c for c in token.lefts if c.dep_ == "poss" and c.pos_ == "PROPN")
        return next((c for c in owners if self.lexicon.nationality(c.text) is None), None)

    def _capital(self, token: Token) -> Place | None:
        """`the Austrian capital`, and `the capital (city)` where the article is about one country."""
        if _is_seat(token):
            return self._seat_of_government()
        city = token.lower_ == "city" and any(child.lower_ == "capital" for child in token.lefts)
        if not (city or token.lemma_.lower() == "capital") or any(c.lower_ == "of" for c in token.rights):
            return None
        for child in token.lefts:
            whose = token.doc[child.left_edge.i : child.i + 1].text  # `Sri Lanka's capital`
            found = self.lexicon.nationality(whose) or self.lexicon.nationality(child.text)
            if found:
                return self._capital_called(token, found.iso3) or self.gazetteer.capital(found.iso3)
        if any(
            child.dep_ in ("amod", "compound") and child.lower_ not in ("its", "the", "capital")
            for child in token.lefts
        ):
            return None
        leader = self.leader
        if leader is None or not any(c.dep_ == "det" for c in token.lefts):
            return None
        called = self._capital_called(token, leader)
        known = called is not None and called.population >= WELL_KNOWN
        return called if known else self.gazetteer.capital(leader)

    def _seat_of_government(self) -> Place | None:
        """The capital of the article's country; None where another town may be meant: Cape Town, Abidjan, Yangon."""
        capital = self.gazetteer.capital(self.leader) if self.leader else None
        if capital is None:
            return None
        seats = (n for n in self.lexicon.nationalities.values() if n.kind == "capital")
        here = (n.alias for n in seats if n.iso3 == capital.iso3)
        towns = [{p.name for p in self._towns(name, capital.iso3)} for name in here]
        return capital if all(capital.name in names for names in towns if names) else None

    def _towns(self, name: str, iso3: str) -> list[Place]:
        """The well-known towns of that name in a country."""
        known = (p for p in self.gazetteer.candidates(name) if p.kind == "place" and p.iso3 == iso3)
        return [place for place in known if place.population >= WELL_KNOWN]

    def _capital_called(self, token: Token, iso3: str) -> Place | None:
        """The town whose name stands behind `the Nigerian capital`: Abuja today, Lagos before 1991."""
        behind = token.doc[token.i + 1 : min(token.i + 3, token.sent.end)]
        name = next((t.text for t in behind if t.lower_ != ","), "")
        if not is_name(name):
            return None
        towns = (p for p in self.gazetteer.candidates(name) if p.iso3 == iso3 and p.kind == "place")
        return max(towns, key=lambda place: place.population, default=None)


def _is_seat(token: Token) -> bool:
    """Whether people stood before what every country has in its capital: `in front of Parliament`."""
    if token.lemma_.lower() not in _SEATS or token.dep_ != "pobj":
        return False
    link = token.head
    before = link.lower_ == "outside" or (link.lower_ == "of" and link.head.lower_ == "front")
    whose = [c for c in token.lefts if c.dep_ in ("amod", "compound", "poss", "nmod")]
    return before and all(c.lower_ in ("national", "the") for c in whose)


def _is_acronym(word: Token) -> bool:
    """Whether a word in capitals stands in a sentence that has small letters, too, and before a noun."""
    written = any(other.text.islower() and other.text.isalpha() for other in word.sent)
    return written and word.dep_ in ("compound", "nmod") and word.head.text.islower()


def _is_hamlet(name: str, last: Token) -> bool:
    """Whether a name is said to be that of a small place: `Kiri village`, `the Madina neighbourhood`."""
    behind = last.doc[last.i + 1].lower_ if last.i + 1 < last.sent.end else ""
    return behind in _HAMLETS or name.rpartition(" ")[2].lower() in _HAMLETS or small_behind(last)


_DIRECTIONS = frozenset(["central", "eastern", "northern", "southern", "western"])
# What is small wherever it lies.
_HAMLETS = words("small_places")
_ROADS = frozenset({"expressway", "highway", "motorway", "road"})
_SEATS = frozenset({"ministry", "parliament"})
_HAMLET = 5_000
_AROUND_KM = 150
