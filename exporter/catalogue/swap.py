"""A folder that is replaced as a whole: filled beside its place under a hidden name, then put there.

Unlike a release, a catalogue may be built again and again; only a folder that the catalogue made itself, or an
empty one, is replaced.
"""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from exporter.errors import UsageError
from exporter.releases.staging import told

MARK = "releases.json"
"""The file by which a catalogue's own folder is known."""


@contextlib.contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A hidden folder to fill; it takes the place of `target` when the block ends well, else it is removed.

    Raises:
        UsageError: The target is there and no catalogue, or the disk does not take what is written.
    """
    _check(target)
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        hidden = target.parent / f".{target.name}.{secrets.token_hex(4)}"
        new, old = hidden.with_name(f"{hidden.name}.new"), hidden.with_name(f"{hidden.name}.old")
        new.mkdir()
        try:
            yield new
            if target.exists():
                target.rename(old)
            try:
                new.rename(target)
            except OSError:
                if old.exists():
                    old.rename(target)
                raise
        finally:
            shutil.rmtree(new, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


def _check(target: Path) -> None:
    """Refuse to replace what the catalogue did not make."""
    remedy = "Name a folder that is not there yet, or that `exporter catalogue` has made."
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"{target} is no folder.", remedy)
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise UsageError(f"{target} holds something other than a catalogue, and would be replaced.", remedy)
