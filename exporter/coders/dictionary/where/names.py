"""The place that a noun names in its article."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.lexicon import Lexicon, fold, is_name, words
from exporter.coders.dictionary.places import Gazetteer, Place, apart
from exporter.coders.dictionary.places.names import GENERICS, is_direction, place_key, split_generic
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.where.called import FAMOUS, WELL_KNOWN, called
from exporter.coders.dictionary.where.units import NEVER, unit_of, units_behind


@dataclass(frozen=True, slots=True)
class PlaceNames:
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
            if settled := self._settlement(token, name, last):
                place, last = settled  # `Maan town in Hama` is not Hama
        if place and not aside and (other := self._in_units(name, place, last)):
            place = other
        if place is None and aside:
            place = self.beside_known(name, aside)
        if place is None and (settled := self._settlement(token, name, last)):
            place, last = settled
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
                return self.gazetteer.country(nationality.iso3)
        place = self.gazetteer.resolve(name, countries=self.votes, within=within)
        return place if place and self._likely(place, key, within, hamlet=hamlet) else None

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

    def _settlement(self, token: Token, name: str, last: Token) -> tuple[Place, Token] | None:
        """A village that no gazetteer has, in a unit that one has: `Guga village in Bakori district of Katsina State`.

        Beside it the last word of its name with its kind.
        """
        behind = last.doc[last.i + 1] if last.i + 1 < last.sent.end else last
        head, _, kind = name.rpartition(" ")
        if kind.lower() in _SETTLEMENTS:
            bare, ends = head, last
        elif behind.lower_ in _SETTLEMENTS:
            bare, ends = name, behind
        elif any(t.lower_ in _SETTLEMENTS for t in (token, *_governors(token))) or self._is_district(
            token, name
        ):
            bare, ends = name, last  # `the village of Guga`
        elif self._unheard_of(token, name):
            bare, ends = name, last  # `at Totota on Tuesday`
        else:
            return None
        if not is_name(bare) or self.lexicon.nationality(bare) or fold(bare) in NEVER:
            return None
        units = [*units_behind(ends), *self._bracketed(ends)]
        unheard_of = not any(map(self._may_be, self.gazetteer.candidates(bare)))
        if not units and unheard_of and (town := self._town_beside(token)):
            return replace(town, name=bare, admin2=None, geo_precision="area", population=0), last
        if not units and self.leader and unheard_of:
            units = [self.lexicon.country(self.leader)]
        place = self.beside_known(bare, ", ".join(units))
        return (place, last) if place and self.leader in (None, place.iso3) else None

    def _town_beside(self, token: Token) -> Place | None:
        """A town abroad that the sentence names: `advanced near Avdiivka and captured the village of X`."""
        for other in token.sent:
            if (
                other.dep_ == "pobj"
                and other.pos_ == "PROPN"
                and other.head.lower_ in ("near", "outside", "towards")
            ):
                place = self.resolve(other.text, None) if other != token else None
                if place and place.kind == "place" and place.iso3 != self.leader:
                    return place
        return None

    def _is_district(self, token: Token, name: str) -> bool:
        """Whether a name that no list knows is said to be that of a district: `the district of Nerkh`."""
        told = any(t.lower_ == "district" for t in _governors(token))
        return told and token.pos_ == "PROPN" and not self.gazetteer.candidates(name)

    def _unheard_of(self, token: Token, name: str) -> bool:
        """Whether a name that no list knows stands where nothing but the name of a place does: `at Totota`."""
        link, key = token.head, fold(name)
        if token.dep_ != "pobj" or link.lower_ not in _AT or token.left_edge.i != link.i + 1:
            return False
        if link.lower_ == "at" and link.head.lemma_ in _AIMING:
            return False  # `fired twice at Abe`
        parts = name.split()
        spelt = all(part[:1].isupper() and part[1:].islower() for part in parts)
        kinds = {key, fold(parts[-1])}  # `in Military Hospital`
        listed = bool(kinds & _HEADS) or not kinds.isdisjoint(self.lexicon.agents)
        known = (
            listed
            or key in NEVER
            or key in self.lexicon.entries
            or any(map(self._may_be, self.gazetteer.candidates(name)))
        )
        return spelt and token.pos_ == "PROPN" and not known

    def _may_be(self, place: Place) -> bool:
        """Whether a place may be meant of its name: it lies in the article's country, or is known beyond its own."""
        small = place.kind == "place" and place.population < WELL_KNOWN
        return not small or self.leader in (None, place.iso3)

    def _part_of_city(self, last: Token) -> Place | None:
        """The city whose name ends that of a part of it: `in Maasvlakte Rotterdam`."""
        city = self.resolve(last.text, None) if is_name(last.text) else None
        meant = city is not None and (city.iso3 in self.votes or not self.votes)
        return city if city and meant and city.kind == "place" and city.population >= FAMOUS else None

    def _bracketed(self, last: Token) -> list[str]:
        """What stands in brackets behind the units of a name: `X village in Twic county (Warrap state)`."""
        text, start = last.doc.text, last.idx + len(last.text)
        behind = (at for at in self.asides if at > start and not _CLAUSE_SIGNS & set(text[start : at - 1]))
        return [self.asides[at] for at in sorted(behind)][:1]

    def _in_units(self, name: str, place: Place, last: Token) -> Place | None:
        """A place of that name in the units behind it: `San Juan, Lagunillas, Merida state` is in no other state."""
        units = units_behind(last)
        told = next((unit for unit in reversed(units) if split_generic(place_key(unit))), None)
        if place.kind != "place" or len(units) < 2 or told is None:
            return None
        if self.gazetteer.may_hold(place, told) or not self.gazetteer.lies_in(place, told):
            return None
        return self.beside_known(name, ", ".join(units))

    def _capital(self, token: Token) -> Place | None:
        """`the Austrian capital`, and `the capital (city)` where the article is about one country."""
        if _is_seat(token):
            return self._seat_of_government()
        city = token.lower_ == "city" and any(child.lower_ == "capital" for child in token.lefts)
        if not (city or token.lemma_.lower() == "capital") or any(c.lower_ == "of" for c in token.rights):
            return None
        for child in token.lefts:
            found = self.lexicon.nationality(child.text.removesuffix("'s"))
            if found:
                return self._capital_called(token, found.iso3) or self.gazetteer.capital(found.iso3)
        if any(
            child.dep_ in ("amod", "compound") and child.lower_ not in ("its", "the", "capital")
            for child in token.lefts
        ):
            return None
        leader = self.leader
        return (
            self.gazetteer.capital(leader) if leader and any(c.dep_ == "det" for c in token.lefts) else None
        )

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
    return behind in _HAMLETS or name.rpartition(" ")[2].lower() in _HAMLETS


def _governors(token: Token) -> Iterator[Token]:
    """The noun that a name stands behind with `of`."""
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        yield token.head.head


_SETTLEMENTS = frozenset(
    ["barangay", "boma", "camp", "commune", "community", "hamlet", "kebele", "payam", "settlement", "sitio",
     "suburb", "town", "township", "village", "villages"]
)  # fmt: skip


_DIRECTIONS = frozenset(["central", "eastern", "northern", "southern", "western"])
_AT = frozenset(["at", "in", "near", "outside"])
_AIMING = frozenset(
    ["aim", "fire", "hurl", "laugh", "lob", "look", "point", "shoot", "shout", "throw", "toss"]
)
_CLAUSE_SIGNS = frozenset(",;:.")
_HEADS = words("place_heads")
MANY_VOTES = 3
"""An article that speaks of countries this often means a town elsewhere only if the town is famous."""
# What is small wherever it lies.
_HAMLETS = words("small_places")
_SEATS = frozenset({"ministry", "parliament"})
_HAMLET = 5_000
_AROUND_KM = 150
_SMALL_BESIDE = 10
_TOWN = 20_000
"""People in a place whose name is known in the countries around."""
