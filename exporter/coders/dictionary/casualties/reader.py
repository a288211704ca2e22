"""One sentence read word by word."""

from dataclasses import replace

from exporter.coders.dictionary.casualties.fates import DIED, NOUNS, STATES, SUFFERED
from exporter.coders.dictionary.casualties.findings import Findings
from exporter.coders.dictionary.casualties.found import Casualties
from exporter.coders.dictionary.casualties.nouns import BODIES, UNHURT, read_bodies, read_lives, read_noun
from exporter.coders.dictionary.casualties.parts import read_breakdown, read_parts
from exporter.coders.dictionary.casualties.put_right import put_right
from exporter.coders.dictionary.casualties.states import read_state
from exporter.coders.dictionary.casualties.tolls import read_ordinal, read_toll
from exporter.coders.dictionary.casualties.verbs import BURNED, read_verb
from exporter.coders.dictionary.casualties.words import CLAIMS, LOSES, SHOOT, SLITS, TO_DEATH, TOLLS
from exporter.coders.dictionary.counts import ORDINALS
from exporter.coders.dictionary.tokens import Span

# The words that one of the readers may begin with; all others need not be shown to them.
_TELLING = (
    SUFFERED.keys() | DIED.keys() | STATES.keys() | NOUNS.keys() | UNHURT | BODIES
    | CLAIMS | LOSES | SLITS | TOLLS | SHOOT | TO_DEATH | BURNED | ORDINALS.keys()
)  # fmt: skip


def find_casualties(sent: Span) -> list[Casualties]:
    """The casualties that the sentence tells of, in the order of its words."""
    last = next((token for token in reversed(sent) if not token.is_space), None)
    if last is not None and last.text.endswith("?"):
        return []
    kept = Findings(sent)
    for token in sent:
        if token.lower_ not in _TELLING:
            continue
        read_verb(kept, token) or read_state(kept, token) or read_lives(kept, token)
        read_noun(kept, token)
        read_toll(kept, token)
        read_bodies(kept, token)
    for token in sent:
        read_ordinal(kept, token)
    if not kept.found:
        return []
    kept.drop_twice()
    kept.drop_shared()
    read_parts(kept)
    read_breakdown(kept)
    found = [replace(one, early=put_right(one.victims)) for one in kept.found]
    return sorted(found, key=lambda one: (one.start, one.victims.i, one.fate))
