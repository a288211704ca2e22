"""Those who say what a sentence tells, where the parse makes one list of them and of others."""

from exporter.coders.dictionary.lexicon import words
from exporter.coders.dictionary.tokens import Token


def vouches(joined: Token) -> bool:
    """Whether it is joined by the parse alone: `killing four of them, witnesses and an official said`."""
    doc, after = joined.doc, joined.right_edge.i + 1
    if after >= joined.sent.end or doc[after].lemma_ not in _SPEECH:
        return False
    return doc[joined.left_edge.i - 1].lower_ == ","


_SPEECH = words("verbs_of_speech")
