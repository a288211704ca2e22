"""A coder's note: one short paragraph that opens with its day, and tells of one event.

`On 8 June 2022, in Villa Yapacani (Santa Cruz), residents staged a demonstration. Police dispersed them.` What such
a note adds to its event, the dead, the arrests, what led to it, is no event of its own. Coders also write down what
they made of it: a label (`Defusal: On ...`), the size of a crowd (`[size=about 200]`), the deaths that count
(`Fatalities coded as 3`), and the units that the place lies in (`Bankass (Mopti)`).

is_note    whether a text is one
said       what it says of its event beside its sentences
placing    its place and its day
one_event  its one event
as_coded   what its coder's words about it make of that
"""

from exporter.coders.dictionary.noted.as_coded import as_coded
from exporter.coders.dictionary.noted.is_note import is_note
from exporter.coders.dictionary.noted.one_event import one_event
from exporter.coders.dictionary.noted.placing import placed
from exporter.coders.dictionary.noted.said import said_beside

__all__ = ["as_coded", "is_note", "one_event", "placed", "said_beside"]
