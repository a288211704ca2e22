"""What is told in the words of violence and is none: accidents, games, quarrels of words, films and exercises.

Each looks at one trigger in its sentence and gives the reason in words, or None where it has no objection.
"""

import re
from calendar import month_abbr, month_name
from collections.abc import Sequence
from datetime import date

from exporter.coders.dictionary.draft import EVENT_TYPE_OF, VIOLENT
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Span, Token
from exporter.coders.dictionary.triggers import Trigger, clause_of
from exporter.coders.dictionary.triggers.beside import bases
from exporter.coders.dictionary.weapons import instruments

_ACCIDENTS = words("accidents")
_ACCIDENT_VERBS = words("accident_verbs")
_VEHICLES = words("vehicles")
_ANIMALS = words("animals")
_PLAYERS = words("players")
_GAMES = words("games")
_SPEAKERS = words("speakers")
_MADE_UP = words("made_up")
_PRETENDED = words("pretended")
# What runs into nobody on purpose.
_ON_RAILS_AND_WATER = frozenset({"boat", "ferry", "train", "tram"})
# Of those who speak these are said of words, of those who play of goals.
_VERBAL = words("verbs_of_words")
_PLAYED = words("verbs_of_games")
_THINGS_THROWN = words("things_said")
_THINGS_SAID = words("targets_of_words")


def no_violence(trigger: Trigger, every: Sequence[Trigger], *, armed: bool) -> str | None:
    """Why what looks like violence is none, or None.

    Args:
        trigger: What may tell of violence.
        every: All triggers of the sentence.
        armed: Whether anybody who bears arms acts in it.
    """
    if warned := _warning(trigger):
        return warned
    if EVENT_TYPE_OF[trigger.pattern.sub_event_type] not in VIOLENT:
        return _made_up(trigger) or (None if armed or not _harm(trigger) else _accident(trigger, every))
    unarmed = None
    if not armed:
        unarmed = _by_law(trigger) or _accident(trigger, every) or _game(trigger) or _quarrel(trigger)
    return unarmed or _made_up(trigger)


def sum_of_many(trigger: Trigger, published: date, *, dated: bool = False) -> str | None:
    """`have killed many judges`, `100,000 have been murdered since 1954`: what adds up over years.

    Where a sentence has a date, only `since the conflict began in April` still says so.
    """
    clause = trigger.clause
    if clause.lower_ == "including":  # `has been gripped by a wave of violence this year, including murders`
        clause = clause_of(clause.head)
    perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in clause.children)
    if trigger.nominal and perfect and trigger.token.tag_ == "NNS" and not dated:
        # `40 civilians have been killed in bombings over the past month`
        return "a sum over a long time" if _WITHIN.search(trigger.token.sent.text) else None
    said = trigger.token.sent.text
    years = _OVER_YEARS.search(said) or (trigger.clause.dep_ == "pcomp" and _WITHIN.search(said))
    if (
        years
        and trigger.pattern.kind == "effect"
        and not trigger.nominal
        and any(t.tag_ in ("NNS", "NNPS") for t in trigger.targets)
    ):
        return "a sum over a long time"  # `which killed more than 800 people in four decades`
    if trigger.nominal or not perfect:
        return None
    if "been" in {c.lower_ for c in trigger.clause.children} and trigger.token.tag_ == "VBG" and not dated:
        return "habitual or long drawn out"  # `insurgents have been targeting the police`
    countless = any(
        c.lower_ in _COUNTLESS or (_thousands(c) and trigger.pattern.kind == "effect")
        for target in trigger.targets
        for c in target.children
        if c.dep_ in ("amod", "nummod", "det")
    )
    many = any(target.tag_ in ("NNS", "NNPS") for target in trigger.targets)
    if many and not dated and trigger.pattern.kind == "effect" and _WITHIN.search(trigger.token.sent.text):
        return "a sum over a long time"
    since = _SINCE.search(trigger.token.sent.text)
    long_ago = since is not None and int(since[1]) < published.year - 1
    whole_war = _SINCE_WAR.search(trigger.token.sent.text) is not None
    summed = whole_war or (not dated and (countless or long_ago))
    return "a sum over a long time" if summed else None


def sum_of_days(sentence: str, *, since: bool = True) -> bool:
    """`more than 250 people have died since Thursday`, `were killed in five days of unrest`: several events' dead."""
    return _SUM_OF_DAYS.search(sentence) is not None or (since and _SUM_SINCE.search(sentence) is not None)


