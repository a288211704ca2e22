"""The word classes that several readers share; the long ones are lists of `data/words.csv`."""

from exporter.coders.dictionary.lexicon import words


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


NOT_HUMAN = words("never_casualties")
MEANT_NOUNS = words("merely_meant_nouns")
MERELY_MEANT = words("merely_meant_verbs")
TOLLS = listed("toll number count total tally")
CLAIMS = listed("claim claims claimed claiming take takes took taken taking cost costs costing")
SLITS = listed("cut cuts cutting slit slits slitting")
LOSES = listed("lose loses lost losing")
SHOOT = listed("shoot shoots shot shooting gun guns gunned gunning")
TO_DEATH = words("verbs_to_death")
ANYBODY = listed("anyone anybody")  # nobody, where the verb is negated
