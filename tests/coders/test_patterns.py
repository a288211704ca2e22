"""Every line of the pattern list has an example, and is found in it as what the list says it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from exporter.articles import Article
from exporter.codebook.codelists import mapping
from exporter.coders.coding import Value
from exporter.coders.dictionary.actors import ActorFinder
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.dictionary.filters import objection
from exporter.coders.dictionary.lexicon import Pattern, lexicon
from exporter.coders.dictionary.tokens import Doc
from exporter.coders.dictionary.triggers import find_triggers

PUBLISHED = date(2020, 6, 3)
PATTERNS = [pattern for same in lexicon().patterns.values() for pattern in same]
FEWEST_CODES = 150


def _name(pattern: Pattern) -> str:
    return f"{pattern.pos}-{pattern.lemma}-{pattern.cameo_code}-{min(pattern.words, default=pattern.wants)}"


@dataclass(frozen=True)
class Found:
    """What an example triggers, and the kinds of its events."""

    patterns: list[Pattern]
    kinds: list[tuple[Value, Value]]


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    """What is found in each example, all of them read together, which is faster."""
    coder, examples = DictionaryCoder(), [pattern.example for pattern in PATTERNS]
    articles = [
        Article("example", f"NAIROBI, Kenya, June 3 (Example News) - {text}", PUBLISHED, "Example News", language="en")
        for text in examples
    ]  # fmt: skip
    return {
        text: Found(
            list(_triggered(Doc(parse))),
            [(event.values["sub_event_type"], event.values["cameo_code"]) for event in coding.events],
        )
        for text, parse, coding in zip(
            examples, coder._pipeline.pipe(examples), coder.code(articles), strict=True
        )
    }


@pytest.mark.parametrize("pattern", PATTERNS, ids=_name)
def test_example_is_found(found: dict[str, Found], pattern: Pattern) -> None:
    here = found[pattern.example]
    assert pattern in here.patterns, "the example does not trigger this line"
    assert (pattern.sub_event_type, pattern.cameo_code) in here.kinds


def _triggered(text: Doc) -> Iterator[Pattern]:
    """The patterns that a text triggers, those that tell of nothing that happened left out."""
    for sentence in text.sents:
        actors = ActorFinder(lexicon(), PUBLISHED, 0)
        for trigger in find_triggers(sentence, lexicon(), actors):
            if objection(trigger, headline=False) is None:
                yield trigger.pattern


def test_every_line_has_an_example_of_its_own() -> None:
    examples = [pattern.example for pattern in PATTERNS]
    assert all(example.endswith(".") for example in examples)
    assert len(set(examples)) == len(examples)


def test_codes_are_many_and_of_all_roots() -> None:
    codes = {pattern.cameo_code for pattern in PATTERNS}
    assert codes <= set(mapping("cameo", "label"))
    assert len(codes) >= FEWEST_CODES
    assert {code[:2] for code in codes} == {f"{root:02}" for root in range(1, 21)}


def test_every_sub_event_type_has_a_pattern() -> None:
    assert {pattern.sub_event_type for pattern in PATTERNS} == set(mapping("sub_event_types", "event_type"))


def test_sub_event_type_and_code_agree() -> None:
    """A diplomatic exchange has a code of the roots that its definition names, and no code of violence."""
    roots = {
        "Statement or appeal": {"01", "02", "03"},
        "Consultation or visit": {"04"},
        "Diplomatic cooperation": {"05", "06", "08"},
        "Aid": {"07"},
        "Demand": {"10"},
        "Disapproval": {"09", "11"},
        "Rejection": {"12"},
        "Threat": {"13"},
        "Reduced relations": {"16", "17"},
    }
    wrong = [
        pattern
        for pattern in PATTERNS
        if pattern.cameo_code[:2] not in roots.get(pattern.sub_event_type, {pattern.cameo_code[:2]})
    ]
    assert wrong == []
