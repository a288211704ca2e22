"""The errors that a user can cause and mend; everything else is a fault of ours.

Each message says what was found and where, and `remedy` says what to do. The command line prints both on
standard error without a traceback and exits with `exit_status`.
"""


class ExporterError(Exception):
    """Base of all errors raised on purpose.

    Args:
        message: What is wrong, naming the file, row, column and value where there are any.
        remedy: What the user can do about it, as a full sentence.
    """

    exit_status = 2

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """Message and remedy on one line each."""
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class UsageError(ExporterError):
    """The request itself cannot be carried out (exit status 2)."""


class DataError(ExporterError):
    """The request was fine, the data has problems (exit status 1)."""

    exit_status = 1


class MissingExtraError(UsageError):
    """A part of this package was asked for whose optional dependencies are not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs packages that are not installed.",
            f"Install them with: pip install 'event-exporter[{extra}]'",
        )
