"""Files of any size checked: a batch at a time, then what only the whole file or its neighbours can say."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from exporter.codebook import REFERENCES
from exporter.errors import ExporterError, UsageError
from exporter.validation.formats import Format, RecordFormat, TableFormat, format_of, formats
from exporter.validation.inputs import Part, find, parts
from exporter.validation.keys import Keys
from exporter.validation.problems import problems
from exporter.validation.record_files import check_records
from exporter.validation.report import FileReport, Report
from exporter.validation.settings import Settings
from exporter.validation.table_files import check_table, tell
from exporter.validation.tally import Sink, Tally


def check_files(
    named: Iterable[str | Path],
    known: Sequence[Format] | None = None,
    *,
    told: str | None = None,
    settings: Settings | None = None,
    sink: Sink | None = None,
) -> Report:
    """Check files against their formats.

    Args:
        named: Files, folders of releases, patterns, or `-` for standard input.
        known: The formats that a file may be of; those of the codebook where none are given.
        told: The name of the format of all files, where they do not show it.
        settings: How strictly to check.
        sink: Takes every problem as it is found; a report keeps the first of each check only.

    Raises:
        UsageError: A file is missing, or there is no format of that name. A file that cannot be read is
            a problem in the report.
    """
    known = known or formats()
    if told is not None and told not in {one.name for one in known}:
        names = ", ".join(one.name for one in known)
        raise UsageError(f"There is no format {told!r}.", f"The formats are: {names}.")
    work = _Work(known, told, settings or Settings(), sink or _nowhere)
    for folder in _folders(find(named)):
        work.check_folder(folder)
    severities, reasons = work.settings.severities, work.settings.reasons
    softened = tuple((code, severity, reasons.get(code, "")) for code, severity in severities.items())
    return Report(tuple(work.reports), softened)


def _nowhere(_: pl.DataFrame) -> None:
    """Take problems that nobody asked for."""


def _folders(paths: list[Path | None]) -> Iterator[list[Path | None]]:
    """The files that stand in one folder or archive: their tables refer to each other."""
    groups: dict[Path | None, list[Path | None]] = {}
    for path in paths:
        alone = path is None or path.suffix.lower() == ".zip"
        groups.setdefault(path if path is None or alone else path.parent, []).append(path)
    yield from groups.values()


@dataclass(frozen=True)
class _Checked:
    """A file with what was found in it so far."""

    format: Format | None
    tally: Tally
    keys: Keys | None = None
    readable: bool = True

    def report(self) -> FileReport:
        kind, tally = self.format, self.tally
        name = kind.name if kind else ""
        return FileReport(
            tally.file,
            name,
            tally.rows,
            tally.good if self.readable else 0,
            kind.checks if kind else 0,
            tally.counted(),
            tally.problems(),
            self.readable,
        )


@dataclass
class _Work:
    known: Sequence[Format]
    told: str | None
    settings: Settings
    sink: Sink
    reports: list[FileReport] = field(default_factory=list)

    def check_folder(self, paths: list[Path | None]) -> None:
        """Check each file, and then the tables against each other while their files are there."""
        checked: list[_Checked] = []
        with ExitStack() as stack:
            for path in paths:
                try:
                    held = stack.enter_context(parts(path))
                except ExporterError as error:
                    checked.append(self._unreadable("standard input" if path is None else str(path), error))
                else:
                    checked += [self._check(part) for part in held]
            self._refer(checked)
        self.reports += [one.report() for one in checked]

    def _check(self, part: Part) -> _Checked:
        tally = Tally(part.name, self.settings.max_problems, self.sink)
        kind: Format | None = None
        try:
            kind = format_of(part, self.known, self.told)
            if isinstance(kind, RecordFormat):
                check_records(part, tally, self.settings, kind.events)
                return _Checked(kind, tally)
            keys = Keys(kind.table, partial(kind.batches, part))
            check_table(part, kind, keys, tally, self.settings)
        except ExporterError as error:
            tally.tell(_file_problem(error))
            return _Checked(kind, tally, readable=False)
        return _Checked(kind, tally, keys)

    def _unreadable(self, name: str, error: ExporterError) -> _Checked:
        tally = Tally(name, self.settings.max_problems, self.sink)
        tally.tell(_file_problem(error))
        return _Checked(None, tally, readable=False)

    def _refer(self, checked: list[_Checked]) -> None:
        """Tables of the codebook against each other; a second file of the same table stands alone."""
        own: dict[str, _Checked] = {}
        for one in checked:
            if isinstance(one.format, TableFormat) and one.keys is not None:
                own.setdefault(one.format.name, one)
        for reference in REFERENCES:
            child, parent = own.get(reference.child), own.get(reference.parent)
            if child is None or parent is None or child.keys is None or parent.keys is None:
                continue
            tell(child.tally, child.keys.referred(parent.keys, reference), self.settings)


def _file_problem(error: ExporterError) -> pl.DataFrame:
    row = {"check": "file", "message": error.message, "remedy": error.remedy}
    return problems(pl.DataFrame([row], schema_overrides={"remedy": pl.String}))
