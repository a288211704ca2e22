"""The place of an event: the best of those that its sentence names."""

import re
from dataclasses import dataclass, replace

from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.places import Place
from exporter.coders.dictionary.tokens import Doc, Span, Token
from exporter.coders.dictionary.triggers import Trigger
from exporter.coders.dictionary.where.called import WELL_KNOWN
from exporter.coders.dictionary.where.names import PlaceNames
from exporter.coders.dictionary.where.near import FAR, SITES, is_behind, nearness, parted
from exporter.coders.dictionary.where.rows import enumerated, first_of_row, in_plural


@dataclass(frozen=True, slots=True)
class PlaceFinder(PlaceNames):
    """Finds the places of events in sentences of one article."""

    def find(self, sentence: Span, trigger: Trigger) -> Where | None:
        """The place of an event: the best of those that its sentence names."""
        nouns = (token for token in sentence if token.pos_ in _NOUNS)
        found = [where for token in nouns if (where := self._beside(token, trigger))]
        if not found:
            return None
        at = self.offset + trigger.token.idx
        # Of `Belgorod` and `Belgorod region` the longer is meant.
        best = min(
            found,
            key=lambda where: (
                where.near,
                abs(where.words.start - at),
                where.words.start - where.words.end,
            ),
        )
        if best.near > FAR and self.leader not in (None, best.place.iso3):
            return None  # `leaders in Mexico condemned the killing`
        # A country is worth less than a town named elsewhere in the sentence, if it lies there.
        inside = [w for w in found if w.place.iso3 == best.place.iso3 and w.place.kind != "country"]
        closer = [w for w in inside if w.near <= _IN_SENTENCE]
        if best.place.kind == "country" and closer:
            same = (where for where in closer if where.words.start == closer[0].words.start)
            return max(same, key=lambda where: where.words.end)
        if inner := next((w for w in inside if _holds(best, w) or _inside(best, w)), None):
            return inner
        text = sentence.doc.text
        best = next((w for w in closer if self._lies_by(w, best, text)), best)
        other = next((w for w in found if self._lies_by(best, w, text)), None)
        return self._near(best, other.place, text) if other else best

    def _lies_by(self, where: Where, other: Where, text: str) -> bool:
        """Whether a place is told with another that it lies by: `in Legetafo, just outside the capital`."""
        between = text[max(where.words.end - self.offset, 0) : max(other.words.start - self.offset, 0)]
        return where.place.kind == "place" and _BY.fullmatch(between) is not None

    def _near(self, where: Where, other: Place, text: str) -> Where:
        """Of the namesakes of a place the one that lies by another: `La Union, just north of Zihuatanejo`."""
        name = text[where.words.start - self.offset : where.words.end - self.offset]
        place = self.gazetteer.resolve(name, countries=self.votes, near=other)
        meant = place is not None and place.kind == "place" and place.iso3 == where.place.iso3
        return replace(where, place=place) if meant and place else where

    def each(self, where: Where | None, sentence: Span, trigger: Trigger) -> list[Where]:
        """The places of an event in the plural: `blasts in Nairobi, Kisumu and Nakuru` were one in each.

        One place, or none, where it is told of a single act, or where its towns are not each a place of their own.
        """
        if where is None:
            return []
        token = next((t for t in sentence if self.offset + t.idx + len(t.text) == where.words.end), None)
        if token is None or where.place.kind in ("country", "region") or not in_plural(trigger):
            return [where]
        first = first_of_row(token)
        if first is None:
            return [where]
        if first != token:
            token, where = first, self.at(first, where.near) or where
        others = [self.at(other, where.near) for other in enumerated(token)]
        towns = [
            w for w in others if w and w.place.kind == where.place.kind and w.place.iso3 == where.place.iso3
        ]
        return [where, *towns] if len(towns) == len(others) else [where]

    def town_before(self, doc: Doc, start: int) -> Where | None:
        """The town that a passage names last before an offset: `Medellin lives in terror`, `in Medellin`."""
        for token in reversed(doc.tokens):
            if self.offset + token.idx >= start or token.pos_ != "PROPN":
                continue
            if _FROM.search(doc.text, max(0, token.idx - _NAME_BEFORE), token.idx):
                continue  # `Merawi, a town 30 km south of Bahir Dar`
            behind = token.dep_ == "pobj" and token.head.lower_ in ("in", "at", "near")
            speaks = token.head.lemma_ in _SPEECH or self.lexicon.nationality(token.text) is not None
            subject = token.dep_ == "nsubj" and not speaks
            where = self.at(token) if behind or subject else None
            if where and self._town_of_report(where.place):
                return where
        return None

    def town_named(self, doc: Doc) -> Where | None:
        """The first town of the article's country that stands behind a preposition: `the town of Pandeglang`."""
        for token in doc.tokens:
            over = token.head if token.dep_ == "compound" and token.head.lower_ in _HEADS else token
            behind = over.dep_ == "pobj" and token.pos_ == "PROPN"
            if behind and over.head.lower_ in ("in", "at", "near", "of", "outside"):
                where = self.at(token)
                if where and where.place.kind == "place" and self.leader in (None, where.place.iso3):
                    return where
        return None

    def _town_of_report(self, place: Place) -> bool:
        """Whether a place is a known town of the country that the article is about."""
        return place.kind == "place" and place.population >= WELL_KNOWN and self.leader in (None, place.iso3)

    def _beside(self, token: Token, trigger: Trigger) -> Where | None:
        if token.dep_ in ("compound", "nmod") and (town := self._police_of(token, trigger)):
            return town
        port = token.dep_ == "compound" and names_behind(token.head)  # `the Black Sea port of Odessa`
        if port or (token.dep_ == "poss" and token.head.lemma_.lower() in _HOUSES):
            return None  # `outside France's parliament`: a state has such houses in its capital, or anywhere
        near = nearness(token, trigger, self.lexicon)
        if token.pos_ in ("PROPN", "NOUN") and token.text[0].isupper() and self.aside(token):
            near = 1 if near is None else min(near, 1)  # who says what a place lies in says where it was
        if near is not None and parted(token, trigger.token):
            # `attacked X; on Monday, they burned Y`; but in a headline, `army loses X; shells fall on Y`
            near = None if _is_headline(token.sent) and _by_others(trigger) else near + 3
        where = None if near is None else self.at(token, near)
        if where and token.dep_ == "poss" and (inner := self.at(token.head)) and _lies_in(inner, where):
            return None  # `in Zamfara's Maru district`
        if where is None or token.dep_ not in ("compound", "nmod", "poss"):
            return where and (self._owned_by_two(token, where) or where)
        # A word before a noun is a place only if it is a well-known one: most villages are surnames, too.
        # Before another name it is the first part of that name: `Orlando Montano`, `Supreme Court`.
        in_name = token.head.pos_ == "PROPN" and token.head.lower_ not in SITES | _HEADS
        site = token.head.lower_ in SITES and (is_behind(token.head) or token.head in trigger.targets)
        unknown = where.place.kind == "place" and where.place.population < WELL_KNOWN and not site
        # `U.S. citizens`, `a UN post` say whose they are; that it is there, only a report on that country says.
        whose = (
            where.place.kind == "country"
            and token.dep_ in ("compound", "nmod")
            and self.leader != where.place.iso3
        )
        return None if unknown or whose or (in_name and where.place.kind != "country") else where

    def _owned_by_two(self, token: Token, where: Where) -> Where | None:
        """What lies in a division with two names, as the parse has it: `in Jammu and Kashmir's Reasi district`."""
        whose = next((c for joined in token.conjuncts for c in joined.lefts if c.dep_ == "poss"), None)
        if (
            token.dep_ != "pobj"
            or whose is None
            or self.offset + whose.idx + len(whose.text) != where.words.end
        ):
            return None
        inner = self.at(whose.head, where.near)
        return inner if inner and _lies_in(inner, where) else None

    def _police_of(self, token: Token, trigger: Trigger) -> Where | None:
        """The town whose police tell of the event: `Medellin police said that bombs exploded`."""
        head = token.head
        tells = head.dep_ == "nsubj" and head.head.lemma_ in _SPEECH and trigger.token in head.head.subtree
        if head.lower_ != "police" or not tells or not token.text[0].isupper():
            return None
        place = self.resolve(token.text, None)
        if (
            place is None
            or place.kind != "place"
            or place.iso3 != self.leader
            or place.population < WELL_KNOWN
        ):
            return None
        start = self.offset + token.idx
        return Where(place, Words(start, start + len(token.text)), FAR)


