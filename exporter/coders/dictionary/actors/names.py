"""Named actors: the longest run of words that is in the list, and the group that fighters belong to."""

from dataclasses import dataclass, replace
from datetime import date

from exporter.coders.dictionary.actors.actor import Actor
from exporter.coders.dictionary.actors.look import Look
from exporter.coders.dictionary.actors.persons import is_title
from exporter.coders.dictionary.lexicon import is_name, words
from exporter.coders.dictionary.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True)
class Names:
    """Finds names of the actor list.

    Attributes:
        look: Looks up generic nouns and countries.
        day: The day for which offices and names are looked up.
        offset: Where the passage starts in the article.
    """

    look: Look
    day: date
    offset: int

    def named(self, head: Token) -> Actor | None:
        """The longest run of words around the noun that is in the actor list."""
        last = head.i + 1
        while last < len(head.doc) and last <= head.i + _LONGEST_NAME and _goes_on(head.doc, last):
            last += 1
        # `New People's Army rebels`: the words of a name before a noun hang on the noun each by itself.
        inside = head.dep_ in ("amod", "compound", "nmod", "poss")
        edge = min(head.left_edge.i, head.head.left_edge.i) if inside else head.left_edge.i
        first = max(edge, head.i - 6, head.sent.start)
        # A name of one word may be in the list without its `s`, one of several words begins as it stands there.
        openings = [i for i in range(first, head.i + 1) if self.look.lexicon.opens_actor(head.doc[i].text)]
        for end in range(last, head.i, -1):
            for start in openings if end > head.i + 1 or head.i in openings else (*openings, head.i):
                span = head.doc[start:end]
                entry = self.look.lexicon.actor(span.text, self.day, self.look.about)
                if entry is None and span.text.endswith("s"):
                    entry = (
                        self.look.lexicon.actor(span.text[:-1], self.day, self.look.about)
                        if len(span.text) > 5
                        else None
                    )
                if entry and (
                    self._of_another_country(span) or (entry.scope == "person" and self._is_surname(span))
                ):
                    continue
                if entry and (not span.text[0].islower() or entry.alias[0].islower() or is_name(span.text)):
                    return Actor(
                        "named" if not _is_government(entry.actor) else "government", entry.actor, entry.country,
                        entry.actor_type, "", self.offset + span.start_char, self.offset + span.end_char,
                    )  # fmt: skip
        return None

    def sharing(self, child: Token, head: Token) -> Actor | None:
        """A name that shares its last word with the one behind it: that of `the Sinaloa and Jalisco cartels`."""
        entry = self.look.lexicon.actor(f"{child.text} {head.lemma_}", self.day, self.look.about)
        if entry is None:
            return None
        start = self.offset + child.idx
        return Actor(
            "named", entry.actor, entry.country, entry.actor_type, "", start, start + len(child.text)
        )

    def by_acronym(self, head: Token) -> Actor | None:
        """A name that the list has only by its acronym: `the Corps of Volunteers (CV)`."""
        for child in head.rights:
            if child.dep_ == "appos" and child.text.isupper() and len(child) > 1:
                return self.named(child)
        return None

    def group_of(self, head: Token) -> Actor | None:
        """`Taliban fighters`, `guerrillas of the ELN`, `the movement Hamas`: the group that fighters belong to."""
        # `Barrio 18 gang members`: the words of the name hang on the last noun.
        beside = (c for c in head.head.lefts if c.i < head.i) if head.dep_ == "compound" else ()
        for child in (*head.lefts, *beside):
            if child.dep_ in ("compound", "amod", "nmod", "poss"):
                found = self.named(child)
                if found:
                    return found
        for child in head.rights:
            if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                for target in child.children:
                    found = self.named(target) or self.group_of(target) if target.dep_ == "pobj" else None
                    if found:
                        return found
            if child.dep_ == "appos" and (found := self.named(child)):
                return found
            if child.dep_ in ("acl", "relcl") and (found := self._belongs_to(child)):
                return found
            if child.dep_ in ("acl", "amod", "relcl") and (found := self._tied(child)):
                return found
        taken_for_verb = head.dep_ == "nsubj" and head.head.tag_ in ("VBD", "VBN")
        return self._tied(head.head) if taken_for_verb and head.head.lower_ in _TIES else None

    def party_of(self, head: Token) -> Actor | None:
        """The party or movement whose people they are, who bear no arms: `BJP workers`, `supporters of the ACT`."""
        found = self.group_of(head) if head.lemma_.lower() in _PARTISANS else None
        if found is None or found.role != "named":
            return None
        # The FPI of the Ivory Coast is none of Indonesia's.
        short = head.doc.text[found.start - self.offset : found.end - self.offset].isupper()
        if short and self.look.about not in (None, found.country):
            return None
        return replace(found, actor_type="Civilians", civilian=True)

    def _of_another_country(self, span: Span) -> bool:
        """Whether the word before a name makes it that of another country: `the South Sudanese army`."""
        if span.start == span.sent.start:
            return False
        before = span.doc[span.start - 1]
        return self.look.lexicon.nationality(f"{before.text} {span[0].text}") is not None

    def _is_surname(self, span: Span) -> bool:
        """Whether a name of one word ends that of somebody else: `Roberto Rivera Escobar`."""
        if len(span) > 1 or span.start == span.sent.start:
            return False
        before = span.doc[span.start - 1]
        return before.pos_ == "PROPN" and before.head == span[0] and not is_title(before, self.look)

    def _tied(self, link: Token) -> Actor | None:
        """`gunmen believed to be members of X`, `insurgents affiliated with X`, `forces loyal to X`."""
        if link.lower_ not in _TIES and not any(c.lower_ in _TIES for c in link.children):
            return None
        ends = next((c.left_edge.i for c in link.children if c.dep_ == "ccomp"), len(link.doc))
        for token in link.subtree:
            if token.i < ends and token.dep_ in ("pobj", "attr", "oprd") and token.pos_ in ("PROPN", "NOUN"):
                found = self.named(token)
                if found and found.armed:
                    return found
        return None

    def _belongs_to(self, clause: Token) -> Actor | None:
        """`fighters belonging to X`, `gunmen who are thought to belong to X`, `insurgents linked to X`."""
        for verb in clause.subtree:
            if verb.lemma_ in _BELONGING and verb.pos_ == "VERB":
                links = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("to", "with"))
                named = (self.named(t) for link in links for t in link.children if t.dep_ == "pobj")
                return next((actor for actor in named if actor), None)
        return None


def _goes_on(doc: Doc, index: int) -> bool:
    """Whether a name may go on with the token: a capital, a number, a small link before one, `-e-` between hyphens."""
    token, before = doc[index], doc[index - 1]
    if token.pos_ == "PROPN" or token.text[:1].isupper() or token.text.isdigit():
        return True
    if token.text == "-" or (before.text == "-" and before.idx + 1 == token.idx):
        return True
    link = token.lower_ in ("of", "for", "the", "in", "and", "de", "del", "do", "da")
    following = doc[index + 1] if link and index + 1 < len(doc) else None
    return following is not None and (following.text[:1].isupper() or following.lower_ == "the")


def _is_government(name: str) -> bool:
    return name.startswith("Government of ")


_LONGEST_NAME = 8
"""Words that a name may go on for behind its head: `Union for Peace in the Central African Republic`."""
_PARTISANS = words("partisans")
_TIES = words("words_of_belonging")
_BELONGING = words("verbs_of_belonging")
