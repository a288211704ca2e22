"""Which triggers of a sentence tell of one act: `killing` and `wounding` belong to the blast that did them."""

from collections.abc import Iterator, Sequence

from exporter.coders.dictionary.draft import ABDUCTION, EVENT_TYPE_OF, SIEGE, VIOLENT
from exporter.coders.dictionary.given import is_given
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger
from exporter.coders.dictionary.weapons import ON_FOOT

_Group = tuple[Trigger, list[Trigger]]


def clusters(triggers: Sequence[Trigger]) -> Iterator[tuple[Trigger, list[Trigger]]]:
    """One event per act: what an act did (`killing`, `wounding`) belongs to it, as does its light verb."""
    damage = [t for t in triggers if _of_another(t, triggers)]
    effects = [t for t in triggers if t.pattern.kind == "effect" or t in damage]
    acts = [t for t in triggers if t not in effects]
    groups: list[_Group] = []
    for act in acts:
        same = next((g for g in groups if _same_act(g[0], act) and not listed(act, (g[0], *g[1]))), None)
        if same is None:
            groups.append((act, []))
        elif _better(act, same[0]):
            groups[groups.index(same)] = (act, [*same[1], same[0]])
        else:
            same[1].append(act)
    loose: list[Trigger] = []
    for effect in effects:
        near = [
            g
            for g in groups
            if (
                EVENT_TYPE_OF[g[0].pattern.sub_event_type] in _HARMFUL
                or (g[0].pattern.kind == "burn" and not _something_else(g[0]))
                or is_siege(g[0])
            )
            and _bound(effect, g[0])
            and not others_taken(effect, g[0])
            and not (g[0].pattern.kind == "protest" and effect.nominal and is_given(effect))
        ]
        if near:
            min(near, key=lambda g: abs(g[0].token.i - effect.token.i))[1].append(effect)
        else:
            loose.append(effect)
    for effect in loose:
        joined = next(
            (
                g
                for g in groups
                if g[0].pattern.kind == "effect" and _bound(effect, g[0]) and not _of_others(effect, g[0])
            ),
            None,
        )
        if joined:
            joined[1].append(effect)
        else:
            groups.append((effect, []))
    yield from (_people_first(main, others) for main, others in _with_sieges(groups))


def _with_sieges(groups: list[_Group]) -> list[_Group]:
    """A siege in which people fight is part of it: `a militant was killed after troops laid siege to a house`."""
    sieges = [g for g in groups if is_siege(g[0]) and not g[1]]
    violent = (g for g in groups if EVENT_TYPE_OF[g[0].pattern.sub_event_type] in VIOLENT)
    fight = next((g for g in violent if g[0].pattern.lemma != "siege"), None)
    if fight is None or not sieges:
        return groups
    fight[1].extend(siege for siege, _ in sieges)
    return [g for g in groups if g not in sieges]


def is_siege(trigger: Trigger) -> bool:
    """`laid siege to the post`, `surrounded a house`"""
    return trigger.pattern.cameo_code == SIEGE