def _is_headline(sentence: Span) -> bool:
    """Whether a sentence ends without a sign."""
    return sentence.doc[sentence.end - 1].text[-1:].isalnum()


def _by_others(trigger: Trigger) -> bool:
    """Whether a clause names its own subject, and does not go on with those of the clause before it."""
    return any(c.dep_ in ("nsubj", "nsubjpass") and c.pos_ in ("NOUN", "PROPN") for c in trigger.clause.lefts)


def _lies_in(inner: Where, outer: Where) -> bool:
    """Whether a place is a part of the country, region or division of another."""
    a, b = outer.place, inner.place
    unit = a.kind == "country" or (a.admin1 is not None and a.admin1 == b.admin1)
    unit = unit and (a.kind != "admin2" or a.admin2 == b.admin2)
    outer_kinds = ("admin1", "admin2", "country", "region")
    return a.kind in outer_kinds and a.iso3 == b.iso3 and unit and a.name != b.name


def _holds(outer: Where, inner: Where) -> bool:
    """Whether a place is told with what it lies in right behind it: `in Kafr Takharim in Idleb`."""
    a, b = outer.place, inner.place
    placed = (a.latitude, a.longitude) == (b.latitude, b.longitude)  # by this very unit
    beside = 0 < outer.words.start - inner.words.end <= (_BESIDE_OTHERS if placed else _BESIDE)
    within = a.name in (b.admin1, b.admin2) or placed
    # `Chin State` is Chin.
    unit = a.kind in ("admin1", "region") and a.admin1 is not None and a.admin1 == b.admin1
    return beside and (within or unit) and b.kind in ("place", "admin2") and a.name != b.name


