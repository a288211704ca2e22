"""Places that a parsed sentence names, and how closely each stands to a trigger."""

import re
from calendar import day_name, month_name
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from exporter.coders.dictionary.draft import Where, Words
from exporter.coders.dictionary.lexicon import Lexicon, fold, words
from exporter.coders.dictionary.places import Gazetteer, Place
from exporter.coders.dictionary.places.names import AROUND, is_direction, place_key, unaccented
from exporter.coders.dictionary.tokens import Doc, Span, Token
from exporter.coders.dictionary.triggers import Trigger, clause_of

_NOUNS = frozenset({"NOUN", "PROPN"})
_IN = words("place_prepositions")
_STRONG = frozenset(
    ["in", "at", "near", "outside", "inside", "around", "across", "throughout", "within", "off", "over"]
)
# Where somebody went is not where the event was,
_WHITHER = frozenset(["to", "toward", "towards"])
_FIRING = frozenset(["come", "fire", "fly", "launch", "return", "shoot"])
# nor is where a report came out,
_PUBLISHED = frozenset(["air", "broadcast", "print", "publish", "transmit"])
# nor where somebody spoke.
_SPEECH = words("verbs_of_speech")
_JUDGING = words("verbs_of_judging")
WELL_KNOWN = 50_000
"""People in a place whose name alone, without `in` or `at`, is taken for the place."""

MANY_VOTES = 3
FAMOUS = 300_000
"""An article that speaks of countries this often means a town elsewhere only if the town is this large."""

FAR = 3
"""A place further away from the trigger than this in the sentence need not be the event's."""

# Words between parties: `on Syria` and `over Karabakh` are what they speak of.
_TALKED_ABOUT = frozenset(
    {"Consultation or visit", "Statement or appeal", "Diplomatic cooperation", "Aid", "Demand", "Disapproval",
     "Rejection", "Threat", "Reduced relations", "Agreement"}
)  # fmt: skip
_HEADS = words("place_heads")
_SITES_OF_PEOPLE = words("civilian_things") | words("places_of_arms")
# What is small wherever it lies.
_HAMLETS = words("small_places")
_SITES = words("place_nouns")
# Words of names and titles that are the name of some town as well.
_NEVER = words("never_places") | {name.lower() for name in (*month_name, *day_name) if name}
_PLACES_OF = words("places_of")
# `the American embassy` and `the envoy of Mali` stand in another country than they are called by.
_MISSIONS = words("missions")


# A name right before a bracket, with what kind of place it is behind it or not: `Gwoza town (`.
_CAPITAL = r"[^\W\d_a-z][^\s,;:()\[\]]*"
_LINK = r"(?:(?:al|an|ash|az|bin|da|das|de|del|do|dos|du|e|el|ez|la|las|le|les|los|of|sur|the|wa|y)\s){0,3}"
_BEFORE_BRACKET = re.compile(
    rf"(?:^|(?<=[\s(]))(?P<name>{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,5}})"
    rf"(?:\s(?:{'|'.join(sorted(map(re.escape, _HEADS | AROUND), key=len, reverse=True))}))?\s?$"
)


_UNIT = r"[^\W\d_a-z][^\s.,;:()\[\]]*"
_WITH_UNIT = re.compile(
    rf"(?P<name>{_CAPITAL}(?:\s{_LINK}{_CAPITAL}){{0,3}}),\s(?P<unit>{_UNIT}(?:\s{_UNIT})?)"
)


def _called(place: Place, name: str) -> Place:
    """A place by the name that a coder gives it, where the gazetteer has another spelling."""
    same = unaccented(place.name).casefold() == unaccented(name).casefold()
    return place if same else replace(place, name=name)


