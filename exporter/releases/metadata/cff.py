"""`CITATION.cff`: how to cite a release, in the Citation File Format 1.2.0."""

import json
import re
from typing import Any

from exporter.releases.about import Author
from exporter.releases.facts import Facts


def citation_cff(facts: Facts) -> str:
    """The file's text."""
    about = facts.about
    told: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Please cite this dataset as given here.",
        "type": "dataset",
        "title": facts.title,
        "version": facts.version,
        "date-released": facts.created.date().isoformat() if facts.created else None,
        "abstract": facts.description,
        "authors": [_author(author) for author in facts.authors],
        "keywords": list(facts.keywords),
        "url": about.homepage,
        # The format knows fewer characters in a DOI than there are.
        "doi": about.doi if about.doi and _DOI.fullmatch(about.doi) else None,
    }
    if about.licence:
        told |= (
            {"license": about.licence.spdx} if about.licence.spdx else {"license-url": about.licence.address}
        )
    if about.contact:
        told["contact"] = [{"name": about.contact.name, "email": about.contact.email}]
    return "".join(_lines(key, value) for key, value in told.items() if value)


_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;.()\[\]\\-]+")


def _author(author: Author) -> dict[str, str | None]:
    if author.name is not None:
        return {"name": author.name}
    return {
        "family-names": author.family,
        "given-names": author.given,
        "orcid": f"https://orcid.org/{author.orcid}" if author.orcid else None,
        "affiliation": author.affiliation,
    }


def _lines(key: str, value: Any) -> str:
    """A key of YAML with its value: text as JSON writes it, which YAML reads the same."""
    if isinstance(value, str):
        return f"{key}: {_quoted(value)}\n"
    held = []
    for item in value:
        if isinstance(item, str):
            held.append(f"  - {_quoted(item)}\n")
        else:
            stated = [f"{name}: {_quoted(word)}\n" for name, word in item.items() if word]
            held.append("  - " + "    ".join(stated))
    return f"{key}:\n{''.join(held)}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
