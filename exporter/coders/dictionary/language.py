"""Whether a text is in English, and in what language it is otherwise; offline, by py3langid's model.

Judged sentence by sentence, so that a quotation in another language makes no report foreign. What is too short to
judge, or made of names, says nothing either way.
"""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from exporter.coders.dictionary.lexicon import DATA

ENGLISH = "en"

SHORTEST = 5
"""A text of fewer words is let through."""

# Of the words that can be judged, the share that must be English for the text to be read.
_ENOUGH = 1 / 3
_SURE = 0.6

# Small words that no other language has, and the share of them that makes a sentence English around any quotation.
_ENGLISH_ONLY = frozenset(
    ["after", "and", "by", "from", "of", "said", "that", "the", "their", "was", "were", "with"]
)
_PLAIN = 0.15
_SENTENCE = re.compile(r"(?<=[.!?؟。।])\s+|\n+")


def foreign_language(text: str) -> str | None:
    """The name of the language of a text that is mostly not in English; None for one that can be read.

    >>> foreign_language("Hombres armados mataron a cinco personas en una aldea del norte.")
    'Spanish'
    """
    told: Counter[str] = Counter()
    sentences = _SENTENCE.split(text)
    english = sum(len(sentence) for sentence in sentences if _plainly_english(sentence))
    if english >= _ENOUGH * len(text):
        return None  # whatever the others are
    for sentence in sentences:
        code = _language(sentence)
        if code is not None:
            told[code] += len(sentence)
    if told[ENGLISH] >= _ENOUGH * told.total():
        return None
    return _names()[told.most_common(1)[0][0]]


def _language(text: str) -> str | None:
    """The code of the language, or None where there is too little to tell it by."""
    words = _words(text)
    letters = sum(letter.isalpha() for letter in text)
    # Languages without blanks between words have few of them and many letters.
    dense = text.isascii() is False and letters > 4 * SHORTEST and len(words) * 8 < letters
    if len(words) < SHORTEST and not dense:
        return None
    if _plain(words):
        return ENGLISH
    text = _without_names(text)
    # The model has learnt from small letters; a headline in capitals looks like a list of acronyms to it.
    small = text.lower() if sum(letter.isupper() for letter in text) > letters / 2 else text
    code, share = _identifier().classify(small)
    return str(code) if share >= _SURE else None


def _without_names(text: str) -> str:
    """The words that begin small, where there are enough: towns and groups are called in the language of the place."""
    small = [word for word in text.split() if word[0].islower()]
    return " ".join(small) if len(small) >= SHORTEST else text


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if not word.isdigit()]


def _plain(words: Sequence[str]) -> bool:
    return sum(word in _ENGLISH_ONLY for word in words) >= _PLAIN * len(words)


def _plainly_english(text: str) -> bool:
    """Whether its small words make a sentence English."""
    words = _words(_without_names(text))
    return len(words) >= SHORTEST and _plain(words)


@cache
def _identifier() -> LanguageIdentifier:
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Creoles and pidgins of English, and languages in which no news is written, only lead astray.
    model.set_languages(list(_names()))
    return model


@cache
def _names() -> Mapping[str, str]:
    with (DATA / "languages.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}
