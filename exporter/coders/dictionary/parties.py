"""Who did it to whom, in one sentence: the words of both sides of a trigger made actors."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from exporter.coders.dictionary.actors import Actor, ActorFinder, camp_of, unidentified
from exporter.coders.dictionary.generic import TYPES
from exporter.coders.dictionary.lexicon import words as word_list
from exporter.coders.dictionary.sides import addressed, concerned, sides_of
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import ALWAYS_PEOPLE, Trigger
from exporter.coders.dictionary.weapons import instruments
from exporter.coders.dictionary.where import PlaceFinder
from exporter.coders.dictionary.wielders import by_whom, owners_of


@dataclass(frozen=True, slots=True)
class Parties:
    """Tells the actors of triggers.

    Attributes:
        actors: Finds actors in the passage.
        places: Finds places in it.
        offset: Where the passage starts in the article.
    """

    actors: ActorFinder
    places: PlaceFinder
    offset: int

    def both(self, trigger: Trigger, effects: Sequence[Trigger]) -> tuple[list[Actor], list[Actor]]:
        """The actors of both sides of an event that several triggers tell."""
        side1, side2 = self.sides(trigger)
        for effect in effects:
            first, second = self.sides(effect)
            if trigger.pattern.lemma in _WARDING_OFF and not side2:
                # `repelled an Islamic State attack on a village`
                side2 = [actor for actor in first if actor.armed]
                continue
            side1 = side1 or [actor for actor in first if actor.role != "civilians"]
            # Fighting is between those who fight; those whom it kills are not its other side.
            foes = [actor for actor in second if trigger.pattern.kind != "mutual" or actor.armed]
            if trigger.pattern.kind == "mutual" and side2 and not side1:
                # `two rebels were killed in an encounter with soldiers`
                side1 = [actor for actor in foes if camp_of([actor]) != camp_of(side2)]
            side2 = foes if not side2 or _forces_of(side2, foes) else side2
        side1 = side1 or self._whose_act(trigger) or self._from_abroad(trigger)
        if trigger.pattern.kind == "mutual" and trigger.pattern.armed and not side1:
            # `two soldiers and five rebels were killed in the fighting`
            rebels = [actor for actor in side2 if camp_of([actor]) == "armed"]
            if rebels and any(camp_of([actor]) == "state" for actor in side2):
                return rebels, [actor for actor in side2 if actor not in rebels]
        return side1, side2

    def sides(self, trigger: Trigger) -> tuple[list[Actor], list[Actor]]:
        """The actors of both sides, in order; for acts of both, the first named is side one."""
        side1 = [actor for token in trigger.agents for actor in self._acting(token)]
        if not side1 and trigger.pattern.kind == "blast":
            side1 = [actor for token in trigger.agents for actor in self.actors.owners(token)]
        if not side1 and (trigger.pattern.armed or trigger.pattern.kind == "territory"):
            side1 = [actor for token in trigger.agents for actor in self.actors.unlisted(token)]
        if trigger.pattern.sub_event_type == "Attack":
            side1 = [_herders_in_arms(actor) for actor in side1]
        if trigger.pattern.sub_event_type in _OF_BANDS:
            side1 = [actor for actor in side1 if actor.role != "state"]  # no state lays car bombs
        side2 = [actor for token in trigger.targets for actor in self._suffering(token, trigger)]
        if trigger.pattern.kind == "territory" and not any(actor.armed for actor in side2):
            side2 = self._driven_out(trigger) or side2
        if trigger.pattern.kind == "say" and not side2:
            side2 = [actor for token in addressed(trigger.token) for actor in self.actors.party(token)]
        if not side2 and trigger.pattern.kind in ("act", "say") and not trigger.nominal:
            side2 = [actor for token in concerned(trigger.token) for actor in self.actors.party(token)]
        if not side2 and trigger.pattern.sub_event_type == "Disrupted weapons use":
            side2 = [
                actor
                for token in owners_of(trigger.targets)
                for actor in self.actors.of(token)
                if actor.armed
            ]
        if not side2 and trigger.pattern.armed and trigger.pattern.words:
            # `repulsed an attack by rebels`: those whose attack it is
            side2 = [a for token in by_whom(trigger.targets) for a in self.actors.of(token) if a.armed]
        if not side2 and trigger.pattern.armed and not trigger.nominal:
            # `attacked near the town, but were repelled by the army`
            over = trigger.token.head.head if trigger.token.dep_ == "acl" else trigger.token
            repelled = (c for c in (over, *over.children) if c.lemma_ in _REPELLING)
            side2 = [a for verb in repelled for t in sides_of(verb)[0] for a in self.actors.of(t) if a.armed]
        side2 = side2 or self._at_their_posts(trigger, side1)
        side2 = [actor for actor in side2 if all(actor.start != other.start for other in side1)]
        if trigger.pattern.kind in ("mutual", "accord") and len(side1) > 1 and not side2:
            side1, side2 = side1[:1], side1[1:]
        if trigger.pattern.kind == "mutual" and any(actor.actor_type == TYPES["communal"] for actor in side1):
            side2 = [_farmers_in_arms(actor) for actor in side2]
        return side1, side2

    def _at_their_posts(self, trigger: Trigger, attackers: Sequence[Actor]) -> list[Actor]:
        """The country's forces, where nobody else is told to hold the post that is hit: `rebels stormed an outpost`."""
        if not trigger.pattern.armed or camp_of(attackers) != "armed":
            return []
        hit = trigger.targets if trigger.nominal else (*trigger.targets, *concerned(trigger.token))
        posts = (token for token in hit if token.lemma_.lower() in _POSTS)
        spans = ((self.offset + token.idx, self.offset + token.idx + len(token.text)) for token in posts)
        return [unidentified("military", start, end) for start, end in spans]

    def _acting(self, token: Token) -> list[Actor]:
        """Those who act; `an aircraft belonging to the rebels` acts for them."""
        belongs = any(child.dep_ == "acl" and child.lemma_ == "belong" for child in token.rights)
        return (self.actors.holders(token) if belongs else []) or self.actors.of(token)

    def _whose_act(self, trigger: Trigger) -> list[Actor]:
        """Who acts in the clause that calls his act one: `X destroyed the mast in its worst attack`."""
        links = ("in", "during", "after") if trigger.pattern.kind == "mutual" else ("in", "during")
        if not trigger.nominal or trigger.token.dep_ != "pobj" or trigger.token.head.lower_ not in links:
            return []
        verb = trigger.token.head.head
        if trigger.pattern.kind == "mutual" and (by := [t for t in sides_of(verb)[0] if t.dep_ == "pobj"]):
            # `were rescued by troops after a clash with rebels`
            return [actor for token in by for actor in self.actors.of(token) if actor.armed]
        if verb.lemma_ in ("die", "perish") or any(c.dep_ == "auxpass" for c in verb.children):
            return []  # `27 soldiers died in a suicide attack`
        subjects = (child for child in verb.children if child.dep_ == "nsubj")
        return [actor for token in subjects for actor in self.actors.of(token) if actor.armed]

    def _from_abroad(self, trigger: Trigger) -> list[Actor]:
        """`two rockets fired from Lebanon`: somebody of the country that they came from."""
        if trigger.pattern.sub_event_type != "Shelling/artillery/missile attack":
            return []
        fired = (
            t
            for t in trigger.clause.subtree
            if t.pos_ == "VERB"
            and t.lemma_ in ("fire", "launch")
            and not any(c.lower_ == "by" for c in t.subtree)  # `fired from Syria by the YPG` says by whom
        )
        links = (c for verb in fired for c in verb.children if c.dep_ == "prep" and c.lower_ == "from")
        for origin in (t for link in links for t in link.children if t.dep_ == "pobj" and t.pos_ == "PROPN"):
            where = self.places.at(origin)
            if where:
                somebody = unidentified("armed", where.words.start, where.words.end)
                return [replace(somebody, country=where.place.iso3)]
        return []

    def of_attack(self, trigger: Trigger, every: Sequence[Trigger]) -> list[Actor]:
        """Whose attack it was in which something happened: `a raid by the ELN in which two buses were burned`."""
        if trigger.clause.dep_ != "relcl":
            return []
        links = (c for c in trigger.clause.children if c.dep_ == "prep" and c.lower_ in ("in", "during"))
        if not any(t.lower_ == "which" for link in links for t in link.children):
            return []
        attack = next((t for t in every if t.token == trigger.clause.head), None)
        return [a for a in self.sides(attack)[0] if a.armed] if attack else []

    def whom(self, triggers: Sequence[Trigger]) -> frozenset[str]:
        """The words for those or that which triggers befell, names as they stand.

        `People` is no mark of one event; `Jesuit priests` are both.
        """
        befallen = (token for trigger in triggers for token in befallen_by(trigger))
        # `a judge, who was murdered in May`
        heads = {t.head.head if t.lower_ == "who" and t.head.dep_ == "relcl" else t for t in befallen}
        # `attacked Castro's home`: Castro, too
        heads |= {child for head in heads for child in head.lefts if child.dep_ == "poss"}
        heads |= {child for head in heads for child in head.rights if child.dep_ == "appos"}
        kinds = {
            child
            for head in heads
            for child in head.lefts
            if child.dep_ == "compound"
            and any(actor.role == "civilians" for actor in self.actors.of(child, conjuncts=False))
        }
        # Who is called Carlos Valencia Garcia here is Carlos Valencia there.
        surnames = {
            child
            for head in heads
            if head.pos_ == "PROPN"
            for child in head.lefts
            if child.dep_ == "compound" and child.pos_ == "PROPN" and self._is_surname(child)
        }
        return frozenset(
            token.text if token.pos_ == "PROPN" else token.lemma_.lower()
            for token in heads | kinds | surnames
            if token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() not in ANYBODY
        )

    def _is_surname(self, token: Token) -> bool:
        """Whether a word before a name is part of it, and no title, given name or country."""
        small = token.lower_.rstrip(".")
        known = small in _GIVEN_NAMES | _TITLES or small in self.actors.lexicon.agents or len(small) < 3
        return not known and self.actors.lexicon.nationality(token.text) is None

    def _driven_out(self, trigger: Trigger) -> list[Actor]:
        """From whom ground is taken: `recaptured X from Y`, `cleared X of Y`."""
        for token in trigger.token.subtree:
            if token.dep_ == "pobj" and token.head.lower_ in ("from", "of"):
                found = [a for a in self.actors.of(token) if a.armed or a.role in ("state", "government")]
                if found:
                    return found
        # `took over the town after Ethiopian troops pulled out`, `as the soldiers fled`
        left = (t for t in trigger.token.subtree if t.dep_ == "advcl" and t.lemma_ in _LEAVING)
        gone = (c for clause in left for c in clause.children if c.dep_ in ("nsubj", "nsubjpass"))
        return [actor for token in gone for actor in self.actors.of(token) if actor.armed]

    def _suffering(self, token: Token, trigger: Trigger) -> list[Actor]:
        """Those at the receiving end; of what befalls people alone, also a person known by name only."""
        if trigger.token.lemma_ in ("fire", "launch") and token.lemma_.lower() in instruments():
            return []  # `fired missiles and drones at targets across Ukraine`
        found = self.actors.harmed(token) if befalls(trigger) else self.actors.of(token)
        if token.head.lower_ == "into" and trigger.pattern.kind == "act":
            found = [
                actor for actor in found if actor.role != "state"
            ]  # `stormed into Israel`: where they went
        if found:
            return found
        if owned := self._whose(token, trigger):
            return owned
        runs_into = trigger.pattern.kind == "blast" and token.dep_ == "nsubj"
        befalls_people = trigger.pattern.wants == "person" or befalls(trigger) or runs_into
        # Who is murdered is no place, even where some village is called so.
        if not befalls_people or (trigger.pattern.wants != "person" and self.places.at(token)):
            return []
        if trigger.pattern.lemma in ALWAYS_PEOPLE and token.pos_ == "NOUN" and not self.actors.victim(token):
            start = self.offset + token.idx
            return [unidentified("civilians", start, start + len(token.text))]
        relative = token.lower_ in ("who", "whom", "that") and token.head.dep_ == "relcl"
        first = token.head.head if relative else token  # `A B, who was kidnapped`
        heads = (first, *(t for t in first.conjuncts if t.i > first.i))
        return [actor for head in heads for actor in self.actors.victim(head)]

    def _whose(self, token: Token, trigger: Trigger) -> list[Actor]:
        """Those whose post, house or trees are hit; somebody, where a house is nobody's."""
        lemma = token.lemma_.lower()
        if lemma in _PLACES_OF_ARMS - _VEHICLES:
            return self.actors.holders(token) or self.actors.owners(token)
        if trigger.pattern.sub_event_type not in _HITTING:
            return []
        if any(child.lemma_ == "belong" for child in token.rights):
            return self.actors.holders(token)
        if lemma not in _CIVILIAN_THINGS:
            return []
        start = self.offset + token.idx
        somebody = unidentified("civilians", start, start + len(token.text))
        # `an Israeli car`: its people, as far as the text says
        whose = self.actors.owners(token) if lemma in _VEHICLES else []
        return (
            self.actors.holders(token) or [replace(somebody, country=a.country) for a in whose] or [somebody]
        )


