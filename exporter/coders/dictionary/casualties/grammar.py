"""The grammar of verbs: whose they are, whether they are negated, whether they are only meant."""

from exporter.coders.dictionary.casualties.words import MEANT_NOUNS, MERELY_MEANT, listed
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token

_MAYBE = listed("could can may might will would shall should must 'll ca wo 'd")
_MAYBE_TAGS = frozenset({"VB", "TO"})
_TOLD = words("verbs_of_reporting")
_GOVERNED = listed("advcl xcomp oprd acomp pcomp prep auxpass dobj pobj acl conj")
_DENIED = frozenset({"deny", "without", "disclaim"})
_ALMOST = frozenset({"almost", "nearly"})
_CONDITIONS = frozenset({"if", "unless", "lest", "whether", "should"})


def child_of(token: Token, *deps: str) -> Token | None:
    """The first child of the token with one of the relations."""
    return next((child for child in token.children if child.dep_ in deps), None)


def following(token: Token, distance: int = 1) -> str:
    """The word so many places on, in lower case; empty past the end of the sentence."""
    place = token.i + distance
    return str(token.doc[place].lower_) if place < token.sent.end else ""


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive."""
    return child_of(verb, "auxpass", "nsubjpass") is not None


def antecedent_of(token: Token, verb: Token) -> Token:
    """What `who`, `that` or `whom` stands for: the noun that the relative clause hangs on."""
    if token.tag_ not in {"WP", "WDT", "IN"} and token.lower_ not in {"who", "that", "whom", "which"}:
        return token
    clause = verb
    while clause.dep_ == "conj" and clause.head != clause:
        clause = clause.head
    return clause.head if clause.dep_ in {"relcl", "acl", "ccomp"} and clause.head != clause else token


def subject_of(verb: Token) -> Token | None:
    """The subject, one's own or that of the verb it is joined to or complements."""
    own = child_of(verb, "nsubjpass", "nsubj")
    if own is not None:
        return antecedent_of(own, verb)
    if verb.dep_ in {"acl", "relcl"}:
        return verb.head
    if (lost := lost_subject(verb)) is not None:
        return lost
    if verb.dep_ in {"conj", "oprd", "acomp", "xcomp", "ccomp"} and verb.head.pos_ in {"VERB", "AUX"}:
        small = verb.dep_ in {"oprd", "acomp", "xcomp", "ccomp"}
        thing = child_of(verb.head, "dobj") if small and not is_passive(verb.head) else None
        return thing if thing is not None else subject_of(verb.head)
    return None


def lost_subject(verb: Token) -> Token | None:
    """The noun right before a passive to which the parse gives no subject: the first of those joined to it.

    `The Spaniard A, rector of the university, five other priests, and two women were murdered.`
    """
    helper = child_of(verb, "auxpass")
    if helper is None or verb.dep_ not in {"ROOT", "ccomp"} or helper.i == verb.sent.start:
        return None
    noun = verb.doc[helper.i - 1]
    if (
        noun.pos_ not in {"NOUN", "PROPN"}
        or child_of(verb, "nsubj", "nsubjpass", "expl", "csubjpass") is not None
    ):
        return None
    while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    return noun


def is_hypothetical(verb: Token) -> bool:
    """Whether the verb, or one that governs it, says what may, shall or should happen."""
    token: Token | None = verb
    while token is not None:
        if _is_modal(token) or _is_governed(token):
            return True
        if token.dep_ == "conj" and _has_own_clause(token):
            return token.tag_ != "VBN" and _in_condition(token.head)
        token = _governor(token)
    return False


def _is_modal(verb: Token) -> bool:
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    marks = {child.lower_ for child in verb.children if child.dep_ in {"mark", "advmod"}}
    if any(
        child.lower_ in _ALMOST and child.dep_ == "advmod" and child.i < verb.i for child in verb.children
    ):
        return True
    meant = "to" in helpers and not _is_reported(verb, helpers)
    return meant or bool(helpers & _MAYBE) or bool(marks & _CONDITIONS)


