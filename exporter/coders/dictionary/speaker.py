"""Who says `we` and `our forces`: the group whose communique a report hands on, or else the state it is about."""

import re
from collections import Counter
from datetime import date

from exporter.coders.dictionary.actors import Actor, Speaker, unidentified
from exporter.coders.dictionary.doers import groups_in
from exporter.coders.dictionary.lexicon import Lexicon

_OURS = re.compile(r"\b(?:[Oo]ur|[Ww]e)\b")
_STATEMENT = re.compile(
    r"\b(?:[Cc]ommuni(?:que|qué)|COMMUNIQUE|[Cc]landestine|CLANDESTINE|war bulletin|claims? of responsibility)\b"
)


def speaker_of(text: str, lists: Lexicon, day: date, country: str | None) -> Speaker | None:
    """Those who speak for themselves in a report; None where nobody does.

    Args:
        text: The report as it is read.
        lists: The lists.
        day: The day for which names are looked up.
        country: The country that the report speaks of most.
    """
    if not _OURS.search(text):
        return None
    state = _military(country) if country else None
    group = None
    if _STATEMENT.search(text):
        named: Counter[str] = Counter()
        known: dict[str, Actor] = {}
        for actor in groups_in(text, lists, day):
            named[actor.name] += 1
            known.setdefault(actor.name, actor)
        group = known[named.most_common(1)[0][0]] if named else None
    return Speaker(group, state) if group or state else None


def _military(country: str) -> Actor:
    found = unidentified("military")
    return Actor(found.role, "", country, found.actor_type, "", 0, 0)
