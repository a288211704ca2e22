"""Whether two drafts tell of the same event: where nothing that both say contradicts, and something binds them."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.draft import ABDUCTION, SIEGE, Draft, When
from exporter.coders.dictionary.generic import STATE
from exporter.coders.dictionary.merging.same_place import by_its_unit, places_agree
from exporter.coders.dictionary.places import apart


def same_event(one: Draft, other: Draft) -> bool:
    """Whether nothing that both say contradicts, and something binds them."""
    if _burned_in(one, other) or _set_in(one, other) or _fought_before(one, other):
        return True
    if (told := _of_siege_or_ground(one, other)) is not None:
        return told
    if not _kinds_agree(one, other) or not days_agree(one.when, other.when) or _apart(one, other):
        return False
    if (one.violent and other.violent and _same_victims(one, other)) or _told_at_length(one, other):
        return True
    near = places_agree(one.where, other.where) or _told_where(one, other)
    near = near or (one.headline and by_its_unit(one.where, other.where))
    if (one.kind == "mutual" and _only_counts(other)) or (near and _end_of_attackers(one, other)):
        return True
    agreed = _actors_agree(one, other) or _toll_of(one, other)
    return near and agreed and _deaths_agree(one, other) and _bound_together(one, other)


def _apart(one: Draft, other: Draft) -> bool:
    """Whether the words keep two drafts apart: by what was hit, by why a crowd came, as what had gone before."""
    gone_before = (other.earlier or _before_it(one, other)) and not one.whom & other.whom
    return (
        _in_headline(one, other)
        or gone_before
        or _others_befell(one, other)
        or _other_sites(one, other)
        or _motive_of(one, other)
        or _motive_of(other, one)
    )


def _in_headline(one: Draft, other: Draft) -> bool:
    """`Rebels kill officer, blow up bridge`: two deeds, which the report tells one by one."""
    here = other.sentences[0] in one.sentences
    doers = bool(other.side1) and (bool(one.side1) if here else not names(one.side1) & names(other.side1))
    return one.headline and other.headline and doers and not other.told_before


def _told_where(one: Draft, other: Draft) -> bool:
    """`Attackers killed 16 villagers south of Algiers. The killings took place at Sidi Salem.`"""
    if not other.says_where or not _follow(one, other) or not one.violent:
        return False
    return (
        one.where is None or other.where is None or apart(one.where.place, other.where.place) <= _AS_SAID_KM
    )


def _before_it(one: Draft, other: Draft) -> bool:
    """`Soldiers killed 12 villagers, hours after a bomb killed three of their comrades.`"""
    told = not (one.nominal or other.nominal) or bool(one.deaths and other.deaths)
    return one.aside != other.aside and other.sentences[0] in one.sentences and told


def _told_at_length(one: Draft, other: Draft) -> bool:
    """Whether the lead tells what the headline told: `in the Burundian capital`, which is now another town."""
    country = one.where and other.where and one.where.place.iso3 == other.where.place.iso3
    dead = one.deaths and other.deaths and one.deaths.count.best == other.deaths.count.best
    kind = one.event_type == other.event_type == "Explosions/Remote violence"
    vague = one.violent and other.violent and "Attack" in (one.sub_event_type, other.sub_event_type)
    same = one.sub_event_type == other.sub_event_type or kind or vague
    alike = same and (one.violent or one.kind == "territory")
    doer = bool(names(one.side1) & names(other.side1) or _states(one.side1) & _states(other.side1))
    ground = one.kind == "territory" and doer
    return one.headline and other.lead and alike and bool(country and (dead or ground))


def _others_befell(one: Draft, other: Draft) -> bool:
    """Whether one sentence tells of two killings, each of somebody else, by name."""
    first, second = _names_of_victims(one), _names_of_victims(other)
    killings = one.kind == other.kind == "effect" and other.sentences[0] in one.sentences
    return killings and bool(first and second) and not first & second


def days_agree(one: When | None, other: When | None) -> bool:
    """Whether two dates overlap; one that is not known agrees with any."""
    return one is None or other is None or (one.first <= other.last and other.first <= one.last)


def _motive_of(one: Draft, other: Draft) -> bool:
    """Whether one is why the crowd of the other took to the streets."""
    return one.motive and not other.motive and other.event_type in _CROWDS


def _burned_in(one: Draft, other: Draft) -> bool:
    """Whether something was burned in an attack: `they opened fire on the villagers and burned their houses`."""
    if _in_one_go(one, other):
        return True
    if other.kind != "burn" or not one.violent or not _side_agrees(one.side1, other.side1):
        return False
    theirs = other.known or _by_attackers(other)
    if theirs and not other.deaths and one.kind != "territory" and _together(one, other):
        return True  # `the attackers also looted shops`
    return other.sentences[0] in one.sentences and bool(other.whom & _HOMES)


def _by_attackers(draft: Draft) -> bool:
    """Whether nothing else is told than what attackers did, of whom the report has told: `the assailants looted`."""
    doers = bool(draft.side1) and all(a.called in _ATTACKERS and not a.specific for a in draft.side1)
    return doers and not (draft.when or draft.where)


_ATTACKERS = frozenset({"Assailants", "Attackers", "Gunmen", "Hoodlums", "Raiders"})


def _in_one_go(one: Draft, other: Draft) -> bool:
    """Whether the same people, in one sentence, burned things and hurt somebody: `set cars alight and beat a man`."""
    same = {actor.start for actor in one.side1} & {actor.start for actor in other.side1}
    kinds = {one.kind == "burn", other.kind == "burn"} == {True, False}
    attack = one if other.kind == "burn" else other
    hurt = attack.sub_event_type == "Attack" and attack.deaths is None
    here = other.sentences[0] in one.sentences and _together(one, other) and not one.headline
    return bool(same) and kinds and hurt and here


def _together(one: Draft, other: Draft) -> bool:
    """Whether no other day or place is told of the second."""
    near = other.where is None or places_agree(one.where, other.where)
    return near and days_agree(one.when, other.when) and not other.another


def _set_in(one: Draft, other: Draft) -> bool:
    """Whether the second speaks of the fire that the first told of: `burned three trucks. The attack was at dawn.`"""
    points_back = other.told_before and other.nominal and other.sub_event_type == "Attack"
    nothing_new = not (other.whom or other.deaths)
    return (
        one.kind == "burn"
        and points_back
        and nothing_new
        and _follow(one, other)
        and _side_agrees(one.side1, other.side1)
    )


def _fought_before(one: Draft, other: Draft) -> bool:
    """`seized the town after weeks of fighting`"""
    fighting = other.kind == "mutual" and other.aside and other.nominal
    return one.kind == "territory" and fighting and other.sentences[0] in one.sentences


def _of_siege_or_ground(one: Draft, other: Draft) -> bool | None:
    """The same for a siege in which people fight, and for a fight for ground; None for all others."""
    if SIEGE in (one.cameo_code, other.cameo_code) and (one.violent or other.violent):
        return _in_the_siege(one, other)
    if one.kind == "territory" and _of_the_fighting(other):
        return _for_the_same_ground(one, other)
    return None


def _in_the_siege(one: Draft, other: Draft) -> bool:
    """Whether a siege and a fight are one: `troops surrounded a house`, and then what came of it."""
    agreed = days_agree(one.when, other.when) and not (one.another or other.another)
    near = places_agree(one.where, other.where) or by_its_unit(one.where, other.where)
    return agreed and near and (_follow(one, other) or one.headline or one.lead)


def _of_the_fighting(draft: Draft) -> bool:
    """`20 rebels were killed in the fighting`: in that in which ground was taken."""
    return draft.kind == "mutual" and draft.told_before and draft.deaths is not None


def _for_the_same_ground(one: Draft, other: Draft) -> bool:
    """Whether a fight may be that in which ground was taken, whoever of both is named first."""
    turned = replace(other, side1=other.side2, side2=other.side1)
    together = days_agree(one.when, other.when) and places_agree(one.where, other.where)
    return together and (_actors_agree(one, other) or _actors_agree(one, turned))


def _toll_of(one: Draft, other: Draft) -> bool:
    """Whether the second counts the dead of the first, whoever they were: `The attacks killed 60 people.`"""
    points_back = other.told_before and other.nominal and other.deaths is not None
    together = one.violent and other.violent and _side_agrees(one.side1, other.side1)
    return points_back and together and _follow(one, other)


def _only_counts(draft: Draft) -> bool:
    """Whether a draft says no more than how many died, neither when nor where nor by whom: a part of the toll."""
    return draft.kind == "effect" and not (draft.when or draft.where or draft.side1 or draft.another)


def _other_sites(one: Draft, other: Draft) -> bool:
    """Whether each befell somebody or something else that is told of as new: `a bank`, later `a police station`."""
    return (
        one.violent
        and other.violent
        and bool(one.sites and other.sites)
        and not (one.whom & other.whom or other.told_before or one.headline)
    )


def is_part(one: Draft, other: Draft) -> bool:
    """Whether the second tells of one of the places of the first: `killed 14 in two villages. Nine died at Mwenda.`"""
    if not one.spread or other.spread or one.deaths is None or other.deaths is None or other.where is None:
        return False
    return other.where.place.kind != "country" and 0 < other.deaths.count.best < one.deaths.count.best


def is_reply(one: Draft, other: Draft) -> bool:
    """Whether the second is what forces did to the attackers of the first."""
    forces = bool(other.side1) and all(a.actor_type == STATE or a.role == "state" for a in other.side1)
    struck = bool(other.side2) and all(a.role in ("armed", "rebels") for a in other.side2)
    band = any(a.armed and a.actor_type != STATE for a in one.side1)
    return forces and struck and (band or _are_attackers(other.side2))


def _end_of_attackers(one: Draft, other: Draft) -> bool:
    """`An engineer killed four colleagues. The attacker was shot dead by police.`"""
    alone = not other.side1 and other.deaths is not None and one.violent and not _are_attackers(one.side2)
    return (is_reply(one, other) or alone) and _are_attackers(other.side2)


def _are_attackers(side: Sequence[Actor]) -> bool:
    """Whether those are meant who did what was told before: `the attacker was shot dead by police`."""
    return bool(side) and all(actor.called in ("Assailants", "Attackers") for actor in side)


def _kinds_agree(one: Draft, other: Draft) -> bool:
    if one.sub_event_type == other.sub_event_type or (one.headline and _both_of_ground(one, other)):
        return True
    if one.violent and other.violent:
        return _harm_agrees(one, other)
    return one.event_type in _CROWDS and other.event_type in _CROWDS and (other.told_before or one.headline)


def _both_of_ground(one: Draft, other: Draft) -> bool:
    """Whether both tell that ground changed hands: `recapture town`, then `recaptured X without a fight`."""
    return {one.sub_event_type, other.sub_event_type} <= _TERRITORY | {"Non-violent transfer of territory"}


def _harm_agrees(one: Draft, other: Draft) -> bool:
    """Whether two acts of violence of different kinds may be one."""
    kinds = {one.sub_event_type, other.sub_event_type}
    abducted = ABDUCTION in kinds
    if abducted and one.headline and one.deaths and not (other.deaths or one.whom & other.whom):
        return False  # `18 killed in raid`, in which others were taken away
    if abducted and not (_follow(one, other) or one.whom & other.whom or other.told_before):
        return False
    if abducted and (is_reply(one, other) or is_reply(other, one)):
        return False  # `police killed six kidnappers when they set him free`
    # Those who hold hostages may fight elsewhere; `an air strike killed four`, told apart from the fighting.
    elsewhere = abducted or (other.kind == "blast" and other.deaths and other.paragraph != one.paragraph)
    if "mutual" in (one.kind, other.kind) and elsewhere and not other.told_before:
        return False
    remote = one.event_type == other.event_type == "Explosions/Remote violence"
    # `Missiles fired by a drone killed eight. Two missiles hit a house.`
    missiles = one.sub_event_type == "Air/drone strike" and not (other.side1 or other.deaths)
    missiles = missiles or "bombard" in (one.lemma, other.lemma)  # from the air or from the ground
    if remote and kinds in _UNLIKE and not (other.told_before or missiles):
        return False
    return remote or "Attack" in kinds or bool(kinds & GENERIC and not kinds & _TERRITORY)


def _actors_agree(one: Draft, other: Draft) -> bool:
    mutual = one.kind in ("mutual", "accord") or other.kind in ("mutual", "accord")
    if mutual:
        first, second = names(one.actors), names(other.actors)
        return not first or not second or bool(first & second)
    if _of_the_state(other.side1, one.side1):
        return False
    sides = ((one.side1, other.side1), (one.side2, other.side2))
    return all(_side_agrees(a, b) for a, b in sides)


def _side_agrees(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    first, second = names(one), names(other)
    if not first or not second or first & second or _states(one) & _states(other):
        return True
    return _may_be(one, other) or _may_be(other, one)


def _of_the_state(some: Sequence[Actor], others: Sequence[Actor]) -> bool:
    """Whether soldiers did one, and a group that is no state the other: `soldiers shelled the village`."""
    soldiers = bool(some) and all(a.role == "military" and a.called in _SOLDIERS for a in some)
    return soldiers and any(a.role == "named" and a.armed and a.actor_type != STATE for a in others)


_SOLDIERS = frozenset({"Soldiers", "Troops"})


def _may_be(some: Sequence[Actor], others: Sequence[Actor]) -> bool:
    """Whether rebels of a country may be a group that is named: `Liberian rebels`, then `fighters of MODEL`."""
    homes = {a.country for a in others if a.role == "named" and a.armed and a.actor_type != STATE}
    generic = bool(some) and all(a.role == "rebels" and not a.own for a in some)
    return generic and bool(homes) and all(a.country in homes for a in some if a.country)


def _states(side: Sequence[Actor]) -> set[str]:
    """The countries whose state or army acts: `Turkey shot down a plane`, later `Turkish jets`."""
    return {a.country for a in side if a.country and a.role in ("state", "government", "military", "police")}


def names(actors: Sequence[Actor]) -> set[tuple[str, str | None]]:
    """Actors by who they are: named ones by name, a state's hands by its country, others by role and country."""
    return {
        (actor.name, None)
        if actor.role == "named"
        else ("state", actor.country)
        if actor.role in ("state", "government")
        else (actor.role, actor.country)
        for actor in actors
        if actor.specific
    }


