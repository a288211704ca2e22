"""A folder that appears whole or not at all: filled beside its place under a hidden name, then renamed.

A build that is killed leaves its hidden folder behind. The next build of the same dataset takes it away; the
lock that every build holds on its own folder says which are left over, since it ends with its process.
"""

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from exporter.errors import UsageError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A hidden folder to fill; it becomes `target` when the block ends well and is removed when it does not.

    Raises:
        UsageError: The target exists, or the disk does not take what is written.
    """
    with told(target):
        check_absent(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(target.parent)
        part, lock = _new_part(target)
        try:
            yield part
            _sync_all(part)
            # Onto a folder with files in it, a rename fails: of two builds at a time, one wins.
            part.rename(target)
            _sync(target.parent)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                check_absent(target)
            raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
            if lock is not None:
                os.close(lock)


def check_absent(target: Path) -> None:
    """Refuse a folder that is there already: releases are never overwritten."""
    if os.path.lexists(target):
        raise UsageError(
            f"{target} is there already, and a release is never overwritten.",
            "Choose a higher version.",
        )


@contextlib.contextmanager
def told(place: Path) -> Iterator[None]:
    """Tell what the system refuses in words that a user can act on."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        number = _error_number(error)
        if number is None:
            raise
        reason, remedy = _REASONS.get(number, (os.strerror(number), "Choose another folder."))
        raise UsageError(f"{place} cannot be written: {reason}. Nothing was left there.", remedy) from error


_FULL = "Free some space, or choose a folder on another disk."
_BLOCKED = "Choose a folder whose path holds no file."
_RIGHTS = "Choose a folder that you may write to, or ask for the right to write to this one."
_REASONS = {
    errno.ENOSPC: ("the disk is full", _FULL),
    errno.EDQUOT: ("your share of the disk is used up", _FULL),
    errno.EFBIG: ("a file would be larger than this system allows", _FULL),
    errno.EACCES: ("you have no right to write there", _RIGHTS),
    errno.EPERM: ("you have no right to write there", _RIGHTS),
    errno.EROFS: ("the disk is read-only", _RIGHTS),
    errno.ENOTDIR: ("a part of the path is a file", _BLOCKED),
    errno.EEXIST: ("a part of the path is a file", _BLOCKED),
    errno.ENAMETOOLONG: ("the path is too long", "Choose a shorter folder or name."),
}


def _error_number(error: BaseException) -> int | None:
    """The system's number of an error; Polars gives it in words only."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    found = re.search(r"\(os error (\d+)\)", str(error))
    return int(found[1]) if found else None


def _new_part(target: Path) -> tuple[Path, int | None]:
    """A new hidden folder beside the target, and the lock on it."""
    while True:
        name = f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.part"
        part = target.parent / name
        part.mkdir()
        lock = _lock(part)
        # Another build may have taken the folder for a leftover before it was locked.
        if lock is not None or (fcntl is None and part.exists()):
            return part, lock


def _lock(folder: Path) -> int | None:
    """Lock a folder for as long as this process lives; none where another process holds it."""
    if fcntl is None:
        return None
    handle = None
    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if folder.exists():
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    if handle is not None:
        os.close(handle)
    return None


_DAY = 86_400


def _remove_leftovers(folder: Path) -> None:
    """Remove the hidden folders of builds that are dead; without locks, those older than a day."""
    for part in folder.glob(".*.part"):
        if fcntl is None:
            if time.time() - part.stat().st_mtime > _DAY:
                shutil.rmtree(part, ignore_errors=True)
            continue
        lock = _lock(part)
        if lock is not None:
            shutil.rmtree(part, ignore_errors=True)
            os.close(lock)


_AT_A_TIME = 8
"""Files that are brought to the disk at a time: the disk takes several hardly slower than one."""


def _sync_all(top: Path) -> None:
    """Bring every file and the folders' own entries to the disk."""
    every = [*top.rglob("*"), top]
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        for job in [pool.submit(_sync, path) for path in every if path.is_file()]:
            job.result()
    for path in every:
        if path.is_dir():
            _sync(path)


def _sync(path: Path) -> None:
    posix = os.name == "posix"
    if path.is_dir() and not posix:
        return  # Windows opens no folder.
    handle = os.open(path, os.O_RDONLY if posix else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
