"""The files that a user names, read a piece at a time in bounded memory.

find.py       paths, globs, folders and standard input -> the files to read
unpack.py     what is packed in them (.zip, .gz, .zst)
limits.py     how much of anything is taken before it is refused
delimited.py  CSV and tab-separated text
lines.py      JSON Lines
columnar.py   Parquet
batch.py      a piece of a table, and which lines its rows stand in
"""

from exporter.validation.inputs.batch import Batch
from exporter.validation.inputs.find import find
from exporter.validation.inputs.read import columns_of, read_batches
from exporter.validation.inputs.unpack import Part, parts

__all__ = ["Batch", "Part", "columns_of", "find", "parts", "read_batches"]
