"""What a rule is: a named Polars expression that must hold in every row, with its message and remedy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import pandera.polars as pa
import polars as pl

Severity = Literal["error", "warning"]

Model = TypeVar("Model", bound=pa.DataFrameModel)


@dataclass(frozen=True)
class Rule:
    """A check across columns.

    Attributes:
        code: Stable short code, such as `EV003`; never given to another rule.
        name: What holds, as a Python name; pandera reports the rule under it.
        columns: The columns that the rule reads, the one to mend first.
        holds: Boolean expression, one value a row; null counts as holding, since the columns' own
            declarations say whether a value may be missing.
        message: What is wrong where it does not hold.
        remedy: What to do about it.
        severity: An error rejects the row, a warning is told only.
    """

    code: str
    name: str
    columns: tuple[str, ...]
    holds: pl.Expr
    message: str
    remedy: str
    severity: Severity = "error"

    @property
    def kept(self) -> pl.Expr:
        """Whether a row keeps the rule; never null."""
        return self.holds.fill_null(value=True)


def carries(rules: tuple[Rule, ...]) -> Callable[[type[Model]], type[Model]]:
    """Class decorator: the pandera model also checks these rules, each under its own name.

    A subclass has the rules of its parents too; `rules_of` gives them all.
    """

    def decorate(model: type[Model]) -> type[Model]:
        for rule in rules:
            setattr(model, rule.name, _as_check(rule))
        own = {rule.name for rule in rules}
        earlier = tuple(rule for rule in rules_of(model) if rule.name not in own)
        type.__setattr__(model, _RULES, (*earlier, *rules))
        return model

    return decorate


_RULES = "__exporter_rules__"


def rules_of(model: type[pa.DataFrameModel]) -> tuple[Rule, ...]:
    """The rules that a model carries, its parents' first."""
    found: tuple[Rule, ...] = getattr(model, _RULES, ())
    return found


def _as_check(rule: Rule) -> Any:
    def check(cls: type, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: ARG001 (pandera's signature)
        return data.lazyframe.select(rule.kept)

    # Pandera takes the name out of its note of the check when it first builds a schema; a subclass that is built
    # later falls back on the function's own.
    check.__name__ = rule.name
    # Pandera writes each failing row out as JSON: one is enough, whoever needs all evaluates `holds`.
    return pa.dataframe_check(check, name=rule.name, n_failure_cases=1)