def _inside(outer: Where, inner: Where) -> bool:
    """Whether a place is told as closely as the division it lies in: `In Amhara region, ... in the town of Merawi`."""
    a, b = outer.place, inner.place
    apart = inner.words.end <= outer.words.start or outer.words.end <= inner.words.start
    unit = a.kind in ("admin1", "region") and a.admin1 is not None and a.admin1 == b.admin1
    return inner.near <= 1 and apart and unit and b.kind in ("place", "admin2") and a.name != b.name


_BY = re.compile(
    r",? (?:(?:just|right|some|about|around|roughly|\d+ ?(?:km|kilomet(?:er|re)s?|miles?)) ){0,3}"
    r"(?:outside|near|close to|not far from|(?:north|south)?-?(?:east|west|north|south) of)(?: the(?: city of)?)? "
)
# `a town 30 km south of X`
_FROM = re.compile(
    r"\b(?:km|kilomet(?:er|re)s?|miles?)(?: to the)? (?:[a-z-]+ )?(?:of|from) (?:the )?(?:city of )?$"
)
_NAME_BEFORE = 60
"""Characters before a name in which such words stand."""
_IN_SENTENCE = 4
"""A place that stands somewhere in the sentence, but not aside."""
_BESIDE = 32
"""Characters between a place and what it lies in: `the Jenin refugee camp in the occupied West Bank`,"""
_BESIDE_OTHERS = 60
"""or between a village and the one of its units that a gazetteer has: `in X village in Y township, Z region`."""


def names_behind(head: Token) -> bool:
    """Whether a word such as `port` or `city` has its name behind it: `port of Odessa`."""
    links = (c for c in head.rights if c.lower_ == "of") if head.lemma_.lower() in _HEADS else ()
    return any(t.pos_ == "PROPN" for link in links for t in link.children)


_HEADS = words("place_heads")
_HOUSES = words("houses_of_state")
_SPEECH = words("verbs_of_speech")
_NOUNS = frozenset({"NOUN", "PROPN"})
