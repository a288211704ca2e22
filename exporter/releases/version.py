"""What a release is called: the name of its dataset and its version.

Both become folder names, so that nothing passes here that could leave the output folder or that a file
system would refuse.
"""

import re
from dataclasses import dataclass
from typing import Literal, Self

from exporter.errors import UsageError


@dataclass(frozen=True, order=True, slots=True)
class Version:
    """A semantic version without pre-release or build parts; versions compare by their numbers."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The version that a text such as `1.0.0` says.

        Raises:
            UsageError: The text is not three numbers joined by dots.
        """
        found = _VERSION.fullmatch(text)
        if not found:
            raise UsageError(
                f"{text!r} is not a version.",
                "Write three whole numbers joined by dots, without leading zeros or suffix, such as 1.0.0.",
            )
        return cls(*(int(number) for number in found.groups()))

    def raised(self, level: Literal["major", "minor", "patch"]) -> Self:
        """The next version, one of its parts raised and those behind it back at 0."""
        kind = type(self)
        match level:
            case "major":
                return kind(self.major + 1, 0, 0)
            case "minor":
                return kind(self.major, self.minor + 1, 0)
            case "patch":
                return kind(self.major, self.minor, self.patch + 1)

    def __str__(self) -> str:
        """The version as it is written."""
        return f"{self.major}.{self.minor}.{self.patch}"


def dataset_name(name: str) -> str:
    """The name, if a dataset may be called so.

    Raises:
        UsageError: The name could not be a folder everywhere.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} is not a name for a dataset.",
            "Use 1 to 64 lower-case letters a-z, digits, hyphens and underscores, a letter or digit first.",
        )
    if _RESERVED.fullmatch(name):
        raise UsageError(
            f"A dataset cannot be called {name!r}: Windows keeps that name for a device.",
            f"Choose another name, such as {name}-events.",
        )
    return name


# Nine digits a part: more is a slip, and it keeps the folder's name short.
_PART = r"(0|[1-9][0-9]{0,8})"
_VERSION = re.compile(rf"{_PART}\.{_PART}\.{_PART}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
