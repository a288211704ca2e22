"""What happened: the words of a parsed passage that tell of an event, and who stands in which role.

A pattern of the list matches a verb or a noun together with what it wants beside it; the longest match wins.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.draft import ABDUCTION
from exporter.coders.dictionary.indirect import indirect
from exporter.coders.dictionary.lexicon import Lexicon, Pattern, words
from exporter.coders.dictionary.sides import (
    CLAIMED,
    SUPPOSED,
    addressed,
    befallen,
    by_whom,
    held_responsible,
    joined,
    sides_of,
    subject_of,
    under_fire,
)
from exporter.coders.dictionary.tokens import Span, Token
from exporter.coders.dictionary.weapons import struck

# Verbs whose subject does what the noun under them says.
_DOING = words("verbs_of_doing")
_PLACE_NOUNS = words("place_nouns")
_NOT_PEOPLE = words("not_people")
# What may be attacked though nobody is named in it: `ambushed a truck`.
_HIT = words("civilian_things") | words("places_of_arms")
_FALSE_FRIENDS = words("false_friends")
_FIGURES = words("figures")
_DEVICES = words("devices")
_ANIMALS = words("animals")
_GROUPS = words("words_for_groups")
_WIELDED = words("wielded")
_SEVERAL = words("words_for_several_acts")
_ATTRIBUTING = words("verbs_of_attributing")
_FINDING = words("verbs_of_finding")


_SPANS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "while", "time"})

_TELLING = frozenset({"NOUN", "PROPN", "VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event in one sentence.

    Attributes:
        token: The last word of the trigger.
        first: Its first word.
        pattern: What the list says of it.
        agents: Heads of those who act.
        targets: Heads of those acted upon, or of the other side.
        clause: The verb whose clause the trigger stands in.
    """

    token: Token
    first: Token
    pattern: Pattern
    agents: tuple[Token, ...]
    targets: tuple[Token, ...]
    clause: Token

    @property
    def nominal(self) -> bool:
        """Whether the trigger is a noun."""
        return self.pattern.pos == "noun"

    @property
    def told_before(self) -> bool:
        """Whether it points back: `the attack`, `this bombing`."""
        if _of_those(self.token):
            return True
        determiners = {child.lower_ for child in self.token.lefts if child.dep_ in ("det", "poss")}
        return self.nominal and bool(determiners & {"the", "this", "that", "these", "those", "such"})


def _of_those(token: Token) -> bool:
    """`those killed`, `the number of rebels killed`: who they are, or that they died, was told before."""
    if token.dep_ != "acl" or token.tag_ != "VBN":
        return False
    head = token.head
    over = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else head
    return head.lower_ == "those" or (over.lemma_ == "number" and any(c.lower_ == "the" for c in over.lefts))


def find_triggers(
    sentence: Span, lexicon: Lexicon, actors: ActorFinder, apart: Set[int] = frozenset()
) -> list[Trigger]:
    """All triggers of a sentence, in order of their words.

    `apart` are the words that say something else, such as a date: `27 March` is no march.
    """
    found: list[Trigger] = []
    covered: set[int] = set(apart)
    # Nouns of several words before single ones, so that `suicide bomb attack` is not an `attack` too.
    words = [
        t for t in sentence if t.pos_ in _TELLING or t.tag_ == "VBG" or (t.pos_ == "ADJ" and befallen(t))
    ]
    for token in sorted(words, key=lambda t: (t.pos_ not in ("NOUN", "PROPN", "ADJ"), t.i)):
        trigger = _noun(token, lexicon, actors) if _is_noun(token) else _verb(token, lexicon, actors)
        if trigger is None or covered & set(range(trigger.first.i, trigger.token.i + 1)):
            continue
        found.append(trigger)
        covered |= set(range(trigger.first.i, trigger.token.i + 1))
    return sorted(found, key=lambda trigger: trigger.token.i)


def _is_noun(token: Token) -> bool:
    return token.pos_ in ("NOUN", "PROPN") or (
        token.tag_ == "VBG" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "compound")
    )


# -- verbs -----------------------------------------------------------------------------------------------


