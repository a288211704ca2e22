"""The values that `dataset.toml` may hold: each check gives the value in its usual form, or says what is wrong."""

import re
import unicodedata
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from exporter.errors import UsageError

Check = Callable[[str, object], str]
"""Takes the key and the value; raises UsageError where the value does not fit."""


def text(key: str, value: object) -> str:
    """Words: one line or several, not blank."""
    if not isinstance(value, str):
        raise UsageError(f"{key}: {value!r} is not text.", f'Write it in quotes: {key} = "...".')
    if not value.strip():
        raise UsageError(
            f"{key}: {value!r} is blank.",
            "Write something, or take the line out; what is not there is not stated.",
        )
    if any(unicodedata.category(letter) in _UNSEEN and letter not in "\n\t" for letter in value):
        raise UsageError(f"{key}: {value!r} holds a control character.", "Write plain text.")
    return value.strip()


def line(key: str, value: object) -> str:
    """Words on one line."""
    found = text(key, value)
    if "\n" in found or "\t" in found:
        raise UsageError(f"{key}: {value!r} holds a line break or tab.", "Write it on one line.")
    return found


def orcid(key: str, value: object) -> str:
    """An ORCID iD, with or without its address; its last character is the check digit of ISO 7064, mod 11-2."""
    found = line(key, value)
    digits = found.removeprefix("https://orcid.org/").removeprefix("http://orcid.org/")
    if not _ORCID.fullmatch(digits):
        raise UsageError(
            f"{key}: {found!r} is no ORCID iD.", "Write its sixteen characters as 0000-0002-1825-0097."
        )
    total = 0
    for digit in digits.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    if digits[-1] != ("X" if rest == 10 else str(rest)):
        raise UsageError(
            f"{key}: {found!r} is no ORCID iD: its check digit is wrong.", "Copy it once more from orcid.org."
        )
    return digits


def email(key: str, value: object) -> str:
    """An e-mail address."""
    found = line(key, value)
    if not _EMAIL.fullmatch(found):
        raise UsageError(f"{key}: {found!r} is no e-mail address.", "Write it as name@example.org.")
    return found


def url(key: str, value: object) -> str:
    """An address of the web."""
    found = line(key, value)
    try:
        parts = urlsplit(found)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and _URL.fullmatch(found)
    except ValueError:
        fine = None
    if not fine:
        raise UsageError(
            f"{key}: {found!r} is no address.",
            "Write it whole, as https://example.org/page, with spaces and the like as %20.",
        )
    return found


def doi(key: str, value: object) -> str:
    """A DOI, with or without its address."""
    found = line(key, value)
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", found, flags=re.IGNORECASE)
    if not _DOI.fullmatch(bare):
        raise UsageError(
            f"{key}: {found!r} is no DOI.", "Write it as 10.1234/abcd, without anything round it."
        )
    return bare


def language(key: str, value: object) -> str:
    """A language tag such as `en` or `pt-BR`."""
    found = line(key, value)
    if not _LANGUAGE.fullmatch(found):
        raise UsageError(
            f"{key}: {found!r} is no language tag.", "Write the ISO 639 code, such as en or pt-BR."
        )
    return found


def spdx(key: str, value: object) -> str:
    """The identifier of one licence on the SPDX list."""
    found = line(key, value)
    try:
        known = canonicalize_license_expression(found)
    except InvalidLicenseExpression:
        known = None
    if known is None or " " in known or known.startswith("LicenseRef-"):
        raise UsageError(
            f"{key}: {found!r} is not on the SPDX list of licences.",
            "Take an identifier such as CC-BY-4.0 from https://spdx.org/licenses, or give name and url instead.",
        )
    return str(known)


def one_of(values: Collection[str]) -> Check:
    """A check for one of these words."""

    def check(key: str, value: object) -> str:
        found = line(key, value)
        if found not in values:
            raise UsageError(f"{key}: {found!r} is not known.", f"Write one of: {', '.join(values)}.")
        return found

    return check


# Control characters, surrogates, and the separators that some formats take for line ends.
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}")
# What RFC 3986 lets stand in an address.
_URL = re.compile(r"https?://(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_DOI = re.compile(r"10\.\d{4,9}(\.\d+)*/[A-Za-z0-9._;()/:<>+-]+", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
