"""Casualties of one sentence: who, how many and what befell them.

Read off a dependency parse: verbs (`killed`, `were abducted`, `died`), words for a state (`three
dead`, `30 wounded`), nouns (`the murder of`, `the deaths of`, `a death toll of`), lives that are
claimed or lost and bodies that are found. Where the parse gives no victims, the words next to the
verb are tried (`12 others (were) wounded`).

Left out: what may or shall happen, what is threatened, planned or attempted, plurals without a
number (`killed villagers`), and what is not human (`killed the bill`). Of `killed or wounded 12`
nothing is known of either fate alone, so it is left out too.

reader.py     a sentence read word by word
verbs.py      verbs that befall somebody, and `die`
states.py     words for a state
nouns.py      nouns, lives and bodies
tolls.py      death tolls
parts.py      groups counted in another one already
beside.py     the words next to a verb, where the parse gives no victims
findings.py   what has been found in a sentence so far
totals.py     numbers that run over a time or a war
groups.py     the people that a noun stands for
numbers.py    the words around a number that are a count
grammar.py    the grammar of verbs
found.py      a group of casualties, and the sum of those killed
fates.py      what befalls people, and the words that tell of it
words.py      word classes that several of them share
"""

from exporter.coders.dictionary.casualties.found import Casualties, sum_counts, sum_killed
from exporter.coders.dictionary.casualties.reader import find_casualties

__all__ = ["Casualties", "find_casualties", "sum_counts", "sum_killed"]