_SUM_SINCE = re.compile(r"\b(?:has|have)\b[^,;]{0,40}\b(?:died|killed)\b[^,;]{0,40}\bsince\b")
_SUM_OF_DAYS = re.compile(
    r"\bin [a-z]+ (?:days|nights|weeks) of [a-z]*\s?"
    r"(?:clashes|demonstrations|fighting|protests|riots|unrest|violence)\b"
    rf"|\b(?:in|over|during) (?:{'|'.join(filter(None, month_name))}|(?:last|this) (?:month|year)|\d{{4}}) alone\b"
)


def sum_since_month(trigger: Trigger, published: date) -> bool:
    """`more than 330 people have been killed in unrest since Oct. 1`, in a report of late November."""
    perfect = any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in trigger.clause.children)
    many = any(target.tag_ in ("NNS", "NNPS") for target in trigger.targets)
    found = _SINCE_MONTH.search(trigger.token.sent.text)
    if found is None or trigger.nominal or trigger.pattern.kind != "effect" or not (perfect and many):
        return False
    if found["year"] and int(found["year"]) < published.year - 1:
        return True
    months = (published.month - _MONTHS.index(found["month"][:3]) - 1) % 12
    return months > 1 or (months == 1 and published.day > _FORTNIGHT)


_MONTHS = list(month_abbr)[1:]
_SINCE_MONTH = re.compile(
    r"\bsince (?:(?:early|late|mid|the (?:beginning|end|start) of)[ -])?(?:[a-z]+ ){0,6}"
    rf"(?P<month>{'|'.join(name for name in (*month_name, *month_abbr, 'Sept') if name)})\b"
    r"(?:\.? \d{1,2},?)?(?: (?P<year>\d{4}))?"
)
_FORTNIGHT = 14
_SINCE_WAR = re.compile(
    r"\bsince (?:the |this )?(?:[a-z]+ )?"
    r"(?:conflict|crisis|fighting|insurgency|offensive|protests|rebellion|revolt|unrest|uprising|violence|war)\b"
)
# `five judges have been killed in two months`, `so far this year`
_WITHIN = re.compile(
    r"\b(?:in|over|within|during) (?:the )?(?:(?:last|past|recent|previous) )?(?:\w+ )?(?:months|years)\b"
    r"|\b(?:in|over|within|during) (?:the )?(?:last|past) (?:month|year)\b"
    r"|\b(?:so far this month|this year)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince (?:[A-Za-z]+ )?([12]\d{3})\b", re.IGNORECASE)


_OVER_YEARS = re.compile(
    r"\b(?:in|over|during) (?:(?:about|almost|more than|nearly|some|the last|the past) )?[a-z0-9]+ (?:decades|years)\b"
)


def _thousands(number: Token) -> bool:
    digits = number.text.replace(",", "")
    return digits.isdigit() and int(digits) >= WAR


WAR = 1000
"""So many dead are those of a war, unless a day is told on which they died."""
_COUNTLESS = frozenset({"many", "countless", "innumerable", "numerous", "so"})


def _accident(trigger: Trigger, every: Sequence[Trigger]) -> str | None:
    """Deaths in a sentence that tells of an accident or disaster, and of no other violence."""
    if any(token.lemma_.lower() in _ANIMALS for token in trigger.agents):
        return "done by animals"
    return _ran_into(trigger) or _fire_or_crash(trigger, every)


def _ran_into(trigger: Trigger) -> str | None:
    """`a train killed two men`, of which nobody says that it was bombed; `firemen battled the blaze`."""
    driven = any(token.lemma_.lower() in _ON_RAILS_AND_WATER for token in trigger.agents)
    if driven and _harm(trigger) and not any(map(_weapon, trigger.token.sent)):
        return f"{ACCIDENT} (no bomb is told of)"
    fight = trigger.pattern.lemma in ("battle", "combat", "fight") and bool(trigger.targets)
    fought = fight and all(t.lemma_.lower() in _FLAMES for t in trigger.targets)
    return f"{ACCIDENT} (fought by firemen)" if fought else None


