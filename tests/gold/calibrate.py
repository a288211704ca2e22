"""How often the coder is right, by how sure it is: the list by which notes are calibrated, and the plot of the docs.

python -m tests.gold.calibrate [--check]

The list is fitted to the notes of this folder: rows sorted by their sum of weights, cut into groups, and the shares of
right ones made to rise (pool adjacent violators). A row is right where it is an event of the gold. With `--check` the
list stays as it is. The reports of `../shared`, where that is there, are only looked at.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from exporter.agreement import evaluate, read_gold, score
from exporter.agreement.gold import Gold
from exporter.articles import Article, read_articles
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.dictionary.confidence import between
from exporter.coders.dictionary.lexicon import DATA
from exporter.coders.dictionary.settings import USUAL
from tests.shared import SHARED

NOTES = tuple(Path(__file__).parent / name for name in ("notes.jsonl", "more_notes.jsonl"))
LIST = DATA / "calibration.csv"
PLOT = Path(__file__).parents[2] / "docs" / "pictures" / "calibration.png"
GROUP = 36
FOLDS = 5

Sure = tuple[float, bool]
"""How sure the coder was of a row, and whether it is right."""


def judged(gold: Sequence[Gold], articles: Sequence[Article], *, calibrated: bool) -> list[Sure]:
    """Each row of the coder."""
    coder = DictionaryCoder(settings=replace(USUAL, calibration=calibrated))
    rows = {coding.article.id: coding.record()["events"] for coding in coder.code(articles)}
    found: list[Sure] = []
    for article in score(gold, rows, empty_counts=True).articles:
        found += [(match.row["confidence"], True) for match in article.matches if match.row is not None]
        found += [(row["confidence"], False) for row in article.invented]
    return _by_sureness(found)


def _by_sureness(rows: Sequence[Sure]) -> list[Sure]:
    """The rows in order; those that are as sure as each other stay mixed, right and wrong."""
    return sorted(rows, key=lambda row: row[0])


def of_notes(*, calibrated: bool) -> list[Sure]:
    """Each row of the notes."""
    gold = [one for file in NOTES for one in read_gold(file)]
    return judged(gold, evaluate.texts(gold, None), calibrated=calibrated)


def of_reports() -> list[Sure]:
    """Each row of the first two sets of reports."""
    found: list[Sure] = []
    for name in ("muc-tst1.jsonl", "muc-tst2.jsonl"):
        gold = read_gold(SHARED / "gold" / name)
        articles = evaluate.texts(gold, read_articles([str(SHARED / "articles" / name)]))
        found += judged(gold, articles, calibrated=True)
    return _by_sureness(found)


def groups(rows: Sequence[Sure], size: int = GROUP) -> Iterator[tuple[float, float, int]]:
    """Mean confidence, share of right ones and number of rows of each group of neighbours."""
    count = max(1, len(rows) // size)
    edges = [len(rows) * n // count for n in range(count + 1)]
    for first, last in pairwise(edges):
        part = rows[first:last]
        yield sum(c for c, _ in part) / len(part), sum(right for _, right in part) / len(part), len(part)


def fitted(rows: Sequence[Sure]) -> list[tuple[float, float, int]]:
    """Points of a list that rises: neighbours that fall are pooled."""
    pooled: list[tuple[float, float, int]] = []
    for sure, right, n in groups(rows):
        pooled.append((sure, (right * n + 1) / (n + 2), n))  # none of so few is wrong: that is not quite 1
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            (c1, r1, n1), (c2, r2, n2) = pooled[-2:]
            both = n1 + n2
            pooled[-2:] = [((c1 * n1 + c2 * n2) / both, (r1 * n1 + r2 * n2) / both, both)]
    return pooled


def error(rows: Sequence[Sure]) -> float:
    """How far confidence and share are apart, on the average over the groups."""
    return sum(abs(sure - right) * n for sure, right, n in groups(rows)) / len(rows)


def by_folds(rows: Sequence[Sure]) -> float:
    """The error on notes that the list was not fitted to: each fifth by the list of the others."""
    found: list[Sure] = []
    for fold in range(FOLDS):
        others = [row for n, row in enumerate(rows) if n % FOLDS != fold]
        points = [(sure, right) for sure, right, _ in fitted(others)]
        found += [(between(points, sure), right) for n, (sure, right) in enumerate(rows) if n % FOLDS == fold]
    return error(_by_sureness(found))


def write(points: Sequence[tuple[float, float, int]]) -> None:
    """The list."""
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("score", "right", "rows", "origin"))
        origin = " ".join(f"tests/gold/{file.name}" for file in NOTES)
        for sure, right, rows in points:
            writer.writerow((f"{sure:.3f}", f"{right:.3f}", rows, origin))


def plot(sets: dict[str, list[Sure]]) -> None:
    """The plot."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", label="as sure as right")
    for (name, rows), mark in zip(sets.items(), ("o", "s"), strict=False):
        points = list(groups(rows, 25))
        axes.plot(
            [p[0] for p in points], [p[1] for p in points], marker=mark, label=f"{name}: {len(rows)} rows"
        )
    axes.set(
        xlabel="confidence", ylabel="share of the rows that are right", xlim=(0.3, 1.02), ylim=(0.3, 1.02)
    )
    axes.legend(loc="lower right")
    figure.savefig(PLOT, dpi=100, metadata={"Software": None})


def main(*, check: bool) -> None:
    if not check:
        rows = of_notes(calibrated=False)
        print(f"notes, before: {error(rows):.3f} apart; by lists fitted to other notes: {by_folds(rows):.3f}")
        write(fitted(rows))
        from exporter.coders.dictionary import confidence

        confidence._calibration.cache_clear()
    sets = {"coders' notes": of_notes(calibrated=True)}
    if SHARED.is_dir():
        sets["reports of agencies"] = of_reports()
    for name, rows in sets.items():
        near = [right for sure, right in rows if 0.75 <= sure < 0.85]
        eight = f"; of {len(near)} rows near 0.8, {sum(near) / len(near):.0%} right" if near else ""
        print(f"{name}: {error(rows):.3f} apart{eight}")
        for sure, right, n in groups(rows, 25):
            print(f"  {sure:.2f}  {right:.2f}  {n}")
    plot(sets)


if __name__ == "__main__":
    main(check="--check" in sys.argv)
