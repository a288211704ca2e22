"""The JSON object in what a model says: bare, in a fence, behind its thoughts or among other words."""

import json
import re
from typing import Any

LONGEST = 400_000
"""An answer of more characters is none."""

_THOUGHTS = re.compile(r"\A\s*<(think|thinking|thought)>.*?</\1>", re.DOTALL | re.IGNORECASE)


class NotJsonError(ValueError):
    """The answer holds no JSON object."""


def json_object(said: str) -> dict[str, Any]:
    """The first JSON object that has a list of events; else the first of all.

    Raises:
        NotJsonError: There is none, or it breaks off.
    """
    if len(said) > LONGEST:
        raise NotJsonError(f"the answer has {len(said)} characters, more than {LONGEST}")
    told = _THOUGHTS.sub("", said, count=1).strip()
    if not told:
        raise NotJsonError("the answer is empty")
    first: dict[str, Any] | None = None
    at, tries = told.find("{"), 0
    while at >= 0 and tries < 20:
        tries += 1
        try:
            found, end = _DECODER.raw_decode(told, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if "events" in found:
                return dict(found)
            first = first or found
        at = told.find("{", end)
    if first is None:
        raise NotJsonError("the answer holds no complete JSON object")
    return first


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _whole_number(digits: str) -> int:
    if len(digits) > 18:
        raise ValueError("a number of too many digits")
    return int(digits)


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_int=_whole_number)
