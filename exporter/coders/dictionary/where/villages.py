"""Villages that no gazetteer has, in a unit or a country that one has."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from exporter.coders.dictionary.lexicon import fold, is_name, words
from exporter.coders.dictionary.places import Place
from exporter.coders.dictionary.places.names import place_key, split_generic
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.where.lookup import PlaceLookup
from exporter.coders.dictionary.where.units import NEVER, units_behind


@dataclass(frozen=True, slots=True)
class VillageNames(PlaceLookup):
    """Looks up villages that an article names, which no gazetteer need have."""

    def settlement(self, token: Token, name: str, last: Token) -> tuple[Place, Token] | None:
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
        unheard_of = not any(map(self.may_be, self.gazetteer.candidates(bare)))
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
            or any(map(self.may_be, self.gazetteer.candidates(name)))
        )
        return spelt and token.pos_ == "PROPN" and not known

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


def _governors(token: Token) -> Iterator[Token]:
    """The noun that a name stands behind with `of`."""
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        yield token.head.head


_SETTLEMENTS = frozenset(
    ["barangay", "boma", "camp", "commune", "community", "hamlet", "kebele", "payam", "settlement", "sitio",
     "suburb", "town", "township", "village", "villages"]
)  # fmt: skip
_AT = frozenset(["at", "in", "near", "outside"])
_AIMING = frozenset(
    ["aim", "fire", "hurl", "laugh", "lob", "look", "point", "shoot", "shout", "throw", "toss"]
)
_CLAUSE_SIGNS = frozenset(",;:.")
_HEADS = words("place_heads")