def _fire_or_crash(trigger: Trigger, every: Sequence[Trigger]) -> str | None:
    """Deaths beside a word for an accident, where no weapon is named."""
    others = [t for t in every if not _harm(t) and EVENT_TYPE_OF[t.pattern.sub_event_type] in VIOLENT]
    if others or not _harm(trigger) or any(map(_weapon, trigger.token.sent)):
        return None
    if any(map(_ran_over, trigger.agents)):
        return f"{ACCIDENT} (a vehicle did it)"
    for token in trigger.token.sent:
        lemma = token.lemma_.lower()
        crashed = lemma in ("fall", "plow", "plough", "roll", "slam", "smash", "veer") and any(
            c.dep_ == "nsubj" and c.lemma_.lower() in _VEHICLES for c in token.children
        )
        burned = lemma == "fire" and _broke_out(token)
        burned = burned or (lemma == "burn" and _burned_down(token))
        burned = burned or (lemma == "tanker" and trigger.pattern.lemma in ("burn", "explode", "explosion"))
        if lemma in (_ACCIDENT_VERBS if token.pos_ == "VERB" else _ACCIDENTS) or crashed or burned:
            return f"{ACCIDENT} ({token.text})"
    return None


def _broke_out(fire: Token) -> bool:
    """`bush fires kill 14`, `died in a fire`, `a fire broke out`"""
    if fire.pos_ != "NOUN":
        return False
    inside = fire.dep_ == "pobj" and fire.head.lower_ == "in"
    raged = fire.dep_ == "nsubj" and fire.head.lemma_ in _RAGING
    lit = fire.dep_ == "dobj" and fire.head.lemma_ in ("light", "set", "start")
    return inside or raged or (fire.tag_ == "NNS" and not lit)


def _burned_down(verb: Token) -> bool:
    """`A shoe workshop burned down, killing 25`: nobody is said to have set it on fire."""
    alone = verb.pos_ == "VERB" and not any(c.dep_ in ("agent", "auxpass", "dobj") for c in verb.children)
    return (
        alone
        and verb.dep_ != "acl"
        and any(c.lower_ == "down" and c.dep_ in ("prt", "advmod") for c in verb.rights)
    )


_FLAMES = frozenset({"blaze", "fire", "flame", "flood", "inferno", "wildfire"})
_RAGING = frozenset({"break", "claim", "engulf", "gut", "kill", "rage", "spread", "start", "sweep"})


def _by_law(trigger: Trigger) -> str | None:
    """`executed four men over drug charges`: what a state does; an armed group that says so attacks people."""
    if trigger.pattern.lemma != "execute":
        return None
    links = [c for c in trigger.token.subtree if c.dep_ == "prep" and c.lower_ in _FOR]
    crime = next((t for link in links for t in link.children if t.lemma_.lower() in _CRIMES), None)
    return f"put to death by law ({crime.text})" if crime else None


_FOR = frozenset({"after", "for", "on", "over"})
_CRIMES = frozenset(
    {"charge", "conviction", "crime", "espionage", "murder", "offence", "offense", "rape", "spy"}
    | {"trafficking", "treason", "trial", "verdict"}
)


def _ran_over(agent: Token) -> bool:
    """`A truck hit and killed a child`, but not `an army truck`, and nobody who rammed a crowd."""
    meant = any(token.lemma_.lower() in _ON_PURPOSE for token in agent.sent)
    plain = all(child.dep_ in ("det", "nummod") for child in agent.children)
    hit = agent.dep_ == "nsubj" and agent.head.lemma_ in _RUNNING_OVER
    return agent.lemma_.lower() in _VEHICLES and plain and hit and not meant


_ON_PURPOSE = frozenset({"ambush", "attack", "drive", "plough", "plow", "protester", "ram", "terrorist"})
_RUNNING_OVER = frozenset({"crush", "hit", "injure", "kill", "knock", "mow", "run", "strike"})


def _warning(trigger: Trigger) -> str | None:
    """`police fired warning shots`, `shot into the air`."""
    if trigger.pattern.lemma not in ("fire", "open", "shoot"):
        return None
    fired = (*trigger.targets, *(c for c in trigger.token.rights if c.dep_ == "dobj"))
    shots = (target for target in fired if target.lemma_ in ("shot", "round", "air"))
    warned = any(t.lemma_ == "air" or any(c.lower_ == "warning" for c in t.lefts) for t in shots)
    return "warning shots" if warned else None


def _weapon(token: Token) -> bool:
    """Whether a word names a weapon; a plane may crash, and a mine may be one of coal."""
    lemma = token.lemma_.lower()
    coal = lemma == "mine" and token.dep_ == "pobj" and token.head.lower_ in ("in", "at")
    named = lemma in instruments() or lemma == "explosive"
    return token.pos_ in ("NOUN", "PROPN") and named and not (lemma in _VEHICLES or coal)


