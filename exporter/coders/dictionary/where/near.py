"""How closely a place in a sentence stands to the word that tells of an event."""

from calendar import day_name, month_name

from exporter.coders.dictionary.lexicon import Lexicon, fold, words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger, clause_of
from exporter.coders.dictionary.where.wording import is_beside


def nearness(token: Token, trigger: Trigger, lexicon: Lexicon) -> int | None:
    """How closely a possible place stands to the trigger (0: closest); None where it cannot be the place."""
    if _is_where(token, trigger):
        return 0
    if token.dep_ == "pobj" and token.head.lower_ == "between" and trigger.pattern.kind != "mutual":
        return 2 if token.pos_ == "PROPN" and clause_of(token.head) == trigger.clause else None
    if _fought_for(token, trigger):
        return 1
    if token.dep_ == "pobj" and token.pos_ in ("PROPN", "NOUN") and token.head.lower_ in _IN:
        return _behind_preposition(token, trigger)
    if token.pos_ != "PROPN":
        place = token.pos_ == "NOUN" and token.lemma_.lower() in _HEADS
        saw = token.dep_ == "nsubj" and token.head.lemma_ in _EXPERIENCING
        return 1 if place and (token in trigger.targets or saw) else None
    return _named(token, trigger, lexicon)


def _fought_for(token: Token, trigger: Trigger) -> bool:
    """`fought house to house for the town of Bugojno`, `entered Martissant and traded fire`"""
    over = token.head
    ground = token.dep_ == "pobj" and over.lower_ == "for" and trigger.clause in (over.head, over.head.head)
    if ground and trigger.pattern.kind == "mutual":
        return token.pos_ == "PROPN" or token.lemma_.lower() in _HEADS
    entered = token.dep_ == "dobj" and over.lemma_ in _ENTERING and token.pos_ == "PROPN"
    return entered and trigger.clause in over.conjuncts


def _is_where(token: Token, trigger: Trigger) -> bool:
    """`in Khuzestan province, where the attack happened`"""
    clause = trigger.clause
    over = token.head if token.dep_ == "compound" else token
    told = clause.dep_ == "relcl" and any(child.lower_ == "where" for child in clause.children)
    return told and trigger.nominal and clause.head == over and clause.lemma_ in _OCCURRING


def _named(token: Token, trigger: Trigger, lexicon: Lexicon) -> int | None:
    """The same for a name without a preposition."""
    diplomatic = trigger.pattern.sub_event_type in _TALKED_ABOUT
    if token in trigger.targets:
        if trigger.pattern.wants == "person" or trigger.pattern.kind == "effect":
            return None  # `Guerrero was murdered`: whom something befalls is no place
        return FAR if diplomatic else 0
    beside = token.head in (*trigger.targets, trigger.token)
    site = token.head
    before = token.dep_ in ("amod", "compound", "nmod") and site.lower_ in SITES
    if (before or token.dep_ == "poss") and is_behind(site):
        return _behind_preposition(site, trigger)  # `at Burgas airport`, `at Tunisia's national museum`
    if before and site in trigger.targets and trigger.pattern.wants != "person":
        return 0  # `captured the Taftanaz air base`
    gone = site.dep_ == "pobj" and _went(site, trigger)  # `was taken to the Bogota hospital`
    if token.dep_ in ("compound", "nmod", "poss") and fold(token.text) not in lexicon.agents:
        return None if diplomatic or gone else 3 if beside else 6
    experienced = token.dep_ == "nsubj" and token.head.lemma_ in _EXPERIENCING
    return 5 if not gone and (token.dep_ in ("npadvmod", "appos") or experienced) else None


def _behind_preposition(token: Token, trigger: Trigger) -> int | None:
    preposition, governor = token.head, _not_time(token.head.head)
    if preposition.lower_ == "of":
        return _behind_of(governor, trigger)
    if trigger.pattern.sub_event_type in _TALKED_ABOUT:
        return _spoken_at(token, trigger)
    return 0 if _opens_for(token, trigger) else _behind_in(token, trigger, governor)


