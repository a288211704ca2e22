"""Words for a state: `31 people dead`, `30 wounded`, `are missing`."""

from exporter.coders.dictionary.casualties.beside import group_before, read_adjacent
from exporter.coders.dictionary.casualties.fates import LASTING, STATES, Fate
from exporter.coders.dictionary.casualties.findings import Findings
from exporter.coders.dictionary.casualties.grammar import (
    antecedent_of,
    child_of,
    following,
    is_hypothetical,
    is_negated,
    subject_of,
)
from exporter.coders.dictionary.casualties.groups import groups_of, has_article, left_so, unless_of_toll
from exporter.coders.dictionary.casualties.numbers import is_numeric, number_before
from exporter.coders.dictionary.casualties.words import MEANT_NOUNS, NOT_HUMAN
from exporter.coders.dictionary.tokens import Token


def read_state(kept: Findings, token: Token) -> bool:
    """`31 people dead`, `30 wounded`, `are missing`, `were among the dead`, `two wounded men`."""
    fate = STATES.get(token.lower_)
    if fate is None or is_hypothetical(token) or _is_other_dead(kept, token):
        return False
    negated = is_negated(token)
    if _among(kept, token, fate):
        return True
    if together := left_so(token):
        kept.add_all(fate, token, together, negated=negated)
        return True
    if read_adjacent(kept, token, fate):
        return True
    for head in _state_heads(token):
        kept.add_all(fate, token, groups_of(head), negated=negated)
    if token.i in kept._triggers:
        return True
    group = group_before(kept, token)
    if group is not None:
        kept.add_all(fate, token, [group], negated=negated)
    return group is not None


def _is_other_dead(kept: Findings, token: Token) -> bool:
    """`dead heat`, `shot dead` (the verb has it), `dead bodies`, `feared dead`."""
    before = kept.doc[token.i - 1].lower_ if token.i > kept.sent.start else ""
    return (
        following(token) in NOT_HUMAN | MEANT_NOUNS | {"end", "sea", "line", "-"}
        or before in {"shot", "shoot", "gunned", "feared", "-"}
        or token.head.lower_ in {"shot", "shoot", "shooting", "feared"}
    )


def _among(kept: Findings, token: Token, fate: Fate) -> bool:
    preposition = token.head
    if preposition.lemma_ == "include" and preposition.i > token.i and preposition.pos_ == "VERB":
        thing = child_of(preposition, "dobj")
        groups = groups_of(thing) if thing is not None else []
        kept.add_all(fate, token, groups, negated=False, partial=True)
        return True
    if token.dep_ != "pobj" or preposition.lower_ != "among":
        return False
    if preposition.head.lemma_ != "be":
        return True
    subject = subject_of(preposition.head)
    if subject is not None and not is_hypothetical(preposition.head):
        kept.add_all(fate, token, groups_of(subject), negated=False, partial=True)
    return True


def _state_heads(token: Token) -> list[Token]:
    head = token.head
    own = child_of(token, "nsubj", "nsubjpass")
    if own is not None:
        return [antecedent_of(own, token)]
    if token.dep_ == "amod" and head.pos_ in {"NOUN", "PROPN", "NUM"}:
        close = abs(head.i - token.i) <= 4 and token.lower_ in LASTING
        return (
            [head] if close and (head.tag_ in {"NNS", "CD"} or has_article(head) or is_numeric(head)) else []
        )
    if token.dep_ in {"acomp", "oprd", "xcomp", "ccomp"} or (token.dep_ == "conj" and head.lower_ in STATES):
        subject = subject_of(token) if token.dep_ != "conj" else None
        return [] if subject is None else [subject]
    if token.dep_ == "acl":
        return unless_of_toll(head)
    numbered = any(child.dep_ in {"nummod", "quantmod", "det", "amod"} for child in token.children)
    group = number_before(token, token.left_edge.i) if numbered else None
    return [token] if group is not None else []
