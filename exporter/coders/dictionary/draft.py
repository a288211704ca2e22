"""An event in the making: what one sentence, and then several, say of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.actors import Actor
from exporter.coders.dictionary.counts import Count
from exporter.coders.dictionary.places import Place
from exporter.coders.dictionary.tokens import Span

EVENT_TYPE_OF = {str(sub): str(kind) for sub, kind in mapping("sub_event_types", "event_type").items()}
ABDUCTION = "Abduction/forced disappearance"
SIEGE = "191"
"""CAMEO's code for blockades: `laid siege to the post`, `surrounded a house`."""
VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
CROWDS = frozenset({"Protests", "Riots"})


_REST_OF_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """Offsets of words in the article's text."""

    start: int
    end: int

    @classmethod
    def of(cls, sentence: Span, offset: int) -> "Words":
        """Where a sentence of a passage stands, without what was blanked out behind it."""
        last = next((token for token in reversed(sentence) if not token.is_space), sentence[-1])
        return cls(offset + sentence.start_char, offset + last.idx + len(last.text))

    def whole(self, text: str) -> "Words":
        """These words to the end of the one that they break off in: a shorter one was read for `shot dead`."""
        rest = _REST_OF_WORD.match(text, self.end) if text[self.end - 1 : self.end].isalnum() else None
        return Words(self.start, rest.end()) if rest else self


@dataclass(frozen=True, slots=True)
class Passed:
    """A passage that speaks of an event and gives none, with the reason."""

    words: Words
    reason: str


@dataclass(frozen=True, slots=True)
class When:
    """A range of days, how exactly it is known, and the words that say so (None where it is guessed)."""

    first: date
    last: date
    precision: str
    words: Words | None


@dataclass(frozen=True, slots=True)
class Where:
    """A place and the words that name it; `near` ranks how closely they stand to the trigger (0: closest)."""

    place: Place
    words: Words
    near: int


@dataclass(frozen=True, slots=True)
class Deaths:
    """A count of deaths and the words that give it.

    Attributes:
        count: How many.
        words: The words that give it.
        more: Whether they died beside those told of before: `the driver was also killed`.
        camps: How many of them were of the state, in arms against it, or without arms (`CAMPS`); those of whom
            the words do not say it stand under the empty name.
        beside: More words, where the count adds up what several sentences say.
        counted: How many the sentences have counted up last: `four labourers died`, `two others died, too`; None
            where that is the whole.
        early: Whether it is told as a count that held at first: `had at first spoken of 95 dead`.
    """

    count: Count
    words: Words
    more: bool = False
    camps: Mapping[str, Count] = field(default_factory=dict)
    beside: tuple[Words, ...] = ()
    counted: Count | None = None
    early: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been read of an event so far.

    Attributes:
        sub_event_type: The sub type that the words read so far support best.
        cameo_code: Its action code.
        kind: The pattern's kind.
        lemma: The trigger, for the notes.
        triggers: Where triggers stand, the best first.
        sentences: The sentences that tell of it.
        side1: Those who act.
        side2: Those acted upon, or the other side.
        whom: Nouns and names of those or of that which it befell, as words.
        sites: Those of them that are buildings or the like told of as new: `a bank`.
        when: The date, or None where nothing has said it yet.
        where: The place, or None.
        deaths: The count of deaths, or None.
        nominal: Whether a noun told of it.
        told_before: Whether the words point back to an event told already.
        given: Whether the words take it for done, and say whom it befell: `the murder of the six priests`.
        another: Whether the words say that it is another event than the last.
        also: Whether `also` tells it: it may be another event, and may be a part of the last.
        headline: Whether it is told by the headline alone.
        lead: Whether the first sentence of the report tells of it.
        perfect: Whether it is told in the perfect, as what has happened at some time: `have been killed`.
        own_words: Whether somebody speaks for himself in the sentence: `we attacked`.
        main: Whether the main clause of its sentence tells of it.
        background: Whether it lies so far back that it is background to the report.
        paragraph: Where the paragraph starts that tells of it first.
        several: Whether the words sum up several such acts: `three bomb attacks`.
        aside: Whether it had gone before what its sentence tells: `after an attack`, `after a man was killed`.
        known: Whether those who act and those acted upon were told of before: `the gunmen stormed the village`.
        motive: Whether it is why people took to the streets: `rallied after police shot dead a teenager`.
        earlier: Whether it is told as having gone before what was told: `had been shot earlier in the day`.
        says_where: Whether it says no more than when and where something was: `the killings took place at X`.
        spread: Whether it was in several places, told as one: `killed 14 people in two villages`.
        rules: The names of the rules that applied, for those who ask why.
    """

    sub_event_type: str
    cameo_code: str
    kind: str
    lemma: str
    triggers: tuple[Words, ...]
    sentences: tuple[Words, ...]
    side1: tuple[Actor, ...] = ()
    side2: tuple[Actor, ...] = ()
    whom: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    when: When | None = None
    where: Where | None = None
    deaths: Deaths | None = None
    nominal: bool = False
    told_before: bool = False
    given: bool = False
    another: bool = False
    also: bool = False
    headline: bool = False
    lead: bool = False
    perfect: bool = False
    own_words: bool = False
    main: bool = False
    background: bool = False
    paragraph: int = 0
    several: bool = False
    aside: bool = False
    known: bool = False
    motive: bool = False
    earlier: bool = False
    says_where: bool = False
    spread: bool = False
    rules: tuple[str, ...] = field(default=())

    @property
    def event_type(self) -> str:
        """The event type that the sub type belongs to."""
        return EVENT_TYPE_OF[self.sub_event_type]

    @property
    def violent(self) -> bool:
        """Whether it is violence by arms."""
        return self.event_type in VIOLENT

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Both sides."""
        return (*self.side1, *self.side2)

    def noting(self, rule: str) -> "Draft":
        """The draft with one more rule named."""
        return replace(self, rules=(*self.rules, rule))
