"""How the model is asked: from the table `[model]` of dataset.toml, and from the options of the command.

    [model]
    name = "qwen2.5-14b-instruct"
    base_url = "http://localhost:8000/v1"

    [model.parameters]
    temperature = 0

    [model.prices."qwen2.5-14b-instruct"]
    input = 0.20
    output = 0.60

The key is not among them: it comes from the environment and goes nowhere but to the server (see `ask`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from exporter.coders.model.prices import Prices, prices_of
from exporter.errors import UsageError

OPENAI = "https://api.openai.com/v1"

# What the request says for itself.
_OURS = frozenset(
    {"messages", "model", "stream", "stream_options", "response_format", "n", "tools", "tool_choice",
     "max_tokens", "max_completion_tokens"}
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the model is asked.

    Attributes:
        model: Its name, as the server calls it.
        base_url: Where the server is, up to and with its `/v1`.
        concurrency: Requests under way at a time.
        parameters: What goes into each request besides, such as the temperature.
        answer_tokens: The longest answer.
        timeout: Seconds after which a server that sends nothing is given up.
        attempts: How often one question is asked that gets no answer.
        stream: Whether the answer is to come word by word, for servers that cut long silences.
        prices: What tokens cost; None where nobody says.
        max_cost: Where to stop, in the currency of the prices.
        max_tokens: Where to stop, in tokens of questions and answers.
        cache: The file of the answers so far; None for the user's own.
    """

    model: str
    base_url: str = OPENAI
    concurrency: int = 8
    parameters: Mapping[str, Any] = field(default_factory=lambda: {"temperature": 0})
    answer_tokens: int = 4096
    timeout: float = 300.0
    attempts: int = 6
    stream: bool = False
    prices: Prices | None = None
    max_cost: float | None = None
    max_tokens: int | None = None
    cache: Path | None = None

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise UsageError("No model is named.", "Name one with --model, or as `name` in [model].")
        self._check_address()
        for name, least in (("concurrency", 1), ("answer_tokens", 100), ("attempts", 1), ("timeout", 0.001)):
            if getattr(self, name) < least:
                raise UsageError(f"{name} is {getattr(self, name)}.", f"Give {least} or more.")
        own = sorted(_OURS & set(self.parameters))
        if own:
            raise UsageError(
                f"[model.parameters] sets {own[0]}.", "Leave it out: the request says it itself."
            )
        if self.max_cost is not None and self.prices is None:
            raise UsageError(
                f"--max-cost needs the prices of {self.model}.",
                f'Write a table [model.prices."{self.model}"] with `input` and `output`, each for a million '
                "tokens, into dataset.toml; or limit the tokens with --max-tokens.",
            )

    def _check_address(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                f"{self.base_url!r} is no address of a server.", f"Give it like {OPENAI}, up to its /v1."
            )
        if parts.username or parts.password or parts.query:
            raise UsageError(
                "The address of the server holds a name, a password or a query.",
                "Give the bare address; the key comes from the environment.",
            )


def read_settings(path: Path | None, **given: Any) -> Settings:
    """The settings of a dataset.toml, with those that are given (and not None) in their place.

    Raises:
        UsageError: The file cannot be read, or something in it cannot be meant so.
    """
    where = str(path) if path else "dataset.toml"
    table = _table(path) if path else {}
    asked = {name: value for name, value in given.items() if value is not None}
    known = {f.name for f in fields(Settings)} - {"model", "max_cost", "max_tokens"}
    prices = table.pop("prices", {})
    name = table.pop("name", "")
    unknown = sorted(set(table) - known)
    if unknown:
        raise UsageError(
            f"{where}, [model]: {unknown[0]} is no setting.", f"There are: name, {', '.join(sorted(known))}."
        )
    _check_types(where, table)
    if "cache" in table:
        table["cache"] = Path(table["cache"]).expanduser()
    told = {"model": name, **table, **asked}
    try:
        settings = Settings(**{**told, "max_cost": None})
        settings = replace(settings, prices=prices_of(prices, settings.model))
    except UsageError as error:
        raise UsageError(f"{error.message}", error.remedy) from error
    return replace(settings, max_cost=told.get("max_cost"))


def _table(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no TOML: {error}.", "Mend the line that is named.") from error
    table = content.get("model", {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: model is no table.", "Write the settings below [model].")
    return dict(table)


_TYPES: dict[str, tuple[type, ...]] = {
    "base_url": (str,),
    "concurrency": (int,),
    "parameters": (dict,),
    "answer_tokens": (int,),
    "timeout": (int, float),
    "attempts": (int,),
    "stream": (bool,),
    "cache": (str,),
}


def _check_types(where: str, table: Mapping[str, Any]) -> None:
    for name, value in table.items():
        wanted = _TYPES[name]
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            raise UsageError(f"{where}, [model]: {name} is {value!r}.", f"Write it as {wanted[0].__name__}.")
