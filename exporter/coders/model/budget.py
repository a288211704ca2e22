"""What has been spent, and whether one more question can be afforded: a limit is never passed.

Each question reserves the most that it can cost before it is asked. What an answer did cost is told by the server;
a question whose answer got lost may have been paid for, and counts as such.
"""

import asyncio
import math
from dataclasses import dataclass, field

from exporter.coders.model.prices import Prices, money
from exporter.coders.model.settings import Settings

# Few tokenisers need a token for fewer than two bytes; on English one takes four and more.
_FEWEST_BYTES = 2.0
_USUAL_BYTES = 3.8
USUAL_ANSWER = 600
"""Tokens of an answer, as long as none has been seen."""


class OutOfBudgetError(Exception):
    """One more question would pass the limit."""


def usual_tokens(text: str) -> int:
    """About how many tokens a text has."""
    return math.ceil(len(text.encode()) / _USUAL_BYTES)


def most_tokens(text: str) -> int:
    """More tokens than a text has with any usual tokeniser."""
    return math.ceil(len(text.encode()) / _FEWEST_BYTES)


@dataclass
class Spent:
    """What the answers of a run have taken."""

    answers: int = 0
    question_tokens: int = 0
    answer_tokens: int = 0
    cost: float = 0.0
    lost: int = 0

    @property
    def tokens(self) -> int:
        """Tokens of questions and answers."""
        return self.question_tokens + self.answer_tokens


@dataclass
class Budget:
    """The limits of a run. Belongs to one event loop.

    Attributes:
        settings: The limits and the prices.
        spent: What has been spent.
        closed: Whether a question had to be left; from then on none is asked.
    """

    settings: Settings
    spent: Spent = field(default_factory=Spent)
    closed: bool = False
    _reserved_cost: float = 0.0
    _reserved_tokens: int = 0
    _under_way: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def prices(self) -> Prices:
        """The prices; nothing where nobody says."""
        return self.settings.prices or Prices(0.0, 0.0)

    def told(self) -> str:
        """What has been spent, in a few words."""
        spent = self.spent
        if self.settings.prices:
            return money(spent.cost, self.prices.currency)
        return f"{spent.tokens:,} tokens"

    async def reserve(self, question: int) -> "Reservation":
        """Set the most aside that a question can cost, once that can be told to be within the limits.

        Raises:
            OutOfBudgetError: It cannot, whatever the questions under way turn out to cost.
        """
        wanted = Reservation(self, question, self.settings.answer_tokens)
        async with self._changed:
            while not self.closed and not self._affords(wanted):
                if self._under_way == 0:
                    self.closed = True
                    self._changed.notify_all()
                else:
                    await self._changed.wait()
            if self.closed:
                raise OutOfBudgetError
            self._hold(wanted, 1)
        return wanted

    async def settle(
        self, held: "Reservation", question: int, answer: int, cached: int, *, lost: bool
    ) -> None:
        """Count what a question did cost and free the rest of what was set aside."""
        async with self._changed:
            self._hold(held, -1)
            spent = self.spent
            spent.question_tokens += question
            spent.answer_tokens += answer
            spent.cost += self.prices.cost(question, answer, cached)
            spent.lost += lost
            spent.answers += not lost and answer > 0
            self._changed.notify_all()

    def _affords(self, wanted: "Reservation") -> bool:
        limit, tokens = self.settings.max_cost, self.settings.max_tokens
        cost = self.spent.cost + self._reserved_cost + wanted.cost
        every = self.spent.tokens + self._reserved_tokens + wanted.tokens
        return (limit is None or cost <= limit) and (tokens is None or every <= tokens)

    def _hold(self, held: "Reservation", sign: int) -> None:
        self._reserved_cost += sign * held.cost
        self._reserved_tokens += sign * held.tokens
        self._under_way += sign


@dataclass(frozen=True, slots=True)
class Reservation:
    """What is set aside for one question: its tokens at most, and those of the longest answer."""

    budget: Budget
    question: int
    answer: int

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.question + self.answer

    @property
    def cost(self) -> float:
        """What they cost."""
        return self.budget.prices.cost(self.question, self.answer)
