"""The model coder: articles in, codings out, each with the model, the parameters and the prompt that made it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from exporter.articles.article import Article
from exporter.coders.coding import Coding, Skipped
from exporter.coders.dictionary.coder import VERSION as RULES
from exporter.coders.dictionary.coder import DictionaryCoder
from exporter.coders.model.answer import Examined, opening
from exporter.coders.model.budget import USUAL_ANSWER, Spent, usual_tokens
from exporter.coders.model.bulk import AHEAD, Asker, Exchange, Left, in_order
from exporter.coders.model.cache import Cache, default_cache, question_key
from exporter.coders.model.normalise import Normaliser
from exporter.coders.model.prices import money
from exporter.coders.model.prompt import Prompt
from exporter.coders.model.reply import Reply
from exporter.coders.model.settings import Settings

VERSION = "1.0.0"


@dataclass
class Unasked:
    """What a run left: articles that the budget did not reach, and about what they would take."""

    articles: int = 0
    question_tokens: int = 0
    answer_tokens: int = 0


@dataclass
class ModelCoder:
    """Codes articles by a language model behind an OpenAI-compatible endpoint.

    Attributes:
        settings: The model, the server, the limits.
        prompt: What it is told.
        offline: Whether to code from the answers so far, and ask nothing.
        apart: Whether the line to the server is in a process of its own, which outlives a kill of this one.
        spent: What the last run has taken so far.
        unasked: What it left for want of budget.
        unanswered: The articles that the server gave no answer to, with the reason.
    """

    settings: Settings
    prompt: Prompt = field(default_factory=Prompt)
    offline: bool = False
    apart: bool = True
    spent: Spent = field(default_factory=Spent)
    unasked: Unasked = field(default_factory=Unasked)
    unanswered: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """`model:` and the model's name: two models are two coders, whose events stand side by side."""
        return f"model:{self.settings.model}"

    @cached_property
    def version(self) -> str:
        """The version, with a mark of prompt, parameters and rules: whatever changes the codings changes it."""
        said = [self.prompt.sha256, self._parameters, RULES]
        return f"{VERSION}+{hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:8]}"

    @property
    def facts(self) -> dict[str, Any]:
        """What a coding says of its coder beside name and version."""
        return {
            "model": self.settings.model,
            "prompt_sha256": self.prompt.sha256,
            "parameters": self._parameters,
        }

    def code(self, articles: Iterable[Article]) -> Iterator[Coding]:
        """One coding per article that the model has answered, in order.

        Articles without an answer give none, so that a later run asks again; `unanswered` and `unasked` count them.

        Raises:
            UsageError: The server, the key or the model is not what the settings say.
            DataError: The server has stopped answering.
            MissingExtraError: The client is not installed.
        """
        cache = Cache(self.settings.cache or default_cache())
        asker = Asker(self.settings, self.prompt, cache, offline=self.offline, apart=self.apart)
        self.spent, self.unasked, self.unanswered = asker.spent, Unasked(), []
        try:
            for article, told in in_order(asker, articles, AHEAD * self.settings.concurrency):
                if isinstance(told, Left):
                    self._leave(article, told)
                else:
                    yield self.coding(article, told)
        finally:
            cache.close()

    def coding(self, article: Article, told: Exchange) -> Coding:
        """The coding of what the model said of an article."""
        if told.examined is None:
            return self._empty(article, f"the model declined: {_why(told.reply)}")
        if not told.examined.usable:
            return self._empty(article, "the model gave no answer of the form asked for")
        events, refused = self._normaliser.events(article, told.examined.events)
        skipped = _in_place(told.examined, refused)
        return Coding(article, self.name, self.version, tuple(events), skipped, self.facts)

    def told(self) -> str:
        """What the run has spent so far, in a few words."""
        prices = self.settings.prices
        return money(self.spent.cost, prices.currency) if prices else f"{self.spent.tokens:,} tokens"

    def closing(self) -> list[str]:
        """What there is to say at the end of a run: what it took, and what is left."""
        spent = self.spent
        tokens = f"{spent.question_tokens:,} tokens of questions, {spent.answer_tokens:,} of answers"
        lines = [f"Answers paid for: {spent.answers}, {tokens}{self._costing()}."]
        if spent.lost:
            lines.append(
                f"Answers that got lost and may have been paid for: {spent.lost}; they are counted in."
            )
        for name, reason in self.unanswered[:20]:
            lines.append(f"Not answered: {name}: {reason}.")
        if len(self.unanswered) > 20:
            lines.append(f"Not answered: {len(self.unanswered) - 20} more.")
        if self.unasked.articles:
            limit = "--max-cost" if self.settings.max_cost is not None else "--max-tokens"
            left = Estimate(
                self.unasked.articles, 0, self.unasked.question_tokens, self.unasked.answer_tokens
            )
            lines.append(f"Stopped before {limit} was passed. Left: {left.told(self.settings)}.")
        return lines

    @property
    def complete(self) -> bool:
        """Whether every article of the last run has its answer."""
        return not self.unanswered and not self.unasked.articles

    def estimate(self, articles: Iterable[Article]) -> "Estimate":
        """What coding some articles would take, without asking anything."""
        cache = Cache(self.settings.cache or default_cache())
        asked = known = question = 0
        try:
            for article in articles:
                messages = self.prompt.messages(article)
                if cache.get(question_key(self.settings, messages)):
                    known += 1
                    continue
                asked += 1
                question += sum(usual_tokens(message["content"]) for message in messages)
        finally:
            cache.close()
        return Estimate(asked, known, question, asked * USUAL_ANSWER)

    def _leave(self, article: Article, left: Left) -> None:
        if left.reason is not None:
            self.unanswered.append((article.id, left.reason))
            return
        self.unasked.articles += 1
        self.unasked.question_tokens += sum(
            usual_tokens(message["content"]) for message in self.prompt.messages(article)
        )
        usual = self.spent.answer_tokens / self.spent.answers if self.spent.answers else USUAL_ANSWER
        self.unasked.answer_tokens += round(usual)

    def _empty(self, article: Article, reason: str) -> Coding:
        line = opening(article.text)
        skipped = (Skipped(line.quote, reason, line.start, line.end),)
        return Coding(article, self.name, self.version, (), skipped, self.facts)

    def _costing(self) -> str:
        prices = self.settings.prices
        return f", {money(self.spent.cost, prices.currency)}" if prices else ""

    @property
    def _parameters(self) -> dict[str, Any]:
        return {**self.settings.parameters, "max_tokens": self.settings.answer_tokens}

    @property
    def _normaliser(self) -> Normaliser:
        return _rules()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What articles would take.

    Attributes:
        articles: How many are to be asked about.
        known: How many have been answered before.
        question_tokens: About the tokens of the questions.
        answer_tokens: About the tokens of the answers.
    """

    articles: int
    known: int
    question_tokens: int
    answer_tokens: int

    def told(self, settings: Settings) -> str:
        """The estimate in a few words."""
        said = (
            f"{self.articles} articles, about {self.question_tokens:,} tokens of questions "
            f"and {self.answer_tokens:,} of answers"
        )
        prices = settings.prices
        if prices is None:
            return f"{said} (no prices for {settings.model})"
        return f"{said}, {money(prices.cost(self.question_tokens, self.answer_tokens), prices.currency)}"


@cache
def _rules() -> Normaliser:
    """The lists, the gazetteer and the grammar, loaded once for all models."""
    return Normaliser(DictionaryCoder())


def _why(reply: Reply) -> str:
    return " ".join((reply.refusal or f"ended by {reply.finish}").split())[:200] or "without a word"


def _in_place(examined: Examined, refused: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """What was passed over, in the order of the text."""
    return tuple(sorted(dict.fromkeys([*examined.skipped, *refused]), key=lambda s: (s.start, s.end)))
