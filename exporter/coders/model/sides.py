"""Who: the actors that the quoted words name, by the lists; the model's name holds where the lists have none.

A name that neither the quoted words nor the rest of the report has is not taken: the side is then somebody whom
nobody names, of the kind that the model says.
"""

import re
from collections.abc import Iterator
from functools import cache

from exporter.codebook.codelists import mapping
from exporter.coders.coding import Evidence
from exporter.coders.dictionary.actors import Actor, unidentified
from exporter.coders.dictionary.generic import NAMES
from exporter.coders.dictionary.lexicon import fold
from exporter.coders.dictionary.tokens import Token
from exporter.coders.model.answer import Party
from exporter.coders.model.report import Report

# Who stands in for a side that nobody names, by its type.
_STAND_INS = {
    "State forces": "military",
    "Rebel group": "armed",
    "Political militia": "armed",
    "Identity militia": "communal",
    "Protesters": "protesters",
    "Rioters": "rioters",
    "Civilians": "civilians",
    "External/Other forces": "armed",
}
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM"})


def read_side(
    report: Report, party: Party | None, column: str, country: str, act: Evidence, *, violent: bool
) -> tuple[list[Actor], list[str]]:
    """The actors of one side and what is doubtful about them.

    Args:
        report: The report.
        party: What the model says of the side.
        column: The column, for the doubts.
        country: Where the event was, as ISO 3166-1 alpha-3.
        act: The words that tell of the act: they speak for a side that nobody names.
        violent: Whether arms were used.
    """
    if party is None:
        return [], []
    actors = _by_rules(report, party)
    lead: Actor | None
    if actors:
        lead, doubts = _lead(report, party, actors, column, country)
    else:
        lead, doubts = _by_model(report, party, column, act, violent=violent)
    if lead is None:
        return [], doubts
    rest = [actor for actor in actors if actor != lead]
    taken = {fold(actor.settled(country).title(report.lexicon)) for actor in (lead, *rest)}
    others = [
        _named(name, None, lead.actor_type, lead)
        for name in party.others
        if fold(name) not in taken and (report.names(name) or conventional(name))
    ]
    return [lead, *rest, *others], doubts


def _lead(
    report: Report, party: Party, actors: list[Actor], column: str, country: str
) -> tuple[Actor, list[str]]:
    """Of those whom the rules read, the one that the model means; a name from elsewhere for the nameless."""
    wanted = fold(party.name)
    for actor in actors:
        forms = (actor.settled(country), actor.as_state("military"), actor.as_state("government"))
        if wanted in {fold(form.title(report.lexicon)) for form in forms}:
            return actor, []
    first = actors[0]
    known = _known(report, party.name, first)
    if known and report.names(party.name) and not first.specific:
        return known, [f"{column}: named elsewhere in the report"]
    title = first.settled(country).title(report.lexicon)
    return first, [f"{column}: the words name {title}, the model {party.name or 'nobody'}"]


def _by_rules(report: Report, party: Party) -> list[Actor]:
    found: list[Actor] = []
    for quote in party.quotes:
        place = report.span(quote)
        if place is None:
            continue
        passage, span = place
        finder = report.actors(passage)
        for head in _heads(list(span), span.root):
            here = [a for a in finder.of(head) if a.start < quote.end and quote.start < a.end]
            found += [actor for actor in here if actor not in found]
            if here:
                break
    return found


def _heads(tokens: list[Token], root: Token) -> Iterator[Token]:
    """Where to look for an actor in some words: their head, and where that is a verb, the nouns in order."""
    if root.pos_ in _NOUNS:
        yield root
    yield from (token for token in tokens if token.pos_ in _NOUNS and token != root)


def _by_model(
    report: Report, party: Party, column: str, act: Evidence, *, violent: bool
) -> tuple[Actor | None, list[str]]:
    """The model's own name, as far as the report or the customs of event data bear it out."""
    words = party.quotes[0] if party.quotes else act
    generic = conventional(party.name)
    if generic:
        actor = _at(generic, words)
        if party.quotes and report.english:
            return actor, [f"{column}: the lists do not know the words quoted"]
        return actor, []
    known = _known(report, party.name, _at(unidentified("armed"), words), party)
    if known and party.quotes and (report.names(party.name) or not report.english):
        return known, []
    role = _STAND_INS.get(party.actor_type or "")
    if role == "military" and not violent:
        role = "government"
    stand_in = _at(unidentified(role), words) if role else None
    if stand_in and party.country:
        stand_in = stand_in.settled(party.country)
    said = (
        f"{column}: the words quoted do not name {party.name}" if party.name else f"{column}: nobody is named"
    )
    return stand_in, [said]


def _known(report: Report, name: str, at: Actor, party: Party | None = None) -> Actor | None:
    """An actor by name: as the lists have it, else as the model says of what type it is."""
    if not name:
        return None
    entry = report.lexicon.actor(name, report.article.published)
    if entry:
        return _named(entry.actor, entry.country, entry.actor_type, at)
    if party is None or party.actor_type is None:
        return None
    return _named(name, party.country, party.actor_type, at)


def _named(name: str, country: str | None, actor_type: str, at: Actor) -> Actor:
    return Actor("named", name, country, actor_type, "", at.start, at.end)


def _at(actor: Actor, words: Evidence) -> Actor:
    return Actor(actor.role, actor.name, actor.country, actor.actor_type, "", words.start, words.end)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    forms = [(form.split("{}"), role) for role, form in NAMES.items()]
    return tuple(
        (re.compile(f"{re.escape(before)}(.+){re.escape(after)}", re.IGNORECASE), role)
        for (before, after), role in forms
    )


@cache
def _countries() -> dict[str, str]:
    return {fold(str(country)): str(iso3) for country, iso3 in mapping("countries", "iso3").items()}


def conventional(name: str) -> Actor | None:
    """The actor that a name of the customary form stands for: `Police Forces of Chile`, `Civilians (Uganda)`."""
    for form, role in _forms():
        match = form.fullmatch(name)
        iso3 = _countries().get(fold(match[1])) if match else None
        if match and (iso3 or match[1].lower() == "international"):
            return unidentified(role).settled(iso3)
    return None