def _harm(trigger: Trigger) -> bool:
    """Whether a trigger says no more than that people came to harm, or that something blew up."""
    if trigger.pattern.lemma == "burn" and not any(
        c.dep_ in ("agent", "dobj") for c in trigger.token.children
    ):
        return True  # `burned down`, `burned to death`, which a fire does as well
    if trigger.pattern.kind == "burn":
        return trigger.pattern.lemma in ("destroy", "damage", "flatten", "raze")
    blown = trigger.pattern.lemma in ("explosion", "explode", "blast", "hit", "crash", "fall")
    return blown or (trigger.pattern.kind == "effect" and trigger.pattern.cameo_code in ("180", "182"))


ACCIDENT = "an accident or a disaster"
A_GAME = "a game"


def _game(trigger: Trigger) -> str | None:
    """`the teams clashed`, `the striker fired a shot`."""
    if trigger.pattern.kind != "effect" and _played(trigger.token.sent):
        return A_GAME
    if trigger.targets and all(token.lemma_ in _GAMES for token in trigger.targets):
        return A_GAME  # `killed the game off`
    shot = trigger.pattern.lemma == "shoot" and trigger.targets  # no ball: `shot him on his way to a match`
    if trigger.pattern.lemma not in _PLAYED or shot:
        return None
    sides = (*trigger.agents, *trigger.targets)
    if any(token.pos_ == "NOUN" and token.lemma_ in _GAMES for token in trigger.token.sent):
        return A_GAME  # `a battle to win the final`
    if any(token.lemma_.lower() in _PLAYERS for token in sides):
        return A_GAME
    names = trigger.pattern.lemma == "beat" and bool(trigger.agents and trigger.targets)
    return A_GAME if names and all(_club(token) for token in sides) else None


def _played(sentence: Span) -> bool:
    """Whether a sentence speaks of a match: `won 4-0`, `the goalkeeper`."""
    said = {form for token in sentence for form in (token.lemma_.lower(), *bases(token.lower_))}
    return bool(said & _ON_THE_FIELD) or bool(_SCORE.search(sentence.text) and said & _WINNING)


_ON_THE_FIELD = words("on_the_field")
_WINNING = frozenset({"beat", "defeat", "draw", "lose", "thrash", "victory", "win"})
_SCORE = re.compile(r"\b\d{1,2}\s?-\s?\d{1,2}\b")


def _club(token: Token) -> bool:
    """A name alone, without title or apposition."""
    return token.pos_ == "PROPN" and not any(c.dep_ in ("appos", "compound") for c in token.children)


def _quarrel(trigger: Trigger) -> str | None:
    """`the senator attacked the press`: with words, unless the report says with what else."""
    thrown = any(
        target.lemma_.lower() in _THINGS_THROWN
        for child in trigger.token.children
        if child.dep_ == "prep" and child.lower_ == "with"
        for target in child.children
    )
    if thrown:
        return "words, not deeds"  # `bombarded with questions`
    if trigger.pattern.lemma not in _VERBAL:
        return None
    said = any(token.lemma_.lower() in _THINGS_SAID for token in trigger.targets)
    under = trigger.pattern.lemma == "come" or trigger.token.head.lower_ == "under"
    speakers = (*trigger.agents, *(trigger.targets if under else ()))
    speaker = any(token.lemma_.lower() in _SPEAKERS for token in speakers)
    return "words, not deeds" if said or speaker else None


def _made_up(trigger: Trigger) -> str | None:
    """What happens in a film or in an exercise."""
    verb = trigger.clause
    near = [verb, *(a for a in verb.ancestors if a.pos_ in ("VERB", "AUX"))]
    for token in near:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("in", "during", "at"):
                found = next((t for t in child.children if t.lemma_.lower() in _MADE_UP), None)
                if found is not None:
                    return f"not real ({found.text})"
            if child.dep_ == "nsubj" and child.lemma_.lower() in _MADE_UP and token != verb:
                return f"not real ({child.text})"
    over = trigger.token.head
    of = trigger.nominal and over.dep_ == "prep" and over.lower_ in ("about", "of", "on")
    many = over.head.lemma_ == "series" and trigger.token.tag_ == "NNS"  # `a series of attacks`
    if of and over.head.lemma_.lower() in _MADE_UP and not many:
        return f"not real ({over.head.text})"  # `an opera about the massacre`
    for token in (trigger.token, *trigger.targets):
        pretended = next((c for c in token.lefts if c.lower_ in _PRETENDED), None)
        if pretended is not None:
            return f"not real ({pretended.text})"
    return None
