"""Whom pronouns stand for: `they`, `who`, `its fighters`."""

from typing import Protocol

from exporter.coders.dictionary.actors.actor import Actor
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token


class Find(Protocol):
    """Finds the actors that a noun names, with those joined to it or without."""

    def __call__(self, head: Token, *, conjuncts: bool = True) -> list[Actor]:
        """The actors."""


def stood_for(head: Token, of: Find) -> list[Actor]:
    """Whom a pronoun stands for, where that is safe; nothing otherwise."""
    if head.lower_ in ("who", "which", "that") and head.head.dep_ == "relcl":
        return of(head.head.head, conjuncts=False)
    if head.lower_ not in ("they", "them", "he", "she", "him", "her", "it"):
        return []
    return _meant_by(head, of, many=head.lower_ in ("they", "them"))


def more_of_them(head: Token, of: Find) -> list[Actor]:
    """`Five militants were killed in Kabal. Two more were shot near Charbagh`: militants as well."""
    more = head.pos_ == "NUM" and any(child.lower_ == "more" for child in head.children)
    return _subject_before(head, of) if more else []


def by_own_account(head: Token, of: Find) -> list[Actor]:
    """The group whose spokesman says what it did: `a Taliban spokesman said the group was behind the blast`."""
    plain = head.lemma_.lower() in _BODIES and [c.lower_ for c in head.children] == ["the"]
    return _speaking(head, of) if plain and head.dep_ in ("nsubj", "nsubjpass") else []


_BODIES = frozenset({"faction", "front", "group", "militia", "movement", "organisation", "organization"})


def possessed(head: Token, of: Find) -> list[Actor]:
    """The group or the country whose fighters they are: `X said its fighters had attacked the post`."""
    whose = next((c for c in head.lefts if c.dep_ == "poss" and c.lower_ in ("its", "their")), None)
    if whose is None:
        return []
    found = _meant_by(whose, of, many=None)
    known = (
        a for a in found if a.role in ("named", "state", "military", "police") or (a.armed and a.country)
    )
    return list(known)[:1]


def _meant_by(pronoun: Token, of: Find, *, many: bool | None) -> list[Actor]:
    """The last actor before a pronoun that may be meant; not the subject of its own verb: `they charge them`."""
    own = pronoun.head if pronoun.dep_ in ("dobj", "dative") else None
    # `the girls they had abducted`: they are others.
    befell = pronoun.head.head if pronoun.dep_ == "nsubj" and pronoun.head.dep_ == "relcl" else None
    if own is None and (told := _speaking(pronoun, of) or _striking(pronoun, of)):
        return told
    for token in reversed(pronoun.doc[pronoun.sent.start : pronoun.i]):
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "conj"):
            first = token
            while first.dep_ == "conj":
                first = first.head
            # `rebels took the town, residents said, a day after they took the next`: no residents did.
            if (own is not None and first.head == own) or first == befell:
                continue
            if many and _speaks_aside(first, pronoun):
                continue
            found = of(first)
            fits = many is None or (len(found) > 1 or token.tag_ in ("NNS", "NNPS")) == many
            if found and fits:
                return found
    return _subject_before(pronoun, of) if own is None and many else []


def _striking(pronoun: Token, of: Find) -> list[Actor]:
    """Those in arms who did what the clause over them tells: `rebels killed six officers when they attacked a post`."""
    clause = pronoun.head
    strikes = clause.dep_ == "advcl" and clause.lemma_ in _STRIKING and pronoun.dep_ == "nsubj"
    acting = (
        [c for c in clause.head.lefts if c.dep_ == "nsubj"] if strikes and pronoun.lower_ == "they" else []
    )
    return [actor for subject in acting for actor in of(subject) if actor.armed]


_STRIKING = words("verbs_of_striking")


def _speaks_aside(subject: Token, pronoun: Token) -> bool:
    """Whether somebody only vouches, between two commas, for what others did before and after it."""
    verb = subject.head
    if verb.lemma_ not in _SPEECH or subject.dep_ != "nsubj":
        return False
    told = [c for c in verb.children if c.dep_ == "ccomp"]
    return verb.dep_ == "parataxis" or any(c.i < verb.i and pronoun in c.subtree for c in told)


def _subject_before(pronoun: Token, of: Find) -> list[Actor]:
    """Of whom the sentence before spoke: `The mayors were released on Monday. They had been kidnapped by the front.`"""
    sentence, doc = pronoun.sent, pronoun.doc
    if pronoun.head != sentence.root or pronoun.dep_ not in ("nsubj", "nsubjpass") or sentence.start == 0:
        return []
    before = doc[sentence.start - 1].sent.root
    if before.lemma_ in _SPEECH:
        before = next((child for child in before.children if child.dep_ == "ccomp"), before)
    told = [child for child in before.children if child.dep_ in ("nsubj", "nsubjpass")]
    found = of(told[0]) if told and told[0].tag_ in ("NNS", "NNPS") else []
    # Who does something may be another of whom the sentence spoke, unless it spoke of those who bear arms.
    return found if pronoun.dep_ == "nsubjpass" or all(actor.armed for actor in found) else []


def _speaking(pronoun: Token, of: Find) -> list[Actor]:
    """The group that says what a pronoun says of it: `the front said it had planted the bomb`."""
    clause = pronoun.head
    while clause.dep_ in ("aux", "auxpass", "conj", "xcomp", "acomp", "attr") and clause.head != clause:
        clause = clause.head
    if clause.dep_ != "ccomp" or clause.head.lemma_ not in _SPEECH:
        return []
    subjects = [child for child in clause.head.children if child.dep_ == "nsubj" and child != pronoun]
    subjects += [c for t in subjects for c in t.rights if c.dep_ == "appos"]
    found = [a for t in subjects for a in of(t, conjuncts=False)]
    return [actor for actor in found if actor.role == "named" and actor.armed]


_SPEECH = words("verbs_of_speech")
