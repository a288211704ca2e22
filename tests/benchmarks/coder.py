"""How fast the dictionary coder is beside the full spaCy pipeline on the same texts, and where its time goes.

python -m tests.benchmarks.coder [articles, a file or folder ...] [--rounds N] [--rows]

Both run on one core, in turn, and the best round of each counts, in seconds of the processor: what else the machine
does slows neither much. Without articles the reports of `../shared` are read, or where that is not there the samples
of the package. The memory is the coder's own process's, without the full pipeline. With `--rows` only the two rows
are printed that stand in the table of `tests.benchmarks`.
"""

import argparse
import cProfile
import multiprocessing
import os
import pstats
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

import exporter
from exporter.articles import Article, read_articles
from exporter.coders.dictionary.coder import MODEL, DictionaryCoder
from tests.shared import SHARED

SAMPLES = Path(exporter.__file__).parent / "samples"
WANTED = 4.0
MOST_MEGABYTES = 1000

# A stage of the coder by the function that does it.
STAGES = {
    "language told": ("language.py", "foreign_language"),
    "cut up, truecased": ("layout.py", "lay_out"),
    "countries that it speaks of": ("votes.py", "votes"),
    "sentences picked": ("telling.py", "picked"),
    "tagger and parser": ("pipeline.py", "pipe"),
    "sentences read": ("extract.py", "read"),
    "  dates": ("__init__.py", "find_dates"),
    "  triggers": ("find.py", "find_triggers"),
    "  casualties": ("reader.py", "find_casualties"),
    "  places": ("finder.py", "find"),
    "merged": ("merge.py", "merge"),
    "finished": ("finish.py", "finish"),
}


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def peak(articles: Sequence[Article]) -> float:
    """The memory that a process needs which does nothing but code, in megabytes."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_coded, (list(articles),))


def _coded(articles: Sequence[Article]) -> float:
    for _ in DictionaryCoder().code(articles):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def profiled(run: Callable[[], object]) -> None:
    """Print the share of time of each stage."""
    profile = cProfile.Profile()
    profile.runcall(run)
    stats = pstats.Stats(profile)
    whole = stats.total_tt  # type: ignore[attr-defined]
    entries = stats.stats.items()  # type: ignore[attr-defined]
    for stage, (file, function) in STAGES.items():
        taken = [
            value[3] for (path, _, name), value in entries if name == function and Path(path).name == file
        ]
        if taken:
            print(f"  {stage:30} {max(taken) / whole:5.0%}")


def main(paths: Sequence[str], rounds: int, *, rows: bool) -> int:
    articles = list(read_articles(paths))
    texts = [article.text for article in articles]
    coder, full = DictionaryCoder(), spacy.load(MODEL)

    def ours() -> None:
        for _ in coder.code(articles):
            pass

    def theirs() -> None:
        for _ in full.pipe(texts):
            pass

    memory = peak(articles)
    list(coder.code(articles[:5]))  # lists and models are loaded
    list(full.pipe(texts[:5]))
    taken = [(seconds(theirs), seconds(ours)) for _ in range(rounds)]
    spacy_best, coder_best = (min(column) for column in zip(*taken, strict=True))
    ratio = spacy_best / coder_best
    count = len(articles)
    if rows:
        for by, best, held in (("spaCy", spacy_best, ""), ("exporter", coder_best, f"{memory / 1024:.2f}")):
            times = best / spacy_best
            print(f"| {count:,} | code | {by} | {best:.2f} | {count / best:,.0f} | {times:.2f} | {held} |")
        return 0
    print(f"{count} articles, {sum(map(len, texts)) / count:.0f} characters each; best of {rounds} rounds")
    print(f"spaCy, all of {MODEL}:  {count / spacy_best:6.1f} articles a second")
    print(f"dictionary coder:  {count / coder_best:6.1f} articles a second")
    print(f"ratio {ratio:.2f} (wanted: {WANTED:.0f}); memory {memory:.0f} MB (at most {MOST_MEGABYTES})")
    print("share of the coder's time, as the profiler sees it:")
    profiled(ours)
    return 0 if ratio >= WANTED and memory < MOST_MEGABYTES else 1


def _on_one_core() -> None:
    """Start anew where the libraries that multiply might take several cores: they read this as they are loaded."""
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    if not alone.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, "-m", __spec__.name, *sys.argv[1:]], os.environ | alone)


if __name__ == "__main__":
    _on_one_core()
    parser = argparse.ArgumentParser(description=__doc__)
    reports = sorted(map(str, (SHARED / "articles").glob("muc-*.jsonl")))
    parser.add_argument("paths", nargs="*", default=reports or [str(SAMPLES)])
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    raise SystemExit(main(given.paths, given.rounds, rows=given.rows))
