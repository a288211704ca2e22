"""One sentence read word by word."""

from spacy.tokens import Span

from exporter.coders.dictionary.casualties.findings import Findings
from exporter.coders.dictionary.casualties.found import Casualties
from exporter.coders.dictionary.casualties.nouns import read_bodies, read_lives, read_noun
from exporter.coders.dictionary.casualties.parts import read_parts
from exporter.coders.dictionary.casualties.states import read_state
from exporter.coders.dictionary.casualties.tolls import read_toll
from exporter.coders.dictionary.casualties.verbs import read_verb


def find_casualties(sent: Span) -> list[Casualties]:
    """The casualties that the sentence tells of, in the order of its words."""
    if sent.text.rstrip().endswith("?"):
        return []
    kept = Findings(sent)
    for token in sent:
        read_verb(kept, token) or read_state(kept, token) or read_lives(kept, token)
        read_noun(kept, token)
        read_toll(kept, token)
        read_bodies(kept, token)
    kept.drop_shared()
    read_parts(kept)
    return sorted(kept.found, key=lambda one: (one.start, one.victims.i, one.fate))
