"""Every example in the pattern list is found as what the list says it is."""

from datetime import date

import pytest

from exporter.articles import Article
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.dictionary.lexicon import Pattern, lexicon

PUBLISHED = date(2020, 6, 3)
EXAMPLES = [p for same in lexicon().patterns.values() for p in same if p.example]


@pytest.fixture(scope="module")
def coder() -> DictionaryCoder:
    return DictionaryCoder()


@pytest.mark.parametrize("pattern", EXAMPLES, ids=lambda pattern: f"{pattern.pos}-{pattern.lemma}")
def test_example_is_found(coder: DictionaryCoder, pattern: Pattern) -> None:
    text = f"NAIROBI, Kenya, June 3 (Example News) - {pattern.example.removesuffix('.')}, officials said on Tuesday."
    article = Article("example", text, PUBLISHED, "Example News", language="en")
    found = {event.values["sub_event_type"] for event in coder.code_one(article).events}
    assert found & {pattern.sub_event_type, pattern.armed or pattern.sub_event_type}, (text, found)
