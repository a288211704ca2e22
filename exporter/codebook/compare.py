"""Two versions of the published contract compared: what breaks for those who read by it, and what does not.

A change breaks where data that kept the old contract could break the new one, or where readers of the old one
could meet something that they do not know.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from exporter.errors import UsageError

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A difference between two contracts.

    Attributes:
        kind: `breaking`, `addition`, or `wording` where only descriptions differ.
        place: Where, such as `events.row.schema.json: fatalities`.
        what: What is different.
    """

    kind: Literal["breaking", "addition", "wording"]
    place: str
    what: str


def read_contract(folder: Path) -> dict[str, Schema]:
    """The JSON Schemas of a published version, by file name; of a folder of versions those of the highest.

    Raises:
        UsageError: The folder holds none, or one that is no JSON.
    """
    found = {}
    folder = max(_versions(folder), key=lambda one: numbers_of(one.name), default=folder)
    for file in sorted(folder.glob("*.schema.json")):
        try:
            found[file.name] = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError(f"{file} cannot be read: {error}.", "Check that it is a JSON Schema.") from error
    if not found:
        raise UsageError(
            f"{folder} holds no JSON Schemas.", "Name a version's folder, or that of all versions: schemas."
        )
    return found


def _versions(folder: Path) -> list[Path]:
    return [one for one in folder.glob("*") if one.is_dir() and re.fullmatch(r"\d+\.\d+\.\d+", one.name)]


def numbers_of(version: str) -> tuple[int, ...]:
    """A version in a form that sorts."""
    return tuple(int(part) for part in version.split("."))


def version_of(contract: Mapping[str, Schema]) -> str:
    """The version that a contract gives itself."""
    return str(next(iter(contract.values()), {}).get("version", "0.0.0"))


def compare(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> list[Change]:
    """All differences, the breaking ones first."""
    found: list[Change] = []
    for name in sorted({*old, *new}):
        if name not in new:
            found.append(Change("breaking", name, "the schema is gone"))
        elif name not in old:
            found.append(Change("addition", name, "the schema is new"))
        else:
            found += _schema(f"{name}:", old[name], new[name], (old[name], new[name]))
    order = ("breaking", "addition", "wording")
    return sorted(dict.fromkeys(found), key=lambda change: (order.index(change.kind), change.place))


def needed_version(old: str, changes: list[Change]) -> str:
    """The least version that the changes ask for, by semantic versioning."""
    major, minor, patch = (int(part) for part in old.split("."))
    kinds = {change.kind for change in changes}
    if "breaking" in kinds:
        return f"{major + 1}.0.0"
    if "addition" in kinds:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if kinds else old


_WORDS = ("title", "description")
# Bounds, and whether a smaller value asks for more.
_BOUNDS = {"minimum": 1, "minLength": 1, "minItems": 1, "maximum": -1, "maxLength": -1, "maxItems": -1}


def _schema(place: str, old: Schema, new: Schema, roots: tuple[Schema, Schema]) -> Iterator[Change]:
    old, new = _resolved(old, roots[0]), _resolved(new, roots[1])
    yield from _types(place, old, new)
    yield from _codes(place, old, new)
    yield from _bounds(place, old, new)
    yield from _properties(place, old, new, roots)
    for key in ("items", "additionalProperties", "propertyNames"):
        one, other = old.get(key, True), new.get(key, True)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _schema(f"{place}[]" if key == "items" else place, one, other, roots)
        elif one != other:
            looser = other is True or (one is False and other is not False)
            kind: Literal["breaking", "addition"] = "addition" if looser else "breaking"
            yield Change(kind, place, f"{key} is {'looser' if looser else 'stricter'}")
    for number, (one, other) in enumerate(zip(old.get("oneOf", []), new.get("oneOf", []), strict=False)):
        yield from _schema(f"{place}({number})", one, other, roots)
    if len(old.get("oneOf", [])) != len(new.get("oneOf", [])):
        yield Change("breaking", place, "its alternatives differ in number")
    for key in _WORDS:
        if old.get(key) != new.get(key):
            yield Change("wording", place, f"{key} differs")


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref", "")
    if not reference.startswith("#/"):
        return schema
    found: Any = root
    for step in reference[2:].split("/"):
        found = found[step]
    return dict(found)


def _types(place: str, old: Schema, new: Schema) -> Iterator[Change]:
    before, after = _as_set(old.get("type")), _as_set(new.get("type"))
    if before == after:
        return
    # A reader who has never met a missing value, or another type, is broken by one.
    yield Change("breaking", place, f"its type was {_listed(before)}, is {_listed(after)}")


def _codes(place: str, old: Schema, new: Schema) -> Iterator[Change]:
    if ("enum" in old) != ("enum" in new):
        yield Change(
            "breaking", place, "it has a code list now" if "enum" in new else "its code list is gone"
        )
        return
    before, after = old.get("enum", []), new.get("enum", [])
    for code in [code for code in before if code not in after]:
        yield Change("breaking", place, f"the code {code!r} is gone")
    for code in [code for code in after if code not in before]:
        yield Change("addition", place, f"the code {code!r} is new")


def _bounds(place: str, old: Schema, new: Schema) -> Iterator[Change]:
    for key, sign in _BOUNDS.items():
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        looser = after is None or (before is not None and sign * after < sign * before)
        yield Change("addition" if looser else "breaking", place, f"{key} was {before}, is {after}")
    for key in ("pattern", "format"):
        if old.get(key) != new.get(key):
            kind: Literal["breaking", "addition"] = "addition" if key not in new else "breaking"
            yield Change(kind, place, f"{key} was {old.get(key)}, is {new.get(key)}")


def _properties(place: str, old: Schema, new: Schema, roots: tuple[Schema, Schema]) -> Iterator[Change]:
    before, after = old.get("properties", {}), new.get("properties", {})
    must_before, must_after = set(old.get("required", [])), set(new.get("required", []))
    for name in before:
        here = f"{place} {name}".replace(":  ", ": ")
        if name not in after:
            yield Change("breaking", here, "it is gone")
            continue
        yield from _schema(here, before[name], after[name], roots)
        if (name in must_before) != (name in must_after):
            now = name in must_after
            yield Change("breaking", here, "it must be given now" if now else "it may be left out now")
    for name in after:
        if name not in before:
            yield Change("addition", f"{place} {name}", "it is new")


def _as_set(kind: Any) -> frozenset[str]:
    return frozenset(kind if isinstance(kind, list) else [kind] if kind else [])


def _listed(kinds: frozenset[str]) -> str:
    return " or ".join(sorted(kinds)) or "anything"
