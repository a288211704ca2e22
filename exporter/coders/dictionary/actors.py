"""Who: from a noun in the parse to the actors that it names, in ACLED's manner.

What the text leaves open stays open here: an actor without a known country gets it only when the event has its
place (see `Actor.settled`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.generic import NAMES, STATE, TYPES
from exporter.coders.dictionary.lexicon import Agent, Lexicon, fold, words
from exporter.coders.dictionary.tokens import Doc, Span, Token

REBELS = "Rebel group"

_LONGEST_NAME = 8
"""Words that a name may go on for behind its head: `Union for Peace in the Central African Republic`."""
_OF_GROUPS = frozenset({"rebels", "militia", "armed", "peacekeepers", "military", "police"})
"""Those whom the name of a group says more closely: `Taliban fighters`, `AMISOM peacekeepers`."""
_HOLDERS = frozenset({"government", "military", "police"})
_TITLES = words("titles")
_QUANTITIES = words("quantities")
_PARTS = words("parts_of_bodies")
_ANYBODY = words("called_anybody")
_WIELDED = words("wielded")
_SPEECH = words("verbs_of_speech")
_LEADING = words("leading_members")
_BELONGING = words("verbs_of_belonging")
BEARERS = frozenset({"military", "police", "rebels", "armed", "militia", "communal", "named", "peacekeepers"})


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

    @property
    def armed(self) -> bool:
        """Whether the actor bears arms."""
        return self.role in BEARERS and self.actor_type not in ("Civilians", "Protesters", "Rioters")

    @property
    def specific(self) -> bool:
        """Whether the text says more of it than that there was somebody."""
        return self.role in ("named", "state") or self.country is not None

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


@dataclass(frozen=True, slots=True)
class Speaker:
    """Those who speak for themselves in a report.

    Attributes:
        group: The armed group whose communique it hands on, or None: `our fighters`, `we attacked the post`.
        state: The army of the state that it is about, or None: `our soldiers`.
    """

    group: Actor | None
    state: Actor | None

    def ours(self, lemma: str) -> Actor | None:
        """Whose the forces are that the speaker calls ours."""
        if lemma in _OF_REBELS:
            return self.group
        return (
            self.state if lemma in _OF_STATES else (self.group or self.state if lemma in _OF_BOTH else None)
        )


_EVENT_TYPES = mapping("sub_event_types", "event_type")
_FIGHTS = frozenset({"Battles", "Explosions/Remote violence"})
_OF_REBELS = words("forces_of_rebels")
_OF_STATES = words("forces_of_states")
_OF_BOTH = words("forces_of_both")


@dataclass(frozen=True, slots=True)
class ActorFinder:
    """Finds the actors that nouns of one parsed passage name.

    Attributes:
        lexicon: The lists.
        day: The day for which offices and names are looked up.
        offset: Where the passage starts in the article.
        about: The country that the article speaks of most, by ISO 3166-1 alpha-3.
        speaker: Those who say `we` in it, or None.
    """

    lexicon: Lexicon
    day: date
    offset: int
    about: str | None = None
    speaker: Speaker | None = None
    _found: dict[tuple[Token, bool], list[Actor]] = field(init=False, default_factory=dict, repr=False)

    def of(self, head: Token, *, conjuncts: bool = True) -> list[Actor]:
        """The actors that a noun and those joined to it name; nothing where it names none."""
        found = self._found.get((head, conjuncts))
        if found is None:
            found = self._found[head, conjuncts] = self._of(head, conjuncts=conjuncts)
        return list(found)

    def _of(self, head: Token, *, conjuncts: bool) -> list[Actor]:
        heads = [head, *(_joined(head) if conjuncts else ())]
        found: list[Actor] = []
        for index, one in enumerate(heads):
            following = heads[index + 1] if index + 1 < len(heads) else None
            actors = self._one(one, following)
            if not actors and index and found and found[-1].person:
                # `priests A, B and C`: what the first is said to be holds for those joined to him
                actors = [
                    replace(found[-1], person=a.person, start=a.start, end=a.end) for a in self.victim(one)
                ]
            for actor in actors:
                if actor not in found:
                    found.append(actor)
        return found

    def _one(self, head: Token, following: Token | None = None) -> list[Actor]:
        if self.speaker and (spoken := self._ours(head, self.speaker)):
            start, end = self.offset + head.idx, self.offset + head.idx + len(head.text)
            return [replace(spoken, start=start, end=end)]
        if head.pos_ == "PRON" or head.lemma_.lower() in ("who", "which", "that"):
            return self._pronoun(head)
        named = self._named(head) or self._by_acronym(head)
        if named:
            return [named]
        counted = self._counted(head)
        if counted:
            return [replace(actor, many=True) for actor in self.of(counted)]
        if whole := self._whole_of(head):
            return whole
        agent, span = self._agent(head)
        return self._bare(head, following) if agent is None else self._generic(head, agent, span)

    def _leads(self, head: Token) -> bool:
        """Whether a noun is one for a leading member of a group: `a senior al Qaeda leader`, no former one."""
        past = any(child.lower_ in ("ex", "former", "late") for child in head.lefts)
        return head.lemma_.lower() in _LEADING and not past

    def _ours(self, head: Token, speaker: Speaker) -> Actor | None:
        """Whom `we` and `our fighters` stand for."""
        if head.lower_ == "we":
            told = self.lexicon.patterns.get(("verb", head.head.lemma_.lower()), ())
            violent = any(
                p.sub_event_type == "Attack" or _EVENT_TYPES[p.sub_event_type] in _FIGHTS for p in told
            )
            return speaker.group if violent else None
        ours = any(child.dep_ == "poss" and child.lower_ == "our" for child in head.lefts)
        return speaker.ours(head.lemma_.lower()) if ours else None

    def _generic(self, head: Token, agent: Agent, span: Sequence[Token]) -> list[Actor]:
        """People called by what they are: of a named group, of one country or several, or of no known one."""
        countries = self._countries(head)
        start = min([span[0].idx, *(country.start for country in countries)])
        end = max([head.idx + len(head.text), *(country.end for country in countries)])
        actor = Actor(
            agent.role, "", None, TYPES.get(agent.role, agent.actor_type), agent.label,
            self.offset + start, self.offset + end, agent.plural,
            many=head.tag_ in ("NNS", "NNPS") or head.lower_ in _QUANTITIES,
            civilian=agent.civilian,
            person=self._called_by_name(head),
        )  # fmt: skip
        group = self._group_of(head) if agent.role in _OF_GROUPS or self._leads(head) else None
        if group and agent.role not in _OF_GROUPS and not group.armed:
            group = None
        if group:
            return [replace(group, start=actor.start, end=actor.end)]
        if not countries and (owners := self._possessed(head, agent.role)):
            owner = owners[0]
            if owner.role == "named":
                return [replace(owner, start=actor.start, end=actor.end)]
            return [replace(actor, country=owner.country)]
        if not countries:
            return [actor]
        several = countries if agent.role in _HOLDERS else countries[:1]
        return [replace(actor, country=country.iso3) for country in several]

    def _bare(self, head: Token, following: Token | None) -> list[Actor]:
        """A country's name on its own, people called by their country, or a person with a title."""
        country = self._country_at(head)
        if country:
            kind, iso3, first = country
            start, end = self.offset + first.idx, self.offset + head.idx + len(head.text)
            if kind == "demonym" and _is_wielded(head):
                return [Actor("state", "", iso3, STATE, "", start, end)]
            if kind == "demonym":
                # `US and Russian officials` is parsed as if the US stood alone: the next noun says the role.
                agent = self._agent(following)[0] if following is not None else None
                role = agent.role if agent else ("civilians" if head.text.endswith("s") else "")
                return [Actor(role, "", iso3, TYPES[role], "", start, end)] if role in TYPES else []
            agent = self._agent(following)[0] if following is not None and head.dep_ != "pobj" else None
            role = agent.role if agent and agent.role in _HOLDERS else "state"
            return [Actor(role, "", iso3, STATE, "", start, end)]
        if head.pos_ == "PROPN":
            return self._titled(head)
        return []

    def _titled(self, head: Token) -> list[Actor]:
        """`Colonel X`, `X, a union leader`: the title or the apposition says what the person is."""
        run = head.doc[head.left_edge.i : head.i]  # titles hang on each other: `Police Commander Colonel X`
        for child in dict.fromkeys((*head.lefts, *head.rights, *run)):
            title = child.dep_ in ("compound", "appos", "amod", "nmod")
            agent = self._agent(child)[0] if title else None
            if agent:
                iso3 = next((c.iso3 for c in (*self._countries(head), *self._countries(child))), None)
                first, last = (
                    min(child.idx, head.idx),
                    max(child.idx + len(child.text), head.idx + len(head.text)),
                )
                start, end = self.offset + first, self.offset + last
                kind = TYPES.get(agent.role, agent.actor_type)
                person = self._person(head)
                return [
                    Actor(
                        agent.role, "", iso3, kind, agent.label, start, end, agent.plural, person,
                        civilian=agent.civilian,
                    )
                ]  # fmt: skip
        return []

    def _called_by_name(self, head: Token) -> str:
        """The name in apposition to what a person is: `the ambassador's daughter, A B`."""
        beside = [child for child in head.rights if child.dep_ == "appos" and child.pos_ == "PROPN"]
        if head.dep_ == "appos" and head.head.pos_ == "PROPN":
            # `A B and C D, two women who were held`
            beside += [head.head, *(t for t in head.head.conjuncts if t.pos_ == "PROPN")]
        return "; ".join(name for child in beside if (name := self._person(child)))

    def _counted(self, head: Token) -> Token | None:
        """Whom a word of quantity counts: `thousands of demonstrators`, `a group of residents`."""
        number = head.pos_ == "NUM" or head.lower_ == "one"  # `three of its fighters`
        if not number and head.lower_ not in _QUANTITIES and head.lemma_.lower() not in _QUANTITIES:
            return None
        links = (child for child in head.rights if child.dep_ == "prep" and child.lower_ == "of")
        return next((t for link in links for t in link.children if t.dep_ == "pobj"), None)

    def _whole_of(self, head: Token) -> list[Actor]:
        """Whom parts of a body stand for: `members of the ELN`, `envoys of the army and the rebels`.

        A part without `of` behind it, or of a bare country, is people by itself.
        """
        if head.lemma_.lower() not in _PARTS:
            return []
        links = (child for child in head.rights if child.dep_ == "prep" and child.lower_ in ("of", "from"))
        of = next((t for link in links for t in link.children if t.dep_ == "pobj"), None)
        found = (self.of(of) or self._before(of)) if of is not None else self._before(head)
        return [actor for actor in found if actor.role != "state"]

    def _before(self, head: Token) -> list[Actor]:
        """The body that is named before its part: `PKK members`, `police units`."""
        for child in reversed(list(head.lefts)):
            if child.dep_ in ("compound", "amod", "nmod", "poss"):
                named = self._named(child)
                if named:
                    return [named]
                agent, span = self._agent(child)
                if agent and agent.role in (*_HOLDERS, *_OF_GROUPS):
                    return self._generic(child, agent, span)
        return []

    def party(self, token: Token) -> list[Actor]:
        """A party to an exchange of words, where it stands before a noun: `a US request`, `a Palestinian demand`."""
        if token.dep_ not in ("amod", "compound"):
            return self.of(token)
        country = self._country_at(token)
        if country is None:
            return self.of(token, conjuncts=False)
        _, iso3, first = country
        start, end = self.offset + first.idx, self.offset + token.idx + len(token.text)
        return [Actor("state", "", iso3, STATE, "", start, end)]

    def holders(self, head: Token) -> list[Actor]:
        """Those whose post, convoy or vehicle a noun names: `an army post`, `a bus of pilgrims`."""
        for child in reversed(list(head.lefts)):
            if child.dep_ in ("compound", "amod", "nmod", "poss"):
                found = [actor for actor in self.of(child, conjuncts=False) if actor.role != "state"]
                if found:
                    country = next((c.iso3 for c in self._countries(head)), None)
                    return [actor.settled(country) for actor in found]
        for child in head.rights:
            carried = child.dep_ == "acl" and child.lemma_ in ("carry", "transport", "belong", "hold")
            if carried or (child.dep_ == "prep" and child.lower_ in ("of", "with")):
                links = [child, *(c for c in child.children if c.dep_ == "prep")]
                within = (t for link in links for t in link.children if t.dep_ in ("pobj", "dobj"))
                found = [a for t in within for a in self.of(t) if a.role != "state"]
                if found:
                    return found
        return []

    def owners(self, head: Token) -> list[Actor]:
        """The countries whose a post or a position is: `fired on Ukrainian positions`."""
        return [
            Actor(
                "state", "", country.iso3, STATE, "", self.offset + country.start, self.offset + country.end
            )
            for country in self._countries(head)[:1]
        ]

    def victim(self, head: Token) -> list[Actor]:
        """A person of whom nothing but the name is told, as somebody whom something befell."""
        person = self._person(head) or self._surname(head)
        if not person:
            return []
        start, end = self.offset + head.left_edge.idx, self.offset + head.idx + len(head.text)
        return [Actor("civilians", "", None, "Civilians", "", start, end, "", person)]

    def _person(self, head: Token) -> str:
        """The name of the person at a token: two words or more, without titles; empty where it is none."""
        if head.pos_ != "PROPN":
            return ""
        first, last = head.i, head.i
        while first > head.sent.start and head.doc[first - 1].pos_ == "PROPN":
            first -= 1
        while last + 1 < head.sent.end and head.doc[last + 1].pos_ == "PROPN":
            last += 1
        # What stands before the last title is what he is: `Antioquia police commander Colonel A B`.
        titles = (
            i
            for i in range(last - 1, first - 1, -1)
            if self._agent(head.doc[i])[0]
            or self._country_at(head.doc[i])
            or head.doc[i].lower_.rstrip(".") in _TITLES
        )
        first = next(titles, first - 1) + 1
        span = head.doc[first : last + 1]
        known = self._agent(span[-1])[0] or self._country_at(span[-1])
        return "" if known or len(span) < 2 or len(span) > 5 else span.text

    def _surname(self, head: Token) -> str:
        """The name of somebody known from elsewhere: `Pizarro was murdered`, `Mr. Torres`."""
        name = head.text
        known = self._agent(head)[0] or self._country_at(head) or head.lower_ in _TITLES
        alone = head.i == head.sent.start or head.doc[head.i - 1].pos_ != "PROPN"
        titled = not alone and head.doc[head.i - 1].lower_.rstrip(".") in _TITLES
        is_name = head.tag_ == "NNP" and len(name) > 2 and name.isalpha() and not name.isupper()
        return name if is_name and (alone or titled) and not known else ""

    def _named(self, head: Token) -> Actor | None:
        """The longest run of words around the noun that is in the actor list."""
        last = head.i + 1
        while last < len(head.doc) and last <= head.i + _LONGEST_NAME and _goes_on(head.doc, last):
            last += 1
        # `New People's Army rebels`: the words of a name before a noun hang on the noun each by itself.
        inside = head.dep_ in ("amod", "compound", "nmod", "poss")
        edge = min(head.left_edge.i, head.head.left_edge.i) if inside else head.left_edge.i
        first = max(edge, head.i - 6, head.sent.start)
        # A name of one word may be in the list without its `s`, one of several words begins as it stands there.
        openings = [i for i in range(first, head.i + 1) if self.lexicon.opens_actor(head.doc[i].text)]
        for end in range(last, head.i, -1):
            for start in openings if end > head.i + 1 or head.i in openings else (*openings, head.i):
                span = head.doc[start:end]
                entry = self.lexicon.actor(span.text, self.day)
                if entry is None and span.text.endswith("s"):
                    entry = self.lexicon.actor(span.text[:-1], self.day) if len(span.text) > 5 else None
                if entry and entry.scope == "person" and self._is_surname(span):
                    continue
                if entry and (not span.text[0].islower() or entry.alias.islower()):
                    return Actor(
                        "named" if not _is_government(entry.actor) else "government", entry.actor, entry.country,
                        entry.actor_type, "", self.offset + span.start_char, self.offset + span.end_char,
                    )  # fmt: skip
        return None

    def _is_surname(self, span: Span) -> bool:
        """Whether a name of one word ends that of somebody else: `Roberto Rivera Escobar`."""
        if len(span) > 1 or span.start == span.sent.start:
            return False
        before = span.doc[span.start - 1]
        title = self._agent(before)[0] or self._country_at(before) or before.lower_.rstrip(".") in _TITLES
        return before.pos_ == "PROPN" and before.head == span[0] and not title

    def _by_acronym(self, head: Token) -> Actor | None:
        """A name that the list has only by its acronym: `the Corps of Volunteers (CV)`."""
        for child in head.rights:
            if child.dep_ == "appos" and child.text.isupper() and len(child) > 1:
                return self._named(child)
        return None

    def _group_of(self, head: Token) -> Actor | None:
        """`Taliban fighters`, `guerrillas of the ELN`, `the movement Hamas`: the group that fighters belong to."""
        for child in head.lefts:
            if child.dep_ in ("compound", "amod", "nmod", "poss"):
                found = self._named(child)
                if found:
                    return found
        for child in head.rights:
            if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                for target in child.children:
                    found = self._named(target) or self._group_of(target) if target.dep_ == "pobj" else None
                    if found:
                        return found
            if child.dep_ == "appos" and (found := self._named(child)):
                return found
            if child.dep_ in ("acl", "relcl") and (found := self._belongs_to(child)):
                return found
        return None

    def _belongs_to(self, clause: Token) -> Actor | None:
        """`fighters belonging to X`, `gunmen who are thought to belong to X`, `insurgents linked to X`."""
        for verb in clause.subtree:
            if verb.lemma_ in _BELONGING and verb.pos_ == "VERB":
                links = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("to", "with"))
                named = (self._named(t) for link in links for t in link.children if t.dep_ == "pobj")
                return next((actor for actor in named if actor), None)
        return None

    def _agent(self, head: Token | None) -> tuple[Agent | None, Sequence[Token]]:
        """The generic noun at a token, the longest first, and its words."""
        if head is None or head.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None, ()
        start = head.sent.start
        for length in (4, 3, 2, 1) if self.lexicon.closes_several(head.text, head.lemma_) else (1,):
            first = head.i - length + 1
            if first < start:
                continue
            span = head.doc[first : head.i + 1]
            for said in (f"{span[:-1].text} {head.lemma_}".strip(), span.text, span.text.removesuffix("s")):
                agent = self.lexicon.agents.get(fold(said))
                if agent:
                    return agent, list(span)
        return None, ()

    def _countries(self, head: Token) -> list["_Country"]:
        """The countries that a noun's modifiers name: `Russian`, `of Azerbaijan and Armenia`, `Mali's`."""
        found: list[_Country] = []
        for child in head.lefts:
            if child.dep_ in ("amod", "compound", "poss", "nmod", "nsubj") and not _backing(child):
                for one in (child, *_joined(child)):
                    found += self._countries_at(one)
        for child in head.rights:
            if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                for target in child.children:
                    if target.dep_ == "pobj":
                        for one in (target, *_joined(target)):
                            found += self._countries_at(one)
        return found

    def _countries_at(self, token: Token) -> Iterator["_Country"]:
        for one in (*(c for c in token.lefts if c.dep_ in ("amod", "compound", "nmod")), token):
            country = self._country_at(one)
            if country and not _backing(one):
                _, iso3, first = country
                yield _Country(iso3, first.idx, one.idx + len(one.text))

    def _country_at(self, token: Token) -> tuple[str, str, Token] | None:
        """Kind, code and first word of the country that ends at a token."""
        start = token.sent.start
        for length in (4, 3, 2, 1) if self.lexicon.closes_several(token.text) else (1,):
            first = token.i - length + 1
            if first < start:
                continue
            span = token.doc[first : token.i + 1]
            found = self.lexicon.nationality(span.text) if span.text[0].isupper() else None
            if found and found.kind == "capital" and first and token.doc[first - 1].pos_ == "PROPN":
                continue  # `Mocimboa da Praia` is not Praia
            if found and found.iso3 == "IND" and self.about in _americas():
                continue  # `Indian peasants` in Guatemala
            if found:
                return found.kind, found.iso3, span[0]
        return None

    def _pronoun(self, head: Token) -> list[Actor]:
        """Whom a pronoun stands for, where that is safe; nothing otherwise."""
        if head.lower_ in ("who", "which", "that") and head.head.dep_ == "relcl":
            return self.of(head.head.head, conjuncts=False)
        if head.lower_ not in ("they", "them", "he", "she", "him", "her", "it"):
            return []
        return self._meant_by(head, many=head.lower_ in ("they", "them"))

    def _meant_by(self, pronoun: Token, *, many: bool | None) -> list[Actor]:
        """The last actor before a pronoun that may be meant; not the subject of its own verb: `they charge them`."""
        own = pronoun.head if pronoun.dep_ in ("dobj", "dative") else None
        if own is None and (speaking := self._speaking(pronoun)):
            return speaking
        for token in reversed(pronoun.doc[pronoun.sent.start : pronoun.i]):
            if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "conj"):
                first = token
                while first.dep_ == "conj":
                    first = first.head
                if own is not None and first.head == own:
                    continue
                found = self.of(first)
                fits = many is None or (len(found) > 1 or token.tag_ in ("NNS", "NNPS")) == many
                if found and fits:
                    return found
        return []

    def _speaking(self, pronoun: Token) -> list[Actor]:
        """The group that says what a pronoun says of it: `the front said it had planted the bomb`."""
        clause = pronoun.head
        while clause.dep_ in ("aux", "auxpass", "conj", "xcomp", "acomp", "attr") and clause.head != clause:
            clause = clause.head
        if clause.dep_ != "ccomp" or clause.head.lemma_ not in _SPEECH:
            return []
        subjects = (child for child in clause.head.children if child.dep_ == "nsubj" and child != pronoun)
        found = [a for t in subjects for a in self.of(t, conjuncts=False)]
        return [actor for actor in found if actor.role == "named" and actor.armed]

    def _possessed(self, head: Token, role: str) -> list[Actor]:
        """The group or the country whose fighters they are: `X said its fighters had attacked the post`."""
        whose = next((c for c in head.lefts if c.dep_ == "poss" and c.lower_ in ("its", "their")), None)
        if whose is None or role not in _OF_GROUPS:
            return []
        found = self._meant_by(whose, many=None)
        return [a for a in found if a.role in ("named", "state") or (a.armed and a.country)][:1]