def _herders_in_arms(actor: Actor) -> Actor:
    """Herders who kill are a militia of their people, as ACLED has it: `herdsmen killed 21 people`."""
    herders = actor.role == "civilians" and actor.label == "Pastoralists" and actor.many
    return replace(actor, role="communal", actor_type=TYPES["communal"], label="") if herders else actor


def _farmers_in_arms(actor: Actor) -> Actor:
    """Farmers who fight a militia are one: `a clash between Fulani herders and Tiv farmers`."""
    farmers = actor.role == "civilians" and actor.called == "Farmers" and actor.many
    return replace(actor, role="communal", actor_type=TYPES["communal"], label="") if farmers else actor


def _forces_of(side: Sequence[Actor], hurt: Sequence[Actor]) -> bool:
    """Whether those who came to harm say whose forces were hit: `two Turkish soldiers died when X hit a tank`."""
    known = {actor.role for actor in hurt if actor.country}
    return bool(side) and all(
        a.role in ("military", "police") and a.role in known and not a.country for a in side
    )


def befalls(trigger: Trigger) -> bool:
    """Whether a trigger tells what befell people and nothing else: killings and kidnappings."""
    return trigger.pattern.kind == "effect" or trigger.pattern.sub_event_type in _TAKING


def befallen_by(trigger: Trigger) -> Set[Token]:
    """Those or that which a trigger befalls, and what is joined to them."""
    return {head for target in trigger.targets for head in (target, *target.conjuncts)}


