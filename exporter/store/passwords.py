"""Passwords: what is kept of them is argon2id, with the settings that argon2-cffi recommends."""

import secrets
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from exporter.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
LONGEST = 1000


def hashed(password: str) -> str:
    """A password as it is kept."""
    return _hasher().hash(_bytes(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes as long where there is none to compare with.

    Otherwise the time of an answer would tell which names exist.
    """
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 (an extra)

    try:
        right = _hasher().verify(kept or _nobodys(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def outdated(kept: str) -> bool:
    """Whether a password was kept with weaker settings than today's."""
    return _hasher().check_needs_rehash(kept)


def check(password: str, name: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        UsageError: It is too short, too long, nearly one letter, or the name.
    """
    plain = _normal(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise UsageError(
            f"The password has {len(plain)} characters.",
            f"Take {SHORTEST} to {LONGEST}: a few words are fine.",
        )
    if len(set(plain.casefold())) < 5 or plain.casefold().replace(_normal(name).casefold(), "") == "":
        raise UsageError("The password is easily guessed.", "Take a few words that do not belong together.")


def _normal(password: str) -> str:
    # The same letters may be typed as other code points on another keyboard.
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    # Forms may send what is no character.
    return _normal(password).encode("utf-8", "surrogatepass")


@cache
def _hasher() -> "PasswordHasher":
    try:
        from argon2 import PasswordHasher  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingExtraError("Accounts", "desk") from error
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe())
