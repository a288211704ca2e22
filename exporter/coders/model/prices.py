"""What tokens cost, as the project writes it down: prices change, so none stand here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exporter.errors import UsageError

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of a million tokens.

    Attributes:
        input: Of the question.
        output: Of the answer.
        cached_input: Of the part of a question that the server still had; that of the question where not said.
        currency: What they are in.
    """

    input: float
    output: float
    cached_input: float | None = None
    currency: str = "USD"

    def cost(self, question: int, answer: int, cached: int = 0) -> float:
        """The cost of so many tokens, of which `cached` are part of the question."""
        again = self.input if self.cached_input is None else self.cached_input
        fresh = max(question - cached, 0)
        return (fresh * self.input + min(cached, question) * again + answer * self.output) / MILLION


def prices_of(table: Any, model: str) -> Prices | None:
    """The prices of a model in the table `[model.prices]`; None where it has none.

    Raises:
        UsageError: They cannot be meant so.
    """
    if not isinstance(table, Mapping) or not all(isinstance(facts, Mapping) for facts in table.values()):
        raise UsageError(
            "[model.prices] is no table of tables.", f'Write [model.prices."{model}"], and prices below it.'
        )
    facts = table.get(model)
    if facts is None:
        return None
    where = f'[model.prices."{model}"]'
    for name, value in facts.items():
        if name == "currency" and isinstance(value, str):
            continue
        number = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < MILLION
        if name not in ("input", "output", "cached_input") or not number:
            raise UsageError(
                f"{where}: {name} = {value!r} is no price.",
                "Give `input`, `output` and perhaps `cached_input`, each for a million tokens, and `currency`.",
            )
    if not {"input", "output"} <= set(facts):
        raise UsageError(f"{where} lacks `input` or `output`.", "Give both, each for a million tokens.")
    return Prices(**facts)


def money(cost: float, currency: str) -> str:
    """An amount as people read it, small ones with more digits."""
    return f"{cost:.2f} {currency}" if cost >= 1 or cost == 0 else f"{cost:.4f} {currency}"
