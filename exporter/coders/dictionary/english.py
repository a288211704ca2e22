"""Which words are English, and what they may be forms of: by the lists of the language pipeline's own lemmatizer.

In a text written in capitals the words that are not English are mostly names.
"""

from collections.abc import Callable, Set
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.lookups import Lookups

from exporter.coders.dictionary.lexicon import words

_SMALL = STOP_WORDS | words("always_small")


def word_test(pipeline: Language) -> Callable[[str], bool]:
    """A test of a word in small letters; every word passes where the pipeline has no word lists."""
    lookups = _lookups(pipeline)
    if lookups is None:
        return lambda word: True  # noqa: ARG005
    base = {word for listed in lookups.get_table("lemma_index").values() for word in listed}
    forms = {word for listed in lookups.get_table("lemma_exc").values() for word in listed}
    endings = {tuple(rule) for rules in lookups.get_table("lemma_rules").values() for rule in rules}

    @lru_cache(maxsize=50_000)
    def is_word(word: str) -> bool:
        if word in base or word in forms or word in _SMALL:
            return True
        return any(word.endswith(old) and word.removesuffix(old) + new in base for old, new in endings)

    return is_word


def name_test(pipeline: Language) -> Callable[[str], bool]:
    """A test of a word in small letters: whether it is listed as a noun alone, as the names of people are."""
    lookups = _lookups(pipeline)
    if lookups is None:
        return lambda word: False  # noqa: ARG005
    index = lookups.get_table("lemma_index")
    nouns = set(index["noun"])
    others = {word for kind in ("adj", "adv", "verb") if kind in index for word in index[kind]}
    return lambda word: word in nouns and word not in others and word not in _SMALL


def forms(pipeline: Language) -> Callable[[str], Set[str]] | None:
    """What a word in small letters may be a form of, in any part of speech; None without word lists."""
    lookups = _lookups(pipeline)
    if lookups is None:
        return None
    exceptions = list(lookups.get_table("lemma_exc").values())
    rules = {tuple(rule) for listed in lookups.get_table("lemma_rules").values() for rule in listed}

    def of(word: str) -> Set[str]:
        found = {word}
        for listed in exceptions:
            found.update(listed.get(word, ()))
        for old, new in rules:
            if word.endswith(old):
                found.add(word.removesuffix(old) + new)
        for ending in ("ed", "ing"):
            if word.endswith(ending):  # `looted`, where the lists do not know the verb
                base = word.removesuffix(ending)
                found |= {base, base + "e", base[:-1] if base[-2:-1] == base[-1:] else base}
        return found

    return of


def _lookups(pipeline: Language) -> Lookups | None:
    """The lemmatizer's word lists, where it has all of them."""
    lemmatizer = pipeline.get_pipe("lemmatizer") if "lemmatizer" in pipeline.component_names else None
    lookups = getattr(lemmatizer, "lookups", None)
    known = lookups and all(map(lookups.has_table, ("lemma_index", "lemma_exc", "lemma_rules")))
    return lookups if known else None
