"""The body of a request, and how it adapts to what a server does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.coders.model.settings import Settings

Message = dict[str, str]
"""Who speaks, and the words."""

FORMS = ("json_schema", "json_object", "text")
"""How the form of the answer is asked for, the strictest first; the instructions describe it in any case."""

_OF_THE_FORM = ("response_format", "json_schema", "json_object", "structured output", "guided", "grammar")


@dataclass
class Dialect:
    """What a server understands, as far as it has said so.

    Attributes:
        form: One of `FORMS`.
        limit: What the longest answer is called.
    """

    form: str = FORMS[0]
    limit: str = "max_tokens"

    def adapt(self, complaint: str, asked: "Dialect") -> bool:
        """Learn from a refused request; whether it is worth asking again.

        Args:
            complaint: What the server says is wrong.
            asked: The dialect of the request that it refused.
        """
        said = complaint.lower()
        if "max_tokens" in said and "max_completion_tokens" in said and asked.limit == "max_tokens":
            self.limit = "max_completion_tokens"
            return True
        if any(word in said for word in _OF_THE_FORM) and asked.form != FORMS[-1]:
            if self.form == asked.form:  # else another request has learnt it already
                self.form = FORMS[FORMS.index(asked.form) + 1]
            return True
        return False


def body(
    settings: Settings, schema: Mapping[str, Any], messages: Sequence[Message], dialect: Dialect
) -> dict[str, Any]:
    """The request for the answer to some messages, in the form of `schema`."""
    asked: dict[str, Any] = {
        "model": settings.model,
        "messages": list(messages),
        **settings.parameters,
        dialect.limit: settings.answer_tokens,
    }
    if dialect.form == "json_schema":
        form = {"name": "events_of_a_report", "strict": True, "schema": schema}
        asked["response_format"] = {"type": "json_schema", "json_schema": form}
    elif dialect.form == "json_object":
        asked["response_format"] = {"type": "json_object"}
    return asked
