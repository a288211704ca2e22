"""How a sentence tells of an event: in its main clause or aside, as new, as another one, as why something is."""

import re
from collections.abc import Sequence, Set

from exporter.coders.dictionary.draft import CROWDS, EVENT_TYPE_OF
from exporter.coders.dictionary.lexicon import words as word_list
from exporter.coders.dictionary.tokens import Span, Token
from exporter.coders.dictionary.triggers import Trigger


def in_main_clause(trigger: Trigger) -> bool:
    """Whether the trigger is the verb of the main clause, or its subject or object."""
    verb = trigger.clause
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    direct = trigger.token == trigger.clause or (
        trigger.token.head == trigger.clause and trigger.token.dep_ in ("dobj", "nsubj", "nsubjpass")
    )
    return verb.dep_ == "ROOT" and direct


def asserted(trigger: Trigger) -> bool:
    """Whether a noun with its verb says as much as a verb does: `held a march`, whose crowd goes without saying."""
    if trigger.pattern.kind == "blast" and trigger.token.dep_ == "nsubj":
        return trigger.token.head.lemma_ in _EXPLODING and not trigger.told_before
    if EVENT_TYPE_OF[trigger.pattern.sub_event_type] not in CROWDS:
        return False
    verb = trigger.token.head
    if verb.lower_ == "in":
        part = any(c.lower_ == "part" for c in verb.head.children) or verb.head.lower_ == "part"
        return part and not trigger.told_before  # `thousands took part in a march`
    stated = trigger.token.dep_ in ("dobj", "nsubj", "nsubjpass") and not trigger.told_before
    return stated and verb.lemma_ in _DOING | _OCCURRING | {"attend", "end", "join"}


def of_known(trigger: Trigger) -> bool:
    """Whether both sides were told of before: `the gunmen stormed the village`."""
    sides = (trigger.agents, trigger.targets)
    return all(side and all(any(c.lower_ == "the" for c in t.lefts) for t in side) for side in sides)


def perfect(verb: Token) -> bool:
    """Whether a verb tells what has happened at some time: `have been killed`."""
    return any(child.dep_ == "aux" and child.lower_ in ("has", "have", "'ve") for child in verb.children)


def is_cause(victims: Token, crowds: Sequence[int] = ()) -> bool:
    """Whether a death is what people took to the streets over: `protested over the killing of a teenager`.

    Not so in `fled after clashes with protesters in which 68 people died` and `fell after 20 were killed and many
    hurt in riots`; `crowds` says where the crowds stand.
    """
    since = victims.doc.text[victims.idx : max(crowds, default=0)]
    if _HURT_IN_IT.search(since):
        return False
    for token in (victims, *victims.ancestors):
        if any(token.doc[token.left_edge.i].idx <= at < token.doc[token.right_edge.i].idx for at in crowds):
            return False
        protested = token.dep_ == "dobj" and token.head.lemma_ == "protest"
        if _gives_reason(token) or protested or token.lemma_ in _ANSWERS:
            return True
    return False


_HURT_IN_IT = re.compile(
    r"\band\s+[^,;.]{1,40}\b(?:hurt|injured|wounded)\s+(?:during|in)\s+(?:[\w-]+\s+){0,3}$"
)


def is_reason(victims: Token, acts: Sequence[int]) -> bool:
    """Whether a death is why people fight: `clashed following the killing of a man`, `revenge for the death of X`.

    `acts` says where the words stand that tell of what happened; a reason has none of them in it.
    """
    for token in victims.ancestors:
        linked = token.dep_ == "prep"  # `following` is one, though its form is a verb's
        if (token.pos_ in ("VERB", "AUX") and not linked) or (
            linked and token.lower_ not in ("of", *_REASONS)
        ):
            return False
        answer = token.lower_ == "for" and token.head.lemma_.lower() in _ANSWERS
        if linked and (answer or (token.lower_ in _REASONS and token.lower_ != "for")):
            first, last = token.idx, token.doc[token.right_edge.i].idx
            return (
                (answer or bool(acts))
                and victims.dep_ == "pobj"
                and not any(first <= at <= last for at in acts)
            )
    return False


