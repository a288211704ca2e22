"""How far coders agree with each other, and how good they are: people, machines, or both.

    agreement   what several coders say of the same texts -> a table per column, with confidence intervals
    disputes    the same -> where they differ, for a person to decide
    score       gold and what was coded -> found, missed and invented events, and each field

Events are paired as the scorer of gold files pairs them (see `pairing`).
"""

from exporter.agreement.codings import Said, by_article, grouped, read_codings, said, said_by
from exporter.agreement.disputes import Dispute, disputes
from exporter.agreement.gold import Gold, gold_of, read_gold
from exporter.agreement.measure import agreement
from exporter.agreement.score import Score, score

__all__ = [
    "Dispute",
    "Gold",
    "Said",
    "Score",
    "agreement",
    "by_article",
    "disputes",
    "gold_of",
    "grouped",
    "read_codings",
    "read_gold",
    "said",
    "said_by",
    "score",
]
