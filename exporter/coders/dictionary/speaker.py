"""Who says `we` and `our forces`: those quoted, the group whose communique it is, or the state that it is about."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from exporter.coders.dictionary.actors import Actor, Speaker, unidentified
from exporter.coders.dictionary.doers import groups_in
from exporter.coders.dictionary.lexicon import Lexicon, words
from exporter.coders.dictionary.tokens import Doc, Token

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


def _military(country: str | None) -> Actor:
    found = unidentified("military")
    return Actor(found.role, "", country, found.actor_type, "", 0, 0)


def quoted_in(passage: Doc, of: Callable[[Token], list[Actor]]) -> Speaker | None:
    """Those who say `we` and `our men` between quotation marks; None where nobody is quoted so, or several are.

    Args:
        passage: A paragraph.
        of: Finds the actors that a noun names.
    """
    if not any(token.lower_ in ("our", "we") and _is_quoted(token) for token in passage):
        return None
    quoted: dict[tuple[str, str, str | None], Actor] = {}
    for verb in passage:
        if _tells(verb) and not _is_quoted(verb):
            for subject in (child for child in verb.children if child.dep_ == "nsubj"):
                quoted |= {(a.role, a.name, a.country): a for a in _spoken_for(subject, of)}
    speaker = quoted.popitem()[1] if len(quoted) == 1 else None
    return Speaker(speaker, speaker) if speaker else None


def _is_quoted(token: Token) -> bool:
    """Whether a word stands between quotation marks."""
    return len(_QUOTATION.findall(token.doc.text, 0, token.idx)) % 2 == 1


def _tells(verb: Token) -> bool:
    """Whether a verb is of speech: `said`, `issued a statement`."""
    return verb.lemma_ in _SPEECH or (
        verb.lemma_ in _ISSUED and any(c.dep_ == "dobj" and c.lemma_.lower() in _ISSUES for c in verb.rights)
    )


def _spoken_for(subject: Token, of: Callable[[Token], list[Actor]]) -> Iterator[Actor]:
    """The group, or the forces of the state, for which somebody speaks."""
    whose = [w for one in (subject, *(c for c in subject.rights if c.dep_ == "appos")) for w in _whose(one)]
    for actor in [a for w in whose for a in of(w)] or of(subject):
        if actor.role in ("government", "state"):
            yield _military(actor.country)
        elif actor.armed:
            yield replace(actor, label="", called="", person="", many=True)


def _whose(mouth: Token) -> Iterator[Token]:
    """Of whom somebody is the spokesman: `a spokesman for X`, `X spokesman A. B.`."""
    titles = [c for c in mouth.lefts if c.dep_ == "compound" and c.lemma_.lower() in _MOUTHS]
    if not (titles or mouth.lemma_.lower() in _MOUTHS):
        return
    for child in [c for one in (mouth, *titles) for c in one.children if c not in titles]:
        if child.dep_ in ("compound", "poss"):
            yield child
        elif child.dep_ == "prep" and child.lower_ in ("for", "of"):
            yield from (c for c in child.children if c.dep_ == "pobj")


_QUOTATION = re.compile('["“”]')
_SPEECH = words("verbs_of_speech")
_MOUTHS = words("mouths")
_ISSUED = frozenset({"issue", "publish", "release"})
_ISSUES = frozenset({"communique", "communiqué", "message", "statement", "video"})