def is_motive(trigger: Trigger, crowds: Sequence[Trigger]) -> bool:
    """Whether a trigger is why people took to the streets: `marched to condemn the killing of two doctors`.

    What befell somebody before a protest is told by a verb as well: `rallied after police shot dead a teenager`.
    `crowds` are the triggers that tell of crowds.
    """
    if not trigger.nominal:
        if trigger.pattern.kind != "effect":
            return False
        # `threw stones after police shot one of them`: what came of it, and was answered, is one.
        crowds = [c for c in crowds if c.nominal or c.pattern.sub_event_type == "Peaceful protest"]
    over = {token for crowd in crowds if crowd != trigger for token in (crowd.token, crowd.clause)}
    over.discard(trigger.token)
    linked = False
    for token in (trigger.token, *trigger.token.ancestors):
        if token in over:
            return linked
        if linked and token.pos_ in ("VERB", "AUX") and token.lemma_ not in _PROTESTING | _SPARKING:
            return False
        judged = token.dep_ == "dobj" and token.head.lemma_ in _PROTESTING
        anger = token.dep_ == "prep" and token.lower_ == "at"
        linked = linked or judged or anger or _gives_reason(token)
    return False


def _gives_reason(token: Token) -> bool:
    """`over the killing`, `after police killed`, `sparked by the killing`: a word under which a reason stands."""
    if token.dep_ == "prep":
        return token.lower_ in _CAUSES
    if token.dep_ == "agent":
        return token.head.lemma_ in _SPARKING
    return token.dep_ == "advcl" and any(child.lower_ in _SINCE for child in token.children)


def later_on(sentence: Span, trigger: Trigger) -> bool:
    """`Hours later, a bomb went off`: what comes later and is told of as new is another event."""
    subjects = [c for c in trigger.token.children if c.dep_ in ("nsubj", "nsubjpass")]
    new = any(c.lower_ in ("a", "an") for token in (trigger.token, *subjects) for c in token.lefts)
    new = new or any(c.tag_ == "NNS" and not _definite(c) for c in subjects)
    return new and any(token.lower_ == "later" for token in sentence[:4])


def _definite(noun: Token) -> bool:
    """Whether a noun stands for some that were told of before: `the rebels`, `its men`."""
    return any(c.dep_ in ("det", "poss") for c in noun.lefts)


def says_where(trigger: Trigger) -> bool:
    """`The killings took place at X`: no more than when and where something was."""
    if not (trigger.nominal and trigger.told_before) or trigger.token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    verb = trigger.token.head
    place = verb.lemma_ != "take" or any(c.lower_ == "place" for c in verb.children)
    return place and verb.lemma_ in _HAPPENING and not perfect(verb)


_HAPPENING = frozenset({"begin", "happen", "occur", "start", "take"})


def spread(sentence: Span) -> bool:
    """`killed 14 people in two villages`: the sum of what is told of each."""
    return _SEVERAL_PLACES.search(sentence.text) is not None


_SEVERAL_PLACES = re.compile(
    r"\b(?:across|at|in|on)\s(?:at\sleast\s)?(?:two|three|four|five|six|several|different|various|separate|a\snumber\sof)"
    r"\s(?:\w+\s)?(?:areas|cities|districts|incidents|localities|neighbo?urhoods|parts|places|provinces|settlements"
    r"|suburbs|towns|villages)\b",
    re.IGNORECASE,
)


def earlier_on(verb: Token) -> bool:
    """`Kasi had been shot earlier in the day`: what went before is another event."""
    before = any(token.lower_ in ("earlier", "previously") for token in verb.subtree)
    return before and any(child.dep_ == "aux" and child.lower_ == "had" for child in verb.children)


def goes_on(sentence: Span) -> bool:
    """Whether a sentence begins with words that lead over to something else: `Meanwhile,`, `In another incident,`."""
    return _LEADING_OVER.match(sentence.text) is not None


def around_speech(verb: Token) -> Set[str]:
    """The words before the verb of speech that a clause hangs from: `he also reported that`."""
    over = verb.head
    said = verb.dep_ == "ccomp" and over.lemma_ in _SPEECH
    return {token.lower_ for token in over.lefts} if said else set()


_PROTESTING = word_list("verbs_of_judging") | {"protest", "oppose", "reject"}
_ANSWERS = frozenset({"reaction", "reprisal", "response", "retaliation", "revenge"})
_REASONS = frozenset({"after", "following", "for"})
_SINCE = frozenset({"after", "because", "since"})
_SPARKING = frozenset({"cause", "fuel", "ignite", "prompt", "provoke", "spark", "trigger"})
_CAUSES = frozenset({"about", "against", "after", "following", "over"})
_LEADING_OVER = re.compile(rf"\W*(?:{'|'.join(sorted(word_list('leading_over')))})\b", re.IGNORECASE)
_EXPLODING = frozenset({"detonate", "explode"})
_DOING = word_list("verbs_of_doing")
_OCCURRING = word_list("verbs_of_occurring") | {"break", "erupt", "rage"}
_SPEECH = word_list("verbs_of_speech")