def _verb(token: Token, lexicon: Lexicon, actors: ActorFinder) -> Trigger | None:
    if token.pos_ not in ("VERB", "AUX", "ADJ") or token.lemma_ in ("be", "have") or _before_noun(token):
        return None
    if told := _indirect(token, lexicon, actors):
        return told
    bases = (token.lemma_.lower(), *_bases(token.lower_))
    patterns = [p for base in bases for p in lexicon.patterns.get(("verb", base), ())]
    sides = sides_of(token) if patterns else ((), ())
    beside = _beside(token) if any(pattern.words for pattern in patterns) else set()
    by = {t.lemma_.lower() for t in sides[0]} if token.tag_ == "VBN" else set()
    for pattern in patterns:
        found = pattern.sub_event_type == "Disrupted weapons use"
        if pattern.words and not (beside - by if found else beside) & pattern.words:
            continue  # `destroyed by a bomb` finds none
        agents, targets = sides
        if (
            pattern.kind == "blast"
            and not targets
            and not any(child.dep_ == "dobj" for child in token.children)
        ):
            agents = ()  # what explodes does nothing to anybody: `the jet that exploded`
        if pattern.kind == "burn" and any(agent.lemma_.lower() in CLAIMED for agent in agents):
            continue  # `the blast destroyed dozens of shops`
        if not _suits(token, pattern, targets, actors):
            continue
        if agents and not any(map(actors.of, agents)):
            agents = (*by_whom(agents), *_wielders(agents), *agents)  # `killed by gunfire from the army`
        if pattern.kind == "blast" and _runs_into(token, agents, actors):
            agents, targets = (), agents
        if pattern.kind == "blast" and not any(map(actors.of, targets)):
            targets = (*targets, *_aimed_at(token))
        return Trigger(token, token, pattern, agents, targets, token)
    weapon = struck(token)
    agents, targets = sides_of(token)
    if (
        weapon is None
        and token.lemma_ in ("strike", "pound", "shell")
        and _from_afar(agents, targets, actors)
    ):
        weapon = Pattern(token.lemma_, "verb", "", frozenset(), _SHELLING, "", "194", "blast", "")
    if weapon is None:
        return None
    return Trigger(token, token, weapon, (*by_whom(agents), *_wielders(agents), *agents), targets, token)


_SHELLING = "Shelling/artillery/missile attack"


def _from_afar(agents: Sequence[Token], targets: Sequence[Token], actors: ActorFinder) -> bool:
    """`Russian forces struck Bakhmut`: forces that strike a place do so from afar."""
    forces = any(actor.role in ("military", "state") for agent in agents for actor in actors.of(agent))
    return forces and any(t.lemma_.lower() in _PLACE_NOUNS or _maybe_place(t, actors) for t in targets)


def _wielders(weapons: Sequence[Token]) -> Iterator[Token]:
    """Whose a weapon is that kills: `Russian missiles`, `army shells`, `a Houthi drone`."""
    for weapon in weapons:
        if weapon.lemma_.lower() in _WIELDED:
            yield from (c for c in weapon.lefts if c.dep_ in ("amod", "compound", "nmod", "poss"))


