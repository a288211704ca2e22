"""The command as users run it, with its real output, errors and exit status."""

import hashlib
import io
import os
import subprocess
import sys
import traceback
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from exporter.cli import main

COMMAND = [sys.executable, "-m", "exporter"]

# What would make a pipe look like a terminal.
_COLOURS = ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _COLOURS}


@dataclass(frozen=True)
class Result:
    """What a run left behind."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments, cwd, stdin="", environment=None) -> Result:
    """Run the command to its end in a folder of its own, as `run_apart` does, but within this process.

    Most of the time of a short command goes into its imports: they are made once here.
    """
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    with (
        chdir(cwd),
        patch.dict(os.environ, ENVIRONMENT | (environment or {}), clear=True),
        patch.multiple(sys, argv=["exporter", *map(str, arguments)], stdin=given, stdout=out, stderr=err),
    ):
        status = _status()
    return Result(status, *(_text(stream) for stream in (out, err)))


def _status() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001
        # What Python itself does with an error that nobody caught.
        traceback.print_exc()
        return 1
    return 0


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()


def run_apart(*arguments, cwd, stdin="", environment=None, **options):
    """Run the command to its end in a folder of its own, as a process of its own."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        encoding="utf-8",
        env=ENVIRONMENT | (environment or {}),
        timeout=120,
        check=False,
        **options,
    )


def refused(result, *words, status=2):
    """Check that a run was refused with a message and a remedy, on standard error, without a traceback."""
    assert result.returncode == status, result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr
    assert len(result.stderr.strip().splitlines()) >= 2, "a message and a remedy"


def verifies(folder: Path) -> bool:
    """Whether every file of a release has the checksum that SHA256SUMS gives, and no other file is there."""
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return held == {*sums, "SHA256SUMS"} and all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in sums.items()
    )


def only_whole_releases(output: Path) -> bool:
    """Whether an output folder, if it is there at all, holds releases that verify and nothing else."""
    if not output.exists():
        return True
    return all(
        not entry.name.startswith(".") and verifies(entry)
        for dataset in output.iterdir()
        for entry in dataset.iterdir()
    )