def _deaths_agree(one: Draft, other: Draft) -> bool:
    """Two exact counts that differ are two events, unless the second says that it speaks of the first.

    So it does where both have a day or a place in common, or where it follows at once without either: a part
    of the toll, or a later one.
    """
    if one.deaths is None or other.deaths is None or other.told_before or other.known or is_part(one, other):
        return True
    if one.headline:
        # `seven killed as crackdown goes on`, and then each of them: the sum is no event's toll
        return other.lead or other.deaths.more or other.deaths.count.best >= one.deaths.count.best
    same = one.deaths.count.best == other.deaths.count.best
    if _part_of_toll(one, other):
        return True
    anchored = (one.where and other.where) or (
        one.when and other.when and one.when.words and other.when.words
    )
    follows = 0 <= other.sentences[0].start - max(s.end for s in one.sentences) <= NEXT
    goes_on = follows and not other.where and not other.when
    return same or bool(anchored) or goes_on


def _part_of_toll(one: Draft, other: Draft) -> bool:
    """Whether the second, without day and place, counts some dead of the first: `An officer died in hospital.`"""
    if one.deaths is None or other.deaths is None or other.another or other.when or other.where:
        return False
    return (
        one.kind == other.kind == "act"
        and one.sub_event_type == other.sub_event_type
        and other.deaths.count.best < one.deaths.count.best
    )