def _of_another(trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Whether a trigger is damage done in another act: `exploded, destroying X`, `attacked X, setting it on fire`."""
    if trigger.pattern.sub_event_type == "Disrupted weapons use":
        return any(_seized_after(trigger, other) for other in triggers)
    if trigger.pattern.kind != "burn":
        return False
    return any(
        _by_a_blast(trigger, other) if other.pattern.kind == "blast" else _in_doing(trigger, other)
        for other in triggers
    )


def _seized_after(seizure: Trigger, act: Trigger) -> bool:
    """`killed five militants and recovered two pistols`: what is found on those who were shot belongs to the act."""
    beside = seizure.clause.dep_ == "conj" and seizure.clause.head == act.clause
    own = any(child.dep_ in ("nsubj", "nsubjpass") for child in seizure.clause.lefts)
    return beside and not own and EVENT_TYPE_OF[act.pattern.sub_event_type] in VIOLENT


def _by_a_blast(damage: Trigger, blast: Trigger) -> bool:
    within = damage.clause.dep_ in ("advcl", "conj", "acl") and damage.clause in blast.clause.subtree
    if _fired(damage, blast):
        return True
    return within and any(token in damage.agents for token in (blast.token, *blast.clause.lefts))


def _fired(harm: Trigger, blast: Trigger) -> bool:
    """`missiles fired by a drone destroyed a house, killing four`"""
    return blast.clause.dep_ == "acl" and blast.pattern.kind == "blast" and blast.clause.head in harm.agents


def _in_doing(damage: Trigger, act: Trigger) -> bool:
    clause = damage.clause
    participle = clause.dep_ == "advcl" and clause.tag_ == "VBG" and clause.head == act.clause
    return participle and act.pattern.kind != "burn" and EVENT_TYPE_OF[act.pattern.sub_event_type] in VIOLENT


def others_taken(effect: Trigger, act: Trigger) -> bool:
    """Whether some were killed and others abducted: `killed the driver and kidnapped his master`."""
    if act.pattern.sub_event_type != ABDUCTION or effect.pattern.kind != "effect":
        return False
    if effect.nominal or act.nominal:
        return False
    hurt, taken = _everybody(effect), _everybody(act)
    return bool(hurt and taken) and not hurt & taken and not hurt & _WHO_EVER


def _of_others(one: Trigger, other: Trigger) -> bool:
    """Whether each befell somebody else, by name: `A's murder follows that of B, who was murdered in May`."""
    first, second = _names(one), _names(other)
    return bool(first and second) and not first & second


def _names(trigger: Trigger) -> set[str]:
    """The names of those whom a trigger befalls, of `who` as well."""
    meant = (t.head.head if t.lower_ == "who" and t.head.dep_ == "relcl" else t for t in trigger.targets)
    return {token.text for target in meant for token in (target, *target.conjuncts) if token.pos_ == "PROPN"}


def _everybody(trigger: Trigger) -> set[str]:
    """Those whom a trigger befalls, as words; one that stands for anybody where a word says too little."""
    every = {token for target in trigger.targets for token in (target, *target.conjuncts)}
    return {"them" if token.pos_ in ("PRON", "NUM") else token.lemma_.lower() for token in every}


_WHO_EVER = frozenset({"captive", "hostage", "other", "prisoner", "them", "victim"})


def _people_first(main: Trigger, others: list[Trigger]) -> tuple[Trigger, list[Trigger]]:
    """Who kills people and burns their houses has attacked them; the fire is part of it."""
    killing = next((t for t in others if t.pattern.kind == "effect"), None)
    if main.pattern.kind != "burn" or killing is None:
        return main, others
    return killing, [main, *(t for t in others if t != killing)]


def _something_else(fire: Trigger) -> bool:
    """Whether a vehicle or the like burned, told of as new: no house of those who were killed."""
    return any(
        target.lemma_.lower() in _VEHICLES
        and not any(c.dep_ == "poss" or c.lower_ == "the" for c in target.lefts)
        for target in fire.targets
    )


_VEHICLES = words("vehicles")
_RANK = {"blast": 4, "territory": 3, "mutual": 2, "burn": 1}


def _better(one: Trigger, other: Trigger) -> bool:
    """Whether a trigger says more closely what happened than another of the same act."""
    if is_aside(one) != is_aside(other):
        return is_aside(other)
    if _used_in(one, other) or _used_in(other, one):
        return _used_in(other, one)
    if "accord" in (one.pattern.kind, other.pattern.kind) and one.pattern.kind != other.pattern.kind:
        deal, act = (one, other) if one.pattern.kind == "accord" else (other, one)
        if act.clause != deal.clause and act.clause in deal.clause.subtree:
            return deal is one  # `signed a deal negotiated in X`
    rank = _RANK.get(one.pattern.kind, 0), _SPECIFIC.get(one.pattern.sub_event_type, 0)
    return rank > (_RANK.get(other.pattern.kind, 0), _SPECIFIC.get(other.pattern.sub_event_type, 0))


def is_aside(trigger: Trigger) -> bool:
    """`after two days of fighting`, `days after an attack on the post`: what had gone before the act."""
    token = trigger.token
    for _ in range(4):
        if not trigger.nominal or token.dep_ in ("ROOT", "nsubj", "nsubjpass", "dobj", "conj"):
            return False
        if token.dep_ == "prep" and token.lower_ in _BEFORE:
            return token.head.pos_ == "VERB"
        if token.dep_ == "prep" and token.head.lower_ in _OCCASIONS:
            return True
        token = token.head
    return False


_BEFORE = frozenset({"after", "following"})
# `in reprisal for an attack`, `under cover of air strikes`
_OCCASIONS = frozenset({"aftermath", "cover", "reprisal", "response", "retaliation", "revenge", "wake"})


def _used_in(weapon: Trigger, fight: Trigger) -> bool:
    """`exchanged gunfire and grenades`, `men with grenades`: what both sides fire is no blast of its own."""
    if weapon.pattern.kind != "blast" or not weapon.nominal:
        return False
    carried = fight.token.lemma_ in ON_FOOT or fight.pattern.kind == "mutual"
    if carried and weapon.token.dep_ == "pobj" and weapon.token.head.lower_ == "with":
        return weapon.token.head.head == fight.token  # `stormed the prison with truck bombs`
    if fight.pattern.kind != "mutual":
        return False
    firsts = [child for child in fight.token.children if child.dep_ == "dobj"]
    return any(weapon.token in (first, *first.conjuncts) for first in firsts)


_SPECIFIC = {
    "Suicide bomb": 3,
    "Chemical weapon": 3,
    "Air/drone strike": 2,
    "Grenade": 2,
    "Shelling/artillery/missile attack": 2,
    "Remote explosive/landmine/IED": 1,
    "Arrests": 1,  # of the raid in which they are made
    "Excessive force against protesters": 2,
    "Protest with intervention": 1,
}


def _same_act(one: Trigger, other: Trigger) -> bool:
    """Two triggers of one clause and one family: `carried out a bomb attack`, `a blast when a bomb exploded`."""
    families = {EVENT_TYPE_OF[trigger.pattern.sub_event_type] for trigger in (one, other)}
    deal = "accord" in (one.pattern.kind, other.pattern.kind) and families <= _DEALS
    kinds = {one.pattern.sub_event_type, other.pattern.sub_event_type}
    search = kinds == {"Arrests", "Attack"} and bool(_SEARCHING & {one.pattern.lemma, other.pattern.lemma})
    kindred = len(families) == 1 or families <= VIOLENT or families <= _DEMONSTRATIONS or deal or search
    under = other.clause in one.clause.subtree and other.clause.dep_ in _DEPENDENT
    if search and not _has_subject(other.clause):
        under = under or other.clause in one.clause.conjuncts  # `raided a house and arrested two men`
    before = any(
        (happened_before(act.clause) and act.agents) or happened_later(act.clause) for act in (one, other)
    )
    if before and one.clause != other.clause and families <= VIOLENT:
        return False  # `bombed the town a day after rebels had fired rockets`
    if kinds == {"Arrests", "Other"} and not search:
        return False  # `seized power in a coup against the president, who was detained`
    if _told_as_earlier(one, other) or _told_as_earlier(other, one):
        return False
    return kindred and (one.clause == other.clause or under)


def _told_as_earlier(noun: Trigger, act: Trigger) -> bool:
    """Whether a noun stands behind `after`, and befell something else: `after an attack on X, Y was bombed`."""
    behind = noun.nominal and noun.token.dep_ == "pobj" and noun.token.head.lower_ in ("after", "following")
    return behind and bool(noun.targets and act.targets) and not _befallen(noun) & _befallen(act)


def listed(act: Trigger, others: Sequence[Trigger]) -> bool:
    """Whether a noun is a further item of a list, each with what it befell: `an attack on X and a raid on Y`."""
    if not (act.nominal and act.targets and _behind_comma(act)):
        return False
    before = (o for o in others if o.nominal and o.targets and o.token.i < act.token.i)
    return any(not _befallen(one) & _befallen(act) for one in before)


def _behind_comma(act: Trigger) -> bool:
    """Whether a noun with its article stands right behind `and` or a comma."""
    first = min((t.i for t in act.token.lefts if t.dep_ in ("det", "amod", "compound")), default=act.first.i)
    before = act.token.doc[min(first, act.first.i) - 1] if first else act.token
    return before.lower_ in ("and", "or", ",") and act.token.dep_ in ("appos", "attr", "conj", "dobj", "pobj")


def _befallen(act: Trigger) -> set[str]:
    return {target.lemma_.lower() for target in act.targets}


_SEARCHING = frozenset({"raid", "storm"})
# `arrested over the murder of a judge` is no part of the murder.
_HARMFUL = VIOLENT | {"Protests", "Riots"}
_DEMONSTRATIONS = {"Protests", "Riots"}
_DEALS = {"Strategic developments", "Diplomatic exchange"}
_DEPENDENT = frozenset({"advcl", "relcl", "acl", "ccomp", "xcomp", "pcomp", "prep"})


def _bound(effect: Trigger, act: Trigger) -> bool:
    """Whether an effect hangs together with an act in the grammar of the sentence."""
    first, second = effect.clause, act.clause
    if is_aside(act) and effect.agents and second == effect.token:
        return False  # `killed 30 villagers, after an attack on the post`
    if happened_before(first) and second not in first.subtree:
        return False
    if gone_before(second, first) and first not in second.subtree and effect.agents and _everybody(effect):
        return False  # `killed a minister a day after the president died in a plane that was hit by rockets`
    if _side_by_side(first, second) or _beside_a_blast(effect, act) or _one_later(first, second):
        return False
    if _fired(effect, act) or first == second or first in second.subtree or second in first.subtree:
        return True
    return (first.head == second.head and first.dep_ == "conj") or second in first.conjuncts


def _one_later(one: Token, other: Token) -> bool:
    """Whether one clause tells what came later, and the other is no part of it."""
    pairs = ((one, other), (other, one))
    return any(happened_later(later) and first not in later.subtree for later, first in pairs)


def _beside_a_blast(effect: Trigger, blast: Trigger) -> bool:
    """`Rebels kill officer, blow up bridge`: what is done next, behind a comma, and to something else."""
    joined = blast.clause.dep_ == "conj" and blast.clause.head == effect.clause
    if not joined or blast.pattern.kind != "blast" or blast.nominal or not (effect.targets and blast.targets):
        return False
    between = effect.clause.doc[effect.clause.i : blast.clause.i]
    present = effect.clause.tag_ in ("VB", "VBP", "VBZ")
    return present and any(token.lower_ == "," for token in between)


def gone_before(clause: Token, over: Token) -> bool:
    """Whether a clause, or one between it and that over it, tells what had happened before that."""
    return any(map(happened_before, (clause, *_up_to(clause, over))))


def _up_to(clause: Token, over: Token) -> Iterator[Token]:
    """What stands between a clause and the one that it hangs from."""
    for token in clause.ancestors if clause in over.subtree else ():
        if token == over:
            return
        yield token


def _side_by_side(one: Token, other: Token) -> bool:
    """Whether two joined clauses have each a subject and a place: `in X, men burned cars, and in Y a man was hit`."""
    joined = (one.dep_ == "conj" and other in one.ancestors) or (
        other.dep_ == "conj" and one in other.ancestors
    )
    return joined and all(_has_subject(clause) and _has_place(clause) for clause in (one, other))


def _has_subject(clause: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in clause.lefts)


def _has_place(clause: Token) -> bool:
    near = [clause, *(child for child in clause.rights if child.dep_ == "dobj")]  # `shot six soldiers in Gao`
    links = (c for t in near for c in t.children if c.dep_ == "prep" and c.lower_ in ("in", "at", "near"))
    return any(token.pos_ == "PROPN" or _elsewhere(token) for link in links for token in link.children)


def _elsewhere(place: Token) -> bool:
    """`in a neighbouring province`"""
    return place.lemma_ in _PLACE_NOUNS and any(c.lower_ in _OTHER for c in place.lefts)


_PLACE_NOUNS = words("place_nouns")
_OTHER = frozenset({"adjoining", "another", "different", "nearby", "neighboring", "neighbouring", "other"})


def happened_before(clause: Token) -> bool:
    """`The army attacked after a minister was killed`: what the other clause tells had happened by then."""
    children = list(clause.children)
    after = any(c.dep_ in ("mark", "prep") and c.lower_ in ("after", "since") for c in children)
    return clause.dep_ == "advcl" and after and any(c.dep_ in ("nsubj", "nsubjpass") for c in children)


def happened_later(clause: Token) -> bool:
    """`Soldiers shot dead six rebels, hours before a grenade killed two`: another act, of the time after."""
    before = [c for c in clause.children if c.dep_ == "mark" and c.lower_ == "before"]
    measured = (c for token in (clause, *before) for c in token.lefts if c.dep_ == "npadvmod")
    after_a_while = bool(before) and any(c.lemma_ in _WHILES for c in measured)
    return clause.dep_ in ("advcl", "ccomp") and after_a_while and _has_subject(clause)


_WHILES = frozenset({"day", "hour", "minute", "month", "week"})
