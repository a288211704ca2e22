"""What a parse says of a text, read out of spaCy once.

spaCy makes a token anew whenever one is asked for, and its words anew from their numbers. The rules ask a million
times for some tens of thousands of words, so they are given these, under spaCy's own names and with its meanings.
What is asked seldom is left to spaCy (`Doc.parsed`). One thing is set right: names that it takes for verbs where
places stand.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, overload

import numpy as np
from spacy.attrs import HEAD, IDX, SENT_START
from spacy.tokens import Doc as Parsed
from spacy.tokens import Span as ParsedSpan
from spacy.tokens import Token as ParsedToken


class Form(NamedTuple):
    """A word by itself: what its form and its tag say of it."""

    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    is_space: bool


class Token:
    """A word of a text; what is not explained here is as in `spacy.tokens.Token`.

    Attributes:
        children: The words that hang on it, in their order.
        lefts: Those of them that stand before it.
        rights: Those of them that stand behind it.
        sent: Its sentence.
    """

    children: Sequence["Token"] = ()
    lefts: Sequence["Token"] = ()
    rights: Sequence["Token"] = ()

    def __init__(self, doc: "Doc", i: int, idx: int, form: Form) -> None:
        self.doc = doc
        self.i = i
        self.idx = idx
        self.text, self.lower_, self.lemma_, self.pos_, self.tag_, self.dep_, self.is_space = form
        self.head = self
        self.sent: Span

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @cached_property
    def subtree(self) -> Sequence["Token"]:
        """The word with all that hangs on it, however far down."""
        found: list[Token] = []
        for child in self.lefts:
            found += child.subtree
        found.append(self)
        for child in self.rights:
            found += child.subtree
        return found

    @cached_property
    def ancestors(self) -> Sequence["Token"]:
        """What it hangs on, and what that hangs on, up to the root."""
        return () if self.head is self else (self.head, *self.head.ancestors)

    @cached_property
    def conjuncts(self) -> Sequence["Token"]:
        """The words that it is joined to, itself left out."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        joined = [first]
        for one in joined:
            joined += [child for child in one.rights if child.dep_ == "conj"]
        return tuple(one for one in joined if one is not self)

    @cached_property
    def left_edge(self) -> "Token":
        """The first word of those that hang on it, itself among them."""
        return self.doc[self.doc.parsed[self.i].left_edge.i]

    @cached_property
    def right_edge(self) -> "Token":
        """The last word of those that hang on it, itself among them."""
        return self.doc[self.doc.parsed[self.i].right_edge.i]


class Span:
    """Words that follow each other; what is not explained here is as in `spacy.tokens.Span`."""

    __slots__ = ("_tokens", "doc", "end", "start")

    def __init__(self, doc: "Doc", start: int, end: int) -> None:
        self.doc = doc
        self.start = start
        self.end = max(start, end)
        self._tokens = doc.tokens[start : self.end]

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    def __reversed__(self) -> Iterator[Token]:
        return reversed(self._tokens)

    def __len__(self) -> int:
        return len(self._tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> "Span": ...
    def __getitem__(self, at: int | slice) -> "Token | Span":
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + end)
        return self._tokens[at]

    @property
    def text(self) -> str:
        """The text from its first word to its last."""
        return self.doc.text[self.start_char : self.end_char] if self._tokens else ""

    @property
    def start_char(self) -> int:
        """Where its first word starts."""
        return self._tokens[0].idx

    @property
    def end_char(self) -> int:
        """Where its last word ends."""
        last = self._tokens[-1]
        return last.idx + len(last.text)

    @property
    def sent(self) -> "Span":
        """The sentence that it begins in."""
        return self._tokens[0].sent

    @property
    def root(self) -> Token:
        """Its word that stands highest in the grammar."""
        return self.doc[self.doc.parsed[self.start : self.end].root.i]

    def char_span(self, start: int, end: int) -> "Span | None":
        """The words that stand at some characters of the span, those that begin or end in them included."""
        return self.doc.char_span(self.start_char + start, self.start_char + end)


class Parse(NamedTuple):
    """What is kept of a text until it is read: spaCy's own, and its words by themselves."""

    parsed: Parsed
    forms: Sequence[Form]


class Doc:
    """A text that was parsed; what is not explained here is as in `spacy.tokens.Doc`.

    It is made when the text is read and not before: its words and it hold each other, and what does so is freed
    quickly only while it is young.

    Attributes:
        parsed: spaCy's own, which tells the heads and the sentences.
        text: The text.
        tokens: Its words.
        sents: Its sentences.
    """

    def __init__(self, parse: Parse) -> None:
        """The text of a parse."""
        self.parsed = parse.parsed
        self.text = parse.parsed.text
        heads, offsets, starts = self.parsed.to_array([HEAD, IDX, SENT_START]).astype(np.int64).T.tolist()
        tokens = [
            Token(self, i, idx, form) for i, (idx, form) in enumerate(zip(offsets, parse.forms, strict=True))
        ]
        hanging: defaultdict[int, list[Token]] = defaultdict(list)
        for token, distance in zip(tokens, heads, strict=True):
            if distance:
                hanging[token.i + distance].append(token)
        for i, children in hanging.items():
            head = tokens[i]
            head.children = children
            head.lefts = [child for child in children if child.i < i]
            head.rights = children[len(head.lefts) :]
            for child in children:
                child.head = head
                if child.dep_ in ("pcomp", "pobj") and _is_name_of_place(child):
                    child.pos_, child.tag_, child.dep_, child.lemma_ = "PROPN", "NNP", "pobj", child.text
        self.tokens = tokens
        opening = [i for i, start in enumerate(starts) if start == 1 or i == 0]
        self.sents = [Span(self, start, end) for start, end in pairwise([*opening, len(tokens)])]
        for sent in self.sents:
            for token in sent:
                token.sent = sent

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.tokens))
            return Span(self, start, end)
        return self.tokens[at]

    def char_span(self, start: int, end: int) -> Span | None:
        """The words that stand at some characters, those that begin or end in them included."""
        found: ParsedSpan | None = self.parsed.char_span(start, end, alignment_mode="expand")
        return None if found is None else Span(self, found.start, found.end)


def form_of(token: ParsedToken) -> Form:
    """A word by itself, as spaCy has it."""
    return Form(
        token.text, token.lower_, token.lemma_, token.pos_, token.tag_, token.dep_, token.is_space
    )  # fmt: skip


def read(parsed: Parsed) -> Parse:
    """A text with its words as spaCy has them."""
    return Parse(parsed, list(map(form_of, parsed)))


def _is_name_of_place(token: Token) -> bool:
    """Whether what spaCy takes for a verb is written as a name where places stand: `a monastery in Sagaing`."""
    behind = token.head.text in ("at", "in", "near") and token.i == token.head.i + 1
    return behind and token.tag_ in ("VBG", "VBN") and token.text.istitle()
