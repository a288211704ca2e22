"""Verbs that befall somebody: `killed`, `were abducted`, `burned to death`, `died`."""

import re

from exporter.coders.dictionary.casualties.beside import read_adjacent, read_beside, window_after
from exporter.coders.dictionary.casualties.fates import DIED, LASTING, STATES, SUFFERED, Fate
from exporter.coders.dictionary.casualties.findings import Findings
from exporter.coders.dictionary.casualties.grammar import (
    antecedent_of,
    child_of,
    is_hypothetical,
    is_negated,
    is_noun_like,
    is_passive,
    subject_of,
)
from exporter.coders.dictionary.casualties.groups import groups_of, unless_of_toll
from exporter.coders.dictionary.casualties.totals import words_of_clause
from exporter.coders.dictionary.casualties.words import SHOOT, TO_DEATH, listed
from exporter.coders.dictionary.tokens import Token

BURNED = listed("burned burnt burn starved bled")
_WOUNDS = re.compile(r"\b(wounds?|injur(y|ies)|burns)\b")
_NATURAL = re.compile(
    r"\b(of|from)\b( \S+){0,3} (cause|causes|cancer|illness|disease|age|pneumonia|aids|stroke|"
    r"cholera|malaria|"
    r"covid-19|ebola|leukemia|tuberculosis)\b|\bof (a )?(massive )?heart (attack|failure|disease)\b|"
    r"\bin (his|her) sleep\b"
)


def read_verb(kept: Findings, token: Token) -> bool:
    """A verb that befalls somebody, or `die`. True where the word is one and used as a verb."""
    word = token.lower_
    if not token.tag_.startswith("VB") and not (token.tag_ in {"JJ", "NN"} and word.endswith("ed")):
        return False
    if word in DIED:
        _died(kept, token, DIED[word])
        return True
    fate = _fatally(token) or SUFFERED.get(word) or _phrasal(token)
    if fate is None or is_noun_like(token):
        return False
    return is_hypothetical(token) or _befell(kept, token, fate)


def _befell(kept: Findings, token: Token, fate: Fate) -> bool:
    """Keep whom the verb befell; False where nothing is found and the word may be a state."""
    if token.lower_ in STATES and read_adjacent(kept, token, fate):
        return True
    if token.dep_ == "acl" and token.head.lower_ in {"those", "people"}:
        among = token.head.head
        if token.head.dep_ == "pobj" and among.lower_ == "among" and among.head.lemma_ == "be":
            subject = subject_of(among.head)
            groups = [] if subject is None else groups_of(subject)
            # `are among the 35 people killed`
            kept.add_all(fate, token, groups_of(token.head), negated=False)
            kept.add_all(fate, token, groups, negated=False, partial=True)
            return True
    heads = _victims(kept, token)
    for head in heads:
        kept.add_all(fate, token, groups_of(head), negated=is_negated(token))
    for head in _companions(token) if heads and is_passive(token) else ():
        kept.add_all(fate, token, groups_of(head), negated=is_negated(token))
    if not any(kept.is_trigger(token, head) for head in heads):
        return read_beside(kept, token, fate)
    return True


def _companions(verb: Token) -> list[Token]:
    """Whom it befell as well: `the minister was killed along with two of his bodyguards`."""
    along = [child for child in verb.rights if child.lower_ in ("along", "together")]
    links = [link for word in along for link in word.children if link.lower_ == "with"]
    links += [
        link for word in along for link in verb.rights if link.lower_ == "with" and link.i == word.i + 1
    ]
    return [target for link in links for target in link.children if target.dep_ == "pobj"]


def _died(kept: Findings, token: Token, fate: Fate) -> None:
    if is_hypothetical(token) or _NATURAL.search(words_of_clause(token)):
        return
    if token.lemma_ == "pass" and not any(child.lower_ == "away" for child in token.rights):
        return
    if token.lemma_ == "succumb" and not _WOUNDS.search(words_of_clause(token)):
        return
    subject = subject_of(token)
    if subject is not None:
        kept.add_all(fate, token, groups_of(subject), negated=is_negated(token))


def _victims(kept: Findings, verb: Token) -> list[Token]:
    """Whom the verb befell: object, passive subject, or the noun that the participle is of."""
    thing = child_of(verb, "dobj", "dative")
    if thing is not None and not is_passive(verb):
        return [antecedent_of(thing, verb)]
    if is_passive(verb):
        subject = subject_of(verb)
        return [] if subject is None else [subject]
    if verb.dep_ == "amod" and verb.i < verb.head.i:
        return [verb.head] if verb.lower_ in LASTING else []
    if not verb.lower_.endswith(("ed", "n", "hurt", "t")):
        return _shared_object(kept, verb)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return unless_of_toll(verb.head)
    return _shared_object(kept, verb) or _unmarked_passive(verb)


def _shared_object(kept: Findings, verb: Token) -> list[Token]:
    """`kidnapped and killed two farmers`: the object stands with the verb joined to it."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child_of(child, "nsubj", "nsubjpass") is None:
            thing = child_of(child, "dobj")
            between = kept.doc[verb.i + 1 : child.i].text.lower()
            if thing is not None and between in {"and", "or", ",", "and then", "and / or", "and later"}:
                return [thing]
    return []


def _unmarked_passive(verb: Token) -> list[Token]:
    """`12 killed`, `five more wounded`, `were kidnapped and killed`."""
    subject = child_of(verb, "nsubjpass", "nsubj")
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if subject is not None:
        bare = verb.i - subject.i <= 3 and not helpers & {"has", "have", "had"}
        return [antecedent_of(subject, verb)] if bare and window_after(verb) is None else []
    joined = verb.dep_ == "conj" and (is_passive(verb.head) or verb.head.tag_ == "VBN")
    small = verb.dep_ in {"oprd", "xcomp", "acomp"}
    if joined or small:
        inherited = subject_of(verb)
        return [] if inherited is None else [inherited]
    return []


def _fatally(verb: Token) -> Fate | None:
    """`fatally shot`, `mortally wounded`."""
    return "killed" if any(c.lower_ in {"fatally", "mortally"} for c in verb.children) else None


def _phrasal(verb: Token) -> Fate | None:
    """`shot dead`, `gunned down`, `burned to death`."""
    words = [verb.doc[place].lower_ for place in range(verb.i + 1, min(verb.i + 9, verb.sent.end))]
    if verb.lower_ in SHOOT and ("dead" in words[:1] or "in the head" in " ".join(words)):
        return "killed"
    if verb.lower_ in {"shot", "shoot", "shooting"} and child_of(verb, "oprd", "acomp") is not None:
        return "killed" if any(child.lower_ == "dead" for child in verb.children) else None
    if verb.lower_.startswith(("gun", "mow", "cut")) and verb.tag_.startswith("VB"):
        return "killed" if verb.lower_.startswith("gun") and "down" in words[:5] else None
    if verb.lower_ in TO_DEATH | BURNED and "to death" in " ".join(words):
        return "killed"
    if verb.lower_ in BURNED | {"buried"} and "alive" in words[:2]:
        return "killed"
    return None
