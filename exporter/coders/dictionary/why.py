"""Why an event was coded as it was: for each value the words, the list entry or rule that read them, in sentences.

Made from what the reading left behind (the draft, its actors, day and place), so that the reading itself need not
keep a diary.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from exporter.articles.article import Article
from exporter.coders.coding import Reason
from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.draft import Deaths, Draft, When, Where, Words
from exporter.coders.dictionary.lexicon import Agent, Entry, Lexicon, Pattern, fold

Found = TypeVar("Found")

_NEAR = (
    "in the clause of the trigger",
    "close to the trigger",
    "elsewhere in its clause",
    "elsewhere in the sentence",
)


def reasons(
    article: Article,
    lexicon: Lexicon,
    draft: Draft,
    sides: Sequence[Sequence[Actor]],
    when: When,
    where: Where,
) -> tuple[Reason, ...]:
    """The reasons for the values of an event, in the order in which they were decided."""
    return (
        *_kind(article, lexicon, draft),
        *(r for n, side in enumerate(sides, 1) for a in side for r in _actor(article, lexicon, n, a)),
        _when(article, when),
        _where(article, where),
        *_deaths(article, draft.deaths),
        *(Reason("rule", "", rule) for rule in dict.fromkeys(draft.rules)),
    )


# -- what ------------------------------------------------------------------------------------------------


def _kind(article: Article, lexicon: Lexicon, draft: Draft) -> Iterator[Reason]:
    words = ", ".join(dict.fromkeys(_said(article, w) for w in draft.triggers))
    pattern = _pattern(lexicon, draft)
    if pattern is None:
        yield Reason("sub_event_type", words, f"read as {draft.sub_event_type} from {draft.lemma}")
        return
    wants = f" with {pattern.wants}" if pattern.wants else ""
    beside = f" beside one of {len(pattern.words)} words" if pattern.words else ""
    said = f"{pattern.pos} pattern {pattern.lemma}{wants}{beside}: {pattern.sub_event_type}, CAMEO {pattern.cameo_code}"
    yield Reason("sub_event_type", words, said)
    if draft.sub_event_type == pattern.armed != pattern.sub_event_type:
        yield Reason("sub_event_type", "", f"both sides bear arms: {pattern.armed}")
    elif draft.sub_event_type != pattern.sub_event_type:
        yield Reason(
            "sub_event_type", "", f"from who acts on whom, or from other words: {draft.sub_event_type}"
        )


def _pattern(lexicon: Lexicon, draft: Draft) -> Pattern | None:
    """The pattern of a draft: of those with its word, the one that gives its sub type, else the first."""
    head = draft.lemma.split()[-1]
    listed = [
        pattern
        for pos in (("noun", "verb") if draft.nominal else ("verb", "noun"))
        for pattern in lexicon.patterns.get((pos, head), ())
        if pattern.lemma == draft.lemma and pattern.kind == draft.kind
    ]
    giving = (p for p in listed if draft.sub_event_type in (p.sub_event_type, p.armed))
    return next(giving, listed[0] if listed else None)


# -- who -------------------------------------------------------------------------------------------------


def _actor(article: Article, lexicon: Lexicon, number: int, actor: Actor) -> Iterator[Reason]:
    column = f"actor{number}"
    words = article.text[actor.start : actor.end]
    title = actor.title(lexicon)
    entry = (
        _among(words, lambda run: _entry(lexicon, run, article.published, actor.name)) if actor.name else None
    )
    if entry:
        yield Reason(column, words, f"actor list: {entry.alias} is {entry.actor}{_held(entry)}")
        return
    agent = _among(words, lambda run: _agent(lexicon, run))
    country = _among(words, lexicon.nationality)
    if agent:
        label = f", group {agent.label}" if agent.label else ""
        yield Reason(column, words, f"noun list: {agent.lemma} has the role {agent.role}{label}")
    if country:
        yield Reason(
            column,
            words,
            f"country list: {country.alias} is the {country.kind} of {lexicon.country(country.iso3)}",
        )
    if not agent and not country:
        yield Reason(column, "", f"nobody is named: {title} stands in, as this kind of event has it")
    elif not country and actor.country:
        yield Reason(column, "", f"no country is said: that of the event, {lexicon.country(actor.country)}")
    if agent and agent.role != actor.role:
        yield Reason(column, "", f"in this kind of event: {title}")


def _entry(lexicon: Lexicon, words: str, day: date, name: str) -> Entry | None:
    entry = lexicon.actor(words, day)
    return entry if entry and entry.actor == name else None


def _held(entry: Entry) -> str:
    since = f" since {entry.since}" if entry.since else ""
    until = f" until {entry.until}" if entry.until else ""
    return since + until


def _agent(lexicon: Lexicon, words: str) -> Agent | None:
    key = fold(words)
    singular = (key, key.removesuffix("s"), key.removesuffix("es"), key.removesuffix("men") + "man")
    return next((lexicon.agents[form] for form in singular if form in lexicon.agents), None)


def _among(words: str, look: Callable[[str], Found | None]) -> Found | None:
    """What the longest run of the words is found as, the last one first: the head of a noun stands at its end."""
    parts = words.split()
    for length in range(len(parts), 0, -1):
        for first in range(len(parts) - length, -1, -1):
            found = look(" ".join(parts[first : first + length]).strip(".,;:()"))
            if found is not None:
                return found
    return None


# -- when, where, how many -------------------------------------------------------------------------------


def _when(article: Article, when: When) -> Reason:
    if when.words is None:
        return Reason("event_date", "", "the text gives no date: the week before publication is a guess")
    words = _said(article, when.words)
    return Reason(
        "event_date", words, f"read as of {article.published}, the day of publication: {_days(when)}"
    )


def _days(when: When) -> str:
    return f"{when.first}" if when.first == when.last else f"{when.first} to {when.last} ({when.precision})"


def _where(article: Article, where: Where) -> Reason:
    words = _said(article, where.words)
    place = where.place
    near = (
        _NEAR[where.near]
        if where.near < len(_NEAR)
        else "the dateline or the country that the report speaks of"
    )
    within = f" in {place.admin1}" if place.admin1 else ""
    return Reason("location", words, f"{near}: {place.name}{within}, {place.country} ({place.kind})")


def _deaths(article: Article, deaths: Deaths | None) -> Iterator[Reason]:
    if deaths is None:
        yield Reason("fatalities", "", "the text says nothing of deaths")
        return
    count = deaths.count
    low, high = (("none" if bound is None else str(bound)) for bound in (count.low, count.high))
    words = _said(article, deaths.words)
    yield Reason("fatalities", words, f"counted: best {count.best}, low {low}, high {high}")


def _said(article: Article, words: Words) -> str:
    """The words of the article, whole."""
    whole = words.whole(article.text)
    return article.text[whole.start : whole.end]
