"""Where: the places that a parsed sentence names, and which of them is an event's.

finder.py  the place of an event
near.py    how closely a place stands to the word that tells of it
called.py  the words of the name that stands at a noun
names.py   the place that a noun names
units.py   the units that the words around a name say it lies in
rows.py    towns in a row
noted.py   places as coders write them in notes
votes.py   the countries and divisions that an article speaks of
"""

from exporter.coders.dictionary.where.called import WELL_KNOWN
from exporter.coders.dictionary.where.finder import PlaceFinder
from exporter.coders.dictionary.where.noted import noted
from exporter.coders.dictionary.where.votes import divisions, votes

__all__ = ["WELL_KNOWN", "PlaceFinder", "divisions", "noted", "votes"]