def _runs_into(verb: Token, subjects: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether those who set off a mine are its victims: `two peasants set off a mine laid by the rebels`."""
    if verb.lemma_ not in _SETTING_OFF or any(a.armed for t in subjects for a in actors.of(t)):
        return False
    things = [child for child in verb.children if child.dep_ == "dobj"]
    laid = any(c.dep_ == "acl" and sides_of(c)[0] for thing in things for c in thing.rights)
    return bool(subjects) and (laid or any(thing.lemma_.lower() in _MINES for thing in things))


_SETTING_OFF = frozenset({"activate", "detonate", "hit", "set", "strike", "trigger"})
_MINES = frozenset({"landmine", "mine", "trap"})


def _indirect(token: Token, lexicon: Lexicon, actors: ActorFinder) -> Trigger | None:
    """What a word tells only together with others: `taking two farmers with them`."""
    told = indirect(token, actors, lambda one: _human(one, actors))
    if told is None:
        return None
    (pos, lemma), agents, targets = told
    listed = (p for p in lexicon.patterns[pos, lemma.split()[-1]] if p.lemma == lemma)
    pattern = replace(next(listed), wants="person")
    return Trigger(token, token, pattern, agents, targets, clause_of(token))


def _before_noun(token: Token) -> bool:
    """A participle before a noun: `detonating caps`, and in a row of nouns `children and wounded people`."""
    if token.dep_ in ("amod", "compound") and token.tag_ == "VBG":
        return True
    if (
        token.dep_ != "conj"
        or token.tag_ not in ("VBD", "VBN")
        or token.head.pos_ not in ("ADJ", "NOUN", "PROPN")
    ):
        return False
    behind = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return behind.pos_ in ("NOUN", "PROPN") and behind.dep_ == "dobj" and behind.head == token


def _aimed_at(verb: Token) -> Iterator[Token]:
    """What a weapon was used on: `threw a grenade at a post`."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("at", "on", "against", "into", "upon"):
            yield from (t for t in child.children if t.dep_ == "pobj")


def _bases(word: str) -> tuple[str, ...]:
    """What a form may come from, where the lemmatizer does not know the verb: `looted`, `raped`."""
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word.removesuffix(ending)
            return (base, base + "e", base[:-1]) if base[-1] == base[-2] else (base, base + "e")
    return ()


def _suits(token: Token, pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    """Whether the verb has beside it what its pattern wants."""
    if pattern.words:
        # They stand beside it, or it had not been asked for; `took away his rifle` takes nobody.
        of_people = pattern.words | _GROUPS
        taken = (t for t in targets if _human(t, actors) or {t.lower_, t.lemma_.lower()} & of_people)
        return pattern.sub_event_type != ABDUCTION or not targets or any(taken)
    objects = [target for target in targets if target.dep_ not in ("pobj",) or pattern.wants != "person"]
    if pattern.kind != "burn" and any(target.lemma_.lower() in _NOT_PEOPLE for target in targets):
        return False  # `attacked the budget`; a market that is looted is a market
    if pattern.wants == "person":
        return _befalls_people(pattern, targets, actors)
    if pattern.wants == "place":
        ground = [t for t in objects if t.lemma_.lower() in _PLACE_NOUNS or _maybe_place(t, actors)]
        return bool(ground) and not _lasts(token)
    if pattern.wants == "actor":
        hit = (
            pattern.kind == "act"
            and pattern.armed
            and any(target.lemma_.lower() in _HIT for target in targets)
        )
        held = pattern.lemma == "ambush" and any(actors.holders(target) for target in targets)
        together = pattern.kind == "mutual" and _each_other(token, actors)
        return bool(hit) or held or together or any(actors.of(target) for target in targets)
    return pattern.kind not in ("say",) or any(actors.of(target) for target in (*targets, *addressed(token)))


def _befalls_people(pattern: Pattern, targets: Sequence[Token], actors: ActorFinder) -> bool:
    if pattern.lemma == "fire":
        # `fired on farmers`; who fires a minister dismisses him
        behind = [target for target in targets if target.dep_ == "pobj"]
        return any(actors.of(target) or actors.holders(target) for target in behind)
    certain = pattern.lemma in ALWAYS_PEOPLE
    return any(_human(t, actors) or (certain and _of_people(t)) for t in targets)


def _each_other(verb: Token, actors: ActorFinder) -> bool:
    """`A and B fought`, `the inmates fought one another`: both sides are the subject."""
    heads = [child for child in verb.children if child.dep_ == "nsubj"]
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    joint = any(
        {"another", "other"} & {child.lower_, *(c.lower_ for c in child.children)} for child in objects
    )
    if objects and not joint:
        return False
    several = sum(len(actors.of(head)) for head in heads) > 1 or any(joined(head) for head in heads)
    return (several or joint) and any(actors.of(head) for head in heads)


def _lasts(verb: Token) -> bool:
    """`took the ministry a year`"""
    return any(c.lemma_ in _SPANS and c.dep_ != "pobj" and c.tag_ != "NNP" for c in verb.rights)


def _human(token: Token, actors: ActorFinder) -> bool:
    """People, named or not, and counts of them (`two were killed`), but none who `killed himself`."""
    if token.lemma_.lower() in _PLACE_NOUNS or token.lower_.endswith(("self", "selves")):
        return False
    if token.lower_ in ("one", "ones") and token.dep_ == "attr":  # `the largest arsenal is the one seized`
        return False
    return token.pos_ in ("PRON", "NUM") or bool(actors.of(token)) or token.pos_ == "PROPN"


ALWAYS_PEOPLE = frozenset({"abduct", "assassinate", "behead", "kidnap", "lynch", "murder", "rape"})
"""Whom these befall is a human being, even where no list has the word."""


def _of_people(token: Token) -> bool:
    """`a zookeeper`, `four attendees`: nouns that may be people, and are no names in small letters."""
    lemma = token.lemma_.lower()
    told_of = any(child.dep_ in ("det", "nummod", "poss") for child in token.children)
    thing = lemma in _NOT_PEOPLE | _PLACE_NOUNS | _ANIMALS
    return token.pos_ == "NOUN" and token.text.islower() and told_of and not thing


def _maybe_place(token: Token, actors: ActorFinder) -> bool:
    return token.pos_ == "PROPN" and not any(
        actor.armed or actor.role == "civilians" for actor in actors.of(token)
    )


def _beside(token: Token) -> set[str]:
    """Objects, particles and objects of prepositions of a verb, as words and lemmas."""
    words: set[str] = set()
    reach = [*token.rights, *(c for c in token.lefts if c.dep_ in ("nsubjpass", "dobj", "nsubj", "advmod"))]
    if token.dep_ in ("acl", "relcl"):
        reach.append(token.head)
    for child in reach:
        if child.dep_ in ("advcl", "xcomp", "relcl") and child.tag_ == "VB":
            words |= {f"to {child.lemma_.lower()}"} if _infinitive(child) else set()
        if child.dep_ in ("nsubj", "punct", "cc", "conj", "advcl", "mark"):
            continue
        near = [child, *(joined(child) if child.dep_ in ("dobj", "nsubjpass") else ())]
        if child.dep_ in ("prep", "prt", "advmod", "agent"):
            near += [t for t in child.children if t.dep_ in ("pobj", "amod") and not _air_strike(t)]
            # `prevented them from holding a rally`
            gerunds = (target for target in child.children if target.dep_ == "pcomp")
            near += [target for gerund in gerunds for target in gerund.children if target.dep_ == "dobj"]
        if child.dep_ in ("dobj", "nsubjpass", "oprd", "ccomp", "acomp"):
            near += [c for c in child.lefts if c.dep_ in ("compound", "amod", "nmod")]
            near += [t for c in child.rights if c.dep_ == "prep" for t in c.children]
        for one in near:
            words |= {one.lower_, one.lemma_.lower()}
    return words


def _air_strike(token: Token) -> bool:
    """`began its operation with air strikes`: no strike of workers."""
    return token.lemma_ == "strike" and any(c.dep_ in ("compound", "amod") for c in token.lefts)


def _infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _seat(token: Token, actors: ActorFinder) -> bool:
    """A capital before a noun is where it was and not who did it: `the Paris attacks`."""
    found = actors.lexicon.nationality(token.text)
    return found is not None and found.kind == "capital" and token.dep_ == "compound"


# -- nouns -----------------------------------------------------------------------------------------------


def _noun(token: Token, lexicon: Lexicon, actors: ActorFinder) -> Trigger | None:
    lemma = token.lower_ if token.tag_ == "VBG" else token.lemma_.lower()
    for pattern in (
        *lexicon.patterns.get(("noun", lemma), ()),
        *lexicon.patterns.get(("noun", token.lower_), ()),
    ):
        words = pattern.lemma.split()
        first = token.i - len(words) + 1
        if first < token.sent.start or (
            token.dep_ in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN")
        ):
            continue
        span = token.doc[first : token.i + 1]
        before = " ".join(t.lemma_.lower() for t in span[:-1])
        said = {
            f"{before} {lemma}".strip(),
            f"{before} {token.lower_}".strip(),
            span.text.lower().replace("-", " "),
        }
        if pattern.lemma not in said or _false_friend(token) or _found_device(token):
            continue
        agents, targets = _noun_sides(token, span[0], pattern, actors)
        trigger = Trigger(token, span[0], pattern, agents, targets, clause_of(token))
        if pattern.wants == "actor" and not (agents or targets or trigger.told_before):
            continue
        return trigger
    return _indirect(token, lexicon, actors) if lemma == "attempt" else None


def _found_device(token: Token) -> bool:
    """A bomb that is found, seized, defused or merely carried does not go off."""
    if token.lemma_.lower() not in _DEVICES:
        return False
    if any(above.lower_ in ("armed", "equipped") and above.pos_ == "VERB" for above in token.ancestors):
        return True  # `men armed with rifles and grenades`
    first = token
    while first.dep_ in ("conj", "appos", "compound") or _part_of_find(first):
        first = first.head  # `recovered rifles and a landmine`, `six sticks of dynamite`
    by_object = first.dep_ in ("dobj", "nsubjpass") and first.head.lemma_ in _FINDING
    reduced = any(child.dep_ in ("acl", "relcl") and child.lemma_ in _FINDING for child in token.rights)
    return by_object or reduced


def _part_of_find(token: Token) -> bool:
    return (
        token.dep_ in ("pobj", "prep")
        and token.pos_ in ("NOUN", "ADP")
        and (token if token.pos_ == "ADP" else token.head).lower_ in ("of", "with", "including", "for")
    )


def _false_friend(token: Token) -> bool:
    if any(t.lemma_ in _FIGURES for c in token.rights if c.lower_ in ("of", "in") for t in c.children):
        return True  # `an explosion of interest`
    around = token.doc[max(0, token.i - 2) : token.i + 2].text.lower()
    return any(phrase in around for phrase in _FALSE_FRIENDS)


def clause_of(token: Token) -> Token:
    """The verb in whose clause a word stands."""
    while token.pos_ not in ("VERB", "AUX") and token.dep_ != "ROOT":
        token = token.head
    while token.dep_ in ("aux", "auxpass") and token.head != token:
        token = token.head
    return token


_AT = frozenset({"of", "on", "against", "at"})


def _behind_noun(token: Token, pattern: Pattern, actors: ActorFinder) -> tuple[list[Token], list[Token]]:
    """Who acts and who is acted upon, from what follows a noun."""
    agents: list[Token] = []
    targets: list[Token] = []
    for child in token.rights:
        if child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ not in _FINDING:
            laid = next((c for c in child.children if c.dep_ == "xcomp" and c.tag_ == "VBN"), child)
            agents += sides_of(laid)[0]  # `a bomb planted by X`, `an attack carried out by X`
            if child.lemma_ in _ATTRIBUTING:  # `an attack blamed on X`
                links = (c for c in child.children if c.dep_ == "prep" and c.lower_ in ("on", "to"))
                agents += (t for link in links for t in link.children if t.dep_ == "pobj")
        elif child.dep_ == "relcl" and _does(child):
            agents += sides_of(child)[0]  # `an attack which was carried out by X`
        if child.dep_ not in ("prep", "agent"):
            continue
        objects = [t for t in child.children if t.dep_ == "pobj"]
        whose = child.lower_ == "of" and pattern.kind == "blast"
        if whose and any(actor.armed for t in objects for actor in actors.of(t)):
            agents += objects  # `an explosive device of the ELN`
        elif child.lower_ in ("by", "from", "between"):
            agents += objects
        elif child.lower_ in _AT or (child.lower_ == "with" and pattern.kind in ("mutual", "accord")):
            targets += objects
    return agents, targets


def _does(verb: Token) -> bool:
    """Whether the subject of a verb does what the noun under it says; `staged` is no form of `stag`."""
    return verb.lemma_ in _DOING or any(base in _DOING for base in _bases(verb.lower_))


def _only_said(verb: Token, actors: ActorFinder) -> bool:
    """Whether a verb tells what somebody says of an act: `the murder was condemned by X`."""
    patterns = actors.lexicon.patterns.get(("verb", verb.lemma_.lower()), ())
    return any(pattern.kind == "say" for pattern in patterns)


def _bears_arms(token: Token, actors: ActorFinder) -> bool:
    """Whether a word of the trigger itself says who did it: `a terrorist attack`."""
    return any(actor.role in _BANDS for actor in actors.of(token, conjuncts=False))


_BANDS = frozenset({"armed", "communal", "militia", "named", "rebels"})


def _target_of(token: Token) -> Token | None:
    """The verb of `was the target of an attack`, at the noun behind it."""
    if token.dep_ != "pobj" or token.head.lower_ != "of":
        return None
    target = token.head.head
    over = target.head
    if target.lemma_ not in ("object", "target", "victim") or target.dep_ not in ("attr", "oprd", "pobj"):
        return None
    over = over.head if over.dep_ == "prep" else over
    return over if over.lemma_ in ("be", "become", "come", "fall") else None


def _laid_by(token: Token) -> Iterator[Token]:
    """`a mine thought to have been laid by X`, whichever verb the parse takes for the chief one."""
    verb = token.head
    if token.dep_ in ("nsubj", "nsubjpass") and verb.lower_ in SUPPOSED:
        yield from (t for c in verb.children if c.dep_ == "xcomp" and c.tag_ == "VBN" for t in sides_of(c)[0])


def _noun_sides(
    token: Token, first: Token, pattern: Pattern, actors: ActorFinder
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Who acts and who is acted upon, from what stands around a noun."""
    agents, targets = _behind_noun(token, pattern, actors)
    for child in token.lefts:
        if (
            (child.i < first.i or _bears_arms(child, actors))
            and child.dep_ in ("compound", "amod", "nmod", "poss")
            and actors.of(child, conjuncts=False)
            and not _seat(child, actors)
        ):
            # `the Jesuits' murder`, `student killings`: those without arms suffer it.
            unarmed = child.dep_ == "poss" or not any(a.armed for a in actors.of(child, conjuncts=False))
            (targets if unarmed and pattern.kind == "effect" else agents).append(child)
        elif child.dep_ == "poss" and child.pos_ == "PROPN" and pattern.kind == "effect":
            targets.append(child)  # `Bernardo Jaramillo's murder`
    agents += _laid_by(token)
    if hit := _target_of(token):
        targets = [*subject_of(hit, ("nsubj",))]  # `the museum was the target of an attack`
    verb = token.head
    if verb.lower_ == "under" and verb.head.lemma_ in ("come", "be") and not (agents or targets):
        agents, targets = map(list, under_fire(verb.head))  # `came under attack by militants`
    if verb.pos_ == "VERB":
        agents = agents or _doers(token, pattern, actors)
        targets = targets or _hit_by(token, pattern)
    agents = agents or _several_times(token)
    if pattern.kind == "effect" and not agents:
        # `the murder of a judge who was shot by X`
        told = (clause for target in targets for clause in target.rights if clause.dep_ in ("relcl", "acl"))
        done = (one for clause in told for one in (clause, *(c for c in clause.rights if c.dep_ == "acomp")))
        agents += (t for one in done if one.tag_ == "VBN" for t in sides_of(one)[0])
    return tuple(agents) or held_responsible(token), tuple(targets)


def _doers(noun: Token, pattern: Pattern, actors: ActorFinder) -> list[Token]:
    """Who acts, as the verb over a noun says: `staged an attack`, `the attack was carried out by X`."""
    verb = noun.head
    if noun.dep_ == "dobj":
        return [*subject_of(verb, ("nsubj",))] if _does(verb) else []
    if noun.dep_ not in ("nsubj", "nsubjpass"):
        return []
    if any(c.dep_ == "nsubjpass" for c in verb.children) and not _only_said(verb, actors):
        # `the killing was planned and carried out by X`
        by = sides_of(verb)[0] or [t for other in verb.conjuncts if _does(other) for t in sides_of(other)[0]]
        if by:
            return [*by]
    # `fighting raged between the army and the rebels`
    return _linked(verb, "between") if pattern.kind == "mutual" else []


def _hit_by(noun: Token, pattern: Pattern) -> list[Token]:
    """Whom an act hits, as the verb over its noun says: `an explosion hit a convoy`, `suffered an attack`."""
    verb = noun.head
    if noun.dep_ == "nsubj":
        left = verb.lemma_.startswith("leave")  # `the attack left 12 people dead`
        return [] if left else [c for c in verb.children if c.dep_ == "dobj"]
    if noun.dep_ != "dobj":
        return []
    if verb.lemma_ in ("suffer", "face"):
        return [*subject_of(verb, ("nsubj",))]
    # `provoked a clash with the army`
    return _linked(verb, "with") if pattern.kind == "mutual" and pattern.armed else []


def _linked(verb: Token, word: str) -> list[Token]:
    links = (child for child in verb.children if child.dep_ == "prep" and child.lower_ == word)
    return [target for link in links for target in link.children if target.dep_ == "pobj"]


def _several_times(noun: Token) -> list[Token]:
    """Who did what is summed up: `X began a series of attacks`."""
    acts = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    begun = acts.lemma_ in _SEVERAL and acts.dep_ == "dobj" and _does(acts.head)
    return [*subject_of(acts.head, ("nsubj",))] if begun else []