@dataclass(frozen=True, slots=True)
class PlaceFinder:
    """Finds places in sentences of one article.

    Attributes:
        gazetteer: The places.
        lexicon: For the names of countries and their people.
        votes: How often the article speaks of each country, by ISO 3166-1 alpha-3.
        offset: Where the passage starts in the article.
        asides: Names that stood in brackets, by the offset of the bracket in the passage.
    """

    gazetteer: Gazetteer
    lexicon: Lexicon
    votes: Mapping[str, float]
    offset: int
    asides: Mapping[int, str] = field(default_factory=dict)

    def find(self, sentence: Span, trigger: Trigger) -> Where | None:
        """The place of an event: the best of those that its sentence names."""
        nouns = (token for token in sentence if token.pos_ in _NOUNS)
        found = [where for token in nouns if (where := self._beside(token, trigger))]
        if not found:
            return None
        at = self.offset + trigger.token.idx
        best = min(found, key=lambda where: (where.near, abs(where.words.start - at)))
        if best.near > FAR and self.leader not in (None, best.place.iso3):
            return None  # `leaders in Mexico condemned the killing`
        # A country is worth less than a town named elsewhere in the sentence, if it lies there.
        closer = [
            w for w in found if w.place.iso3 == best.place.iso3 and w.place.kind != "country" and w.near <= 4
        ]
        return closer[0] if best.place.kind == "country" and closer else best

    def each(self, where: Where | None, sentence: Span, trigger: Trigger) -> list[Where]:
        """The places of an event in the plural: `blasts in Nairobi, Kisumu and Nakuru` were one in each.

        One place, or none, where it is told of a single act, or where its towns are not each a place of their own.
        """
        if where is None:
            return []
        token = next((t for t in sentence if self.offset + t.idx + len(t.text) == where.words.end), None)
        if token is None or where.place.kind in ("country", "region") or not _in_plural(trigger):
            return [where]
        first = _first_of_row(token)
        if first is None:
            return [where]
        if first != token:
            token, where = first, self.at(first, where.near) or where
        others = [self.at(other, where.near) for other in _enumerated(token)]
        towns = [
            w for w in others if w and w.place.kind == where.place.kind and w.place.iso3 == where.place.iso3
        ]
        return [where, *towns] if len(towns) == len(others) else [where]

    def noted(self, passage: str) -> list[Where]:
        """The places that a passage names with the units that they lie in: `Moura (Djenne, Mopti)`."""
        found: list[Where] = []
        if not self.asides and (beside := self._with_unit(passage)):
            return [beside]
        for bracket, inside in self.asides.items():
            named = _BEFORE_BRACKET.search(passage, 0, bracket)
            if named is None or fold(named["name"]) in self.lexicon.entries:
                continue
            name, start = named["name"], named.start("name")
            head, _, rest = name.partition(" ")
            if rest and head.lower() in _HEADS:
                name, start = rest, start + len(head) + 1  # `Kibbutz Be'eri`
            if place := self._noted(name, inside):
                words = Words(self.offset + start, self.offset + start + len(name))
                found.append(Where(place, words, 0))
        return found

    def _with_unit(self, passage: str) -> Where | None:
        """The first place with its unit behind a comma: `near Orikhiv, Zaporizhia`."""
        named = _WITH_UNIT.search(passage)
        if named is None:
            return None
        name, unit = named["name"], named["unit"]
        place = self.gazetteer.resolve(name, countries=self.votes, within=unit)
        divided = any(known.kind in ("admin1", "region") for known in self.gazetteer.candidates(unit))
        if not divided or place is None or place.kind not in ("place", "admin2"):
            return None
        if not self.gazetteer.may_hold(place, unit):
            return None
        words = Words(self.offset + named.start("name"), self.offset + named.end("name"))
        return Where(_called(place, name), words, 0)

    def _noted(self, name: str, inside: str) -> Place | None:
        units = [unit.strip() for unit in inside.split(",")]
        holders = [
            self.gazetteer.resolve(unit, countries=self.votes, within=", ".join(units[n + 1 :]) or None)
            for n, unit in enumerate(units)
        ]
        if not any(holders):
            return None
        place = self.gazetteer.resolve(name, countries=self.votes, within=inside)
        if place is None or not self.gazetteer.may_hold(place, inside):
            return self._beside_known(name, inside)
        return _called(place, name)

    def town_before(self, doc: Doc, start: int) -> Where | None:
        """The town that a passage names last before an offset: `Medellin lives in terror`, `in Medellin`."""
        for token in reversed(doc.tokens):
            if self.offset + token.idx >= start or token.pos_ != "PROPN":
                continue
            behind = token.dep_ == "pobj" and token.head.lower_ in ("in", "at", "near")
            speaks = token.head.lemma_ in _SPEECH or self.lexicon.nationality(token.text) is not None
            subject = token.dep_ == "nsubj" and not speaks
            where = self.at(token) if behind or subject else None
            if where and self._town_of_report(where.place):
                return where
        return None

    def _town_of_report(self, place: Place) -> bool:
        """Whether a place is a known town of the country that the article is about."""
        return place.kind == "place" and place.population >= WELL_KNOWN and self.leader in (None, place.iso3)

    @property
    def leader(self) -> str | None:
        """The country that the article speaks of most."""
        return max(self.votes, key=lambda iso3: self.votes[iso3], default=None)

    def _beside(self, token: Token, trigger: Trigger) -> Where | None:
        if token.dep_ in ("compound", "nmod") and (town := self._police_of(token, trigger)):
            return town
        near = self._near(token, trigger)
        if token.pos_ in ("PROPN", "NOUN") and token.text[0].isupper() and self._aside(token):
            near = 1 if near is None else min(near, 1)  # who says what a place lies in says where it was
        if near is not None and token.dep_ == "compound" and _names_behind(token.head):
            return None  # `the Black Sea port of Odessa`
        if near is not None and _apart(token, trigger.token):
            near += 3  # `attacked X; on Monday, they burned Y`
        where = None if near is None else self.at(token, near)
        if where is None or token.dep_ not in ("compound", "nmod", "poss"):
            return where
        # A word before a noun is a place only if it is a well-known one: most villages are surnames, too.
        # Before another name it is the first part of that name: `Orlando Montano`, `Supreme Court`.
        in_name = token.head.pos_ == "PROPN" and token.head.lower_ not in _SITES | _HEADS
        site = token.head.lower_ in _SITES and _is_behind(token.head)
        unknown = where.place.kind == "place" and where.place.population < WELL_KNOWN and not site
        # `U.S. citizens`, `a UN post` say whose they are; that it is there, only a report on that country says.
        whose = (
            where.place.kind == "country"
            and token.dep_ in ("compound", "nmod")
            and self.leader != where.place.iso3
        )
        return None if unknown or whose or (in_name and where.place.kind != "country") else where

    def _police_of(self, token: Token, trigger: Trigger) -> Where | None:
        """The town whose police tell of the event: `Medellin police said that bombs exploded`."""
        head = token.head
        tells = head.dep_ == "nsubj" and head.head.lemma_ in _SPEECH and trigger.token in head.head.subtree
        if head.lower_ != "police" or not tells or not token.text[0].isupper():
            return None
        place = self._resolve(token.text, None)
        if (
            place is None
            or place.kind != "place"
            or place.iso3 != self.leader
            or place.population < WELL_KNOWN
        ):
            return None
        start = self.offset + token.idx
        return Where(place, Words(start, start + len(token.text)), FAR)

    def _near(self, token: Token, trigger: Trigger) -> int | None:
        """How closely a possible place stands to the trigger (0: closest); None where it cannot be the place."""
        if token.dep_ == "pobj" and token.pos_ in ("PROPN", "NOUN") and token.head.lower_ in _IN:
            return self._behind_preposition(token, trigger)
        if token.pos_ != "PROPN":
            return (
                1
                if token.pos_ == "NOUN" and token in trigger.targets and token.lemma_.lower() in _HEADS
                else None
            )
        return self._named(token, trigger)

    def _named(self, token: Token, trigger: Trigger) -> int | None:
        """The same for a name without a preposition."""
        diplomatic = trigger.pattern.sub_event_type in _TALKED_ABOUT
        if token in trigger.targets:
            if trigger.pattern.wants == "person" or trigger.pattern.kind == "effect":
                return None  # `Guerrero was murdered`: whom something befalls is no place
            return FAR if diplomatic else 0
        beside = token.head in (*trigger.targets, trigger.token)
        site = token.head
        if token.dep_ in ("compound", "nmod") and site.lower_ in _SITES and _is_behind(site):
            return self._behind_preposition(site, trigger)  # `at Burgas airport`
        if site.dep_ == "pobj" and _went(site, trigger):
            return None  # `was taken to the Bogota hospital`
        if token.dep_ in ("compound", "nmod", "poss") and fold(token.text) not in self.lexicon.agents:
            return None if diplomatic else 3 if beside else 6
        experienced = token.dep_ == "nsubj" and token.head.lemma_ in _EXPERIENCING
        return 5 if token.dep_ in ("npadvmod", "appos") or experienced else None

    def _behind_preposition(self, token: Token, trigger: Trigger) -> int | None:
        preposition, governor = token.head, _not_time(token.head.head)
        if preposition.lower_ == "of":
            return self._behind_of(governor, trigger)
        if trigger.pattern.sub_event_type in _TALKED_ABOUT:
            return self._spoken_at(token, trigger)
        judged = trigger.told_before and governor == trigger.clause and governor.lemma_ in _JUDGING
        if governor.lemma_ in _SPEECH | _PUBLISHED or judged or _went(token, trigger):
            return None  # `in Washington, the president condemned the killing`
        if trigger.nominal and _of_the_other_side(preposition, trigger):
            return FAR + 1  # `the murder was condemned by parties in X`
        weak = 0 if preposition.lower_ in _STRONG else 2
        if governor in (trigger.token, trigger.clause) or governor in trigger.targets:
            return weak
        if clause_of(preposition) == trigger.clause or trigger.token in governor.ancestors:
            weak += 1
        else:
            # `In X, men burst into a bar and shot at the guests`: what frames the sentence frames its clauses.
            weak += 2 if trigger.token in governor.subtree else 4
        return weak

    def _spoken_at(self, token: Token, trigger: Trigger) -> int | None:
        """Words are where they are said: `condemned the killing, its minister said in Riyadh`."""
        preposition, governor = token.head, token.head.head
        if preposition.lower_ in ("in", "at", "near", "from"):
            if governor in (trigger.token, trigger.clause) or governor.lemma_ in _SPEECH:
                return 0
            return 1 if clause_of(preposition) == trigger.clause else FAR
        return 2 if preposition.lower_ == "to" else None

    def _behind_of(self, governor: Token, trigger: Trigger) -> int | None:
        """`the outskirts of X` stands as near as its head; `the city of X` with it; `the people of X` nowhere."""
        if governor.lower_ in _PLACES_OF:
            return 1 if clause_of(governor) == trigger.clause else FAR + 1
        of_event = governor in (trigger.token, *trigger.targets)
        over = governor.head.head if governor.dep_ == "pobj" and governor.head.lower_ == "of" else governor
        hit = over in trigger.targets or (over.dep_ == "pobj" and over.head.head == trigger.token)
        if hit and over != governor and over.lower_ in _SITES_OF_PEOPLE:
            return 2  # `at the home of the mayor of X`
        return 1 if of_event and governor.lemma_.lower() not in _MISSIONS else None

    def at(self, token: Token, near: int = 0) -> Where | None:
        """The place that a noun names, with those that it says it lies in."""
        name, first, last = self._name(token)
        capital = self._capital(token)
        if capital:
            return Where(
                capital,
                Words(self.offset + token.left_edge.idx, self.offset + token.idx + len(token.text)),
                near,
            )
        if not name or not name[0].isupper():
            return None
        aside = self._aside(last)
        within = aside or self._within(last, first)
        place = self._resolve(name, within)
        told = within and not is_direction(place_key(within))  # `Tripoli (North)`
        if place and within and told and not self.gazetteer.may_lie_in(place, within):
            # `Tahrir Square in Baghdad`: better the city than a namesake of the square
            place = self.gazetteer.resolve(within, countries=self.votes) or place
        if place is None and aside:
            place = self._beside_known(name, aside)
        if place is None:
            return None
        return Where(place, Words(self.offset + first.idx, self.offset + last.idx + len(last.text)), near)

    def _aside(self, last: Token) -> str | None:
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

    def _beside_known(self, name: str, within: str) -> Place | None:
        """A place that no gazetteer has: its own name, with the coordinates of the unit that it lies in."""
        units = within.split(",")
        for index, unit in enumerate(units):
            around = ", ".join(units[index + 1 :]).strip() or None
            holder = self.gazetteer.resolve(unit.strip(), countries=self.votes, within=around)
            if holder:
                exact = "area" if holder.geo_precision == "place" else holder.geo_precision
                return replace(holder, name=name, geo_precision=exact, kind="place", population=0)
        return None

    def _resolve(self, name: str, within: str | None) -> Place | None:
        key = fold(name)
        if key in _NEVER or key in _HEADS or key in self.lexicon.agents or key in self.lexicon.entries:
            return None  # `Capital`, `Police` and `Red Cross` are towns somewhere, too
        nationality = self.lexicon.nationality(name)
        if nationality and nationality.kind == "demonym":
            return None
        if nationality and nationality.kind == "name":
            known = self.gazetteer.candidates(name)
            if not known or known[0].kind == "country":
                return self.gazetteer.country(nationality.iso3)
        place = self.gazetteer.resolve(name, countries=self.votes, within=within)
        return place if place and self._likely(place, key, within) else None

    def _likely(self, place: Place, key: str, within: str | None) -> bool:
        """Whether an article that speaks of other countries may mean a place."""
        if place.iso3 in self.votes or sum(self.votes.values()) < MANY_VOTES:
            return True
        if within is not None and self.gazetteer.lies_in(place, within):
            return True
        famous = place.kind in ("country", "region") or place.population >= FAMOUS
        return famous and key.rpartition(" ")[2] not in _HAMLETS  # `Chiapas hamlet` is no famous one

    def _name(self, token: Token) -> tuple[str, Token, Token]:
        """The proper name at a token: its own, or the one behind `city of`."""
        if token.pos_ == "NOUN" or token.lemma_.lower() in _HEADS:
            inner = next(
                (
                    t
                    for c in token.rights
                    if c.dep_ == "prep" and c.lower_ == "of"
                    for t in c.children
                    if t.dep_ == "pobj" and t.pos_ == "PROPN"
                ),
                None,
            ) or next((c for c in token.rights if c.dep_ == "appos" and c.pos_ == "PROPN"), None)
            if inner is not None:
                return self._name(inner)
            if token.lemma_.lower() not in _HEADS:
                return "", token, token
            before = [c for c in token.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"]
            if before and before[-1].i < token.i - 1 and token.doc[token.i - 1].pos_ == "ADJ":
                return self._name(before[-1])  # `the Orakzai tribal district`
        first = last = token
        sentence = token.sent
        while first.i - 1 >= sentence.start and _part_of_name(token.doc[first.i - 1]):
            first = token.doc[first.i - 1]
        while last.i + 1 < sentence.end and token.doc[last.i + 1].pos_ == "PROPN" and last.dep_ != "pobj":
            last = token.doc[last.i + 1]
        while (
            first.i < last.i
            and self.lexicon.nationality(first.text)
            and self.lexicon.nationality(token.doc[first.i : last.i + 1].text) is None
        ):
            first = token.doc[first.i + 1]
        while first.i < last.i and first.lower_ in ("-", "of", "de"):
            first = token.doc[first.i + 1]
        return token.doc[first.i : last.i + 1].text, first, last

    def _within(self, last: Token, first: Token) -> str | None:
        """The unit that the text says a place lies in: `X, in Y province`, `X, Y`, `X (Y)`, `the Y town of X`."""
        doc = last.doc
        index = last.i + 1
        while index < last.sent.end and doc[index].lower_ in (
            ",",
            "in",
            "(",
            "the",
            "of",
            "'s",
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
        ):
            index += 1
        if index > last.i + 1 and index < last.sent.end and doc[index].pos_ == "PROPN":
            end = index + 1
            while end < last.sent.end and doc[end].pos_ == "PROPN":
                end += 1
            return str(doc[index:end].text)
        # `the Bolivian city of X`, `the Bolivian town X`
        holder = last.head.head if last.dep_ == "pobj" and last.head.lower_ == "of" else last.head
        for head in (last, first, holder):
            told = head in (last, first) or head.lemma_.lower() in _HEADS
            for token in head.lefts if told and head != last.sent.root else ():
                found = self.lexicon.nationality(token.text) if token.text[0].isupper() else None
                if found and found.kind == "demonym":
                    return self.lexicon.country(found.iso3)
        return None

    def _capital(self, token: Token) -> Place | None:
        """`the Austrian capital`, and `the capital (city)` where the article is about one country."""
        city = token.lower_ == "city" and any(child.lower_ == "capital" for child in token.lefts)
        if not (city or token.lemma_.lower() == "capital") or any(c.lower_ == "of" for c in token.rights):
            return None
        for child in token.lefts:
            found = self.lexicon.nationality(child.text.removesuffix("'s"))
            if found:
                return self.capital(found.iso3)
        if any(
            child.dep_ in ("amod", "compound") and child.lower_ not in ("its", "the", "capital")
            for child in token.lefts
        ):
            return None
        leader = self.leader
        return self.capital(leader) if leader and any(c.dep_ == "det" for c in token.lefts) else None

    def capital(self, iso3: str) -> Place | None:
        """The capital of a country, as a place."""
        names = [
            n.alias for n in self.lexicon.nationalities.values() if n.iso3 == iso3 and n.kind == "capital"
        ]
        places = [place for name in names for place in self.gazetteer.candidates(name)]
        towns = [place for place in places if place.iso3 == iso3 and place.kind == "place"]
        return max(towns, key=lambda place: place.population, default=None)


def _names_behind(head: Token) -> bool:
    """Whether a word such as `port` or `city` has its name behind it: `port of Odessa`."""
    links = (c for c in head.rights if c.lower_ == "of") if head.lemma_.lower() in _HEADS else ()
    return any(t.pos_ == "PROPN" for link in links for t in link.children)


def _first_of_row(token: Token) -> Token | None:
    """The name behind `in` or `at` that begins the row in which a name stands, itself perhaps."""
    for first in token.doc[token.sent.start : token.i + 1]:
        behind = first.dep_ == "pobj" and first.head.lower_ in ("in", "at") and first.pos_ == "PROPN"
        if behind and (first == token or token in _enumerated(first)):
            return first
    return None


def _enumerated(token: Token) -> list[Token]:
    """The names behind a name in a row that ends with `and`, by the words: parsers get long rows wrong."""
    found: list[Token] = []
    at, ended = token.i + 1, False
    while at < token.sent.end and not ended:
        links = at
        while at < token.sent.end and token.doc[at].lower_ in (",", "and"):
            ended = ended or token.doc[at].lower_ == "and"
            at += 1
        if at in (links, token.sent.end) or token.doc[at].pos_ != "PROPN":
            return []
        while at + 1 < token.sent.end and token.doc[at + 1].pos_ == "PROPN":
            at += 1
        found.append(token.doc[at])
        at += 1
    return found if ended else []


def _apart(one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two words."""
    first, last = sorted((one.i, other.i))
    return any(token.text == ";" for token in one.doc[first:last])


# `Medellin saw a wave of terror when bombs exploded`
_EXPERIENCING = frozenset(["experience", "face", "see", "suffer", "witness", "wake"])
_TIMES = frozenset(
    ["afternoon", "dawn", "day", "evening", "hour", "midnight", "morning", "night", "noon", "week", "weekend"]
) | {name.lower() for name in (*month_name, *day_name) if name}


def _not_time(governor: Token) -> Token:
    """What a place hangs from, past words of time: `killed on the evening of 1 November in Medellin`."""
    while governor.lemma_.lower() in _TIMES and governor.head != governor:
        governor = governor.head.head if governor.dep_ == "pobj" else governor.head
    return governor


def _went(token: Token, trigger: Trigger) -> bool:
    """Whether a verb beside the trigger tells of a way there: `was taken to X`, and not `on the road to X`."""
    preposition, governor = token.head, token.head.head
    if preposition.lower_ == "from" and governor.lemma_ in _FIRING:
        return True  # `shells fired from X`
    moved = governor.pos_ == "VERB" and governor not in (trigger.token, trigger.clause)
    return moved and preposition.lower_ in _WHITHER


def _of_the_other_side(token: Token, trigger: Trigger) -> bool:
    """Whether a word stands with the subject or the agent of a verb whose object the trigger is, or the reverse."""
    below = token
    while below.head not in (below, trigger.clause):
        below = below.head
    return (
        below.head == trigger.clause
        and below.dep_ in ("agent", "nsubj", "nsubjpass")
        and trigger.token not in below.subtree
    )


def _in_plural(trigger: Trigger) -> bool:
    """Whether a trigger tells of several acts: `blasts`, or `bombs exploded`."""
    told = (
        (trigger.token,) if trigger.nominal else tuple(c for c in trigger.token.children if c.dep_ == "nsubj")
    )
    apart = trigger.nominal or trigger.pattern.kind in ("blast", "protest")
    return apart and any(token.tag_ in ("NNS", "NNPS") for token in told)


def votes(text: str, lexicon: Lexicon, dateline: str | None, gazetteer: Gazetteer) -> dict[str, float]:
    """How often a text speaks of each country: names and people in full, the rest by half.

    The rest are seats of government and armed groups at home in one country. The United States are spoken of in
    the news of every country, and count for less.
    """
    counted: Counter[str] = Counter()
    seats: dict[str, list[str]] = defaultdict(list)
    words = text.replace("\n", " ").split(" ")
    clean = [word.strip(".,;:()\"'“”") for word in words]
    for index, word in enumerate(clean):
        if not word[:1].isupper() or not lexicon.opens_name(word):
            continue
        if word.startswith("American") and clean[index - 1] in ("Central", "Latin", "North", "South"):
            continue
        for length in (3, 2, 1):
            found = lexicon.nationality(" ".join(clean[index : index + length]))
            if found:
                if found.kind == "capital":
                    seats[found.iso3].append(found.alias)
                counted[found.iso3] += 0.5 if found.kind == "capital" else 1.0  # type: ignore[assignment]
                break
            entries = lexicon.entries.get(fold(" ".join(clean[index : index + length])), ())
            at_home = {entry.country for entry in entries if entry.scope == "group"}
            if len(at_home) == 1 and (iso3 := at_home.pop()):
                counted[iso3] += 0.5  # type: ignore[assignment]
                break
    if _EVERYWHERE in counted:
        counted[_EVERYWHERE] /= 3  # type: ignore[assignment]
    iso3 = None
    if dateline:
        where = lexicon.nationality(dateline.split(",")[-1].strip()) or lexicon.nationality(dateline)
        place = None if where else gazetteer.resolve(dateline.split(",")[0].strip(), countries=dict(counted))
        iso3 = where.iso3 if where else place.iso3 if place else None
    if iso3:
        # A reporter sits where he reports from, unless he speaks of another country alone.
        abroad = iso3 not in counted and max(counted.values(), default=0) > ELSEWHERE_VOTES
        counted[iso3] += 1 if abroad else 3
    elif sum(counted.values()) < FEW_VOTES:
        _ask_leaders(clean, counted, lexicon)
        _ask_towns(text, counted, seats, gazetteer)
    return dict(counted)


def _ask_leaders(said: Sequence[str], counted: Counter[str], lexicon: Lexicon) -> None:
    """Where hardly a country is named, count the heads of states, too."""
    for word in said:
        entries = lexicon.entries.get(fold(word), ()) if word[:1].isupper() else ()
        lands = {entry.country for entry in entries}
        if len(lands) == 1 and all(entry.scope == "person" for entry in entries) and (iso3 := lands.pop()):
            counted[iso3] += 0.5  # type: ignore[assignment]


def _ask_towns(
    text: str, counted: Counter[str], seats: Mapping[str, list[str]], gazetteer: Gazetteer
) -> None:
    """Count the towns, too: those whose namesakes all lie in one country, which is named.

    A country whose capital alone is named may not be meant: Berlin, beside towns of El Salvador, is the one there.
    """
    for name in {match[1] for match in _TOWN.finditer(text)}:
        lands = {place.iso3 for place in gazetteer.candidates(name)}
        if len(lands) == 1 and not lands & seats.keys() and (iso3 := lands.pop()) in counted:
            counted[iso3] += 0.5  # type: ignore[assignment]
    for iso3, names in seats.items():
        others = {land for land in counted if land != iso3 and counted[land] >= counted[iso3]}
        namesakes = {place.iso3 for name in names for place in gazetteer.candidates(name)}
        if counted[iso3] == 0.5 * len(names) and others & namesakes:
            del counted[iso3]


_TOWN = re.compile(r"\b(?:in|at|near|of|from|between)\s+([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,3})")
FEW_VOTES = 3
"""Countries named less often than this say too little; towns are asked as well."""

ELSEWHERE_VOTES = 3
"""So often a report speaks of another country than that of its dateline, and of that one not at all."""

_EVERYWHERE = "USA"


def _is_behind(token: Token) -> bool:
    """Whether a word stands behind a preposition of place."""
    return token.dep_ == "pobj" and token.head.lower_ in _IN


def _part_of_name(token: Token) -> bool:
    if token.text == "-" or (token.lower_ in _INSIDE_NAMES and token.doc[token.i - 1].text == "-"):
        return True  # `Port-au-Prince`
    return token.pos_ == "PROPN" and token.dep_ in ("compound", "nmod", "amod")


_INSIDE_NAMES = frozenset({"au", "aux", "de", "des", "du", "en", "la", "le", "les", "sous", "sur"})
