"""How to cite a release: as a sentence for a list of references, and as BibTeX."""

import re
from dataclasses import dataclass

from exporter.catalogue.entry import Entry


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in two forms."""

    text: str
    bibtex: str


def cite(entry: Entry) -> Citation:
    """A citation from what the release says of itself."""
    return Citation(entry.about.citation or _sentence(entry), _bibtex(entry))


def _sentence(entry: Entry) -> str:
    """After APA's form for data sets: Authors (year). Title (Version n) [Data set]. Publisher. Address."""
    told, year = entry.about, _year(entry)
    title = f"{told.title} (Version {entry.version}) [Data set]."
    when = f" ({year})" if year else ""
    lead = f"{_joined(told.creators)}{when}. {title}" if told.creators else f"{title[:-1]}{when}."
    publisher = f"{told.publisher.removesuffix('.')}." if told.publisher else None
    return " ".join(part for part in (lead, publisher, _address(entry)) if part)


def _joined(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"


def _address(entry: Entry) -> str | None:
    doi = entry.about.doi
    return f"https://doi.org/{doi}" if doi else entry.about.homepage


def _bibtex(entry: Entry) -> str:
    told = entry.about
    fields = {
        "author": " and ".join(f"{{{_tex(n)}}}" if "," not in n else _tex(n) for n in told.creators),
        "title": f"{{{_tex(told.title)}}}",
        "year": _year(entry),
        "version": str(entry.version),
        "note": f"Data set, version {entry.version}",
        "publisher": _tex(told.publisher or ""),
        "doi": told.doi,
        "url": None if told.doi else told.homepage,
    }
    lines = [f"  {key:<9} = {{{value}}}," for key, value in fields.items() if value]
    return "\n".join([f"@misc{{{entry.dataset}_{str(entry.version).replace('.', '_')},", *lines, "}"])


def _year(entry: Entry) -> str | None:
    return entry.created[:4] if entry.created else None


_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _tex(text: str) -> str:
    """Text whose characters TeX does not take for commands."""
    return re.sub(
        r"[\\{}~^&%$#_]", lambda found: _SPECIAL.get(found[0], f"\\{found[0]}"), " ".join(text.split())
    )
