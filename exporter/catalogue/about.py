"""Title, authors and licence of a release, from its `datapackage.json` and `datacite.json`.

Older releases may have neither: the title is then the name of the dataset, and the rest is not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Link:
    """A name that may lead somewhere: a web address or none."""

    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What a release says of itself.

    Attributes:
        title: Its title.
        description: A sentence or a few.
        creators: Names of its authors, family name first where it is known.
        licence: Licence of the data.
        homepage: Web address of the dataset.
        publisher: Who publishes it.
        doi: Digital object identifier, such as `10.5281/zenodo.1`.
        keywords: Words to find it by.
        citation: How it wants to be cited, in its own words.
    """

    title: str
    description: str | None = None
    creators: tuple[str, ...] = ()
    licence: Link | None = None
    homepage: str | None = None
    publisher: str | None = None
    doi: str | None = None
    keywords: tuple[str, ...] = ()
    citation: str | None = None


def about(dataset: str, package: Mapping[str, Any], datacite: Mapping[str, Any]) -> About:
    """What the two documents say; each may be empty, and what is not of its type is passed over."""
    return About(
        title=_text(package.get("title")) or _first(datacite, "titles", "title") or dataset,
        description=_text(package.get("description")) or _first(datacite, "descriptions", "description"),
        creators=_creators(datacite) or _contributors(package),
        licence=_licence(package),
        homepage=web_address(package.get("homepage")),
        publisher=_publisher(package, datacite),
        doi=_text(datacite.get("doi")),
        keywords=tuple(word for word in map(_text, _list(package.get("keywords"))) if word),
        citation=_text(package.get("citation")),
    )


def web_address(value: object) -> str | None:
    """A web address; anything else, such as a script, is none."""
    text = _text(value)
    try:
        return text if text and urlsplit(text).scheme in {"http", "https"} and urlsplit(text).netloc else None
    except ValueError:
        return None


def _text(value: object) -> str | None:
    """Text that says something; half of a surrogate pair, which JSON may hold and UTF-8 may not, becomes `?`."""
    return value.encode("utf-8", "replace").decode().strip() or None if isinstance(value, str) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in _list(value) if isinstance(item, dict)]


def _first(document: Mapping[str, Any], key: str, inner: str) -> str | None:
    return next(
        (text for text in (_text(item.get(inner)) for item in _dicts(document.get(key))) if text), None
    )


def _creators(datacite: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in map(_name, _dicts(datacite.get("creators"))) if name)


def _contributors(package: Mapping[str, Any]) -> tuple[str, ...]:
    people = _dicts(package.get("contributors"))
    authors = [one for one in people if {"creator", "author"}.intersection(_roles(one))]
    return tuple(name for name in map(_name, authors or [one for one in people if not _roles(one)]) if name)


def _roles(person: Mapping[str, Any]) -> list[str]:
    return [role for role in _list(person.get("roles")) if isinstance(role, str)]


def _name(person: Mapping[str, Any]) -> str | None:
    """`Family, Given` where both are known, else the name as it is written."""
    family, given = _text(person.get("familyName")), _text(person.get("givenName"))
    if family and given:
        return f"{family}, {given}"
    return _text(person.get("name")) or _text(person.get("title")) or family


def _licence(package: Mapping[str, Any]) -> Link | None:
    for licence in _dicts(package.get("licenses")):
        name = _text(licence.get("title")) or _text(licence.get("name"))
        if name:
            return Link(name, web_address(licence.get("path")))
    return None


def _publisher(package: Mapping[str, Any], datacite: Mapping[str, Any]) -> str | None:
    """The publisher, which DataCite 4.4 writes as text and 4.5 as an object; `:unav` is its word for unknown."""
    told = datacite.get("publisher")
    name = _text(told.get("name") if isinstance(told, dict) else told)
    if name and not name.startswith(":"):
        return name
    publishers = (one for one in _dicts(package.get("contributors")) if "publisher" in _roles(one))
    return next((name for name in map(_name, publishers) if name), None)