def _bound_together(one: Draft, other: Draft) -> bool:
    """Whether something that both say, or their standing together, makes them one.

    What says neither when nor where agrees with anything: it belongs to what was told before, unless each names
    somebody else whom it befell.
    """
    crowds = one.event_type in _CROWDS and other.event_type in _CROWDS
    if not ((one.violent and other.violent) or crowds) or one.headline or _follow(one, other):
        return True
    if one.whom & other.whom:
        return True
    if not (dated(other) or placed(other)):
        things = one.kind in ("blast", "burn") and one.deaths is None and bool(one.whom)
        return not (other.given and (things or (_names_of_victims(one) and _names_of_victims(other))))
    if other.told_before and not other.given:
        return True
    named = {n for n in names(one.actors) & names(other.actors) if n[1] is None}
    toll = one.deaths and other.deaths and one.deaths.count.best == other.deaths.count.best > 0
    return bool((dated(one) and dated(other)) or (placed(one) and placed(other)) or named or toll)


def dated(draft: Draft) -> bool:
    """Whether the text says when."""
    return draft.when is not None and draft.when.words is not None


def placed(draft: Draft) -> bool:
    """Whether more than the country is known of where."""
    return draft.where is not None and draft.where.place.kind != "country"


def _same_victims(one: Draft, other: Draft) -> bool:
    """Nobody is killed twice, whatever suspects and tolls the report names beside.

    So much for those known by name; of others (`the priests`) the same holds where the words take it for known.
    """
    same_name = bool(_names_of_victims(one) & _names_of_victims(other))
    if same_name and one.nominal and other.nominal and one.kind == other.kind == "act" and other.given:
        return True  # `this morning's attack on the minister`, later `the attack on the minister`
    if not one.kind == other.kind == "effect":
        return False
    if same_name:
        return True
    known = (one.given or other.given) and bool(one.whom & other.whom)
    return known and places_agree(one.where, other.where)


def _names_of_victims(draft: Draft) -> set[str]:
    return {word for word in draft.whom if word[0].isupper()}


def _follow(one: Draft, other: Draft) -> bool:
    """Whether one is told right after the other, or in its sentence."""
    here = other.sentences[0]
    return here in one.sentences or any(0 <= here.start - s.end <= NEXT for s in one.sentences)


# The vaguest kinds of violence: any closer kind may be what they mean.
GENERIC = frozenset({"Attack", "Armed clash"})
_CROWDS = frozenset({"Protests", "Riots"})
# From the air and from the ground are not the same.
_UNLIKE = (
    {"Air/drone strike", "Shelling/artillery/missile attack"},
    {"Grenade", "Shelling/artillery/missile attack"},
)
_TERRITORY = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
_HOMES = frozenset({"home", "house", "hut"})
_AS_SAID_KM = 150.0
"""How far from a place that was said for short something may have been: `south of Algiers`."""
NEXT = 20
"""Characters between a sentence and the next, paragraph breaks included."""
