"""Which words are English: told by the word lists of the language pipeline's own lemmatizer.

In a text written in capitals the words that are not English are mostly names.
"""

from collections.abc import Callable
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language

from exporter.coders.dictionary.lexicon import words

_SMALL = STOP_WORDS | words("always_small")


def word_test(pipeline: Language) -> Callable[[str], bool]:
    """A test of a word in small letters; every word passes where the pipeline has no word lists."""
    lemmatizer = pipeline.get_pipe("lemmatizer") if pipeline.has_pipe("lemmatizer") else None
    lookups = getattr(lemmatizer, "lookups", None)
    if lookups is None or not all(map(lookups.has_table, ("lemma_index", "lemma_exc", "lemma_rules"))):
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
