"""What is done for no cause: robberies, murders in a family, and voters who stay at home.

Each looks at one trigger in its sentence and gives the reason in words, or None where it has no objection.
"""

from collections.abc import Sequence

from exporter.coders.dictionary.draft import EVENT_TYPE_OF
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.triggers import Trigger

_ROBBERS = frozenset({"burglar", "mugger", "pickpocket", "robber", "thief"})
_KIN = words("kin")
_VOTES = frozenset({"ballot", "election", "plebiscite", "poll", "referendum", "vote"})
_ARMS = frozenset({"army", "guerrilla", "gunman", "militant", "militia", "rebel", "soldier", "troop"})
_HIS = frozenset({"her", "his"})


def private(trigger: Trigger, every: Sequence[Trigger]) -> str | None:
    """Why what was done is no matter of politics, or None; `every` are all triggers of the sentence."""
    return _robbery(trigger, every) or _at_home(trigger) or _boycott(trigger)


def _robbery(trigger: Trigger, every: Sequence[Trigger]) -> str | None:
    """`a gang of robbers stormed a bank and carted away money`, but not where somebody was killed.

    Any robbers before the verb are taken for its subject: of `fled as a gang of robbers stormed` the parse makes none.
    """
    if trigger.nominal or trigger.pattern.kind == "effect" or any(t.pattern.kind == "effect" for t in every):
        return None
    before = trigger.token.doc[trigger.token.sent.start : trigger.token.i]
    return "a robbery" if any(map(_robs, before)) else None


def _robs(token: Token) -> bool:
    """`robbers`, but not `burglar bars`"""
    return token.lemma_.lower() in _ROBBERS and token.dep_ not in ("compound", "nmod", "poss")


def _at_home(trigger: Trigger) -> str | None:
    """`hacked his wife and children to death`, `a nephew killed them`: one of the family did it, and alone."""
    event_type = EVENT_TYPE_OF[trigger.pattern.sub_event_type]
    if event_type != "Violence against civilians" or trigger.nominal:
        return None
    charged = trigger.token.dep_ == "pcomp" and trigger.token.head.lower_ == "for"
    if charged and not trigger.agents and trigger.targets and all(map(_is_own, trigger.targets)):
        return "a crime in a family"  # `got life for stabbing his wife`
    if len(trigger.agents) != 1:
        return None
    doer = trigger.agents[0]
    one = doer.tag_ in ("NN", "NNP", "PRP") or (doer.tag_ == "WP" and doer.head.head.tag_ == "NN")
    if not one or any(doer.conjuncts):
        return None
    befell = [token for target in trigger.targets for token in (target, *target.conjuncts)]
    own = any(map(_whose, befell)) and all(map(_is_kin, befell))
    kin = _is_kin(doer) and any(c.lower_ in {"a", *_HIS, "their"} for c in doer.lefts)
    alone = own or (kin and not any(map(_bears_arms, doer.sent)))
    return "a crime in a family" if alone else None


def _is_own(noun: Token) -> bool:
    """`his wife`"""
    return _is_kin(noun) and any(child.lower_ in _HIS for child in noun.lefts)


def _bears_arms(token: Token) -> bool:
    """Whether a word speaks of a group in arms, or of a state's: `his brother, a rebel, killed two soldiers`."""
    return token.lemma_.lower() in _ARMS


def _is_kin(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and noun.lemma_.lower() in _KIN


def _whose(noun: Token) -> bool:
    """`his wife`, and in a headline `wife`"""
    return any(c.lower_ in _HIS for c in noun.lefts) or not any(c.dep_ in ("det", "poss") for c in noun.lefts)


def _boycott(trigger: Trigger) -> str | None:
    """`polls, boycotted by two parties`"""
    if trigger.pattern.lemma != "boycott":
        return None
    around = (*trigger.targets, *(t for target in trigger.targets for t in target.subtree))
    return "nobody took to the streets" if any(t.lemma_.lower() in _VOTES for t in around) else None