@dataclass(frozen=True, slots=True)
class _Country:
    iso3: str
    start: int
    end: int


def _is_wielded(adjective: Token) -> bool:
    """What a state's forces use or do: `Russian missiles`, `an Israeli air strike`, `the Turkish attack on X`."""
    if adjective.dep_ not in ("amod", "compound", "nmod") or _backing(adjective):
        return False
    what = adjective.head.lemma_.lower()
    aimed = any(child.lower_ in ("on", "against") for child in adjective.head.rights)
    return what in _WIELDED or (what in ("attack", "assault") and aimed)


def _joined(head: Token) -> list[Token]:
    return [token for token in head.conjuncts if token.i > head.i]


def _goes_on(doc: Doc, index: int) -> bool:
    """Whether a name may go on with the token: a capital, or a small link before one."""
    token = doc[index]
    if token.pos_ == "PROPN" or (token.text[:1].isupper() and token.pos_ == "NOUN"):
        return True
    link = token.lower_ in ("of", "for", "the", "in", "de", "and")
    return (
        link and index + 1 < len(doc) and (doc[index + 1].pos_ == "PROPN" or doc[index + 1].lower_ == "the")
    )


def _backing(token: Token) -> bool:
    """`US-backed`, `Saudi-led`: the country stands behind the actor and is not it."""
    following = token.doc[token.i + 1 : token.i + 3].text
    before = token.doc[max(0, token.i - 2) : token.i].text.lower()
    if before in ("pro-", "anti-"):
        return True  # `pro-Russian separatists`
    return following.startswith("-") and following[1:].strip() in (
        "backed",
        "led",
        "supported",
        "funded",
        "made",
    )


@cache
def _americas() -> frozenset[str]:
    """The countries of the Americas."""
    iso3 = mapping("countries", "iso3")
    regions = mapping("countries", "region")
    return frozenset(str(iso3[code]) for code, region in regions.items() if str(region) in _AMERICAS)


_AMERICAS = frozenset({"Caribbean", "Central America", "North America", "South America"})


def _is_government(name: str) -> bool:
    return name.startswith("Government of ")
