"""How much is taken before an input is refused: far above honest data, far below what memory holds."""

BLOCK = 32 * 2**20
"""Bytes of text read at a time; a batch of a table is about so large."""

LINE = 16 * 2**20
"""Bytes of the longest line, or row of a CSV file."""

COLUMNS = 2_000
"""Columns of a table."""

ROWS = 200_000
"""Rows of a batch from a Parquet file."""

ROW_GROUP = 20_000_000
"""Rows of a Parquet row group: few bytes can stand for any number of equal rows."""

MEMBERS = 10_000
"""Entries of an archive."""

RATIO = 200
"""How many times its packed size a file may unpack to, where that is more than `SMALL`; text packs to 1/10."""

SMALL = 256 * 2**20
"""Bytes that any file may unpack to."""