def _behind_in(token: Token, trigger: Trigger, governor: Token) -> int | None:
    """The same for a place behind `in`, `at` and their like."""
    preposition = token.head
    judged = trigger.told_before and governor == trigger.clause and governor.lemma_ in _JUDGING
    meant = trigger.nominal and governor == trigger.clause and governor.lemma_ in _PLOTTING
    sent = preposition.lower_ == "to" and governor.lemma_.lower() in _SENT
    schooled = governor.dep_ == "acl" and governor.lemma_ in _SCHOOLING
    came = preposition.lower_ == "from" and governor.lemma_ in _CROSSING  # `crossed the border from X`
    said = governor.lemma_ in _SPEECH | _PUBLISHED or judged or meant or schooled or sent or came
    # `was taken to a hospital in X`
    taken_to = governor.dep_ == "pobj" and governor.lemma_ in _TAKEN_TO and _went(governor, trigger)
    if said or taken_to or _went(token, trigger) or _as_a_rule(token, trigger):
        return None  # `in Washington, the president condemned the killing`
    if trigger.nominal and _of_the_other_side(preposition, trigger):
        return FAR + 1  # `the murder was condemned by parties in X`
    weak = 0 if preposition.lower_ in _STRONG or is_beside(preposition) else 2
    if governor in (trigger.token, trigger.clause) or governor in trigger.targets:
        return weak
    if clause_of(preposition) == trigger.clause or trigger.token in governor.ancestors:
        weak += 1
    else:
        # `In X, men burst into a bar and shot at the guests`: what frames the sentence frames its clauses.
        weak += 2 if trigger.token in governor.subtree else 4
    return weak


def _opens_for(token: Token, trigger: Trigger) -> bool:
    """`In Brisbane, activists marched; no arrests were reported`, whichever verb the parse hangs the place on."""
    sentence = token.sent
    if (
        token.head.i != sentence.start
        or token.head.lower_ not in _STRONG
        or token.head.head.lemma_ not in _SPEECH
    ):
        return False
    verbs = (t for t in sentence if t.i > token.i and t.pos_ in ("VERB", "AUX") and t.dep_ not in _NO_CLAUSE)
    return next(verbs, None) == trigger.clause


def _spoken_at(token: Token, trigger: Trigger) -> int | None:
    """Words are where they are said: `condemned the killing, its minister said in Riyadh`."""
    preposition, governor = token.head, token.head.head
    if preposition.lower_ in ("in", "at", "near", "from"):
        if governor in (trigger.token, trigger.clause) or governor.lemma_ in _SPEECH:
            return 0
        return 1 if clause_of(preposition) == trigger.clause else FAR
    return 2 if preposition.lower_ == "to" else None


def _behind_of(governor: Token, trigger: Trigger) -> int | None:
    """`the outskirts of X` stands as near as its head; `the city of X` with it; `the people of X` nowhere."""
    entered = governor.dep_ == "dobj" and governor.head.lemma_ in _ENTERING
    if entered and trigger.clause in (governor.head, *governor.head.conjuncts):
        return 1  # `entered the village of X and opened fire`
    in_front = governor.lower_ == "front" and governor.head.lower_ == "in"
    if governor.lower_ in _PLACES_OF or in_front:
        return 1 if clause_of(governor) == trigger.clause else FAR + 1
    of_event = governor in (trigger.token, *trigger.targets)
    over = governor.head.head if governor.dep_ == "pobj" and governor.head.lower_ == "of" else governor
    if trigger.pattern.kind == "effect" and trigger.nominal and governor == trigger.token:
        return None  # `the killing of Kasi`
    if governor.lemma_ in _COMBING and clause_of(governor) == trigger.clause:
        return 2  # `detained 85 people during a sweep of the village`
    hit = over in trigger.targets or (over.dep_ == "pobj" and over.head.head == trigger.token)
    if hit and over != governor and over.lower_ in _SITES_OF_PEOPLE:
        return 2  # `at the home of the mayor of X`
    near = 1 if of_event and governor.lemma_.lower() not in _MISSIONS else None
    return 3 if near is None and _at_home(governor, trigger) else near


def _at_home(who: Token, trigger: Trigger) -> bool:
    """`residents of X held a vigil`"""
    crowd = who.dep_ == "nsubj" and who.head == trigger.clause and who.lemma_ in _DWELLERS
    woken = who.dep_ in ("nsubj", "nsubjpass") and who.head.lemma_ in _WAKING and who.lemma_ in _DWELLERS
    if woken and who.head in trigger.token.ancestors:
        return True  # `residents of X were jolted from sleep as fighters attacked the base`
    return crowd and trigger.pattern.kind == "protest"


_WAKING = frozenset({"awake", "awaken", "flee", "hear", "jolt", "rouse", "wake"})
_DWELLERS = frozenset({"citizen", "inhabitant", "people", "resident", "townspeople", "villager"})


