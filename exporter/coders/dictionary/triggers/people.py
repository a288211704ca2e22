"""Whether a word is people, or may be a place."""

from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token


def human(token: Token, actors: ActorFinder) -> bool:
    """People, named or not, and counts of them (`two were killed`), but none who `killed himself`."""
    if token.lemma_.lower() in _PLACE_NOUNS or token.lower_.endswith(("self", "selves")):
        return False
    if token.lower_ == "it":
        return False
    if token.lower_ in ("one", "ones") and token.dep_ == "attr":  # `the largest arsenal is the one seized`
        return False
    return token.pos_ in ("PRON", "NUM") or bool(actors.of(token)) or token.pos_ == "PROPN"


def maybe_place(token: Token, actors: ActorFinder) -> bool:
    """A name that is nobody's who bears arms or is a civilian may be a place's."""
    return token.pos_ == "PROPN" and not any(
        actor.armed or actor.role == "civilians" for actor in actors.of(token)
    )


_PLACE_NOUNS = words("place_nouns")
