"""Who: from a noun in the parse to the actors that it names, in ACLED's manner.

What the text leaves open stays open here: an actor without a known country gets it only when the event has its
place (see `Actor.settled`).

finder.py    the actors that a noun names
names.py     named actors, and whom fighters belong to
look.py      generic nouns and countries at a word
bearing.py   what the words beside them say that they do or bear
persons.py   persons by their names
pronouns.py  whom pronouns stand for
speaking.py  those who say `we`
actor.py     what is found
"""

from exporter.coders.dictionary.actors.actor import REBELS, Actor, camp_of, unidentified
from exporter.coders.dictionary.actors.finder import ActorFinder
from exporter.coders.dictionary.actors.speaking import Speaker

__all__ = ["REBELS", "Actor", "ActorFinder", "Speaker", "camp_of", "unidentified"]
