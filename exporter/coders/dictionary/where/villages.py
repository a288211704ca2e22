"""Villages that no gazetteer has, in a unit or a country that one has."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from exporter.coders.dictionary.lexicon import fold, is_name, words
from exporter.coders.dictionary.places import Place
from exporter.coders.dictionary.places.names import place_key, split_generic
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.where.lookup import PlaceLookup
from exporter.coders.dictionary.where.units import NEVER, units_behind
from exporter.coders.dictionary.where.wording import (
    SETTLEMENTS,
    apposed,
    is_beside,
    names_base,
    of_a_people,
    small_behind,
    with_neighbour,
)


@dataclass(frozen=True, slots=True)
class VillageNames(PlaceLookup):
    """Looks up villages that an article names, which no gazetteer need have."""

    def settlement(self, token: Token, name: str, first: Token, last: Token) -> tuple[Place, Token] | None:
        """A village that no gazetteer has, in a unit that one has: `Guga village in Bakori district of Katsina State`.

        Beside it the last word of its name with its kind.
        """
        said = self._said_to_be(token, name, last)
        if said is None:
            return None
        bare, ends = said
        if not is_name(bare) or self.lexicon.nationality(bare) or fold(bare) in NEVER:
            return None
        unheard_of = not any(map(self.may_be, self.gazetteer.candidates(bare)))
        if unheard_of and of_a_people(first, ends):
            return None  # `a Dogon village`
        unheard_of = unheard_of or small_behind(last)  # `Cleveland, an inner suburb`
        units = [*units_behind(ends), *self._bracketed(ends)]
        if not units and unheard_of and (town := self._town_beside(token)):
            return replace(town, name=bare, admin2=None, geo_precision="area", population=0), last
        place = self.beside_known(bare, ", ".join(units)) if units else None
        if place is None and self.leader and unheard_of and not _needs_unit(token, said):
            place = self.beside_known(bare, self.lexicon.country(self.leader))
        return (place, last) if place and self.leader in (None, place.iso3) else None

    def _said_to_be(self, token: Token, name: str, last: Token) -> tuple[str, Token] | None:
        """The bare name of what the words around it say to be a village, and where what they say ends."""
        behind = last.doc[last.i + 1] if last.i + 1 < last.sent.end else last
        head, _, kind = name.rpartition(" ")
        if kind.lower() in SETTLEMENTS:
            return head, last
        if behind.lower_ in SETTLEMENTS:
            return name, behind
        if told := apposed(last):
            return name, told  # `Attagara, a village in Gwoza`
        if self._unlisted(token, name) and (neighbour := with_neighbour(last)):
            return name, neighbour  # `Agasha and a neighbouring settlement`
        # `the village of Guga`, `at Totota on Tuesday`
        of_kind = any(t.lower_ in SETTLEMENTS for t in (token, *_governors(token)))
        named = of_kind or self._is_district(token, name) or self._unheard_of(token, name)
        named = named or (names_base(token) and self._unlisted(token, name))
        return (name, last) if named else None

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
        link = token.head
        if token.dep_ == "dobj" and link.lemma_ in _ENTERING:
            return self._unlisted(token, name)
        before = link.lower_ in _AT or is_beside(link)
        if token.dep_ != "pobj" or not before or token.left_edge.i != link.i + 1:
            return False
        if link.lower_ == "at" and link.head.lemma_ in _AIMING:
            return False  # `fired twice at Abe`
        return self._unlisted(token, name)

    def _unlisted(self, token: Token, name: str) -> bool:
        """Whether a name is written as that of a place, and is on no list of anything else."""
        parts = name.split()
        if token.pos_ != "PROPN" or not all(part[:1].isupper() and part[1:].islower() for part in parts):
            return False
        key = fold(name)
        kinds = {key, fold(parts[-1])}  # `in Military Hospital`
        listed = any(kind in _KINDS or kind in self.lexicon.agents for kind in kinds)
        if listed or key in NEVER or key in self.lexicon.entries:
            return False
        return not any(map(self.may_be, self.gazetteer.candidates(name)))

    def _bracketed(self, last: Token) -> list[str]:
        """What stands in brackets behind the units of a name: `X village in Twic county (Warrap state)`."""
        text, start = last.doc.text, last.idx + len(last.text)
        behind = (at for at in self.asides if at > start and not _CLAUSE_SIGNS & set(text[start : at - 1]))
        return [self.asides[at] for at in sorted(behind)][:1]

    def in_units(self, name: str, place: Place, last: Token) -> Place | None:
        """A place of that name in the units behind it: `San Juan, Lagunillas, Merida state` is in no other state."""
        units = units_behind(last)
        told = next((unit for unit in reversed(units) if split_generic(place_key(unit))), None)
        if place.kind != "place" or len(units) < 2 or told is None:
            return None
        if self.gazetteer.may_hold(place, told) or not self.gazetteer.lies_in(place, told):
            return None
        return self.beside_known(name, ", ".join(units))


def _needs_unit(token: Token, said: tuple[str, Token]) -> bool:
    """Whether only a unit behind it makes a village of a name: `stormed Agasha in Gwer West` enters no hotel."""
    return token.dep_ == "dobj" and token.head.lemma_ in _ENTERING and said[1].i == token.i


def _governors(token: Token) -> Iterator[Token]:
    """The noun that a name stands behind with `of`."""
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        yield token.head.head


_AT = frozenset(["at", "in", "near", "outside"])
_AIMING = frozenset(
    ["aim", "fire", "hurl", "laugh", "lob", "look", "point", "shoot", "shout", "throw", "toss"]
)
_CLAUSE_SIGNS = frozenset(",;:.")
_HEADS = words("place_heads")
# Parts of a town: `at Main Chowk`, `near the Jubilee Mall`.
_KINDS = _HEADS | words("civilian_things") | words("parts_of_towns")
_ENTERING = words("verbs_of_entering")
