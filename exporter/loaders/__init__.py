"""Loaders: tables of a release as frames, from a folder, a file or over HTTP.

load.py         the public function
asked.py        what is asked for, whatever the table
selection.py    which columns and rows of a table that is
here.py         a release on this machine
local.py        one of its Parquet files
there.py        a release on the web
web.py          requests, with timeouts, bounded retries and errors in plain words
remote.py       where a release stands on the web, and its checksums
parts.py        a Parquet file on the web of which only parts are fetched
partitioned.py  which partitions may hold that; their paths tell
cache.py        whole files that were fetched before
convert.py      the frame for other libraries: pandas, Arrow, DuckDB
r/eventdata/    the R package
"""

from exporter.loaders.load import load

__all__ = ["load"]
