"""From a noun in the parse to the actors that it names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from exporter.coders.dictionary.actors.actor import Actor
from exporter.coders.dictionary.actors.bearing import is_wielded, riots
from exporter.coders.dictionary.actors.look import Country, Look, joined
from exporter.coders.dictionary.actors.names import Names
from exporter.coders.dictionary.actors.own_names import acronym, longer_name, own_names, own_title
from exporter.coders.dictionary.actors.persons import called_by_name, name_of, surname_of
from exporter.coders.dictionary.actors.pronouns import by_own_account, more_of_them, possessed, stood_for
from exporter.coders.dictionary.actors.speaking import Speaker
from exporter.coders.dictionary.generic import STATE, TYPES
from exporter.coders.dictionary.lexicon import Agent, Lexicon, words
from exporter.coders.dictionary.tokens import Token


@dataclass(frozen=True, slots=True)
class ActorFinder:
    """Finds the actors that nouns of one parsed passage name.

    Attributes:
        lexicon: The lists.
        day: The day for which offices and names are looked up.
        offset: Where the passage starts in the article.
        about: The country that the article speaks of most, by ISO 3166-1 alpha-3.
        speaker: Those who say `we` in it, or None.
        is_place: Whether a name is that of a place that readers know.
    """

    lexicon: Lexicon
    day: date
    offset: int
    about: str | None = None
    speaker: Speaker | None = None
    is_place: Callable[[str], bool] = lambda _: False
    _found: dict[tuple[Token, bool], list[Actor]] = field(init=False, default_factory=dict, repr=False)
    _look: Look = field(init=False, repr=False)
    _names: Names = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make ready what each word is looked up with."""
        object.__setattr__(self, "_look", Look(self.lexicon, self.about, self.is_place))
        object.__setattr__(self, "_names", Names(self._look, self.day, self.offset))

    def of(self, head: Token, *, conjuncts: bool = True) -> list[Actor]:
        """The actors that a noun and those joined to it name; nothing where it names none."""
        found = self._found.get((head, conjuncts))
        if found is None:
            # Nobody, while it is asked: `the army and its allies` are joined, and `its` may be either.
            self._found[head, conjuncts] = []
            found = self._found[head, conjuncts] = self._of(head, conjuncts=conjuncts)
        return list(found)

    def _of(self, head: Token, *, conjuncts: bool) -> list[Actor]:
        heads = [head, *(joined(head) if conjuncts else ())]
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
        if self.speaker and (spoken := self.speaker.meant_by(head, self.lexicon)):
            start, end = self.offset + head.idx, self.offset + head.idx + len(head.text)
            return [replace(spoken, start=start, end=end)]
        if head.pos_ == "PRON" or head.lemma_.lower() in ("who", "which", "that"):
            return stood_for(head, self.of)
        if named := self._names.named(head) or self._names.by_acronym(head) or self._so_called(head):
            return [*self._named_beside(head, named), *self._forces_beside(head), named]
        if (counted := self._counted(head)) and self.of(counted):
            mass = head.lemma_.lower() in _MASSES
            return [
                replace(
                    _in_arms(actor, head),
                    many=True,
                    called="Crowd" if mass and actor.called == "Youths" else actor.called,
                )
                for actor in self.of(counted)
            ]
        if whole := self._whole_of(head) or by_own_account(head, self.of) or more_of_them(head, self.of):
            return whole
        described = self._described(head, following)
        return [*self._forces_beside(head), *described] if described else []

    def _named_beside(self, head: Token, last: Actor) -> list[Actor]:
        """Groups joined before the last of several names: the G9 of `the G9 and G-Pep gangs`."""
        joint = (c for c in head.lefts if c.dep_ == "nmod" and any(t.dep_ == "cc" for t in c.children))
        found = (self._names.named(child) or self._names.sharing(child, head) for child in joint)
        return [actor for actor in found if actor and actor.name != last.name]

    def _forces_beside(self, head: Token) -> list[Actor]:
        """Forces joined before others, of whom the parse makes a part: that of `the army and foreign mercenaries`."""
        found: list[Actor] = []
        for child in head.lefts:
            following = child.doc[child.i + 1]
            joint = child.dep_ == "nmod" and following.dep_ == "cc" and following.i + 1 < head.i
            agent, span = self._look.agent(child) if joint else (None, ())
            if agent is not None and agent.role in ("military", "police"):
                found += self._generic(child, agent, span)
        return found

    def _described(self, head: Token, following: Token | None) -> list[Actor]:
        """People called by what they are, by their country, by their title or by a name of their own."""
        agent, span = self._look.agent(head)
        plain = len(span) == 1 and head.lemma_.lower() == "man"
        if plain and (force := self._before(head)):
            return force  # `a Levies man`, `army men`
        if agent is not None:
            return self._generic(head, agent, span)
        return self._bare(head, following) or self._self_named(head)

    def harmed(self, head: Token) -> list[Actor]:
        """Those who came to harm: herders are a militia where they kill, and people where they are killed."""
        agent, span = self._look.agent(head)
        if agent is not None and head.lemma_.lower() in _HERDING:
            return self._generic(head, agent, span)
        return self.of(head)

    def party(self, token: Token) -> list[Actor]:
        """A party to an exchange of words, where it stands before a noun: `a US request`, `a Palestinian demand`."""
        if token.dep_ not in ("amod", "compound"):
            return self.of(token)
        country = self._look.country_at(token)
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
                    country = next((c.iso3 for c in self._look.countries(head)), None)
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
            for country in self._look.countries(head)[:1]
        ]

    def victim(self, head: Token) -> list[Actor]:
        """A person of whom nothing but the name is told, as somebody whom something befell."""
        person = name_of(head, self._look) or surname_of(head, self._look)
        if not person:
            return []
        start, end = self.offset + head.left_edge.idx, self.offset + head.idx + len(head.text)
        return [Actor("civilians", "", None, "Civilians", "", start, end, "", person)]

    def _leads(self, head: Token) -> bool:
        """Whether a noun is one for a member of a group: `a senior al Qaeda leader`, `RSF men`, no former one."""
        past = any(child.lower_ in ("ex", "former", "late") for child in head.lefts)
        return head.lemma_.lower() in _MEMBERS and not past

    def _generic(self, head: Token, agent: Agent, span: Sequence[Token]) -> list[Actor]:
        """People called by what they are: of a named group, of one country or several, or of no known one."""
        if agent.role == "civilians" and any(child.lower_ == "armed" for child in head.lefts):
            role = "communal" if head.lemma_.lower() in _HERDING else "armed"
            agent = replace(agent, role=role, label="", civilian=False)  # `armed Pokot herders`
        if agent.role in ("civilians", "protesters") and riots(head):
            agent = replace(agent, role="rioters", label="", civilian=False)
        countries = self._look.countries(head)
        start = min([span[0].idx, *(country.start for country in countries)])
        end = max([head.idx + len(head.text), *(country.end for country in countries)])
        actor = Actor(
            agent.role, "", None, TYPES.get(agent.role, agent.actor_type), agent.label,
            self.offset + start, self.offset + end, agent.plural,
            many=head.tag_ in ("NNS", "NNPS") or head.lower_ in _QUANTITIES,
            civilian=agent.civilian,
            person=called_by_name(head, self._look),
        )  # fmt: skip
        group = self._names.group_of(head) if agent.role in _OF_GROUPS or self._leads(head) else None
        if group and agent.role not in _OF_GROUPS and not group.armed:
            group = None
        if group:
            beside = [replace(actor, country=iso3) for iso3 in self._look.joined_countries(head)]
            return [replace(group, start=actor.start, end=actor.end), *beside]
        if agent.role == "civilians" and (party := self._names.party_of(head)):
            return [replace(actor, label=""), party]
        return self._of_country(head, agent, span, actor, countries)

    def _of_country(
        self,
        head: Token,
        agent: Agent,
        span: Sequence[Token],
        actor: Actor,
        countries: Sequence[Country],
    ) -> list[Actor]:
        """People called by what they are who are of no group that a list has: of one by its own name, of a country."""
        names = own_names(head, span[0], self._look) if agent.role in _NAMED_BY_TEXT else []
        # `Malay insurgents` are a people's, the `Nyalenda gang` is called so.
        plain = agent.role in ("armed", "rebels") and head.lemma_.lower() not in _BODIES
        if names and not (plain and any(" " not in name for name in names)):
            country = countries[0].iso3 if countries else None
            return [replace(actor, country=country, own=_own(name, head, agent.role)) for name in names]
        of_body = agent.role in _OF_GROUPS or head.lemma_.lower() in _MEMBERS
        if not countries and of_body and (owners := possessed(head, self.of)):
            owner = owners[0]
            if owner.role == "named" or agent.role not in _OF_GROUPS:
                return [replace(owner, start=actor.start, end=actor.end)]
            return [replace(actor, country=owner.country)]
        if not countries:
            return [actor]
        several = countries if agent.role in _HOLDERS else countries[:1]
        return [replace(actor, country=country.iso3) for country in several]

    def _bare(self, head: Token, following: Token | None) -> list[Actor]:
        """A country's name on its own, people called by their country, or a person with a title."""
        country = self._look.country_at(head)
        part = head.dep_ == "nsubj" and any(c.lower_ in _DIRECTIONS and c.text.islower() for c in head.lefts)
        if country and part:
            return []  # `in Jamundí, southwest Colombia, injuring six`
        if country:
            kind, iso3, first = country
            start, end = self.offset + first.idx, self.offset + head.idx + len(head.text)
            if kind == "demonym" and is_wielded(head):
                return [Actor("state", "", iso3, STATE, "", start, end)]
            if kind == "demonym":
                # `US and Russian officials` is parsed as if the US stood alone: the next noun says the role.
                agent = self._look.agent(following)[0] if following is not None else None
                role = agent.role if agent else ("civilians" if head.text.endswith("s") else "")
                return [Actor(role, "", iso3, TYPES[role], "", start, end)] if role in TYPES else []
            agent = self._look.agent(following)[0] if following is not None and head.dep_ != "pobj" else None
            role = agent.role if agent and agent.role in _HOLDERS else "state"
            return [Actor(role, "", iso3, STATE, "", start, end)]
        if head.pos_ == "PROPN":
            return self._titled(head)
        return []

    def _self_named(self, head: Token) -> list[Actor]:
        """Groups by their own names, where the noun says no more than that they are some: `the Tano group`."""
        role = _SOME_GROUP.get(head.lemma_.lower())
        before = head.doc[head.i - 1] if role and head.i > head.sent.start else None
        if before is not None and before.head == head and (listed := self._names.named(before)):
            return [listed]  # `members of the Shining Path group`
        names = own_names(head, head, self._look) if role else []
        start, end = self.offset + head.left_edge.idx, self.offset + head.idx + len(head.text)
        return [
            Actor(role or "", "", None, TYPES[role or ""], "", start, end, own=_own(name, head, role or ""))
            for name in names
        ]

    def _so_called(self, head: Token) -> Actor | None:
        """`a group calling itself the Gerardo Barrios Civic Force`: a listed group, or one that no list has."""
        name = own_title(head)
        if name is None:
            return None
        listed = self._names.named(name[-1]) or self._names.by_acronym(name[-1])
        start, end = self.offset + name[0].idx, self.offset + name[-1].idx + len(name[-1].text)
        own = head.doc[name[0].i : name[-1].i + 1].text
        return listed or Actor("armed", "", None, TYPES["armed"], "", start, end, own=own)

    def unlisted(self, head: Token) -> list[Actor]:
        """A group that bears arms and goes by letters that no list has: `the FLRC occupied the village`."""
        body = next(self._of_part(head), head)
        name = acronym(body, self._look) or (longer_name(body, self._look) if body != head else "")
        start = self.offset + body.idx + len(body.text) - len(name)
        return (
            [Actor("armed", "", None, TYPES["armed"], "", start, start + len(name), own=name)] if name else []
        )

    def _of_part(self, head: Token) -> Iterator[Token]:
        """What a part of a body is one of: `members of X`."""
        links = (c for c in head.rights if c.dep_ == "prep" and c.lower_ == "of")
        if head.lemma_.lower() in _PARTS:
            yield from (t for link in links for t in link.children if t.dep_ == "pobj")

    def _titled(self, head: Token) -> list[Actor]:
        """`Colonel X`, `X, a union leader`: the title or the apposition says what the person is."""
        run = head.doc[head.left_edge.i : head.i]  # titles hang on each other: `Police Commander Colonel X`
        for child in dict.fromkeys((*head.lefts, *head.rights, *run)):
            title = child.dep_ in ("compound", "appos", "amod", "nmod")
            agent = self._look.agent(child)[0] if title else None
            group = self._names.group_of(child) if title and self._leads(child) else None
            if group and group.armed:
                start, end = self.offset + head.left_edge.idx, self.offset + head.idx + len(head.text)
                return [replace(group, start=start, end=end)]  # `A B, a leader of the rebels of X`
            if agent:
                iso3 = next(
                    (c.iso3 for c in (*self._look.countries(head), *self._look.countries(child))), None
                )
                first, last = (
                    min(child.idx, head.idx),
                    max(child.idx + len(child.text), head.idx + len(head.text)),
                )
                start, end = self.offset + first, self.offset + last
                kind = TYPES.get(agent.role, agent.actor_type)
                person = name_of(head, self._look)
                return [
                    Actor(
                        agent.role, "", iso3, kind, agent.label, start, end, agent.plural, person,
                        civilian=agent.civilian,
                    )
                ]  # fmt: skip
        return []

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
        several = head.tag_ in ("NNS", "NNPS")  # `two factions of the party`
        found = found or [a for a in possessed(head, self.of) if a.role == "named"]  # `one of its members`
        return [
            replace(_in_arms(actor, head), many=actor.many or (several and actor.role == "named"))
            for actor in found
            if actor.role != "state"
        ]

    def _before(self, head: Token) -> list[Actor]:
        """The body that is named before its part: `PKK members`, `police units`, `Hamas' military wing`."""
        for child in reversed(list(head.lefts)):
            if child.dep_ in ("compound", "amod", "nmod", "poss"):
                named = self._names.named(child)
                if named:
                    return [named]
                if head.lemma_.lower() in _WINGS:
                    continue
                agent, span = self._look.agent(child)
                if agent and agent.role in (*_HOLDERS, *_OF_GROUPS):
                    return self._generic(child, agent, span)
        return []