def sites_of(triggers: Sequence[Trigger]) -> frozenset[str]:
    """The buildings and the like that triggers befell, where they are told of as new; `a house` may be any."""
    return frozenset(
        target.lemma_.lower()
        for trigger in triggers
        for target in trigger.targets
        if target.lemma_.lower() in _CERTAIN_SITES
        and any(child.lower_ in ("a", "an", "another") for child in target.lefts)
    )


_GIVEN_NAMES = word_list("given_names")
_TITLES = word_list("titles")
_OF_BANDS = frozenset({"Remote explosive/landmine/IED", "Suicide bomb"})
_LEAVING = frozenset({"evacuate", "flee", "leave", "pull", "retreat", "withdraw"})
_WARDING_OFF = frozenset({"foil", "rebuff", "repel", "repulse", "thwart"})
_REPELLING = frozenset({"beat", "drive", "push", "rebuff", "repel", "repulse", "resist", "stop"})
_TAKING = frozenset({"Abduction/forced disappearance", "Arrests"})
ANYBODY = word_list("words_for_anybody")
# `an army post`: who holds it is who is hit.
_PLACES_OF_ARMS = word_list("places_of_arms")
_VEHICLES = word_list("vehicles")
_POSTS = frozenset({"barracks", "base", "checkpoint", "garrison", "outpost", "post"})
# Where these are hit, civilians are.
_CIVILIAN_THINGS = word_list("civilian_things")
_CERTAIN_SITES = (_CIVILIAN_THINGS | _PLACES_OF_ARMS) - word_list("vague_sites")
_HITTING = frozenset(
    {"Attack", "Air/drone strike", "Chemical weapon", "Grenade", "Remote explosive/landmine/IED",
     "Shelling/artillery/missile attack", "Suicide bomb", "Looting/property destruction"}
)  # fmt: skip
