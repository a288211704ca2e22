"""Ten short news reports for trying things out, and the events they hold.

The reports were written for this project, in its own words, about real public events; `Sample Wire` is no
agency. `expected.jsonl` lists by hand what a careful coder finds in each.
"""

from pathlib import Path


def sample_articles() -> Path:
    """Return the folder that holds the sample reports as `.txt` files."""
    return Path(__file__).parent
