"""What each part of the dictionary coder brings: its scores with all parts, and with each of them taken out.

python -m tests.benchmarks.ablation

On the notes of `tests/gold`, and on the reports of `../shared` where that is there. Prints the table of the docs:
F1 of the events, and the share of the fields that are right over the events that were found.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from exporter.agreement import Score, evaluate, read_gold, score
from exporter.agreement.gold import Gold
from exporter.agreement.pairing import FIELDS
from exporter.articles import Article, read_articles
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.dictionary.settings import USUAL
from tests.shared import SHARED

NOTES = Path(__file__).parents[1] / "gold" / "notes.jsonl"
PARTS = ("merging", "skipping", "metonyms", "truecasing", "regions")


def sets() -> dict[str, tuple[Sequence[Gold], Sequence[Article]]]:
    """Gold and texts, by the name of the column."""
    notes = read_gold(NOTES)
    found = {"notes": (notes, evaluate.texts(notes, None))}
    for number in (1, 2, 3) if SHARED.is_dir() else ():
        gold = read_gold(SHARED / "gold" / f"muc-tst{number}.jsonl")
        articles = read_articles([str(SHARED / "articles" / f"muc-tst{number}.jsonl")])
        found[f"tst{number}"] = (gold, evaluate.texts(gold, articles))
    return found


def accuracy(found: Score) -> float:
    """The share of all fields that are right, over the events found."""
    counted = [found.accuracy(name) for name in FIELDS]
    return sum(right for right, _ in counted) / max(1, sum(of for _, of in counted))


def main() -> None:
    every = sets()
    print("| | " + " | ".join(every) + " |")
    print("|---|" + "---|" * len(every))
    for part in (None, *PARTS):
        settings = replace(USUAL, **{part: False}) if part else USUAL
        coder = DictionaryCoder(settings=settings)
        cells = []
        for name, (gold, articles) in every.items():
            rows = {coding.article.id: coding.record()["events"] for coding in coder.code(articles)}
            found = score(gold, rows, empty_counts=name == "notes")
            cells.append(f"{found.f1:.3f}, {accuracy(found):.0%}")
        print(f"| {f'without {part}' if part else 'all parts'} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
