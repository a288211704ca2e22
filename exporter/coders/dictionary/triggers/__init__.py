"""What happened: the words of a parsed passage that tell of an event, and who stands in which role.

A pattern of the list matches a verb or a noun together with what it wants beside it; the longest match wins.

find.py        all of a sentence
verbs.py       verbs
wants.py       what a pattern wants beside its word
beside.py      the words that stand there
otherwise.py   verbs that have them and mean something else
people.py      which words are people, and which may be places
nouns.py       nouns
noun_sides.py  who does what to whom around a noun
indirect.py    acts that no one word tells
trigger.py     what is found
"""

from exporter.coders.dictionary.triggers.find import find_triggers
from exporter.coders.dictionary.triggers.trigger import Trigger, clause_of
from exporter.coders.dictionary.triggers.wants import ALWAYS_PEOPLE

__all__ = ["ALWAYS_PEOPLE", "Trigger", "clause_of", "find_triggers"]
