"""The words that stand beside a verb, by which its patterns are told apart: `opened fire`, `took to the streets`."""

from exporter.coders.dictionary.sides import joined
from exporter.coders.dictionary.tokens import Token


def beside(token: Token) -> set[str]:
    """Objects, particles and objects of prepositions of a verb, as words and lemmas; its subject behind `by`."""
    words: set[str] = set()
    if token.lemma_ == "set" and any(map(_on_fire, token.subtree)):
        words.add("fire")  # `set a digger being used for a road on fire`
    reach = [*token.rights, *(c for c in token.lefts if c.dep_ in ("nsubjpass", "dobj", "nsubj", "advmod"))]
    if token.dep_ in ("acl", "relcl"):
        reach.append(token.head)
    for child in reach:
        if child.dep_ in ("advcl", "xcomp", "relcl") and child.tag_ == "VB":
            words |= {f"to {child.lemma_.lower()}"} if _infinitive(child) else set()
        if child.lower_ == "hostage":
            words.add("hostage")  # `took 12 guards hostage at a prison`, of which the parse may make a verb
        if child.dep_ == "advcl" and child.tag_ == "VBG" and child.i > token.i:
            words.add(f"to {child.lemma_.lower()}")  # `gathered in Yerevan, demanding`
        if child.dep_ == "nsubj" and not any(c.dep_ == "dobj" for c in token.rights):
            # `protesters gathered`, `hundreds of protesters gathered`, and not `protesters gathered signatures`
            counted = [t for c in child.rights if c.lower_ == "of" for t in c.children]
            words |= {f"by {one.lemma_.lower()}" for one in (child, *counted)}
        if child.dep_ in ("nsubj", "punct", "cc", "conj", "advcl", "mark") or _from_the_air(child):
            continue
        near = [child, *(joined(child) if child.dep_ in ("dobj", "nsubjpass") else ())]
        if child.dep_ in ("prep", "prt", "advmod", "agent"):
            near += _behind(child)
        if child.lower_ == "in":
            words |= {f"in {t.lower_}" for t in child.children if t.lower_ in ("solidarity", "support")}
        if child.dep_ in ("dobj", "nsubjpass", "oprd", "ccomp", "acomp"):
            heads = [*near] if child.dep_ == "dobj" else [child]  # `stones and petrol bombs`
            near += [c for head in heads for c in head.lefts if c.dep_ in ("compound", "amod", "nmod")]
            near += [t for c in child.rights if c.dep_ == "prep" for t in c.children]
        for one in near:
            words |= {one.lower_, one.lemma_.lower(), _with_hyphen(one)}
    return words


def _behind(link: Token) -> list[Token]:
    """The words behind a preposition: `on a crowd marching`, `through a protest camp`, `from holding a rally`."""
    found = [t for t in link.children if t.dep_ in ("pobj", "amod") and not _air_strike(t)]
    found += [c for t in found if t.lower_.endswith(("ing", "camp")) for c in t.lefts if c.dep_ == "compound"]
    gerunds = (target for target in link.children if target.dep_ == "pcomp")
    return [*found, *(target for gerund in gerunds for target in gerund.children if target.dep_ == "dobj")]


def _with_hyphen(word: Token) -> str:
    """`sit-in`, which is parsed as three words; any other word as it is."""
    whole = word.doc[max(0, word.i - 2) : word.i + 1].text.lower()
    return whole if whole == "sit-in" else word.lower_


def _on_fire(token: Token) -> bool:
    """`set a digger being used for a road on fire`, but not `the day when a man set himself on fire`"""
    burning = token.lower_ == "fire" and token.head.lower_ == "on"
    return burning and not any(c.lower_.endswith("self") for c in token.head.head.rights)


def _air_strike(token: Token) -> bool:
    """`began its operation with air strikes`: no strike of workers."""
    return token.lemma_ == "strike" and any(c.dep_ in ("compound", "amod") for c in token.lefts)


def _from_the_air(token: Token) -> bool:
    """`launched an air strike`."""
    return token.lemma_ == "strike" and any(c.lower_ in _AIR for c in token.lefts)


_AIR = frozenset({"aerial", "air", "drone", "missile", "rocket"})


def _infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def bases(word: str) -> tuple[str, ...]:
    """What a form may come from, where the lemmatizer does not know the verb: `looted`, `raped`."""
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word.removesuffix(ending)
            return (base, base + "e", base[:-1]) if base[-1] == base[-2] else (base, base + "e")
    return ()