def _as_a_rule(token: Token, trigger: Trigger) -> bool:
    """`a businessman, who spends most of his time in Miami, was kidnapped`: where somebody lives."""
    clause = clause_of(token.head)
    relative = clause
    while relative.dep_ == "conj" and relative.head.pos_ == "VERB":
        relative = relative.head
    if relative.dep_ != "relcl" or trigger.token in relative.subtree:
        return False
    aided = any(child.dep_ in ("aux", "auxpass") for child in clause.children)
    return clause.tag_ in ("VBZ", "VBP") and not aided and trigger.clause.tag_ in ("VBD", "VBN")


def _went(token: Token, trigger: Trigger) -> bool:
    """Whether a verb beside the trigger tells of a way there: `was taken to X`, and not `on the road to X`."""
    preposition, governor = token.head, token.head.head
    if is_beside(preposition):
        return False  # `close to X`
    if preposition.lower_ == "from" and governor.lemma_ in _FIRING:
        return True  # `shells fired from X`
    if governor.dep_ == "pobj" and governor.head.lower_ == "from" and governor.head.head.lemma_ in _FIRING:
        return True  # `fired from Saada province in Yemen`
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


def _not_time(governor: Token) -> Token:
    """What a place hangs from, past words of time: `killed on the evening of 1 November in Medellin`."""
    while governor.lemma_.lower() in _TIMES and governor.pos_ != "VERB" and governor.head != governor:
        governor = governor.head.head if governor.dep_ == "pobj" else governor.head
    return governor


def is_behind(token: Token) -> bool:
    """Whether a word stands behind a preposition of place."""
    return token.dep_ == "pobj" and token.head.lower_ in _IN


def parted(one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two words."""
    first, last = sorted((one.i, other.i))
    return any(token.text == ";" for token in one.doc[first:last])


_IN = words("place_prepositions")
_STRONG = frozenset(
    ["in", "at", "near", "outside", "inside", "around", "across", "throughout", "within", "off", "over"]
)
_ENTERING = words("verbs_of_entering")
# Where somebody went is not where the event was,
_NO_CLAUSE = frozenset({"amod", "aux", "auxpass"})
_COMBING = frozenset({"cordon", "search", "siege", "sweep"})
_WHITHER = frozenset(["to", "toward", "towards"])
_CROSSING = frozenset(["border", "cross", "frontier", "infiltrate"])
_FIRING = frozenset(["come", "dispatch", "fire", "fly", "launch", "return", "send", "shoot"])
# nor is where a report came out,
_PUBLISHED = frozenset(["air", "broadcast", "print", "publish", "transmit"])
# nor where somebody spoke.
_SPEECH = words("verbs_of_speech")
_JUDGING = words("verbs_of_judging")
# `the ambassador to X was murdered`
_SENT = frozenset({"adviser", "ambassador", "attache", "consul", "delegate", "envoy", "representative"})
_TAKEN_TO = frozenset({"clinic", "hospital", "jail", "morgue", "prison"})
# `a commando trained in X`
_SCHOOLING = frozenset({"base", "bear", "educate", "equip", "raise", "train"})
# `the murder was plotted in X`
_PLOTTING = frozenset({"conceive", "order", "plan", "plot"})
_OCCURRING = words("verbs_of_occurring") | {"happen", "occur", "take"}
FAR = 3
"""A place further away from the trigger than this in the sentence need not be the event's."""
# Words between parties: `on Syria` and `over Karabakh` are what they speak of.
_TALKED_ABOUT = frozenset(
    {"Consultation or visit", "Statement or appeal", "Diplomatic cooperation", "Aid", "Demand", "Disapproval",
     "Rejection", "Threat", "Reduced relations", "Agreement"}
)  # fmt: skip
_HEADS = words("place_heads")
_SITES_OF_PEOPLE = words("civilian_things") | words("places_of_arms")
SITES = words("place_nouns") | {"road"}
"""What a place stands before as part of its name: `Burgas airport`, `the Batibo road`."""
_PLACES_OF = words("places_of")
# `the American embassy` and `the envoy of Mali` stand in another country than they are called by.
_MISSIONS = words("missions")
# `Medellin saw a wave of terror when bombs exploded`
_EXPERIENCING = frozenset(["experience", "face", "see", "suffer", "witness", "wake"])
_TIMES = frozenset(
    ["afternoon", "dawn", "day", "evening", "hour", "midnight", "morning", "night", "noon", "week", "weekend"]
) | {name.lower() for name in (*month_name, *day_name) if name}
