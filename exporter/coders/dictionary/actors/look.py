"""Generic nouns and countries at a word: `policemen`, `Russian`, `of Azerbaijan and Armenia`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from exporter.codebook.codelists import mapping
from exporter.coders.dictionary.lexicon import Agent, Lexicon, fold
from exporter.coders.dictionary.tokens import Token
from exporter.coders.dictionary.vouching import vouches


@dataclass(frozen=True, slots=True)
class Country:
    """A country that words name, and where they stand in the passage."""

    iso3: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Look:
    """Looks words up in the lists of generic nouns and of countries.

    Attributes:
        lexicon: The lists.
        about: The country that the article speaks of most, by ISO 3166-1 alpha-3.
        is_place: Whether a name is that of a place that readers know.
    """

    lexicon: Lexicon
    about: str | None
    is_place: Callable[[str], bool] = lambda _: False

    def agent(self, head: Token | None) -> tuple[Agent | None, Sequence[Token]]:
        """The generic noun at a token, the longest first, and its words."""
        if head is None or head.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None, ()
        start = head.sent.start
        for length in (4, 3, 2, 1) if self.lexicon.closes_several(head.text, head.lemma_) else (1,):
            first = head.i - length + 1
            if first < start:
                continue
            span = head.doc[first : head.i + 1]
            if span.text.lower().startswith(("old ", "-old ")) and head.doc[span[-2].i - 1].text == "-":
                continue  # `a 41-year-old man` is no old man
            man = f"{span.text.removesuffix('men')}man" if span.text.endswith("men") else span.text
            for said in (
                f"{span[:-1].text} {head.lemma_}".strip(),
                span.text,
                span.text.removesuffix("s"),
                man,
            ):
                agent = self.lexicon.agents.get(fold(said))
                if agent:
                    return agent, list(span)
        return None, ()

    def joined_countries(self, head: Token) -> list[str]:
        """The countries joined to the name of a group: those of `ISAF and Afghan troops`."""
        named = (child for child in head.lefts if child.dep_ in ("amod", "compound", "nmod"))
        joint = (t for child in named for t in child.conjuncts if child.i < t.i < head.i)
        return [country[1] for token in joint if (country := self.country_at(token))]

    def countries(self, head: Token) -> list[Country]:
        """The countries that a noun's modifiers name: `Russian`, `of Azerbaijan and Armenia`, `Mali's`."""
        found: list[Country] = []
        for child in head.lefts:
            if child.dep_ in ("amod", "compound", "poss", "nmod", "nsubj") and not backing(child):
                for one in (child, *joined(child)):
                    found += self._countries_at(one)
        for child in head.rights:
            if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                for target in child.children:
                    if target.dep_ == "pobj":
                        for one in (target, *joined(target)):
                            found += self._countries_at(one)
        return found

    def _countries_at(self, token: Token) -> Iterator[Country]:
        for one in (*(c for c in token.lefts if c.dep_ in ("amod", "compound", "nmod")), token):
            country = self.country_at(one)
            if country and not backing(one):
                _, iso3, first = country
                yield Country(iso3, first.idx, one.idx + len(one.text))

    def country_at(self, token: Token) -> tuple[str, str, Token] | None:
        """Kind, code and first word of the country that ends at a token."""
        start = token.sent.start
        for length in (4, 3, 2, 1) if self.lexicon.closes_several(token.text) else (1,):
            first = token.i - length + 1
            if first < start:
                continue
            span = token.doc[first : token.i + 1]
            found = self.lexicon.nationality(span.text) if span.text[0].isupper() else None
            if found and found.kind == "capital" and first and token.doc[first - 1].pos_ == "PROPN":
                continue  # `Mocimboa da Praia` is not Praia
            if found and found.iso3 == "IND" and self.about in _americas():
                continue  # `Indian peasants` in Guatemala
            if found:
                return found.kind, found.iso3, span[0]
        return self._republic(token)

    def _republic(self, token: Token) -> tuple[str, str, Token] | None:
        """`the Democratic Republic of Congo`, whose name goes on behind its head."""
        if token.lower_ not in ("republic", "states"):
            return None
        for last in range(min(token.i + 3, token.sent.end - 1), token.i, -1):
            for first in range(max(token.i - 2, token.sent.start), token.i + 1):
                span = token.doc[first : last + 1]
                found = self.lexicon.nationality(span.text)
                if found and found.kind == "name":
                    return found.kind, found.iso3, span[0]
        return None


def joined(head: Token) -> list[Token]:
    """What is joined to a noun; behind an apposition it hangs on that: `between A, the wing of B, and C`."""
    beside = [t for c in head.rights if c.dep_ == "appos" for t in c.conjuncts if t.i > c.i and _set_off(c)]
    behind = [token for token in head.conjuncts if token.i > head.i]
    ends = next((at for at, token in enumerate(behind) if vouches(token)), len(behind))
    return [*behind[:ends], *beside]


def _set_off(apposition: Token) -> bool:
    """Whether a comma ends it: `, the wing of B, and`."""
    last = apposition.right_edge.i
    joint = next((c for c in apposition.rights if c.dep_ == "cc"), None)
    end = joint.i - 1 if joint is not None else last
    return apposition.doc[end].lower_ == ","


def backing(token: Token) -> bool:
    """`US-backed`, `Saudi-led`: the country stands behind the actor and is not it."""
    following = token.doc[token.i + 1 : token.i + 3].text
    before = token.doc[max(0, token.i - 2) : token.i].text.lower()
    if before in ("pro-", "anti-"):
        return True  # `pro-Russian separatists`
    return following.startswith("-") and following[1:].strip() in (
        "backed",
        "led",
        "supported",
        "funded",
        "made",
    )


@cache
def _americas() -> frozenset[str]:
    """The countries of the Americas."""
    iso3 = mapping("countries", "iso3")
    regions = mapping("countries", "region")
    return frozenset(str(iso3[code]) for code, region in regions.items() if str(region) in _AMERICAS)


_AMERICAS = frozenset({"Caribbean", "Central America", "North America", "South America"})