def _has_own_clause(verb: Token) -> bool:
    """Whether a joined verb is a statement of its own and not one more of its head's."""
    helpers = any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
    finite = helpers or verb.tag_ in {"VBD", "VBZ", "VBP"}
    if finite and child_of(verb, "nsubj", "nsubjpass") is not None:
        return True
    return verb.tag_ == "VBD" and verb.head.tag_ != "VBN"


def _governor(verb: Token) -> Token | None:
    """The word whose mood holds for the verb too, or None where it stands for itself."""
    if verb.head == verb or verb.dep_ not in _GOVERNED:
        return None
    if verb.dep_ == "conj" and verb.pos_ not in {"VERB", "AUX"}:
        return None
    if verb.dep_ == "acl" and verb.head.dep_ not in {"pobj", "dobj", "oprd"}:
        return None
    return None if verb.dep_ == "advcl" and verb.tag_ != "VBG" else verb.head


def _in_condition(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in _CONDITIONS for child in verb.children)


def _is_governed(verb: Token) -> bool:
    """`threatened to`, `a plot to`, `feared dead`, `warned that`: only meant."""
    head = verb.head
    if verb.dep_ in {"xcomp", "ccomp", "oprd", "acomp", "pcomp", "dobj", "pobj", "prep", "conj"}:
        return head.lemma_.lower() in MERELY_MEANT or head.lower_ in MEANT_NOUNS
    return verb.dep_ == "acl" and verb.tag_ in _MAYBE_TAGS


def _is_reported(verb: Token, helpers: set[str]) -> bool:
    """`is said to have killed`, `managed to kill`: the infinitive tells a fact."""
    return verb.head.lemma_.lower() in _TOLD and ("have" in helpers or verb.head.lower_ == "managed")


def is_negated(verb: Token) -> bool:
    """Whether the verb, or one that governs it, is denied."""
    if any(child.dep_ == "neg" or child.lower_ in {"never", "not"} for child in verb.children):
        return True
    if verb.dep_ in {"oprd", "acomp", "attr"} and verb.head.pos_ in {"VERB", "AUX"}:
        return is_negated(verb.head)
    if verb.dep_ == "conj" and is_passive(verb.head) and child_of(verb, "nsubj", "nsubjpass") is None:
        return is_negated(verb.head)
    governed = verb.dep_ in {"pcomp", "xcomp", "ccomp", "pobj", "dobj"}
    return governed and (verb.head.lemma_.lower() in _DENIED or verb.head.lower_ in _DENIED)


def is_noun_like(token: Token) -> bool:
    """`the killing of`: a noun whatever its tag."""
    return (
        token.lower_.endswith("ing")
        and child_of(token, "det", "poss") is not None
        and (child_of(token, "dobj") is None)
    )


def also_of(noun: Token) -> list[Token]:
    """Whom `of` names once more: the lawyer in `the murder of a priest and of a lawyer`."""
    links = [child for child in noun.children if child.lower_ == "of"]
    more = [*links[1:], *(other for link in links[:1] for other in link.conjuncts if other.lower_ == "of")]
    joined = noun.doc[links[0].i : more[0].i] if more else ()
    if not any(token.lower_ == "and" for token in joined):
        return []
    return [target for link in more for target in link.children if target.dep_ == "pobj"]


def past_time_and_place(noun: Token) -> list[Token]:
    """`the murder last night in Medellin of a judge`: whom it befell, told behind when and where it was."""
    between = noun.doc[noun.i + 1 : noun.sent.end]
    link = next((token for token in between if not _of_time_or_place(token)), None)
    if link is None or link.lower_ != "of" or link.i == noun.i + 1:
        return []
    return [target for target in link.children if target.dep_ == "pobj"]


def _of_time_or_place(token: Token) -> bool:
    small = token.lower_
    return token.pos_ in ("NUM", "PROPN") or small in _LINKS or token.lemma_.lower() in _TIMES


_LINKS = frozenset({"at", "during", "early", "in", "last", "late", "near", "on", "past", "the", "this"})
_TIMES = words("words_of_time")


def object_of(token: Token) -> Token | None:
    """What follows `of` after the token."""
    for child in token.children:
        if child.lower_ == "of":
            return child_of(child, "pobj")
    return None
