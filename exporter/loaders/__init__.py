"""Loaders: tables of a release as frames, from a folder, a file or over HTTP.

load.py         the public function
selection.py    which columns and countries are asked for
local.py        a Parquet file on this machine
web.py          requests, with timeouts, bounded retries and errors in plain words
remote.py       where a release stands on the web, and its checksums
parts.py        a Parquet file on the web of which only parts are fetched
partitioned.py  the partitions that are asked for, here or on the web
cache.py        whole files that were fetched before
convert.py      the frame for other libraries: pandas, Arrow, DuckDB
r/eventdata/    the R package
"""

from exporter.loaders.load import load

__all__ = ["load"]