def _in_arms(actor: Actor, head: Token) -> Actor:
    """Those of whom a word says that they bear arms: `an armed group of herders`, `armed members of a party`."""
    armed = any(child.lower_ == "armed" for child in head.lefts)
    if not armed or actor.role != "civilians":
        return actor
    return replace(actor, role="armed", actor_type=TYPES["armed"], label="")


def _own(name: str, head: Token, role: str) -> str:
    """What a group is called: `Beni Halba`, of a community; `Grand Ravine Gang`; `Raia Mutomboki` of its rebels."""
    if role != "communal" and head.lemma_.lower() in _BODIES:
        return f"{name} {head.lemma_.capitalize()}"
    return f"{name} Militia" if role == "militia" else name


_HERDING = frozenset({"herder", "herdsman", "pastoralist"})
_OF_GROUPS = frozenset(
    {"rebels", "militia", "armed", "peacekeepers", "military", "police", "private_security"}
)
"""Those whom the name of a group says more closely: `Taliban fighters`, `AMISOM peacekeepers`."""
_NAMED_BY_TEXT = frozenset({"armed", "communal", "militia", "rebels"})
_SOME_GROUP = {
    **dict.fromkeys(("community", "subclan", "subtribe"), "communal"),
    **dict.fromkeys(("group", "faction", "brigade", "cell"), "armed"),
}
"""What a body of people that only its own name tells of is to an event."""
_BODIES = words("bodies_of_men")
_QUANTITIES = words("quantities")
_MASSES = frozenset({"crowd", "dozen", "hundred", "mob", "score", "thousand"})
"""So many youths are a crowd, and no band of armed men."""
_PARTS = words("parts_of_bodies")
_WINGS = frozenset({"arm", "wing"})
"""Parts that bear arms for the whole: no word before them says more than that."""
_MEMBERS = words("members_of_groups")
_DIRECTIONS = words("directions")
_HOLDERS = frozenset({"government", "military", "police"})
